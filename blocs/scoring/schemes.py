"""Bộ tiêu chí: dự thảo → (lấy ý kiến các đơn vị) → đã thông qua; bản đã thông qua không sửa, chỉ ra bản mới."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.years import drafts
from blocs.years.models import DraftKind, Stage
from emulation.journal import clock
from emulation.journal.steps import Record, Refused, Step

from . import stale, told, written
from .models import Criterion, Round, RoundKind, Scheme, SchemeState
from .standing import criteria_of, tree_of

WRITE_SCHEME = Record(_("Soạn bộ tiêu chí"), "scoring.write_scheme")
CIRCULATE_SCHEME = Record(_("Gửi dự thảo bộ tiêu chí lấy ý kiến"), "scoring.write_scheme")
ADOPT_SCHEME = Step(_("Thông qua bộ tiêu chí"), [SchemeState.DRAFT], SchemeState.ADOPTED, "scoring.adopt_scheme")


def new_scheme_version(bloc, wanted, *, by, at):
    """Soạn một bản mới từ bộ tiêu chí đã viết (written.Written). Out: Scheme, a draft."""
    with WRITE_SCHEME.on(bloc, by=by, at=at) as act:
        newest = bloc.schemes.order_by("-version").first()
        act.subject = scheme = Scheme.objects.create(
            bloc=bloc, version=newest.version + 1 if newest else 1, title=wanted.title, source=wanted.source,
            scale=wanted.scale, decimals=wanted.decimals, round_rows=wanted.round_rows,
            tie_rules=list(wanted.tie_rules), core_group=wanted.core_group,
            settings=wanted.settings,
        )  # fmt: skip
        act.detail = {"version": scheme.version, "rows": _plant(scheme, wanted)}
        act.detail["draft"] = written.digest_of(as_written(scheme))
    return scheme


def rewrite_scheme(scheme, change, *, seen, did, by, at):
    """Sửa một bản dự thảo: `change(written, position)` gives it anew, done to the row that the page `seen` (written.Seen) showed.

    `did`: what is done, one of stale.DID. Out: Scheme. Refused: it is no draft, or `change` says why not; stale.Stale: the page grew old.
    """
    with WRITE_SCHEME.on(scheme.bloc, by=by, at=at) as act:
        act.subject = scheme = Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
        if scheme.state != SchemeState.DRAFT:
            raise Refused(gettext("Bản đã thông qua không sửa được: soạn một bản mới."))
        now = as_written(scheme)
        position = seen.place_in(now)
        if position is None:
            stale.refuse(scheme, seen, did, now)
        wanted = change(now, position)
        scheme.criteria.all().delete()
        act.detail = {"version": scheme.version, "rows": _plant(scheme, wanted), "did": did, "row": seen.label}
        act.detail["draft"] = written.digest_of(as_written(scheme))
    return scheme


def as_written(scheme):
    """A stored scheme as it would be written. Out: written.Written."""
    return written.written_of(scheme, criteria_of(scheme.pk))


def _plant(scheme, wanted):
    """Store the rows, level by level (parents get their ids before their children). Out: number of rows."""
    positions = {id(row): n for n, (row, _parent) in enumerate(wanted.walk(), start=1)}
    parents, level = {}, [(row, None) for row in wanted.rows]
    while level:
        made = Criterion.objects.bulk_create(
            _as_criterion(scheme, r, parents.get(id(p)), positions[id(r)]) for r, p in level
        )
        parents |= {id(row): criterion for (row, _parent), criterion in zip(level, made, strict=True)}
        level = [(child, row) for row, _parent in level for child in row.children]
    return len(positions)


def _as_criterion(scheme, row, parent, position):
    return Criterion(
        scheme=scheme, parent=parent, code=row.code, name=row.name, position=position, kind=row.kind, sign=row.sign,
        max_points=row.most, params=row.params, evidence_required=row.evidence,
    )  # fmt: skip


def circulate_scheme(scheme, *, respond_by, by, at):
    """Gửi các đơn vị góp ý đến hết ngày `respond_by` (date), thành dự thảo của năm đang chạy; rows may still be changed by what they say. Out: years Draft."""
    with CIRCULATE_SCHEME.on(scheme.bloc, by=by, at=at) as act:
        act.subject = scheme = Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
        if scheme.state != SchemeState.DRAFT or scheme.consulted_id:
            raise Refused(gettext("Bản này đã gửi lấy ý kiến hoặc đã thông qua."))
        _refuse_when_empty(scheme)
        year = scheme.bloc.years.exclude(state=Stage.CLOSED).first()
        if year is None:
            raise Refused(gettext("Khối chưa có năm thi đua đang chạy để lấy ý kiến: lập năm trước."))
        facts = {"kind": DraftKind.SCHEME, "title": str(scheme), "text": told.in_lines(scheme, tree_of(scheme))}
        scheme.consulted = drafts.write(year, **facts, by=by, at=at)
        drafts.consult(scheme.consulted, respond_by=respond_by, by=by, at=at)
        scheme.save(update_fields=["consulted"])
        act.detail = {"version": scheme.version, "draft": written.digest_of(as_written(scheme))}
    return scheme.consulted


def _refuse_when_empty(scheme):
    if not scheme.criteria.exclude(kind="group").exists():
        raise Refused(gettext("Bộ tiêu chí chưa có dòng nào để chấm: thêm tiêu chí trước."))


def rounds_ahead():
    """The rounds from which a version may be said to hold, this year's and next year's: [(order, words)]."""
    year = clock.today().year
    words = {RoundKind.MIDYEAR: gettext("6 tháng năm %(year)d"), RoundKind.YEAR_END: gettext("cuối năm %(year)d")}
    return [(Round.order_of(y, kind), words[kind] % {"year": y}) for y in (year, year + 1) for kind in RoundKind]


def adopt_scheme(scheme, *, by, at, since="", seen=None):
    """Thông qua: rounds opened from now on use it, or from the round `since` (one of `rounds_ahead`); it is never edited again.

    Sent round to the units before: every opinion is answered, and the text is printed with opinions and answers.
    `seen`: the digest of the draft on the page where it is adopted. Refused: the draft is another one by now.
    """
    with ADOPT_SCHEME.on(scheme, by=by, at=at) as act:
        if seen is not None and seen != written.digest_of(as_written(scheme)):
            stale.refuse_unseen(scheme, seen)
        if since and since not in dict(rounds_ahead()):
            raise Refused(gettext("Chọn vòng bắt đầu áp dụng trong danh sách."))
        _refuse_when_empty(scheme)
        if scheme.consulted_id:
            drafts.adopt_scheme(scheme.consulted, told.in_lines(scheme, tree_of(scheme)), by=by, at=at)
        scheme.adopted_on, scheme.since = clock.today(), since or None
        act.detail = {"version": scheme.version, "bloc": scheme.bloc_id, "since": since}
