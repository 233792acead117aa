"""Tình huống của hội nghị: planned, in session, voting, concluded."""

from blocs.conferences import floor, nomination, reporting
from blocs.conferences import team as counting
from blocs.conferences import workflow as conferences
from blocs.conferences.models import Conference
from emulation.ballots import keeping
from emulation.demo import parts


def conference(corner):
    return Conference.objects.select_related("bloc_year__bloc", "ballot").get(pk=corner.meeting.conference.pk)


def section_seen(corner):
    """What the page of the section on limits shows."""
    return next(one.seen for one in reporting.sections(conference(corner)) if one.section.key == "limits")


def planned_conference(corner):
    return Conference.objects.get(pk=corner.meeting.planned.pk)


def conference_ballot(corner):
    nomination.open_vote(found := conference(corner), **corner.hand("lead_clerk"))
    return found.ballot


def balloting_conference(corner):
    conference_ballot(corner)
    return conference(corner)


def voted_conference(corner):
    ballot = conference_ballot(corner)
    for elector in ballot.electors.select_related("person"):
        parts.vote(ballot, elector, at=corner.now)
    return conference(corner)


def counted_conference(corner):
    nomination.count_vote(found := voted_conference(corner), **corner.hand("lead_clerk"))
    return found


def finished_conference(corner):
    corner.meeting.finish_items(conference(corner), at=corner.now)
    return conference(corner)


def concluded_conference(corner):
    conferences.conclude(found := finished_conference(corner), conclusions="Agreed.", **corner.hand("lead_head"))
    return found


def team(corner):
    """The counting team of a conference, the head of a member unit in it, whose codes hold the key."""
    people = [corner.people["head"], corner.people["neighbour"]]
    counting.name_team(found := conference(corner), people=people, needed=2, **corner.hand("lead_clerk"))
    return found.counting_team


def sealed_conference(corner):
    """A conference whose ballot opens with codes only, with everybody's vote in it."""
    named = team(corner)
    for keeper in named.keepers.select_related("person"):
        keeping.take_code(named, instead="", by=keeper.person, at=corner.now)
    return voted_conference(corner)


def read_conference(corner):
    floor.read_out(found := concluded_conference(corner), **corner.hand("lead_clerk"))
    return found


def remark(corner):
    words = {"text": "Words", "speaker": "Head"}
    return floor.take_down(conference(corner).items.get(), **words, **corner.hand("lead_clerk"))


def present(corner):
    """How many units are present."""
    return conference(corner).attendances.filter(present=True).count()


def motion(corner):
    facts = {"text": "Motion", "percent": 50, "more_than": True, "yes": present(corner), "no": 0, "abstain": 0}
    return floor.decide(conference(corner).items.get(), **facts, **corner.hand("lead_clerk"))
