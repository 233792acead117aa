"""Nhập nhân sự từ Excel: xem trước từng dòng, rồi nhập tất cả hoặc không gì cả.

Rows that are already there are left alone, so the same file may be sent again.
"""

import hashlib
import json
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blocs.roster.models import Bloc, Membership, Office, Seat, Unit
from emulation.accounts.models import User
from emulation.journal import clock
from emulation.journal.steps import Record, Refused
from emulation.ui.text import clean

from .people import username_for

TAKE_IN = Record(gettext_lazy("Nhập nhân sự từ Excel"), "roster.manage")


@dataclass
class Plan:
    """Những gì một tệp sẽ thêm vào. `errors`: list of (dòng, cột, câu); `kept`: số dòng đã có sẵn."""

    units: list = field(default_factory=list)
    people: list = field(default_factory=list)
    seats: list = field(default_factory=list)
    memberships: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    kept: int = 0

    @property
    def is_empty(self):
        return not (self.units or self.people or self.seats or self.memberships)


def take_in(root, lines, *, by, at):
    """Nhập các dòng vào tỉnh `root` (Unit). In: list of Line. Out: Plan. Refused khi còn ô sai."""
    with TAKE_IN.on(root, by=by, at=at) as act:
        plan = plan_of(root, lines, at=at)
        if plan.errors:
            raise Refused(_("Chưa nhập được: còn %(count)d ô cần sửa.") % {"count": len(plan.errors)})
        Unit.objects.bulk_create(plan.units)
        User.objects.bulk_create(plan.people)
        Membership.objects.bulk_create(plan.memberships)
        Seat.objects.bulk_create(plan.seats)
        told = json.dumps([line.packed() for line in lines], sort_keys=True, ensure_ascii=False)
        counts = {name: len(getattr(plan, name)) for name in ("units", "people", "seats", "memberships")}
        act.detail = counts | {"digest": hashlib.sha256(told.encode()).hexdigest()}
    return plan


def plan_of(root, lines, *, at):
    """Tính trước việc nhập, không ghi gì. Out: Plan."""
    planner = _Planner(root, lines, at)
    for line in lines:
        planner.add(line)
    return planner.plan


class _Planner:
    """Reads the province once (a handful of queries), then goes through the lines in memory.

    Units are known by their name and people by their username, because rows to come have no id yet.
    """

    def __init__(self, root, lines, at):
        self.root, self.at, self.plan = root, at, Plan()
        self.day = clock.today()
        self._know_places(root)
        self._know_people(root, {line.username for line in lines if line.username})

    def _know_places(self, root):
        self.units = {_key(u.name): u for u in Unit.objects.filter(root=root)}
        self.blocs = {_key(b.name): b for b in Bloc.objects.filter(root=root)}
        self.position = max((u.position for u in self.units.values()), default=0)
        self.members, self.last = set(), {}
        for m in Membership.objects.filter(bloc__root=root).select_related("unit"):
            self.last[m.bloc_id] = max(self.last.get(m.bloc_id, 0), m.position)
            if m.until is None:
                self.members.add((m.bloc_id, _key(m.unit.name)))

    def _know_people(self, root, named):
        seats = Seat.objects.filter(root=root, unit__isnull=False).exclude(until__lt=self.day)
        seats = [(_key(s.unit.name), s.office, s.person) for s in seats.select_related("person", "unit")]
        self.seats = {(unit, office, person.username) for unit, office, person in seats}
        self.heads = {unit: person for unit, office, person in seats if office == Office.HEAD}
        ended = Seat.objects.filter(root=root, office=Office.HEAD, until__lt=self.day).select_related("unit")
        self.head_until = {_key(s.unit.name): s.until for s in ended.order_by("until")}
        self.people = {(unit, _key(person.full_name)): person for unit, _office, person in seats}
        self.here = {person.username for _unit, _office, person in seats}
        self.taken = set(User.objects.values_list("username", flat=True))
        self.named = {u.username: u for u in User.objects.filter(username__in=named)}

    def add(self, line):
        for column, sentence in line.errors.items():
            self._wrong(line, column, sentence)
        if "unit" in line.errors:
            return
        before = self._size()
        unit = self._unit(line)
        self._membership(line, unit)
        if line.person and not line.errors:
            self._seat(line, unit)
        self.plan.kept += before == self._size()

    def _size(self):
        return len(self.plan.units) + len(self.plan.seats) + len(self.plan.memberships)

    def _wrong(self, line, column, sentence):
        self.plan.errors.append((line.number, column, sentence))

    def _unit(self, line):
        unit = self.units.get(_key(line.unit))
        if unit is None:
            self.position += 1
            unit = self.units[_key(line.unit)] = Unit(
                parent=self.root, root=self.root, name=line.unit, short_name=line.short_name, symbol=line.symbol,
                place=self.root.place, position=self.position, since=line.since or self.day,
            )  # fmt: skip
            self.plan.units.append(unit)
        return unit

    def _membership(self, line, unit):
        if not line.bloc:
            return
        bloc = self.blocs.get(_key(line.bloc))
        if bloc is None:
            sentence = _("Chưa có khối “%(name)s”. Lập khối trước, hoặc sửa tên.")
            self._wrong(line, "bloc", sentence % {"name": line.bloc})
        elif (bloc.pk, _key(unit.name)) not in self.members:
            self.members.add((bloc.pk, _key(unit.name)))
            self.last[bloc.pk] = self.last.get(bloc.pk, 0) + 1
            since = line.since or self.day
            self.plan.memberships.append(Membership(bloc=bloc, unit=unit, position=self.last[bloc.pk], since=since))

    def _seat(self, line, unit):
        person, place = self._person(line, unit), _key(unit.name)
        if person is None or (place, line.office, person.username) in self.seats:
            return
        if line.office == Office.HEAD and not self._may_head(line, unit, person):
            return
        self.seats.add((place, line.office, person.username))
        self.plan.seats.append(
            Seat(
                root=self.root, person=person, office=line.office, unit=unit, title=line.title, since=line.since,
                decision=line.decision,
            )
        )  # fmt: skip

    def _may_head(self, line, unit, person):
        place = _key(unit.name)
        head, before = self.heads.get(place), self.head_until.get(place)
        if head is not None:
            sentence = _("%(unit)s đã có thủ trưởng: %(person)s. Thay người ở trang của đơn vị.")
            self._wrong(line, "office", sentence % {"unit": unit, "person": head})
        elif before and line.since <= before:
            sentence = _("Thủ trưởng trước giữ ghế đến hết %(day)s. Điền một ngày sau đó.")
            self._wrong(line, "since", sentence % {"day": f"{before:%d/%m/%Y}"})
        else:
            self.heads[place] = person
            return True
        return False

    def _person(self, line, unit):
        place = _key(unit.name)
        known = self.named.get(line.username) if line.username else self.people.get((place, _key(line.person)))
        if known is None:
            return self._new_person(line, unit)
        if _key(known.full_name) == _key(line.person) and known.username in self.here:
            return known
        self._wrong(line, "username", _("Tên đăng nhập này là của người khác. Để trống, hoặc chọn tên khác."))
        return None

    def _new_person(self, line, unit):
        username = line.username or username_for(line.person, unit, line.office, self.taken)
        person = User(full_name=line.person, username=username, joined_at=self.at)
        person.set_unusable_password()
        self.taken.add(username)
        self.here.add(username)
        self.named[username] = self.people[_key(unit.name), _key(line.person)] = person
        self.plan.people.append(person)
        return person


def _key(name):
    return clean(str(name)).casefold()
