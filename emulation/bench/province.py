"""Tỉnh: its size, who exists in it, who sits where. Every later module adds its rows to the `Province` given to it."""

import datetime as dt
import random
import secrets
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from blocs.roster.models import Bloc, Membership, Office, Seat, Unit, UnitKind
from blocs.years.models import RuleSet
from emulation.accounts.models import User

COUNCILLORS = 15


@dataclass(frozen=True)
class Size:
    """Cỡ của tỉnh. units: in a bloc; criteria: leaves of a scheme; years: the running one and those before it."""

    blocs: int = 70
    units: int = 10
    criteria: int = 40
    years: int = 5


@dataclass
class Province:
    """Tỉnh đang dựng. `now`: the hour of the measurement; the calendar year of it is the running one."""

    size: Size
    now: dt.datetime
    password: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    dice: random.Random = field(default_factory=lambda: random.Random(2026))  # noqa: S311 - points, not secrets
    blocs: list = field(default_factory=list)
    units: dict = field(default_factory=dict)  # bloc id → units
    heads: dict = field(default_factory=dict)  # unit id → the head's Seat
    clerks: dict = field(default_factory=dict)
    rule_sets: dict = field(default_factory=dict)  # bloc id → RuleSet
    years: list = field(default_factory=list)
    members: dict = field(default_factory=dict)  # bloc-year id → members
    rounds: dict = field(default_factory=dict)  # bloc-year id → Round
    conferences: dict = field(default_factory=dict)  # bloc-year id → the year-end Conference
    proposals: dict = field(default_factory=dict)  # year → proposals
    sessions: dict = field(default_factory=dict)  # year → CouncilSession

    @property
    def today(self):
        return timezone.localdate(self.now)

    @property
    def running(self):
        """The years that are being scored (BlocYears, one per bloc)."""
        return [y for y in self.years if y.year == self.today.year]

    @property
    def past(self):
        return [y for y in self.years if y.year < self.today.year]


def hour(year, month, day, clock=9):
    """An hour in Việt Nam (aware datetime)."""
    return dt.datetime(year, month, day, clock, tzinfo=timezone.get_default_timezone())


# --- who exists -------------------------------------------------------------------------------------
def found(province):
    """Tỉnh, cơ quan thường trực, Hội đồng, các khối và đơn vị."""
    name = f"Tỉnh Đo Tốc Độ {Unit.objects.filter(parent=None).count() + 1}"
    province.root = Unit.objects.create(name=name, kind=UnitKind.ROOT, place="Đo Tốc Độ", symbol="UBND")
    common = {"parent": province.root, "root": province.root, "place": "Đo Tốc Độ"}
    province.secretariat = Unit.objects.create(name="Ban Thi đua - Khen thưởng", symbol="BTĐKT", position=1, **common)
    council = {"name": "Hội đồng Thi đua - Khen thưởng", "kind": UnitKind.COUNCIL, "symbol": "HĐTĐKT", "position": 2}
    province.council = Unit.objects.create(**council, **common)
    province.blocs = Bloc.objects.bulk_create(
        Bloc(root=province.root, name=f"Khối thi đua số {n:02} các cơ quan tham mưu, tổng hợp", symbol=f"KTĐ{n}",
             founding="Quyết định số 12/QĐ-UBND", secretariat=province.secretariat, council=province.council, place="Đo Tốc Độ")
        for n in range(1, province.size.blocs + 1)
    )  # fmt: skip
    for number, bloc in enumerate(province.blocs, start=1):
        province.units[bloc.pk] = Unit.objects.bulk_create(
            Unit(name=f"Sở chuyên ngành số {n:02} của khối {number:02}", short_name=f"Sở {number}.{n}", symbol=f"S{number}-{n}",
                 position=n + 2, **common)
            for n in range(1, province.size.units + 1)
        )  # fmt: skip
    _join(province)
    _govern(province)


def _join(province):
    since = dt.date(province.today.year - province.size.years, 1, 1)
    Membership.objects.bulk_create(
        Membership(bloc=bloc, unit=unit, position=n, since=since)
        for bloc in province.blocs
        for n, unit in enumerate(province.units[bloc.pk], start=1)
    )


def _govern(province):
    """Quy chế của mỗi khối."""
    adopted = dt.date(province.today.year - province.size.years, 1, 15)
    rule_sets = RuleSet.objects.bulk_create(
        RuleSet(
            bloc=bloc,
            version=1,
            title="Quy chế tổ chức và hoạt động của khối",
            text="Điều 1. Phạm vi.\n" * 40,
            adopted_on=adopted,
        )
        for bloc in province.blocs
    )
    province.rule_sets = {r.bloc_id: r for r in rule_sets}


# --- who sits where ---------------------------------------------------------------------------------
def seat(province):
    """Thủ trưởng và cán bộ đầu mối của mọi đơn vị; chuyên viên cơ quan thường trực; Hội đồng. One password for all."""
    units = [unit for bloc in province.blocs for unit in province.units[bloc.pk]]
    heads = _seats(province, units, Office.HEAD, "Giám đốc Sở")
    clerks = _seats(province, units, Office.CLERK, "Chuyên viên Văn phòng")
    province.heads, province.clerks = ({s.unit_id: s for s in seats} for seats in (heads, clerks))
    (officer,) = _seats(province, [province.secretariat], Office.SECRETARIAT, "Chuyên viên")
    (chair,) = _seats(province, [province.council], Office.COUNCIL_CHAIR, "Chủ tịch Hội đồng")
    (secretary,) = _seats(province, [province.council], Office.COUNCIL_SECRETARY, "Thư ký Hội đồng")
    councillors = _seats(province, [province.council] * (COUNCILLORS - 1), Office.COUNCIL_MEMBER, "Ủy viên Hội đồng")
    province.officer, province.secretary = officer.person, secretary.person
    province.voters = [s.person for s in (chair, *councillors)]


def _seats(province, units, office, title):
    """One new person in `office` of each unit. Out: list of Seat."""
    known, hashed = User.objects.count(), make_password(province.password)
    joined = hour(province.today.year - province.size.years, 1, 1)
    people = User.objects.bulk_create(
        User(username=f"do.{office}{known + n}", full_name=f"{title} {unit.short}", joined_at=joined, password=hashed)
        for n, unit in enumerate(units, start=1)
    )
    return Seat.objects.bulk_create(
        Seat(
            root=province.root,
            person=person,
            office=office,
            unit=unit,
            title=title,
            since=joined.date(),
            decision="QĐ 01/QĐ-UBND",
        )
        for person, unit in zip(people, units, strict=True)
    )
