"""Phòng chung: home, ballots, the verify page, catalogue, law, language."""

from emulation.accounts.reminding import new_calendar_key
from emulation.law import workflow as law
from emulation.law.models import Fact
from emulation.rights.kinds import SIGNED_IN
from emulation.rights.patterns import (
    EVERYBODY,
    IN,
    LEADS_ON,
    NO,
    NO_METHOD,
    NOT_FOUND,
    PUBLIC,
    Pattern,
    Row,
    act,
    give,
    reads,
)
from emulation.rights.situations import awards, conferences

# Who casts for a unit at the conference is its head; the secretary of a council does not vote.
ELECTORS, COUNCILLORS = {"head", "neighbour", "lead_head"}, {"chair", "councillor"}
TEAM = {"head", "neighbour"}


def ballot(corner):
    return [conferences.conference_ballot(corner).pk]


def counted(corner):
    return [conferences.counted_conference(corner).ballot_id]


def team(corner):
    return [conferences.team(corner).pk]


def council_ballot(corner):
    return [awards.voting(corner).lines.get().ballot_id]


def code(corner):
    return [corner.done.bloc_year.covenants.get(position=0).paper.code_text]


def fact(corner):
    return {"kind": "fact", "pk": Fact.objects.get(slug="text-nd152").pk}


def confirmed(corner):
    law.confirm(Fact.objects.get(slug="text-nd152"), note="Compared.", **corner.hand("officer"))
    return fact(corner)


def calendar_key(corner):
    return [new_calendar_key(corner.people["head"], at=corner.now)]


SAYS = {"note": "Compared with the gazette."}
CONFIRM = act({"officer"}, SIGNED_IN)
NO_EVEN_OUTSIDE = Pattern({}, rest=NO_METHOD, anonymous=NO_METHOD)
NOWHERE = Pattern({}, rest=NOT_FOUND, anonymous=NOT_FOUND)
ANY_LANGUAGE = Pattern({}, rest=LEADS_ON, anonymous=LEADS_ON)
ROWS = [
    Row("home", EVERYBODY, NO),
    # The address itself is the key: whoever has it reads, signed in or not.
    Row("calendar", PUBLIC, NO_EVEN_OUTSIDE, calendar_key, same=True),
    Row("demo:accounts", PUBLIC, NO_EVEN_OUTSIDE),
    # Who is not of the demonstration's own data cannot be entered or acted for.
    Row("demo:enter", NO_EVEN_OUTSIDE, NOWHERE, lambda c: [c.people["head"].pk]),
    Row("demo:let_others", NO, Pattern({}, rest=NOT_FOUND), lambda c: [c.preparing.bloc_year.pk]),
    Row("ui:set_language", ANY_LANGUAGE, ANY_LANGUAGE, body={"language": "vi"}),
    Row("catalogue:index", EVERYBODY, NO),
    Row("law:index", EVERYBODY, NO),
    Row("law:citations", EVERYBODY, NO),
    Row("law:holidays", EVERYBODY, NO),
    Row("law:holidays_of", EVERYBODY, NO, lambda c: {"year": "2026"}, same=True),
    Row("law:row", EVERYBODY, NO, fact, same=True),
    Row("law:confirm", NO, CONFIRM, fact, SAYS, same=True),
    Row("law:doubt", NO, CONFIRM, confirmed, SAYS, same=True),
    Row("papers:verify", PUBLIC, PUBLIC),
    Row("papers:one", PUBLIC, NO_EVEN_OUTSIDE, code, same=True),
    Row("ballots:vote", reads(ELECTORS), Pattern(give(IN, ELECTORS)), ballot, case="conference"),
    Row("ballots:vote", reads(COUNCILLORS), Pattern(give(IN, COUNCILLORS)), council_ballot, case="council", home=True),
    Row("ballots:team", reads(TEAM), Pattern(give(IN, TEAM)), team),
    Row("ballots:receipt", reads(ELECTORS, LEADS_ON), NO, ballot, case="not voted", home=True),
    Row("ballots:receipt", reads(ELECTORS), NO, counted, case="voted"),
    Row("ballots:result", reads(ELECTORS), NO, ballot, case="open", home=True),
    Row("ballots:result", reads(ELECTORS), NO, counted, case="counted"),
]  # fmt: skip
