"""Tệp Excel của quyết định chia khối: mẫu để tải về, và từng dòng đã đọc. One row is one unit in its bloc."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.dates import day
from emulation.ui.text import fold

from . import workbooks
from .models import Named, Unit
from .workbooks import Column

COLUMNS = (
    Column("bloc", gettext_lazy("Khối, cụm"), 34, "Khối thi đua số 1", gettext_lazy("Tên như trong quyết định, ghi ở mọi dòng, không gộp ô. Tên chưa có thì khối được lập mới."), 255),
    Column("position", gettext_lazy("Thứ tự"), 8, "1", gettext_lazy("Thứ tự của đơn vị trong khối, số nguyên. Để trống thì tiếp theo dòng trên."), 4),
    Column("unit", gettext_lazy("Đơn vị"), 40, "Sở Tài chính", gettext_lazy("Tên đơn vị đã có trong hệ thống, mỗi đơn vị một dòng."), 255),
    Column("named", gettext_lazy("Vai trò"), 16, "Trưởng khối", gettext_lazy("“Trưởng khối”, “Phó khối”, hoặc để trống."), 30),
)  # fmt: skip
ROLES = {"truong khoi": Named.LEAD, "truong cum": Named.LEAD, "pho khoi": Named.DEPUTY, "pho cum": Named.DEPUTY}


@dataclass(frozen=True)
class Ruling:
    """Quyết định chia khối. `since`: from which day it holds; new blocs are followed by `secretariat` and judged by `council` (Units)."""

    number: str
    dated: dt.date
    since: dt.date
    secretariat: Unit
    council: Unit

    @property
    def words(self):
        """As memberships keep it: «Quyết định số 12/QĐ-UBND ngày 05/01/2026»."""
        return _("Quyết định số %(number)s ngày %(day)s") % {"number": self.number, "day": day(self.dated)}

    def packed(self):
        """What travels from the preview to the act: JSON-ready."""
        days = {"dated": self.dated.isoformat(), "since": self.since.isoformat()}
        return {"number": self.number, "secretariat": self.secretariat.pk, "council": self.council.pk} | days

    @classmethod
    def unpacked(cls, told):
        units = {name: Unit.objects.get(pk=told[name]) for name in ("secretariat", "council")}
        return cls(told["number"], *(dt.date.fromisoformat(told[name]) for name in ("dated", "since")), **units)


@dataclass
class Row:
    """Một dòng đã đọc. `position`: int, None to follow the row before; `named`: one of Named, "", or as typed when it is wrong; `errors`: {cột: câu}."""

    number: int
    bloc: str = ""
    position: int | None = None
    unit: str = ""
    named: str = ""

    def __post_init__(self):
        self.errors = {}

    def packed(self):
        """What travels from the preview to the act: JSON-ready."""
        return asdict(self)


def template(memberships=()):
    """Mẫu Excel, điền sẵn các khối như hiện nay khi có. In: Memberships with bloc and unit. Out: bytes."""
    words = {Named.LEAD: Named.LEAD.label, Named.DEPUTY: Named.DEPUTY.label}
    rows = [[m.bloc.name, m.position, m.unit.name, str(words.get(m.named, ""))] for m in memberships]
    return workbooks.template(_("Chia khối"), COLUMNS, ("named", _("Vai trò"), list(words.values())), rows)


def read(file):
    """Đọc tệp chia khối. Out: list of Row (with `errors`). Raises ValidationError khi không phải mẫu này."""
    return [_row(number, typed) for number, typed in workbooks.read(file, COLUMNS)]


def _row(number, cells):
    typed = {key: workbooks.text(value) for key, value in cells.items()}
    row = Row(number, bloc=typed["bloc"], unit=typed["unit"], named=typed["named"])
    row.errors |= workbooks.too_long(COLUMNS, typed)
    if not row.bloc:
        row.errors["bloc"] = _("Điền tên khối ở mọi dòng; ô gộp thì bỏ gộp.")
    if not row.unit:
        row.errors["unit"] = _("Điền tên đơn vị.")
    if typed["position"].isascii() and typed["position"].isdigit() and 0 < int(typed["position"]) < 10_000:
        row.position = int(typed["position"])
    elif typed["position"]:
        row.errors["position"] = _("Điền số nguyên từ 1, hoặc để trống. Trong tệp là “%s”.") % typed["position"][:30]
    if row.named:
        role = (ROLES | {fold(str(one.label)): one for one in Named}).get(fold(row.named))
        row.named = role or row.named
        if not role:
            row.errors["named"] = _("Ghi “Trưởng khối”, “Phó khối”, hoặc để trống.")
    return row
