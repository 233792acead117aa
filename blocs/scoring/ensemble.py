"""Các phiếu tính cùng nhau: for schemes whose points follow from more than the row's own inputs. A column is read, and a sheet worked out, when first asked."""

from .evaluation import Board
from .models import Filler, SheetState


class Ensemble:
    """All sheets that are worked out together. read(column kind): {sheet id: {criterion id: inputs}}."""

    def __init__(self, tree, sheets, read, outside):
        self.tree, self.read, self.columns, self.boards = tree, read, {}, {}
        names = {s.pk: str(s.member) for s in sheets}
        aside = {s.pk for s in sheets if s.member.left_on or s.state == SheetState.EXCLUDED}
        self.sheets, self.more = list(names), {"outside": outside, "names": names, "added": {}, "aside": aside}

    def put(self, kind, sheet, row, given):
        """One cell changed: what was worked out of it is worked out again when asked."""
        self._inputs(kind)[sheet][row] = given
        self.boards.pop(kind, None)
        self.boards.pop(Filler.LEADERS, None)

    def result(self, kind, sheet):
        """One sheet in one column (evaluation.Result)."""
        if kind not in self.boards:
            self.boards[kind] = Board(self.tree, self._column(kind), self.more)
        return self.boards[kind].result(sheet)

    def typed(self, kind, sheet, row):
        """The inputs of one cell itself ({} when empty)."""
        return self._inputs(kind)[sheet].get(row) or {}

    def given(self, kind, sheet, row):
        """The inputs of one cell ({} when empty); the final column is the checked one until it says otherwise."""
        return self.typed(kind, sheet, row) or (
            self.given(Filler.CHECKERS, sheet, row) if kind == Filler.LEADERS else {}
        )

    def _inputs(self, kind):
        if kind not in self.columns:
            found = self.read(kind)
            self.columns[kind] = {sheet: found.get(sheet, {}) for sheet in self.sheets}
        return self.columns[kind]

    def _column(self, kind):
        under = self._column(Filler.CHECKERS) if kind == Filler.LEADERS else {}
        own = self._inputs(kind).items()
        return {sheet: under.get(sheet, {}) | {pk: given for pk, given in rows.items() if given} for sheet, rows in own}
