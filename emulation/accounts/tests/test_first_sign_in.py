"""Lần đầu đăng nhập bằng mã một lần trên phiếu giấy."""

import hashlib

import pytest
from django.urls import reverse

from emulation.accounts import workflow
from emulation.accounts.models import Slip
from emulation.testing import day

OWN = "câu dễ nhớ của tôi"
pytestmark = pytest.mark.django_db


def enter(client, code, username="stc.thutruong", password=OWN, again=None, at=None):
    client.defaults["emulation.at"] = at or day(2026, 1, 6)
    typed = {"username": username, "code": code, "password1": password, "password2": again or password}
    return client.post(reverse("accounts:first_sign_in"), typed)


def test_a_code_sets_the_own_password_and_signs_in(client, newcomer, code):
    """Nhập mã, tự đặt mật khẩu, và vào được ngay."""
    answer = enter(client, code)
    newcomer.refresh_from_db()
    assert answer.url == reverse("home")
    assert newcomer.check_password(OWN)
    assert newcomer.seen_at == day(2026, 1, 6)
    assert client.get(reverse("accounts:index")).status_code == 200


def test_a_code_may_be_typed_small_and_with_spaces(client, newcomer, code):
    """Gõ chữ thường, thừa cách, tên đăng nhập viết hoa: vẫn nhận."""
    assert enter(client, code.lower().replace("-", " "), username=" STC.thutruong ").status_code == 302


def test_a_code_works_once(client, newcomer, code):
    """Mã đã dùng thì không dùng lại được."""
    enter(client, code)
    client.logout()
    assert "Mã này đã dùng" in enter(client, code, password="một câu khác hẳn").content.decode()
    newcomer.refresh_from_db()
    assert newcomer.check_password(OWN)


def test_a_code_ends_with_its_days(client, newcomer, code):
    """Quá hạn ghi trên phiếu thì mã hết giá trị."""
    answer = enter(client, code, at=day(2026, 1, 19, hour=9, minute=1))
    assert "Mã này đã hết hạn" in answer.content.decode()
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()


def test_a_wrong_code_says_only_that_nothing_fits(client, newcomer, code):
    """Sai mã và sai tên được trả lời như nhau."""
    wrong_code = enter(client, "2222-2222-2222").content.decode()
    wrong_name = enter(client, code, username="khong.co").content.decode()
    sentence = "không khớp phiếu nào"
    assert sentence in wrong_code
    assert sentence in wrong_name


def test_the_code_of_one_does_not_open_the_account_of_another(client, newcomer, officer, code):
    """Mã trên phiếu người này không mở được tài khoản người khác."""
    assert "không khớp phiếu nào" in enter(client, code, username="snv.daumoi").content.decode()


def test_a_new_slip_ends_the_old_one(client, newcomer, officer, code):
    """Cấp phiếu mới thì phiếu cũ hết giá trị; mỗi người chỉ có một phiếu chưa dùng."""
    ((_slip, newer),) = workflow.issue([newcomer], by=officer, at=day(2026, 1, 6))
    assert "không khớp phiếu nào" in enter(client, code).content.decode()
    assert enter(client, newer).status_code == 302
    assert Slip.objects.filter(person=newcomer).count() == 1


def test_only_the_hash_of_a_code_is_kept(newcomer, code):
    """Trong cơ sở dữ liệu không có mã, và mã có 60 bit ngẫu nhiên."""
    slip = Slip.objects.get(person=newcomer)
    plain = code.replace("-", "")
    assert plain not in slip.code_hash
    assert slip.code_hash == hashlib.sha256(f"{newcomer.pk}:{plain}".encode()).hexdigest()
    assert len(set(workflow.ALPHABET)) ** len(plain) >= 2**60


def test_guessing_codes_is_throttled(client, newcomer, code):
    """Thử sai mười lần thì phải chờ, kể cả khi lần sau đúng mã."""
    for _ in range(10):
        enter(client, "2222-2222-2222")
    assert "Chờ 5 phút" in enter(client, code).content.decode()


@pytest.mark.parametrize(
    ("password", "sentence"),
    [("ngắn", "ít nhất 10 ký tự"), ("password12345", "dễ đoán"), ("stc.thutruong1", "quá giống")],
)
def test_a_weak_password_is_refused_in_words(client, newcomer, code, password, sentence):
    """Mật khẩu yếu bị từ chối bằng một câu tiếng Việt, và mã chưa mất."""
    assert sentence in enter(client, code, password=password).content.decode()
    assert enter(client, code).status_code == 302


def test_two_different_passwords_are_refused(client, newcomer, code):
    """Nhập lại không giống thì nói rõ, và mã chưa mất."""
    assert "Hai lần nhập khác nhau" in enter(client, code, again="câu khác hẳn rồi").content.decode()
    assert Slip.objects.get(person=newcomer).used_at is None


def test_a_stopped_account_does_not_come_back_by_slip(client, newcomer, code):
    """Tài khoản đã ngừng dùng thì phiếu cũng không mở được."""
    newcomer.is_active = False
    newcomer.save()
    assert "không khớp phiếu nào" in enter(client, code).content.decode()
