"""Chấm chéo nhìn lại: what each unit gave each other unit against what the rest gave it, so that favours and grudges stand out."""

from dataclasses import dataclass
from decimal import Decimal

from .arithmetic import joined
from .models import Column, ColumnState, Filler, Sheet
from .standing import standings, tree_of

FAR = Decimal("0.1")  # from a tenth of the scale on, what one unit gave is marked


@dataclass(frozen=True)
class Given:
    """Tổng điểm một đơn vị cho một đơn vị. `apart`: minus the mean of what the others gave (None without others)."""

    total: Decimal
    apart: Decimal | None
    is_far: bool


@dataclass(frozen=True)
class Assessor:
    """Một đơn vị chấm. `cells`: Given per unit, None for its own; `is_flat`: everybody got the same total from it."""

    column: Column
    cells: list
    is_flat: bool


@dataclass(frozen=True)
class Crossing:
    """Cả vòng."""

    sheets: list
    assessors: list

    @property
    def flat(self):
        """Assessors who told nobody from anybody (list of Column)."""
        return [a.column for a in self.assessors if a.is_flat]


def crossing_of(user, round_):
    """What the units gave each other, in the columns that this person may see and that were handed in. Out: Crossing. Few queries."""
    seen = Column.objects.read_by(user).filter(round=round_, kind=Filler.PEER, state=ColumnState.DONE)
    columns = list(seen.select_related("member"))
    sheets = list(Sheet.objects.for_user(user).filter(round=round_, member__left_on=None).select_related("member"))
    sheets.sort(key=lambda s: (s.member.position, s.pk))
    tree = tree_of(round_.scheme)
    known = standings(round_, sheets, tree, reader=user, only={c.code for c in columns})
    totals = {(c.pk, s.pk): _total(known[s.pk], c) for c in columns for s in sheets}
    return Crossing(sheets, [_assessor(c, columns, sheets, totals, tree.scale) for c in columns] if columns else [])


def _total(standing, column):
    """What a column comes to in a sheet (Decimal); None for the assessor's own, or where nothing was given."""
    if standing.sheet.member_id == column.member_id or not any(code == column.code for code, _row in standing.marks):
        return None
    standing.open_to_its_hand(column.code, "")
    return standing.sums(column.code)[None].total


def _assessor(column, columns, sheets, totals, scale):
    cells = [_given(column, columns, s, totals, scale) for s in sheets]
    given = [c.total for c in cells if c]
    return Assessor(column, cells, len(given) > 1 and len(set(given)) == 1)


def _given(column, columns, sheet, totals, scale):
    own = totals[column.pk, sheet.pk]
    if own is None:
        return None
    others = [t for c in columns if c is not column and (t := totals[c.pk, sheet.pk]) is not None]
    apart = own - joined(others, "mean") if others else None
    return Given(own, apart, apart is not None and abs(apart) >= scale * FAR)
