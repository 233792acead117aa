"""Xếp loại: which class a total falls into, and which floor takes a unit down from it. Pure: nothing here reads the database."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.ui.numbers import points as shown

from .arithmetic import ALL, ZERO, total_of
from .kinds.bands import edges_told, inside
from .kinds.inputs import told
from .kinds.whole import EVERY_ROW, HEAD_OPTIONS, OUTERMOST, PERCENT, read_all


@dataclass(frozen=True)
class Placed:
    """Loại của một đơn vị: its name ("" in none), and the rule that decided, as printed."""

    name: str
    why: str


@dataclass(frozen=True)
class Floor:
    """Mức sàn: rows (pks) that a unit of the class must each reach, in percent of their most or in points."""

    of: str
    rows: tuple
    percent: Decimal | None
    points: Decimal | None


class Classes:
    """Các loại của một bộ tiêu chí (Tree). LookupError: a floor names a row that is not there."""

    def __init__(self, tree):
        self.tree, said = tree, read_all(HEAD_OPTIONS, tree.settings)
        self.by_percent = said.get("class_by") == PERCENT
        self.written = said.get("classes", [])
        self.ladder = sorted(self.written, key=_foot, reverse=True)
        self.floors = [
            Floor(f["class"], tuple(rows_of(tree, f.get("row", OUTERMOST))), f.get("percent"), f.get("points"))
            for f in said.get("floors", [])
        ]

    def place(self, total, percent, sums=None, dropped=()):
        """The class of a unit (Placed). total: rounded as printed; sums: {pk: Tally}, asked for only where there are floors."""
        number = percent if self.by_percent else total
        if number is None or not self.written:
            return Placed("", "")
        reached = next((c for c in self.written if inside(number, c)), None)
        if reached is None:
            return Placed("", _("%(number)s không thuộc loại nào") % {"number": self._told(number)})
        below, why = [], []
        for found in self.ladder[self.ladder.index(reached) :]:
            below = [w for f in self.floors if f.of == found["name"] for w in self._short(f, sums, dropped)]
            if not below:
                return Placed(found["name"], self._why(number, reached, found, why))
            why += [w for w in below if w not in why]
        return Placed("", self._why(number, reached, None, why))

    def _told(self, number):
        return f"{told(number)}%" if self.by_percent else _("%s điểm") % shown(number, self.tree.decimals)

    def _why(self, number, reached, found, why):
        """«92,50 điểm, từ 90: xếp Xuất sắc»; «đủ 92,50 điểm nhưng dòng I.2 dưới 80% (7,00/10,00): xếp Tốt»."""
        if found is reached:
            facts = {
                "number": ", ".join(filter(None, [self._told(number), edges_told(reached)])),
                "name": found["name"],
            }
            return _("%(number)s: xếp %(name)s") % facts
        facts = {"number": self._told(number), "why": ", ".join(why), "name": found["name"] if found else ""}
        if found is None:
            return _("đủ %(number)s nhưng %(why)s: không xếp loại") % facts
        return _("đủ %(number)s nhưng %(why)s: xếp %(name)s") % facts

    def _short(self, floor, sums, dropped):
        """The rows of a floor that do not reach it, in words."""
        for pk in floor.rows:
            if pk in dropped:
                continue
            points, most = total_of(sums[pk], self.tree.decimals), most_of(self.tree, pk, dropped)
            facts = {"row": _called(self.tree, pk), "points": shown(points, self.tree.decimals)}
            if floor.points is not None and points < floor.points:
                facts["least"] = told(floor.points)
                yield _("%(row)s dưới %(least)s điểm (%(points)s)") % facts
            elif floor.percent is not None and most and most > 0 and points * 100 < floor.percent * most:
                facts |= {"least": told(floor.percent), "most": shown(most, self.tree.decimals)}
                yield _("%(row)s dưới %(least)s%% (%(points)s/%(most)s)") % facts


def _called(tree, pk):
    """«nhóm I», «dòng I.2»."""
    words = _("nhóm %s") if tree.by_pk[pk].is_group else _("dòng %s")
    return words % tree.label(pk)


def _foot(line):
    """Where a class begins, so that classes sort: an exclusive edge stands above an inclusive one, no edge below all."""
    edges = [(line[e], e == "over") for e in ("from", "over") if e in line]
    return max(edges) if edges else (Decimal("-Infinity"), False)


def rows_of(tree, where):
    """The rows that a floor names (list of pks): one, every outermost group of base points, or every row scored for base points."""
    if where == OUTERMOST:
        return [pk for pk in tree.children[None] if tree.by_pk[pk].is_group and tree.by_pk[pk].sign == "base"]
    if where == EVERY_ROW:
        return [r.pk for r in tree.leaves if r.sign == "base" and tree.kinds[r.pk].scored]
    return [tree.find(where)]


def most_of(tree, pk, dropped=()):
    """What a unit reaches at most in a row or group (Decimal); None where the scheme says no maximum. dropped: rows not its own."""
    row = tree.by_pk[pk]
    if not row.is_group:
        return _most_of_row(tree, row)
    most = row.max_points if row.max_points is not None else _added_up(tree, row)
    if most is None:
        return None
    inside_ = [p for p in tree.below(pk) if p in dropped and tree.by_pk[p].sign == "base"]
    return (most - sum((_lost(tree, p, pk) for p in inside_), ZERO)) * tree.nodes[pk].weight


def _most_of_row(tree, row):
    kind = tree.kinds[row.pk]
    if not kind.scored:
        return ZERO
    return None if row.max_points is None else row.max_points * kind.weight


def _added_up(tree, group):
    """The base points of a group that prints no maximum: its rows together; None when a row says none, or only one row counts."""
    parts = [most_of(tree, p) for p in tree.children[group.pk] if tree.by_pk[p].sign == "base"]
    return None if None in parts or tree.nodes[group.pk].take != ALL else sum(parts, ZERO)


def _lost(tree, pk, group):
    """By how much a row that is not assigned lessens the most of a group above it."""
    lost = _most_of_row(tree, tree.by_pk[pk]) or ZERO
    for between in tree.above(pk):
        if between == group:
            return lost
        lost *= tree.nodes[between].weight
    return lost
