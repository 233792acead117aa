"""Thước: papers whose data are known, measured against Nghị định 30/2020 (Phụ lục I) and Hướng dẫn 05-HD/VPTW.

Random data are in test_manuscripts.py; what the ruler itself catches is in test_faults.py.
"""

from dataclasses import replace

import pytest

from emulation.papers import rendering

from . import measure, ruler, samples
from .builders import PARTY
from .test_rendering import printed

NAMES = {
    "report": ("BÁO CÁO", "Tổng kết công tác thi đua năm 2026"),
    "party report": ("BÁO CÁO", "tổng kết công tác thi đua năm 2026"),
    "covenant": ("GIAO ƯỚC", "Thi đua năm 2027"),
    "scores": ("BẢNG ĐIỂM", "Tổng hợp năm 2026"),
    "minutes": ("BIÊN BẢN", "Hội nghị tổng kết năm 2026"),
    "draft": ("QUYẾT ĐỊNH", "Về việc tặng Cờ thi đua"),
}
SILENT = frozenset({"authority", "recipients", "digest", "signatures"})


def manuscript(name, paper, **told):
    """What the ruler is told of a sample."""
    heading, summary = NAMES[name]
    return ruler.Manuscript(paper, heading, summary, silent=SILENT, ends=name in ("report", "minutes"), **told)


@pytest.mark.parametrize("name", samples.EVERY)
def test_the_papers_of_an_office_are_exact(name):
    """Báo cáo, giao ước, bảng điểm, biên bản, dự thảo: đúng thể thức từng thành phần."""
    assert ruler.findings(printed(name), manuscript(name, samples.EVERY[name]())) == []


@pytest.mark.parametrize("paragraphs", range(5, 13))
@pytest.mark.parametrize("name", ["report", "party report"])
def test_a_signature_is_never_alone_on_a_page(name, paragraphs):
    """Dài thêm từng đoạn, trang có chữ ký luôn có lời văn phía trên."""
    paper = samples.report(PARTY if name == "party report" else samples.STATE, paragraphs=paragraphs)
    assert ruler.findings(rendering.pdf(paper).content, manuscript(name, paper)) == []


def test_state_minutes_carry_no_place_and_date_unless_told_so():
    """Biên bản mẫu 1.9 không có dòng địa danh, ngày tháng; bật lên được."""
    told = samples.minutes()
    told.data["show_place"] = True
    assert "KonTum,ngày" not in measure.text(printed("minutes"))
    assert "KonTum,ngày05tháng01năm2027" in measure.text(rendering.pdf(told).content)


def test_confirmations_are_called_what_they_are():
    """Xác nhận trên hệ thống ghi rõ giờ, mã, và không phải chữ ký số; chưa ký thì không ghi gì."""
    signed = measure.text(printed("covenant"))
    assert signed.count("Đãxácnhậntrênhệthống") == 11
    assert "14giờ00phút,ngày05/01/2027Mã7f3a91c4" in signed
    assert "khôngphảichữkýsố" in signed
    assert "xácnhận" not in measure.text(rendering.pdf(samples.covenant(confirmed=False)).content)


def test_all_signatures_of_a_covenant_are_on_the_paper():
    """Lưới chữ ký: không đơn vị nào rơi mất, kể cả 31 đơn vị."""
    text = measure.text(rendering.pdf(samples.covenant(units=31)).content)
    assert [n for n in range(1, 32) if f"Thủtrưởngđơnvị{n}" not in text] == []


def test_signatures_with_the_longest_names_stay_on_their_pages():
    """21 đơn vị tên dài hơn 200 chữ cái, ô chữ ký chiếm nhiều trang: không ô nào tràn ra ngoài giấy."""
    paper = samples.covenant(units=21)
    for block in paper.data["signatures"]:
        block["unit"] += " nghiêng" * 25
    assert ruler.findings(rendering.pdf(paper).content, manuscript("covenant", paper)) == []


def test_the_letterhead_of_a_paper_can_be_changed_without_its_data():
    """Cùng dữ liệu, đổi thể thức: K/T thành KT., căn cứ, số, nơi nhận đổi theo."""
    s = samples.signature(office="Phó Trưởng Ban", for_office="Trưởng Ban", authority="kt")
    party = samples.report(PARTY, paragraphs=1, signature=s)
    state = samples.report(replace(PARTY, letterhead="state"), paragraphs=1, signature=s)
    assert state.data == party.data
    assert ruler.findings(rendering.pdf(party).content, manuscript("party report", party)) == []
    assert ruler.findings(rendering.pdf(state).content, manuscript("report", state)) == []
    assert "KT.TRƯỞNGBAN" in measure.text(rendering.pdf(state).content)


def test_a_correction_prints_its_revision_and_reason():
    """Bản thay ghi bản thứ mấy và lý do."""
    paper = samples.report()
    paper.revision, paper.correction = 2, "Sai tên một đơn vị"
    assert "Bản2,thaybản1.Lýdo:Saitênmộtđơnvị" in measure.text(rendering.pdf(paper).content)
