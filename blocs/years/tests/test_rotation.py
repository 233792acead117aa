"""Luân phiên: ai làm trưởng khối, phó khối năm sau; bỏ qua ai, vì sao."""

import datetime as dt

import pytest

from blocs.roster.models import Bloc, Rotation, Unit
from blocs.years.models import Member
from blocs.years.rotation import next_turn
from blocs.years.workflow import open_year
from emulation.testing import day

from .conftest import a_bloc

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_bloc(4)


def turn(cast, rotation=Rotation.ROUND_ROBIN):
    """(place of the lead, place of the deputy, skipped), places from 1 or None."""
    Bloc.objects.filter(pk=cast.bloc.pk).update(rotation=rotation)
    cast.row.bloc.refresh_from_db()
    found = next_turn(cast.row)
    place = {u.pk: n for n, u in enumerate(cast.units, start=1)}
    return (*(place.get(u.pk) if u else None for u in (found.lead, found.deputy)), found.skipped)


def led_by(cast, place, deputy=None):
    """The present year is led by the unit in this place (from 1)."""
    Member.objects.filter(bloc_year=cast.row).update(duty="")
    for duty, n in (("lead", place), ("deputy", deputy)):
        if n:
            Member.objects.filter(bloc_year=cast.row, position=n).update(duty=duty)


@pytest.mark.parametrize(("lead", "expected"), [(1, (2, 3)), (2, (3, 4)), (3, (4, 1)), (4, (1, 2))])
def test_the_ring_goes_round(cast, lead, expected):
    """Vòng tròn theo thứ tự quyết định thành lập, hết vòng thì về đầu."""
    led_by(cast, lead)
    assert turn(cast) == (*expected, ())


@pytest.mark.parametrize(
    ("lead", "deputy", "expected"), [(1, 2, (2, 3)), (1, 4, (4, 2)), (3, 1, (1, 2)), (2, None, (3, 4))]
)
def test_the_deputy_succeeds(cast, lead, deputy, expected):
    """Phó khối kế nhiệm, đơn vị sau phó khối làm phó; không có phó thì theo vòng."""
    led_by(cast, lead, deputy)
    assert turn(cast, Rotation.DEPUTY) == (*expected, ())


@pytest.mark.parametrize("rotation", [Rotation.ELECTION, Rotation.APPOINTED])
def test_nobody_is_proposed_where_people_choose(cast, rotation):
    """Bầu hoặc phân công thì không đề nghị ai."""
    assert turn(cast, rotation) == (None, None, ())


def test_a_year_without_a_lead_proposes_nobody(cast):
    """Không có trưởng khối thì không biết đến lượt ai."""
    Member.objects.filter(bloc_year=cast.row).update(duty="")
    assert turn(cast) == (None, None, ())


def test_who_left_the_year_is_passed_over(cast):
    """Đơn vị đã ra khỏi khối trong năm: bỏ qua, có lý do."""
    Member.objects.filter(bloc_year=cast.row, position=2).update(left_on=dt.date(2026, 6, 1))
    assert turn(cast) == (3, 4, ("Sở số 02 của Khối thi đua thử nghiệm: đã ra khỏi khối",))


def test_who_left_the_bloc_is_passed_over(cast):
    """Tư cách thành viên đã hết, dù trong năm còn tên."""
    cast.bloc.memberships.filter(unit=cast.units[1]).update(until=dt.date(2026, 12, 31))
    assert turn(cast)[:2] == (3, 4)


def test_who_is_dissolved_is_passed_over(cast):
    """Đơn vị giải thể, sáp nhập trong năm: bỏ qua, có lý do."""
    Unit.objects.filter(pk=cast.units[1].pk).update(until=dt.date(2026, 9, 30))
    assert turn(cast) == (3, 4, ("Sở số 02 của Khối thi đua thử nghiệm: đã giải thể hoặc sáp nhập",))


def test_a_newcomer_does_not_lead_yet(cast):
    """Đơn vị mới vào khối trong năm: bỏ qua; nhưng năm đầu của khối thì không ai là người mới."""
    Member.objects.filter(bloc_year=cast.row, position=2).update(joined_on=dt.date(2026, 5, 1))
    assert turn(cast) == (3, 4, ("Sở số 02 của Khối thi đua thử nghiệm: mới vào khối trong năm",))
    Member.objects.filter(bloc_year=cast.row).update(joined_on=dt.date(2026, 5, 1))
    assert turn(cast) == (2, 3, ())


def test_three_years_of_turns_reach_everybody(cast):
    """Ba năm liền theo đề nghị: mỗi năm một đơn vị khác."""
    leads, row = [1], cast.row
    for year in (2027, 2028, 2029):
        found = next_turn(row)
        row = open_year(
            cast.bloc, year=year, lead=found.lead, deputies=[found.deputy], by=cast.officer, at=day(year, 1, 5)
        )
        leads.append(row.members.get(duty="lead").position)
    assert leads == [1, 2, 3, 4]
