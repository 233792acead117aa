"""Bản quét: marked as what it is; one that was uploaded by mistake is withdrawn, and stays."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from PIL import Image

from blocs.roster.models import Office
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.papers import copies, evidence
from emulation.papers.models import Level
from emulation.papers.tests.authority import head, signed
from emulation.testing import sitting, unit

from .conftest import stored

pytestmark = [pytest.mark.django_db, pytest.mark.urls("emulation.papers.tests.copies.urls")]


def picture(kind):
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"), [(picture("PNG"), "png"), (picture("JPEG"), "jpg"), (picture("PDF"), "pdf")]
)
def test_a_scan_is_marked_as_what_it_is(send, paper, content, kind):
    """Bản quét: ghi ai ký tay, nói rõ không có giá trị như bản gốc điện tử; không kiểm tra chữ ký số."""
    text = send(content, level="scan", signers="Thủ trưởng 10 đơn vị", name="x.bin")
    assert "Ký tay: Thủ trưởng 10 đơn vị" in text
    assert "không có giá trị như bản gốc điện tử" in text
    copy = paper.copies.get()
    assert (copy.kind, copy.verdict, stored(copy)) == (kind, "", content)


def test_a_scan_names_who_signed(send, paper):
    """Bản quét mà không ghi ai ký: hỏi."""
    assert "Ghi ai đã ký" in send(picture("PNG"), level="scan")
    assert not paper.copies.exists()


@pytest.mark.parametrize("content", [b"%PDF-1.4\nno pages\n%%EOF", b"MZ an executable", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_picture_of_a_page_is_no_scan(send, paper, content):
    """Tệp không có trang nào, tệp lạ, ảnh hỏng: không phải bản quét."""
    text = send(content, level="scan", signers="Thủ trưởng")
    assert "Bản quét văn bản ký tay, <time" not in text
    assert not paper.copies.exists()


# --- withdrawn -----------------------------------------------------------------------------------
@pytest.fixture
def scan(send, paper):
    send(picture("PNG"), level="scan", signers="Thủ trưởng đơn vị khác")
    return paper.copies.get()


def verified(paper, content=None):
    """What a stranger reads on the verify page, by the code or with a dropped file."""
    if content is None:
        return Client().get(f"/tra-cuu/{paper.code_text}/").content.decode()
    return Client().post("/tra-cuu/", {"file": SimpleUploadedFile("x", content)}, follow=True).content.decode()


def test_a_wrong_scan_is_withdrawn_and_stays_marked(client_of, clerk, paper, scan):
    """Bản quét nhầm được rút có lý do: tệp còn, ghi «Đã rút», trang tra cứu thôi kể người ký, nhật ký có lý do."""
    assert "Thủ trưởng đơn vị khác" in verified(paper)
    client, address = client_of(clerk), f"/thu/{paper.pk}/?ban-ky={scan.pk}&rut"
    before = client.get(f"/thu/{paper.pk}/").content.decode()
    assert (f"?ban-ky={scan.pk}&amp;rut" in before, "Đã rút" in before) == (True, False)
    assert "Tệp vẫn giữ và ghi là đã rút" in client.get(address).content.decode()
    text = client.post(address, {"reason": "Quét nhầm văn bản khác"}, follow=True).content.decode()
    assert "<b>Đã rút</b>" in text
    assert "Lý do: Quét nhầm văn bản khác" in text
    assert "&amp;rut" not in text
    assert "Thủ trưởng đơn vị khác" not in verified(paper)
    dropped = verified(paper, picture("PNG"))
    assert "Bản quét đã rút" in dropped
    assert "is-genuine" not in dropped
    assert stored(scan) == picture("PNG")
    entry = Entry.objects.about(scan).readable().get(label="Rút bản quét")
    assert entry.particulars.note == "Quét nhầm văn bản khác"


def test_a_scan_is_withdrawn_once_and_with_a_reason(client_of, clerk, paper, scan):
    """Không lý do thì không rút; rút rồi thì không rút nữa; cơ sở dữ liệu không cho sửa hay xóa lần rút."""
    address = f"/thu/{paper.pk}/?ban-ky={scan.pk}&rut"
    client_of(clerk).post(address, {"reason": " "})
    assert paper.copies.standing().get() == scan
    client_of(clerk).post(address, {"reason": "Nhầm"})
    assert "Bản quét này đã rút rồi: Nhầm" in client_of(clerk).post(address, {"reason": "Lần nữa"}).content.decode()
    for change in (lambda: type(scan.withdrawal).objects.update(reason="x"), lambda: scan.withdrawal.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert not paper.copies.standing().exists()


def test_only_who_may_add_a_scan_withdraws_it(client_of, paper, scan):
    """Người ngoài đơn vị xem được văn bản mà không rút được bản quét của nó."""
    stranger = client_of(sitting(Office.HEAD, unit=unit("Sở Khác")))
    assert "&amp;rut" not in stranger.get(f"/thu/{paper.pk}/").content.decode()
    address = f"/thu/{paper.pk}/?ban-ky={scan.pk}&rut"
    assert (stranger.get(address).status_code, stranger.post(address, {"reason": "Nhầm"}).status_code) == (403, 403)
    assert paper.copies.standing().exists()


def test_a_digital_copy_is_never_withdrawn(send, client_of, clerk, paper):
    """Bản ký số thì người sau đã hoặc sẽ ký nối tiếp: không rút."""
    send(signed(stored(paper.rendering), head()))
    with pytest.raises(Refused, match="Chỉ rút được bản quét"):
        copies.withdraw(paper.copies.get(), reason="Nhầm", by=clerk, at=paper.issued_at)
    assert "&amp;rut" not in client_of(clerk).get(f"/thu/{paper.pk}/").content.decode()


def test_the_right_scan_counts_where_the_wrong_one_was_withdrawn(send, paper, scan, clerk):
    """Rút bản nhầm rồi tải bản đúng: chỉ bản đúng được kể; bộ chứng cứ có cả hai, ghi bản nào đã rút."""
    copies.withdraw(scan, reason="Nhầm", by=clerk, at=paper.issued_at)
    send(picture("JPEG"), level="scan", signers="Giám đốc Sở")
    assert ["Thủ trưởng đơn vị khác" in verified(paper), "Giám đốc Sở" in verified(paper)] == [False, True]
    facts = evidence._facts(
        paper, b"", list(paper.copies.select_related("withdrawal")), evidence.Told(), paper.issued_at
    )
    assert [bool(copy["withdrawn_at"]) for copy in facts["copies"]] == [True, False]
    assert {copy["level"] for copy in facts["copies"]} == {Level.SCAN}
