"""Bảng ra Excel: every table of a paper as a sheet, numbers as numbers, with the paper they come from."""

import re
from copy import copy
from decimal import Decimal
from io import BytesIO
from math import ceil

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
LINE = 16  # pt of a row for every line in it
THIN = Side(style="thin")
FONTS = {bold: Font(name=FONT, size=12, bold=bold) for bold in (False, True)}
ALIGNMENTS = {
    centred: Alignment(wrap_text=True, vertical="center", horizontal="center" if centred else None)
    for centred in (False, True)
}
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def xlsx(paper):
    """The tables of a paper. Out: bytes, one sheet per table. Raises ValueError for a paper without tables."""
    found = list(_titled(markup.body(paper)))
    if not found:
        raise ValueError("no tables")
    book, source = Workbook(), documents.twin_source(paper)
    book.remove(book.active)
    looks = {}
    for number, (node, title) in enumerate(found, start=1):
        sheet = book.create_sheet(sheet_name(number, title or paper.title))
        _write(sheet, node, title or paper.title, source, looks)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def sheet_name(number, title):
    """`1. Xếp hạng cuối năm`: unique by its number, without the signs Excel forbids."""
    return f"{number}. {FORBIDDEN.sub(' ', title)}"[:NAME].strip()


def _titled(page):
    """Every table with what it is called: its caption, else the nearest heading before it. Out: iterator of (element, str)."""
    heading = None
    for node in page.iter("h1", "h2", "h3", "table"):
        if node.tag == "table":
            caption = first(node, "caption")
            yield node, " ".join(text(heading if caption is None else caption).split())
        else:
            heading = node


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


def _write(sheet, node, title, source, looks):
    columns = _columns(node)
    sheet["A1"], sheet["A2"] = title, source
    sheet["A1"].font, sheet["A2"].font = Font(name=FONT, size=14, bold=True), Font(name=FONT, size=10, italic=True)
    for at in ("A1", "A2"):
        sheet[at].data_type = "s"
    for at, found in enumerate(node.xpath("thead/tr|tbody/tr"), start=HEAD_ROW):
        _write_row(sheet, at, found, columns, looks)
    merged = {place: over for over in sheet.merged_cells.ranges for place in over.cells}
    widths = list(_widths(sheet, merged))
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for cells in sheet.iter_rows(min_row=HEAD_ROW):
        sheet.row_dimensions[cells[0].row].height = LINE * max(_lines(cell, widths, merged) for cell in cells)
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


def _write_row(sheet, at, node, columns, looks):
    heading = node.getparent().tag == "thead"
    bold = heading or "total" in kinds(node)
    column = 0
    for found in children(node):
        place, typed = columns[column]
        across = int(found.get("colspan", 1))
        column += across
        words = text(found)
        split = across == 1 and columns[column][0] - place == 2
        shown, _line, more = words.partition("\n") if split else (words, "", "")
        _write_cell(
            sheet.cell(at, place),
            shown,
            looks,
            bold,
            typed=typed and not heading,
            centred=heading or "centre" in kinds(found),
        )
        if split:
            second = documents.twin_more(words) if heading else more
            _write_cell(sheet.cell(at, place + 1), second, looks, bold, centred=heading)
        if across > 1:
            sheet.merge_cells(start_row=at, start_column=place, end_row=at, end_column=columns[column][0] - 1)


def _write_cell(cell, words, looks, bold, *, typed=False, centred):
    value = number(words) if typed else None
    _dress(cell, looks, bold, centred, value[1] if value else "General")
    if value:
        cell.value = value[0]
    elif words:
        cell.value = words
        cell.data_type = "s"  # a name that begins with = is no formula


def _dress(cell, looks, bold, centred, shown):
    """looks: of cells that were dressed before, by (bold, centred, number format): openpyxl takes long to find a style again."""
    if (bold, centred, shown) not in looks:
        cell.font, cell.border, cell.alignment, cell.number_format = FONTS[bold], GRID, ALIGNMENTS[centred], shown
        looks[bold, centred, shown] = cell._style
    cell._style = copy(looks[bold, centred, shown])


def _widths(sheet, merged):
    """Columns as wide as their longest line, within reason; a heading over several columns asks for no room."""
    for column in sheet.iter_cols(min_row=HEAD_ROW):
        cells = [cell for cell in column if (cell.row, cell.column) not in merged]
        longest = max((len(line) for cell in cells for line in str(cell.value or "").split("\n")), default=0)
        yield min(max(longest * 1.2 + 2, NARROWEST), WIDEST)


def _lines(cell, widths, merged):
    """How many lines a cell needs: without a height of its own a row hides all but the first in some programs."""
    over = merged.get((cell.row, cell.column))
    width = sum(widths[over.min_col - 1 : over.max_col]) if over else widths[cell.column - 1]
    return sum(max(1, ceil(len(line) * 1.05 / width)) for line in str(cell.value or "").split("\n"))
