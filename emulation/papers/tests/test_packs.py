"""Bộ tài liệu: nhiều văn bản trong một tệp, gắn thẻ và lưu trữ được như từng văn bản; thiếu gì thì trang đầu nói."""

from io import BytesIO

import pypdf
import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from emulation.papers import packs, tasks
from emulation.papers.matching import match
from emulation.papers.models import Kind, Pack, Stage
from emulation.papers.packs import Part
from emulation.testing import person

from . import measure, samples
from .builders import ACT, HOUR, PARTY, STATE, Subject, issued
from .ruler import archive

pytestmark = pytest.mark.django_db


def report(issuer=STATE):
    """An issued paper whose file is there."""
    paper = issued(
        issuer,
        data=samples.report(issuer, paragraphs=3).data,
        template="papers/paper_plain.html",
        numbered=issuer is STATE,
    )
    tasks.render(paper.rendering.pk)
    paper.refresh_from_db()
    return paper


def draft(title, issuer=STATE, copies=1):
    data = {
        "at": "hội nghị tổng kết",
        "bloc": "Khối thi đua",
        "slips": [[["Sở Y tế", "Cờ thi đua"]]],
        "show_place": False,
    }
    return packs.of_draft(
        title, kind=Kind.BALLOT, title=title, template="conferences/paper_ballot.html", data=data, issuer=issuer,
        copies=copies, at=HOUR,
    )  # fmt: skip


def queued(parts, issuer=STATE):
    """A pack as an act makes it, not rendered yet."""
    with ACT.on(Subject(), by=(by := person()), at=HOUR):
        return packs.make(key="conference:1", title="Tài liệu hội nghị", parts=parts, issuer=issuer, by=by, at=HOUR)


def made(parts, issuer=STATE):
    """The file of a pack, read back. Out: (bytes, PdfReader, Rendering)."""
    pack = queued(parts, issuer)
    tasks.render(pack.rendering.pk)
    pack.rendering.refresh_from_db()
    with default_storage.open(pack.rendering.name) as stored:
        content = stored.read()
    return content, pypdf.PdfReader(BytesIO(content)), pack.rendering


@pytest.mark.parametrize("issuer", [STATE, PARTY], ids=["state", "party"])
def test_a_pack_is_one_archivable_tagged_file_of_all_its_papers(issuer):
    """Trang đầu kể, mỗi văn bản một dấu trang, phiếu đủ số; PDF/A-3a và PDF/UA-1 vẫn giữ; tệp ghép không giả có niêm phong."""
    paper = report(issuer)
    parts = [
        packs.of_paper(paper, "Báo cáo"),
        Part("Bảng điểm", why="Điểm chưa công bố."),
        draft("Phiếu suy tôn", issuer, copies=3),
    ]
    content, reader, rendering = made(parts, issuer)
    pages = [measure.squeezed(page.extract_text()) for page in reader.pages]

    assert archive.findings(content) == []
    assert (len(reader.pages), rendering.pages, rendering.size) == (5, 5, len(content))
    marks = [
        (mark.title, reader.get_destination_page_number(mark))
        for mark in reader.outline
        if mark.title != "Tài liệu hội nghị"
    ]
    assert marks == [("Báo cáo", 1), ("Phiếu suy tôn (1)", 2), ("Phiếu suy tôn (2)", 3), ("Phiếu suy tôn (3)", 4)]
    assert "Bảngđiểm" in pages[0]
    assert "Điểmchưacôngbố." in pages[0]
    assert paper.code_text in pages[0]
    assert "DỰTHẢO" not in pages[1]
    assert all("DỰTHẢO" in page for page in pages[2:])
    assert "/AcroForm" not in reader.root_object


def test_an_issued_paper_stands_in_the_pack_as_its_stored_bytes_draw_it():
    """Văn bản đã phát hành chép nguyên từng trang từ tệp đã lưu, không dàn lại theo mẫu hôm nay."""
    paper = report()
    with default_storage.open(paper.rendering.name) as stored:
        page = pypdf.PdfReader(BytesIO(stored.read())).pages[0]
        drawn = page.get_contents().get_data()
    _content, reader, _rendering = made([packs.of_paper(paper, "Báo cáo")])
    assert reader.pages[1].get_contents().get_data() == drawn


def test_a_pack_that_could_not_be_made_says_why_in_a_sentence():
    """Tệp đã lưu mất thì bộ tài liệu nói điều ấy, không nói tên lỗi của máy."""
    paper = report()
    pack = queued([packs.of_paper(paper, "Báo cáo")])
    default_storage.delete(paper.rendering.name)
    tasks.render(pack.rendering.pk)
    pack.rendering.refresh_from_db()
    assert (pack.rendering.stage, pack.rendering.reason) == (
        Stage.FAILED,
        "Chưa đọc được tệp đã lưu. Báo người quản trị chạy lệnh check_files.",
    )


def test_a_paper_without_its_file_is_told_instead_of_waited_for():
    """Đang tạo, tạo hỏng, đã thu hồi: phần ấy nói vì sao chưa có."""
    waiting, failed, recalled = issued(), issued(), report()
    type(failed.rendering).objects.filter(pk=failed.rendering.pk).update(stage=Stage.FAILED, reason="Ổ đầy.")
    failed.rendering.refresh_from_db()
    recalled.state = "recalled"
    told = [packs.of_paper(paper, "Báo cáo").why for paper in (waiting, failed, recalled)]
    assert told == [
        "Đã phát hành, tệp đang được tạo.",
        "Đã phát hành nhưng chưa tạo được tệp: Ổ đầy.",
        "Đã thu hồi.",
    ]


def test_a_pack_stays_as_it_was_made_and_is_no_paper():
    """Bộ đã tạo không sửa được trong cơ sở dữ liệu; trang tra cứu không coi tệp ghép là văn bản."""
    content, _reader, rendering = made([draft("Phiếu suy tôn")])
    assert match(BytesIO(content)) is None
    with pytest.raises(IntegrityError, match="a_pack_is_frozen"), transaction.atomic():
        Pack.objects.filter(pk=rendering.pack_id).update(title="Khác")


def test_one_persons_paper_is_made_before_a_pack():
    """Bộ tài liệu không chen trước văn bản của ai."""
    pack, paper = queued([draft("Phiếu suy tôn")]), issued()
    assert (pack.rendering.place, paper.rendering.place) == (2, 1)
    assert packs.is_current(pack, "Tài liệu hội nghị", [draft("Phiếu suy tôn")])
    assert not packs.is_current(pack, "Tài liệu hội nghị", [draft("Phiếu suy tôn", copies=2)])
