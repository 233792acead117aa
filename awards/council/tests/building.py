"""Builder words for tests of the council and of decisions: a council of five, a session at each of its moments."""

from types import SimpleNamespace

from awards.council import workflow
from awards.proposals.tests import building as files
from blocs.roster.models import Office
from emulation.ballots import workflow as ballots
from emulation.testing import council_of, day, sitting
from emulation.testing_ground import laid_once

CONVENED, OPENED, CLOSED, CONCLUDED = day(2027, 1, 18), day(2027, 1, 20, 8), day(2027, 1, 20, 10), day(2027, 1, 20, 11)


def council(root, members=4):
    """The council of a province: chair, secretary, `members` members, seated once. Out: its people and `.unit`."""
    unit = council_of(root)
    if seated := {s.title: s.person for s in unit.seats.exclude(title="").select_related("person")}:
        chair, secretary = seated.pop("Chủ tịch Hội đồng"), seated.pop("Thư ký Hội đồng")
        return SimpleNamespace(
            unit=unit, chair=chair, secretary=secretary, members=list(seated.values()), voters=[chair, *seated.values()]
        )
    chair = sitting(Office.COUNCIL_CHAIR, unit=unit, title="Chủ tịch Hội đồng")
    secretary = sitting(Office.COUNCIL_SECRETARY, unit=unit, title="Thư ký Hội đồng")
    others = [sitting(Office.COUNCIL_MEMBER, unit=unit, title=f"Ủy viên thứ {n}") for n in range(1, members + 1)]
    return SimpleNamespace(unit=unit, chair=chair, secretary=secretary, members=others, voters=[chair, *others])


@laid_once
def eligible(*codes, **facts):
    """A bloc whose files were found eligible, with the council of its province. Out: (scoring's Cast, council, proposals)."""
    cast = files.voted(*codes, **facts)
    cast.councillor.seats.update(
        until=day(2026, 1, 2).date()
    )  # the builder's one councillor makes room for a whole council
    return cast, council(cast.year.bloc.root), files.appraised(cast)


def convened(room, title="Phiên họp xét khen thưởng"):
    return workflow.convene(room.unit, title=title, held_at=OPENED, place="Trụ sở", by=room.secretary, at=CONVENED)


@laid_once
def tabled(room, proposals):
    """A session in preparation with these files on its agenda. Out: CouncilSession."""
    session = convened(room)
    workflow.table(session, proposals, by=room.secretary, at=CONVENED)
    return session


@laid_once
def voting(room, proposals):
    session = tabled(room, proposals)
    workflow.open_vote(session, by=room.secretary, at=OPENED)
    return session


def lines(session):
    return list(
        session.lines.select_related("ballot", "session__council", "proposal__unit", "proposal__award_type").order_by(
            "position"
        )
    )


def vote(line, person, yes=True):
    """One member votes on one proposal."""
    return ballots.cast(line.ballot, by=person, choices={line.ballot.lines.get().pk: 0 if yes else 1}, at=OPENED)


@laid_once
def closed(room, proposals, against=0):
    """Everybody voted, the first `against` members no; the votes are counted. Out: CouncilSession."""
    session = voting(room, proposals)
    for line in lines(session):
        for n, person in enumerate(room.voters):
            vote(line, person, yes=n >= against)
    workflow.close_vote(session, by=room.secretary, at=CLOSED)
    return session


@laid_once
def concluded(room, proposals, against=0):
    session = closed(room, proposals, against)
    workflow.conclude(session, conclusions="Hội đồng thống nhất.", by=room.secretary, at=CONCLUDED)
    return session
