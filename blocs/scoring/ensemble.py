"""Các phiếu tính cùng nhau: for schemes whose points follow from more than the row's own inputs. A column is read, and a sheet worked out, when first asked."""

from .evaluation import Board
from .models import SheetState


class Ensemble:
    """All sheets that are worked out together. read(column code): {sheet id: {criterion id: inputs}}; lineup: the columns in order.

    extras: {sheet id: Extras}, what each sheet has of its own.
    """

    def __init__(self, tree, sheets, read, outside, lineup, extras=None):
        self.tree, self.read, self.lineup, self.columns, self.boards = tree, read, lineup, {}, {}
        names = {s.pk: str(s.member) for s in sheets}
        aside = {s.pk for s in sheets if s.member.left_on or s.state == SheetState.EXCLUDED}
        self.extras = extras or {}
        lifted = {pk: own.lifted for pk, own in self.extras.items() if own.lifted}
        self.sheets, self.more = list(names), {"outside": outside, "names": names, "aside": aside, "lifted": lifted}

    def put(self, code, sheet, row, given):
        """One cell changed: what was worked out of it is worked out again when asked."""
        self._inputs(code)[sheet][row] = given
        for later in [c for c in self.boards if code in self.lineup.up_to(c)]:
            del self.boards[later]

    def result(self, code, sheet):
        """One sheet in one column (evaluation.Result)."""
        if code not in self.boards:
            added = {pk: own.parts(self.lineup, code) for pk, own in self.extras.items() if own.rows}
            self.boards[code] = Board(self.tree, self._column(code), self.more | {"added": added})
        return self.boards[code].result(sheet)

    def typed(self, code, sheet, row):
        """The inputs of one cell itself ({} when empty)."""
        return self._inputs(code)[sheet].get(row) or {}

    def given(self, code, sheet, row):
        """The inputs of one cell ({} when empty); a column says what the one before it said until it says otherwise."""
        before = self.lineup.before(code)
        return self.typed(code, sheet, row) or (self.given(before, sheet, row) if before else {})

    def _inputs(self, code):
        if code not in self.columns:
            found = self.read(code)
            self.columns[code] = {sheet: found.get(sheet, {}) for sheet in self.sheets}
        return self.columns[code]

    def _column(self, code):
        before = self.lineup.before(code)
        under, own = self._column(before) if before else {}, self._inputs(code).items()
        return {sheet: under.get(sheet, {}) | {pk: given for pk, given in rows.items() if given} for sheet, rows in own}
