"""Các phiếu tính cùng nhau: for schemes whose points follow from more than the row's own inputs. A column is worked out when first asked."""

from .evaluation import evaluate
from .models import Filler, SheetState


class Ensemble:
    """All sheets that are worked out together. inputs: {column kind: {sheet id: {criterion id: inputs}}}."""

    def __init__(self, tree, sheets, inputs, outside):
        self.tree, self.outside, self.results = tree, outside, {}
        self.names = {s.pk: str(s.member) for s in sheets}
        self.aside = {s.pk for s in sheets if s.member.left_on or s.state == SheetState.EXCLUDED}
        self.inputs = {kind: {s.pk: dict(inputs.get(kind, {}).get(s.pk, {})) for s in sheets} for kind in Filler.values}

    def put(self, kind, sheet, row, given):
        """One cell changed: what was worked out of it is worked out again when asked."""
        self.inputs[kind][sheet][row] = given
        self.results.pop(kind, None)
        self.results.pop(Filler.LEADERS, None)

    def result(self, kind, sheet):
        """One sheet in one column (evaluation.Result)."""
        if kind not in self.results:
            self.results[kind] = evaluate(
                self.tree, self._column(kind), outside=self.outside, names=self.names, aside=self.aside
            )
        return self.results[kind][sheet]

    def given(self, kind, sheet, row):
        """The inputs of one cell ({} when empty); the final column is the checked one until it says otherwise."""
        own = self.inputs[kind][sheet].get(row) or {}
        return own or (self.given(Filler.CHECKERS, sheet, row) if kind == Filler.LEADERS else {})

    def _column(self, kind):
        rows = [r.pk for r in self.tree.leaves]
        return {sheet: {pk: found for pk in rows if (found := self.given(kind, sheet, pk))} for sheet in self.names}
