"""Builder words for tests of conferences and of the awards above: a ranked bloc-year, a meeting at each of its moments."""

import datetime as dt

from blocs.conferences import nomination, workflow
from blocs.conferences.models import ConferenceKind
from blocs.scoring import workflow as scoring
from blocs.scoring.tests import building as scores
from blocs.years.models import RuleSet
from emulation.ballots import workflow as ballots
from emulation.testing import day
from emulation.testing_ground import laid_once

YEAR = 2026
PLANNED, MEETING, VOTED, ENDED = day(YEAR, 12, 9), day(YEAR, 12, 20, 8), day(YEAR, 12, 20, 9), day(YEAR, 12, 20, 11)


def ruled(cast, **rules):
    """The year gets a Quy chế: 1 flag, 1 certificate, two thirds present, half of those present, unless told. Out: Cast."""
    facts = {
        "version": 1,
        "title": "Quy chế của khối",
        "adopted_on": dt.date(YEAR, 1, 10),
        "flags": 1,
        "certificates": 1,
    }
    cast.year.rule_set = RuleSet.objects.create(bloc=cast.year.bloc, **facts | rules)
    cast.year.save(update_fields=["rule_set"])
    return cast


@laid_once
def balloted(members=3, *, name="Khối thi đua thử nghiệm", root=None, **rules):
    """A bloc that nominates by ballot alone, so that no scores are needed. Out: scoring's Cast."""
    return ruled(scores.cast(members, name=name, root=root), **{"basis": "ballot"} | rules)


@laid_once
def ranked(members=3, *, tied=0, name="Khối thi đua thử nghiệm", scheme=scores.SCHEME, **rules):
    """A bloc whose published ranking follows the order of its units; the first `tied` share rank 1. Out: scoring's Cast."""
    cast = ruled(scores.cast(members, name=name), **rules)
    round_ = scores.opened(cast, text=scheme)
    for place, unit in enumerate(cast.units):
        lost = max(0, place - max(tied - 1, 0))
        texts = scores.FULL | {"1.1": f"{10 - lost * 0.25:g}".replace(".", ",")}
        scores.handed_in(cast, round_, unit, texts=texts)
    scores.checked(cast, round_)
    scoring.agree(round_, by=cast.lead, at=scores.AGREED)
    scoring.publish(round_, by=cast.lead, at=scores.PUBLISHED)
    cast.year.refresh_from_db()
    return cast


@laid_once
def planned(cast, kind=ConferenceKind.YEAR_END, **facts):
    """A conference as the lead unit's clerk plans it, with one free item unless `items` are told. Out: Conference."""
    facts = {"items": [("free", "Nội dung khác", cast.year)]} | facts
    told = {
        "title": "Hội nghị tổng kết",
        "held_at": MEETING,
        "place": "Hội trường",
        "chairs": "Giám đốc Sở thứ nhất; Phó Giám đốc",
    }
    return workflow.plan(cast.year, kind=kind, **told | facts, by=cast.lead, at=PLANNED)


def rows(cast, conference, *absent):
    """Everybody present by their head, but the units `absent`. In: units. Out: rows for `attend`."""
    gone = {u.pk for u in absent}
    return {
        a.member_id: (a.member.unit_id not in gone, cast.heads.get(a.member.unit_id), "")
        for a in conference.attendances.select_related("member")
    }


@laid_once
def in_session(cast, *absent, kind=ConferenceKind.YEAR_END, **facts):
    """A conference opened, attendance taken. Out: Conference."""
    conference = planned(cast, kind, **facts)
    workflow.invite(conference, by=cast.lead, at=PLANNED)
    workflow.open_session(conference, by=cast.lead, at=MEETING)
    workflow.attend(conference, rows(cast, conference, *absent), by=cast.lead, at=MEETING)
    return conference


def member(cast, place):
    """The member in this place (from 0) of the bloc's order."""
    return cast.year.members.get(unit=cast.units[place])


@laid_once
def put_forward(cast, conference, *codes, at=MEETING):
    """The first units of the bloc for these awards. Out: Conference."""
    nomination.put_forward(
        conference, [(member(cast, n).pk, code) for n, code in enumerate(codes)], by=cast.lead, at=at
    )
    return conference


@laid_once
def voting(cast, *absent, codes=("CO_TINH", "BK_TINH")):
    """A conference whose ballot is out. Out: Conference."""
    conference = put_forward(cast, in_session(cast, *absent), *codes)
    nomination.open_vote(conference, by=cast.lead, at=VOTED)
    return conference


def vote(ballot, person, yes=True):
    """One person casts the same on every line where they have a slot."""
    lines = ballot.lines.filter(slots__elector__person=person)
    return ballots.cast(ballot, by=person, choices={ln.pk: 0 if yes else 1 for ln in lines}, at=VOTED)


@laid_once
def nominated(cast, *, against=(), codes=("CO_TINH", "BK_TINH")):
    """A conference whose votes are counted: all heads vote yes but those of the units `against`. Out: Conference."""
    conference = voting(cast, codes=codes)
    for elector in conference.ballot.electors.select_related("person"):
        vote(conference.ballot, elector.person, yes=elector.label not in {u.name for u in against})
    nomination.count_vote(conference, by=cast.lead, at=VOTED)
    return conference


@laid_once
def finished(cast, conference):
    """Every item of the agenda done. Out: Conference."""
    for item in conference.items.filter(done_at=None):
        workflow.finish_item(item, outcome="Hội nghị thống nhất.", by=cast.lead, at=ENDED)
    return conference
