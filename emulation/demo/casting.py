"""Dàn vai của một câu chuyện trình diễn: province, units, bloc and people with roles for names — all made by the acts."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.contrib.auth.hashers import make_password

from blocs.roster import workflow as roster
from blocs.roster.models import Letterhead, Office, Rotation, UnitKind
from emulation.accounts.models import User
from emulation.ui.text import fold

FACTS = Path(__file__).parent / "facts.yaml"
PASSWORD = "trinh-dien-khoi-thi-dua"  # noqa: S105 - printed on purpose; production refuses data made here
COUNCIL_SEATS = 5


def everything():
    """The facts of all reports: {name: dict}."""
    return yaml.safe_load(FACTS.read_text(encoding="utf-8"))


def facts(name):
    """The facts of one report (dict), by its name in facts.yaml."""
    return everything()[name]


def names():
    """Names of the five stories."""
    return list(everything())


@dataclass
class Cast:
    """Who plays: `officer` of the standing agency, `heads`, `vices` and `clerks` by unit name, the council."""

    told: dict
    province: object
    bloc: object = None
    units: dict = field(default_factory=dict)
    heads: dict = field(default_factory=dict)
    vices: dict = field(default_factory=dict)
    clerks: dict = field(default_factory=dict)
    chair: User = None
    secretary: User = None
    councillors: list = field(default_factory=list)

    @property
    def officer(self):
        return self.province.officer

    @property
    def lead(self):
        return self.units[self.told["lead"]]

    @property
    def deputy(self):
        return self.units.get(self.told.get("deputy"))


def cast(told, *, at, note=""):
    """Lập tỉnh, đơn vị, khối và người của một báo cáo. `note`: printed as the source on every page of the bloc. Out: Cast."""
    prefix = told["prefix"]
    province = roster.found(
        told["root"]["name"],
        told["root"]["place"],
        at=at,
        secretariat="Ban Thi đua - Khen thưởng",
        symbol="BTĐKT",
        prefix=prefix,
    )
    made = Cast(told, province)
    common = {"by": made.officer, "at": at}
    made.bloc = roster.create_bloc(
        told["bloc"]["name"], secretariat=province.secretariat, council=province.council, kind=told["bloc"]["kind"],
        symbol=told["bloc"]["symbol"], place=told["bloc"]["place"], demo_note=note, rotation=Rotation.ROUND_ROBIN, **common,
    )  # fmt: skip
    for position, member in enumerate(told["members"], start=1):
        _one_unit(made, member, position, common)
    _the_council(made, common)
    _give_passwords(made)
    return made


def _give_passwords(made):
    """The printed password for everybody, hashed once (a good hash is slow)."""
    password = make_password(PASSWORD)
    council = (made.chair, made.secretary, *made.councillors, made.officer, made.province.administrator)
    people = [*made.heads.values(), *made.vices.values(), *made.clerks.values(), *council]
    for person in people:
        person.password = password
    User.objects.bulk_update(people, ["password"])


def _one_unit(made, member, position, common):
    told, since = made.told, common["at"].date()
    style = member.get("letterhead", Letterhead.PARTY if told.get("party") else Letterhead.STATE)
    unit = roster.create_unit(
        member["name"], made.province.root, kind=UnitKind.PARTY if told.get("party") else UnitKind.AGENCY, letterhead=style,
        short_name=member["short_name"], symbol=member["symbol"], place=told["root"]["place"], position=position,
        added_for_demo=member.get("filled", False), **common,
    )  # fmt: skip
    roster.join_bloc(made.bloc, unit, position, since, **common)
    made.units[unit.name] = unit
    title = _title(member["title"], unit.name)
    made.heads[unit.name] = _seat(made, f"Thủ trưởng {unit.name}", unit, Office.HEAD, "thutruong", title, common)
    made.vices[unit.name] = _seat(
        made, f"Cấp phó {unit.name}", unit, Office.VICE_HEAD, "cappho", f"Phó {title}", common
    )
    made.clerks[unit.name] = _seat(made, f"Cán bộ đầu mối {unit.name}", unit, Office.CLERK, "daumoi", "", common)


def _title(office, name):
    """«Chánh Văn phòng» of «Văn phòng HĐND tỉnh» is «Chánh Văn phòng HĐND tỉnh»: words that both share stand once."""
    words, rest = office.split(), name.split()
    for shared in range(len(words), 0, -1):
        if [w.lower() for w in words[-shared:]] == [w.lower() for w in rest[:shared]]:
            return " ".join(words[:-shared] + rest)
    return f"{office} {name}"


def _seat(made, full_name, unit, office, ending, title, common):
    username = f"{made.told['prefix']}.{_slug(unit, made)}.{ending}"
    person = roster.register_person(full_name, unit, username=username, **common)
    roster.seat(
        person, office, unit=unit, since=common["at"].date(), decision="Dữ liệu trình diễn", title=title, **common
    )
    return person


def _slug(unit, made):
    """Short ASCII name of a unit, unique in its story: snv, vphu2 …"""
    same = [name for name, other in made.units.items() if other.symbol == unit.symbol]
    place = same.index(unit.name) + 1 if unit.name in same else 1
    word = "".join(c for c in fold(unit.symbol or unit.short_name) if c.isalnum())
    return word if place == 1 else f"{word}{place}"


def _the_council(made, common):
    council = made.province.council
    made.chair = _seat(made, "Chủ tịch Hội đồng", council, Office.COUNCIL_CHAIR, "chutich", "Chủ tịch Hội đồng", common)
    made.secretary = _seat(
        made, "Thư ký Hội đồng", council, Office.COUNCIL_SECRETARY, "thuky", "Thư ký Hội đồng", common
    )
    for n in range(1, COUNCIL_SEATS):
        title = f"Ủy viên Hội đồng thứ {n}"
        made.councillors.append(_seat(made, title, council, Office.COUNCIL_MEMBER, f"uyvien{n}", title, common))
