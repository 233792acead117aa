"""Lần lượt: who is asked about which row when not everybody is.

Whom the table lets act is always asked, and everybody about a page that keeps a secret. Of those who read a page, or are
turned away, a few are asked per row, scope and method, such that in the end everybody has met every answer that the table
has for them in a room, for every scope, by every method.
"""

from collections import Counter, defaultdict

from .kinds import KINDS
from .patterns import DONE, IN, NO

METHODS = ("GET", "POST")
ACTS = (IN, DONE)


def questions(row):
    """(scope, method) of everything that a row asks: a method that does not exist is asked for the first scope only."""
    return [(s, m) for s in row.scopes for m in METHODS if s == row.scopes[0] or row.pattern(m) is not NO]


def alike(row, scope, method):
    """The kinds of person by what the table has for them: {(room, scope, method, answer): list of kinds}."""
    groups = defaultdict(list)
    for kind in KINDS:
        groups[row.room, scope, method, row.pattern(method).expected(kind, scope)].append(kind)
    return groups


def in_turn(rows, few):
    """Who is asked: {(str(row), scope, method): list of kinds}. `few`: how many of a group at least; None: all."""
    every = [(row, scope, method, alike(row, scope, method)) for row in rows for scope, method in questions(row)]
    asked, met = defaultdict(set), Counter()

    def ask(row, scope, method, group, kinds):
        asked[str(row), scope, method].update(kinds)
        met.update((group, kind) for kind in kinds)

    for row, scope, method, groups in every:
        for group, kinds in groups.items():
            all_ = row.secret or group[-1] in ACTS
            seldom = kinds if all_ else sorted(kinds, key=lambda kind: met[group, kind])[:few]
            ask(row, scope, method, group, seldom)
    for row, scope, method, groups in every:
        for group, kinds in groups.items():
            ask(row, scope, method, group, [kind for kind in kinds if not met[group, kind]])
    return {question: [kind for kind in KINDS if kind in kinds] for question, kinds in asked.items()}
