"""Điểm: totals of a sheet and the ranking of a round. Pure: Decimals in, Decimals out; nothing here reads the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
# What counts of the rows of a group: all, their mean, only the highest, only the lowest.
ALL, MEAN, HIGHEST, LOWEST = "all", "mean", "highest", "lowest"
CHOOSING = (HIGHEST, LOWEST)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half up: 2,345 → 2,35 and −2,345 → −2,35. Never −0."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + ZERO


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


# --- ranking -------------------------------------------------------------------------------------
FEWER_PENALTIES, CORE_GROUP, TIE_BREAK, SHARED = "fewer_penalties", "core_group", "tie_break", "shared"
TIE_RULES = {
    FEWER_PENALTIES: lambda row: row.penalty,  # penalties are negative: the greater is the less punished
    CORE_GROUP: lambda row: row.core,
}
USUAL_TIE_RULES = (FEWER_PENALTIES, CORE_GROUP)


@dataclass(frozen=True)
class Row:
    """Điểm chốt của một đơn vị. `key`: anything that names the unit; `claimed`: self-scored total; `place`: order of the founding decision."""

    key: object
    total: Decimal
    base: Decimal = ZERO
    bonus: Decimal = ZERO
    penalty: Decimal = ZERO
    core: Decimal = ZERO
    claimed: Decimal = ZERO
    place: int = 0
    measure: Decimal | None = None

    @property
    def goes_by(self) -> Decimal:
        """What the row is ranked by: its total, unless the scheme says another measure (percent of what was assigned)."""
        return self.total if self.measure is None else self.measure


@dataclass(frozen=True)
class TieBreak:
    """Phân định tại hội nghị: among equals the smaller `order` stands first; `reason` is printed."""

    key: object
    order: int
    reason: str


@dataclass(frozen=True)
class Ranked:
    """Một dòng xếp hạng: `decided_by` names the rule that settled this row's tie ("" when there was none)."""

    row: Row
    rank: int
    decided_by: str = ""
    reason: str = ""
    tied_with: tuple = field(default=())


def ranking(rows: Iterable[Row], tie_rules=USUAL_TIE_RULES, tie_breaks: Iterable[TieBreak] = ()) -> list[Ranked]:
    """Xếp hạng: total, then the tie rules in order, then tie-breaks of the conference, else one rank shared.

    After a shared rank the next one counts on: 1, 2, 2, 4. Rows that share a rank are listed by `place`. ValueError for
    an unknown rule.
    """
    if unknown := [r for r in tie_rules if r not in TIE_RULES]:
        raise ValueError(f"unknown tie rules: {unknown}")
    rows = sorted(rows, key=lambda r: (-r.goes_by, r.place))
    breaks = {b.key: b for b in tie_breaks}
    result: list[Ranked] = []
    for tied in _runs(rows, lambda r: r.goes_by):
        result += _settle(tied, list(tie_rules), breaks, len(result) + 1)
    return result


def _settle(tied, tie_rules, breaks, rank, decided_by="", origin=None):
    origin = origin or tuple(r.key for r in tied)
    if len(tied) == 1:
        reason = breaks[tied[0].key].reason if decided_by == TIE_BREAK else ""
        return [Ranked(tied[0], rank, decided_by, reason, tuple(k for k in origin if k != tied[0].key))]
    if tie_rules:
        rule, *rest = tie_rules
        by_rule = TIE_RULES[rule]
        groups = list(_runs(sorted(tied, key=lambda r: (-by_rule(r), r.place)), by_rule))
        return _groups(groups, rest, breaks, rank, rule if len(groups) > 1 else decided_by, origin)
    if all(r.key in breaks for r in tied) and len({breaks[r.key].order for r in tied}) == len(tied):
        groups = [[r] for r in sorted(tied, key=lambda r: breaks[r.key].order)]
        return _groups(groups, [], breaks, rank, TIE_BREAK, origin)
    return [Ranked(r, rank, SHARED, "", tuple(k for k in origin if k != r.key)) for r in tied]


def _groups(groups, rest, breaks, rank, decided_by, origin):
    result = []
    for group in groups:
        result += _settle(group, rest, breaks, rank + len(result), decided_by, origin)
    return result


def _runs(rows, key):
    """Consecutive rows with equal keys, as lists."""
    run: list = []
    for row in rows:
        if run and key(run[-1]) != key(row):
            yield run
            run = []
        run.append(row)
    if run:
        yield run
