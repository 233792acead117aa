"""Sổ Excel của bộ tiêu chí: the sheet «Bộ tiêu chí» is the head, «Tiêu chí» one row per criterion; read into the nodes that YAML gives.

Every option is a column, so that every fault names its cell. The hidden sheet «_» says which form of workbook it is.
"""

import re
from decimal import Decimal
from zipfile import BadZipFile

import yaml
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from blocs.scoring.kinds import KINDS
from blocs.scoring.kinds.whole import GROUP_OPTIONS, HEAD_OPTIONS
from blocs.scoring.models import Sign
from blocs.scoring.models.schemes import GROUP
from emulation.ui.text import clean, fold

from .form import MOST_DEPTH, MOST_ROWS, Faulty
from .nodes import Place
from .reading import read_node

MOST_WORKBOOK = 5_000_000
SIGNATURE, FORM = "khoi-thi-dua bo-tieu-chi", 1
HEAD: str = "Bộ tiêu chí"
ROWS: str = "Tiêu chí"
HIDDEN = "_"
LEVEL = "level"
# The columns with a title of their own; every other column is an option and is titled by its key.
TITLES: dict = {
    LEVEL: "Cấp", "code": "Mã", "name": "Tên tiêu chí", "kind": "Loại", "sign": "Dấu", "max": "Tối đa", "evidence": "Minh chứng",
}  # fmt: skip
HEAD_TITLES: dict = {
    "title": "Tên bộ tiêu chí", "source": "Văn bản ban hành", "scale": "Thang điểm", "decimals": "Số chữ số thập phân",
    "round_rows": "Làm tròn từng dòng", "tie_rules": "Xét đồng điểm", "core_group": "Mã nhóm chính",
}  # fmt: skip
GROUP_WORD: str = "nhóm"
OPTIONS = {o.code: o for kind in KINDS.values() for o in kind.known_options()} | {o.code: o for o in GROUP_OPTIONS}
HEAD_SETTINGS = {o.code: o for o in HEAD_OPTIONS}
SPOKEN = TITLES | HEAD_TITLES  # a sentence about a cell names its column as the clerk reads it
TEXTS = ("code", "name", "title", "source", "core_group")


def read_workbook(file):
    """An .xlsx file (open, or a path) → Written. Raises Faulty naming every bad cell; nothing is saved here."""
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        return _read(book)
    except Faulty:
        raise
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, TypeError, AttributeError) as error:
        sentence = _("không mở được tệp Excel này; mở bằng Excel, lưu lại thành .xlsx rồi gửi lại")
        raise Faulty([(_("Tệp"), sentence)]) from error


def _read(book):
    _refuse_other_workbooks(book)
    faults = []
    head = _head(book[HEAD], faults)
    lines = list(_lines(book[ROWS], faults))
    head.append((_scalar("criteria", _at(ROWS, 1, 1)), _tree(lines)))
    try:
        found = read_node(yaml.MappingNode("map", head, start_mark=Place(_at(HEAD, 1, 1))), _unknown_kind)
    except Faulty as error:
        faults += error.faults
    if faults:
        raise Faulty([(place, _in_its_words(sentence)) for place, sentence in faults])
    return found


def _in_its_words(sentence):
    return re.sub(r"“(\w+)”", lambda key: f"“{SPOKEN.get(key[1], key[1])}”", sentence)


def _refuse_other_workbooks(book):
    if missing := [name for name in (HEAD, ROWS, HIDDEN) if name not in book.sheetnames]:
        sentence = _("không phải sổ bộ tiêu chí: thiếu trang “%(sheet)s”; tải mẫu về rồi điền vào mẫu")
        raise Faulty([(_("Tệp"), sentence % {"sheet": missing[0]})])
    told = [_text("", row[0]) for row in book[HIDDEN].iter_rows(min_row=1, max_row=2, max_col=1, values_only=True)]
    if told != [SIGNATURE, str(FORM)]:
        sentence = _("sổ này thuộc dạng khác (%(found)s), hệ thống đọc dạng %(form)d; tải mẫu mới về")
        raise Faulty([(f"{HIDDEN}!A2", sentence % {"found": " ".join(told)[:60] or "–", "form": FORM})])


def _at(sheet, row, column):
    return f"{sheet}!{get_column_letter(column)}{row}"


def _scalar(text, place):
    return yaml.ScalarNode("str", text, start_mark=Place(place))


def _text(key, value):
    """A cell as it would be typed: numbers with a comma (codes with a dot), days as 30/11, booleans as true or false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        number = f"{Decimal(str(value)).normalize():f}"
        return number if key in TEXTS else number.replace(".", ",")
    if hasattr(value, "strftime"):
        return f"{value:%d/%m}"
    return "\n".join(clean(line) for line in str(value).splitlines()).strip()


# --- the head -------------------------------------------------------------------------------------
def _head(sheet, faults):
    """[(key node, value node)] of the rows «title | value»."""
    keys = {fold(title): key for key, title in HEAD_TITLES.items()} | {code: code for code in HEAD_SETTINGS}
    found = []
    for number, row in enumerate(sheet.iter_rows(max_row=60, max_col=2, values_only=True), start=1):
        title, value = (_text("", row[0]), row[1] if len(row) > 1 else None)
        if not title:
            continue
        if fold(title) not in keys:
            faults.append((_at(HEAD, number, 1), _("không hiểu “%(title)s”") % {"title": title[:40]}))
            continue
        key = keys[fold(title)]
        if text := _text(key, value):
            found.append((_scalar(key, _at(HEAD, number, 1)), _head_value(key, text, _at(HEAD, number, 2))))
    return found


def _head_value(key, text, place):
    if key != "tie_rules":
        return _scalar(text, place)
    rules = [] if text == "-" else [_scalar(t.strip(), place) for t in text.split(";")]
    return yaml.SequenceNode("seq", rules, start_mark=Place(place))


# --- the rows -------------------------------------------------------------------------------------
def _lines(sheet, faults):
    """(level, place, [(key node, value node)]) of every row that says anything."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=len(TITLES) + len(OPTIONS), values_only=True)
    columns, level = _columns(next(rows, ()), faults), 0
    for number, row in enumerate(rows, start=2):
        typed = {
            key: (text, index)
            for index, key in columns.items()
            if (text := _text(key, row[index - 1] if index <= len(row) else None))
        }
        if not typed:
            continue
        said, index = typed.pop(LEVEL, ("" if LEVEL in columns.values() else "1", 1))
        pairs = [
            (_scalar(k, _at(ROWS, number, i)), _scalar(_word(k, t), _at(ROWS, number, i)))
            for k, (t, i) in typed.items()
        ]
        level = _level(said, _at(ROWS, number, index), level, faults)
        yield level, _at(ROWS, number, 1), pairs


def _columns(header, faults):
    """{column number: key}. A title that is none of ours is a fault of its cell."""
    keys = {fold(title): key for key, title in TITLES.items()} | {code: code for code in OPTIONS}
    found = {}
    for index, value in enumerate(header, start=1):
        title = _text("", value)
        key = keys.get(fold(title)) or keys.get(title)
        if title and key is None:
            faults.append((_at(ROWS, 1, index), _("không hiểu cột “%(title)s”") % {"title": title[:40]}))
        elif title and key in found.values():
            faults.append((_at(ROWS, 1, index), _("cột “%(title)s” có hai lần") % {"title": title[:40]}))
        elif title:
            found[index] = key
    faults += [
        (_at(ROWS, 1, 1), _("thiếu cột “%(title)s”") % {"title": TITLES[k]})
        for k in (LEVEL, "name")
        if k not in found.values()
    ]
    return found


def _unknown_kind(typed):
    """The sentence for a kind that is none, with the kinds that share most words with it."""
    shared = {str(kind.label): len(_words(typed) & _words(kind.label)) for kind in KINDS.values()}
    near = sorted((label for label in shared if shared[label]), key=lambda label: -shared[label])[:3]
    told = _("không có loại “%(kind)s”: chọn trong danh sách của ô, hay xem trang “Cách điền”") % {"kind": typed[:40]}
    return told + (_("; gần nhất: %(near)s") % {"near": "; ".join(near)} if near else "")


def _words(text):
    return set(fold(str(text)).replace("y", "i").split())  # tỉ lệ and tỷ lệ are written both ways


def _level(text, place, before, faults):
    """The level of a row; a wrong one is a fault, and the row stands beside the one above it (`before`, 0 above the first)."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DEPTH:
        sentence = _("cấp là số từ 1 đến %(most)d; bạn viết “%(text)s”") % {"most": MOST_DEPTH, "text": text[:20]}
        faults.append((place, sentence))
        return before or 1
    if int(text) > before + 1:
        sentence = _("cấp %(level)d đứng ngay dưới cấp %(above)d") % {"level": int(text), "above": before}
        faults.append((place, sentence))
        return before or 1
    return int(text)


def _word(key, text):
    """Names that people read, as the keys of the file: «Chấm thẳng» → direct, «Điểm cộng» → bonus."""
    if key == "kind":
        return next((code for code, kind in KINDS.items() if fold(str(kind.label)) == fold(text)), text)
    if key == "sign":
        return next((value for value, label in Sign.choices if fold(str(label)) == fold(text)), text)
    return text


def _tree(lines):
    """The rows as nested nodes: a row holds the following rows of a deeper level."""
    top = yaml.SequenceNode("seq", [], start_mark=Place(_at(ROWS, 2, 1)))
    open_ = [(0, top)]
    for number, (level, place, pairs) in enumerate(lines):
        while open_[-1][0] >= level:
            open_.pop()
        row = yaml.MappingNode("map", _without_group_word(pairs), start_mark=Place(place))
        open_[-1][1].value.append(row)
        if number + 1 < len(lines) and lines[number + 1][0] > level:
            children = yaml.SequenceNode("seq", [], start_mark=Place(place))
            row.value.append((_scalar("children", place), children))
            open_.append((level, children))
    return top


def _without_group_word(pairs):
    return [(k, v) for k, v in pairs if not (k.value == "kind" and fold(v.value) in (fold(GROUP_WORD), GROUP))]
