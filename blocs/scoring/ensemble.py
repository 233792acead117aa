"""Các phiếu tính cùng nhau: for schemes whose points follow from more than the row's own inputs. A column is worked out when first asked."""

from .evaluation import evaluate
from .models import SheetState


class Ensemble:
    """All sheets that are worked out together. inputs: {column code: {sheet id: {criterion id: inputs}}}; lineup: the columns in order.

    extras: {sheet id: Extras}, what each sheet has of its own.
    """

    def __init__(self, tree, sheets, inputs, outside, lineup, extras=None):
        self.tree, self.outside, self.lineup, self.results = tree, outside, lineup, {}
        self.extras = extras or {}
        self.names = {s.pk: str(s.member) for s in sheets}
        self.aside = {s.pk for s in sheets if s.member.left_on or s.state == SheetState.EXCLUDED}
        self.inputs = {
            code: {s.pk: dict(inputs.get(code, {}).get(s.pk, {})) for s in sheets} for code in lineup.by_code
        }

    def put(self, code, sheet, row, given):
        """One cell changed: what was worked out of it is worked out again when asked."""
        self.inputs[code][sheet][row] = given
        for later in [c for c in self.results if code in self.lineup.up_to(c)]:
            del self.results[later]

    def result(self, code, sheet):
        """One sheet in one column (evaluation.Result)."""
        if code not in self.results:
            self.results[code] = evaluate(
                self.tree, self._column(code), outside=self.outside, names=self.names, aside=self.aside,
                added={pk: own.parts(self.lineup, code) for pk, own in self.extras.items() if own.rows},
                lifted={pk: own.lifted for pk, own in self.extras.items() if own.lifted},
            )  # fmt: skip
        return self.results[code][sheet]

    def given(self, code, sheet, row):
        """The inputs of one cell ({} when empty); a column says what the one before it said until it says otherwise."""
        own = self.inputs[code][sheet].get(row) or {}
        before = self.lineup.before(code)
        return own or (self.given(before, sheet, row) if before else {})

    def _column(self, code):
        rows = [r.pk for r in self.tree.leaves]
        return {sheet: {pk: found for pk in rows if (found := self.given(code, sheet, pk))} for sheet in self.names}
