"""Nhập quyết định chia khối: xem trước đúng những gì sẽ đổi, rồi ghi tất cả hoặc không gì cả.

For a bloc that the file names, the file is its whole list: who is not in it leaves. A bloc that it does not name stays as it is.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blocs.roster.documents_division import Ruling
from blocs.roster.models import Bloc, BlocKind, Membership, Named, Unit
from emulation.journal.steps import Record, Refused
from emulation.ui.dates import day
from emulation.ui.text import clean, fold

from .places import saved

DIVIDE = Record(gettext_lazy("Nhập quyết định chia khối"), "roster.manage")


@dataclass
class Place:
    """Chỗ của một đơn vị trong khối theo quyết định. `before`: the Membership it has there; `from_bloc`: the bloc that it leaves for it."""

    unit: Unit
    position: int
    named: str
    before: Membership | None = None
    from_bloc: Bloc | None = None


@dataclass
class Part:
    """Một khối trong quyết định: `leaving`: list of (Membership, the Bloc it goes to or None)."""

    bloc: Bloc
    number: int
    places: list = field(default_factory=list)
    leaving: list = field(default_factory=list)

    @property
    def is_new(self):
        return self.bloc.pk is None

    @property
    def joining(self):
        return [p for p in self.places if p.before is None]

    @property
    def moved(self):
        """Those that stay, at another place in the order."""
        return [p for p in self.places if p.before and p.before.position != p.position]

    @property
    def renamed(self):
        """Those that stay and become, or are no longer, lead or deputy."""
        return [p for p in self.places if p.before and (p.before.named or "") != p.named]

    @property
    def kept(self):
        return sum(p.before is not None for p in self.places)

    def who(self, named):
        """The Unit that the decision names lead or deputy (Named); None when it names none."""
        return next((p.unit for p in self.places if p.named == named), None)

    @property
    def lead(self):
        return self.who(Named.LEAD)

    @property
    def deputy(self):
        return self.who(Named.DEPUTY)

    @property
    def is_empty(self):
        return not (self.is_new or self.joining or self.leaving or self.moved or self.renamed)


@dataclass
class Division:
    """Những gì một quyết định sẽ đổi. `errors`: list of (dòng, cột, câu)."""

    ruling: Ruling
    parts: list = field(default_factory=list)
    errors: list = field(default_factory=list)

    @property
    def changed(self):
        return [part for part in self.parts if not part.is_empty]


def divide(root, ruling, rows, *, by, at):
    """Ghi quyết định (Ruling) vào tỉnh `root`. In: list of documents_division.Row. Out: Division. Refused khi còn ô sai hoặc không có gì đổi."""
    with DIVIDE.on(root, by=by, at=at) as act:
        plan = plan_of_division(root, ruling, rows)
        if plan.errors:
            raise Refused(_("Chưa nhập được: còn %(count)d ô cần sửa.") % {"count": len(plan.errors)})
        if not plan.changed:
            raise Refused(_("Các khối đã đúng như quyết định, không có gì để ghi."))
        created = [part.bloc for part in plan.changed if part.is_new]
        for part in plan.changed:
            _leave(part, ruling)
        for part in plan.changed:
            _enter(part, ruling)
        act.detail = _told(plan, created, rows)
    return plan


def _leave(part, ruling):
    for membership, _to in part.leaving:
        membership.until, membership.left_decision = ruling.since - timedelta(days=1), ruling.words
        membership.save()
    for place in part.renamed:
        Membership.objects.filter(pk=place.before.pk).update(named=None)


def _enter(part, ruling):
    bloc = saved(part.bloc) if part.is_new else part.bloc
    for place in part.moved + part.renamed:
        place.before.position, place.before.named = place.position, place.named or None
        place.before.save()
    Membership.objects.bulk_create(
        Membership(
            bloc=bloc, unit=p.unit, position=p.position, named=p.named or None, since=ruling.since, decision=ruling.words
        )
        for p in part.joining
    )  # fmt: skip


def _told(plan, created, rows):
    """What the journal tells of it."""
    ruling = plan.ruling
    packed = json.dumps([row.packed() for row in rows], sort_keys=True, ensure_ascii=False)
    return {
        "decision": ruling.number, "dated": ruling.dated, "since": ruling.since, "created": [b.pk for b in created],
        "joined": [[part.bloc.pk, p.unit.pk] for part in plan.changed for p in part.joining],
        "left": [[part.bloc.pk, m.unit_id] for part in plan.changed for m, _to in part.leaving],
        "named": [[part.bloc.pk, part.lead and part.lead.pk, part.deputy and part.deputy.pk] for part in plan.changed],
        "digest": hashlib.sha256(packed.encode()).hexdigest(),
    }  # fmt: skip


def plan_of_division(root, ruling, rows):
    """Tính trước, không ghi gì. Out: Division."""
    planner = _Planner(root, ruling)
    for row in rows:
        planner.add(row)
    return planner.finished()


class _Planner:
    """Reads the province once (three queries), then goes through the rows in memory."""

    def __init__(self, root, ruling):
        self.root, self.ruling, self.plan = root, ruling, Division(ruling)
        self.units = {_key(u.name): u for u in Unit.objects.filter(root=root)}
        self.blocs = {_key(b.name): b for b in Bloc.objects.filter(root=root)}
        rows = Membership.objects.filter(bloc__root=root).select_related("unit", "bloc").order_by("position", "pk")
        self.present = {(m.bloc_id, m.unit_id): m for m in rows if m.until is None}
        self.ended = {(m.bloc_id, m.unit_id): m.until for m in rows if m.until and m.until >= ruling.since}
        self.parts, self.seen = {}, {}

    def add(self, row):
        for column, sentence in row.errors.items():
            self._wrong(row.number, column, sentence)
        if "bloc" in row.errors:
            return
        part = self._part(row)
        unit = None if "unit" in row.errors else self._unit(row)
        if unit is not None:
            self._place(row, part, unit)

    def _wrong(self, number, column, sentence):
        self.plan.errors.append((number, column, sentence))

    def _part(self, row):
        key = _key(row.bloc)
        if key not in self.parts:
            bloc = self.blocs.get(key) or self._new_bloc(row.bloc)
            self.parts[key] = Part(bloc, row.number)
            self.plan.parts.append(self.parts[key])
        return self.parts[key]

    def _new_bloc(self, name):
        ruling, kind = self.ruling, BlocKind.CUM if fold(name).startswith("cum") else BlocKind.KHOI
        return Bloc(
            root=self.root, name=name, kind=kind, founding=ruling.words, place=ruling.secretariat.place,
            secretariat=ruling.secretariat, council=ruling.council,
        )  # fmt: skip

    def _unit(self, row):
        unit = self.units.get(_key(row.unit))
        if unit is None:
            near = get_close_matches(_key(row.unit), self.units, n=1, cutoff=0.8)
            hint = " " + _("Có phải “%s”?") % self.units[near[0]] if near else ""
            self._wrong(row.number, "unit", _("Chưa có đơn vị này: lập đơn vị trước, hoặc sửa tên.") + hint)
        elif unit.until and unit.until < self.ruling.since:
            self._wrong(row.number, "unit", _("Đơn vị đã chấm dứt hoạt động ngày %s.") % day(unit.until))
        elif unit.pk in self.seen:
            number, bloc = self.seen[unit.pk]
            sentence = _("Đơn vị đã ở dòng %(number)d, %(bloc)s. Mỗi đơn vị một dòng.")
            self._wrong(row.number, "unit", sentence % {"number": number, "bloc": bloc})
        else:
            self.seen[unit.pk] = row.number, row.bloc
            return unit
        return None

    def _place(self, row, part, unit):
        position = row.position or (part.places[-1].position if part.places else 0) + 1
        if any(p.position == position for p in part.places):
            self._wrong(row.number, "position", _("Thứ tự %d đã có ở khối này.") % position)
        named = "" if "named" in row.errors else row.named
        if named and part.who(named):
            sentence = _("%(bloc)s đã có %(role)s: %(unit)s.")
            facts = {"bloc": part.bloc, "role": Named(named).label.lower(), "unit": part.who(named)}
            self._wrong(row.number, "named", sentence % facts)
        key = (part.bloc.pk, unit.pk)
        if key in self.ended and key not in self.present:
            sentence = _("Đơn vị còn ở khối này đến hết %s. Chọn ngày có hiệu lực sau đó.")
            self._wrong(row.number, "unit", sentence % day(self.ended[key]))
        part.places.append(Place(unit, position, named, self.present.get(key)))

    def finished(self):
        """The plan, once every row has been added. Out: Division."""
        places = {p.unit.pk: (p, part) for part in self.plan.parts for p in part.places}
        for part in self.plan.parts:
            if part.deputy and not part.lead:
                self._wrong(part.number, "named", _("%s có phó khối mà chưa có trưởng khối.") % part.bloc)
            for (bloc, unit), membership in self.present.items():
                if bloc == part.bloc.pk and (unit not in places or places[unit][1] is not part):
                    self._take_out(part, membership, places.get(unit))
        return self.plan

    def _take_out(self, part, membership, goes):
        place, to = goes or (None, None)
        if place:
            place.from_bloc = part.bloc
        part.leaving.append((membership, to.bloc if to else None))
        if membership.since >= self.ruling.since:
            sentence = _("%(unit)s vào %(bloc)s từ %(since)s, không ra trước ngày ấy được. Xem lại ngày có hiệu lực.")
            facts = {"unit": membership.unit, "bloc": part.bloc, "since": day(membership.since)}
            self._wrong(self.seen.get(membership.unit_id, (part.number,))[0], "unit", sentence % facts)


def _key(name):
    return clean(str(name)).casefold()
