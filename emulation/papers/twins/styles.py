"""Kiểu chữ của bản Word: page, margins, and the look of every component, by letterhead (Nghị định 30/2020, Phụ lục I; Hướng dẫn 05-HD/VPTW).

The names are those an official finds in Word's list of styles: Vietnamese in every language.
"""

from dataclasses import dataclass, replace

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .parts import element

POINTS = "abcdđeghiklmnopqrstuvxy"  # điểm a), b), … đ): Nghị định 30/2020 leaves out f, j, w, z
FONT = "Times New Roman"
A4 = (210, 297)
TOP, RIGHT, BOTTOM, LEFT = 20, 15, 20, 30
HEADER = 10  # mm from the edge to the page number
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How a component looks. size, before, after in pt; indent (first line), left in mm; line: pt exactly, or a multiple below 5."""

    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    underline: bool = False
    capitals: bool = False
    align: str = "centre"
    indent: float = 0
    left: float = 0
    before: float = 0
    after: float = 0
    line: float = 1
    kept: bool = False


TEXT = {"align": "both", "indent": 10, "after": 6, "line": 1.1}
STATE = {
    "parent": Look("Cơ quan chủ quản", 13),
    "issuer": Look("Cơ quan ban hành", 13, bold=True),
    "star": Look("Dấu sao"),
    "country": Look("Quốc hiệu", 13, bold=True),
    "motto": Look("Tiêu ngữ", 14, bold=True),
    "rule": Look("Đường kẻ", 2, before=2, line=3),
    "number": Look("Số, ký hiệu", 13, before=6),
    "place": Look("Địa danh, ngày tháng", 14, italic=True, before=6),
    "letter": Look("Trích yếu công văn", 13, before=6),
    "heading": Look("Tên loại", 14, bold=True, before=14, kept=True),
    "summary": Look("Trích yếu", 14, bold=True, kept=True),
    "hyphens": Look("Gạch dưới trích yếu"),
    "gap": Look("Khoảng cách", 6, line=8),
    "to": Look("Kính gửi", after=10),
    "to_many": Look("Kính gửi nhiều nơi", align="left", left=20),
    "addressee": Look("Nơi kính gửi", align="left", left=45),
    "authority": Look("Thẩm quyền ban hành", bold=True, capitals=True, after=10, kept=True),
    "ground": Look("Căn cứ", italic=True, **TEXT),
    "body": Look("Nội dung", **TEXT),
    "flush": Look("Nội dung không thụt dòng", **TEXT | {"indent": 0}),
    "theme": Look("Chủ đề", bold=True, after=6, line=1.1),
    "section": Look("Mục lớn", bold=True, capitals=True, kept=True, before=4, **TEXT),
    "item": Look("Mục", bold=True, kept=True, before=4, **TEXT),
    "chapter": Look("Chương", bold=True, capitals=True, kept=True, before=4, after=6, line=1.1),
    "point": Look("Mục nhỏ", bold=True, kept=True, **TEXT),
    "part": Look("Phần của đơn vị", bold=True, kept=True, align="both", before=6, after=2, line=1.1),
    "caption": Look("Tên bảng", bold=True, kept=True, before=4, after=4),
    "cell": Look("Ô bảng", 12, align="left"),
    "small_cell": Look("Ô bảng nhỏ", 10, align="left"),
    "column": Look("Đầu cột", 12, bold=True),
    "small_column": Look("Đầu cột nhỏ", 10, bold=True),
    "unit": Look("Đơn vị ký", bold=True),
    "behalf": Look("Quyền hạn ký", bold=True),
    "office": Look("Chức vụ người ký", bold=True),
    "act": Look("Xác nhận", 11, before=10, after=8),
    "pen": Look("Chỗ ký", 14, before=48),
    "person": Look("Họ tên người ký", bold=True),
    "recipients": Look("Nơi nhận", 12, bold=True, italic=True, align="left"),
    "recipient": Look("Dòng nơi nhận", 11, align="left"),
    "fine": Look("Chữ nhỏ", 11, align="both", before=8),
    "note": Look("Ghi chú bản Word", 10, italic=True, align="left", before=10),
    "annex": Look("Phụ lục", bold=True, after=4, kept=True),
    "annex_title": Look("Tên phụ lục", bold=True, capitals=True, after=6, kept=True),
    "with": Look("Kèm theo", italic=True, after=10),
    "page": Look("Số trang", 14),
    "draft": Look("Dự thảo", bold=True),
}
PARTY_LINE = 19
PARTY = STATE | {
    "parent": replace(STATE["parent"], size=14), "issuer": replace(STATE["issuer"], size=14),
    "country": replace(STATE["country"], size=15), "number": replace(STATE["number"], size=14),
    "letter": replace(STATE["letter"], size=12, italic=True), "heading": replace(STATE["heading"], size=16),
    "ground": replace(STATE["ground"], italic=False), "office": replace(STATE["office"], bold=False),
    "recipients": Look("Nơi nhận", underline=True, align="left"), "recipient": replace(STATE["recipient"], size=12),
}  # fmt: skip


def looks(party):
    """Every component of a letterhead. Out: dict of Look; Party text stands on lines of exactly 19 pt."""
    if not party:
        return STATE
    return {key: replace(look, line=PARTY_LINE) if look.line == TEXT["line"] else look for key, look in PARTY.items()}


def write_styles(document, party):
    """Put the styles of a letterhead into an empty document, in place of all that it brought; the rest is body text."""
    for style in list(document.styles):
        if style.name not in ("Normal", "Default Paragraph Font", "Normal Table"):
            style.delete()
    _write_font(document.styles["Normal"], Look(""))
    for key, look in looks(party).items():
        style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), key)
        style.base_style, style.quick_style = document.styles["Normal"], True
        _write_font(style, look)
        _write_paragraph(style.paragraph_format, look)


def _write_font(style, look):
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(look.size), look.bold, look.italic
    font.underline, font.all_caps, font.color.rgb = look.underline, look.capitals, RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    style.element.rPr.append(element("w:lang", val="vi-VN", eastAsia="vi-VN"))


def _write_paragraph(paragraph, look):
    paragraph.alignment, paragraph.keep_with_next, paragraph.widow_control = ALIGN[look.align], look.kept, True
    paragraph.first_line_indent, paragraph.left_indent = Mm(look.indent), Mm(look.left)
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.line_spacing_rule = WD_LINE_SPACING.EXACTLY if look.line >= 2 else WD_LINE_SPACING.MULTIPLE
    paragraph.line_spacing = Pt(look.line) if look.line >= 2 else look.line


def write_page(section, *, landscape=False):
    """Size, margins and where the page number stands. Out: mm of text from margin to margin."""
    width, height = reversed(A4) if landscape else A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(
        Mm, (TOP, RIGHT, BOTTOM, LEFT)
    )
    section.header_distance = section.footer_distance = Mm(HEADER)
    section.different_first_page_header_footer = True
    return width - LEFT - RIGHT
