"""Phiếu đang tới đâu: the loaded rows of one sheet, its sums per column, and what is still missing, in sentences."""

import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from emulation.accounts.models import User

from .arithmetic import Tally, rounded, tallies, total_of
from .ensemble import Ensemble
from .extras import Extras, extras_of
from .kinds import NoPoints
from .lineup import Lineup
from .models import Criterion, Filler, Mark, Question, Sheet, SheetState, columns_seen
from .outside import outside_of
from .tree import Tree


@dataclass
class Standing:
    """Một phiếu đã nạp đủ. `marks`: {(column code, criterion id): Mark}; `ensemble`: where rows look around, who works them out.

    `sees`: codes of the columns that the reader may see (None: all); points that were worked out show only there.
    `questions`: {criterion id: what was asked} while a returned sheet is open in these rows alone; `extras`: what it has of its own.
    """

    sheet: object
    tree: Tree
    lineup: Lineup
    marks: dict
    ensemble: Ensemble | None = None
    sees: set | None = None
    questions: dict = field(default_factory=dict)
    extras: Extras = field(default_factory=Extras)

    @property
    def criteria(self):
        return self.tree.rows

    @property
    def leaves(self):
        return self.tree.leaves

    @property
    def decimals(self):
        return self.tree.decimals

    @cached_property
    def reserved(self):
        """{criterion id: code of the only column that has to score it}."""
        return self.lineup.reserved(self.tree)

    def mark(self, code, criterion):
        return self.marks.get((code, criterion.pk))

    def put(self, code, row, mark):
        """A mark was written: later questions count it."""
        self.marks[code, row] = mark
        if self.ensemble:
            self.ensemble.put(code, self.sheet.pk, row, mark.inputs)

    def narrowed(self, sees):
        """The same sheet with no more than these columns (set of codes)."""
        marks = {key: mark for key, mark in self.marks.items() if key[0] in sees}
        return replace(self, marks=marks, sees=sees, extras=self.extras.narrowed(sees))

    def open_to_its_hand(self, code, lock):
        """Who may write in a column (no lock) sees what is worked out there, before the first mark too."""
        if self.sees is not None and not lock:
            self.sees.add(code)

    def shows(self, code):
        """Whether the reader may see a column: it, and what it rests on where it says nothing itself."""
        return self.sees is None or self.lineup.up_to(code) <= self.sees

    def has(self, code):
        """Whether there is anything to show of a column: the reader may see it, and the round has come to it."""
        if not self.shows(code):
            return False
        if code == Filler.LEADERS:
            return self.sheet.state == SheetState.AGREED or any(c == code for c, _row in self.marks)
        return code == Filler.SELF or any(c in self.lineup.up_to(code) for c, _row in self.marks)

    def result(self, code):
        """What was worked out for a column (evaluation.Result); None where stored points stand, or the reader may not see it."""
        if self.ensemble is None or not self.shows(code):
            return None
        return self.ensemble.result(code, self.sheet.pk)

    def given(self, code, criterion):
        """The inputs that hold for a row in a column: its own, else those of the column before it ({} when there are none)."""
        mark, before = self.mark(code, criterion), self.lineup.before(code)
        if mark is not None and mark.inputs:
            return mark.inputs
        return self.given(before, criterion) if before else {}

    def points(self, code, criterion):
        """Points of a row in a column (Decimal or None). A column holds what the one before it held until it says otherwise."""
        if self.ensemble is not None:
            found = self.result(code)
            return found.points[criterion.pk] if found else None
        mark = self.mark(code, criterion)
        if mark is not None and mark.points is not None:
            return mark.points
        before = self.lineup.before(code)
        return self.points(before, criterion) if before else None

    def sums(self, code):
        """Every row, group and the whole (None) of a column: {criterion id or None: Tally}."""
        if found := self.result(code):
            return found.sums
        known = {} if self.ensemble else {c.pk: self.points(code, c) for c in self.leaves}
        known |= {} if self.ensemble else self.extras.known(self.lineup, code)
        return tallies(self.extras.nodes(self.tree), known, self.extras.lift(self.tree.whole))

    def told(self, code, criterion):
        """Why a row has no points yet, or a warning about them; "" when there is nothing to say."""
        bound, mark = self.tree.kinds.get(criterion.pk), self.mark(code, criterion)
        if self.ensemble is not None:
            found = self.result(code)
            why = found.missing.get(criterion.pk, "") if found else ""
            filled = bound is None or not bound.inputs or self.ensemble.given(code, self.sheet.pk, criterion.pk)
            return (why if filled else "") or (found.warnings.get(criterion.pk, "") if found else "")
        if mark is None or bound is None:
            return ""
        return why_none(bound, mark.inputs) if mark.points is None else bound.warn(mark.points, mark.inputs)

    def unfilled(self, code):
        """Rows that somebody still has to fill in this column (list): nothing typed, or nothing that gives points.

        Rows that the scheme gives to another column are not asked for before that column.
        """
        asked = self.asked(code)
        if self.ensemble is None:
            return [c for c in asked if self.points(code, c) is None]
        missing = self.ensemble.result(code, self.sheet.pk).missing
        return [c for c in asked if c.pk in missing and self._is_open(code, c)]

    def asked(self, code):
        """Rows that a column has to have (list): its own where the scheme gives it any, else all that no column has for itself."""
        if code == Filler.LEADERS:
            return self.leaves
        column = self.lineup.by_code[code]
        owner = code if column.scorer or column.kind == Filler.AGENCY else None
        return [c for c in self.leaves if self.reserved.get(c.pk) == owner]

    def _is_open(self, code, criterion):
        bound = self.tree.kinds[criterion.pk]
        given = self.ensemble.given(code, self.sheet.pk, criterion.pk)
        return bool(bound.inputs) and (not given or not (bound.looks_around or "only_if_full" in bound.params))

    def store_sums(self, code):
        """Put the sums on the sheet (not saved): of the unit's own column, or of checking as far as it has come.

        Out: whether they are others than before.
        """
        if code == Filler.SELF:
            prefix, summed, asked = "self", code, code
        elif code in self.lineup.chain and code != Filler.LEADERS:
            prefix, summed, asked = "checked", self.lineup.checked, self.lineup.checking
        else:
            return False
        total, missing = total_of(self.sums(summed)[None], self.decimals), len(self.unfilled(asked))
        sums = {f"{prefix}_total": total, f"{prefix}_missing": missing}
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

    def cuts(self, code):
        """Rows where a column stands below the one that it is read beside, as (criterion, its mark)."""
        beside = self.lineup.compared(code)
        for c in self.leaves:
            mark = self.mark(code, c)
            if mark is None or not mark.inputs or mark.inputs == self.given(beside, c):
                continue
            was, now = self.points(beside, c), self.points(code, c)
            if was is not None and now is not None and now < was:
                yield c, mark

    def is_cut(self, row):
        """Whether checking has come to fewer points in this row (criterion id) than the unit gave itself."""
        criterion = self.tree.by_pk[row]
        claimed, checked = self.points(Filler.SELF, criterion), self.points(self.lineup.checked, criterion)
        return claimed is not None and checked is not None and checked < claimed

    def has_unanswered_cuts(self):
        """Whether the unit was cut somewhere and has explained none of it."""
        said = any(code == Filler.ANSWER and mark.reason for (code, _row), mark in self.marks.items())
        return not said and any(self.is_cut(c.pk) for c in self.leaves)

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
        return self.missing_to_hand_in(self.lineup.checking)

    def missing_to_hand_in(self, code):
        """What a column still lacks in this sheet (list of sentences): rows to score, cuts without a reason."""
        without = [c.label for c in self.unfilled(code)]
        by_peer = self.lineup.by_code[code].kind == Filler.PEER  # the mean cuts, not one of its parts
        unsaid = [c.label for c, mark in self.cuts(code) if not mark.reason and not by_peer]
        words = _("còn %(n)d dòng chấm thấp hơn tự chấm mà chưa nêu lý do (%(rows)s)")
        if self.lineup.compared(code) != Filler.SELF:
            words = _("còn %(n)d dòng chấm thấp hơn cột trước mà chưa nêu lý do (%(rows)s)")
        if self.lineup.by_code[code].kind == Filler.CHECKERS:
            without += [str(row) for row in self.extras.without(self.lineup, code)]
        return _rows(_("còn %(n)d dòng chưa chấm (%(rows)s)"), without) + _rows(words, unsaid)

    def missing_to_agree(self):
        """What stops the totals from being frozen (list of sentences): rows without points, rows that take the unit out."""
        found, without = self.result(Filler.LEADERS), self.extras.without(self.lineup, Filler.LEADERS)
        if found is None:
            rows = [c.label for c in self.unfilled(Filler.LEADERS)] + [str(row) for row in without]
            return _rows(_("còn %(n)d dòng chưa có điểm (%(rows)s)"), rows)
        waiting = [f"{row}: {_('chưa chấm')}" for row in without]
        waiting += [f"{self.tree.label(pk)}: {why}" for pk, why in found.missing.items()]
        out = _("dòng %(rows)s: không xếp loại; bấm «Không xét», hoặc sửa dòng đó")
        return waiting + ([out % {"rows": ", ".join(found.excluded)}] if found.excluded else [])


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


def standings(round_, sheets, tree=None, lineup=None, reader=None, only=None, authors=False, marked=None):
    """{sheet id: Standing} of sheets of one round, in a few queries however many sheets there are.

    `reader`: the person who reads (everything unless told); what looks around is worked out from all marks all the same.
    `only`: load the marks of these columns alone (codes). authors=True also loads who wrote each mark.
    `marked`: the sheets whose marks are asked for (all unless told); of the others there is what was worked out.
    """
    tree, lineup = tree or tree_of(round_.scheme), lineup or Lineup(round_.columns.all())
    found = list(_marks([s.pk for s in sheets] if marked is None else marked, lineup, reader, only))
    people = User.objects.in_bulk({m.by_id for m in found}) if authors else {}
    marks = defaultdict(dict)
    for mark in found:
        mark.column = lineup.by_pk[mark.column_id]
        if mark.by_id in people:
            mark.by = people[mark.by_id]
        marks[mark.sheet_id][mark.column.code, mark.criterion_id] = mark
    ensemble = None if tree.is_settled else _ensemble(round_, sheets, tree, lineup)
    sees = columns_seen(reader, round_, sheets) if reader else {}
    asked, extras = _open_questions(sheets), extras_of(sheets, lineup, reader)
    return {
        s.pk: Standing(s, tree, lineup, marks[s.pk], ensemble, sees.get(s.pk), asked[s.pk], extras[s.pk])
        for s in sheets
    }


def _open_questions(sheets):
    """{sheet id: {criterion id: what was asked}} of the last return of each sheet that stands returned."""
    found = {s.pk: {} for s in sheets}
    nth = {s.pk: s.returns for s in sheets if s.state == SheetState.RETURNED}
    for question in Question.objects.filter(sheet__in=nth) if nth else ():
        if question.nth == nth[question.sheet_id]:
            found[question.sheet_id][question.criterion_id] = question.text
    return found


def _marks(sheets, lineup, reader, only):
    """The marks of these sheets (ids) to load. Columns of single assessors are loaded only when asked for by name: there may be seventy of them."""
    source = Mark.objects.for_user(reader) if reader else Mark.objects.all()
    source = source.filter(sheet__in=sheets)
    if only is not None:
        return source.filter(column__in=[lineup.by_code[code].pk for code in only])
    return source.exclude(column__in=[c.pk for c in lineup.peers]) if lineup.peers else source


def _ensemble(round_, sheets, tree, lineup):
    """The sheets that are worked out together: these, or all that are ranked when rows look at other members."""
    together = list(sheets)
    if tree.needs_members:
        others = Sheet.objects.filter(round=round_).exclude(pk__in=[s.pk for s in sheets]).select_related("member")
        together = sorted([*sheets, *others], key=lambda s: (s.member.position, s.pk))
    outside, extras = outside_of(round_, together, tree, standings), extras_of(together, lineup)
    return Ensemble(tree, together, lambda code: _inputs_of(lineup.by_code[code], together), outside, lineup, extras)


def _inputs_of(column, sheets):
    """{sheet id: {criterion id: inputs}} of one column. Equal texts are read once: a column has few different ones."""
    found, read = defaultdict(dict), cache(json.loads)
    marks = Mark.objects.filter(column=column, sheet__in=[s.pk for s in sheets])
    for sheet, row, text in marks.values_list("sheet_id", "criterion_id", Cast("inputs", TextField())):
        found[sheet][row] = read(text)
    return found
