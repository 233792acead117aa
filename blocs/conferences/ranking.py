"""Xếp hạng đã công bố của năm, as the conference reads it; among equals the conference gives the order."""

from itertools import groupby

from blocs.scoring.models import Round, RoundKind, RoundState


def published_ranking(bloc_year):
    """The frozen ranking rows of the year-end round, by place; [] before publication. Out: list of RankRow with member."""
    rounds = Round.objects.filter(bloc_year=bloc_year, kind=RoundKind.YEAR_END, state=RoundState.PUBLISHED)
    found = rounds.order_by("-pk").first()
    return list(found.published_rows.select_related("member", "round__scheme")) if found else []


def decimals(bloc_year):
    """How many decimals the points of the published ranking have; 2 before there is one."""
    ranking = published_ranking(bloc_year)
    return ranking[0].round.scheme.decimals if ranking else 2


def settled_ranking(conference):
    """The published ranking with the conference's tie-breaks: rows in order, `.rank` as settled. The stored rows stay."""
    orders = dict(conference.tie_breaks.values_list("member", "order"))
    settled = []
    for group in sharing(published_ranking(conference.bloc_year)):
        if all(row.member_id in orders for row in group):
            group.sort(key=lambda row: orders[row.member_id])
            for step, row in enumerate(group):
                row.rank += step
        settled += group
    return settled


def sharing(rows):
    """Rows grouped by rank, in order: a group of several is a tie. Out: list of lists."""
    return [list(group) for _rank, group in groupby(rows, key=lambda row: row.rank)]


def ties(rows):
    """The groups of several rows that share a rank."""
    return [group for group in sharing(rows) if len(group) > 1]
