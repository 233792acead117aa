"""What can only be seen of all rows together: references, circles, sums that do not match what is printed."""

from decimal import Decimal

from django.utils.translation import gettext as _

from blocs.scoring.models import Sign
from blocs.scoring.ranking import AT_CONFERENCE, DECISION, group_of
from blocs.scoring.tree import Tree

from . import classing
from .form import Faulty


def judge_together(written, head):
    """Fill `written.warnings`. head: {key: place} of what stands above the rows.

    Raises Faulty: a row that is not there, rows that ask for each other in a circle, tie rules or classes that cannot be.
    """
    lines = written.lines()
    faults = _unknown_core(written, lines, head.get("core_group", 1))
    tree = Tree(lines, written)
    places = {line.pk: line.place for line in lines}
    faults += [(places[pk], sentence) for pk, sentence in tree.faults()]
    faults += [(head.get("tie_rules", 1), sentence) for sentence in _faulty_ties(written, tree)]
    faults += [(head.get("floors", head.get("classes", 1)), sentence) for sentence in classing.faults(tree)]
    if faults:
        raise Faulty(faults)
    written.warnings = [*_rows_that_differ(written), *_scale_that_differs(written), *_same_codes(lines)]
    written.warnings += [(head.get("classes", 1), sentence) for sentence in classing.warnings(tree)]


def _unknown_core(written, lines, place):
    codes = {line.code for line in lines if line.is_group}
    if written.core_group and written.core_group not in codes:
        return [(place, _("không có nhóm mang mã “%(code)s”") % {"code": written.core_group})]
    return []


def _faulty_ties(written, tree):
    """Tie rules that name no row, stand twice, or can never be reached."""
    rules = written.tie_rules
    for rule in rules:
        try:
            if code := group_of(rule):
                tree.find(code)
        except LookupError as error:
            yield f"“{rule}”: {error.args[0]}"
    for rule in dict.fromkeys(r for r in rules if rules.count(r) > 1):
        yield _("“%(rule)s” viết hai lần") % {"rule": rule}
    told = [rule in AT_CONFERENCE for rule in rules]
    if told != sorted(told) or DECISION in rules[:-1]:
        yield _("revote và decision đứng sau cùng, decision sau revote: sau đó không còn gì để xét")


def _sum(rows, sign):
    """What rows of one sign add up to as printed (Decimal); None when one of them has no maximum."""
    key = {Sign.BONUS: "max_bonus", Sign.PENALTY: "max_penalty"}.get(sign)
    parts = []
    for row in rows:
        weight = Decimal(str(row.params.get("weight", 1)))
        if row.sign == sign:
            parts.append(None if row.most is None else row.most * weight)
        elif key and key in row.params:
            parts.append(Decimal(str(row.params[key])) * weight)
    return None if None in parts else sum(parts, Decimal(0))


def _rows_that_differ(written):
    for row, _parent in written.walk():
        if not row.children or row.params.get("take", "all") != "all":
            continue
        for label, printed, sign in (
            ("", row.most, row.sign),
            (_("điểm cộng "), row.params.get("max_bonus"), Sign.BONUS),
            (_("điểm trừ "), row.params.get("max_penalty"), Sign.PENALTY),
        ):
            if printed is None or not any(c.sign == sign or _key(sign) in c.params for c in row.children):
                continue
            found = _sum(row.children, sign)
            if found is not None and found != Decimal(str(printed)):
                yield row.line, _("“%(name)s” ghi %(most)s điểm, các dòng con cộng lại %(sum)s") % {
                    "name": row.code or row.name, "most": label + _plain(printed), "sum": _plain(found),
                }  # fmt: skip


def _key(sign):
    return {Sign.BONUS: "max_bonus", Sign.PENALTY: "max_penalty"}.get(sign, "")


def _scale_that_differs(written):
    found = _sum(written.rows, Sign.BASE)
    if found is not None and found != written.scale:
        facts = {"scale": _plain(written.scale), "sum": _plain(found)}
        yield 1, _("thang điểm ghi %(scale)s, các nhóm cộng lại %(sum)s") % facts


def _same_codes(lines):
    """Two rows of one group with the same code cannot be told apart by it."""
    seen = set()
    for line in lines:
        if line.code and (line.parent_id, line.code) in seen:
            yield line.place, _("hai dòng cùng nhóm mang mã “%(code)s”") % {"code": line.code}
        seen.add((line.parent_id, line.code))


def _plain(number):
    return f"{Decimal(str(number)).normalize():f}".replace(".", ",")
