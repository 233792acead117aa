"""Builder words of this room's tests: a person who has voted on nothing yet, a ballot that is prepared, open, counted."""

import rules

from emulation.accounts.models import User
from emulation.ballots import keeping, workflow
from emulation.ballots.models import Ballot, Team
from emulation.ballots.workflow import Rules, Voter
from emulation.journal.steps import Record
from emulation.testing import day, person

NOON = day(2026, 12, 8, 12)
if not rules.perm_exists("ballots.tested"):
    rules.add_perm("ballots.tested", rules.always_true)
CALLER = Record("Việc của phòng gọi", "ballots.tested")


def within(act, ballot, *, by=None, at=NOON, **words):
    """Do an act that only happens as the consequence of another one, as a conference would."""
    by = by or ballot.created_by
    with CALLER.on(ballot, by=by, at=at):
        return act(ballot, by=by, at=at, **words)


def prepared(electors=5, lines=("Sở Nội vụ", "Sở Tài chính"), *, barred=None, rules=None, **words):
    """A prepared ballot: persons «Người thứ n», `barred`: {elector index: {line indexes}}. Out: Ballot."""
    people = [person(f"Người thứ {n + 1}") for n in range(electors)] if isinstance(electors, int) else electors
    voters = [Voter(f"Đơn vị {n + 1}", p, (barred or {}).get(n, set())) for n, p in enumerate(people)]
    with CALLER.on(Ballot(stream="system"), by=people[0], at=NOON) as act:
        act.subject = workflow.prepare(
            title="Suy tôn năm 2026", lines=list(lines), electors=voters, rules=rules or Rules(), stream="system",
            by=people[0], at=NOON, **words,
        )  # fmt: skip
    return act.subject


def opened(*args, **kwargs):
    return within(workflow.open_, prepared(*args, **kwargs))


def counted(ballot, **words):
    within(workflow.close, ballot)
    return within(workflow.count, ballot, **words)


def team_of(people, needed=2):
    """A counting team of these persons, its key held as codes. Out: Team."""
    with CALLER.on(Team(stream="system"), by=people[0], at=NOON) as act:
        act.subject = keeping.name_team(
            title="Tổ kiểm phiếu", people=people, needed=needed, stream="system", by=people[0], at=NOON
        )
    return act.subject


def codes_of(team):
    """Everybody in the team takes their code. Out: [code] in their order."""
    return [keeping.take_code(team, instead="", by=k.person, at=NOON) for k in team.keepers.all()]


def people_of(ballot):
    return [User.objects.get(pk=pk) for pk in ballot.electors.order_by("position").values_list("person", flat=True)]


def all_choose(ballot, user, choice):
    """The same choice on every line where this person has a slot. Out: {line number: choice}."""
    return dict.fromkeys(ballot.lines.filter(slots__elector__person=user).values_list("pk", flat=True), choice)


def votes(ballot, user, choice=0, at=NOON):
    return workflow.cast(ballot, by=user, choices=all_choose(ballot, user, choice), at=at)
