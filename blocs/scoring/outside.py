"""Số lấy từ nơi khác: the mid-year sheet of the same year, and results of registered targets that the head confirmed, for schemes that ask for them."""

from blocs.pledges.models import Result

from .kinds.given import MIDYEAR, ROW, TARGET
from .models import Filler, Round, RoundKind


def outside_of(round_, sheets, tree, standings_of):
    """{sheet id: {(source, what): Decimal}}; {} without a query when the scheme takes nothing. standings_of: how a round is read."""
    asked = {(k.params["source"], k.params["what"]) for k in tree.kinds.values() if k.params.get("source", ROW) != ROW}
    found = {s.pk: {} for s in sheets}
    if any(source == TARGET for source, _what in asked):
        _add_targets(round_, sheets, found)
    if any(source == MIDYEAR for source, _what in asked) and round_.kind != RoundKind.MIDYEAR:
        _add_midyear(round_, sheets, found, standings_of)
    return found


def _add_targets(round_, sheets, found):
    by_member = {s.member_id: s.pk for s in sheets}
    results = Result.objects.filter(
        target__pledge__member__in=by_member, period=round_.kind, percent__isnull=False, confirmed_at__isnull=False
    ).select_related("target__pledge")
    for result in results:
        found[by_member[result.target.pledge.member_id]][TARGET, result.target.name] = result.percent


def _add_midyear(round_, sheets, found, standings_of):
    by_member = {s.member_id: s.pk for s in sheets}
    midyear = (
        Round.objects.filter(bloc_year=round_.bloc_year_id, kind=RoundKind.MIDYEAR).select_related("scheme").first()
    )
    if midyear is None:
        return
    before = list(midyear.sheets.filter(member__in=by_member, total__isnull=False).select_related("member"))
    for standing in standings_of(midyear, before).values():
        known = found[by_member[standing.sheet.member_id]]
        known |= {
            (MIDYEAR, c.code): p
            for c in standing.leaves
            if (p := standing.points(Filler.LEADERS, c)) is not None and c.code
        }
        known[MIDYEAR, "total"] = standing.sheet.total
