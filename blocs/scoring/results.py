"""Kết quả của một vòng: the ranking as it is read, and the way from a printed number back to who wrote it. Reads only."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from blocs.years.models import BlocYear, Member
from emulation.journal.reports import numbers_of

from . import placing
from .models import MarkHistory, RoundState, Sheet
from .standing import tree_of


@dataclass(frozen=True)
class Row:
    """Một dòng xếp hạng, published or as it would be. `tie`: how the tie was settled, as printed."""

    member: Member
    rank: int
    place: int
    total: Decimal
    base: Decimal
    bonus: Decimal
    penalty: Decimal
    core: Decimal
    self_total: Decimal
    percent: Decimal | None
    decided_by: str
    tie: str
    equals: tuple = ()
    grade: str = ""
    grade_why: str = ""


def ranking(round_, tie_breaks=()):
    """Xếp hạng: stored rows once published, else computed from the agreed sheets ([] before agreement). Out: list of Row."""
    if round_.state == RoundState.PUBLISHED:
        return _stored(round_)
    return _as_rows(placing.placed(round_, placing.agreed(round_), tie_breaks))


def _stored(round_):
    return _as_rows(round_.published_rows)


PARTS = ("rank", "place", "total", "base", "bonus", "penalty", "core", "self_total", "percent", "decided_by")


def _as_rows(stored):
    return [
        Row(member=row.member, tie=tie, equals=equals, grade=row.grade or "", grade_why=row.grade_why or "",
            **{name: getattr(row, name) for name in PARTS})
        for row, equals, tie in placing.with_ties(stored)
    ]  # fmt: skip


def needs_tie_break(round_, tie_breaks=()):
    """Đơn vị còn đồng hạng: list of lists of Members that share a rank."""
    shared = {}
    for row in ranking(round_, tie_breaks):
        shared.setdefault(row.rank, []).append(row.member)
    return [members for members in shared.values() if len(members) > 1]


def women_of(user, round_):
    """Tỷ lệ nữ của từng đơn vị: [(Member, whether this person may record it now)]; [] where no tie rule looks at it."""
    if not placing.asks_for_women(round_.scheme):
        return []
    members = list(round_.bloc_year.members.present())
    for member in members:
        member.bloc_year = round_.bloc_year
    is_open = round_.state != RoundState.PUBLISHED
    return [(m, is_open and user.has_perm("years.record_women", m)) for m in members]


def with_sheets(user, round_, rows):
    """Ranking rows beside the address of each sheet the person may open: [(Row, url or "")]."""
    sheets = dict(Sheet.objects.for_user(user).filter(round=round_).values_list("member_id", "pk"))
    return [(r, reverse("scoring:sheet", args=[sheets[r.member.pk]]) if r.member.pk in sheets else "") for r in rows]


# --- from a number to its mark ---------------------------------------------------------------------
def history_of(user, sheet, criterion):
    """Every value of one row that the person may see, newest first."""
    rows = MarkHistory.objects.for_user(user).filter(mark__sheet=sheet, mark__criterion=criterion)
    return rows.select_related("by", "mark__column").order_by("-at", "-pk")


def sources_of(sheet, criterion):
    """The scored rows from which a row of this sheet is worked out: those it names, a group meaning its rows. Out: list of Criterion."""
    tree = tree_of(sheet.round.scheme)
    inside = {pk for named in tree.asked(criterion.pk) for pk in tree.below(named)}
    return [row for row in tree.leaves if row.pk in inside and row.pk != criterion.pk]


def journal_of(user, sheet, histories):
    """{batch: number of its journal entry} for who may read the journal of the year, else {}."""
    if not BlocYear.objects.for_user(user).filter(pk=sheet.round.bloc_year_id).exists():
        return {}
    return numbers_of(sheet.stream, [h.at for h in histories])
