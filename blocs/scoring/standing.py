"""Phiếu đang tới đâu: the loaded rows of one sheet, its sums per column, and what is still missing, in sentences."""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from emulation.accounts.models import User

from .arithmetic import Tally, rounded, tallies, total_of
from .ensemble import Ensemble
from .kinds import NoPoints
from .models import Column, Criterion, Filler, Mark, Sheet
from .outside import outside_of
from .tree import Tree


@dataclass
class Standing:
    """Một phiếu đã nạp đủ. `marks`: {(column kind, criterion id): Mark}; `ensemble`: where rows look around, who works them out.

    `sees`: the columns that the reader may see (None: all); points that were worked out show only there.
    """

    sheet: object
    tree: Tree
    marks: dict
    ensemble: Ensemble | None = None
    sees: set | None = None

    @property
    def criteria(self):
        return self.tree.rows

    @property
    def leaves(self):
        return self.tree.leaves

    @property
    def decimals(self):
        return self.tree.decimals

    def mark(self, kind, criterion):
        return self.marks.get((kind, criterion.pk))

    def put(self, kind, row, mark):
        """A mark was written: later questions count it."""
        self.marks[kind, row] = mark
        if self.ensemble:
            self.ensemble.put(kind, self.sheet.pk, row, mark.inputs)

    def open_to_its_hand(self, kind, lock):
        """Who may write in a column (no lock) sees what is worked out there, before the first mark too."""
        if self.sees is not None and not lock:
            self.sees.add(kind)

    def result(self, kind):
        """What was worked out for a column (evaluation.Result); None where stored points stand, or the reader may not see it."""
        if self.ensemble is None or (self.sees is not None and not self.sees & _shown_in(kind)):
            return None
        return self.ensemble.result(kind, self.sheet.pk)

    def points(self, kind, criterion):
        """Points of a row in a column (Decimal or None). The final column is the checked one until it says otherwise."""
        if self.ensemble is not None:
            found = self.result(kind)
            return found.points[criterion.pk] if found else None
        mark = self.mark(kind, criterion)
        if mark is not None and mark.points is not None:
            return mark.points
        return self.points(Filler.CHECKERS, criterion) if kind == Filler.LEADERS else None

    def sums(self, kind):
        """Every row, group and the whole (None) of a column: {criterion id or None: Tally}."""
        if found := self.result(kind):
            return found.sums
        known = {} if self.ensemble else {c.pk: self.points(kind, c) for c in self.leaves}
        return tallies(self.tree.nodes.values(), known, self.tree.whole)

    def told(self, kind, criterion):
        """Why a row has no points yet, or a warning about them; "" when there is nothing to say."""
        bound, mark = self.tree.kinds.get(criterion.pk), self.mark(kind, criterion)
        if self.ensemble is not None:
            found = self.result(kind)
            why = found.missing.get(criterion.pk, "") if found else ""
            filled = bound is None or not bound.inputs or self.ensemble.given(kind, self.sheet.pk, criterion.pk)
            return (why if filled else "") or (found.warnings.get(criterion.pk, "") if found else "")
        if mark is None or bound is None:
            return ""
        return why_none(bound, mark.inputs) if mark.points is None else bound.warn(mark.points, mark.inputs)

    def unfilled(self, kind):
        """Rows that somebody still has to fill in this column (list): nothing typed, or nothing that gives points."""
        if self.ensemble is None:
            return [c for c in self.leaves if self.points(kind, c) is None]
        missing = self.ensemble.result(kind, self.sheet.pk).missing
        return [c for c in self.leaves if c.pk in missing and self._is_open(kind, c)]

    def _is_open(self, kind, criterion):
        bound = self.tree.kinds[criterion.pk]
        given = self.ensemble.given(kind, self.sheet.pk, criterion.pk)
        return bool(bound.inputs) and (not given or not (bound.looks_around or "only_if_full" in bound.params))

    def store_sums(self, kind):
        """Put the sums of a column on the sheet (not saved). Only the self and the checking column are kept as they stand.

        Out: whether they are others than before.
        """
        prefix = {Filler.SELF: "self", Filler.CHECKERS: "checked"}.get(kind)
        if not prefix:
            return False
        sums = {
            f"{prefix}_total": total_of(self.sums(kind)[None], self.decimals),
            f"{prefix}_missing": len(self.unfilled(kind)),
        }
        others = any(getattr(self.sheet, name) != value for name, value in sums.items())
        vars(self.sheet).update(sums)
        return others

    def final(self, core_group):
        """The parts to freeze: (Tally rounded, total, points of the core group), all Decimal."""
        sums = self.sums(Filler.LEADERS)
        core = next((c.pk for c in self.criteria if core_group and c.is_group and c.code == core_group), None)
        whole = sums[None]
        core_points = total_of(sums[core] if core else Tally(), self.decimals)
        return whole.rounded(self.decimals), total_of(whole, self.decimals), core_points

    def percent(self):
        """The final points in percent of the maximum assigned to the unit (Decimal, four decimals)."""
        if found := self.result(Filler.LEADERS):
            return found.percent
        return rounded(self.sums(Filler.LEADERS)[None].total / self.tree.scale * 100, 4)

    def cuts(self):
        """Rows where the checked points are below the claim, as (criterion, mark of the checkers)."""
        for c in self.leaves:
            claimed, checked = self.points(Filler.SELF, c), self.points(Filler.CHECKERS, c)
            own, mark = self.mark(Filler.SELF, c), self.mark(Filler.CHECKERS, c)
            if (
                claimed is not None
                and checked is not None
                and checked < claimed
                and mark
                and own
                and mark.inputs != own.inputs
            ):
                yield c, mark

    def missing_to_submit(self):
        """What stops the unit from handing in (list of sentences)."""
        without = [c.label for c in self.unfilled(Filler.SELF)]
        claimed = [c for c in self.leaves if c.evidence_required and self.points(Filler.SELF, c)]
        bare = [c.label for c in claimed if not getattr(self.mark(Filler.SELF, c), "evidence", "")]
        return _rows(_("còn %(n)d dòng chưa tự chấm (%(rows)s)"), without) + _rows(
            _("còn %(n)d dòng phải nêu minh chứng (%(rows)s)"), bare
        )

    def missing_to_check(self):
        """What stops the checkers from finishing (list of sentences)."""
        without = [c.label for c in self.unfilled(Filler.CHECKERS)]
        unsaid = [c.label for c, mark in self.cuts() if not mark.reason]
        return _rows(_("còn %(n)d dòng chưa chấm (%(rows)s)"), without) + _rows(
            _("còn %(n)d dòng chấm thấp hơn tự chấm mà chưa nêu lý do (%(rows)s)"), unsaid
        )

    def missing_to_agree(self):
        """What stops the totals from being frozen (list of sentences): rows without points, rows that take the unit out."""
        found = self.result(Filler.LEADERS)
        if found is None:
            return []
        waiting = [f"{self.tree.label(pk)}: {why}" for pk, why in found.missing.items()]
        out = _("dòng %(rows)s: không xếp loại; bấm «Không xét», hoặc sửa dòng đó")
        return waiting + ([out % {"rows": ", ".join(found.excluded)}] if found.excluded else [])


def _shown_in(kind):
    """The columns whose marks make up a column."""
    return {Filler.CHECKERS, Filler.LEADERS} if kind == Filler.LEADERS else {kind}


def why_none(kind, inputs):
    """Why inputs that were typed give no points, in a sentence; "" when nothing was typed."""
    if not inputs or kind.looks_around:
        return ""
    try:
        kind.result(inputs)
    except (NoPoints, ValueError) as sentence:
        return str(sentence)
    return ""


def _rows(sentence, labels, shown=8):
    """One sentence over the rows it concerns; [] when there are none."""
    if not labels:
        return []
    listed = ", ".join(labels[:shown]) + (", …" if len(labels) > shown else "")
    return [sentence % {"n": len(labels), "rows": listed}]


def criteria_of(scheme_id):
    """All rows of a scheme in the order of print (list)."""
    return list(Criterion.objects.filter(scheme=scheme_id).order_by("position"))


def tree_of(scheme):
    """The rows of a stored scheme as a Tree (one query)."""
    return Tree(criteria_of(scheme.pk), scheme)


def standings(round_, sheets, tree=None, visible=None, authors=False, marked=None):
    """{sheet id: Standing} of sheets of one round, in two queries where every row stands by itself, else in a few more.

    `visible`: a queryset of Mark to show from (all marks unless told); what looks around is worked out from all of them.
    authors=True also loads who wrote each mark. `marked`: the sheets whose marks are asked for (all unless told); of the others
    there is what was worked out.
    """
    tree = tree or tree_of(round_.scheme)
    columns = {c.pk: c for c in Column.objects.filter(round=round_)}
    source = Mark.objects.all() if visible is None else visible
    found = list(source.filter(sheet__in=[s.pk for s in sheets] if marked is None else marked))
    people = User.objects.in_bulk({m.by_id for m in found}) if authors else {}
    marks = defaultdict(dict)
    for mark in found:
        mark.column = columns[mark.column_id]
        if mark.by_id in people:
            mark.by = people[mark.by_id]
        marks[mark.sheet_id][mark.column.kind, mark.criterion_id] = mark
    ensemble = None if tree.is_settled else _ensemble(round_, sheets, tree, columns)
    sees = {s.pk: None if visible is None else {kind for kind, _row in marks[s.pk]} for s in sheets}
    return {s.pk: Standing(s, tree, marks[s.pk], ensemble, sees[s.pk]) for s in sheets}


def _ensemble(round_, sheets, tree, columns):
    """The sheets that are worked out together: these, or all that are ranked when rows look at other members."""
    together = list(sheets)
    if tree.needs_members:
        others = Sheet.objects.filter(round=round_).exclude(pk__in=[s.pk for s in sheets]).select_related("member")
        together = sorted([*sheets, *others], key=lambda s: (s.member.position, s.pk))
    ids = {c.kind: pk for pk, c in columns.items()}
    return Ensemble(
        tree, together, lambda kind: _inputs_of(ids.get(kind), together), outside_of(round_, together, tree, standings)
    )


def _inputs_of(column, sheets):
    """{sheet id: {criterion id: inputs}} of one column. Equal texts are read once: a column has few different ones."""
    found, read = defaultdict(dict), cache(json.loads)
    marks = Mark.objects.filter(column=column, sheet__in=[s.pk for s in sheets])
    for sheet, row, text in marks.values_list("sheet_id", "criterion_id", Cast("inputs", TextField())):
        found[sheet][row] = read(text)
    return found
