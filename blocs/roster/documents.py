"""Tệp Excel nhân sự (mẫu để tải về, đọc tệp gửi lên thành từng dòng đã hiểu), và giấy ủy quyền ký.

Of the workbook one row is one person in one seat of one unit; a row without a person only names the unit.
"""

import datetime as dt
import re
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.papers.documents import FORMS, signature
from emulation.papers.models import Keeping, Kind
from emulation.papers.numbering import styled
from emulation.papers.workflow import Issuer
from emulation.ui.dates import long_date
from emulation.ui.text import fold, within_a_name

from . import workbooks
from .models import Letterhead, Office
from .workbooks import Column

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,58}[a-z0-9])")
# What the workbook may seat. An administrator is seated by hand, with eyes on it.
OFFICES = (
    Office.HEAD, Office.VICE_HEAD, Office.CLERK, Office.REGISTRY, Office.SECRETARIAT, Office.CONSULTED,
    Office.COUNCIL_CHAIR, Office.COUNCIL_MEMBER, Office.COUNCIL_SECRETARY,
)  # fmt: skip


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
    offices = [office.label for office in OFFICES]
    return workbooks.template(_("Nhân sự"), COLUMNS, ("office", _("Chức phận"), offices))


def read(file):
    """Đọc tệp nhân sự. Out: list of Line (with `errors`). Raises ValidationError khi không phải mẫu này."""
    return [_line(number, typed) for number, typed in workbooks.read(file, COLUMNS)]


def _line(number, typed):
    line = Line(number, **{key: workbooks.text(value) for key, value in typed.items() if key != "since"})
    line.errors |= workbooks.too_long([c for c in COLUMNS if c.key != "since"], vars(line))
    try:
        line.since = workbooks.day(typed["since"])
    except ValueError as error:
        line.errors["since"] = str(error)
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
