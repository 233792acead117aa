"""Đăng nhập bằng mật khẩu, khóa tạm khi nhập sai, tài khoản ngủ quên, các phiên."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import NoReverseMatch, reverse

from emulation.accounts import workflow
from emulation.testing import PASSWORD, day

pytestmark = pytest.mark.django_db


def sign_in(client, username="snv.daumoi", password=PASSWORD, at=None, **extra):
    client.defaults["emulation.at"] = at or day(2026, 2, 10)
    return client.post(reverse("account_login"), {"login": username, "password": password} | extra)


def test_the_right_password_opens_the_list_of_what_waits(client, officer):
    """Đúng mật khẩu thì vào, và giờ đăng nhập được ghi lại."""
    assert sign_in(client).url == reverse("home")
    officer.refresh_from_db()
    assert officer.seen_at == day(2026, 2, 10)


def test_the_name_may_be_typed_in_capitals(client, officer):
    """Tên đăng nhập gõ hoa hay thường đều được."""
    assert sign_in(client, " SNV.DauMoi ").status_code == 302


def test_sign_in_returns_to_the_page_asked_for(client, officer):
    """Đăng nhập xong thì về đúng trang định mở."""
    asked = client.get(reverse("accounts:index"))
    assert asked.url == f"{reverse('account_login')}?next={reverse('accounts:index')}"
    assert sign_in(client, next=reverse("accounts:index")).url == reverse("accounts:index")


def test_nobody_is_led_to_another_site(client, officer):
    """Địa chỉ trở về ở máy chủ khác bị bỏ qua."""
    assert sign_in(client, next="https://vi.du/").url == reverse("home")


def test_a_wrong_password_and_an_unknown_name_read_the_same(client, officer):
    """Sai mật khẩu và sai tên được trả lời như nhau."""
    sentence = "Tên đăng nhập hoặc mật khẩu chưa đúng"
    assert sentence in sign_in(client, password="sai").content.decode()
    assert sentence in sign_in(client, username="khong.co").content.decode()


def test_five_wrong_passwords_lock_the_name_for_a_while(client, officer):
    """Sai năm lần thì phải chờ, kể cả khi lần sau nhập đúng; người khác không bị vạ lây."""
    for _ in range(5):
        sign_in(client, password="sai")
    assert "Chờ 5 phút" in sign_in(client).content.decode()
    assert "chưa đúng" in sign_in(client, username="nguoi.khac").content.decode()


def test_a_stopped_account_is_told_so(client, officer):
    """Tài khoản ngừng dùng thì không vào được, và biết hỏi ai."""
    officer.is_active = False
    officer.save()
    page = client.get(sign_in(client).url).content.decode()
    assert "đã ngừng dùng" in page
    assert "_auth_user_id" not in client.session


def test_a_dormant_account_needs_a_new_slip(client, officer, newcomer):
    """Quá 180 ngày không đăng nhập thì mật khẩu không còn mở được, và trang nói xin mã mới ở đâu."""
    sign_in(client)
    client.logout()
    answer = sign_in(client, at=day(2026, 9, 1))
    assert answer.url == reverse("accounts:first_sign_in")
    assert "Xin cán bộ đầu mối" in client.get(answer.url).content.decode()
    assert "_auth_user_id" not in client.session


def test_a_slip_brings_a_dormant_account_back(client, officer, newcomer):
    """Mã mới đánh thức tài khoản ngủ quên, rồi mật khẩu mới lại dùng được."""
    sign_in(client)
    client.logout()
    ((_slip, code),) = workflow.issue([officer], by=newcomer, at=day(2026, 9, 1))
    workflow.redeem("snv.daumoi", code, "một câu hoàn toàn mới", at=day(2026, 9, 2))
    assert sign_in(client, password="một câu hoàn toàn mới", at=day(2026, 9, 3)).url == reverse("home")


def test_nobody_signs_up_or_resets_by_mail(client):
    """Không có trang tự đăng ký, không có đặt lại mật khẩu qua thư."""
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_a_person_ends_another_of_their_sessions(client, officer):
    """Thấy phiên lạ thì đóng được ngay phiên ấy."""
    other = Client()
    sign_in(other)
    sign_in(client)
    (there,) = UserSession.objects.filter(session_key=other.session.session_key)
    client.post(reverse("accounts:end_session", args=[there.pk]))
    assert other.get(reverse("accounts:index")).status_code == 302
    assert client.get(reverse("usersessions_list")).status_code == 200


def test_nobody_ends_the_session_of_another(client, officer, newcomer):
    """Phiên của người khác thì không thấy, nên không đóng được."""
    victim = Client()
    sign_in(victim)
    (there,) = UserSession.objects.all()
    newcomer.set_password(PASSWORD)
    newcomer.save()
    sign_in(client, username="stc.thutruong")
    assert client.post(reverse("accounts:end_session", args=[there.pk])).status_code == 404
    assert victim.get(reverse("accounts:index")).status_code == 200


def test_changing_the_password_ends_the_other_sessions(client, officer):
    """Đổi mật khẩu thì phiên ở máy khác đóng lại, phiên này còn."""
    other = Client()
    sign_in(other)
    sign_in(client)
    typed = {"oldpassword": PASSWORD, "password1": "một câu hoàn toàn mới", "password2": "một câu hoàn toàn mới"}
    assert client.post(reverse("account_change_password"), typed).url == reverse("accounts:index")
    assert other.get(reverse("accounts:index")).status_code == 302
    assert client.get(reverse("accounts:index")).status_code == 200


def test_passwords_are_kept_by_argon2():
    """Ngoài bộ kiểm thử, mật khẩu được băm bằng Argon2."""
    from pathlib import Path

    from django.conf import settings

    text = (Path(settings.BASE_DIR) / "emulation" / "settings.py").read_text()
    assert 'PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]' in text
