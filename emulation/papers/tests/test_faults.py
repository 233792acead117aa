"""Thước có bắt được lỗi không: papers spoiled on purpose, each fault found and called by its name; the same paper unspoiled is right."""

import re
from dataclasses import replace

import pytest

from emulation.papers import rendering

from . import manuscripts, ruler, samples
from .builders import PARTY
from .ruler import archive, letters
from .test_ruler import manuscript

STYLES = {
    "report": [
        ("@page { size: A5 }", "the sheet is 148.0 × 210.0 mm"),
        ("@page { size: A4 landscape }", "lies the wrong way"),
        ("@page { margin-left: 28mm }", "leaves the margins"),
        ("@page { margin-right: 13mm }", "leaves the margins"),
        ("@page { margin-bottom: 11mm }", "leaves the margins"),
        ("@page { margin-top: 29mm }", "the text begins only"),
        ("@page { margin-left: 37mm }", "no line begins left of"),
        (".country { font-size: 11pt !important }", "Quốc hiệu is bold 11 pt"),
        (".motto { font-weight: normal !important }", "Tiêu ngữ is regular 14 pt"),
        (".motto { margin-left: 3mm }", "off its axis"),
        (".motto { margin-top: 5mm }", "Tiêu ngữ under Quốc hiệu stands"),
        (".motto span::after { width: 50% }", "the rule under Tiêu ngữ is 0.50"),
        (".motto span::after { border: none !important }", "no rule under Tiêu ngữ"),
        (".motto span::after { border-width: 2pt !important }", "the rule under Tiêu ngữ is 2.00 pt thick"),
        (".issuer span::after { width: 80% !important }", "the rule under the issuer is 0.80"),
        (".issuer span::after { margin-left: 0 !important }", "the rule under the issuer is"),
        (".parent { font-weight: bold }", "the parent body is bold 13 pt"),
        (".issuer { text-align: left }", "off its axis"),
        (".number { font-size: 14pt !important }", "the number is regular 14 pt"),
        (".number { padding-left: 2mm }", "the number under the issuer is"),
        (".place { font-style: normal !important }", "the place and date is regular 14 pt"),
        (".place { padding-top: 3mm }", "number and date do not stand on one line"),
        ("h1 { font-size: 15pt !important }", "tên loại is bold 15 pt"),
        ("h1 { text-align: left }", "tên loại is"),
        (".summary { font-style: italic }", "trích yếu is bold-italic 14 pt"),
        (".summary span::after { display: none !important }", "no rule under trích yếu"),
        (".to { font-size: 12pt }", "Kính gửi: is regular 12 pt"),
        (".grounds p { font-style: normal !important }", "is regular 14 pt, not italic"),
        (".grounds p { text-indent: 0 !important }", "begins at 30.0 mm"),
        (".text p { font-size: 12pt }", "is 12 pt, not 13 to 14"),
        (".text p { text-indent: 15mm !important }", "begins at 45.0 mm"),
        (".text p { text-align: left !important }", "short of the margin"),
        (".text p { line-height: 1.9 }", "pt apart at"),
        (".text p { margin-bottom: 1pt !important }", "a new paragraph"),
        ("h2 { text-transform: none !important }", "is not upper case"),
        (".signature .behalf { font-weight: normal !important }", "the behalf of"),
        (".signature .person { padding-left: 4mm }", "off their axis"),
        (".signature .act { min-height: 3mm !important; padding: 0 !important }", "mm for the pen"),
        (".closing .one { grid-column: 1 !important } .closing .foot { grid-column: 2 !important }", "stands on the left"),
        (".closing { break-before: page !important }", "0 lines of text above the signatures"),
        (".recipients p { font-style: normal !important }", "Nơi nhận is bold 12 pt"),
        (".recipients p { padding-top: 3mm }", "beside the signature"),
        (".recipients li { font-size: 12pt !important }", "is regular 12 pt, not regular 11"),
        (".recipients { padding-left: 2mm }", "Nơi nhận is +2.0 mm off"),
        ("@page { @top-center { content: counter(page) !important; font-size: 12pt } }", "the page number is regular 12 pt"),
        ("@page { @top-center { content: none } }", "is numbered [], not 2"),
        ("@page { @top-center { padding-left: 4mm } }", "off the middle"),
        ("@page :first { @top-center { content: counter(page) } }", "is numbered ['1'], not at all"),
        (".text { color: #333 }", "printed in the colour"),
        (".text p:nth-of-type(2) { margin-top: -20pt }", "printed over each other"),
        ("td { white-space: nowrap } td:nth-child(2) { max-width: 4mm; overflow: visible }", "crosses a line"),
        ("table.lines { font-size: 8pt }", "is 8 pt in a table"),
    ],
    "minutes": [
        (".two .person.left { padding-top: 2mm }", "the names of the signatures do not stand side by side"),
        (".two .heads.right { padding-top: 2mm }", "the first lines of the signatures do not stand side by side"),
    ],
    "party report": [
        ("@page { margin-left: 31mm }", "no line begins left of"),
        (".country { font-size: 14pt !important }", "the name of the Party is bold 14 pt"),
        (".star { visibility: hidden }", "no star under the issuer"),
        (".hyphens { display: none }", "no five hyphens under trích yếu"),
        (".hyphens::before { content: ''; display: block; border-top: 1pt solid #000 }", "a rule stands under trích yếu"),
        (".office { font-weight: bold !important }", "the office of"),
        (".recipients p { text-decoration: none !important }", "Nơi nhận is not underlined"),
        ("body { line-height: 17pt !important }", "pt apart at"),
        ("@page { @top-center { padding-top: 7mm } }", "mm from the edge, not 10"),
        (".text p { font-size: 13pt }", "is 13 pt, not 14 to 15"),
    ],
}  # fmt: skip
WORDS = {
    "report": [
        ("Số: 05/", "Số 05/", "the number «Số: 05/BC-KTĐ» is not printed"),
        ("05/BC-KTĐ", "5/BC-KTĐ", "the number «Số: 05/BC-KTĐ» is not printed"),
        ("ngày 05 tháng 01", "ngày 5 tháng 01", "a date has the wrong form: ngày 5 tháng 01"),
        ("ngày 05 tháng 01", "ngày 05 tháng 1", "a date has the wrong form: ngày 05 tháng 1"),
        ("năm 2022;", "năm 2022.", "is not printed so"),
        ("./.", ".", "./. is printed 0 times"),
        ("TM. KHỐI", "T/M KHỐI", "lines are printed in order"),
        ("- Lưu: VT.", "- Lưu: VT;", "is not printed so"),
        ("Độc lập - Tự do", "Độc lập-Tự do", "«Độc lập - Tự do - Hạnh phúc» is not printed so"),
        ("bám sát", "bám s\u0301at", "not in precomposed letters"),
        ("Trên đây là báo cáo", "Trên đây là", "is not on the paper"),
        ("bám sát nhiệm vụ", "bám sátnhiệm vụ", "is not on the paper"),
        ("Kính gửi: Hội đồng", "Kính gửi Hội đồng", "«Kính gửi:» is not printed"),
        ("BÁO CÁO", "TỜ TRÌNH", "tên loại «BÁO CÁO» is not printed"),
    ],
    "party report": [
        ("Số 05-", "Số: 05-", "the number «Số 05-BC/BTCTU» is not printed"),
        ("báo cáo của khối.", "báo cáo của khối./.", "./. stands on a Party paper"),
        ("- Căn cứ Luật", "Căn cứ Luật", "is not printed so"),
        ("Lưu Văn phòng", "Lưu: VT", "is not printed so"),
        ("T/M KHỐI", "TM. KHỐI", "lines are printed in order"),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Quốc hiệu stands on a Party paper"),
    ],
}  # fmt: skip


def sample(name):
    """A report of two pages with a table, or minutes."""
    if name == "minutes":
        return samples.minutes()
    return samples.report(PARTY if name == "party report" else samples.STATE, rows=3)


def spoiled(name, *, style="", old="", new=""):
    """What the ruler says of a sample whose HTML was changed. Out: one text."""
    paper = sample(name)
    html = rendering.html(paper)
    assert old in html, f"«{old}» không có trên giấy"
    html = html.replace(old, new) if old else html.replace("</head>", f"<style>{style}</style></head>")
    return "\n".join(ruler.findings(rendering.printed(html).content, manuscript(name, paper)))


@pytest.mark.parametrize("name", STYLES)
def test_the_unspoiled_paper_is_right(name):
    """Bản để thử: chưa làm hỏng thì thước không nói gì."""
    assert spoiled(name) == ""


@pytest.mark.parametrize(("name", "style", "said"), [(name, *case) for name, cases in STYLES.items() for case in cases])
def test_a_wrong_measure_is_found(name, style, said):
    """Sai cỡ, sai kiểu, sai chỗ, thiếu đường kẻ, sai lề: thước nói đúng lỗi đó."""
    assert said in spoiled(name, style=style)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"), [(name, *case) for name, cases in WORDS.items() for case in cases]
)
def test_a_wrong_word_is_found(name, old, new, said):
    """Sai dạng số, ngày, căn cứ, nơi nhận, dấu kết thúc, mất chữ: thước nói đúng lỗi đó."""
    assert said in spoiled(name, old=old, new=new)


CHARTS = [
    (r'(<rect x="0" y="5" width=)"(?!1000")\d+"', r'\1"500"', "a bar is"),
    (r"<rect [^>]*fill=.#.*?/>", "", "pieces of charts are drawn"),
    (r'<circle cx="\d+"(?=[^>]*fill="#fff")', '<circle cx="500"', "a white dot stands at"),
    (r'<circle cx="\d+"(?=[^>]*fill="#000")', '<circle cx="500"', "a black dot stands at"),
    (r"<title>(?:Vạch|Tự).*?</title>", "", "PDF_UA_1"),
]


@pytest.mark.parametrize(("old", "new", "said"), CHARTS)
def test_a_chart_that_lies_or_cannot_be_read_aloud_is_found(old, new, said):
    """Vạch dài sai, mất vạch, chấm sai chỗ, hình không có lời thay: thước nói đúng lỗi đó."""
    manuscript = manuscripts.manuscript("conferences/paper_report.html", 4, "2027")
    html, count = re.subn(old, new, rendering.html(manuscript.paper))
    content = rendering.printed(html).content
    assert count > 0
    assert said in "\n".join([*ruler.findings(content, manuscript), *archive.findings(content)])


def test_a_letter_that_looks_like_another_is_found():
    """Chữ chép ra đúng mà hình sai: so hình thì thấy."""
    paper = sample("report")
    printed = ruler.Printed(rendering.printed(rendering.html(paper)).content)
    assert letters.findings(printed) == []
    known = sorted({glyph.text for _page, glyph in printed.letters if glyph.text.isalnum()})
    code_of = dict(zip(known, known[1:] + known[:1], strict=True))  # each picture under the code of another letter
    printed.letters = [
        (page, replace(glyph, text=code_of.get(glyph.text, glyph.text))) for page, glyph in printed.letters
    ]
    said = letters.findings(printed)
    assert len(said) >= 0.9 * letters.TRIED * len(letters.FILES)
