"""A scheme as it was written, before anything is stored."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from blocs.scoring.models.schemes import GROUP

MOST_ROWS, MOST_BYTES, MOST_DEPTH = 2000, 1_000_000, 12


class Faulty(Exception):
    """The file cannot be read as a scheme. `faults`: list of (place, sentence), in the order of the file; a place is a line or a cell."""

    def __init__(self, faults):
        self.faults = sorted(faults, key=lambda f: _in_order(f[0]))
        super().__init__("\n".join(f"{told_place(place)}: {sentence}" for place, sentence in self.faults))


def _in_order(place):
    """Lines by number; cells sheet by sheet, row by row, column by column."""
    if isinstance(place, int):
        return "", place, 0, ""
    sheet, _mark, cell = place.rpartition("!")
    column = cell.rstrip("0123456789")
    return sheet, int(cell[len(column) :] or 0), len(column), column


def told_place(place):
    """Line 4 → “Dòng 4”; a cell stays as it is: “Tiêu chí!D7”."""
    return _("Dòng %(line)d") % {"line": place} if isinstance(place, int) else place


@dataclass
class Row:
    """Một dòng tiêu chí như đã viết. `line`: where it stands."""

    line: int | str
    code: str
    name: str
    kind: str
    sign: str
    most: Decimal | None
    params: dict
    evidence: bool
    children: list["Row"] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """The same row as a stored criterion looks to arithmetic; `pk` is its position."""

    pk: int
    parent_id: int | None
    code: str
    name: str
    kind: str
    sign: str
    max_points: Decimal | None
    params: dict
    place: int | str

    @property
    def is_group(self):
        return self.kind == GROUP

    @property
    def label(self):
        return self.code or f"«{self.name[:60]}»"


@dataclass
class Written:
    """Một bộ tiêu chí như đã viết, đọc được hết. `warnings`: list of (place, sentence) that do not stop anything."""

    title: str
    source: str
    scale: Decimal
    decimals: int
    round_rows: bool
    tie_rules: list[str]
    core_group: str
    rows: list[Row]
    settings: dict = field(default_factory=dict)
    warnings: list[tuple[int | str, str]] = field(default_factory=list)

    def walk(self):
        """Rows in the order of print, as (row, parent row or None)."""
        stack = [(r, None) for r in reversed(self.rows)]
        while stack:
            row, parent = stack.pop()
            yield row, parent
            stack += [(child, row) for child in reversed(row.children)]

    def lines(self):
        """The rows as arithmetic takes them (list of Line)."""
        positions, found = {}, []
        for position, (row, parent) in enumerate(self.walk(), start=1):
            positions[id(row)] = position
            found.append(
                Line(
                    position,
                    positions.get(id(parent)),
                    row.code,
                    row.name,
                    row.kind,
                    row.sign,
                    row.most,
                    row.params,
                    row.line,
                )
            )
        return found
