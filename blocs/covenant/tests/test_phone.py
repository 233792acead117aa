"""Giao ước trên điện thoại: đọc, xác nhận; hai lần chạm với khóa trên máy, một mã khi không có khóa."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.urls import reverse

from blocs.covenant.models import Signature, SignatureState
from emulation.testing import prove

from .conftest import MARCH, a_year, frozen, signature_of

PHONE = 390
# A phone that has a fingerprint reader: what the browser knows of it.
READER = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(autouse=True)
def from_nothing():
    cache.clear()


def with_a_passkey(page):
    """The person sets up a passkey on this phone, as the account page offers it. Out: the connection to the reader."""
    reader = page.context.new_cdp_session(page)
    reader.send("WebAuthn.enable")
    reader.send("WebAuthn.addVirtualAuthenticator", {"options": READER})
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_role("button", name="Thêm khóa trên máy này").click()
    page.wait_for_url(lambda url: reverse("mfa_add_webauthn") not in url)
    return reader


def forget_the_proofs(client, head, minutes=6):
    """What the person has shown so far is `minutes` old."""
    prove(client, head, seconds_ago=60 * minutes)


@pytest.mark.browser
def test_a_head_with_a_passkey_signs_in_two_taps(screen, client_of, transactional_db, settings):
    """Mở giao ước, đọc, chạm «sang bước xác nhận», chạm «Xác nhận giao ước»: máy hỏi vân tay, và xong. Hai lần chạm, không gõ gì."""
    settings.DEMO = False
    year = a_year(2)
    covenant = frozen(year)
    client = client_of(year.heads[1])
    page = screen(client, PHONE)
    with_a_passkey(page)
    forget_the_proofs(client, year.heads[1])
    page.goto(reverse("covenant:page", args=[year.row.pk]))
    page.evaluate("sessionStorage.taps = 0")
    page.add_init_script("addEventListener('click', e => { if (e.isTrusted) sessionStorage.taps++ }, true)")
    page.reload()

    page.get_by_role("link", name="Đã đọc, sang bước xác nhận").click()
    page.get_by_role("button", name="Xác nhận giao ước").click()
    page.wait_for_url(lambda url: url.endswith(reverse("covenant:page", args=[year.row.pk])))

    signature = signature_of(covenant, year.members[1])
    assert page.evaluate("Number(sessionStorage.taps)") == 2
    assert (signature.state, signature.method, signature.factor) == (SignatureState.SIGNED, "mfa", "webauthn")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


@pytest.mark.browser
def test_a_phone_without_the_passkey_signs_nothing(screen, client_of, transactional_db, settings):
    """Máy này không có khóa đã lập, vân tay không khớp: trang nói chưa dùng được khóa, chưa xác nhận gì."""
    settings.DEMO = False
    year = a_year(2)
    covenant = frozen(year)
    client = client_of(year.heads[1])
    page = screen(client, PHONE)
    reader = with_a_passkey(page)
    forget_the_proofs(client, year.heads[1])
    reader.send("WebAuthn.disable")
    reader.send("WebAuthn.enable")
    reader.send("WebAuthn.addVirtualAuthenticator", {"options": READER | {"isUserVerified": False}})
    page.goto(reverse("covenant:confirm", args=[signature_of(covenant, year.members[1]).pk]))

    page.get_by_role("button", name="Xác nhận giao ước").click()
    page.get_by_text("Chưa dùng được khóa trên máy").wait_for()

    assert not Signature.objects.filter(state=SignatureState.SIGNED).exists()


# --- without a passkey ----------------------------------------------------------------------------
@pytest.fixture
def real(settings):
    """Not the demonstration: a password alone does not sign."""
    settings.DEMO = False


@pytest.fixture
def ready(real, covenant, year, client_of):
    """The third unit's signature, its page, and its head signed in with a fresh password. Out: (signature, page, client)."""
    signature = signature_of(covenant, year.members[2])
    return signature, reverse("covenant:confirm", args=[signature.pk]), client_of(year.heads[2], MARCH)


def state_of(signature):
    return Signature.objects.get(pk=signature.pk).state


def app_code(secret):
    """The code that the app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_password_alone_does_not_sign(ready):
    """Chỉ có mật khẩu: trang nói không đủ và dẫn tới chỗ thêm khóa hoặc ứng dụng mã; bấm cố cũng không ký."""
    signature, page, client = ready

    read = client.get(page).content.decode()
    assert "Mật khẩu một mình không đủ để ký." in read
    assert reverse("mfa_add_webauthn") in read
    assert 'form="confirm"' not in read
    assert client.post(page).status_code == 200
    assert state_of(signature) == SignatureState.AWAITED


def test_a_code_of_the_app_signs(ready, year):
    """Có ứng dụng mã: trang hỏi mã; đúng mã thì ký, ghi bước thứ hai là ứng dụng mã."""
    signature, page, client = ready
    secret = generate_totp_secret()
    TOTP.activate(year.heads[2], secret)
    assert 'name="code"' in client.get(page).content.decode()

    assert client.post(page, {"code": app_code(secret)}).status_code == 302

    signature.refresh_from_db()
    assert (signature.state, signature.factor) == (SignatureState.SIGNED, "totp")


def test_a_wrong_code_does_not_sign(ready, year):
    """Sai mã thì trang nói rõ, chưa ký; bấm mà không gõ mã cũng thế."""
    signature, page, client = ready
    TOTP.activate(year.heads[2], generate_totp_secret())

    assert "Mã hoặc khóa chưa đúng" in client.post(page, {"code": "000000"}).content.decode()
    assert "Chưa xác nhận gì" in client.post(page).content.decode()
    assert state_of(signature) == SignatureState.AWAITED


def test_a_reserve_code_signs_once(ready, year, covenant):
    """Mất điện thoại: một mã dự phòng ký được, đúng một lần."""
    signature, page, client = ready
    TOTP.activate(year.heads[2], generate_totp_secret())
    code = RecoveryCodes.activate(year.heads[2]).get_unused_codes()[0]

    assert client.post(page, {"code": code}).status_code == 302

    signature.refresh_from_db()
    assert (signature.state, signature.factor) == (SignatureState.SIGNED, "recovery_codes")
    assert code not in Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()


def test_guessing_codes_is_stopped(ready, year):
    """Dò mã: sau vài lần sai thì phải chờ, kể cả gõ đúng."""
    signature, page, client = ready
    secret = generate_totp_secret()
    TOTP.activate(year.heads[2], secret)
    for _ in range(12):
        client.post(page, {"code": "000000"})

    assert "Đã nhập sai nhiều lần" in client.post(page, {"code": app_code(secret)}).content.decode()
    assert state_of(signature) == SignatureState.AWAITED


def test_the_code_of_somebody_else_does_not_sign(ready, year):
    """Mã của người khác không ký được cho mình."""
    signature, page, client = ready
    secret = generate_totp_secret()
    TOTP.activate(year.heads[1], secret)
    TOTP.activate(year.heads[2], generate_totp_secret())

    client.post(page, {"code": app_code(secret)})

    assert state_of(signature) == SignatureState.AWAITED


def test_in_the_demonstration_a_password_signs_and_the_page_says_so(covenant, year, client_of):
    """Bản trình diễn: tài khoản ai cũng vào được nên mật khẩu là đủ, và trang nói như thế."""
    signature, client = signature_of(covenant, year.members[2]), client_of(year.heads[2], MARCH)
    page = reverse("covenant:confirm", args=[signature.pk])
    assert "Bản trình diễn: mật khẩu là đủ." in client.get(page).content.decode()

    assert client.post(page).status_code == 302
    assert state_of(signature) == SignatureState.SIGNED
