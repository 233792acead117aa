"""Cây tiêu chí: the rows of a scheme with their kinds bound, found by code, name or place; pure, from stored or written rows."""

import re
from functools import cached_property

from django.utils.translation import gettext as _

from emulation.ui.text import fold

from . import kinds
from .arithmetic import ZERO, Node
from .kinds.base import PARENT, WARN
from .kinds.whole import CAPS, GROUP_OPTIONS, read_all

LONGEST_CHAIN = 40


class Tree:
    """Rows in the order of print (anything with pk, parent_id, code, name, is_group, sign, kind, max_points, params)."""

    def __init__(self, rows, head):
        """head: anything with scale, decimals, round_rows, settings (a Scheme or a Written)."""
        self.rows, self.decimals, self.settings = list(rows), head.decimals, head.settings or {}
        self.scale, self.round_rows = head.scale, head.round_rows
        self.by_pk = {r.pk: r for r in self.rows}
        self.kinds = {r.pk: kinds.of(r, self.decimals) for r in self.rows if not r.is_group}
        self.children, self._found = {None: []}, {}
        for row in self.rows:
            self.children.setdefault(row.parent_id, []).append(row.pk)

    @cached_property
    def nodes(self):
        """{pk: Node} in the order of print."""
        return {r.pk: node_of(r) for r in self.rows}

    @cached_property
    def whole(self):
        """The node above all rows, with the caps of the whole scheme."""
        return Node(None, None, "base", True, **_caps(self.said[None]))

    @cached_property
    def leaves(self):
        return [r for r in self.rows if not r.is_group]

    @property
    def is_settled(self):
        """Whether every row's points follow from its own inputs alone."""
        unusual = any({"only_if_full", "take"} & set(r.params) for r in self.rows)
        return not unusual and all(kind.settled for kind in self.kinds.values())

    @property
    def needs_members(self):
        return any(kind.needs_members for kind in self.kinds.values())

    @cached_property
    def compared(self):
        """The leaves that move the points of other members, too (set of pks)."""
        found = [self.rests_on(pk) for pk, kind in self.kinds.items() if kind.looks_around]
        return {pk for leaves, every in found if every for pk in leaves}

    @cached_property
    def said(self):
        """{pk of a group, or None: what the scheme says of it, ready for arithmetic}."""
        groups = {r.pk: read_all(GROUP_OPTIONS, r.params) for r in self.rows if r.is_group}
        return groups | {None: read_all(CAPS, self.settings)}

    def label(self, pk):
        row = self.by_pk[pk]
        return row.code or f"«{row.name[:60]}»"

    def path(self, pk):
        """Codes (or names) from the top: “I/1.2”, “a5/Điểm chuẩn”."""
        row = self.by_pk[pk]
        own = row.code or row.name
        return f"{self.path(row.parent_id)}/{own}" if row.parent_id else own

    def above(self, pk):
        """The groups that hold a row, nearest first."""
        while (pk := self.by_pk[pk].parent_id) is not None:
            yield pk

    def below(self, pk):
        """A row and everything inside it."""
        yield pk
        for child in self.children.get(pk, []):
            yield from self.below(child)

    def most_of(self, row):
        """What a full leaf gives, weight and all (Decimal)."""
        kind = self.kinds[row.pk]
        return (row.max_points or ZERO) * kind.weight if kind.scored else ZERO

    # --- finding -------------------------------------------------------------------------------
    def find(self, where, near=None):
        """The row that a reference names: its code, its name, a path «I/3.1», «a5/#2» (second row of a5), or parent.

        near: the row that asks; among several the nearest counts. LookupError with a sentence.
        """
        if (where, near) not in self._found:
            self._found[where, near] = self._sought(str(where).strip(), near)
        return self._found[where, near]

    def _sought(self, where, near):
        if where == PARENT and near is not None:
            return self._parent(near)
        for same in (
            lambda r: r.code == where,
            lambda r: r.name == where,
            lambda r: fold(r.name) == fold(where),
        ):
            if found := [r.pk for r in self.rows if same(r)]:
                return self._one(found, where, near)
        head, slash, rest = where.rpartition("/")
        if slash and head:
            return self._inside(self.find(head, near), rest, where)
        raise LookupError(_("không có dòng “%(row)s”") % {"row": where})

    def _parent(self, near):
        if self.by_pk[near].parent_id is None:
            raise LookupError(_("dòng này không nằm trong nhóm nào"))
        return self.by_pk[near].parent_id

    def _inside(self, pk, rest, where):
        """One step down a path: the n-th child, or a row somewhere inside by code or name."""
        if number := re.fullmatch(r"#?(\d{1,3})", rest):
            children = self.children.get(pk, [])
            unnamed = [c for c in children if rest.startswith("#") or not self.by_pk[c].code]
            if 1 <= int(number[1]) <= len(unnamed):
                return unnamed[int(number[1]) - 1]
        inside = [p for p in self.below(pk) if p != pk]
        found = [p for p in inside if rest in (self.by_pk[p].code, self.by_pk[p].name)]
        if not found:
            raise LookupError(_("không có dòng “%(row)s”") % {"row": where})
        return self._one([p for p in found if self.by_pk[p].parent_id == pk] or found, where, None)

    def _one(self, found, where, near):
        if len(found) > 1 and near is not None:
            for group in self.above(near):
                inside = set(self.below(group))
                if nearest := [p for p in found if p in inside]:
                    found = nearest
                    break
        if len(found) > 1:
            paths = ", ".join(self.path(p) for p in found[:4])
            raise LookupError(
                _("có nhiều dòng “%(row)s”, ghi rõ một trong: %(paths)s") % {"row": where, "paths": paths}
            )
        return found[0]

    # --- what asks for what ----------------------------------------------------------------------
    def asked(self, pk):
        """Rows that this row asks for: through its kind, and through «only_if_full» (set of pks). LookupError."""
        row = self.by_pk[pk]
        wanted = [] if row.is_group else [self.find(w, pk) for w in self.kinds[pk].rows_asked()]
        return {*wanted, *(p for where in row.params.get("only_if_full", []) for p in self.conditions_in(where, pk))}

    def conditions_in(self, where, near):
        """The rows that must be full for `near`: the leaves of the row named, without those that are conditional themselves."""
        target = self.find(where, near)
        return [p for p in self.below(target) if not self.by_pk[p].is_group and p != near and not self._conditional(p)]

    def rests_on(self, pk):
        """What moves a row that looks around: (leaves, whether those of every member do)."""
        met, ahead = {pk}, [pk]
        while ahead:
            at = ahead.pop()
            new = {*self.asked(at), *self.children.get(at, [])} - met
            met |= new
            ahead += new
        leaves = {p for p in met if p in self.kinds}
        every = any(self.kinds[p].needs_members for p in leaves)
        return (leaves if every else leaves - {pk}), every

    def _conditional(self, pk):
        return any(self.by_pk[p].params.get("only_if_full") for p in (pk, *self.above(pk)))

    def faults(self):
        """References to rows that are not there, and circles: [(pk, sentence)]."""
        found, asked = [], {}
        for row in self.rows:
            try:
                asked[row.pk] = self.asked(row.pk)
            except LookupError as error:
                found.append((row.pk, str(error.args[0])))
        return found or self._circles(asked)

    def _circles(self, asked):
        """A row asks for what it asks for, and a group for its children. A row met again on the way is a circle."""
        done, trail = set(), []

        def visit(pk):
            if pk in trail:
                names = [self.label(p) for p in (*trail[trail.index(pk) :], pk)]
                return [(pk, _("các dòng tính vòng lẫn nhau: %(rows)s") % {"rows": " → ".join(names)})]
            if pk in done:
                return []
            if len(trail) > LONGEST_CHAIN:
                return [(pk, _("các dòng gọi nhau nối tiếp quá dài"))]
            trail.append(pk)
            found = next((f for other in (*asked[pk], *self.children.get(pk, [])) if (f := visit(other))), [])
            trail.pop()
            done.add(pk)
            return found

        return next((f for row in self.rows if (f := visit(row.pk))), [])


def node_of(row):
    """A row as arithmetic needs it (arithmetic.Node)."""
    if not row.is_group:
        return Node(row.pk, row.parent_id, row.sign, False)
    said = read_all(GROUP_OPTIONS, row.params)
    more = {key: said[key] for key in ("take", "weight") if key in said}
    return Node(row.pk, row.parent_id, row.sign, True, **_caps(said), **more)


def _caps(said):
    """The caps that cut; none when the scheme only warns."""
    if said.get("excess") == WARN:
        return {}
    return {code: said[code] for code in ("cap_bonus", "cap_penalty", "cap_total", "floor") if code in said}
