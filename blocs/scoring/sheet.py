"""Phiếu của một đơn vị như một trang: every row with its columns, what may be typed, why, and who holds the pen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from emulation.ui.numbers import points as shown

from .grid import key_of
from .models import Filler, Mark, RoundState, SheetState
from .rules import lead_checker_named, why_locked
from .standing import standings, tree_of


@dataclass
class Field:
    """Một ô nhập của một dòng. `choices`: pairs for a select, else a text field."""

    name: str
    label: str
    value: str
    choices: list


@dataclass
class Line:
    """Một dòng của phiếu. Numbers are ready to print; `fields` are empty when the reader may not write."""

    criterion: object
    depth: int
    most: str
    claimed: str = ""
    checked: str = ""
    gap: str = ""
    final: str = ""
    formula: str = ""
    sums: str = ""
    told: tuple = ()
    fields: tuple = ()
    reason: str = ""
    evidence: str = ""
    warning: str = ""
    error: str = ""


@dataclass
class Page:
    """Cả phiếu. `column`: the column the reader writes in, or None; `lock`: why not."""

    lines: list
    total: Line
    column: object
    lock: str
    missing: list
    seen: dict
    shows: set

    @property
    def writes(self):
        """The kind of the column that the reader fills; "" when none."""
        return self.column.kind if self.column else ""


def page_of(user, sheet, typed=None):
    """The sheet as this person sees it. typed: {(sheet, criterion): (raw, sentence)} that a save did not take."""
    round_, scheme = sheet.round, sheet.round.scheme
    tree = tree_of(scheme)
    standing = standings(round_, [sheet], tree, visible=Mark.objects.for_user(user))[sheet.pk]
    column, lock = _the_column(user, sheet, list(round_.columns.all()))
    if column:
        standing.open_to_its_hand(column.kind, lock)
    sums = {kind: standing.sums(kind) for kind in Filler.values}
    shows = {kind for kind, _row in standing.marks} | ({Filler.LEADERS} if sheet.state == SheetState.AGREED else set())
    depths, lines = {}, []
    for c in tree.rows:
        depths[c.pk] = depths.get(c.parent_id, -1) + 1
        lines.append(_line(c, depths[c.pk], standing, sums, scheme, column, shows))
    for line in lines:
        _put_back(line, sheet, typed or {})
    total = _sums(Line(None, 0, _most(scheme.scale, scheme)), None, sums, scheme, shows)
    return Page(lines, total, column, lock, _missing(standing, column), _seen(standing, column), shows)


def _the_column(user, sheet, columns):
    """The column this person writes in now: their own unit's, else the checking, else the final one. Out: (column, why none)."""
    locks = [(c, why_locked(user, c, sheet)) for c in columns]
    open_ = next((c for c, lock in locks if not lock), None)
    return open_, "" if open_ else locks[0][1]


def _line(c, depth, standing, sums, scheme, column, shows):
    line = Line(c, depth, _most(c.signed_most, scheme))
    if c.is_group:
        return _sums(line, c.pk, sums, scheme, shows)
    kind = standing.tree.kinds[c.pk]
    claimed, checked, final = (standing.points(k, c) for k in (Filler.SELF, Filler.CHECKERS, Filler.LEADERS))
    line.claimed, line.checked = shown(claimed, scheme.decimals), shown(checked, scheme.decimals)
    line.final = shown(final, scheme.decimals) if Filler.LEADERS in shows else ""
    line.gap = (
        shown(checked - claimed, scheme.decimals) if None not in (claimed, checked) and checked != claimed else ""
    )
    line.formula = kind.formula
    own = standing.mark(Filler.SELF, c)
    line.warning = standing.told(column.kind if column else Filler.SELF, c)
    others = [k for k in Filler.values if not column or k != column.kind]
    line.told = tuple(t for k in others if (t := _told(k, standing.mark(k, c))))
    line.sums = _sums_of(kind, own, line.claimed)
    if column and kind.inputs:
        _writable(line, c, kind, standing, column)
    return line


def _sums_of(kind, own, claimed):
    """How the claimed points come about, with the numbers of the mark; only the points where the formula says it all."""
    if not own or not own.inputs or not claimed or kind.code == "direct":
        return ""
    return kind.explain(own.inputs) or f"= {claimed}"


def _most(value, scheme):
    """A maximum as on paper: 40, and 7,5 as 7,50."""
    return shown(value, scheme.decimals).removesuffix("," + "0" * scheme.decimals)


def _sums(line, pk, sums, scheme, shows):
    words = {k: shown(sums[k][pk].total, scheme.decimals) if k in shows else "" for k in Filler.values}
    line.claimed, line.checked, line.final = words[Filler.SELF], words[Filler.CHECKERS], words[Filler.LEADERS]
    if Filler.CHECKERS in shows and not sums[Filler.CHECKERS][pk].missing:
        gap = sums[Filler.CHECKERS][pk].total - sums[Filler.SELF][pk].total
        line.gap = shown(gap, scheme.decimals) if gap else ""
    return line


def _told(kind, mark):
    """(who, sentence, evidence) of one column, when something was said."""
    if mark is None or not (mark.reason or mark.evidence):
        return None
    return (mark.column.title if kind != Filler.SELF else _("Đơn vị"), mark.reason, mark.evidence)


def _writable(line, c, kind, standing, column):
    mark = standing.mark(column.kind, c)
    prefix = f"m-{key_of(standing.sheet.pk, c.pk)}"
    one = len(kind.inputs) == 1
    line.fields = tuple(
        Field(
            name=prefix if one else f"{prefix}-{i.code}",
            label=str(i.label),
            value=_value(kind, i, mark, one),
            choices=[("", "")] + [(i.show(v), str(label)) for v, label in i.choices.items()] if i.choices else [],
        )
        for i in kind.inputs
    )
    line.reason, line.evidence = (mark.reason, mark.evidence) if mark else ("", "")


def _value(kind, wanted, mark, one):
    if not mark or not mark.inputs:
        return ""
    if one or wanted.code not in mark.inputs:
        return kind.show(mark.inputs) if wanted is kind.inputs[0] else ""
    return wanted.show(mark.inputs[wanted.code])


def _put_back(line, sheet, typed):
    """What a save did not take stands in its field again, with the sentence."""
    if line.fields and (found := typed.get((sheet.pk, line.criterion.pk))):
        claim, line.error = found
        texts = claim.raw if isinstance(claim.raw, dict) else {"": claim.raw}
        for entry, text in zip(line.fields, texts.values(), strict=False):
            entry.value = text
        line.reason = line.reason if claim.reason is None else claim.reason
        line.evidence = line.evidence if claim.evidence is None else claim.evidence


def _missing(standing, column):
    if column is None or column.kind == Filler.LEADERS:
        return []
    return standing.missing_to_submit() if column.kind == Filler.SELF else standing.missing_to_check()


def _seen(standing, column):
    """What the page shows of the column written in: {key: [version, text, reason, evidence]}."""
    if column is None:
        return {}
    seen = {}
    for c in standing.leaves:
        if mark := standing.mark(column.kind, c):
            text = standing.tree.kinds[c.pk].show(mark.inputs)
            seen[key_of(standing.sheet.pk, c.pk)] = [mark.version, text, mark.reason, mark.evidence]
    return seen


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
