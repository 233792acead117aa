"""Hội đồng (CouncilSession.for_user): its members and the secretariat that serves it; nobody of the blocs."""

from emulation.rights.kinds import COUNCIL, PROVINCE
from emulation.rights.patterns import (
    DONE,
    EVERYBODY,
    FORBIDDEN,
    NO,
    PAGE,
    REFUSED,
    Pattern,
    Row,
    act,
    form,
    give,
    reads,
)
from emulation.rights.situations import awards as given

SITTING = COUNCIL | {"officer"}
SEEN = reads(SITTING)
PREPARERS = {"council_secretary", "officer"}
RUNNERS = PREPARERS | {"chair"}
CONCLUDERS = {"chair", "council_secretary"}


def convening(ends):
    """The council itself is a unit that the whole province sees."""
    told = give(FORBIDDEN, PROVINCE)
    return Pattern(told | give(ends, PREPARERS), province=told)


def pk(situation):
    return lambda corner: [situation(corner).pk]


def line(corner):
    return [given.concluded(corner).lines.get(proposal__unit=corner.unit("member")).pk]


def tabled_line(corner):
    return [given.tabled(corner).lines.get().pk]


def voting_line(corner):
    return [given.voting(corner).lines.get().pk]


CONVENE = {"title": "Session", "day": "01/12/2026", "hour": "08:00", "place": "Hall"}
ROWS = [
    Row("council:index", EVERYBODY, NO),
    Row("council:convene", convening(PAGE), convening(DONE), lambda c: [c.cast.province.council.pk], CONVENE),
    Row("council:session", SEEN, NO, pk(given.concluded)),
    Row(
        "council:table", NO, act(PREPARERS, SITTING), lambda c: [given.convened(c)[0].pk],
        lambda c: {"proposal": given.proposal(c).pk},
    ),
    Row(
        "council:reschedule", form(PREPARERS, SITTING), act(PREPARERS, SITTING), pk(given.tabled),
        {"day": "02/12/2026", "hour": "08:00", "place": "Hall", "reason": "Reason"},
    ),
    Row("council:open_vote", NO, act(RUNNERS, SITTING), pk(given.tabled)),
    Row("council:close_vote", NO, act(RUNNERS, SITTING), pk(given.voted_session)),
    Row("council:adjourn", form(RUNNERS, SITTING), act(RUNNERS, SITTING), pk(given.voting), {"reason": "Reason"}),
    Row("council:conclude", form(CONCLUDERS, SITTING), act(CONCLUDERS, SITTING), pk(given.closed), {"conclusions": "Agreed"}),
    Row("council:minutes", SEEN, reads(SITTING, REFUSED), pk(given.concluded)),
    Row("council:minutes_pdf", SEEN, NO, pk(given.concluded)),
    Row("council:issue_count", form(RUNNERS, SITTING), act(RUNNERS, SITTING), pk(given.closed), {"head": "Head"}),
    Row("council:count", SEEN, reads(SITTING, REFUSED), pk(given.minuted_count)),
    Row("council:count_pdf", SEEN, NO, pk(given.minuted_count)),
    Row("council:journal", SEEN, NO, pk(given.concluded)),
    Row("council:line", SEEN, NO, line),
    Row(
        "council:recuse", form(PREPARERS, SITTING), act(PREPARERS, SITTING), tabled_line,
        lambda c: {"person": c.people["councillor"].pk, "reason": "Reason"},
    ),
    Row(
        "council:write_opinion", form(RUNNERS, SITTING), act(RUNNERS, SITTING), voting_line,
        lambda c: {"person": c.people["councillor"].pk, "agrees": "yes"},
    ),
]  # fmt: skip
