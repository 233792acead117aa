"""A bloc of three units whose pledges are received, and its covenant: drafted, frozen, or ready for the last signature."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from awards.catalogue.reports import award_type
from blocs.covenant import signing, workflow
from blocs.pledges import workflow as pledges
from blocs.roster import workflow as roster
from blocs.roster.models import Office
from blocs.years import workflow as years
from emulation import testing
from emulation.papers import tasks
from emulation.testing import day, sitting
from emulation.testing_ground import laid_once

JANUARY, FEBRUARY, MARCH = day(2026, 1, 5), day(2026, 2, 10), day(2026, 3, 2, 10, 12)


@laid_once
def a_year(size=3, *, without=(), party=False, named="Khối thi đua thử nghiệm"):
    """The year of a bloc of `size` units: every unit has a head and a received pledge, but those whose place is in `without`.

    Out: `.row` BlocYear, `.members`, `.heads` in the same order (the first leads), `.officer`.
    """
    letterhead = {"letterhead": "party"} if party else {}
    # A bloc with a name of its own has units of its own: a unit is in one bloc at a time.
    suffix = "" if named == "Khối thi đua thử nghiệm" else f" {named}"
    units = [testing.unit(f"Sở thứ {n}{suffix}", symbol=f"S{n}", **letterhead) for n in range(1, size + 1)]
    bloc = testing.bloc(*units, name=named)
    officer = sitting(Office.SECRETARIAT, unit=bloc.secretariat)
    row = years.open_year(bloc, year=2026, lead=units[0], deputies=units[1:2], by=officer, at=JANUARY)
    members = list(row.members.order_by("position"))
    heads = [sitting(Office.HEAD, unit=m.unit, title="Giám đốc") for m in members]
    for place, (member, head) in enumerate(zip(members, heads, strict=True)):
        if place not in without:
            register(member, head, heads[0])
    return SimpleNamespace(row=row, bloc=bloc, members=members, heads=heads, officer=officer, leader=heads[0])


def register(member, head, leader):
    """A pledge of the unit, submitted by its head and received by the leader (if there is one)."""
    targets = [pledges.Promise(f"Hồ sơ đúng hạn của {member}", Decimal("98.5"), measure="%")]
    pledge = pledges.write(
        member, targets=targets, titles=[pledges.Aim(award_type("CO_TINH", FEBRUARY.date()))], by=head, at=FEBRUARY
    )
    pledges.submit(pledge, by=head, at=FEBRUARY)
    if leader:
        pledges.receive(pledge, by=leader, at=FEBRUARY)


@laid_once
def drafted(year):
    """The covenant of `year`, drafted with the proposed text. Out: Covenant."""
    return workflow.draft(year.row, by=year.leader, at=FEBRUARY)


@laid_once
def circulated(year):
    """The covenant of `year`, drafted and sent round. Out: Covenant."""
    made = drafted(year)
    workflow.circulate(made, by=year.leader, at=FEBRUARY)
    return made


@laid_once
def frozen(year, **facts):
    """The covenant of `year`, drafted, sent round and frozen on 25/02, its file made. Out: Covenant."""
    made = circulated(year)
    workflow.freeze(made, by=year.leader, at=day(2026, 2, 25, 16, 20), **facts)
    tasks.render(made.frozen_paper.rendering.pk)
    made.frozen_paper.rendering.refresh_from_db()
    return made


@laid_once
def completed(year):
    """The covenant of `year`, signed by every head on 02/03. Out: Covenant."""
    made = frozen(year)
    everybody_signs(made, year)
    return made


def everybody_signs(covenant, year, *, but=()):
    """Every head confirms, but those of the members named."""
    for member, head in zip(year.members, year.heads, strict=True):
        if member not in but:
            signing.sign(signature_of(covenant, member), by=head, at=MARCH)
    covenant.refresh_from_db()


def signature_of(covenant, member):
    return covenant.signatures.get(member=member)


def vice_head(member):
    """The vice head of a member, to whom nothing is delegated. Out: User."""
    return sitting(Office.VICE_HEAD, unit=member.unit, title="Phó Giám đốc")


def delegate_of(member, head, *, office=Office.VICE_HEAD, title="Phó Giám đốc", **days):
    """Somebody of the unit to whom the head has given the signing, from 10/02 to 30/04 unless told. Out: (User, Delegation)."""
    person = sitting(office, unit=member.unit, title=title)
    days = {"since": FEBRUARY.date(), "until": day(2026, 4, 30).date()} | days
    paper = {"number": 7, "dated": FEBRUARY.date()}
    return person, roster.delegate(person.seats.get(), **days, **paper, by=head, at=FEBRUARY)


@pytest.fixture
def year(db):
    return a_year()


@pytest.fixture
def draft(year):
    return drafted(year)


@pytest.fixture
def covenant(year):
    return frozen(year)


@pytest.fixture
def sent(year):
    """The draft, sent round."""
    return circulated(year)


@pytest.fixture
def signed(year):
    return completed(year)
