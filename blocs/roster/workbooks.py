"""Tệp Excel để điền rồi gửi lên: a template made from its columns, and what was sent read back row by row.

Formulas are never computed: a cell is the value that Excel stored. What unpacks to too much never comes here (ui.uploads).
"""

import datetime as dt
import re
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from emulation.ui.text import clean, fold

MOST_ROWS = 5000
MOST_COLUMNS = 60


@dataclass(frozen=True)
class Column:
    """Một cột: tên ở dòng đầu, bề rộng trong mẫu, ví dụ, lời giải thích, độ dài nhiều nhất của ô."""

    key: str
    title: str
    width: int
    example: str
    meaning: str
    most: int


def template(title, columns, choices, rows=()):
    """Mẫu Excel để điền. `choices`: (key of a column, name of the page, words to choose from); `rows`: what stands in it, else the example. Out: bytes."""
    book = Workbook()
    sheet = book.active
    sheet.title = str(title)
    sheet.append([str(c.title) for c in columns])
    for number, row in enumerate(rows or [[c.example for c in columns]], start=2):
        _fill(sheet, number, row)
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
        sheet.cell(1, index).font = Font(bold=True)
    sheet.freeze_panes = "B2"
    _add_choices(book, columns, *choices)
    meanings = book.create_sheet(str(_("Cách điền")))
    meanings.column_dimensions["A"].width, meanings.column_dimensions["B"].width = 18, 80
    for column in columns:
        meanings.append([str(column.title), str(column.meaning)])
    for row in meanings.iter_rows():
        row[1].alignment = Alignment(wrap_text=True)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(sheet, number, row):
    for index, value in enumerate(row, start=1):
        cell = sheet.cell(number, index, value)
        if isinstance(value, str):
            cell.data_type = "s"  # a name that begins with = is no formula


def _add_choices(book, columns, key, page, words):
    sheet = book.create_sheet(str(page))
    for word in words:
        sheet.append([str(word)])
    choice = DataValidation(type="list", formula1=f"'{sheet.title}'!$A$1:$A${len(words)}", allow_blank=True)
    book.active.add_data_validation(choice)
    letter = get_column_letter([c.key for c in columns].index(key) + 1)
    choice.add(f"{letter}2:{letter}{MOST_ROWS}")


def read(file, columns):
    """Đọc tệp Excel đã kiểm tra loại. Out: list of (số dòng, {key: ô}). Raises ValidationError khi không phải mẫu này."""
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        places = _places(next(rows, ()), columns)
        found = [(number, _typed(row, places)) for number, row in enumerate(rows, start=2) if any(text(v) for v in row)]
    except ValidationError:
        raise
    except Exception as error:  # openpyxl has no base class for what a broken file makes it raise
        raise ValidationError(
            _("Không mở được tệp Excel này. Mở bằng Excel, lưu lại thành .xlsx rồi gửi lại.")
        ) from error
    if len(found) > MOST_ROWS:
        raise ValidationError(_("Tệp có hơn %(most)d dòng. Chia thành nhiều tệp.") % {"most": MOST_ROWS})
    if not found:
        raise ValidationError(_("Tệp chưa có dòng nào dưới dòng tên cột."))
    return found


def _typed(row, places):
    return {key: row[index] if index < len(row) else None for key, index in places.items()}


def _places(header, columns):
    """{key: index} of the columns, found by their titles in the first row, typed with or without marks."""
    titles = [fold(text(value)) for value in header]
    missing = [str(c.title) for c in columns if fold(str(c.title)) not in titles]
    if missing:
        sentence = _("Dòng đầu của tệp thiếu cột: %(columns)s. Tải mẫu về rồi điền vào mẫu.")
        raise ValidationError(sentence % {"columns": ", ".join(missing)})
    return {c.key: titles.index(fold(str(c.title))) for c in columns}


def too_long(columns, typed):
    """{key: câu} of the texts (str) that are longer than their column takes."""
    sentence = _("Rút gọn còn nhiều nhất %(most)d chữ.")
    return {c.key: sentence % {"most": c.most} for c in columns if len(typed.get(c.key) or "") > c.most}


def day(value):
    """A cell as a day. Out: date, None for an empty cell. ValueError with the sentence."""
    if isinstance(value, dt.datetime | dt.date):
        found = value.date() if isinstance(value, dt.datetime) else value
    elif not (typed := text(value)):
        return None
    else:
        match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", typed)
        try:
            found = dt.date(int(match[3]), int(match[2]), int(match[1]))
        except (TypeError, ValueError) as error:
            sentence = _("Nhập ngày/tháng/năm, ví dụ 01/01/2026. Trong tệp là “%(typed)s”.")
            raise ValueError(sentence % {"typed": typed}) from error
    if not 1930 <= found.year <= 2200:
        raise ValueError(_("Năm phải từ 1930 đến 2200."))
    return found


def text(value):
    """A cell as one clean line; 12.0 is 12, and what Excel could not compute is empty."""
    if value is None or (isinstance(value, str) and value.startswith("#")):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value).replace("\n", " ").replace("\x00", ""))
