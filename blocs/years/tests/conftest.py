"""A bloc of three units with its year 2026 and its people: who acts in the tests of this room."""

from types import SimpleNamespace

import pytest

from blocs.roster.models import Office
from emulation.testing import bloc, bloc_year, council_of, province, secretariat_of, sitting, unit
from emulation.testing_ground import laid_once


@laid_once
def a_bloc(size=3, name="Khối thi đua thử nghiệm", year=2026, root=None, deputies=1):
    """A bloc of `size` units, its year opened by the act, a head and a clerk in every unit. Out: the cast."""
    root = root or province()
    units = [unit(f"Sở số {n:02} của {name}", root) for n in range(1, size + 1)]
    row = bloc_year(bloc(*units, name=name), year, lead=units[0], deputies=units[1 : 1 + deputies])
    heads = [sitting(Office.HEAD, unit=u, title="Giám đốc") for u in units]
    clerks = [sitting(Office.CLERK, unit=u) for u in units]
    members = list(row.members.order_by("position"))
    officer = sitting(Office.SECRETARIAT, unit=secretariat_of(root))
    councillor = sitting(Office.COUNCIL_MEMBER, unit=council_of(root))
    return SimpleNamespace(
        row=row,
        bloc=row.bloc,
        units=units,
        members=members,
        heads=heads,
        clerks=clerks,
        officer=officer,
        councillor=councillor,
    )


@pytest.fixture
def cast(db):
    return a_bloc()


@pytest.fixture
def other(db):
    """Another bloc of the same province."""
    return a_bloc(name="Khối bên cạnh")


@pytest.fixture
def away(db):
    """A bloc of another province."""
    return a_bloc(name="Khối tỉnh khác", root=province("Tỉnh Khác"))
