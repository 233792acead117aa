"""Lưới chấm điểm: one column of a round as a table of cells, ready to print; and what a save answers to the browser."""

import json
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from emulation.ui.dates import hour
from emulation.ui.numbers import points as shown

from .adding import known, says_itself
from .arithmetic import total_of
from .lineup import Lineup
from .locks import why_locked, why_row_locked
from .models import Filler, Sheet
from .parts import part_named, parts_of
from .rules import sees_progress
from .standing import standings, tree_of

RECKONED = "why-reckoned"  # the id of the sentence on cells that nobody types in
WIDEST = 20  # more units than this and the grid is turned: units down, criteria across


@dataclass(slots=True)
class Cell:
    """Một ô. lock: id of the sentence that says why it is locked; state: failed, when a save did not take it.

    known: its points for the script, where the text does not say them; under: those that count while it is empty.
    """

    key: str
    sheet: int
    row: int
    text: str
    version: int
    points: str
    reason: str
    claim: str
    lock: str
    mode: str
    state: str = ""
    note: str = ""
    known: str = ""
    under: str = ""

    @property
    def html(self):
        """The cell as markup. Written here, once for both grids: two thousand cells cost a template a fifth of a second."""
        if self.lock:
            first, more = "cell locked", f' readonly aria-describedby="{self.lock}"'
        else:
            first = f"cell {self.state}".strip()
            more = f' inputmode="{self.mode}" autocomplete="off" data-v="{self.version}"'
            more += _told("c", self.claim) + _told("n", self.reason) + _told("w", self.note)
        more += _told("t", self.known) + _told("u", self.under)
        if self.points != self.text:
            more += f' data-p="{self.points}"'
        return SafeString(
            f'<td class="{first}"><input name="m-{self.key}" value="{escape(self.text)}" '
            f'aria-labelledby="u{self.sheet} r{self.row}"{more}></td>'
        )


def _told(name, text):
    return f' data-{name}="{escape(text)}"' if text else ""


@dataclass(slots=True)
class Sum:
    """Một ô cộng của hệ thống."""

    key: str
    text: str
    partial: bool


@dataclass
class Unit:
    """Một đơn vị trong lưới: its sheet, its progress, why it is locked."""

    sheet: Sheet
    progress: str
    lock: str
    total: Sum
    why: str = ""


@dataclass
class Line:
    """Một tiêu chí trong lưới. `cells`: Cell per unit for a leaf, Sum per unit for a group."""

    criterion: object
    most: str
    formula: str
    cells: list
    depth: int = 0


@dataclass
class Grid:
    """Cả lưới của một cột."""

    round: object
    column: object
    units: list
    lines: list
    tree: object
    parts: list
    part: object = None
    asked: set = field(default_factory=set)
    reasons: dict = field(default_factory=dict)
    row_locks: dict = field(default_factory=dict)
    empty: int = 0

    @property
    def is_turned(self):
        return len(self.units) > WIDEST

    @property
    def leaves(self):
        return [line for line in self.lines if not line.criterion.is_group]

    @property
    def is_one_form(self):
        """Whether everything shown can be posted at once, without the script."""
        return bool(self.part) or len(self.parts) < 2

    @property
    def is_open(self):
        """Whether the reader may write in at least one unit."""
        return any(not u.lock for u in self.units)

    def across(self):
        """For the turned grid: (unit, its cells in the order of the lines)."""
        return [(unit, [(line, line.cells[i]) for line in self.lines]) for i, unit in enumerate(self.units)]

    def seen(self):
        """What the page shows, for a save without script: {key: [version, text]} of the cells that may be written, as JSON."""
        cells = (c for line in self.leaves for c in line.cells if not c.lock and c.version)
        return json.dumps({c.key: [c.version, c.text] for c in cells}, ensure_ascii=False, separators=(",", ":"))


def key_of(sheet_id, criterion_id):
    return f"{sheet_id}-{criterion_id}"


def the_sheets(user, round_):
    """The sheets shown: all of them to those who check (empty while not handed in), else the visible ones."""
    sheets = (
        Sheet.objects.filter(round=round_, member__left_on=None)
        .select_related("member")
        .order_by("member__position", "pk")
    )
    if not sees_progress(user, round_):
        sheets = sheets.filter(pk__in=Sheet.objects.for_user(user).values("pk"))
    found = list(sheets)
    for sheet in found:
        sheet.round = round_
    return found


def grid_of(user, round_, column, part=None):
    """The grid of one column as this person sees it, or the part of it of that number (text). Queries do not depend on the members."""
    sheets, rows, lineup = the_sheets(user, round_), tree_of(round_.scheme), Lineup(round_.columns.all())
    parts = parts_of(sheets, len(rows.leaves))
    chosen = part_named(parts, part)
    sheets = chosen.sheets if chosen else sheets
    only = {Filler.SELF.value, column.code} if column.kind == Filler.PEER else None
    known = standings(round_, sheets, rows, lineup, reader=user, only=only)
    locks = {s.pk: why_locked(user, column, s) for s in sheets}
    for sheet in sheets:
        known[sheet.pk].open_to_its_hand(column.code, locks[sheet.pk])
    sums = {s.pk: known[s.pk].sums(column.code) for s in sheets}
    units = [_unit(known[s.pk], column.code, sums[s.pk], locks[s.pk]) for s in sheets]
    grid = Grid(round_, column, units, [], rows, parts, chosen)
    _tell_why(grid)
    _tell_of_rows(grid, rows, known, column)
    whys, depths = {u.sheet.pk: u.why for u in grid.units}, {}
    for criterion in rows.rows:
        depths[criterion.pk] = depths.get(criterion.parent_id, -1) + 1
        line = _line(criterion, rows, round_.scheme, depths[criterion.pk])
        row_locks = {s.pk: grid.row_locks.get((s.pk, criterion.pk), "") for s in sheets}
        line.cells = [_at(criterion, known[s.pk], sums[s.pk], column, (whys[s.pk], row_locks[s.pk])) for s in sheets]
        grid.lines.append(line)
    grid.empty = sum(not (c.text or c.lock or c.under) for line in grid.leaves for c in line.cells)
    return grid


def _tell_of_rows(grid, rows, known, column):
    """Rows that the column asks for; rows that nobody types in, that another column has for itself, or that were not asked about."""
    if reckoned := [rows.label(pk) for pk, kind in rows.kinds.items() if not kind.inputs]:
        grid.reasons[_("dòng do hệ thống tính")] = RECKONED, reckoned
    for standing in list(known.values())[:1]:
        grid.asked = {c.pk for c in standing.asked(column.code)}
    for standing in known.values():
        if standing.reserved or standing.questions or column.kind == Filler.AGENCY:
            _lock_rows(grid, standing, column)


def _lock_rows(grid, standing, column):
    for row in standing.leaves:
        if why := why_row_locked(column, row.pk, standing):
            identity, names = grid.reasons.setdefault(why, (f"why-{len(grid.reasons) + 1}", []))
            grid.row_locks[standing.sheet.pk, row.pk] = identity
            if row.label not in names:
                names.append(row.label)


def _unit(standing, code, sums, lock):
    return Unit(standing.sheet, _("khóa") if lock else _progress(standing, code), lock, _sum(standing, None, sums))


def _sum(standing, criterion, sums):
    """The sum of a group, or of the whole sheet under None; a dash while it holds nothing at all."""
    tally = sums[criterion.pk if criterion else None]
    leaves = 1 if criterion else len(standing.leaves)
    nothing = tally.missing >= leaves and not (tally.base or tally.bonus or tally.penalty)
    text = "–" if nothing else shown(total_of(tally, standing.decimals), standing.decimals)
    return Sum(key_of(standing.sheet.pk, criterion.pk if criterion else "all"), text, bool(tally.missing))


def _line(criterion, rows, scheme, depth):
    most = shown(criterion.signed_most, scheme.decimals).removesuffix("," + "0" * scheme.decimals)
    return Line(criterion, most, "" if criterion.is_group else rows.kinds[criterion.pk].formula, [], depth)


def _at(criterion, standing, sums, column, locks):
    return _sum(standing, criterion, sums) if criterion.is_group else _cell(criterion, standing, column, locks)


def _keyboard(kind):
    """Which keyboard a phone shows: the decimal one when one number is enough."""
    return "decimal" if len(kind.inputs) == 1 and not kind.inputs[0].choices else "text"


def _cell(criterion, standing, column, locks):
    """locks: why the whole sheet is locked, and why the row is; the script adds the locked rows of an open sheet, too."""
    of_sheet, of_row = locks
    kind, mark, sheet = standing.tree.kinds[criterion.pk], standing.mark(column.code, criterion), standing.sheet.pk
    claimed, before = (
        standing.points(standing.lineup.compared(column.code), criterion),
        standing.lineup.before(column.code),
    )
    points = _points(standing, column.code, criterion, mark)
    text = kind.show(mark.inputs) if mark else "" if kind.inputs else points
    return Cell(
        key=key_of(sheet, criterion.pk), sheet=sheet, row=criterion.pk, text=text,
        version=mark.version if mark else 0,
        points=points,
        reason=mark.reason if mark else "",
        claim="" if column.kind == Filler.SELF else shown(claimed, standing.decimals),
        lock=of_sheet or of_row or ("" if kind.inputs else RECKONED), mode=_keyboard(kind),
        note=standing.told(column.code, criterion) if mark or not kind.inputs else "",
        known="" if of_sheet or says_itself(criterion, text) else known(standing, column.code, criterion),
        under=known(standing, before, criterion) if before and not of_sheet else "",
    )  # fmt: skip


def _points(standing, kind, criterion, mark):
    """The points of one cell of a column as printed: what was typed there, or what was worked out."""
    if standing.ensemble is None:
        return shown(mark.points, standing.decimals) if mark else ""
    return _worked_out(standing, kind, criterion, mark and mark.inputs)


def _worked_out(standing, kind, criterion, typed):
    """Points that were worked out, as printed; "" where somebody has to type and has not."""
    if not typed and standing.tree.kinds[criterion.pk].inputs:
        return ""
    return shown(standing.points(kind, criterion), standing.decimals)


def _tell_why(grid):
    """Number the reasons, so that every locked cell points at its sentence: {reason: (id, [names])}."""
    for unit in grid.units:
        if unit.lock:
            identity, names = grid.reasons.setdefault(unit.lock, (f"why-{len(grid.reasons) + 1}", []))
            names.append(str(unit.sheet.member))
            unit.why = identity


# --- answers --------------------------------------------------------------------------------------
def answered(saving, kind, decimals):
    """A Saving as JSON for the script: every cell, and the new sums of the sheets touched."""
    sums = {pk: standing.sums(kind) for pk, standing in saving.standings.items()}
    return {
        "cells": [_answer(key, answer, saving, kind, decimals) for key, answer in saving.answers.items()],
        "sums": [row for pk, of_sheet in sums.items() for row in _sums_told(saving.standings[pk], of_sheet)],
        "progress": {pk: _progress(s, kind) for pk, s in saving.standings.items()},
        "reckoned": [row for s in saving.standings.values() for row in _reckoned(s, kind)],
    }


def _reckoned(standing, kind):
    """Cells whose points may have changed without being typed in: [key, points, sentence, known]."""
    for criterion in standing.leaves if standing.ensemble else ():
        if standing.tree.kinds[criterion.pk].settled:
            continue
        typed = standing.ensemble.typed(kind, standing.sheet.pk, criterion.pk)
        points, key = _worked_out(standing, kind, criterion, typed), key_of(standing.sheet.pk, criterion.pk)
        yield [key, points, standing.told(kind, criterion), known(standing, kind, criterion)]


def _answer(key, answer, saving, kind, decimals):
    standing = saving.standings.get(key[0])
    criterion = standing and standing.tree.by_pk.get(key[1])
    return {
        "key": key_of(*key), "state": answer.state, "version": answer.version, "text": answer.text,
        "points": shown(answer.points, decimals), "sentence": answer.sentence, "by": answer.by, "at": hour(answer.at),
        "known": known(standing, kind, criterion) if criterion else "",
    }  # fmt: skip


def _sums_told(standing, sums):
    for criterion in (*(c for c in standing.criteria if c.is_group), None):
        told = _sum(standing, criterion, sums)
        yield [told.key, told.text, told.partial]


def _progress(standing, code):
    """How many of the rows that the column asks for, and that are typed in, have what they need: 4/5."""
    rows = sum(bool(standing.tree.kinds[c.pk].inputs) for c in standing.asked(code))
    return f"{rows - len(standing.unfilled(code))}/{rows}"
