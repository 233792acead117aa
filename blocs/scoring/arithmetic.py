"""Điểm: totals of a sheet. Pure: Decimals in, Decimals out; nothing here reads the database. Ranks: ranking.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

ZERO = Decimal(0)
# What counts of the rows of a group: all, their mean, only the highest, only the lowest.
ALL, MEAN, HIGHEST, LOWEST = "all", "mean", "highest", "lowest"
CHOOSING = (HIGHEST, LOWEST)


# A mean in thirds is cut at 28 digits; its last digits are given back before a half is looked for: 0,12499…9 was 0,125.
EXACT = Context(prec=20, rounding=ROUND_HALF_UP)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half up: 2,345 → 2,35 and −2,345 → −2,35. Never −0."""
    return EXACT.plus(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + ZERO


@dataclass(frozen=True)
class Node:
    """Một dòng của cây tiêu chí, as arithmetic needs it. The caps are what a group gives or takes at most; `take`: what counts of its rows."""

    pk: int | None
    parent: int | None
    sign: str
    is_group: bool
    cap_bonus: Decimal | None = None
    cap_penalty: Decimal | None = None
    cap_total: Decimal | None = None
    floor: Decimal | None = None
    take: str = ALL
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class Tally:
    """Cộng của một dòng hay một nhóm: penalties are negative; `missing` counts leaves without points."""

    base: Decimal = ZERO
    bonus: Decimal = ZERO
    penalty: Decimal = ZERO
    missing: int = 0

    @property
    def total(self) -> Decimal:
        return self.base + self.bonus + self.penalty

    def times(self, weight: Decimal) -> "Tally":
        return Tally(self.base * weight, self.bonus * weight, self.penalty * weight, self.missing)

    def over(self, n: int) -> "Tally":
        return Tally(self.base / n, self.bonus / n, self.penalty / n, self.missing)

    def capped(self, node: Node) -> "Tally":
        """As the scheme says of the group: bonus not above, penalty not below, then the total within its bounds.

        What is above `cap_total` is taken from the bonus first; what is below `floor` lessens the penalty.
        """
        bonus = self.bonus if node.cap_bonus is None else min(self.bonus, node.cap_bonus)
        penalty = self.penalty if node.cap_penalty is None else max(self.penalty, -node.cap_penalty)
        base, total = self.base, self.base + bonus + penalty
        if node.cap_total is not None and total > node.cap_total:
            over = total - node.cap_total
            bonus, base = bonus - min(over, max(bonus, ZERO)), base - max(over - max(bonus, ZERO), ZERO)
        elif node.floor is not None and total < node.floor:
            penalty += node.floor - total
        return Tally(base, bonus, penalty, self.missing)

    def rounded(self, decimals: int) -> "Tally":
        """Each part for print. The total is rounded from the unrounded parts, by `total_of`."""
        parts = (rounded(p, decimals) for p in (self.base, self.bonus, self.penalty))
        return Tally(*parts, self.missing)


def leaf(sign: str, points: Decimal | None) -> Tally:
    """A single row: its points stand in the part that its sign names."""
    return Tally(missing=1) if points is None else Tally(**{sign: points})


def combined(node: Node, parts: Iterable[Tally]) -> Tally:
    """A group from its rows: all of them, their mean, or the one that counts; then the caps, then the weight."""
    parts = list(parts)
    if node.take in CHOOSING:
        parts = _the_one(node.take, parts)
    whole = _together(parts)
    if node.take == MEAN and parts:
        whole = whole.over(len(parts))
    return whole.capped(node).times(node.weight)


def _together(parts):
    """All of them, added in their order; one Tally is made, not one for each."""
    base = bonus = penalty = ZERO
    for part in parts:
        base, bonus, penalty = base + part.base, bonus + part.bonus, penalty + part.penalty
    return Tally(base, bonus, penalty, sum(part.missing for part in parts))


def _the_one(take, parts):
    """The highest or lowest of the rows that have points; while none has, the group misses one."""
    known = [p for p in parts if not p.missing]
    if not known:
        return [Tally(missing=1)] if parts else []
    return [(max if take == HIGHEST else min)(known, key=lambda t: t.total)]


def tallies(
    nodes: Iterable[Node], points: Mapping[int, Decimal | None], whole: Node | None = None
) -> dict[int | None, Tally]:
    """Every row and group, and the whole sheet under None. `nodes` in the order of print (parents before children); `whole`: its caps."""
    nodes = list(nodes)
    parts: dict[int | None, list[Tally]] = {n.pk: [] for n in nodes if n.is_group} | {None: []}
    sums: dict[int | None, Tally] = {}
    for node in reversed(nodes):
        own = combined(node, parts[node.pk]) if node.is_group else leaf(node.sign, points.get(node.pk))
        sums[node.pk] = own
        parts[node.parent].append(own)
    sums[None] = combined(whole or Node(None, None, "base", True), parts[None])
    return sums


def total_of(tally: Tally, decimals: int) -> Decimal:
    """The total, rounded once, half up (domain.md §3.4: only the total is rounded)."""
    return rounded(tally.total, decimals)


FEWEST_TO_TRIM = 3


def joined(points: Iterable[Decimal], how: str) -> Decimal:
    """Bình quân của nhiều người chấm, four decimals, half up; `trimmed` leaves out one highest and one lowest where there are three or more."""
    points = sorted(points)
    if how == "trimmed" and len(points) >= FEWEST_TO_TRIM:
        points = points[1:-1]
    return rounded(sum(points, ZERO) / len(points), 4)
