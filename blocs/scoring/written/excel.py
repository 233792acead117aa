"""A scheme → the workbook that workbook.py reads back: the same rows, and a page that explains the columns and the kinds."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from blocs.scoring.helping import entries, of_groups, of_rows, of_the_whole
from blocs.scoring.kinds import KINDS
from blocs.scoring.kinds.options import Number, as_json
from blocs.scoring.kinds.whole import GROUP_OPTIONS
from blocs.scoring.models import Sign

from .form import MOST_ROWS
from .workbook import (
    FORM,
    GROUP_WORD,
    HEAD,
    HEAD_SETTINGS,
    HEAD_TITLES,
    HIDDEN,
    LEVEL,
    OPTIONS,
    ROWS,
    SIGNATURE,
    TITLES,
)

WIDTHS = {LEVEL: 6, "code": 10, "name": 60, "kind": 24, "sign": 12, "max": 9, "evidence": 11}
USUAL = ("each", "cap_penalty", "cap_bonus")
TEXT = "@"


def workbook_of(written):
    """The bytes of the .xlsx file of a scheme (Written)."""
    book = Workbook()
    _head(book.active, written)
    _rows(book.create_sheet(ROWS), written)
    _help(book.create_sheet(str(_("Cách điền"))))
    hidden = book.create_sheet(HIDDEN)
    hidden.sheet_state = "hidden"
    hidden["A1"], hidden["A2"] = SIGNATURE, FORM
    for number, word in enumerate(_kind_words(), start=1):
        hidden.cell(number, 2).value = word
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _head(sheet, written):
    sheet.title = HEAD
    values = {
        "title": written.title, "source": written.source, "scale": as_json(written.scale), "decimals": written.decimals,
        "round_rows": "true" if written.round_rows else "false", "tie_rules": "; ".join(written.tie_rules) or "-",
        "core_group": written.core_group,
    }  # fmt: skip
    for key, title in HEAD_TITLES.items():
        sheet.append([title, values[key]])
    for code, option in HEAD_SETTINGS.items():
        if code in written.settings:
            sheet.append([code, option.text(written.settings[code])])
    for row in sheet.iter_rows():
        row[0].font, row[1].alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        if isinstance(row[1].value, str):
            _as_text(row[1])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 70


def _as_text(cell):
    """Text stays text: Excel neither makes a number of it nor runs it as a formula."""
    cell.number_format, cell.data_type = TEXT, "s"


def _rows(sheet, written):
    rows = list(_with_levels(written))
    used = {code for row, _level in rows for code in row.params}
    options = [code for code in OPTIONS if code in used or code in USUAL]
    keys = [*TITLES, *options]
    sheet.append([*TITLES.values(), *options])
    for row, level in rows:
        values = _values(row, level)
        sheet.append([values.get(key) for key in keys])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=bool(row.children))
            if isinstance(cell.value, str):
                _as_text(cell)
    _dress(sheet, keys)


def _with_levels(written):
    levels = {id(None): 0}
    for row, parent in written.walk():
        levels[id(row)] = levels[id(parent)] + 1
        yield row, levels[id(row)]


def _values(row, level):
    values = {LEVEL: level, "code": row.code or None, "name": row.name, "sign": str(Sign(row.sign).label)}
    values |= {"kind": GROUP_WORD if row.children else str(KINDS[row.kind].label)}
    values |= {"max": None if row.most is None else as_json(row.most), "evidence": "x" if row.evidence else None}
    options = {o.code: o for o in (GROUP_OPTIONS if row.children else KINDS[row.kind].known_options())}
    return values | {code: _value(options[code], stored) for code, stored in row.params.items()}


def _value(option, stored):
    return stored if isinstance(option, Number) else option.text(stored)


def _kind_words():
    return [GROUP_WORD, *(str(kind.label) for kind in KINDS.values())]


def _dress(sheet, keys):
    """Widths, a head that stays, lists to choose from."""
    for index, key in enumerate(keys, start=1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = WIDTHS.get(key, 22)
        sheet[f"{letter}1"].font, sheet[f"{letter}1"].fill = Font(bold=True), PatternFill("solid", fgColor="E8EEF4")
    sheet.freeze_panes = "D2"
    signs = ",".join(str(label) for label in Sign.labels)
    # A list of more than 250 signs does not fit into the rule: the kinds stand on the hidden sheet.
    choices = {"kind": f"'{HIDDEN}'!$B$1:$B${len(_kind_words())}", "sign": f'"{signs}"'}
    for key, words in choices.items():
        rule = DataValidation(type="list", formula1=words, allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(keys.index(key) + 1)
        rule.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
        sheet.add_data_validation(rule)
    # 1.10 typed as a code stays 1.10.
    sheet.column_dimensions[get_column_letter(keys.index("code") + 1)].number_format = TEXT


def _help(sheet):
    sheet.append([_("Loại"), _("Cách chấm"), _("Tham số (mỗi tham số một cột)")])
    for entry in entries():
        options = "; ".join(f"{o.code}: {o.label} ({o.form})" + _columns(o) for o in entry.options)
        sheet.append([f"{entry.label} ({entry.code})", entry.about, options])
    for title, said in ((_("Cả bộ"), of_the_whole()), (_("Mọi dòng"), of_rows()), (_("Nhóm"), of_groups())):
        sheet.append([title, "", "; ".join(f"{o.code}: {o.label} ({o.form}){_columns(o)}" for o in said)])
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            _as_text(cell)
    for letter, width in (("A", 34), ("B", 70), ("C", 90)):
        sheet.column_dimensions[letter].width = width


def _columns(option):
    """How a table is written in one cell."""
    if not option.columns:
        return ""
    return " " + _("mỗi dòng của ô: %(columns)s") % {"columns": " | ".join(c for c, *_rest in option.columns)}
