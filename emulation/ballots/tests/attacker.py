"""Kẻ dò phiếu: holds the whole database with its own columns and row order, the sessions, every log, the log of sizes of the
web server, the backups before and after, and the published tally of every line; only the key files were never his.

He tries every column of every table in which an elector or their account is named, and everything the logs say about
each person's requests: he sorts the people by it and deals out the published tally in every order. What he hits is
compared with what the tally alone gives to somebody who deals at random.
"""

import random
from collections import defaultdict
from functools import cache
from itertools import permutations
from math import sqrt
from zlib import crc32

PEOPLE = ("elector_id", "person_id", "user_id", "by_id")
LEAK = 5.5  # standard deviations; about 2 in 100 million for one honest strategy, and he has some thousands


@cache
def _at_random(guessed, truth):
    """Mean and variance of the hits when these guesses are dealt to these choices at random: the order of both is nothing to it."""
    n = len(truth)
    match = [[float(g == t) for t in truth] for g in guessed]
    mean = sum(map(sum, match)) / n
    rows = [sum(r) / n for r in match]
    columns = [sum(r[j] for r in match) / n for j in range(n)]
    spread = sum((match[i][j] - rows[i] - columns[j] + mean / n) ** 2 for i in range(n) for j in range(n))
    return mean, spread / (n - 1)


class Score:
    """How one strategy does over many elections: hits, and what chance gives with the same tallies."""

    def __init__(self):
        self.hits, self.guesses, self.chance, self.variance = 0, 0, 0.0, 0.0

    def add(self, guessed, truth):
        """One line of one election: two lists of choices of the same people."""
        chance, variance = _at_random(tuple(sorted(map(repr, guessed))), tuple(sorted(map(repr, truth))))
        self.hits += sum(g == t for g, t in zip(guessed, truth, strict=True))
        self.guesses += len(truth)
        self.chance += chance
        self.variance += variance

    @property
    def sigmas(self):
        return (self.hits - self.chance) / sqrt(self.variance) if self.variance else 0.0

    def __str__(self):
        return (
            f"{self.hits} trúng trong {self.guesses}, ngẫu nhiên {self.chance:.0f} ({self.sigmas:+.1f} độ lệch chuẩn)"
        )


class Attacker:
    """`luck`: a seeded random.Random for ties. `scores`: {(what is looked at, order of the choices): Score}."""

    def __init__(self, luck, choices):
        self.luck, self.orders = luck, list(permutations(choices))
        self.scores = defaultdict(Score)

    def attack(self, evidence, truth):
        """One line of one election. `evidence`: {what: [value per person]}; `truth`: [choice per person]."""
        for what, values in evidence.items():
            if len(set(map(repr, values))) == 1:
                continue
            ranks = sorted(range(len(values)), key=lambda i: (_key(values[i]), self.luck.random()))
            for order in self.orders:
                dealt = [choice for choice in order for _i in range(truth.count(choice))]
                guessed = [None] * len(truth)
                for person, choice in zip(ranks, dealt, strict=True):
                    guessed[person] = choice
                self.scores[what, order].add(guessed, truth)

    def best(self):
        """(strategy, Score) that did best by standard deviations."""
        return max(self.scores.items(), key=lambda item: item[1].sigmas)


def evidence_in_tables(tables, people, line):
    """{what: [value per person]} from every column of every table that names the person; `people`: [{column: number}]."""
    found = {}
    for table, rows in tables.items():
        for named in PEOPLE:
            if not rows or named not in rows[0]:
                continue
            found |= _columns(table, named, rows, people, line)
    return found


def _columns(table, named, rows, people, line):
    of = defaultdict(list)
    for place, row in enumerate(rows):
        if row.get("line_id", line) == line:
            of[row[named]].append(row | {"row order": place})
    found = {}
    for column in ("row order", *rows[0]):
        values = [tuple(row[column] for row in of[person[named]]) for person in people]
        for look, view in VIEWS.items():
            found[f"{table}.{column} by {named}, {look}"] = [view(v) for v in values]
    return found


def _raw(values):
    return b"|".join(v if isinstance(v, bytes) else str(v).encode() for v in values)


VIEWS = {
    "value": lambda values: values,
    "length": lambda values: len(_raw(values)),
    "first": lambda values: _raw(values)[:1],
    "last": lambda values: _raw(values)[-1:],
    "ones": lambda values: int.from_bytes(_raw(values), "big").bit_count(),
    "checksum": lambda values: crc32(_raw(values)),
}


def _key(value):
    if isinstance(value, tuple):
        return tuple(_key(v) for v in value)
    return (
        value is not None,
        isinstance(value, str | bytes),
        value if isinstance(value, int | float | str | bytes) else str(value),
    )


def seeded(seed):
    return random.Random(seed)  # noqa: S311 - the attacker's luck and the voters' minds, not a secret
