"""Năm mới: cho mọi khối trong một việc; năm học, năm bắt đầu giữa chừng; hạn các mốc theo năm trước."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocs.roster.models import Bloc, Rotation
from blocs.years import opening, spans, workflow
from blocs.years.models import BlocYear, Due
from emulation.journal.steps import Refused
from emulation.testing import client_of, day, secretariat_of

from .conftest import a_bloc

pytestmark = pytest.mark.django_db
DECEMBER = day(2026, 12, 21)


def page(person, secretariat, at=DECEMBER, year=2027, **typed):
    client, address = client_of(person, at), reverse("years:open_all", args=[secretariat.pk, year])
    return client.post(address, typed) if typed else client.get(address)


def ticked(cast, lead=1, deputy=2):
    pk = cast.bloc.pk
    return {f"open-{pk}": "on", f"lead-{pk}": cast.units[lead].pk, f"deputy-{pk}": cast.units[deputy].pk}


# --- mọi khối trong một việc ------------------------------------------------------------------------
def test_all_blocs_get_their_year_in_one_act(cast, other):
    """Mở trang: mỗi khối một dòng với người kế tiếp đã chọn sẵn; bấm một lần thì khối nào cũng có năm, ai sửa thì theo sửa."""
    workflow.set_due(cast.row, Due.SIGN, dt.date(2026, 4, 20), by=cast.officer, at=day(2026, 1, 6))
    rows = {p.bloc: (open_.initial, lead.initial, deputy.initial) for p, open_, lead, deputy in page(cast.officer, cast.bloc.secretariat).context["form"].rows()}  # fmt: skip
    assert rows == {one.bloc: (True, one.units[1].pk, one.units[2].pk) for one in (cast, other)}
    page(cast.officer, cast.bloc.secretariat, **ticked(cast), **ticked(other, 2, 0))
    leads = {y.bloc: y.members.get(duty="lead").unit for y in BlocYear.objects.filter(year=2027)}
    assert leads == {cast.bloc: cast.units[1], other.bloc: other.units[2]}
    coming = cast.bloc.years.get(year=2027)
    assert (coming.members.count(), coming.milestones.get(kind=Due.SIGN).due) == (3, dt.date(2027, 4, 20))
    told = page(cast.officer, cast.bloc.secretariat).content.decode()
    assert "Mọi khối đã có năm này." in told
    assert reverse("years:page", args=[coming.pk]) in told


def test_a_bloc_that_is_not_ticked_stays_as_it_is_and_one_that_fails_stops_all(cast, other):
    """Không chọn thì không lập; một khối sai thì không khối nào được lập, và câu từ chối nói khối nào."""
    page(cast.officer, cast.bloc.secretariat, **ticked(other))
    assert [y.bloc for y in BlocYear.objects.filter(year=2027)] == [other.bloc]
    BlocYear.objects.filter(pk=other.row.pk).update(until="2027-07-31")
    third = a_bloc(name="Khối thứ ba")
    facts = {third.bloc: (third.units[0], None), cast.bloc: (cast.units[0], cast.units[0])}
    with pytest.raises(Refused, match="Khối thi đua thử nghiệm: Trưởng khối và phó khối phải là các đơn vị khác nhau"):
        opening.open_years(cast.bloc.secretariat, year=2027, chosen=facts, by=cast.officer, at=DECEMBER)
    assert BlocYear.objects.filter(year=2027).count() == 1


def test_a_bloc_that_elects_its_lead_waits_for_a_choice(cast):
    """Khối bầu trưởng khối: không đoán, không chọn sẵn; chọn lập mà chưa chọn trưởng khối thì nhắc."""
    Bloc.objects.filter(pk=cast.bloc.pk).update(rotation=Rotation.ELECTION)
    [(_one, open_, lead, _deputy)] = page(cast.officer, cast.bloc.secretariat).context["form"].rows()
    assert (open_.initial, lead.initial) == (False, None)
    answer = page(cast.officer, cast.bloc.secretariat, **{f"open-{cast.bloc.pk}": "on"})
    assert "Chọn trưởng khối, hoặc bỏ dấu ở khối này." in answer.content.decode()
    assert not BlocYear.objects.filter(year=2027).exists()


def test_only_its_own_secretariat_opens_the_years_of_its_blocs(cast, away):
    """Người của khối: 403; cơ quan thường trực tỉnh khác: 404; qua việc cũng vậy."""
    at_home, elsewhere = cast.bloc.secretariat, secretariat_of(away.units[0].root)
    assert page(cast.heads[0], at_home).status_code == 403
    assert page(cast.officer, elsewhere).status_code == 404
    with pytest.raises(PermissionDenied):
        opening.open_years(
            elsewhere, year=2027, chosen={away.bloc: (away.units[0], None)}, by=cast.officer, at=DECEMBER
        )


def test_the_page_of_many_blocs_takes_as_many_questions_as_of_one(cast):
    """Số câu hỏi không theo số khối."""

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page(cast.officer, cast.bloc.secretariat)
        return len(queries)

    before = asked()
    a_bloc(name="Khối thứ hai")
    a_bloc(name="Khối thứ ba")
    assert asked() <= before


# --- từ ngày nào đến ngày nào -----------------------------------------------------------------------
def days(since, until):
    return {kind.value: due for kind, due in spans.due_days(dt.date(*since), dt.date(*until)).items()}


def test_the_days_of_a_school_year_follow_its_months():
    """Năm học: đăng ký trước 30/9, sơ kết cuối tháng một, hồ sơ trước 10/7 năm sau."""
    assert days((2026, 8, 1), (2027, 7, 31)) == {
        "register": dt.date(2026, 9, 30), "sign": dt.date(2026, 10, 31), "midyear": dt.date(2027, 1, 31),
        "self_score": dt.date(2027, 6, 15), "results": dt.date(2027, 6, 30), "dossier": dt.date(2027, 7, 10),
    }  # fmt: skip


def test_a_year_that_begins_in_the_middle_has_no_half_year_behind_it():
    """Bắt đầu 1/7: đăng ký sau 30 ngày, ký sau 45 ngày, không sơ kết; bắt đầu 1/12: mọi hạn nằm trong năm."""
    summer = days((2026, 7, 1), (2026, 12, 31))
    assert (summer["register"], summer["sign"], "midyear" in summer) == (
        dt.date(2026, 7, 31),
        dt.date(2026, 8, 15),
        False,
    )
    assert summer["self_score"] == dt.date(2026, 11, 20)
    winter = days((2026, 12, 1), (2026, 12, 31))
    assert max(winter.values()) <= dt.date(2026, 12, 31) < min(winter.values()) + dt.timedelta(days=31)


def test_a_bloc_begins_in_the_middle_of_a_year_and_then_goes_on_as_others(cast):
    """Khối lập giữa năm: năm từ 1/7, đơn vị vào từ 1/7; năm sau trở lại cả năm, hạn như thường lệ."""
    summer = {"since": dt.date(2027, 7, 1), "lead": cast.units[0]}
    row = workflow.open_year(cast.bloc, year=2027, **summer, by=cast.officer, at=DECEMBER)
    assert (row.since, row.until, {m.joined_on for m in row.members.all()}) == (dt.date(2027, 7, 1), dt.date(2027, 12, 31), {dt.date(2027, 7, 1)})  # fmt: skip
    assert row.milestones.count() == 5
    after = workflow.open_year(cast.bloc, year=2028, lead=cast.units[1], by=cast.officer, at=DECEMBER)
    assert (after.since, after.milestones.get(kind=Due.REGISTER).due) == (dt.date(2028, 1, 1), dt.date(2028, 2, 15))


def test_a_school_year_is_followed_by_the_next(cast):
    """Khối trường học: năm sau từ ngày kế tiếp, các mốc dời đúng một năm."""
    school = {"since": dt.date(2027, 8, 1), "until": dt.date(2028, 7, 31), "lead": cast.units[0]}
    row = workflow.open_year(cast.bloc, year=2027, **school, by=cast.officer, at=DECEMBER)
    workflow.set_due(row, Due.MIDYEAR, dt.date(2028, 2, 29), by=cast.officer, at=DECEMBER)
    after = workflow.open_year(cast.bloc, year=2028, lead=cast.units[1], by=cast.officer, at=DECEMBER)
    assert (after.since, after.until) == (dt.date(2028, 8, 1), dt.date(2029, 7, 31))
    assert after.milestones.get(kind=Due.MIDYEAR).due == dt.date(2029, 2, 28)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"since": "01/07/2026"}, "phải bắt đầu trong năm ấy"),
        ({"until": "01/01/2026"}, "phải bắt đầu trong năm ấy"),
        ({"until": "30/06/2028"}, "dài nhiều nhất 13 tháng"),
        ({"year": "2025", "since": "01/07/2025", "until": "31/03/2026"}, "đã có từ 01/01/2026 đến 31/12/2026"),
    ],
)
def test_days_that_do_not_hold_are_refused(cast, typed, words):
    """Ngày ngoài năm, quá dài, hoặc trùng ngày của năm khác: câu từ chối ở biểu mẫu."""
    typed = {"year": "2027", "lead": cast.units[1].pk, "deputy": ""} | typed
    answer = client_of(cast.officer, DECEMBER).post(reverse("years:open", args=[cast.bloc.pk]), typed)
    assert words in answer.content.decode()
    assert cast.bloc.years.count() == 1
