"""Xếp hạng: one pure function over rows; who stands first among equals, and by which rule. Nothing here reads the database.

A tie rule is one word, or «group:CODE» for the points of a group or row by its code.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from .arithmetic import ZERO

FEWER_PENALTIES, CORE_GROUP, WOMEN, MORE_WOMEN = "fewer_penalties", "core_group", "women", "more_women"
GROUP, REVOTE, DECISION, SHARED = "group", "revote", "decision", "shared"
AT_CONFERENCE = (REVOTE, DECISION)
TIE_RULES = (FEWER_PENALTIES, CORE_GROUP, WOMEN, MORE_WOMEN, *AT_CONFERENCE)
USUAL_TIE_RULES = (FEWER_PENALTIES, CORE_GROUP)


@dataclass(frozen=True)
class Row:
    """Điểm chốt của một đơn vị. `key`: anything that names the unit; `claimed`: self-scored total; `place`: order of the founding decision.

    women: (women, staff) of the unit, None when nobody has entered them; groups: {code: points} that «group:CODE» asks for.
    """

    key: object
    total: Decimal
    base: Decimal = ZERO
    bonus: Decimal = ZERO
    penalty: Decimal = ZERO
    core: Decimal = ZERO
    claimed: Decimal = ZERO
    place: int = 0
    measure: Decimal | None = None
    women: tuple[int, int] | None = None
    groups: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def goes_by(self) -> Decimal:
        """What the row is ranked by: its total, unless the scheme says another measure (percent of what was assigned)."""
        return self.total if self.measure is None else self.measure

    @property
    def share(self) -> Decimal | None:
        """Women in percent of the staff; None when unknown."""
        return None if self.women is None else Decimal(self.women[0] * 100) / self.women[1]


@dataclass(frozen=True)
class TieBreak:
    """Phân định tại hội nghị: a re-vote has `votes` (more stand first), a decision an `order` (the smaller stands first)."""

    key: object
    order: int = 0
    reason: str = ""
    votes: int | None = None


@dataclass(frozen=True)
class Ranked:
    """Một dòng xếp hạng: `decided_by` names the rule that settled this row's tie ("" when there was none)."""

    row: Row
    rank: int
    decided_by: str = ""
    reason: str = ""
    tied_with: tuple = ()


@dataclass(frozen=True)
class _Rule:
    """A tie rule at work: `of` gives what a row stands by, the greater first; `settles` says whether these equals may be told apart by it."""

    name: str
    of: Callable
    settles: Callable = lambda rows: True
    breaks: Mapping = field(default_factory=dict)


def ranking(
    rows: Iterable[Row],
    tie_rules: Sequence[str] = USUAL_TIE_RULES,
    tie_breaks: Iterable[TieBreak] = (),
    women_from: Decimal | None = None,
) -> list[Ranked]:
    """Xếp hạng: the measure, then the tie rules in their order, then what the conference settled, else one rank shared.

    After a shared rank the next one counts on: 1, 2, 2, 4. Rows that share a rank are listed by `place`. women_from: the
    percent of women from which the law prefers a unit; None when no law of the day says one, then `women` settles
    nothing. ValueError for an unknown rule.
    """
    rules = _rules(in_full(tie_rules), list(tie_breaks), women_from)
    rows = sorted(rows, key=lambda r: (-r.goes_by, r.place))
    result: list[Ranked] = []
    for tied in _runs(rows, lambda r: r.goes_by):
        settled = _settle(tied, rules, len(result) + 1)
        result += [replace(s, tied_with=tuple(r.key for r in tied if r.key != s.row.key)) for s in settled]
    return result


def in_full(tie_rules: Sequence[str]) -> list[str]:
    """The rules with those of the conference behind them, where a scheme says nothing of the conference."""
    said = any(rule in AT_CONFERENCE for rule in tie_rules)
    return [*tie_rules, *(() if said else AT_CONFERENCE)]


def group_of(rule: str) -> str:
    """The code that «group:CODE» names; "" for another rule."""
    word, colon, code = rule.partition(":")
    return code.strip() if word == GROUP and colon else ""


def _rules(names, breaks, women_from):
    if unknown := [n for n in names if n not in TIE_RULES and not group_of(n)]:
        raise ValueError(f"unknown tie rules: {unknown}")
    votes = {b.key: b for b in breaks if b.votes is not None}
    orders = {b.key: b for b in breaks if b.votes is None}
    known = {
        FEWER_PENALTIES: _Rule(FEWER_PENALTIES, lambda r: r.penalty),  # negative: the greater is the less punished
        CORE_GROUP: _Rule(CORE_GROUP, lambda r: r.core),
        WOMEN: _Rule(WOMEN, lambda r: women_from is not None and r.women is not None and r.share >= women_from),
        MORE_WOMEN: _Rule(MORE_WOMEN, lambda r: Decimal(-1) if r.women is None else r.share),
        REVOTE: _Rule(REVOTE, lambda r: votes[r.key].votes, lambda rows: _all_in(rows, votes), votes),
        DECISION: _Rule(DECISION, lambda r: -orders[r.key].order, lambda rows: _all_in(rows, orders), orders),
    }
    return [known.get(name) or _of_group(name) for name in names]


def _all_in(rows, breaks):
    """A tie-break that leaves one of the equals out settles nothing."""
    return all(r.key in breaks for r in rows)


def _of_group(name):
    code = group_of(name)
    return _Rule(name, lambda r: r.groups.get(code, ZERO))


def _settle(tied, rules, rank, decided=None):
    """Rows that were equal so far, in order. decided: the rule that set them apart from others, if one did."""
    if len(tied) == 1:
        known = decided.breaks.get(tied[0].key) if decided else None
        return [Ranked(tied[0], rank, decided.name if decided else "", known.reason if known else "")]
    if not rules:
        return [Ranked(r, rank, SHARED) for r in tied]
    rule, *rest = rules
    if not rule.settles(tied):
        return _settle(tied, rest, rank, decided)
    groups = list(_runs(sorted(tied, key=lambda r: (-rule.of(r), r.place)), rule.of))
    result: list[Ranked] = []
    for group in groups:
        result += _settle(group, rest, rank + len(result), rule if len(groups) > 1 else decided)
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
