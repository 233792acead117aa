"""Ngừng thao tác quá lâu thì phải đăng nhập lại, mà không ghi phiên ở mỗi trang."""

import time

import pytest
from django.urls import reverse

from emulation.accounts import idle
from emulation.testing import client_of, prove

pytestmark = pytest.mark.django_db
PAGE = "accounts:index"


@pytest.fixture
def later(monkeypatch):
    """later(minutes): the machine's clock is so much later from now on."""
    real = time.time
    return lambda minutes: monkeypatch.setattr(time, "time", lambda: real() + minutes * 60)


def test_an_hour_without_a_request_signs_out(officer, later):
    """Quá một giờ không thao tác thì phiên đóng, và trang đăng nhập nói vì sao."""
    client = client_of(officer)
    client.get(reverse(PAGE))
    later(61)
    answer = client.get(reverse(PAGE))
    assert answer.url == f"{reverse('account_login')}?next={reverse(PAGE)}"
    assert "không thao tác" in client.get(answer.url).content.decode()


def test_working_keeps_the_session_open(officer, later):
    """Còn thao tác thì phiên còn, dù tổng cộng đã quá một giờ."""
    client = client_of(officer)
    for minutes in (0, 50, 100, 150):
        later(minutes)
        assert client.get(reverse(PAGE)).status_code == 200


def test_a_page_that_polls_is_no_sign_of_a_person(officer, later):
    """Trang tự hỏi tiến độ không giữ phiên mở thay người."""
    client = client_of(officer)
    client.get(reverse(PAGE))
    later(50)
    client.get(reverse(PAGE), headers={"HX-Request": "true"})
    later(61)
    assert client.get(reverse(PAGE)).status_code == 302


def test_a_lost_cookie_does_not_extend_the_session(officer):
    """Xóa cookie thì tính từ lần xác nhận gần nhất."""
    client = client_of(officer)
    prove(client, officer, 61 * 60)
    assert client.get(reverse(PAGE)).status_code == 302


def test_a_made_up_cookie_is_not_believed(officer, later):
    """Cookie tự viết không giữ được phiên."""
    client = client_of(officer)
    client.get(reverse(PAGE))
    later(61)
    client.cookies[idle.COOKIE] = f"{int(time.time())}:gia"
    assert client.get(reverse(PAGE)).status_code == 302


def test_no_request_writes_the_session(officer):
    """Mở trang không ghi gì vào cơ sở dữ liệu."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(officer)
    client.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(PAGE))
    assert not [q for q in asked if not q["sql"].startswith("SELECT")]
