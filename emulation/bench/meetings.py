"""Hội nghị: three a year, with agenda, attendance and, at the last one, a counted ballot and its nominations."""

import secrets

from awards.catalogue.reports import award_type
from blocs.conferences.models import (
    AgendaItem,
    Attendance,
    Candidate,
    Conference,
    ConferenceKind,
    ConferenceState,
    ItemKind,
    Nomination,
)
from blocs.scoring.models import RankRow
from emulation.ballots.models import Ballot, Elector, Line, Slot
from emulation.ballots.models import State as BallotState
from emulation.papers.models import Kind

from .province import hour

PLACES = {ConferenceKind.SIGNING: (3, 20), ConferenceKind.MIDYEAR: (7, 15), ConferenceKind.YEAR_END: (12, 15)}
ITEMS = (ItemKind.REPORT, ItemKind.SCORES, ItemKind.NOMINATE, ItemKind.HANDOVER, ItemKind.FREE)
ASKED = ("CO_TINH", "BK_TINH", "BK_TINH", "BK_TINH")
CHOICES = ["Đồng ý", "Không đồng ý"]


def confer(province, press):
    """Mọi hội nghị của mọi năm; the year-end conference of the running year is only planned."""
    conferences = [_conference(province, press, y, kind) for y in province.years for kind in PLACES]
    press.store()
    for conference in conferences:
        conference.minutes = conference.minutes  # the id is known only now
    Conference.objects.bulk_create(conferences)
    province.conferences = {c.bloc_year_id: c for c in conferences if c.kind == ConferenceKind.YEAR_END}
    AgendaItem.objects.bulk_create(
        AgendaItem(conference=c, bloc_year=c.bloc_year, position=n, kind=kind, title="Nội dung chương trình",
                   outcome="Hội nghị nhất trí." if c.closed_at else "", done_at=c.closed_at)
        for c in conferences for n, kind in enumerate(ITEMS, start=1)
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(
            conference=c, member=m, present=c.opened_at is not None, representative=province.heads[m.unit_id].person
        )
        for c in conferences
        for m in province.members[c.bloc_year_id]
    )
    for bloc_year in province.past:
        _nominate(province, province.conferences[bloc_year.pk])


def _conference(province, press, bloc_year, kind):
    ahead = kind == ConferenceKind.YEAR_END and bloc_year.year == province.today.year
    at = hour(bloc_year.year, *PLACES[kind])
    conference = Conference(
        bloc_year=bloc_year, kind=kind, title=f"{ConferenceKind(kind).label} năm {bloc_year.year}", held_at=at, place="Hội trường lớn",
        chairs="Trưởng khối; Phó khối", state=ConferenceState.PLANNED if ahead else ConferenceState.MINUTED,
    )  # fmt: skip
    if not ahead:
        conference.opened_at = conference.closed_at = at
        conference.strengths = conference.limits = conference.conclusions = "Các đơn vị hoàn thành nhiệm vụ.\n" * 10
        conference.minutes = press.report(bloc_year, Kind.MINUTES, f"Biên bản {conference.title.lower()}", at=at)
    return conference


def _nominate(province, conference):
    """The first four of the ranking are put forward, voted on, and pass."""
    ranked = list(
        RankRow.objects.filter(round=province.rounds[conference.bloc_year_id]).select_related("member")[: len(ASKED)]
    )
    put = [(row, award_type(code, province.today)) for row, code in zip(ranked, ASKED, strict=False)]
    candidates = [
        Candidate(conference=conference, member=r.member, award_type=t, position=n) for n, (r, t) in enumerate(put, 1)
    ]
    Candidate.objects.bulk_create(candidates)
    heads = [province.heads[m.unit_id].person for m in province.members[conference.bloc_year_id]]
    labels = [f"{r.member.name} – {t.name}" for r, t in put]
    ballot = hold_ballot(conference.title, conference.stream, labels, heads, at=conference.held_at, by=province.officer)
    count(ballot)
    conference.ballot = ballot
    conference.save()
    Nomination.objects.bulk_create(
        Nomination(conference=conference, bloc_year=conference.bloc_year, member=r.member, award_type=t, rank=r.rank, score=r.total,
                   yes=len(heads), base_number=len(heads), passed=True, why=f"hạng {r.rank}, {len(heads)}/{len(heads)} phiếu")
        for r, t in put
    )  # fmt: skip


# --- phiếu ------------------------------------------------------------------------------------------
def hold_ballot(title, stream, labels, people, *, at, by):
    """A secret ballot, open, all slots written and empty. Out: Ballot."""
    ballot = Ballot.objects.create(
        title=title, stream=stream, choices=CHOICES, created_by=by, created_at=at, opened_at=at
    )
    lines = Line.objects.bulk_create(
        Line(ballot=ballot, label=label[:300], position=n) for n, label in enumerate(labels, 1)
    )
    electors = Elector.objects.bulk_create(
        Elector(ballot=ballot, label=person.full_name, person=person, position=n) for n, person in enumerate(people, 1)
    )
    Slot.objects.bulk_create(Slot(line=line, elector=elector) for line in lines for elector in electors)
    ballot.public_key, ballot.state = secrets.token_bytes(32), BallotState.OPEN
    ballot.save()
    return ballot


def count(ballot):
    """Every elector has cast, everybody says yes; the numbers balance."""
    slots = list(Slot.objects.filter(line__ballot=ballot))
    for slot in slots:
        slot.sealed = secrets.token_bytes(112)
    Slot.objects.bulk_update(slots, ["sealed"])
    voters = ballot.electors.count()
    ballot.lines.update(
        issued=voters, returned=voters, valid=voters, invalid=0, blank=0, yes=voters, base_number=voters, passed=True,
        tally={CHOICES[0]: voters, CHOICES[1]: 0, "blank": 0, "invalid": 0},
    )  # fmt: skip
    ballot.closed_at = ballot.counted_at = ballot.opened_at
    ballot.state, ballot.quorate = BallotState.COUNTED, True
    ballot.save()
