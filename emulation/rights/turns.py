"""Lần lượt: who is asked about which row when not everybody is.

Whom the table lets act is always asked, and everybody about a page that keeps a secret. Of those who read a page, or are
turned away, one is asked per row, scope and method: in turn, who was asked least for that answer in that room.
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
    """The kinds of person by what the table has for them: {answer: list of kinds}."""
    groups = defaultdict(list)
    for kind in KINDS:
        groups[row.pattern(method).expected(kind, scope)].append(kind)
    return groups


def everybody(rows):
    """Every kind of person is asked everything: {(str(row), scope, method): list of kinds}."""
    return {(str(row), scope, method): list(KINDS) for row in rows for scope, method in questions(row)}


def in_turn(rows):
    """Who is asked when not everybody is: {(str(row), scope, method): list of kinds}."""
    asked, met = {}, Counter()
    for row in rows:
        for scope, method in questions(row):
            chosen = set()
            for answer, kinds in alike(row, scope, method).items():
                seldom = min(kinds, key=lambda kind: met[row.room, answer, kind])
                few = kinds if row.secret or answer in ACTS else [seldom]
                chosen.update(few)
                met.update((row.room, answer, kind) for kind in few)
            asked[str(row), scope, method] = [kind for kind in KINDS if kind in chosen]
    return asked
