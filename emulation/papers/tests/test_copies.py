"""Bản ký số, bản quét: heads sign outside, one after another; what came back is checked, told apart and kept as it came."""

import io
import random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.shortcuts import get_object_or_404
from django.urls import include, path
from PIL import Image
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

import emulation.urls
from blocs.roster.models import Office
from emulation.journal.models import Entry
from emulation.papers import copies, seal, signatures, tasks, views
from emulation.papers.models import Copy, Issuer, Level, Paper, Verdict
from emulation.testing import person, sitting, unit

from . import authority
from .authority import Holder, head, root, signed
from .builders import issued

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def shown(request, pk):
    return views.show(request, get_object_or_404(Paper, pk=pk), back=("Năm thi đua 2026", "/ve/"))


handler403 = emulation.urls.handler403
urlpatterns = [path("thu/<int:pk>/", shown), path("", include("emulation.urls"))]


@pytest.fixture(autouse=True)
def trusted(settings, tmp_path):
    """The folder of trusted roots; the test authority is in it."""
    settings.SIGNATURE_ROOTS = tmp_path
    (tmp_path / "root.pem").write_bytes(root().pem)
    return tmp_path


@pytest.fixture
def office():
    return unit()


@pytest.fixture
def clerk(office):
    return sitting(Office.CLERK, unit=office)


@pytest.fixture
def paper(office, clerk):
    issuer = Issuer(f"unit:{office.pk}", office.name, "", "STN", "Thử Nghiệm")
    made = issued(issuer=issuer, template="papers/paper_plain.html", by=clerk)
    tasks.render(made.rendering.pk)
    made.rendering.refresh_from_db()
    return made


@pytest.fixture
def base(paper):
    """The bytes as issued."""
    return stored(paper.rendering)


@pytest.fixture
def send(client_of, clerk, paper):
    """`send(content)`: upload a file on the page of the paper; out: the text that comes back, after leading on."""
    client = client_of(clerk)

    def sent(content, level="signed", name="a.pdf", **more):
        body = {"level": level, "file": SimpleUploadedFile(name, content)} | more
        return client.post(f"/thu/{paper.pk}/?ban-ky=moi", body, follow=True).content.decode()

    return sent


def stored(row):
    with default_storage.open(row.name) as file:
        return file.read()


# --- digital signatures --------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_signed_file_is_checked_and_kept_as_it_came(send, base, paper, kind):
    """Ký ngoài, tải lên: hợp lệ, thấy tên, nơi cấp, số chứng thư; tệp giữ nguyên từng byte."""
    content = signed(base, head(kind=kind))
    text = send(content)
    for words in ("Hợp lệ", "Thủ trưởng đơn vị 1", "Cơ quan chứng thực để kiểm thử", f"{head(kind=kind).cert.serial_number:x}", "Chữ ký phủ cả tệp"):  # fmt: skip
        assert words in text
    copy = paper.copies.get()
    assert stored(copy) == content
    assert (copy.level, copy.verdict, copy.extends) == (Level.SIGNED, Verdict.VALID, None)


def test_heads_sign_one_after_another(send, base, paper):
    """Ba người ký nối tiếp: cả ba hợp lệ, mỗi bản nối bản trước."""
    content = base
    for number in (1, 2, 3):
        content = signed(content, head(f"Thủ trưởng đơn vị {number}", "rsa" if number == 2 else "ec"))
        send(content)
    last = paper.copies.last()
    assert [f["subject"] for f in last.findings] == [f"Thủ trưởng đơn vị {n}" for n in (1, 2, 3)]
    assert [f["covers"] for f in last.findings] == ["revision", "revision", "file"]
    assert {f["verdict"] for f in last.findings} == {"valid"}
    assert [c.extends for c in paper.copies.all()] == [None, *paper.copies.all()[:2]]


def test_who_was_overtaken_signs_the_newest_copy(send, base, paper):
    """Hai người cùng ký vào bản gốc: người sau phải ký tiếp vào bản của người trước."""
    send(signed(base, head()))
    assert "ký tiếp vào bản ấy" in send(signed(base, head("Thủ trưởng đơn vị 2")))
    assert paper.copies.count() == 1


def test_who_is_overtaken_while_the_file_is_checked_is_told(send, base, paper, clerk, monkeypatch):
    """Có người nhanh hơn đúng lúc đang kiểm tra: không ghi đè, không rẽ nhánh."""
    first, examine = signed(base, head()), signatures.examine

    def meanwhile(*given):
        monkeypatch.setattr(signatures, "examine", examine)
        copies.add(paper, level=Level.SIGNED, file=SimpleUploadedFile("b.pdf", first), by=clerk, at=paper.issued_at)
        return examine(*given)

    monkeypatch.setattr(signatures, "examine", meanwhile)
    assert "Vừa có người khác" in send(signed(base, head("Thủ trưởng đơn vị 2")))
    assert [stored(c) for c in paper.copies.all()] == [first]


@pytest.mark.parametrize(
    ("issuer", "words"), [("own", "không dẫn tới cơ quan chứng thực nào"), ("other", "không dẫn tới")]
)
def test_an_unknown_root_is_uncertain_and_not_invalid(send, base, paper, issuer, words):
    """Chứng thư lạ: chưa xác định được độ tin cậy, vẫn giữ; khai báo gốc ấy rồi kiểm tra lại thì hợp lệ."""
    text = send(signed(base, Holder("Người lạ", Holder("Gốc lạ", ca=True) if issuer == "other" else None)))
    assert "Chưa xác định được độ tin cậy" in text
    assert words in text
    assert paper.copies.get().verdict == Verdict.UNKNOWN


def test_a_root_that_is_trusted_later_makes_it_valid(send, base, paper, client_of, clerk, trusted):
    """Khai báo thêm gốc tin cậy, bấm kiểm tra lại: hợp lệ; nhật ký ghi lần kiểm tra."""
    strange = Holder("Gốc lạ", ca=True)
    send(signed(base, Holder("Người lạ", strange)))
    (trusted / "more.crt").write_bytes(strange.cert.public_bytes(serialization.Encoding.DER))
    client_of(clerk).post(f"/thu/{paper.pk}/?ban-ky={paper.copies.get().pk}")
    assert paper.copies.get().verdict == Verdict.VALID
    assert Entry.objects.about(paper.copies.get()).filter(label="Kiểm tra lại chữ ký số").exists()


def test_a_certificate_that_had_expired_when_it_signed_is_invalid(send, base, paper):
    """Ký khi chứng thư đã hết hạn: không hợp lệ, không nhận, nói vì sao."""
    text = send(signed(base, head(days=(-30, -3))))
    assert "Không hợp lệ" in text
    assert "Ký ngoài thời hạn của chứng thư" in text
    assert not paper.copies.exists()


def test_a_revoked_certificate_is_invalid(send, base, trusted):
    """Chứng thư có trong danh sách thu hồi: không hợp lệ."""
    since, until = (authority.TODAY + authority.dt.timedelta(days=n) for n in (-1, 30))
    place = x509.DistributionPoint([x509.UniformResourceIdentifier("http://127.0.0.1:9/a.crl")], None, None, None)
    holder = Holder("Bị thu hồi", root(), more=[x509.CRLDistributionPoints([place])])
    gone = x509.RevokedCertificateBuilder(holder.cert.serial_number, since).build()
    listed = x509.CertificateRevocationListBuilder(root().cert.subject, since, until).add_revoked_certificate(gone)
    listed = listed.sign(root().key, hashes.SHA256())
    (trusted / "root.crl").write_bytes(listed.public_bytes(serialization.Encoding.DER))
    assert "Chứng thư đã bị thu hồi" in send(signed(base, holder))


def test_a_time_stamp_is_shown_as_one(send, base, paper):
    """Chữ ký có dấu thời gian tin cậy thì giờ là giờ của dấu ấy."""
    assert "(có dấu thời gian)" in send(signed(base, head(), timestamper=authority.stamper()))
    assert paper.copies.get().findings[0]["stamped"] is True


# --- what is refused -----------------------------------------------------------------------------
def with_more_on_the_page(content):
    """The file with a line drawn over its first page, appended as an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 m 500 500 l S")))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_content_added_before_signing_is_found(send, base, paper):
    """Thêm nội dung vào trang rồi mới ký: không nhận."""
    assert "nội dung tệp đã bị thêm hoặc sửa" in send(signed(with_more_on_the_page(base), head()))
    assert not paper.copies.exists()


def test_content_added_after_signing_is_found(send, base, paper):
    """Ký rồi thêm nội dung vào trang: không nhận."""
    assert "nội dung tệp đã bị thêm hoặc sửa" in send(with_more_on_the_page(signed(base, head())))
    assert not paper.copies.exists()


def test_another_file_is_not_ours_however_well_signed(send, base, paper):
    """Tệp khác, dù ký đúng, không phải bản đã phát hành."""
    other = issued(template="papers/paper_plain.html")
    tasks.render(other.rendering.pk)
    other.rendering.refresh_from_db()
    assert "phần đầu khác với bản lưu" in send(signed(stored(other.rendering), head()))
    assert not paper.copies.exists()


def test_any_changed_byte_is_found(send, base, paper):
    """Đổi một bit bất kỳ: phần đã phát hành hay phần chữ ký, đều không được nhận là hợp lệ."""
    content, chance = signed(base, head()), random.Random(11)  # noqa: S311
    ends = content.index(b"/Contents <", len(base)) + 3000  # behind it only zeros that fill the place of the signature
    places = [chance.randrange(len(base)) for _n in range(3)] + [chance.randrange(len(base), ends) for _n in range(9)]
    taken = []
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        send(bytes(changed))
        if paper.copies.filter(verdict=Verdict.VALID).exists():
            taken.append(place)
    assert taken == []


@pytest.mark.parametrize("content", [b"", b"garbage", b"%PDF-1.7\n%%EOF"])
def test_garbage_is_refused_in_a_sentence(send, paper, content):
    """Tệp rỗng, tệp rác: một câu, không lỗi máy."""
    assert "Tệp" in send(content)
    assert not paper.copies.exists()


@pytest.mark.parametrize("tail", [b"%%EOF", b"junk " * 999 + b"%%EOF", b"startxref\n999999999\n%%EOF", b"1 0 obj<</Type/Sig>>endobj\nstartxref\n5\n%%EOF"])  # fmt: skip
def test_the_issued_file_with_anything_but_signatures_is_refused(send, base, paper, tail):
    """Bản phát hành thêm rác ở cuối, hoặc chưa ký gì: không nhận."""
    text = send(base + tail)
    assert "chưa có chữ ký số nào mới" in text or "Không đọc được nội dung tệp" in text
    assert not paper.copies.exists()


def test_a_file_that_eats_memory_is_stopped(send, base, paper):
    """Tệp nén nở ra hàng gigabyte: máy soát dừng, trang vẫn trả lời."""
    import zlib

    packed = zlib.compress(b"\0" * (400 * 1024 * 1024), 9)
    packed = zlib.compress(packed + b"\0" * (2 * 1024**3 // 1000), 9)
    bomb = b"".join([
        b"%d 0 obj\n<</Type/XRef/Size %d/W[1 2 1]/Root 1 0 R/Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n" % (9000, 9001, len(packed)),
        packed, b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(base),
    ])  # fmt: skip
    assert "Không đọc được nội dung tệp" in send(base + bomb)


def test_an_addition_beyond_measure_is_refused(send, base):
    """Phần thêm quá lớn: không nhận."""
    assert "Phần thêm vào quá lớn" in send(base + b" " * (signatures.LARGEST_ADDITION + 1) + b"%%EOF")


def test_the_same_file_is_kept_once(send, base, paper):
    """Tải lên hai lần cùng một tệp: giữ một."""
    content = signed(base, head())
    send(content)
    assert "chưa có chữ ký số nào mới" in send(content)
    assert paper.copies.count() == 1


# --- scans ---------------------------------------------------------------------------------------
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


# --- who, and what stays -------------------------------------------------------------------------
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
