"""Tệp không nhận: content that was added, another file, changed bytes, garbage, what would eat the machine."""

import io
import random
import zlib

import pytest
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from emulation.papers import signatures, tasks
from emulation.papers.models import Verdict
from emulation.papers.tests.authority import head, signed
from emulation.papers.tests.builders import issued

from .conftest import stored

pytestmark = [pytest.mark.django_db, pytest.mark.urls("emulation.papers.tests.copies.urls")]


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
