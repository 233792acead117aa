"""Lịch riêng của một người: an address that nobody guesses, that ends when its owner ends it, and shows what the owner sees."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from blocs.conferences import workflow as conferences
from blocs.years import workflow
from blocs.years.models import Due
from blocs.years.tests.conftest import a_bloc
from emulation.accounts.models import CalendarKey, User
from emulation.testing import client_of, day, sitting

pytestmark = pytest.mark.django_db
WHEN = day(2026, 2, 1)
PAGE = "accounts:reminders"


def press(person, **typed):
    return client_of(person, WHEN).post(reverse(PAGE), typed)


def address_of(person):
    """A new address, as the page shows it once."""
    return re.search(r'value="http://[^/]+(/lich/[\w-]+\.ics)"', press(person, act="calendar").content.decode())[1]


def read(address, at=WHEN):
    """What a calendar application gets, without signing in; None for 404."""
    client = Client()
    client.defaults["emulation.at"] = at
    answer = client.get(address)
    return answer.content.decode().replace("\r\n ", "") if answer.status_code == 200 else None


def test_a_calendar_shows_the_due_days_and_meetings_of_its_owner():
    """Hạn của đơn vị mình, trừ việc đã xong; hội nghị của khối; trưởng khối thấy mốc của khối; khối khác không lẫn vào."""
    cast, other = a_bloc(), a_bloc(name="Khối bên cạnh")
    with workflow.SET_DUE.on(cast.row, by=cast.officer, at=WHEN):
        workflow.meet(cast.members[1], Due.SIGN, by=cast.officer, at=WHEN)
    meeting = {"title": "Hội nghị, sơ kết", "held_at": day(2026, 7, 15, 8), "place": "Hội trường", "chairs": "Giám đốc"}
    for one in (cast, other):
        conferences.plan(one.row, kind="midyear", **meeting, by=one.clerks[0], at=WHEN)
    told = read(address_of(cast.clerks[1]))
    assert told.count("BEGIN:VEVENT") == 6
    assert "DTSTART;VALUE=DATE:20260215" in told
    assert "SUMMARY:Hạn của đơn vị: Đăng ký thi đua" in told
    assert "Ký giao ước" not in told
    assert "SUMMARY:Hội nghị\\, sơ kết" in told
    assert "Khối bên cạnh" not in told
    assert "Mốc của khối" not in told
    assert read(address_of(cast.clerks[0])).count("Mốc của khối") == 6
    assert read(address_of(cast.officer)).count("Mốc của khối") == 12


def test_an_address_ends_with_a_new_one_with_its_owner_and_by_a_button():
    """Lập mới thì địa chỉ cũ hết; thu hồi, thôi dùng tài khoản, ngủ quên: 404; địa chỉ đoán bừa: 404."""
    person = sitting("clerk", unit=a_bloc().units[0])
    first = address_of(person)
    second = address_of(person)
    assert (read(first), bool(read(second))) == (None, True)
    assert second.split("/")[-1].removesuffix(".ics") not in str(CalendarKey.objects.values())
    User.objects.filter(pk=person.pk).update(seen_at=WHEN)
    assert read(second, at=day(2027, 2, 1)) is None
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert read(second) is None
    User.objects.filter(pk=person.pk).update(is_active=True)
    assert press(person, act="end").url == reverse(PAGE)
    assert read(second) is None
    assert read(f"/lich/{'a' * 43}.ics") is None


def test_a_calendar_is_only_read():
    """Không ai gửi gì vào lịch; máy trung gian không giữ lại."""
    person = sitting("clerk", unit=a_bloc().units[0])
    address = address_of(person)
    assert Client().post(address).status_code == 405
    answer = Client().get(address)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/calendar; charset=utf-8", "private, no-store")


def test_an_address_for_letters_is_given_changed_and_taken_back():
    """Ghi địa chỉ thư, sai thì nhắc lại, để trống thì thôi nhận."""
    person = sitting("clerk", unit=a_bloc().units[0])
    for typed, kept in (("a@b.vn", "a@b.vn"), ("a@@", "a@b.vn"), ("", "")):
        press(person, act="email", email=typed)
        person.refresh_from_db()
        assert person.email == kept
