"""Các cột của một vòng: which columns the office has; handing one in, closing it, opening it again; joining the peers."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Unit
from emulation.journal import clock
from emulation.journal.steps import Record, Refused, Step

from .joining import write_means
from .models import HANDED_IN_WHOLE, Column, ColumnState, Filler, Mark, Moment, Round, RoundState, SheetState
from .standing import standings, tree_of

LAY_OUT = Record(_("Đặt các cột của vòng chấm"), "scoring.lay_out")
IN_ROUND = ("round",)
HAND_IN_COLUMN = Step(_("Nộp cột"), [ColumnState.OPEN], ColumnState.DONE, "scoring.hand_in_column", IN_ROUND)
CLOSE_COLUMN = Step(_("Khóa cột khi chưa nộp"), [ColumnState.OPEN], ColumnState.CLOSED, "scoring.close_column", IN_ROUND, reason=True)  # fmt: skip
REOPEN_COLUMN = Step(_("Mở lại cột"), [ColumnState.DONE, ColumnState.CLOSED], ColumnState.OPEN, "scoring.close_column", IN_ROUND, reason=True)  # fmt: skip

# Where each kind of column stands; several of one kind stand beside each other, from there on.
PLACES = {kind: place for place, kind in zip(range(0, 10_000, 1000), Filler.values, strict=False)}
LABELS = {
    Filler.SELF: _("Tự chấm"),
    Filler.PEERS: _("Chấm chéo"),
    Filler.CHECKERS: _("Kiểm tra"),
    Filler.ANSWER: _("Giải trình"),
    Filler.SECOND: _("Chấm lại"),
    Filler.SECRETARIAT: _("Cơ quan thường trực"),
    Filler.COUNCIL: _("Hội đồng"),
    Filler.LEADERS: _("Chốt"),
}
LATER = (Filler.AGENCY, Filler.SECRETARIAT, Filler.COUNCIL, Filler.LEADERS)


@dataclass(frozen=True)
class Plan:
    """Các cột mà cơ quan dùng. `peers`: how they are joined (Join), "" for none; `scorers`: {name in the scheme: kind, or Unit of an agency}.

    `unit_sees`: {column code: Moment} where it differs from the usual; `members_see`: when members see each other's points.
    """

    peers: str = ""
    team: bool = True
    answer: bool = False
    answer_due: date | None = None
    second: bool = False
    secretariat: bool = False
    council: bool = False
    scorers: dict = field(default_factory=dict)
    unit_sees: dict = field(default_factory=dict)
    members_see: str = Moment.AGREED


def plan_of(round_):
    """The Plan that the columns of a round follow."""
    columns = {c.code: c for c in round_.columns.select_related("unit")}
    named = {n: c.unit or Filler(c.kind) for c in columns.values() for n in c.scorers}
    answer, peers = columns.get(Filler.ANSWER), columns.get(Filler.PEERS)
    return Plan(
        peers=peers.join if peers else "", answer=bool(answer), answer_due=answer.due if answer else None, scorers=named,
        unit_sees={code: c.unit_sees_from for code, c in columns.items()}, members_see=round_.members_see_from,
        **{name: kind in columns for name, kind in OPTIONAL.items()},
    )  # fmt: skip


OPTIONAL = {
    "team": Filler.CHECKERS, "second": Filler.SECOND, "secretariat": Filler.SECRETARIAT, "council": Filler.COUNCIL,
}  # fmt: skip


def plan_of_the_round_before(round_):
    """What the bloc did last time, without its days; the usual three columns the first time."""
    before = Round.objects.filter(bloc_year__bloc=round_.bloc_year.bloc_id).exclude(pk=round_.pk).first()
    if before is None:
        return Plan()
    known = plan_of(before)
    return Plan(**{**vars(known), "answer_due": None})


def lay_out(round_, plan, *, by, at):
    """Đặt các cột, khi chưa ai chấm phiếu của ai. Raises Refused: checking has begun, nobody would check, a day that has passed."""
    with LAY_OUT.on(round_, by=by, at=at) as act:
        _may_lay_out(round_, plan)
        round_.columns.exclude(kind__in=[Filler.SELF, Filler.LEADERS]).delete()
        stand(round_, plan)
        act.detail = {
            "columns": list(round_.columns.values_list("code", flat=True)),
            "members_see_from": plan.members_see,
        }


def _may_lay_out(round_, plan):
    if (
        round_.state != RoundState.OPEN
        or Mark.objects.filter(column__round=round_).exclude(column__kind=Filler.SELF).exists()
    ):
        raise Refused(gettext("Đã bắt đầu kiểm tra: các cột của vòng chấm giữ nguyên."))
    if not plan.team and not plan.peers:
        raise Refused(gettext("Phải có cột kiểm tra hoặc cột chấm chéo."))
    if plan.answer_due and plan.answer_due < round_.self_due:
        raise Refused(gettext("Hạn giải trình phải từ hạn tự chấm trở đi."))


def stand(round_, plan):
    """Write the columns of a plan, in their order; the self and the final column stay when they stand."""
    round_.members_see_from = plan.members_see
    round_.save(update_fields=["members_see_from"])
    there = set(round_.columns.values_list("code", flat=True))
    Column.objects.bulk_create(c for c in _columns(round_, plan) if c.code not in there)
    for column in round_.columns.filter(code__in=there & set(plan.unit_sees)):
        column.unit_sees_from = plan.unit_sees[column.code]
        column.save(update_fields=["unit_sees_from"])


def _columns(round_, plan):
    yield _column(round_, plan, Filler.SELF)
    if plan.peers:
        for n, member in enumerate(round_.bloc_year.members.present()):
            yield _column(
                round_, plan, Filler.PEER, n, code=f"peer-{member.pk}", label=str(member)[:255], member=member
            )
        yield _column(round_, plan, Filler.PEERS, join=plan.peers)
    if plan.answer:
        yield _column(round_, plan, Filler.ANSWER, due=plan.answer_due)
    agencies = {who for who in plan.scorers.values() if isinstance(who, Unit)}
    for n, unit in enumerate(sorted(agencies, key=str)):
        told = {"label": str(unit)[:255], "unit": unit, "scorer": _names(plan, unit)}
        yield _column(round_, plan, Filler.AGENCY, n, code=f"agency-{unit.pk}", **told)
    for name, kind in OPTIONAL.items():
        if getattr(plan, name):
            yield _column(round_, plan, kind, scorer="" if kind == Filler.CHECKERS else _names(plan, kind))
    yield _column(round_, plan, Filler.LEADERS)


def _names(plan, who):
    return "; ".join(name for name, by in plan.scorers.items() if by == who)


def _column(round_, plan, kind, n=0, code="", label="", **more):
    code = code or kind.value
    usual = Moment.AGREED if kind in LATER else Moment.CHECKED
    return Column(
        round=round_, kind=kind, code=code, label=label or str(LABELS[kind]), position=PLACES[kind] + n,
        unit_sees_from=plan.unit_sees.get(code, usual), **more,
    )  # fmt: skip


# --- nộp, khóa, mở lại ----------------------------------------------------------------------------
def hand_in_column(column, *, by, at):
    """Nộp một cột: every row that it has to score stands, with a reason where it cuts; the columns before it are in.

    The last of the peers writes their mean. Raises Refused with what is missing.
    """
    with HAND_IN_COLUMN.on(column, by=by, at=at) as act:
        _is_checking(column.round)
        if missing := [*_columns_before(column), *_missing(column)]:
            raise Refused(gettext("Chưa nộp được: %s.") % "; ".join(missing[:8]))
        _end(column, act, by=by, at=at)


def close_column(column, *, reason, by, at):
    """Khóa một cột khi người điền chưa nộp, có lý do: what a single assessor left there is not counted."""
    with CLOSE_COLUMN.on(column, by=by, at=at, note=reason) as act:
        _is_checking(column.round)
        _end(column, act, by=by, at=at)


def _end(column, act, *, by, at):
    column.done_by, column.done_at = by, at
    others = column.round.columns.filter(kind=Filler.PEER, state=ColumnState.OPEN).exclude(pk=column.pk)
    if column.kind == Filler.PEER and not others.exists():
        counted = [column.pk] if act.label == str(HAND_IN_COLUMN.label) else []
        act.detail = write_means(column.round, counted, by=by, at=at)


def reopen_column(column, *, reason, by, at):
    """Mở lại một cột đã nộp hoặc đã khóa, trước khi chốt; cột chấm chéo thì trước khi phiếu nào kiểm tra xong."""
    with REOPEN_COLUMN.on(column, by=by, at=at, note=reason):
        _is_checking(column.round)
        if column.kind == Filler.PEER and column.round.sheets.filter(state=SheetState.CHECKED).exists():
            raise Refused(gettext("Đã có phiếu kiểm tra xong theo điểm chấm chéo: mở lại các phiếu đó trước."))
        column.done_by = column.done_at = None


def _is_checking(round_):
    if round_.state != RoundState.CHECKING:
        raise Refused(gettext("Chỉ làm được khi vòng chấm đang kiểm tra."))


def waiting_columns(round_):
    """Columns that somebody still has to hand in (list), in order."""
    return list(
        round_.columns.filter(kind__in=HANDED_IN_WHOLE, state=ColumnState.OPEN).select_related("member", "unit")
    )


def _columns_before(column):
    before = [c.title for c in waiting_columns(column.round) if c.position < column.position and c.kind != column.kind]
    return [gettext("cột đứng trước chưa nộp (%s)") % ", ".join(before[:8])] if before else []


def _missing(column):
    """What a column lacks, unit by unit (list of sentences)."""
    sheets = (
        column.round.sheets.filter(member__left_on=None).exclude(state=SheetState.EXCLUDED).select_related("member")
    )
    sheets = [s for s in sheets if s.member_id != column.member_id]
    early = [SheetState.DRAFT, SheetState.RETURNED, *([] if column.kind == Filler.PEER else [SheetState.SUBMITTED])]
    if unready := [str(s.member) for s in sheets if s.state in early]:
        return [gettext("còn phiếu chưa tới lượt (%s)") % ", ".join(unready[:8])]
    only = {Filler.SELF.value, column.code} if column.kind == Filler.PEER else None
    known = standings(column.round, sheets, tree_of(column.round.scheme), only=only)
    if column.kind == Filler.ANSWER:
        return _unanswered(column, known.values())
    return [f"{s.member}: {told}" for s in sheets for told in known[s.pk].missing_to_hand_in(column.code)]


def _unanswered(column, known):
    """Units that may still explain: they were cut, said nothing, and their day has not passed."""
    if column.due and clock.today() > column.due:
        return []
    silent = [str(s.sheet.member) for s in known if s.has_unanswered_cuts()]
    return [gettext("đơn vị chưa giải trình, còn trong hạn (%s)") % ", ".join(silent)] if silent else []
