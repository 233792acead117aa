"""Cùng bảng điểm, hai bản bộ tiêu chí: the agreed marks of a round worked out once more by another version. Nothing is stored."""

from dataclasses import dataclass
from decimal import Decimal

from . import reports
from .arithmetic import Tally, total_of
from .evaluation import evaluate
from .models import Filler, Scheme, Sheet
from .outside import outside_of
from .placing import asks_for_women, codes_of, measure, ranked_sheets, women_rule
from .ranking import Row, ranking
from .standing import standings, tree_of


@dataclass(frozen=True)
class Side:
    """Một đơn vị theo một bản. `total`: of the rows that have points; `missing`: how many have none; `rank`: None while any is missing."""

    total: Decimal
    missing: int
    rank: int | None


@dataclass(frozen=True)
class Pair:
    """Một đơn vị theo hai bản: as agreed or published, and worked out anew."""

    sheet: Sheet
    here: Side
    there: Side

    @property
    def climb(self):
        """Ranks gained under the other version (negative: lost); None while a row has no points there."""
        return None if self.there.rank is None else self.here.rank - self.there.rank

    @property
    def fall(self):
        """Ranks lost (int), when any were."""
        return -self.climb


@dataclass(frozen=True)
class Comparison:
    """`dropped`: rows scored here that the other version does not have; `unscored`: rows of the other version that nobody scored here."""

    scheme: Scheme
    pairs: list
    dropped: list
    unscored: list


def compared(round_, scheme):
    """The round's agreed sheets under its own version and under `scheme`. Out: Comparison, by rank. Queries do not grow with the units.

    A row follows the row at the same place (codes from the top) that is of the same kind: what was typed there is read anew.
    """
    here, there = tree_of(round_.scheme), tree_of(scheme)
    sheets = list(ranked_sheets(round_).select_related("member"))
    known = standings(round_, sheets, here)
    same = _same_rows(here, there)
    inputs = {
        s.pk: {to: given for row, to in same if (given := known[s.pk].given(Filler.LEADERS, here.by_pk[row]))}
        for s in sheets
    }
    results = evaluate(there, inputs, outside=outside_of(round_, sheets, there, standings))
    published = {row.member.pk: Side(row.total, 0, row.rank) for row in reports.ranking(round_)}
    anew = _sides(round_, scheme, there, {s: results[s.pk] for s in sheets})
    pairs = [Pair(s, published[s.member_id], anew[s]) for s in sheets]
    return Comparison(
        scheme,
        sorted(pairs, key=lambda pair: (pair.here.rank, pair.sheet.member.position)),
        [r for r in here.leaves if r.pk not in {row for row, _to in same}],
        [r for r in there.leaves if r.pk not in {to for _row, to in same} and there.kinds[r.pk].inputs],
    )


def _same_rows(here, there):
    """[(row here, row there)]: at the same place and of the same kind."""
    places = {there.path(r.pk): r for r in there.leaves}
    pairs = [(r, places.get(here.path(r.pk))) for r in here.leaves]
    return [(r.pk, other.pk) for r, other in pairs if other is not None and other.kind == r.kind]


def _sides(round_, scheme, tree, results):
    """{sheet: Side} from {sheet: evaluation.Result}; ranks among the sheets that miss nothing."""
    whole = {sheet: found for sheet, found in results.items() if not found.sums[None].missing}
    rows = [_row(scheme, tree, sheet, found) for sheet, found in whole.items()]
    least = women_rule(round_).least if asks_for_women(scheme) else None
    ranks = {r.row.key: r.rank for r in ranking(rows, scheme.tie_rules, women_from=least)}
    return {
        sheet: Side(total_of(found.sums[None], scheme.decimals), found.sums[None].missing, ranks.get(sheet))
        for sheet, found in results.items()
    }


def _row(scheme, tree, sheet, found):
    core = next((r.pk for r in tree.rows if scheme.core_group and r.is_group and r.code == scheme.core_group), None)
    whole, member = found.sums[None].rounded(scheme.decimals), sheet.member
    return Row(
        sheet, total_of(found.sums[None], scheme.decimals), whole.base, whole.bonus, whole.penalty,
        core=total_of(found.sums[core] if core else Tally(), scheme.decimals), place=member.position,
        measure=measure(scheme, found.percent), women=(member.women, member.staff) if member.staff else None,
        groups={code: total_of(found.sums[tree.find(code)], scheme.decimals) for code in codes_of(scheme)},
    )  # fmt: skip
