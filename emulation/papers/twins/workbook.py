"""Bảng ra Excel: every table of a paper as a sheet, numbers as numbers, with the paper they come from."""

import re
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from emulation.papers import documents

from . import markup
from .markup import children, first, kinds, text

FONT = "Times New Roman"
NUMBER = re.compile(r"([-\u2212]?)((?:[1-9]\d{0,2}(?:\.\d{3})+|0|[1-9]\d*)(?:,\d+)?)(%?)")
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
NAME = 31  # signs of a sheet's name
HEAD_ROW = 4
NARROWEST, WIDEST = 6, 60  # in letters
THIN = Side(style="thin")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def xlsx(paper):
    """The tables of a paper. Out: bytes, one sheet per table. Raises ValueError for a paper without tables."""
    found = markup.tables(markup.body(paper))
    if not found:
        raise ValueError("no tables")
    book = Workbook()
    book.remove(book.active)
    for number, node in enumerate(found, start=1):
        title = _title(node) or paper.title
        sheet = book.create_sheet(sheet_name(number, title))
        _write(sheet, node, title, documents.twin_source(paper))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def sheet_name(number, title):
    """`1. Xếp hạng cuối năm`: unique by its number, without the signs Excel forbids."""
    return f"{number}. {FORBIDDEN.sub(' ', title)}"[:NAME].strip()


def _title(node):
    """What the table is called: its caption, else the nearest heading before it."""
    caption = first(node, "caption")
    if caption is None:
        caption = first(node, "(preceding::*[self::h1 or self::h2 or self::h3])[last()]")
    return " ".join(text(caption).split())


def number(words):
    """`1.234,50` → (Decimal("1234.50"), "#,##0.00"); `98%` → (Decimal("0.98"), "0%"); None for what is no number on paper."""
    found = NUMBER.fullmatch(words)
    if not found:
        return None
    sign, digits, percent = found.groups()
    value = Decimal(digits.replace(".", "").replace(",", ".")) * (-1 if sign else 1)
    decimals = len(digits.partition(",")[2])
    shown = ("0" if percent or ("." not in digits and abs(value) < 1000) else "#,##0") + (
        "." + "0" * decimals if decimals else ""
    )
    return (value.scaleb(-2), f"{shown}%") if percent else (value, shown)


def _write(sheet, node, title, source):
    columns = _columns(node)
    sheet["A1"], sheet["A2"] = title, source
    sheet["A1"].font, sheet["A2"].font = Font(name=FONT, size=14, bold=True), Font(name=FONT, size=10, italic=True)
    for at in ("A1", "A2"):
        sheet[at].data_type = "s"
    for at, found in enumerate(node.xpath("thead/tr|tbody/tr"), start=HEAD_ROW):
        _write_row(sheet, at, found, columns)
    for place, width in enumerate(_widths(sheet), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 1)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 1, 0, True


def _columns(node):
    """Where each column of the paper begins on the sheet, and whether it is one of numbers.

    A column of numbers with a second line somewhere («(98,25%)» under the total) becomes two. Out: list of (place, typed).
    """
    rows = [found for found in map(children, node.xpath("tbody/tr")) if not any(c.get("colspan") for c in found)]
    columns, place = [], 1
    for column in zip(*rows, strict=True) if rows else [()] * len(node.xpath("thead/tr/th")):
        words = [text(found) for found in column]
        typed = any("number" in kinds(found) for found in column) or (
            any("centre" in kinds(found) for found in column) and all(number(word) for word in words if word)
        )
        columns.append((place, typed))
        place += 2 if typed and any("\n" in word for word in words) else 1
    return [*columns, (place, False)]


def _write_row(sheet, at, node, columns):
    heading = node.getparent().tag == "thead"
    bold = heading or "total" in kinds(node)
    column = 0
    for found in children(node):
        place, typed = columns[column]
        column += int(found.get("colspan", 1))
        words = text(found)
        split = typed and columns[column][0] - place == 2 if not found.get("colspan") else False
        shown, _line, more = words.partition("\n") if split else (words, "", "")
        _write_cell(
            sheet.cell(at, place), shown, typed and not heading, bold, centred=heading or "centre" in kinds(found)
        )
        if split:
            _write_cell(
                sheet.cell(at, place + 1), documents.twin_more(words) if heading else more, False, bold, centred=heading
            )


def _write_cell(cell, words, typed, bold, *, centred):
    value = number(words) if typed else None
    cell.font, cell.border = Font(name=FONT, size=12, bold=bold), GRID
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if centred else None)
    if value:
        cell.value, cell.number_format = value
    elif words:
        cell.value = words
        cell.data_type = "s"  # a name that begins with = is no formula


def _widths(sheet):
    """Columns as wide as their longest line, within reason."""
    for column in sheet.iter_cols(min_row=HEAD_ROW):
        longest = max((len(line) for cell in column for line in str(cell.value or "").split("\n")), default=0)
        yield min(max(longest * 1.2 + 2, NARROWEST), WIDEST)
