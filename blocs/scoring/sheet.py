"""Phiếu của một đơn vị như một trang: every row with its columns, what may be typed, why, and who holds the pen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from emulation.ui.numbers import points as shown

from .caps import caps_of
from .grid import key_of
from .lateness import late_words, row_due
from .lineup import Lineup
from .locks import lead_checker_named, why_locked, why_row_locked
from .models import MAY_ADD, Filler, HoldState, RoundState, SheetState
from .standing import standings, tree_of


@dataclass
class Field:
    """Một ô nhập của một dòng. `choices`: pairs for a select, else a text field."""

    name: str
    label: str
    value: str
    choices: list


@dataclass
class Shown:
    """Điểm của một dòng trong một cột, ready to print. `fields`: what may be typed there; `is_kept`: taken over from the column before."""

    column: object
    text: str = ""
    fields: tuple = ()
    is_kept: bool = False


@dataclass
class Line:
    """Một dòng của phiếu. Numbers are ready to print; `says`: the reader may write why."""

    criterion: object
    depth: int
    most: str
    cells: list
    gap: str = ""
    formula: str = ""
    sums: str = ""
    told: tuple = ()
    says: bool = False
    reason: str = ""
    evidence: str = ""
    question: str = ""
    late: str = ""
    warning: str = ""
    error: str = ""

    @property
    def fields(self):
        """The fields of the cell that the reader writes in; empty when there is none."""
        return next((c.fields for c in self.cells if c.fields), ())


@dataclass(frozen=True)
class Extra:
    """Một dòng thêm, ready to print. `told`: [(who, points, reason)] of every column that gave it points; `is_open`: the reader may."""

    row: object
    texts: list
    told: list
    is_open: bool


@dataclass
class Page:
    """Cả phiếu. `column`: the column the reader writes in, or None; `lock`: why not; `open`: every column that is theirs to write now."""

    lines: list
    total: Line
    columns: list
    column: object
    open: list
    lock: str
    missing: list
    seen: dict
    extras: list
    lifts: list
    holds: list
    may_add: bool
    may_lift: bool

    @property
    def writes(self):
        """Code of the column that the reader fills; "" when none."""
        return self.column.code if self.column else ""

    @property
    def width(self):
        """How many columns of numbers there are: the most, each column, and the difference."""
        return len(self.columns) + 2

    @property
    def kind(self):
        """Who fills that column (Filler); "" when none."""
        return self.column.kind if self.column else ""


def page_of(user, sheet, typed=None, wanted=""):
    """The sheet as this person sees it. typed: {(sheet, criterion): (raw, sentence)} that a save did not take.

    wanted: code of the column to write in, where several are open to this person.
    """
    round_, tree = sheet.round, tree_of(sheet.round.scheme)
    lineup = Lineup(round_.columns.select_related("member", "unit"))
    column, open_, lock = _the_column(user, sheet, lineup, wanted)
    only = None if column is None or column.kind != Filler.PEER else {Filler.SELF.value, column.code}
    standing = standings(round_, [sheet], tree, lineup, reader=user, only=only)[sheet.pk]
    for each in open_:
        standing.open_to_its_hand(each.code, "")
    columns = [c for c in lineup.columns if c.kind != Filler.ANSWER and (c.kind != Filler.PEER or c is column)]
    view = View(standing, columns, column)
    lines = [view.line(c) for c in tree.rows]
    for line in lines:
        _put_back(line, sheet, typed or {})
    return Page(
        lines, view.total(), columns, column, open_, lock, _missing(standing, column), _seen(standing, column),
        extras=view.extras(), lifts=_lifts(sheet) if standing.shows(Filler.LEADERS) else [],
        may_add=view.may_add,
        holds=list(sheet.holds.filter(state=HoldState.HELD)),
        may_lift=any(c.kind == Filler.LEADERS for c in open_) and bool(caps_of(tree)),
    )  # fmt: skip


def _lifts(sheet):
    return list(sheet.lifts.select_related("criterion", "by")) if sheet.has_extras else []


def _the_column(user, sheet, lineup, wanted):
    """The column this person writes in now: the one wanted, else the first in order. Out: (column, all that are open, why none)."""
    locks = [(c, why_locked(user, c, sheet)) for c in lineup.columns]
    open_ = [c for c, lock in locks if not lock]
    chosen = next((c for c in open_ if c.code == wanted), next(iter(open_), None))
    return chosen, open_, "" if chosen else locks[0][1]


class View:
    """One sheet as one reader sees it: its columns, and the one that is written in."""

    def __init__(self, standing, columns, column):
        self.standing, self.columns, self.column = standing, columns, column
        self.scheme, self.depths = standing.sheet.round.scheme, {}
        self.shown = {c.code for c in columns if standing.has(c.code)}
        self.questions = last_questions(standing.sheet)
        self.sums = {code: standing.sums(code) for code in self.shown}

    def line(self, c):
        self.depths[c.pk] = depth = self.depths.get(c.parent_id, -1) + 1
        line = Line(c, depth, _most(c.signed_most, self.scheme), [])
        if c.is_group:
            return self.add_sums(line, c.pk)
        kind, checked = self.standing.tree.kinds[c.pk], self.standing.lineup.checked
        line.cells = [self.cell(column, c) for column in self.columns]
        line.gap = self.gap(*(self.points(code, c) for code in (Filler.SELF, checked)))
        line.formula, line.question = kind.formula, self.questions.get(c.pk, "")
        line.warning = self.standing.told(self.column.code if self.column else Filler.SELF, c)
        due = row_due(self.standing.tree, c.pk, self.standing.sheet.bloc_year.since)
        line.late = late_words(due, self.standing.mark(Filler.SELF, c))
        others = [x for x in self.standing.lineup.columns if x is not self.column]
        line.told = tuple(t for x in others if (t := _told(x, self.standing.mark(x.code, c))))
        line.sums = _sums_of(kind, self.standing.mark(Filler.SELF, c), line.cells[0].text)
        self.open(line, kind)
        return line

    def points(self, code, criterion):
        return self.standing.points(code, criterion) if code in self.shown else None

    def cell(self, column, criterion):
        text = self.number(self.points(column.code, criterion))
        own = column.kind == Filler.LEADERS or self.standing.lineup.before(column.code) is None
        return Shown(column, text, is_kept=bool(text) and not own and not self.standing.mark(column.code, criterion))

    def number(self, value):
        return shown(value, self.scheme.decimals)

    def gap(self, claimed, checked):
        return self.number(checked - claimed) if None not in (claimed, checked) and checked != claimed else ""

    def open(self, line, kind):
        """What the reader may type in the line."""
        c = line.criterion
        if self.column is None or not kind.inputs:
            return
        if self.column.kind == Filler.ANSWER:
            line.says = self.standing.is_cut(c.pk)
        elif not why_row_locked(self.column, c.pk, self.standing):
            line.says = True
            cell = next(cell for cell in line.cells if cell.column is self.column)
            cell.fields = _fields(c, kind, self.standing, self.column)
        if mark := self.standing.mark(self.column.code, c):
            line.reason, line.evidence = mark.reason, mark.evidence

    def add_sums(self, line, pk):
        line.cells = [
            Shown(c, self.number(self.sums[c.code][pk].total) if c.code in self.shown else "") for c in self.columns
        ]
        checked = self.standing.lineup.checked
        if checked in self.shown and not self.sums[checked][pk].missing:
            line.gap = self.gap(self.sums[Filler.SELF][pk].total, self.sums[checked][pk].total)
        return line

    @property
    def may_add(self):
        """Whether the reader may add rows, or give added rows points: not where only single rows are open."""
        return self.column is not None and self.column.kind in MAY_ADD and not self.standing.questions

    def extras(self):
        """The rows beyond the scheme."""
        own, lineup = self.standing.extras, self.standing.lineup
        may = self.may_add
        return [
            Extra(
                row,
                [self.number(own.points(lineup, c.code, row)) if c.code in self.shown else "" for c in self.columns],
                [(c.title, self.number(m.points), m.reason) for c in lineup.columns if (m := own.marks.get((c.code, row.pk)))],
                may,
            )
            for row in own.rows
        ]  # fmt: skip

    def total(self):
        return self.add_sums(Line(None, 0, _most(self.scheme.scale, self.scheme), []), None)


def _sums_of(kind, own, claimed):
    """How the claimed points come about, with the numbers of the mark; only the points where the formula says it all."""
    if not own or not own.inputs or not claimed or kind.code == "direct":
        return ""
    return kind.explain(own.inputs) or f"= {claimed}"


def _most(value, scheme):
    """A maximum as on paper: 40, and 7,5 as 7,50."""
    return shown(value, scheme.decimals).removesuffix("," + "0" * scheme.decimals)


def _told(column, mark):
    """(who, sentence, evidence) of one column, when something was said."""
    if mark is None or not (mark.reason or mark.evidence):
        return None
    return (column.title if column.kind != Filler.SELF else _("Đơn vị"), mark.reason, mark.evidence)


def _fields(c, kind, standing, column):
    mark = standing.mark(column.code, c)
    prefix = f"m-{key_of(standing.sheet.pk, c.pk)}"
    one = len(kind.inputs) == 1
    return tuple(
        Field(
            name=prefix if one else f"{prefix}-{i.code}",
            label=str(i.label),
            value=_value(kind, i, mark, one),
            choices=[("", "")] + [(i.show(v), str(label)) for v, label in i.choices.items()] if i.choices else [],
        )
        for i in kind.inputs
    )


def _value(kind, wanted, mark, one):
    if not mark or not mark.inputs:
        return ""
    if one or wanted.code not in mark.inputs:
        return kind.show(mark.inputs) if wanted is kind.inputs[0] else ""
    return wanted.show(mark.inputs[wanted.code])


def _put_back(line, sheet, typed):
    """What a save did not take stands in its field again, with the sentence."""
    if line.says and (found := typed.get((sheet.pk, line.criterion.pk))):
        claim, line.error = found
        texts = claim.raw if isinstance(claim.raw, dict) else {"": claim.raw}
        for entry, text in zip(line.fields, texts.values(), strict=False):
            entry.value = text
        line.reason = line.reason if claim.reason is None else claim.reason
        line.evidence = line.evidence if claim.evidence is None else claim.evidence


def _missing(standing, column):
    if column is None or column.kind in (Filler.LEADERS, Filler.ANSWER):
        return []
    return standing.missing_to_submit() if column.kind == Filler.SELF else standing.missing_to_hand_in(column.code)


def _seen(standing, column):
    """What the page shows of the column written in: {key: [version, text, reason, evidence]}."""
    if column is None:
        return {}
    seen = {}
    for c in standing.leaves:
        if mark := standing.mark(column.code, c):
            text = standing.tree.kinds[c.pk].show(mark.inputs)
            seen[key_of(standing.sheet.pk, c.pk)] = [mark.version, text, mark.reason, mark.evidence]
    return seen


def last_questions(sheet):
    """{criterion id: what was asked} when the sheet was sent back last; {} when it never was."""
    if not sheet.returns:
        return {}
    return dict(sheet.questions.filter(nth=sheet.returns).values_list("criterion", "text"))


def pen_of(sheet):
    """Who holds the pen of this sheet, in words; "" when nobody does any more."""
    round_ = sheet.round
    if sheet.state in (SheetState.DRAFT, SheetState.RETURNED):
        return str(sheet.member)
    if sheet.state == SheetState.SUBMITTED and round_.state == RoundState.CHECKING:
        return lead_checker_named(round_) if sheet.member.duty == "lead" else _("người của trưởng khối và tổ kiểm tra")
    if sheet.state == SheetState.CHECKED:
        return _("trưởng khối và phó khối, chờ chốt")
    if sheet.state == SheetState.SUBMITTED:
        return _("các đơn vị chưa nộp")
    if sheet.state == SheetState.AGREED and round_.state == RoundState.AGREED:
        return _("trưởng khối, chờ công bố")
    return ""
