"""Xác nhận danh tính trước việc không rút lại được."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from emulation.accounts.proof import proven
from emulation.testing import PASSWORD, client_of, prove

pytestmark = pytest.mark.django_db


@proven
def sign(request):
    return HttpResponse("đã ký")


def asked(user, method="post", seconds_ago=None, referer=None, data=None):
    """The answer of `sign` to a person who proved themselves `seconds_ago` (None: never)."""
    client = client_of(user)
    if seconds_ago is None:
        session = client.session
        del session["account_authentication_methods"]
        session.save()
    else:
        prove(client, user, seconds_ago)
    request = getattr(RequestFactory(), method)(
        "/giao-uoc/7/ky/", data or {}, **({"HTTP_REFERER": referer} if referer else {})
    )
    request.user, request.session = user, SessionStore(client.session.session_key)
    request._messages = type("Messages", (), {"add": lambda *args: None})()
    return sign(request), request


def test_reading_needs_no_proof(officer):
    """Chỉ xem thì không hỏi lại."""
    assert asked(officer, "get")[0].content.decode() == "đã ký"


def test_a_fresh_proof_passes(officer):
    """Vừa xác nhận trong 5 phút thì làm được ngay."""
    assert asked(officer, seconds_ago=290)[0].status_code == 200


@pytest.mark.parametrize("seconds_ago", [None, 301, 40000])
def test_an_old_proof_leads_to_the_door(officer, seconds_ago):
    """Xác nhận đã quá 5 phút thì phải xác nhận lại, và việc chưa xảy ra."""
    answer, _request = asked(officer, seconds_ago=seconds_ago)
    assert answer.url == f"{reverse('account_reauthenticate')}?next=%2Fgiao-uoc%2F7%2Fky%2F"


def test_the_way_back_is_the_page_that_held_the_button(officer):
    """Xác nhận xong thì về trang có nút, không về thẳng việc."""
    answer, _request = asked(officer, referer="http://testserver/giao-uoc/7/?xem=1")
    assert answer.url.endswith("?next=%2Fgiao-uoc%2F7%2F%3Fxem%3D1")


def test_a_foreign_page_is_no_way_back(officer):
    """Trang ở máy chủ khác không thành đường về."""
    answer, _request = asked(officer, referer="http://vi.du/giao-uoc/7/")
    assert answer.url.endswith("?next=%2Fgiao-uoc%2F7%2Fky%2F")


def test_what_was_typed_is_kept_nowhere(officer):
    """Những gì đã gõ không được cất lại ở đâu."""
    _answer, request = asked(officer, data={"phieu": "dong-y-bi-mat"})
    assert "dong-y-bi-mat" not in str(dict(request.session.items()))


def test_the_password_is_a_proof(officer):
    """Nhập đúng mật khẩu thì về trang định làm; nhập sai thì nói rõ."""
    client = client_of(officer)
    prove(client, officer, 1000)
    door = reverse("account_reauthenticate")
    assert "Mật khẩu chưa đúng" in client.post(door, {"password": "sai"}).content.decode()
    back = reverse("accounts:index")
    assert client.post(door, {"password": PASSWORD, "next": back}).url == back
