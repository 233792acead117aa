"""Đơn vị vào, ra, sáp nhập, chia tách, đổi tên giữa năm; năm đã qua in điều đúng khi ấy."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from blocs.roster import workflow as roster
from blocs.roster.models import Office, Succession, Unit
from blocs.years import changes, workflow
from blocs.years.models import BlocYear, Obligation
from blocs.years.rules import years_led
from emulation.journal import clock
from emulation.journal.steps import Refused
from emulation.testing import client_of, day, unit

from .conftest import a_bloc

pytestmark = pytest.mark.django_db
JULY = day(2026, 7, 15)
FIRST = dt.date(2026, 7, 1)
DECIDED = "Nghị quyết 12/NQ-HĐND ngày 20/06/2026"


def change(cast, place, kind, by=None, since=FIRST, **facts):
    facts = {"since": since, "decision": DECIDED} | facts
    return changes.change(cast.units[place], kind, **facts, by=by or cast.officer, at=JULY)


def standing(row):
    """[(name, duty, left on)] of a year."""
    return [(m.name.partition(" của")[0], m.duty, m.left_on) for m in row.members.order_by("position", "pk")]


def another_year(cast, **columns):
    """A year of the same bloc, which is closed."""
    row = workflow.open_year(cast.bloc, year=2025, lead=cast.units[0], by=cast.officer, at=day(2025, 1, 5))
    BlocYear.objects.filter(pk=row.pk).update(state="closed")
    return row


# --- biến động --------------------------------------------------------------------------------------
def test_a_lead_unit_merged_away_hands_its_place_to_the_deputy(cast):
    """Trưởng khối sáp nhập vào đơn vị khác: ra khỏi khối và năm từ hôm trước, người thôi ghế, phó khối làm trưởng khối ngay."""
    past, heir = another_year(cast), cast.units[2]
    before = standing(past)
    made = change(cast, 0, "merged", successors=[heir])
    last = dt.date(2026, 6, 30)
    assert standing(cast.row) == [("Sở số 01", "", last), ("Sở số 02", "lead", None), ("Sở số 03", "", None)]
    assert standing(past) == before
    with clock.at(JULY):
        led = [years_led(who, Office.CLERK) for who in (cast.clerks[0], cast.clerks[1])]
    assert led == [set(), {cast.row.pk}]
    assert (made.old_name, list(made.successors.all())) == ("Sở số 01 của Khối thi đua thử nghiệm", [heir])
    assert {m.until for m in cast.units[0].memberships.all()} == {last}
    assert not Obligation.objects.late().filter(member__unit=cast.units[0]).exists()
    page = client_of(cast.officer, JULY).get(reverse("years:page", args=[cast.row.pk])).content.decode()
    assert f"ra ngày 30/06/2026: Sáp nhập vào đơn vị khác, {DECIDED}" in page


def test_a_unit_that_is_split_is_followed_by_its_parts(cast):
    """Chia tách: các đơn vị mới vào khối và năm đang chạy từ ngày ấy, nợ các mốc còn lại; năm đã khép giữ nguyên."""
    past, parts = another_year(cast), [unit("Sở Một"), unit("Sở Hai")]
    change(cast, 2, "split", successors=parts, instead=True)
    assert standing(cast.row)[2:] == [
        ("Sở số 03", "", dt.date(2026, 6, 30)), ("Sở Một", "", None), ("Sở Hai", "", None),
    ]  # fmt: skip
    joined = cast.row.members.get(unit=parts[0])
    assert joined.joined_on == FIRST
    assert {o.milestone.kind for o in joined.obligations.all()} == {"midyear", "self_score", "results", "dossier"}
    assert past.members.count() == 3
    assert {m.unit for m in cast.bloc.memberships.filter(until=None)} == {*cast.units[:2], *parts}


def test_a_new_name_stands_in_the_years_that_run_and_the_old_one_in_the_closed(cast):
    """Đổi tên: năm chưa khép mang tên mới, năm đã khép tên cũ; trang đơn vị kể tên trước đó."""
    past, old = another_year(cast), cast.units[1].name
    change(cast, 1, "renamed", name="Sở Nông nghiệp và Môi trường")
    assert standing(cast.row)[1] == ("Sở Nông nghiệp và Môi trường", "deputy", None)
    assert past.members.get(unit=cast.units[1]).name == old
    page = client_of(cast.officer, JULY).get(reverse("roster:unit", args=[cast.units[1].pk])).content.decode()
    assert f"Đổi tên: trước đó là {old}" in page
    assert DECIDED in page


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        ("merged", {}, "Sáp nhập thì chọn một đơn vị kế tục"),
        ("split", {"successors": 1}, "Sáp nhập thì chọn một đơn vị kế tục"),
        ("dissolved", {"successors": 1}, "giải thể thì không chọn"),
        ("renamed", {}, "Ghi tên mới"),
        ("dissolved", {"decision": ""}, "Ghi số và ngày của quyết định."),
        ("dissolved", {"since": dt.date(2026, 8, 1)}, "ngày không sau hôm nay"),
    ],
)
def test_a_change_that_does_not_hold_changes_nothing(cast, kind, facts, words):
    """Thiếu đơn vị kế tục, thiếu tên, thiếu quyết định, ngày chưa tới: từ chối, khối và năm giữ nguyên."""
    if count := facts.get("successors"):
        facts = facts | {"successors": cast.units[:count]}
    before = standing(cast.row)
    with pytest.raises(Refused, match=words):
        change(cast, 2, kind, **facts)
    assert (standing(cast.row), Succession.objects.count()) == (before, 0)


def test_a_unit_ends_once_and_a_secretariat_only_when_its_blocs_are_given_away(cast):
    """Đã giải thể thì không giải thể nữa; cơ quan còn theo dõi khối thì chưa; cơ sở dữ liệu cũng giữ."""
    made = change(cast, 2, "dissolved")
    with pytest.raises(Refused, match="đã chấm dứt hoạt động"):
        change(cast, 2, "dissolved")
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(unit=made.unit, kind="merged", since=FIRST, decision="x", old_name="x")
    with pytest.raises(Refused, match="còn theo dõi khối"):
        changes.change(cast.bloc.secretariat, "dissolved", since=FIRST, decision=DECIDED, by=cast.officer, at=JULY)


def test_who_writes_down_a_change(cast, other, away):
    """Cơ quan thường trực trong tỉnh; không phải người của khối, không phải tỉnh khác."""
    for person in (cast.heads[0], cast.clerks[2], other.heads[0], away.officer):
        with pytest.raises(PermissionDenied):
            change(cast, 2, "dissolved", by=person)
    address = reverse("years:change", args=[cast.units[2].pk])
    assert [client_of(who, JULY).get(address).status_code for who in (cast.officer, cast.heads[0], away.officer)] == [200, 403, 404]  # fmt: skip
    typed = {"kind": "merged", "since": "01/07/2026", "decision": DECIDED, "successors": [cast.units[1].pk]}
    assert client_of(cast.officer, JULY).post(address, typed).status_code == 302
    assert Unit.objects.get(pk=cast.units[2].pk).until == dt.date(2026, 6, 30)


# --- vào, ra, đổi trưởng khối -----------------------------------------------------------------------
def test_a_unit_joins_a_year_that_runs(cast):
    """Đơn vị vào khối rồi vào năm: có trong bảng, nợ từ ngày vào; vào hai lần, chưa thuộc khối, ngày ngoài năm: từ chối."""
    new, facts = unit("Sở Mới"), {"by": cast.officer, "at": JULY}
    with pytest.raises(Refused, match="chưa thuộc khối"):
        changes.admit(cast.row, new, joined_on=FIRST, **facts)
    roster.join_bloc(cast.bloc, new, since=FIRST, **facts)
    with pytest.raises(Refused, match="không sau hôm nay"):
        changes.admit(cast.row, new, joined_on=dt.date(2026, 8, 1), **facts)
    address = reverse("years:admit", args=[cast.row.pk])
    assert client_of(cast.officer, JULY).post(address, {"unit": new.pk, "joined_on": "01/07/2026"}).status_code == 302
    assert standing(cast.row)[-1] == ("Sở Mới", "", None)
    with pytest.raises(Refused, match="đã có tên trong năm này"):
        changes.admit(cast.row, new, joined_on=FIRST, **facts)


def test_a_unit_leaves_a_year_and_the_deputies_move_up():
    """Trưởng khối ra: phó khối thứ nhất lên trưởng, phó khối thứ hai lên phó; phải nêu lý do; ra rồi thì thôi."""
    cast = a_bloc(4, deputies=2)
    address = reverse("years:release", args=[cast.members[0].pk])
    client = client_of(cast.officer, JULY)
    assert "Chưa điền ô này." in client.post(address, {"left_on": "30/06/2026", "reason": ""}).content.decode()
    client.post(address, {"left_on": "30/06/2026", "reason": "Chuyển về trung ương"})
    assert standing(cast.row) == [
        ("Sở số 01", "", dt.date(2026, 6, 30)), ("Sở số 02", "lead", None), ("Sở số 03", "deputy", None), ("Sở số 04", "", None),
    ]  # fmt: skip
    again = client.post(address, {"left_on": "30/06/2026", "reason": "x"}).content.decode()
    assert "đã ra ngày 30/06/2026" in again


def test_the_secretariat_names_another_lead_in_the_middle_of_a_year(cast, other):
    """Đổi trưởng khối có lý do; đơn vị của khối khác không chọn được; trưởng khối không tự đổi."""
    address = reverse("years:appoint", args=[cast.row.pk])
    typed = {"lead": cast.members[2].pk, "deputy": cast.members[0].pk, "reason": "Trưởng khối xin thôi"}
    assert client_of(cast.heads[0], JULY).post(address, typed).status_code == 403
    client = client_of(cast.officer, JULY)
    assert client.post(address, typed | {"lead": other.members[0].pk}).context["form"].errors.keys() == {"lead"}
    assert client.post(address, typed).status_code == 302
    assert [duty for _name, duty, _left in standing(cast.row)] == ["deputy", "", "lead"]


def test_a_closed_year_is_not_changed(cast):
    """Năm đã khép: không vào, không ra, không đổi trưởng khối."""
    BlocYear.objects.filter(pk=cast.row.pk).update(state="closed")
    cast.row.refresh_from_db()
    facts = {"by": cast.officer, "at": JULY}
    for act in (
        lambda: changes.admit(cast.row, unit("Sở Mới"), joined_on=FIRST, **facts),
        lambda: changes.release(cast.row.members.first(), left_on=FIRST, reason="x", **facts),
        lambda: changes.appoint(cast.row, lead=cast.members[1], reason="x", **facts),
    ):
        with pytest.raises(Refused, match="Năm thi đua đã khép"):
            act()


def test_a_year_that_was_over_had_the_unit_to_its_end(cast):
    """Giải thể tháng hai năm sau, khi năm trước chưa khép: năm trước giữ đủ đơn vị; đổi trưởng khối vẫn được."""
    facts = {"by": cast.officer, "at": day(2027, 2, 20)}
    changes.change(cast.units[0], "dissolved", since=dt.date(2027, 2, 1), decision=DECIDED, **facts)
    assert {left for _name, _duty, left in standing(cast.row)} == {None}
    changes.appoint(cast.row, lead=cast.members[1], reason="Sở số 01 đã giải thể", **facts)
    assert standing(cast.row)[1][1] == "lead"
