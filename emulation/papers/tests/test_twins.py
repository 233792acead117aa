"""Bản Word, bảng Excel: every paper of the house as its offices edit it. Read back with the readers of those formats."""

import re
from io import BytesIO
from zipfile import ZipFile

import lxml.html
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from emulation.papers import twins
from emulation.papers.twins.flow import flow, letters

from . import manuscripts, samples
from .builders import PARTY
from .ruler.printed import spaced
from .ruler.words import EDGES, strings

SEED = "2027"
TURNS = 6  # short, longest, many rows, and one draft among them; both letterheads
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps color spacing kern sz szCs highlight u bdr shd vertAlign lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat rsid pPr rPr tblPr",
}


def word(paper):
    """The Word twin, read back. Out: docx Document."""
    return Document(BytesIO(twins.docx(paper)))


def said(element):
    """All text below an element, line ends as blanks between words."""
    return spaced(" ".join("".join(_letters(p)) for p in element.iter(qn("w:p")))).strip()


def _letters(paragraph):
    for found in paragraph.iter(qn("w:t"), qn("w:br")):
        yield found.text if found.tag == qn("w:t") else "\n"


def styled(document, name):
    """The first paragraph of a component, wherever it stands."""
    style = document.styles[name].style_id
    return next(p for p in document.element.body.iter(qn("w:p")) if p.pPr is not None and p.pPr.pStyle.val == style)


def test_every_word_of_every_paper_is_in_its_word_twin():
    """Mẫu nào cũng có bản Word; chữ nào của dữ liệu cũng có trong đó, cả hai thể thức, cả dự thảo."""
    for template in sorted(manuscripts.GENERATORS):
        for turn in range(TURNS):
            manuscript = manuscripts.manuscript(template, turn, SEED)
            text = said(word(manuscript.paper).element.body)
            wanted = [
                manuscript.heading,
                manuscript.summary,
                *strings(manuscript.data, manuscript.silent),
                *manuscript.said,
            ]
            wanted += [signature["name"] for signature in manuscript.signatures] + [
                manuscript.paper.issuer["name"].upper()
            ]
            bare = [spaced(words).strip(EDGES) for words in wanted]
            lost = [words for words in bare if not (words in text or words.upper() in text or words[1:] in text)]
            assert lost == [], manuscript.seed


def test_the_parts_of_a_word_file_stand_in_the_order_of_the_format():
    """Word mở được không phải «sửa lại»: phần tử nào cũng đúng thứ tự của định dạng."""
    for template in sorted(manuscripts.GENERATORS):
        document = word(manuscripts.manuscript(template, 4, SEED).paper)
        for root in (document.element, document.styles.element, document.sections[0].header._element):
            for parent in root.iter(*(qn(f"w:{name}") for name in ORDER)):
                order = ORDER[parent.tag.split("}")[1]].split()
                places = [order.index(child.tag.split("}")[1]) for child in parent]
                assert places == sorted(places), parent.xml
        for within in document.element.body.iter(qn("w:tc")):
            assert within[-1].tag == qn("w:p")  # the format wants a paragraph at the end of every cell


@pytest.mark.parametrize(
    ("name", "size", "bold", "italic"),
    [("Quốc hiệu", 13, True, False), ("Tiêu ngữ", 14, True, False), ("Cơ quan chủ quản", 13, False, False),
     ("Cơ quan ban hành", 13, True, False), ("Số, ký hiệu", 13, False, False), ("Địa danh, ngày tháng", 14, False, True),
     ("Tên loại", 14, True, False), ("Trích yếu", 14, True, False), ("Căn cứ", 14, False, True), ("Nội dung", 14, False, False),
     ("Nơi nhận", 12, True, True), ("Dòng nơi nhận", 11, False, False), ("Họ tên người ký", 14, True, False)],
)  # fmt: skip
def test_a_state_paper_has_the_letters_of_the_decree(name, size, bold, italic):
    """Cỡ chữ, kiểu chữ theo Nghị định 30/2020, Phụ lục I."""
    document = word(samples.report())
    font = document.styles[name].font
    assert (font.name, font.size, font.bold, font.italic) == ("Times New Roman", Pt(size), bold, italic)
    assert styled(document, name) is not None


@pytest.mark.parametrize(
    ("name", "size", "bold"),
    [("Quốc hiệu", 15, True), ("Cơ quan chủ quản", 14, False), ("Cơ quan ban hành", 14, True), ("Số, ký hiệu", 14, False),
     ("Tên loại", 16, True), ("Căn cứ", 14, False), ("Chức vụ người ký", 14, False), ("Nơi nhận", 14, False), ("Dòng nơi nhận", 12, False)],
)  # fmt: skip
def test_a_party_paper_has_the_letters_of_the_party(name, size, bold):
    """Cỡ chữ, kiểu chữ theo Hướng dẫn 05-HD/VPTW."""
    document = word(samples.report(PARTY))
    font = document.styles[name].font
    assert (font.name, font.size, font.bold) == ("Times New Roman", Pt(size), bold)
    assert styled(document, name) is not None


def test_the_two_letterheads_differ_as_the_rules_say():
    """Nhà nước: Quốc hiệu, «Số:», «./.»; Đảng: dấu sao, «Số 05-BC», không «./.»."""
    state, party = said(word(samples.report()).element.body), said(word(samples.report(PARTY)).element.body)
    assert spaced("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc") in state
    assert "Số: 05/BC-KTĐ" in state
    assert state.count("./.") == 1
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in party
    assert "BAN TỔ CHỨC *" in party
    assert "Số 05-BC/BTCTU" in party
    assert "./." not in party


def test_the_page_is_a4_with_the_margins_of_the_paper():
    """Khổ A4, lề 20, 15, 20, 30 mm; bảng điểm in ngang."""
    upright, across = word(samples.report()).sections[0], word(samples.scores()).sections[0]
    assert [round(length.mm) for length in (upright.page_width, upright.page_height)] == [210, 297]
    assert [round(length.mm) for length in (across.page_width, across.page_height)] == [297, 210]
    margins = (upright.top_margin, upright.right_margin, upright.bottom_margin, upright.left_margin)
    assert [round(length.mm) for length in margins] == [20, 15, 20, 30]


def test_the_page_number_is_not_on_the_first_page_and_starts_again_in_an_annex():
    """Số trang ở giữa lề trên, trang đầu không có; phụ lục đánh số lại từ 1."""
    document = word(manuscripts.manuscript("covenant/paper_covenant.html", 2, SEED).paper)
    first, annex = document.sections
    assert [f.get(qn("w:instr")) for f in first.header._element.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert first.different_first_page_header_footer
    assert not list(first.first_page_header._element.iter(qn("w:fldSimple")))
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert first._sectPr.find(qn("w:pgNumType")) is None


def test_a_draft_says_so_above_its_first_page():
    """Dự thảo ghi «DỰ THẢO» ở đầu trang một."""
    assert word(samples.draft()).sections[0].first_page_header.paragraphs[0].text == "DỰ THẢO"
    assert word(samples.report()).sections[0].first_page_header.paragraphs[0].text == ""


def test_the_heading_row_of_a_table_is_repeated():
    """Bảng dài sang trang thì nhắc lại dòng đầu."""
    table = word(samples.report(rows=68)).tables[1]
    assert len(table.rows) == 69
    repeated = [row for row in table._tbl.tr_lst if row.trPr.find(qn("w:tblHeader")) is not None]
    assert repeated == [table._tbl.tr_lst[0]]
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in table._tbl.tr_lst)


def test_the_signature_is_never_alone_on_a_page():
    """Khối chữ ký không đứng riêng một trang: dòng cuối của văn bản đi cùng."""
    document = word(samples.report())
    body = list(document.element.body)
    signature = max(place for place, found in enumerate(body) if found.tag == qn("w:tbl"))
    before = body[signature - 2 : signature]
    assert "Trên đây là báo cáo của khối./." in said(before[0].getparent())
    assert "".join(_letters(before[0])) == "Trên đây là báo cáo của khối./."
    assert [p.pPr.find(qn("w:keepNext")) is not None for p in before] == [True, True]


def test_a_word_twin_says_that_it_is_not_the_issued_paper_and_carries_no_code_to_scan():
    """Bản Word tự nói không phải văn bản đã phát hành; không có mã QR, không có hình thay chữ."""
    content = twins.docx(samples.report())
    text = said(Document(BytesIO(content)).element.body)
    assert "Bản Word để sửa, không phải văn bản đã phát hành." in text
    assert "quét mã QR" not in text
    assert [name for name in ZipFile(BytesIO(content)).namelist() if "media" in name] == []


def test_an_element_that_the_twins_do_not_know_is_refused():
    """Mẫu mới dùng phần tử lạ thì báo ngay, không lặng lẽ bỏ chữ."""
    with pytest.raises(twins.Unknown, match="marquee"):
        flow(lxml.html.fragment_fromstring("<div><marquee>Chữ</marquee></div>"), width=165)
    with pytest.raises(twins.Unknown, match="blink"):
        flow(lxml.html.fragment_fromstring("<div><p>Chữ <blink>lạ</blink></p></div>"), width=165)


def test_points_are_named_by_the_vietnamese_alphabet():
    """Điểm a, b, c, d, đ, e, …: không có f, j, w, z."""
    assert "".join(map(letters, range(1, 24))) == "abcdđeghiklmnopqrstuvxy"
    assert letters(24) == "aa"
    assert not re.search("[fjwz]", "".join(map(letters, range(1, 600))))
