"""Bộ chứng cứ: checked offline by one script, with nothing of this house."""

import json
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from emulation.journal.models import Entry
from emulation.papers import copies, evidence, files, seal_key
from emulation.papers.evidence import PAPER, packed
from emulation.papers.tests import authority
from emulation.papers.tests.test_seal import with_key_of

from .conftest import MARCH, OFFLINE, SCRIPT, facts_of, opened, with_facts

pytestmark = pytest.mark.django_db


def test_the_script_says_in_vietnamese_that_all_is_right(bundle, tmp_path):
    """Chạy riêng, không có Django, không có gói nào: kết luận đúng, in vân tay để so."""
    (tmp_path / "a.zip").write_bytes(bundle)
    command = [sys.executable, "-I", "-S", SCRIPT, tmp_path / "a.zip"]
    told = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)  # noqa: S603 - our own script
    assert told.returncode == 0, told.stderr
    assert "KẾT LUẬN: ĐÚNG" in told.stdout
    assert "3 xác nhận" in told.stdout
    assert seal_key.signer().signing_cert.sha256.hex() in told.stdout


def test_the_script_says_what_is_wrong(bundle, tmp_path):
    """Sai thì mã thoát 1 và nói sai ở đâu."""
    (tmp_path / "a.zip").write_bytes(packed(opened(bundle) | {PAPER: b"%PDF other"}))
    told = subprocess.run([sys.executable, SCRIPT, tmp_path / "a.zip"], capture_output=True, text=True)  # noqa: S603
    assert told.returncode == 1
    assert "KẾT LUẬN: SAI: tệp van-ban.pdf không khớp mã băm" in told.stderr


def test_the_script_is_short_and_needs_nothing():
    """Không quá 200 dòng, chỉ dùng thư viện chuẩn."""
    text = SCRIPT.read_text()
    assert len(text.splitlines()) <= 200
    assert "django" not in text.lower()


def test_an_unpacked_bundle_is_checked_too(bundle, tmp_path):
    """Giải nén ra thư mục rồi kiểm tra cũng được; thừa một tệp thì báo."""
    for name, content in opened(bundle).items():
        (tmp_path / name).write_bytes(content)
    assert OFFLINE["check"](tmp_path)["verify"]["code"]
    (tmp_path / "more.txt").write_bytes(b"")
    with pytest.raises(OFFLINE["Wrong"], match="thừa hoặc thiếu"):
        OFFLINE["check"](tmp_path)


def test_every_field_of_a_confirmation_is_in_it(bundle, signed_covenant, paper, year):
    """Đủ các mục phải ghi của một lần xác nhận."""
    one = facts_of(bundle)["signatures"][2]
    kept = signed_covenant.signatures.get(member=year.members[2])
    read = signed_covenant.frozen_paper
    entry = Entry.objects.about(kept).get()
    told = json.loads(bytes(entry.body))
    assert one == {
        "entry": entry.number, "digest": entry.digest, "previous": told["previous"], "signer": year.heads[2].pk,
        "signer_name": year.heads[2].full_name, "signed_at": "2026-03-02T10:12:00+07:00", "national_id": None,
        "unit_name": "Sở thứ 3", "unit": year.members[2].unit_id, "member": year.members[2].pk, "office": "Giám đốc",
        "authority": "self", "on_behalf_of": "", "seat": kept.seat_id, "delegation": None,
        "authenticated_at": "2026-03-02T03:12:00Z", "method": "webauthn", "factor": "passkey", "address": "ab" * 32,
        "user_agent": "Trình duyệt thử", "level": "A", "consent": kept.consent, "document": signed_covenant.pk, "version": 0,
        "paper": read.code, "sha256": signed_covenant.sha256, "pdf_sha256": read.rendering.sha256,
        "issued": {"code": paper.code_text, "revision": 1, "pdf_sha256": paper.rendering.sha256,
                   "data_sha256": facts_of(bundle)["paper"]["data_sha256"]},
    }  # fmt: skip


def test_the_file_that_was_read_before_signing_is_in_it(bundle, signed_covenant):
    """Bản chốt mà thủ trưởng đã đọc trước khi xác nhận nằm trong bộ chứng cứ, đúng từng byte."""
    read = signed_covenant.frozen_paper
    assert opened(bundle)[f"{read.code_text}.pdf"] == files.read(read.rendering.name)


def test_nobody_elses_entries_are_in_it(bundle, signed_covenant, paper):
    """Chỉ có dòng nhật ký về giao ước, các lần xác nhận và văn bản này; không có chuyện khác của năm."""
    kinds = {json.loads(e["body"])["subject"][0] for e in facts_of(bundle)["journal"]["entries"]}
    assert kinds == {"covenant.covenant", "covenant.signature", "papers.paper"}
    assert Entry.objects.filter(stream__name=paper.stream).count() > len(facts_of(bundle)["journal"]["entries"])


def test_who_does_not_see_the_paper_does_not_get_it(client_of, address, paper):
    """Không thấy văn bản thì không tải được bộ chứng cứ."""
    from blocs.roster.models import Office
    from emulation.testing import sitting, unit

    stranger = sitting(Office.HEAD, unit=unit("Sở ngoài khối"))
    assert client_of(stranger).get(address).status_code == 404


def test_signed_copies_are_in_it(paper, year, settings, tmp_path, verdict):
    """Bản đã ký số và kết quả kiểm tra cũng ở trong bộ chứng cứ."""
    settings.SIGNATURE_ROOTS = tmp_path
    content = authority.signed(files.read(paper.rendering.name), authority.head())
    copies.add(paper, level="signed", file=SimpleUploadedFile("x", content), by=year.heads[0], at=MARCH)
    made = evidence.bundle(paper, evidence.Told(), at=MARCH)
    (found,) = facts_of(made)["copies"]
    assert opened(made)[found["file"]] == content
    assert (found["verdict"], found["findings"][0]["subject"]) == ("unknown", "Thủ trưởng đơn vị 1")
    assert verdict(made) == ""


def test_a_member_brings_no_signature_that_anybody_could_make(paper, year, settings, tmp_path):
    """Chứng thư tự lập mang tên ai cũng được, mà bản ký số không rút được: đơn vị thành viên không tải lên, nơi ban hành xem rồi tải."""
    settings.SIGNATURE_ROOTS = tmp_path
    content = authority.signed(files.read(paper.rendering.name), authority.Holder("Chủ tịch Ủy ban nhân dân tỉnh"))
    told = {"level": "signed", "at": MARCH}
    with pytest.raises(ValidationError, match="gửi tệp cho nơi ban hành"):
        copies.add(paper, file=SimpleUploadedFile("x", content), by=year.heads[2], **told)
    assert not paper.copies.exists()
    (tmp_path / "root.pem").write_bytes(authority.root().pem)
    good = authority.signed(files.read(paper.rendering.name), authority.head())
    copies.add(paper, file=SimpleUploadedFile("x", good), by=year.heads[2], **told)


def test_a_blanked_person_leaves_a_bundle_that_still_verifies(paper, verdict, signed_covenant):
    """Tên người ký đã được xóa theo luật: bộ chứng cứ vẫn đúng."""
    from emulation.journal.models import Particulars

    Particulars.objects.filter(entry__stream__name=paper.stream).update(name="", note="", blanked_at=MARCH)
    from blocs.covenant.documents import evidence as told

    assert verdict(evidence.bundle(paper, told(signed_covenant), at=MARCH)) == ""


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_an_office_key_is_checked_as_well(bundle, paper, settings, tmp_path, verdict, kind):
    """Niêm phong bằng khóa riêng của nơi triển khai, RSA hay ECDSA, script đều kiểm tra được."""
    with_key_of(authority.head(kind=kind), settings, tmp_path, "word")
    settings.SEAL_PASSWORD = "word"
    made = evidence.bundle(paper, evidence.Told(), at=MARCH)
    assert verdict(made) == ""
    facts = facts_of(made) | {"made_at": "2027"}
    assert verdict(with_facts(made, facts)) == "chung-cu.json đã bị sửa"
