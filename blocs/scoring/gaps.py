"""Chênh lệch tự chấm và kiểm tra: where checkers cut, where nobody cut anything («dĩ hòa vi quý» at a glance)."""

from dataclasses import dataclass
from decimal import Decimal

from .grid import the_sheets
from .models import Criterion, Filler, Sheet
from .standing import standings, tree_of

FAR = Decimal("0.1")  # from a tenth of the row's most on, a difference is marked


@dataclass(frozen=True)
class Cell:
    """Kiểm tra trừ tự chấm của một dòng ở một đơn vị. `gap`: Decimal, None while one of the two is missing."""

    gap: Decimal | None
    is_far: bool


@dataclass(frozen=True)
class Line:
    """Một tiêu chí: a cell per unit, and how many units were cut."""

    criterion: Criterion
    cells: list
    cut: int


@dataclass(frozen=True)
class Unit:
    """Một đơn vị: sum of its differences and how many rows were cut; both None while its sheet is not checked."""

    sheet: Sheet
    gap: Decimal | None
    cut: int | None


@dataclass(frozen=True)
class Gaps:
    """Cả vòng chấm."""

    units: list
    lines: list

    @property
    def untouched(self):
        """Units whose checked sheet repeats their own claim in every row."""
        return [u for u in self.units if u.cut == 0 and u.gap == 0]


def gaps_of(user, round_):
    """The differences in the marks that this person may see. Out: Gaps. Queries do not grow with the units."""
    sheets, tree = the_sheets(user, round_), tree_of(round_.scheme)
    known = standings(round_, sheets, tree, reader=user)
    columns = [known[s.pk] for s in sheets]
    lines = [_line(c, columns) for c in tree.leaves]
    return Gaps([_unit(s, n, lines) for n, s in enumerate(sheets)], lines)


def _line(criterion, columns):
    cells = [_cell(criterion, standing) for standing in columns]
    return Line(criterion, cells, sum(c.gap is not None and c.gap < 0 for c in cells))


def _cell(criterion, standing):
    claimed, checked = (standing.points(code, criterion) for code in (Filler.SELF, standing.lineup.checked))
    if claimed is None or checked is None:
        return Cell(None, False)
    gap, most = checked - claimed, criterion.max_points
    return Cell(gap, bool(gap) and (not most or abs(gap) >= most * FAR))


def _unit(sheet, n, lines):
    found = [line.cells[n].gap for line in lines]
    if None in found or not found:
        return Unit(sheet, None, None)
    return Unit(sheet, sum(found, Decimal(0)), sum(gap < 0 for gap in found))
