"""Phần riêng của một phiếu khi cộng: rows beyond the scheme with their points per column, and caps that were lifted."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from emulation.ui.numbers import points as shown

from .arithmetic import Node, leaf
from .models import AddedMark, AddedRow, Lift


@dataclass
class Extras:
    """Một phiếu. rows: [AddedRow]; marks: {(column code, row id): AddedMark, the last one}; lifted: {group id or None: {cap: Decimal}}."""

    rows: list = field(default_factory=list)
    marks: dict = field(default_factory=dict)
    lifted: dict = field(default_factory=dict)

    def points(self, lineup, code, row):
        """Points of an added row in a column (Decimal or None); a column holds what the one before it held until it says otherwise."""
        mark, before = self.marks.get((code, row.pk)), lineup.before(code)
        if mark is not None:
            return mark.points
        return self.points(lineup, before, row) if before else None

    def narrowed(self, sees):
        """The same with no more than these columns (set of codes)."""
        return replace(self, marks={key: mark for key, mark in self.marks.items() if key[0] in sees})

    def without(self, lineup, code):
        """Added rows that have no points in a column (list)."""
        return [row for row in self.rows if self.points(lineup, code, row) is None]

    def parts(self, lineup, code):
        """What the added rows bring to their groups: {group id or None: [Tally]}."""
        found = defaultdict(list)
        for row in self.rows:
            found[row.under_id].append(leaf(row.sign, self.points(lineup, code, row)))
        return found

    def nodes(self, tree):
        """The nodes of the tree with the caps that hold here, and a leaf for each added row, named by `key_of`."""
        own = [self.lift(node) for node in tree.nodes.values()]
        return own + [Node(key_of(row), row.under_id, row.sign, False) for row in self.rows]

    def lift(self, node):
        caps = self.lifted.get(node.pk)
        return replace(node, **caps) if caps else node

    def known(self, lineup, code):
        """{key of each added row: its points in a column}."""
        return {key_of(row): self.points(lineup, code, row) for row in self.rows}


def key_of(row):
    """How an added row is called among the rows of the scheme, whose keys are numbers."""
    return f"added-{row.pk}"


def extras_of(sheets, lineup, reader=None):
    """{sheet id: Extras}. No query where no sheet has anything of its own. reader: marks that this person may see."""
    found = {s.pk: Extras() for s in sheets}
    own = [s.pk for s in sheets if s.has_extras]
    if not own:
        return found
    for row in AddedRow.objects.filter(sheet__in=own).order_by("pk"):
        found[row.sheet_id].rows.append(row)
    marks = AddedMark.objects.for_user(reader) if reader else AddedMark.objects.all()
    for mark in marks.filter(row__sheet__in=own).select_related("row", "by").order_by("pk"):
        found[mark.row.sheet_id].marks[lineup.by_pk[mark.column_id].code, mark.row_id] = mark
    for lift in Lift.objects.filter(sheet__in=own).order_by("pk"):
        found[lift.sheet_id].lifted.setdefault(lift.criterion_id, {})[lift.cap] = lift.to
    return found


def told(round_, standings):
    """What the units have of their own, in sentences for print and page: [(member, sentence)]. standings: {sheet id: Standing}."""
    return [(st.sheet.member, words) for st in standings.values() for words in _told(st, round_.scheme.decimals)]


def _told(standing, decimals):
    own, lineup = standing.extras, standing.lineup
    for row in own.rows:
        marks = [own.marks[c, row.pk] for c in ("self", *lineup.chain) if (c, row.pk) in own.marks]
        facts = {
            "row": row,
            "points": shown(own.points(lineup, lineup.chain[-1], row), decimals),
            "reason": marks[-1].reason if marks else "",
        }
        yield _("dòng thêm “%(row)s”: %(points)s (%(reason)s)") % facts
    for lift in standing.sheet.lifts.select_related("criterion") if own.lifted else ():
        facts = {
            "cap": lift.get_cap_display(), "group": lift.criterion or _("cả phiếu"), "was": shown(lift.was, decimals),
            "to": shown(lift.to, decimals), "reason": lift.reason,
        }  # fmt: skip
        yield _("nới %(cap)s, %(group)s, từ %(was)s đến %(to)s (%(reason)s)") % facts
