"""Thước: the papers measured against Nghị định 30/2020 (Phụ lục I) and Hướng dẫn 05-HD/VPTW."""

import re
from dataclasses import replace

import pytest

from emulation.papers import rendering

from . import measure, samples
from .builders import PARTY
from .test_rendering import printed

A4 = (209.9, 297.0)
STATE_NUMBER = r"^Số: (0[1-9]|[1-9]\d+)/[A-ZĐ][A-Za-zĐđ]*-[A-ZĐ0-9&.-]+$"
PARTY_NUMBER = r"^Số (0[1-9]|[1-9]\d+)-[A-ZĐ][A-Za-zĐđ]*/[A-ZĐ]+$"


@pytest.mark.parametrize("name", ["report", "party report", "covenant", "minutes", "draft"])
def test_a_paper_is_a4_with_margins_of_20_15_20_30(name):
    """Khổ A4; lề trên, dưới 20, phải 15, trái 30 mm; chỉ số trang nằm trên lề."""
    content = printed(name)
    box = measure.reader(content).pages[0].mediabox
    assert [float(box.width) * measure.MM, float(box.height) * measure.MM] == pytest.approx(A4, abs=0.2)
    for page in range(len(measure.reader(content).pages)):
        inside = [w for w in measure.words(content, page) if not w.text.isdigit() and w.text != "DỰ THẢO"]
        assert min(w.x for w in inside) >= 29.9
        assert max(w.y for w in inside) <= 277.1
        assert min(w.y for w in inside) > 20


def test_a_score_table_lies_across():
    """Bảng điểm khổ ngang."""
    box = measure.reader(printed("scores")).pages[0].mediabox
    assert float(box.width) > float(box.height)


@pytest.mark.parametrize(
    ("start", "face", "sizes"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Emulation-Serif-Bold", (12, 13)),
        ("Độc lập - Tự do - Hạnh phúc", "Emulation-Serif-Bold", (13, 14)),
        ("SỞ NỘI VỤ", "Emulation-Serif", (12, 13)),
        ("KHỐI THI ĐUA", "Emulation-Serif-Bold", (12, 13)),
        ("Số: 05/BC-KTĐ", "Emulation-Serif", (13, 13)),
        ("Kon Tum, ngày 05 tháng 01 năm 2027", "Emulation-Serif-Italic", (13, 14)),
        ("BÁO CÁO", "Emulation-Serif-Bold", (13, 14)),
        ("Tổng kết công tác thi đua năm 2026", "Emulation-Serif-Bold", (13, 14)),
        ("Căn cứ Luật", "Emulation-Serif-Italic", (13, 14)),
        ("Trong năm qua", "Emulation-Serif", (13, 14)),
    ],
)
def test_the_components_of_a_state_paper(start, face, sizes):
    """Nghị định 30: chữ, kiểu, cỡ của từng thành phần."""
    word = measure.find(printed("report"), start)
    assert word.face == face
    assert sizes[0] - 0.1 <= word.size <= sizes[1] + 0.1


@pytest.mark.parametrize(
    ("start", "face", "sizes"),
    [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", "Emulation-Serif-Bold", (15, 15)),
        ("TỈNH ỦY QUẢNG NINH", "Emulation-Serif", (14, 14)),
        ("BAN TỔ CHỨC", "Emulation-Serif-Bold", (14, 14)),
        ("Số 05-BC/BTCTU", "Emulation-Serif", (14, 14)),
        ("Quảng Ninh, ngày 05 tháng 01 năm 2027", "Emulation-Serif-Italic", (14, 14)),
        ("BÁO CÁO", "Emulation-Serif-Bold", (15, 16)),
        ("tổng kết công tác", "Emulation-Serif-Bold", (14, 15)),
        ("-----", "Emulation-Serif", (14, 14)),
        ("- Căn cứ Luật", "Emulation-Serif", (14, 15)),
    ],
)
def test_the_components_of_a_party_paper(start, face, sizes):
    """Hướng dẫn 05: chữ, kiểu, cỡ của từng thành phần."""
    word = measure.find(printed("party report"), start)
    assert word.face == face
    assert sizes[0] - 0.1 <= word.size <= sizes[1] + 0.1


def test_numbers_are_written_in_the_form_of_each_letterhead():
    """Số và ký hiệu theo đúng mẫu của nhà nước, của Đảng."""
    assert re.fullmatch(STATE_NUMBER, measure.find(printed("report"), "Số").text)
    assert re.fullmatch(PARTY_NUMBER, measure.find(printed("party report"), "Số").text)


def test_the_two_letterheads_never_mix():
    """Không có Quốc hiệu trên văn bản của Đảng, và ngược lại; `./.` chỉ ở văn bản nhà nước."""
    state, party = measure.text(printed("report")), measure.text(printed("party report"))
    assert "CỘNGHÒAXÃHỘI" in state
    assert "./." in state
    assert "ĐẢNGCỘNGSẢN" not in state
    assert "CỘNGHÒAXÃHỘI" not in party
    assert "./." not in party


def test_grounds_end_as_each_letterhead_wants():
    """Căn cứ: mỗi dòng một dấu chấm phẩy, dòng cuối dấu chấm."""
    assert "năm2022;Căncứ" in measure.text(printed("report"))
    assert "củakhối.I.KẾTQUẢ" in measure.text(printed("report"))
    assert "-CăncứQuychế" in measure.text(printed("party report"))


def test_recipients_are_small_and_end_with_the_file_copy():
    """Nơi nhận: nghiêng đậm 12, danh sách 11, dòng cuối là Lưu có dấu chấm."""
    pages = len(measure.reader(printed("report")).pages)
    head, last = (measure.find(printed("report"), start, pages - 1) for start in ("Nơi nhận:", "- Lưu: VT."))
    assert (head.face, head.size, last.size) == ("Emulation-Serif-Bold-Italic", 12, 11)


def test_the_first_page_has_no_number_and_the_second_has_one_at_the_top():
    """Trang đầu không ghi số; từ trang 2 ghi số ở giữa lề trên, cỡ 13 đến 14."""
    content = rendering.pdf(samples.report(paragraphs=20)).content
    assert not [w for w in measure.words(content) if w.text.isdigit()]
    two = measure.find(content, "2", page=1)
    assert two.x == pytest.approx(112.5, abs=1.5)
    assert two.y < 16
    assert 13 <= two.size <= 14


@pytest.mark.parametrize("paragraphs", range(5, 13, 2))
def test_a_signature_is_never_alone_on_a_page(paragraphs):
    """Trang có chữ ký luôn có lời văn phía trên."""
    content = rendering.pdf(samples.report(paragraphs=paragraphs)).content
    page = len(measure.reader(content).pages) - 1
    signed = measure.find(content, "TRƯỞNG KHỐI", page)
    text = [w for w in measure.words(content, page) if w.y < signed.y - 8 and not w.text.isdigit()]
    assert len(text) >= 2


def test_state_minutes_carry_no_place_and_date_unless_told_so():
    """Biên bản mẫu 1.9 không có dòng địa danh, ngày tháng; bật lên được."""
    told = samples.minutes()
    told.data["show_place"] = True
    assert "KonTum,ngày" not in measure.text(printed("minutes"))
    assert "KonTum,ngày05tháng01năm2027" in measure.text(rendering.pdf(told).content)


def test_a_draft_says_so_and_leaves_number_and_day_open():
    """Dự thảo: chữ DỰ THẢO, để trống số và ngày."""
    text = measure.text(printed("draft"))
    assert "DỰTHẢO" in text
    assert "Số:/QĐ-KTĐ" in text
    assert "ngàythángnăm2027" in text


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


def test_a_party_deputy_signs_with_a_slash():
    """Đảng ghi K/T, chức vụ không đậm."""
    s = samples.signature(office="Phó Trưởng Ban", for_office="Trưởng Ban", authority="kt")
    content = rendering.pdf(samples.report(PARTY, paragraphs=1, signature=s)).content
    faces = [measure.find(content, start).face for start in ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")]
    assert faces == ["Emulation-Serif-Bold", "Emulation-Serif"]


def test_the_letterhead_of_a_paper_can_be_changed_without_its_data():
    """Cùng dữ liệu, đổi thể thức: K/T thành KT., căn cứ, số, nơi nhận đổi theo."""
    s = samples.signature(office="Phó Trưởng Ban", for_office="Trưởng Ban", authority="kt")
    party = samples.report(PARTY, paragraphs=1, signature=s)
    state = samples.report(replace(PARTY, letterhead="state"), paragraphs=1, signature=s)
    assert state.data == party.data
    text = measure.text(rendering.pdf(state).content)
    told = ["KT.TRƯỞNGBAN", "Số:05/BC-BTCTU", "Lưu:VT.", "CỘNGHÒAXÃHỘI"]
    assert [words for words in told if words not in text] == []
    assert "K/T" not in text


def test_a_correction_prints_its_revision_and_reason():
    """Bản thay ghi bản thứ mấy và lý do."""
    paper = samples.report()
    paper.revision, paper.correction = 2, "Sai tên một đơn vị"
    assert "Bản2,thaybản1.Lýdo:Saitênmộtđơnvị" in measure.text(rendering.pdf(paper).content)
