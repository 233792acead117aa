"""Bộ tiêu chí: dự thảo → đã thông qua; bản đã thông qua không sửa, chỉ ra bản mới."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.journal import clock
from emulation.journal.steps import Record, Refused, Step

from .models import Criterion, Round, RoundKind, Scheme, SchemeState

WRITE_SCHEME = Record(_("Soạn bộ tiêu chí"), "scoring.write_scheme")
ADOPT_SCHEME = Step(_("Thông qua bộ tiêu chí"), [SchemeState.DRAFT], SchemeState.ADOPTED, "scoring.adopt_scheme")


def new_scheme_version(bloc, written, *, by, at):
    """Soạn một bản mới từ bộ tiêu chí đã viết (written.Written). Out: Scheme, a draft."""
    with WRITE_SCHEME.on(bloc, by=by, at=at) as act:
        newest = bloc.schemes.order_by("-version").first()
        act.subject = scheme = Scheme.objects.create(
            bloc=bloc, version=newest.version + 1 if newest else 1, title=written.title, source=written.source,
            scale=written.scale, decimals=written.decimals, round_rows=written.round_rows,
            tie_rules=list(written.tie_rules), core_group=written.core_group,
            settings=written.settings,
        )  # fmt: skip
        act.detail = {"version": scheme.version, "rows": _plant(scheme, written)}
    return scheme


def rewrite_scheme(scheme, written, *, by, at):
    """Sửa một bản dự thảo: its rows are written anew from `written` (written.Written). Out: Scheme. Refused: it is no draft."""
    with WRITE_SCHEME.on(scheme.bloc, by=by, at=at) as act:
        act.subject = scheme = Scheme.objects.get(pk=scheme.pk)
        if scheme.state != SchemeState.DRAFT:
            raise Refused(gettext("Bản đã thông qua không sửa được: soạn một bản mới."))
        scheme.criteria.all().delete()
        act.detail = {"version": scheme.version, "rows": _plant(scheme, written)}
    return scheme


def _plant(scheme, written):
    """Store the rows, level by level (parents get their ids before their children). Out: number of rows."""
    positions = {id(row): n for n, (row, _parent) in enumerate(written.walk(), start=1)}
    parents, level = {}, [(row, None) for row in written.rows]
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


def rounds_ahead():
    """The rounds from which a version may be said to hold, this year's and next year's: [(order, words)]."""
    year = clock.today().year
    words = {RoundKind.MIDYEAR: gettext("6 tháng năm %(year)d"), RoundKind.YEAR_END: gettext("cuối năm %(year)d")}
    return [(Round.order_of(y, kind), words[kind] % {"year": y}) for y in (year, year + 1) for kind in RoundKind]


def adopt_scheme(scheme, *, by, at, since=""):
    """Thông qua: rounds opened from now on use it, or from the round `since` (one of `rounds_ahead`); it is never edited again."""
    with ADOPT_SCHEME.on(scheme, by=by, at=at) as act:
        if since and since not in dict(rounds_ahead()):
            raise Refused(gettext("Chọn vòng bắt đầu áp dụng trong danh sách."))
        if not scheme.criteria.exclude(kind="group").exists():
            raise Refused(gettext("Bộ tiêu chí chưa có dòng nào để chấm: thêm tiêu chí rồi thông qua."))
        scheme.adopted_on, scheme.since = clock.today(), since or None
        act.detail = {"version": scheme.version, "bloc": scheme.bloc_id, "since": since}
