"""Tệp Excel nhân sự (mẫu để tải về, đọc tệp gửi lên thành từng dòng đã hiểu), và giấy ủy quyền ký.

Of the workbook one row is one person in one seat of one unit; a row without a person only names the unit.
"""

import datetime as dt
import re
from dataclasses import asdict, dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from emulation.papers.documents import FORMS, signature
from emulation.papers.models import Keeping, Kind
from emulation.papers.numbering import styled
from emulation.papers.workflow import Issuer
from emulation.ui.dates import long_date
from emulation.ui.text import clean, fold, within_a_name

from .models import Letterhead, Office

MOST_ROWS = 5000
MOST_COLUMNS = 60
USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,58}[a-z0-9])")
# What the workbook may seat. An administrator is seated by hand, with eyes on it.
OFFICES = (
    Office.HEAD, Office.VICE_HEAD, Office.CLERK, Office.REGISTRY, Office.SECRETARIAT, Office.CONSULTED,
    Office.COUNCIL_CHAIR, Office.COUNCIL_MEMBER, Office.COUNCIL_SECRETARY,
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """Một cột: tên ở dòng đầu, bề rộng trong mẫu, ví dụ, lời giải thích, độ dài nhiều nhất của ô."""

    key: str
    title: str
    width: int
    example: str
    meaning: str
    most: int


COLUMNS = (
    Column("unit", gettext_lazy("Đơn vị"), 34, "Sở Tài chính", gettext_lazy("Tên đầy đủ như trong quyết định. Bắt buộc."), 255),
    Column("short_name", gettext_lazy("Tên ngắn"), 14, "Tài chính", gettext_lazy("Dùng ở đầu cột bảng điểm."), 60),
    Column("symbol", gettext_lazy("Ký hiệu"), 10, "STC", gettext_lazy("Ký hiệu trong số văn bản."), 20),
    Column("bloc", gettext_lazy("Khối"), 30, "", gettext_lazy("Tên khối đã lập trong hệ thống; để trống nếu chưa vào khối."), 255),
    Column("person", gettext_lazy("Họ tên"), 26, "Thủ trưởng Sở Tài chính", gettext_lazy("Để trống nếu dòng chỉ khai đơn vị."), 120),
    Column("title", gettext_lazy("Chức vụ"), 20, "Giám đốc", gettext_lazy("Chức vụ in trên văn bản."), 120),
    Column("office", gettext_lazy("Chức phận"), 22, "Thủ trưởng", gettext_lazy("Chọn một trong các chức phận ở trang “Chức phận”."), 60),
    Column("username", gettext_lazy("Tên đăng nhập"), 18, "stc.thutruong", gettext_lazy("Chữ thường không dấu, số, dấu chấm. Để trống thì hệ thống đặt."), 60),
    Column("since", gettext_lazy("Từ ngày"), 14, "01/01/2026", gettext_lazy("Ngày giữ chức phận, ngày/tháng/năm. Bắt buộc khi có họ tên."), 30),
    Column("decision", gettext_lazy("Theo văn bản"), 28, "Quyết định số 12/QĐ-UBND", gettext_lazy("Số, ký hiệu văn bản bổ nhiệm hoặc phân công."), 255),
)  # fmt: skip


@dataclass
class Line:
    """Một dòng đã đọc. `number`: dòng trong tệp; `since`: date or None; `errors`: {cột: câu}."""

    number: int
    unit: str = ""
    short_name: str = ""
    symbol: str = ""
    bloc: str = ""
    person: str = ""
    title: str = ""
    office: str = ""
    username: str = ""
    since: dt.date | None = None
    decision: str = ""

    def __post_init__(self):
        self.errors = {}
        if isinstance(self.since, str):
            self.since = dt.date.fromisoformat(self.since) if self.since else None

    def packed(self):
        """What travels from the preview to the import: JSON-ready."""
        return asdict(self) | {"since": self.since.isoformat() if self.since else ""}


def template():
    """Mẫu Excel để điền. Out: bytes."""
    book = Workbook()
    sheet = book.active
    sheet.title = str(_("Nhân sự"))
    sheet.append([str(c.title) for c in COLUMNS])
    sheet.append([c.example for c in COLUMNS])
    for index, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
        sheet.cell(1, index).font = Font(bold=True)
    sheet.freeze_panes = "B2"
    offices = book.create_sheet(str(_("Chức phận")))
    for office in OFFICES:
        offices.append([str(office.label)])
    choice = DataValidation(type="list", formula1=f"'{offices.title}'!$A$1:$A${len(OFFICES)}", allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(f"G2:G{MOST_ROWS}")
    meanings = book.create_sheet(str(_("Cách điền")))
    meanings.column_dimensions["A"].width, meanings.column_dimensions["B"].width = 18, 80
    for column in COLUMNS:
        meanings.append([str(column.title), str(column.meaning)])
    for row in meanings.iter_rows():
        row[1].alignment = Alignment(wrap_text=True)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def read(file):
    """Đọc tệp Excel đã kiểm tra loại. Out: list of Line (with `errors`). Raises ValidationError khi không phải mẫu này."""
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        places = _places(next(rows, ()))
        lines = [_line(number, row, places) for number, row in enumerate(rows, start=2) if any(_text(v) for v in row)]
    except ValidationError:
        raise
    except Exception as error:  # openpyxl has no base class for what a broken file makes it raise
        raise ValidationError(
            _("Không mở được tệp Excel này. Mở bằng Excel, lưu lại thành .xlsx rồi gửi lại.")
        ) from error
    if len(lines) > MOST_ROWS:
        raise ValidationError(_("Tệp có hơn %(most)d dòng. Chia thành nhiều tệp.") % {"most": MOST_ROWS})
    if not lines:
        raise ValidationError(_("Tệp chưa có dòng nào dưới dòng tên cột."))
    return lines


def _places(header):
    """{key: index} of the columns, found by their titles in the first row, typed with or without marks."""
    titles = [fold(_text(value)) for value in header]
    missing = [str(c.title) for c in COLUMNS if fold(str(c.title)) not in titles]
    if missing:
        sentence = _("Dòng đầu của tệp thiếu cột: %(columns)s. Tải mẫu về rồi điền vào mẫu.")
        raise ValidationError(sentence % {"columns": ", ".join(missing)})
    return {c.key: titles.index(fold(str(c.title))) for c in COLUMNS}


def _line(number, row, places):
    typed = {key: row[index] if index < len(row) else None for key, index in places.items()}
    line = Line(number, **{key: _text(value) for key, value in typed.items() if key != "since"})
    for column in COLUMNS:
        if column.key != "since" and len(getattr(line, column.key)) > column.most:
            line.errors[column.key] = _("Rút gọn còn nhiều nhất %(most)d chữ.") % {"most": column.most}
    line.since = _day(typed["since"], line)
    _check(line)
    return line


def _check(line):
    if not line.unit:
        line.errors["unit"] = _("Điền tên đơn vị.")
    line.username = line.username.lower()
    if line.username and not USERNAME.fullmatch(line.username):
        line.errors["username"] = _("Chỉ dùng chữ thường không dấu, số, dấu chấm, gạch; từ 3 ký tự.")
    if not line.person:
        for key in ("office", "username"):
            if getattr(line, key):
                line.errors["person"] = _("Điền họ tên của người giữ chức phận này.")
        return
    offices = {fold(str(office.label)): office for office in OFFICES}
    if fold(line.office) in offices:
        line.office = str(offices[fold(line.office)].value)
    else:
        line.errors["office"] = _("Chọn một chức phận trong trang “Chức phận” của mẫu.")
    if not line.since and "since" not in line.errors:
        line.errors["since"] = _("Điền ngày bắt đầu, ví dụ 01/01/2026.")


def _day(value, line):
    if isinstance(value, dt.datetime | dt.date):
        found = value.date() if isinstance(value, dt.datetime) else value
    elif typed := _text(value):
        match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", typed)
        try:
            found = dt.date(int(match[3]), int(match[2]), int(match[1])) if match else None
        except ValueError:
            found = None
        if found is None:
            line.errors["since"] = _("Nhập ngày/tháng/năm, ví dụ 01/01/2026. Trong tệp là “%(typed)s”.") % {
                "typed": typed
            }
            return None
    else:
        return None
    if not 1930 <= found.year <= 2200:
        line.errors["since"] = _("Năm phải từ 1930 đến 2200.")
    return found


def _text(value):
    """A cell as one clean line; 12.0 is 12, and what Excel could not compute is empty."""
    if value is None or (isinstance(value, str) and value.startswith("#")):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value).replace("\n", " ").replace("\x00", ""))


# --- giấy ủy quyền ký ---------------------------------------------------------------------------
def issuer(unit):
    """The unit as issuer of its own papers, with numbers of its own registry."""
    return Issuer(
        key=f"unit:{unit.pk}", name=unit.name, parent_name=superior_of(unit), symbol=unit.symbol, place=unit.place,
        letterhead=unit.letterhead, kept=Keeping.REGISTRY,
    )  # fmt: skip


def superior_of(unit):
    """Cơ quan chủ quản trực tiếp as the letterhead prints it: of an agency of a province its Ủy ban nhân dân or, for the Party, its Tỉnh ủy."""
    above = unit.parent
    if above is None or above.parent_id or not within_a_name(above.name)[:1].islower():
        return above.name if above else ""
    area = within_a_name(above.name)
    if unit.letterhead == Letterhead.PARTY:
        return f"{'Thành ủy' if area.startswith('thành phố') else 'Tỉnh ủy'} {above.place}"
    return f"Ủy ban nhân dân {area}"


def delegation(made, *, at=None):
    """What the paper of a delegation (Delegation) prints; `at`: when the head confirmed it in the system, None: signed by pen. Out: dict."""
    party = styled(issuer(made.unit), Kind.DELEGATION).letterhead == Letterhead.PARTY
    words, form = ("ký thay", "kt") if made.is_to_the_vice_head else ("ký thừa ủy quyền", "tuq")
    return {
        "unit": made.unit.name,
        "giver": {"name": made.giver.person.full_name, "office": made.giver.printed_title},
        "receiver": {"name": made.receiver.person.full_name, "office": made.receiver.printed_title},
        "matter": made.get_matter_display()[:1].lower() + made.get_matter_display()[1:],
        "authority": f"{words} ({FORMS[form][party]})",
        "since": long_date(made.since),
        "until": long_date(made.until),
        "grounds": [] if party else ["Căn cứ Điều 13 Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"],
        "recipients": [f"{made.receiver.printed_title} {made.receiver.person.full_name}", "Lưu: VT"],
        "signature": signature(
            office=made.giver.printed_title, name=made.giver.person.full_name, at=at
        ),
        "verify": [["Việc được giao ký", made.get_matter_display()],
                   ["Có hiệu lực", f"từ {made.since:%d/%m/%Y} đến hết {made.until:%d/%m/%Y}"]],
    }  # fmt: skip
