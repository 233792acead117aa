"""Giao ước: điều nhật ký giữ của một lần xác nhận mức A (documents.md §4.3), mỗi điều một phép thử.

Số định danh cá nhân không được giữ: xem docs/decisions/0012.
"""

import hashlib
import hmac
import json
import time
from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from blocs.covenant import signing, workflow
from blocs.covenant.models import Signature, SignatureState
from emulation.accounts.models import User
from emulation.journal.chain import canonical, first_broken, sha256
from emulation.journal.models import Entry, Stream
from emulation.papers.rendering import html, pdf
from emulation.testing import prove

from .conftest import MARCH, delegate_of, everybody_signs, signature_of

BROWSER = "Mozilla/5.0 (Android 15; Mobile)"


def press(client, signature):
    """Press «Xác nhận giao ước» as a phone does. Out: the signature as it is then."""
    address = {"REMOTE_ADDR": "203.0.113.9", "REMOTE_PORT": "41702"}
    answer = client.post(reverse("covenant:confirm", args=[signature.pk]), headers={"User-Agent": BROWSER}, **address)
    assert answer.status_code == 302
    signature.refresh_from_db()
    return signature


@pytest.fixture
def signature(covenant, year, client_of):
    """The third unit's, confirmed by its head in a browser."""
    return press(client_of(year.heads[2], MARCH), signature_of(covenant, year.members[2]))


@pytest.fixture
def kept(signature):
    """What the journal keeps of it (dict)."""
    return Entry.objects.about(signature).get().detail


def test_the_document_and_its_code(kept, covenant):
    """Văn bản nào: mã số của văn bản, và mã tra cứu của bản chốt."""
    assert (kept["document"], kept["paper"]) == (covenant.pk, covenant.frozen_paper.code)


def test_the_version(kept):
    """Bản nào: 0 là giao ước gốc, phụ lục mang số của nó."""
    assert kept["version"] == 0


def test_the_hash_of_the_canonical_data(kept, covenant):
    """SHA-256 của dữ liệu đã chốt: tính lại từ chủ đề, nội dung và phần chốt kèm thì ra đúng mã ấy."""
    told = {"form": 1, "frozen": covenant.frozen, "text": covenant.text, "theme": covenant.theme}
    plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    assert kept["sha256"] == hashlib.sha256(plain).hexdigest()


def test_the_hash_of_the_exact_pdf_bytes(kept, covenant):
    """SHA-256 của đúng những byte PDF đã được đọc."""
    with default_storage.open(covenant.frozen_paper.rendering.name, "rb") as file:
        assert kept["pdf_sha256"] == hashlib.sha256(file.read()).hexdigest()


def test_nobody_signs_before_the_file_is_there(sent, year):
    """Chưa có tệp PDF của bản chốt thì chưa ai xác nhận được, vì chưa có byte nào để xác nhận."""
    workflow.freeze(sent, by=year.leader, at=MARCH)

    with pytest.raises(signing.Refused, match="Tệp PDF của bản chốt đang được tạo"):
        signing.sign(signature_of(sent, year.members[2]), by=year.heads[2], at=MARCH)


def test_the_signer(signature, year):
    """Ai: mã số người dùng, trong chính dòng nhật ký được băm."""
    entry = Entry.objects.about(signature).get()

    assert json.loads(bytes(entry.body))["by"] == year.heads[2].pk


def test_no_national_id_is_kept(kept, signature):
    """Số định danh cá nhân: hệ thống không có, nên không chỗ nào ghi."""
    names = {field.name for model in (User, Signature) for field in model._meta.fields} | set(kept)

    assert not [name for name in names if "national" in name or "cccd" in name]


def test_the_unit(kept, year):
    """Cho đơn vị nào: thành viên trong năm và đơn vị."""
    assert (kept["member"], kept["unit"]) == (year.members[2].pk, year.members[2].unit_id)


def test_the_office(kept, year):
    """Chức vụ lúc ký, và ghế mà quyền ấy có từ đó."""
    assert (kept["office"], kept["seat"]) == ("Giám đốc", year.heads[2].seats.get().pk)


def test_the_kind_of_authority(kept):
    """Thẩm quyền: thủ trưởng tự ký, không thay ai."""
    assert (kept["authority"], kept["on_behalf_of"], kept["delegation"]) == ("self", "", None)


def test_the_delegation_and_its_validity_then(covenant, year, client_of):
    """Ký thay: giấy nào, có hiệu lực từ ngày nào đến ngày nào vào lúc ký."""
    person, delegation = delegate_of(year.members[2], year.heads[2])

    signature = press(client_of(person, MARCH), signature_of(covenant, year.members[2]))

    kept = Entry.objects.about(signature).get().detail
    assert (kept["authority"], kept["on_behalf_of"]) == ("kt", "Giám đốc")
    assert kept["delegation"] == {
        "id": delegation.pk, "since": "2026-02-10", "until": "2026-04-30", "paper": delegation.paper.code,
    }  # fmt: skip


def test_when_the_person_last_proved_who_they_are(covenant, year, client_of):
    """Chứng minh là mình lúc nào; quá 5 phút thì phải làm lại, chưa ký gì."""
    signature, client = signature_of(covenant, year.members[2]), client_of(year.heads[2], MARCH)
    prove(client, year.heads[2], seconds_ago=301)
    assert "next=" in client.post(reverse("covenant:confirm", args=[signature.pk])).url
    assert Signature.objects.get(pk=signature.pk).state == SignatureState.AWAITED

    prove(client, year.heads[2], seconds_ago=200)
    shown = datetime.fromtimestamp(time.time() - 200, UTC)
    press(client, signature)

    kept = datetime.fromisoformat(Entry.objects.about(signature).get().detail["authenticated_at"])
    assert abs((kept - shown).total_seconds()) < 5
    assert signature.authenticated_at > timezone.now() - timezone.timedelta(seconds=300)


def test_the_second_factor(covenant, year, client_of):
    """Bước thứ hai là gì: khóa trên máy."""
    client = client_of(year.heads[2], MARCH)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time()},
        {"method": "mfa", "type": "webauthn", "id": 1, "at": time.time() - 60, "reauthenticated": True},
    ]
    session.save()

    signature = press(client, signature_of(covenant, year.members[2]))

    kept = Entry.objects.about(signature).get().detail
    assert (kept["method"], kept["factor"], signature.factor) == ("mfa", "webauthn", "webauthn")


def test_address_and_port_are_kept_so_that_they_can_be_confirmed_not_read(kept, signature, settings):
    """Địa chỉ mạng và cổng: băm có khóa; người giữ khóa đối chiếu được, không ai đọc được."""
    key = hashlib.sha256(b"proof.address" + settings.SECRET_KEY.encode()).digest()
    assert kept["address"] == hmac.new(key, b"203.0.113.9:41702", hashlib.sha256).hexdigest()
    assert kept["address"] == signature.address_hash
    assert "203.0.113.9" not in bytes(Entry.objects.about(signature).get().body).decode()


def test_the_browser(kept, signature):
    """Trình duyệt: đọc được ở dòng xác nhận; nhật ký chỉ giữ mã băm có khóa."""
    assert signature.user_agent == BROWSER
    assert len(kept["browser"]) == 64
    assert BROWSER not in bytes(Entry.objects.about(signature).get().body).decode()


def test_the_hour_of_the_server(signature):
    """Giờ của máy chủ, trong dòng được băm."""
    entry = Entry.objects.about(signature).get()

    assert entry.at == signature.signed_at == MARCH
    assert datetime.fromisoformat(json.loads(bytes(entry.body))["at"]) == MARCH


def test_the_sentence_consented_to(kept, covenant):
    """Câu đã đồng ý, từng chữ."""
    assert kept["consent"] == (
        "Sở thứ 3 đã đọc và xác nhận giao ước thi đua năm 2026 của Khối thi đua thử nghiệm, "
        f"bản chốt {covenant.sha256[:4]} {covenant.sha256[4:8]} {covenant.sha256[8:12]}."
    )


def test_the_hash_of_the_event_before(signature, covenant):
    """Nối vào dòng trước bằng mã băm; sửa một chữ ở bất cứ đâu thì chuỗi đứt."""
    entry = Entry.objects.about(signature).get()
    before = Entry.objects.get(stream=entry.stream, number=entry.number - 1)

    assert json.loads(bytes(entry.body))["previous"] == before.digest == sha256(bytes(before.body))
    assert first_broken(Stream.objects.get(name=covenant.stream)) is None


def test_one_signature_per_version_and_unit(covenant, year):
    """Mỗi bản, mỗi đơn vị một chữ ký: cơ sở dữ liệu giữ."""
    with (
        pytest.raises(IntegrityError, match=r"one_signature_per_member|covenant_id, covenant_signature\.member_id"),
        transaction.atomic(),
    ):
        Signature.objects.create(covenant=covenant, member=year.members[2], position=9)


def test_withdrawing_is_a_new_event_that_names_what_is_withdrawn(signature, year):
    """Rút là một dòng mới, giữ mã đã xác nhận; dòng xác nhận vẫn còn."""
    both = (signature.text_sha256, signature.pdf_sha256)

    signing.withdraw(signature, reason="Xem lại", by=year.heads[2], at=MARCH)

    entries = list(Entry.objects.about(signature))
    assert [e.label for e in entries] == ["Xác nhận giao ước", "Rút xác nhận"]
    assert (entries[1].detail["sha256"], entries[1].detail["pdf_sha256"]) == both
    assert (signature.delegation, signature.factor, signature.pdf_sha256) == (None, "", "")


def test_level_a_is_called_what_it_is(signature, covenant, year):
    """Trên giấy: chữ «Đã xác nhận trên hệ thống», giờ, mã ngắn và mã QR; không con dấu, không hình chữ ký, không chữ «ký số»."""
    everybody_signs(covenant, year, but=year.members[2:])
    paper = covenant.paper
    page = html(paper)

    assert page.count("Đã xác nhận trên hệ thống") >= 3
    assert "10 giờ 12 phút, ngày 02" in page
    assert f"Mã {covenant.sha256[:8]}" in page
    assert "<svg" in page
    assert "<img" not in page
    assert "đã ký số" not in page.lower()
    assert b"/Subtype /Image" not in pdf(paper).content
    assert canonical(paper.data).decode().count(covenant.sha256) >= 4
