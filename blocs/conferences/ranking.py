"""Xếp hạng đã công bố của năm, as the conference reads it; among equals the conference gives the order."""

from decimal import Decimal
from itertools import groupby

from blocs.scoring.models import Round, RoundKind, RoundState
from blocs.scoring.ranking import AT_CONFERENCE, DECISION, REVOTE, Row, TieBreak, in_full, ranking


def published_ranking(bloc_year, kind=RoundKind.YEAR_END):
    """The frozen ranking rows of a round, by place; [] before publication. Out: list of RankRow with member."""
    rounds = Round.objects.filter(bloc_year=bloc_year, kind=kind, state=RoundState.PUBLISHED)
    found = rounds.order_by("-pk").first()
    return list(found.published_rows.select_related("member", "round__scheme")) if found else []


def decimals(bloc_year):
    """How many decimals the points of the published ranking have; 2 before there is one."""
    rows = published_ranking(bloc_year)
    return rows[0].round.scheme.decimals if rows else 2


def settled_ranking(conference, kinds=AT_CONFERENCE):
    """The published ranking with the conference's tie-breaks: rows in order, `.rank`, `.decided_by` and `.tie_note` as settled.

    kinds: which tie-breaks count. The stored rows stay.
    """
    published = {row.member_id: row for row in published_ranking(conference.bloc_year)}
    rules = [rule for rule in ways_of(published.values()) if rule in kinds]
    told = [TieBreak(t.member_id, t.order, t.told, t.votes) for t in conference.tie_breaks.filter(kind__in=rules)]
    equal = [Row(pk, Decimal(-row.rank), place=row.place) for pk, row in published.items()]
    return [_settled(published[r.row.key], r) for r in ranking(equal, rules or AT_CONFERENCE, told)]


def _settled(row, ranked):
    row.rank = ranked.rank
    if ranked.decided_by in AT_CONFERENCE:
        row.decided_by, row.tie_note = ranked.decided_by, ranked.reason
    return row


def ways_of(rows):
    """How the scheme of published rows lets a conference break ties, in order: its own words, both ways where it says none."""
    scheme = next((row.round.scheme for row in rows), None)
    return [rule for rule in in_full(scheme.tie_rules) if rule in AT_CONFERENCE] if scheme else []


def ways_now(conference, tie):
    """The ways that equals (rows) may be told apart by now: a decision waits for the re-vote that the scheme names before it."""
    ways, named = ways_of(tie), tie[0].round.scheme.tie_rules
    voted = conference.tie_breaks.filter(kind=REVOTE, member__in=[row.member_id for row in tie]).exists()
    return [way for way in ways if way != DECISION or voted or REVOTE not in named]


def sharing(rows):
    """Rows grouped by rank, in order: a group of several is a tie. Out: list of lists."""
    return [list(group) for _rank, group in groupby(rows, key=lambda row: row.rank)]


def ties(rows):
    """The groups of several rows that share a rank."""
    return [group for group in sharing(rows) if len(group) > 1]


def ties_for(conference, way):
    """The equals that a way may tell apart: those of the published ranking for a re-vote, what it leaves for a decision."""
    return ties(published_ranking(conference.bloc_year) if way == REVOTE else settled_ranking(conference, (REVOTE,)))
