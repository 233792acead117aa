from types import SimpleNamespace

import pytest
from django.core.cache import cache

from blocs.roster import workflow
from blocs.roster.models import Office
from emulation.testing import day

AT = day(2026, 2, 10)


@pytest.fixture(autouse=True)
def from_nothing():
    cache.clear()


@pytest.fixture
def kon_tum(db):
    """A province through the acts: secretariat, two units with head and clerk, a bloc of both. `hand`: who does it, when."""
    p = workflow.found("Tỉnh Kon Tum", "Kon Tum", at=AT, since=day(2026, 1, 1).date(), prefix="kt")
    hand = {"by": p.officer, "at": AT}
    finance = workflow.create_unit("Sở Tài chính", p.root, symbol="STC", **hand)
    health = workflow.create_unit("Sở Y tế", p.root, symbol="SYT", **hand)
    bloc = workflow.create_bloc("Khối các sở", secretariat=p.secretariat, council=p.council, **hand)
    made = SimpleNamespace(
        **vars(p), hand=hand, finance=finance, health=health, bloc=bloc, since=day(2026, 1, 1).date()
    )
    for unit in (finance, health):
        workflow.join_bloc(bloc, unit, since=made.since, **hand)
        for office in (Office.HEAD, Office.CLERK):
            taken = workflow.seat_newcomer(f"{office.label} {unit}", office, unit=unit, since=made.since, **hand)
            setattr(made, f"{'finance' if unit is finance else 'health'}_{office.value}", taken)
    return made


@pytest.fixture
def elsewhere(db):
    """Another province, with a clerk of one unit."""
    p = workflow.found("Tỉnh Gia Lai", "Gia Lai", at=AT, prefix="gl")
    unit = workflow.create_unit("Sở Tài chính", p.root, symbol="STC", by=p.officer, at=AT)
    clerk = workflow.seat_newcomer(
        "Cán bộ đầu mối", Office.CLERK, unit=unit, since=day(2026, 1, 1).date(), by=p.officer, at=AT
    )
    return SimpleNamespace(**vars(p), unit=unit, clerk=clerk.person)
