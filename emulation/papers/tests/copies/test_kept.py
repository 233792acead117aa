"""Bản đã giữ: who may add and see it, what the journal knows of it, and that nobody changes it."""

import pytest
from cryptography import x509
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from blocs.roster.models import Office
from emulation.journal.models import Entry
from emulation.papers import seal
from emulation.papers.models import Copy, Level
from emulation.papers.tests import authority
from emulation.papers.tests.authority import Holder, head, root, signed
from emulation.testing import person, sitting, unit

pytestmark = [pytest.mark.django_db, pytest.mark.urls("emulation.papers.tests.copies.urls")]


def test_whose_paper_it_is_not_may_not_add(client_of, paper, base):
    """Người ngoài đơn vị: không có nút, gửi thẳng cũng bị từ chối kèm câu nói ai làm được."""
    stranger = client_of(sitting(Office.HEAD, unit=unit("Sở Khác")))
    assert "?ban-ky=moi" not in stranger.get(f"/thu/{paper.pk}/").content.decode()
    for answer in (
        stranger.get(f"/thu/{paper.pk}/?ban-ky=moi"),
        stranger.post(
            f"/thu/{paper.pk}/?ban-ky=moi",
            {"level": "signed", "file": SimpleUploadedFile("a.pdf", signed(base, head()))},
        ),
    ):
        assert answer.status_code == 403
        assert "lãnh đạo của nơi ban hành" in answer.content.decode()


def test_who_sees_the_paper_downloads_its_copies(send, base, paper, client_of):
    """Ai xem được văn bản thì tải được bản đã ký, nguyên từng byte, luôn là tệp tải về."""
    content = signed(base, head())
    send(content)
    answer = client_of(person()).get(f"/thu/{paper.pk}/?ban-ky={paper.copies.get().pk}")
    assert answer.getvalue() == content
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("asked", ["0", "999999", "x", "²", ""])
def test_a_copy_that_is_not_there_is_not_found(client_of, paper, clerk, asked):
    """Số bản lạ: không tìm thấy."""
    assert client_of(clerk).get(f"/thu/{paper.pk}/?ban-ky={asked}").status_code == 404


def test_the_journal_knows_the_copy_by_its_hash_and_no_name(send, base, paper):
    """Nhật ký ghi mã băm, kết quả, số chứng thư; không ghi tên người ký."""
    send(signed(base, head()))
    entry = Entry.objects.about(paper.copies.get()).get()
    assert entry.detail["sha256"] == paper.copies.get().sha256
    assert entry.detail["signatures"][0]["serial"] == f"{head().cert.serial_number:x}"
    assert "Thủ trưởng đơn vị 1" not in bytes(entry.body).decode()


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"name": "x"}, {"level": Level.SCAN}])
def test_a_kept_copy_is_never_changed(send, base, paper, change):
    """Bản đã giữ thì cơ sở dữ liệu không cho sửa, không cho xóa."""
    send(signed(base, head()))
    with pytest.raises(DatabaseError), transaction.atomic():
        paper.copies.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Copy.objects.filter(paper=paper)._raw_delete("default")


def test_stored_copies_are_compared_with_their_hashes(send, base, paper):
    """Lệnh check_files so cả bản đã ký: sai một byte thì báo."""
    send(signed(base, head()))
    call_command("check_files")
    with default_storage.open(paper.copies.get().name, "wb") as file:
        file.write(b"other")
    with pytest.raises(CommandError, match="1 tệp sai"):
        call_command("check_files")


def test_nothing_is_fetched_to_check_a_signature(send, base, monkeypatch):
    """Kiểm tra chữ ký không gọi ra mạng: chứng thư có ghi địa chỉ thu hồi cũng không hỏi."""
    asked = []
    with authority.stamp_service(lambda request: asked.append(request) or b"") as address:
        place = x509.AccessDescription(x509.AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(address))
        send(signed(base, Holder("Có địa chỉ", root(), more=[x509.AuthorityInformationAccess([place])])))
    assert asked == []


def test_a_signature_says_nothing_of_the_seal(send, base, paper):
    """Niêm phong kỹ thuật không được kể như chữ ký của ai."""
    send(signed(base, head()))
    assert [f["subject"] for f in paper.copies.get().findings] == ["Thủ trưởng đơn vị 1"]
    assert seal.FIELD.encode() in base
