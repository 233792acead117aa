"""Các trang của tài khoản mở được, bằng lời của mình, không có câu tiếng Anh nào."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from emulation.accounts.templatetags.devices import device
from emulation.accounts.templatetags.shift import shift_banner
from emulation.testing import PASSWORD, client_of, day

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(r"\b(the|your|you|password|sign|code|please|security|key)\b", re.IGNORECASE)
OWN = (
    "accounts:index", "account_change_password", "account_reauthenticate", "account_logout", "usersessions_list",
    "mfa_index", "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
)  # fmt: skip


def words(answer):
    """The words of a page without its markup and scripts."""
    main = answer.content.decode().split('<main id="main"')[1].split("</main>")[0]
    return re.sub(r"<script.*?</script>|<[^>]+>", " ", main, flags=re.DOTALL)


@pytest.mark.parametrize("name", OWN)
def test_every_page_of_the_account_speaks_vietnamese(officer, name):
    """Mỗi trang mở được và không lẫn câu tiếng Anh của thư viện."""
    answer = client_of(officer).get(reverse(name))
    assert answer.status_code == 200
    assert not ENGLISH.findall(words(answer))


@pytest.mark.parametrize("name", ["account_login", "accounts:first_sign_in"])
def test_public_pages_speak_vietnamese(client, name):
    """Trang đăng nhập và trang lần đầu cũng vậy."""
    assert not ENGLISH.findall(words(client.get(reverse(name))))


def test_passkeys_are_offered_where_the_browser_allows_them(client):
    """Mở bằng tên miền thì khóa trên máy đứng đầu; mở bằng số thì nói vì sao không có."""
    by_name = client.get(reverse("account_login"), headers={"Host": "localhost"}).content.decode()
    by_number = client.get(reverse("account_login"), headers={"Host": "127.0.0.1:8000"}).content.decode()
    assert by_name.index("passkey_login") < by_name.index("id_password")
    assert 'id="passkey_login"' not in by_number
    assert "tên miền" in by_number


def test_a_passkey_is_bound_to_the_name_of_the_host(client):
    """Khóa trên máy gắn với tên miền của trang."""
    asked = client.get(reverse("mfa_login_webauthn"), headers={"Host": "localhost", "Accept": "application/json"})
    assert asked.json()["request_options"]["publicKey"]["rpId"] == "localhost"


def test_a_code_is_asked_after_the_password_when_the_app_is_on(client, officer):
    """Bật ứng dụng mã thì đúng mật khẩu vẫn chưa vào, nhập sai mã thì nói rõ, mã dự phòng thì vào."""
    TOTP.activate(officer, generate_totp_secret())
    codes = RecoveryCodes.activate(officer).get_unused_codes()
    answer = client.post(reverse("account_login"), {"login": "snv.daumoi", "password": PASSWORD})
    assert answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    wrong = client.post(answer.url, {"code": "000000"})
    assert "Mã hoặc khóa chưa đúng" in words(wrong)
    assert not ENGLISH.findall(words(wrong))
    assert client.post(answer.url, {"code": codes[0]}).url == reverse("home")


def test_recovery_codes_are_shown_and_taken_away(officer):
    """Mã dự phòng xem lại và tải về được sau khi xác nhận danh tính."""
    TOTP.activate(officer, generate_totp_secret())
    codes = RecoveryCodes.activate(officer).get_unused_codes()
    client = client_of(officer)
    assert codes[0] in words(client.get(reverse("mfa_view_recovery_codes")))
    assert codes[0] in client.get(reverse("mfa_download_recovery_codes")).content.decode()


def test_the_app_is_turned_off_by_its_owner(officer):
    """Tắt ứng dụng mã: hỏi trước rồi tắt."""
    TOTP.activate(officer, generate_totp_secret())
    client = client_of(officer)
    assert "không hỏi mã 6 số nữa" in words(client.get(reverse("mfa_deactivate_totp")))
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge trên Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537", "Chrome trên Android"),
        ("", "Trình duyệt lạ trên máy lạ"),
    ],
)
def test_a_session_is_named_by_its_device(user_agent, words):
    """Phiên được gọi bằng trình duyệt và máy, không bằng chuỗi kỹ thuật."""
    assert device(user_agent) == words


def test_the_banner_of_a_shift_goes_with_its_end(rf):
    """Dải báo ca quản trị tự mất khi ca hết giờ."""
    request = rf.get("/")
    request.session, request.at = {"shift_until": day(2026, 2, 10).isoformat()}, day(2026, 2, 10, hour=8)
    assert shift_banner({"request": request})["until"] == day(2026, 2, 10)
    request.at = day(2026, 2, 10, hour=10)
    assert shift_banner({"request": request})["until"] is None
