"""Phiếu đang tới đâu: the loaded rows of one sheet, its sums per column, and what is still missing, in sentences."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from emulation.accounts.models import User

from .arithmetic import Tally, tallies, total_of
from .models import Column, Criterion, Filler, Mark


@dataclass
class Standing:
    """Một phiếu đã nạp đủ. `marks`: {(column kind, criterion id): Mark}; `criteria`: all rows in the order of print."""

    sheet: object
    criteria: list
    marks: dict
    decimals: int = 2

    @cached_property
    def leaves(self):
        return [c for c in self.criteria if not c.is_group]

    def mark(self, kind, criterion):
        return self.marks.get((kind, criterion.pk))

    def points(self, kind, criterion):
        """Points of a row in a column (Decimal or None). The final column is the checked one until it says otherwise."""
        mark = self.mark(kind, criterion)
        if mark is not None and mark.points is not None:
            return mark.points
        return self.points(Filler.CHECKERS, criterion) if kind == Filler.LEADERS else None

    @cached_property
    def nodes(self):
        return [c.node for c in self.criteria]

    def sums(self, kind):
        """Every row, group and the whole (None) of a column: {criterion id or None: Tally}."""
        known = {c.pk: self.points(kind, c) for c in self.leaves}
        return tallies(self.nodes, known)

    def store_sums(self, kind):
        """Put the sums of a column on the sheet (not saved). Only the self and the checking column are kept as they stand."""
        whole = self.sums(kind)[None]
        prefix = {Filler.SELF: "self", Filler.CHECKERS: "checked"}.get(kind)
        if prefix:
            setattr(self.sheet, f"{prefix}_total", total_of(whole, self.decimals))
            setattr(self.sheet, f"{prefix}_missing", whole.missing)

    def final(self, core_group):
        """The parts to freeze: (Tally rounded, total, points of the core group), all Decimal."""
        sums = self.sums(Filler.LEADERS)
        core = next((c.pk for c in self.criteria if core_group and c.is_group and c.code == core_group), None)
        whole = sums[None]
        core_points = total_of(sums[core] if core else Tally(), self.decimals)
        return whole.rounded(self.decimals), total_of(whole, self.decimals), core_points

    def cuts(self):
        """Rows where the checked points are below the claim, as (criterion, mark of the checkers)."""
        for c in self.leaves:
            claimed, checked = self.points(Filler.SELF, c), self.points(Filler.CHECKERS, c)
            if claimed is not None and checked is not None and checked < claimed:
                yield c, self.mark(Filler.CHECKERS, c)

    def missing_to_submit(self):
        """What stops the unit from handing in (list of sentences)."""
        without = [c.label for c in self.leaves if self.points(Filler.SELF, c) is None]
        claimed = [c for c in self.leaves if c.evidence_required and self.points(Filler.SELF, c)]
        bare = [c.label for c in claimed if not self.mark(Filler.SELF, c).evidence]
        return _rows(_("còn %(n)d dòng chưa tự chấm (%(rows)s)"), without) + _rows(
            _("còn %(n)d dòng phải nêu minh chứng (%(rows)s)"), bare
        )

    def missing_to_check(self):
        """What stops the checkers from finishing (list of sentences)."""
        without = [c.label for c in self.leaves if self.points(Filler.CHECKERS, c) is None]
        unsaid = [c.label for c, mark in self.cuts() if not mark.reason]
        return _rows(_("còn %(n)d dòng chưa chấm (%(rows)s)"), without) + _rows(
            _("còn %(n)d dòng chấm thấp hơn tự chấm mà chưa nêu lý do (%(rows)s)"), unsaid
        )


def _rows(sentence, labels, shown=8):
    """One sentence over the rows it concerns; [] when there are none."""
    if not labels:
        return []
    listed = ", ".join(labels[:shown]) + (", …" if len(labels) > shown else "")
    return [sentence % {"n": len(labels), "rows": listed}]


def criteria_of(scheme_id):
    """All rows of a scheme in the order of print (list)."""
    return list(Criterion.objects.filter(scheme=scheme_id).order_by("position"))


def standings(sheets, criteria, decimals, visible=None, authors=False):
    """One Standing per sheet of one round, in two queries. `visible`: a queryset of Mark to read from (all marks unless told).

    authors=True also loads who wrote each mark (one more query).
    """
    marks = defaultdict(dict)
    columns = {c.pk: c for c in Column.objects.filter(round__in={s.round_id for s in sheets})}
    source = Mark.objects.all() if visible is None else visible
    found = list(source.filter(sheet__in=[s.pk for s in sheets]))
    people = User.objects.in_bulk({m.by_id for m in found}) if authors else {}
    for mark in found:
        mark.column = columns[mark.column_id]
        if mark.by_id in people:
            mark.by = people[mark.by_id]
        marks[mark.sheet_id][mark.column.kind, mark.criterion_id] = mark
    return {s.pk: Standing(s, criteria, marks[s.pk], decimals) for s in sheets}
