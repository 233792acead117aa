"""Các cột theo thứ tự: which column stands before which, and which rows only one of them scores. Pure, from the columns of one round."""

from functools import cached_property

from emulation.ui.text import fold

from .models import Filler

# What each of them says of a row holds until a later one says otherwise. The unit's own words and single assessors are no part of it.
CHAIN = (
    Filler.PEERS,
    Filler.CHECKERS,
    Filler.SECOND,
    Filler.AGENCY,
    Filler.SECRETARIAT,
    Filler.COUNCIL,
    Filler.LEADERS,
)


class Lineup:
    """The columns of one round in order. Codes are str; `before` of the first checking column is None (not the self-score)."""

    def __init__(self, columns):
        self.columns = sorted(columns, key=lambda c: c.position)
        self.by_code = {c.code: c for c in self.columns}
        self.by_pk = {c.pk: c for c in self.columns}
        self._reserved = None

    @cached_property
    def chain(self):
        """Codes of the columns that make up the checked points, in order; the final one is last."""
        return [c.code for c in self.columns if c.kind in CHAIN]

    @cached_property
    def checking(self):
        """The column with which a sheet is checked: the team's, else the mean of the peers, else the final one (code)."""
        found = {c.kind: c.code for c in reversed(self.columns)}
        return next(found[k] for k in (Filler.CHECKERS, Filler.PEERS, Filler.LEADERS) if k in found)

    @property
    def checked(self):
        """The last column before the final one: where checking has come to (code)."""
        return self.chain[-2] if len(self.chain) > 1 else self.chain[-1]

    @property
    def peers(self):
        """The columns of single assessors."""
        return [c for c in self.columns if c.kind == Filler.PEER]

    def before(self, code):
        """The column whose points stand where this one says nothing (code); None where there is none."""
        place = self.chain.index(code) if code in self.chain else 0
        return self.chain[place - 1] if place else None

    def compared(self, code):
        """The column that one is read beside: the one before it, else the unit's own (code)."""
        return self.before(code) or Filler.SELF.value

    def up_to(self, code):
        """The columns whose marks make up a column (set of codes)."""
        return set(self.chain[: self.chain.index(code) + 1]) if code in self.chain else {code}

    def reserved(self, tree):
        """Rows that the scheme gives to one column of this round ({criterion id: code}), named there or at a group above."""
        if self._reserved is None:
            names = {fold(name): c.code for c in self.columns for name in c.scorers}
            rows = tree.leaves if names else ()
            self._reserved = {r.pk: names[who] for r in rows if (who := fold(scorer_of(tree, r.pk))) in names}
        return self._reserved


def scorer_of(tree, pk):
    """Who scores a row, as the scheme words it at the row or the nearest group above it; "" when it does not say (str)."""
    named = (tree.by_pk[p].params.get("scorer", "") for p in (pk, *tree.above(pk)))
    return next((n for n in named if n), "")
