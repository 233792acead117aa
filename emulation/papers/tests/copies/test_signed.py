"""Bản ký số: heads sign outside, one after another; what came back is checked and kept as it came."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from django.core.files.uploadedfile import SimpleUploadedFile

from emulation.journal.models import Entry
from emulation.papers import copies, signatures
from emulation.papers.models import Level, Verdict
from emulation.papers.tests import authority
from emulation.papers.tests.authority import Holder, head, root, signed

from .conftest import stored

pytestmark = [pytest.mark.django_db, pytest.mark.urls("emulation.papers.tests.copies.urls")]


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
