"""A bloc of three units with its year, its people, and two titles to register."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from awards.catalogue.reports import award_type
from blocs.pledges import workflow
from blocs.pledges.workflow import Aim, Promise
from blocs.roster.models import Office
from blocs.years import workflow as years
from emulation import testing
from emulation.testing import day, member_of, sitting

FEBRUARY = day(2026, 2, 10)


@pytest.fixture
def titles(db):
    """Two rows of the catalogue: a flag for a unit, a title for persons."""
    return SimpleNamespace(flag=award_type("CO_TINH", FEBRUARY.date()), fighter=award_type("CSTDCS", FEBRUARY.date()))


@pytest.fixture
def year(db):
    """The year 2026 of a bloc: `.lead`, `.deputy`, `.plain` are members; `.head_of`, `.clerk_of` seat people."""
    first, second, third = (testing.unit(f"Sở thứ {n}") for n in ("nhất", "hai", "ba"))
    bloc = testing.bloc(first, second, third)
    officer = sitting(Office.SECRETARIAT, unit=bloc.secretariat)
    made = years.open_year(bloc, year=2026, lead=first, deputies=[second], by=officer, at=day(2026, 1, 5))
    lead, deputy, plain = (member_of(made, u) for u in (first, second, third))
    return SimpleNamespace(
        bloc=bloc, row=made, lead=lead, deputy=deputy, plain=plain, officer=officer,
        head_of=lambda member: sitting(Office.HEAD, unit=member.unit, title="Giám đốc"),
        vice_of=lambda member: sitting(Office.VICE_HEAD, unit=member.unit, title="Phó Giám đốc"),
        clerk_of=lambda member: sitting(Office.CLERK, unit=member.unit),
    )  # fmt: skip


@pytest.fixture
def head(year):
    return year.head_of(year.plain)


@pytest.fixture
def leader(year):
    return year.head_of(year.lead)


def promises():
    return [Promise("Giải quyết hồ sơ đúng hạn", Decimal("98.5"), measure="%"), Promise("Cơ quan văn hóa", level="Đạt")]


@pytest.fixture
def pledge(year, titles, head):
    """A draft of the plain member: two targets, two titles."""
    aims = [Aim(titles.flag), Aim(titles.fighter, 3)]
    return workflow.write(year.plain, targets=promises(), titles=aims, by=head, at=FEBRUARY)


@pytest.fixture
def submitted(pledge, head):
    workflow.submit(pledge, by=head, at=FEBRUARY)
    return pledge


@pytest.fixture
def received(submitted, leader):
    workflow.receive(submitted, by=leader, at=FEBRUARY)
    return submitted
