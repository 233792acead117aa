"""Tính điểm cả một cột của vòng chấm: every member's inputs in, points, sums, what is missing and dropped maxima out.

Pure: nothing here reads the database. Points appear when what they ask for is complete; until then a sentence says what is missing.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.ui.numbers import points as shown

from .arithmetic import CHOOSING, ZERO, Tally, combined, leaf, rounded, total_of
from .kinds import Alone, NoPoints
from .kinds.base import STRAIGHT, WARN


@dataclass
class Result:
    """Một đơn vị trong một cột. points: {leaf pk: Decimal or None}; sums: {pk or None: Tally}; missing, warnings: {pk: sentence}.

    own: {leaf pk: Tally} before any «only_if_full»; dropped: leaves that are not the unit's; most: what a full sheet of this unit reaches; excluded: labels of rows that take
    the unit out of the ranking.
    """

    points: dict = field(default_factory=dict)
    own: dict = field(default_factory=dict)
    sums: dict = field(default_factory=dict)
    missing: dict = field(default_factory=dict)
    warnings: dict = field(default_factory=dict)
    dropped: set = field(default_factory=set)
    excluded: list = field(default_factory=list)
    most: Decimal = ZERO

    @property
    def percent(self):
        """Points of the maximum assigned to the unit, in percent (Decimal, four decimals); None when nothing is assigned."""
        return rounded(self.sums[None].total / self.most * 100, 4) if self.most > 0 else None


def evaluate(tree, inputs, *, outside=None, names=None, added=None, aside=(), lifted=None):
    """Every member's Result. inputs: {member: {leaf pk: inputs as kept}} of ALL members of the round, in their order.

    outside: {member: {(source, what): Decimal}}; names: {member: how it is called};
    aside: members that nobody is measured against; added: {member: {group pk or None: [Tally]}} of rows beyond the scheme;
    lifted: {member: {group pk or None: {cap: Decimal}}} of caps that are higher for one member.
    """
    more = {"outside": outside or {}, "names": names or {}, "added": added or {}, "aside": set(aside)}
    board = Board(tree, inputs, more | {"lifted": lifted or {}})
    return {member: board.result(member) for member in inputs}


class Board:
    """All sheets of one column at once. Sheets and tallies are worked out when first asked for."""

    def __init__(self, tree, inputs, more):
        self.tree, self.inputs, self.known = tree, inputs, {}
        self.outside, self.names = more["outside"], more["names"]
        self.added, self.aside, self.lifted = more["added"], more["aside"], more["lifted"]
        self.results = {member: Result(most=tree.scale) for member in inputs}
        self.full, self.settled = set(), {}

    def result(self, member):
        """One member's Result."""
        if member not in self.full:
            self.full.add(member)
            self._fill(member)
        return self.results[member]

    def _fill(self, member):
        result = self.results[member]
        for row in self.tree.rows:
            result.sums[row.pk] = self.tally(member, row.pk)
        result.sums[None] = combined(self._node(member, self.tree.whole), self._parts(member, None))
        self._forget_rows_not_chosen(result)
        self._warn_of_sums(result)
        self._take_off_dropped(result)

    def tally(self, member, pk):
        """The Tally of a row or group of a member."""
        if (member, pk) not in self.known:
            self.known[member, pk] = self._worked_out(member, self.tree.by_pk[pk])
        return self.known[member, pk]

    def total(self, member, pk):
        """Its points when complete (Decimal). NoPoints: what it waits for."""
        tally = self.tally(member, pk)
        if tally.missing:
            raise NoPoints(_("chờ điểm của “%(row)s”") % {"row": self.tree.label(pk)})
        return tally.total

    def _worked_out(self, member, row):
        if not row.is_group:
            return self._leaf(member, row)
        whole = combined(self._node(member, self.tree.nodes[row.pk]), self._parts(member, row.pk))
        try:
            return whole if self._holds(member, row) else Tally(missing=whole.missing)
        except NoPoints as sentence:
            self.results[member].missing[row.pk] = str(sentence)
            return Tally(missing=max(whole.missing, 1))

    def _node(self, member, node):
        """A group with the caps that hold for the member."""
        caps = self.lifted.get(member, {}).get(node.pk)
        return replace(node, **caps) if caps else node

    def _parts(self, member, pk):
        """What a group is made of: its rows, and rows added beyond the scheme."""
        own = [self.tally(member, child) for child in self.tree.children[pk]]
        return own + list(self.added.get(member, {}).get(pk, []))

    def _forget_rows_not_chosen(self, result):
        """Where only one row of a group counts, the others need no points."""
        for pk in list(result.missing):
            groups = [g for g in self.tree.above(pk) if self.tree.nodes[g].take in CHOOSING]
            if any(not result.sums[g].missing for g in groups):
                del result.missing[pk]

    def _leaf(self, member, row):
        pk, result = row.pk, self.results[member]
        kind = self.tree.kinds[pk]
        given = self.inputs[member].get(pk) or {}
        result.points[pk] = None
        if kind.inputs and not given:
            result.missing[pk] = _("chưa chấm")
            return Tally(missing=1)
        try:
            points, own = self._own(member, row, kind, given)
            asks = row.params.get("only_if_full") and own != Tally() and STRAIGHT not in given
            if asks and not self._holds(member, row):
                points, own = ZERO, Tally()
        except (NoPoints, ValueError) as sentence:
            result.missing[pk] = str(sentence)
            return Tally(missing=1)
        if points is None:
            result.dropped.add(pk)
            return Tally()
        if not kind.scored and kind.inputs and kind.excludes(given):
            result.excluded.append(self.tree.label(pk))
        result.points[pk] = points
        if warning := kind.warn(points, given):
            result.warnings[pk] = warning
        return own

    def _own(self, member, row, kind, given):
        """(points, Tally) of the row itself, whatever it is conditional on; None and nothing when it is not the unit's."""
        pk = row.pk
        if kind.looks_around:
            found = self._made(row, kind, given, Desk(self, member, pk))
        elif (found := self.settled.get((pk, *given.items()))) is None:  # many units have the same points in a row
            found = self.settled[pk, *given.items()] = self._made(row, kind, given, None)
        if found[0] is not None:
            self.results[member].own[pk] = found[1]
        return found

    def _made(self, row, kind, given, around):
        points = kind.result(given, around)
        if points is None:
            return None, Tally()
        points = rounded(points, self.tree.decimals) if self.tree.round_rows else points
        parts = kind.parts(given, points)
        return points, leaf(row.sign, points) if parts is None else Tally(**parts)

    # --- «only_if_full» ------------------------------------------------------------------------
    def _holds(self, member, row):
        """Whether the rows that must be full for this one are. NoPoints: one of them has no points yet."""
        for where in row.params.get("only_if_full", []):
            if not self._is_full(member, self.tree.conditions_in(where, row.pk)):
                target = self.tree.label(self.tree.find(where, row.pk))
                self.results[member].warnings[row.pk] = _("không tính: “%(row)s” chưa đạt đủ điểm chuẩn") % {
                    "row": target
                }
                return False
        return True

    def _is_full(self, member, leaves):
        """No base row below its maximum, and nothing taken away."""
        for pk in leaves:
            tally, row = self.tally(member, pk), self.tree.by_pk[pk]
            if tally.missing:
                raise NoPoints(_("chờ điểm của “%(row)s”") % {"row": self.tree.label(pk)})
            if tally.penalty < 0:
                return False
            if row.sign == "base" and pk not in self.results[member].dropped and tally.base < self.tree.most_of(row):
                return False
        return True

    # --- maxima --------------------------------------------------------------------------------
    def _take_off_dropped(self, result):
        for pk in result.dropped:
            row = self.tree.by_pk[pk]
            most = self.tree.most_of(row) if row.sign == "base" else ZERO
            for group in self.tree.above(pk):
                most *= self.tree.nodes[group].weight
            result.most -= most

    def _warn_of_sums(self, result):
        """Caps that the scheme only warns about, and printed maxima of groups."""
        for pk, said in self.tree.said.items():
            most = self.tree.by_pk[pk].max_points if pk is not None else None
            if found := _above(result.sums[pk], said, most, self.tree.decimals):
                result.warnings.setdefault(pk, found)


def _above(tally, said, most, decimals):
    """The first printed or warned-of maximum that a group stands above, in a sentence; "" when none."""
    warns = said.get("excess") == WARN
    limits = [
        (_("điểm chuẩn"), tally.base, most),
        (_("điểm cộng"), tally.bonus, said.get("max_bonus")),
        (_("điểm trừ"), -tally.penalty, said.get("max_penalty")),
        (_("điểm cộng"), tally.bonus, said.get("cap_bonus") if warns else None),
        (_("điểm trừ"), -tally.penalty, said.get("cap_penalty") if warns else None),
        (_("tổng"), tally.total, said.get("cap_total") if warns else None),
    ]
    for name, points, limit in limits:
        if limit is not None and points > limit:
            facts = {"name": name, "points": shown(points, decimals), "most": shown(limit, decimals)}
            return _("%(name)s %(points)s vượt mức tối đa %(most)s") % facts
    return ""


class Desk(Alone):
    """What one row of one member finds around it."""

    def __init__(self, board, member, pk):
        self.board, self.member, self.pk = board, member, pk

    def inputs(self):
        kind, found, waiting = self.board.tree.kinds[self.pk], [], []
        for member, rows in self.everyone():
            given = rows.get(self.pk)
            if not given:
                waiting.append(str(self.board.names.get(member, member)))
            elif not kind.dropped(given):
                found.append(given)
        if waiting:
            raise NoPoints(_("còn chờ kết quả của: %(members)s") % {"members": ", ".join(waiting)})
        return found

    def row(self, where):
        return self.board.total(self.member, self.board.tree.find(where, self.pk))

    def rows(self, where):
        target = self.board.tree.find(where, self.pk)
        return [self.board.total(member, target) for member, _rows in self.everyone()]

    def everyone(self):
        """(member, inputs) of those who are measured against each other."""
        return [(m, rows) for m, rows in self.board.inputs.items() if m == self.member or m not in self.board.aside]

    def outside(self, source, what):
        known = self.board.outside.get(self.member, {})
        return known[source, what] if (source, what) in known else super().outside(source, what)


# --- ranking ----------------------------------------------------------------------------
def measure_of(result, tree, key):
    """The number that a rank goes by: the rounded total, or the percent (Decimal)."""
    if tree.settings.get(key) == "percent":
        return result.percent or ZERO
    return total_of(result.sums[None], tree.decimals)
