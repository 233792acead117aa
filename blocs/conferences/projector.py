"""Trang trình chiếu: what the whole room may read from afar. Never what anybody votes; results once they are counted."""

from emulation.ballots.models import State as BallotState

from .agenda import minutes_used, timed
from .quorum import quorum
from .ranking import settled_ranking

WIDE = 12  # rows of a ranking that stand in one column


def shown(conference, at):
    """Everything on the projector's page at a moment. Out: dict."""
    items = timed(conference, list(conference.items.all()))
    here = next((item for item in items if item.is_under_way), None)
    used = minutes_used(here, at) if here else None
    ballot = conference.ballot
    return {
        "items": items,
        "here": here,
        "next": next((item for item in items if not item.done_at and item is not here), None),
        "used": used,
        "over": max(0, used - here.minutes) if here and here.minutes is not None else 0,
        "quorum": quorum(conference),
        "turnout": ballot.turnout() if ballot and ballot.state == BallotState.OPEN else None,
    } | _found(conference)


def _found(conference):
    """What has come out so far: who was nominated, else the published ranking. Out: dict."""
    nominations = list(conference.nominations.select_related("member", "award_type"))
    ranking = [] if nominations else settled_ranking(conference)
    return {"nominations": nominations, "ranking": ranking, "many": len(ranking) > WIDE}
