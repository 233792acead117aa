"""Chấm thử: a scheme and inputs per member and column, without a database; every row's points, totals and ranks as plain data.

The form of the inputs: docs/bo-tieu-chi.md. Used by `manage.py score_sheet` and by the tests of the real cases.
"""

from dataclasses import dataclass, field
from decimal import Decimal

import yaml
from django.utils.translation import gettext as _

from emulation.ui.fields import parse_number

from .arithmetic import Tally, leaf, rounded, total_of
from .classes import Classes
from .evaluation import evaluate, measure_of
from .kinds.base import STRAIGHT
from .kinds.given import MIDYEAR, TARGET
from .kinds.options import as_json
from .models import Sign
from .ranking import Row, TieBreak, group_of, ranking
from .tree import Tree
from .written.form import Faulty
from .written.nodes import compose, place_of, plain_of

MOST_BYTES, MOST_MEMBERS = 5_000_000, 500
HEAD_KEYS = ("columns", "members", "targets", "midyear", "women", "women_from", "revote", "decision")
ADDED, REASON = "added", "reason"


@dataclass
class Trial:
    """Số liệu đã đọc. columns: {name: name that it follows where empty, or ""}; inputs: {column: {member: {pk: inputs}}}."""

    members: list = field(default_factory=list)
    columns: dict = field(default_factory=dict)
    inputs: dict = field(default_factory=dict)
    reasons: dict = field(default_factory=dict)
    added: dict = field(default_factory=dict)
    outside: dict = field(default_factory=dict)
    women: dict = field(default_factory=dict)
    women_from: Decimal | None = None
    tie_breaks: list = field(default_factory=list)


@dataclass(frozen=True)
class Added:
    """Một dòng ngoài bộ tiêu chí, ghi theo tên: counted in its group, marked."""

    group: int | None
    name: str
    sign: str
    points: Decimal
    reason: str


class _Inputs:
    """Reads the nodes of an inputs file against a tree, gathering faults by line."""

    def __init__(self, tree):
        self.tree, self.faults, self.found = tree, [], Trial()

    def fault(self, node, sentence):
        self.faults.append((place_of(node), sentence))

    def pairs(self, node, what):
        """(key, key node, value node) of a mapping; a key twice is a fault."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, _("%(what)s phải gồm các cặp “khóa: giá trị”") % {"what": what})
            return
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                self.fault(key, _("“%(key)s” viết hai lần") % {"key": key.value})
            seen.add(key.value)
            yield str(key.value), key, value

    def whole(self, node):
        parts = {key: value for key, at, value in self.pairs(node, _("đầu tệp")) if self.known(key, at)}
        if "members" not in parts:
            self.fault(node, _("thiếu “members”"))
            return
        self.columns(parts.get("columns"))
        for name, at, value in self.pairs(parts["members"], "members"):
            self.found.members.append(name)
            if len(self.found.members) > MOST_MEMBERS:
                self.fault(at, _("nhiều quá %(most)d đơn vị") % {"most": MOST_MEMBERS})
                return
            for column, _at, rows in self.pairs(value, name):
                self.found.columns.setdefault(column, "")
                self.rows(column, name, rows)
        for source, key in ((TARGET, "targets"), (MIDYEAR, "midyear")):
            if key in parts:
                self.outside(source, parts[key])
        self.ties(parts)

    def ties(self, parts):
        """What tie rules look at beside the points: women and staff, the percent of the law, re-votes, decisions."""
        for member, women in self.each(parts, "women", women_counted):
            self.found.women[member] = women
        for member, votes in self.each(parts, "revote", whole_number):
            self.found.tie_breaks.append(TieBreak(member, votes=votes))
        for member, order in self.each(parts, "decision", whole_number):
            self.found.tie_breaks.append(TieBreak(member, order))
        if "women_from" in parts:
            try:
                self.found.women_from = parse_number(parts["women_from"].value)
            except (ValueError, AttributeError) as error:
                self.fault(parts["women_from"], str(error))

    def each(self, parts, key, read):
        """(member, what was read) of one part of the file."""
        for member, _at, node in self.pairs(parts[key], key) if key in parts else ():
            try:
                yield member, read(node)
            except (ValueError, AttributeError) as error:
                self.fault(node, f"{member}: {error}")

    def known(self, key, at):
        if key not in HEAD_KEYS:
            self.fault(at, _("không hiểu “%(key)s”; các khóa: %(known)s") % {"key": key, "known": ", ".join(HEAD_KEYS)})
        return key in HEAD_KEYS

    def columns(self, node):
        for item in node.value if isinstance(node, yaml.SequenceNode) else ():
            written = plain_of(item)
            name, follows = (
                (written.get("name", ""), written.get("follows", "")) if isinstance(written, dict) else (written, "")
            )
            if not isinstance(name, str) or (follows and follows not in self.found.columns):
                self.fault(item, _("cột là một tên, hoặc {name, follows: tên cột đứng trước}"))
                continue
            self.found.columns[name] = follows

    def rows(self, column, member, node):
        cells = self.found.inputs.setdefault(column, {}).setdefault(member, {})
        for where, at, value in self.pairs(node, f"{member}, {column}"):
            if where == ADDED:
                self.added(column, member, value)
                continue
            try:
                pk = self.tree.find(where)
                if pk not in self.tree.kinds:
                    raise LookupError(_("“%(row)s” là nhóm, không nhập được") % {"row": where})
                cells[pk] = self.cell(column, member, pk, plain_of(value))
            except (LookupError, ValueError) as error:
                self.fault(at, f"{where}: {error.args[0]}")

    def cell(self, column, member, pk, written):
        if isinstance(written, dict):
            written = {k: str(v) for k, v in written.items()}
            self.found.reasons[column, member, pk] = written.pop(REASON, "")
            known = {STRAIGHT, *(i.code for i in self.tree.kinds[pk].inputs)}
            if unknown := sorted(set(written) - known):
                raise ValueError(
                    _("không có số “%(code)s”; các số: %(known)s")
                    % {"code": unknown[0], "known": ", ".join(sorted(known))}
                )
        elif isinstance(written, list):
            written = "/".join(str(v) for v in written)
        return self.tree.kinds[pk].read(written)

    def added(self, column, member, node):
        for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            try:
                written = plain_of(item)
                sign = written.get("sign", Sign.BASE)
                if sign not in Sign.values or not written.get("name") or "points" not in written:
                    raise ValueError(_("dòng thêm cần name, points; sign là base, bonus hoặc penalty"))
                group = self.tree.find(written["under"]) if written.get("under") else None
                points = parse_number(str(written["points"]))
                points = -abs(points) if sign == Sign.PENALTY else points
                row = Added(group, str(written["name"]), sign, points, str(written.get("reason", "")))
                self.found.added.setdefault((column, member), []).append(row)
            except (ValueError, LookupError, AttributeError) as error:
                self.fault(item, str(error.args[0]))

    def outside(self, source, node):
        for member, _at, values in self.pairs(node, source):
            for what, at, value in self.pairs(values, member):
                try:
                    self.found.outside.setdefault(member, {})[source, what] = parse_number(value.value)
                except (ValueError, AttributeError) as error:
                    self.fault(at, str(error))


def whole_number(node):
    """A node as a number of votes or a place. ValueError: it is none."""
    text = str(node.value)
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ValueError(_("phải là số nguyên"))
    return int(text)


def women_counted(node):
    """«35/48» → (35, 48). ValueError: anything else, or more women than people."""
    numbers = str(node.value).split("/")
    if len(numbers) == 2 and all(n.isascii() and n.isdecimal() and len(n) < 10 for n in numbers):
        women, staff = map(int, numbers)
        if women <= staff and staff:
            return women, staff
    raise ValueError(_("tỷ lệ nữ viết số nữ/tổng số người, ví dụ 35/48"))


def read_inputs(text, tree):
    """Inputs as YAML (str or bytes) → Trial. Raises Faulty with every bad line."""
    reader = _Inputs(tree)
    reader.whole(compose(text, _("số liệu phải bắt đầu bằng members"), MOST_BYTES))
    if reader.faults:
        raise Faulty(reader.faults)
    return reader.found


def score(written, text):
    """A scheme (Written) and inputs as YAML → everything as plain data (dict). Raises Faulty."""
    tree = Tree(written.lines(), written)
    trial = read_inputs(text, tree)
    columns = {column: _column(written, tree, trial, column) for column in trial.columns}
    return {"scheme": written.title, "scale": as_json(written.scale), "columns": columns}


def _inputs_of(trial, column, member):
    """A column's inputs, with those of the column that it follows where it has none."""
    follows = trial.columns[column]
    before = _inputs_of(trial, follows, member) if follows else {}
    own = {pk: given for pk, given in trial.inputs.get(column, {}).get(member, {}).items() if given}
    return before | own


def _column(written, tree, trial, column):
    inputs = {member: _inputs_of(trial, column, member) for member in trial.members}
    added = {member: trial.added.get((column, member), []) for member in trial.members}
    tallies = {m: _by_group(rows) for m, rows in added.items()}
    results = evaluate(tree, inputs, outside=trial.outside, added=tallies)
    ranks, classes = _ranks(written, tree, results, trial), Classes(tree)
    told = {
        member: _member(tree, result, ranks.get(member), inputs[member], added[member], _reasons(trial, column, member))
        | _class(classes, result)
        for member, result in results.items()
    }
    return {"members": told, "ranking": sorted(ranks, key=lambda m: ranks[m].rank)}


def _reasons(trial, column, member):
    return {pk: why for (c, m, pk), why in trial.reasons.items() if (c, m) == (column, member) and why}


def _by_group(rows):
    found = {}
    for row in rows:
        found.setdefault(row.group, []).append(leaf(row.sign, row.points))
    return found


def _ranks(written, tree, results, trial):
    """{member: Ranked} of those that are not excluded, best first."""
    core = next((r.pk for r in tree.rows if written.core_group and r.is_group and r.code == written.core_group), None)
    codes = [code for rule in written.tie_rules if (code := group_of(rule))]
    rows = []
    for place, (member, result) in enumerate(results.items()):
        if result.excluded:
            continue
        parts, total = result.sums[None].rounded(tree.decimals), total_of(result.sums[None], tree.decimals)
        groups = {code: total_of(result.sums[tree.find(code)], tree.decimals) for code in codes}
        rows.append(Row(
            member, total, parts.base, parts.bonus, parts.penalty, place=place, measure=measure_of(result, tree, "rank_by"),
            core=total_of(result.sums[core] if core else Tally(), tree.decimals), women=trial.women.get(member), groups=groups,
        ))  # fmt: skip
    return {r.row.key: r for r in ranking(rows, written.tie_rules, trial.tie_breaks, trial.women_from)}


def _member(tree, result, ranked, inputs, added, reasons):
    whole = result.sums[None]
    parts = whole.rounded(tree.decimals)
    return {
        "total": _number(total_of(whole, tree.decimals)), "base": _number(parts.base), "bonus": _number(parts.bonus),
        "penalty": _number(parts.penalty), "max": _number(result.most),
        "percent": None if result.percent is None else _number(rounded(result.percent, 2)),
        "rank": ranked.rank if ranked else None, "decided_by": ranked.decided_by if ranked else "",
        "excluded": result.excluded, "complete": not whole.missing,
        "missing": [{"row": tree.path(pk), "why": why} for pk, why in result.missing.items()],
        "warnings": [{"row": tree.path(pk) if pk else "", "what": what} for pk, what in result.warnings.items()],
        "rows": [_row(tree, result, row, inputs, reasons) for row in tree.rows],
        "added": [_added(tree, row) for row in added],
    }  # fmt: skip


def _class(classes, result):
    total = total_of(result.sums[None], classes.tree.decimals)
    found = classes.place(total, result.percent, result.sums, result.dropped)
    return {"class": found.name or None, "class_why": found.why}


def _row(tree, result, row, inputs, reasons):
    tally = result.sums[row.pk]
    points = tally.total if row.is_group else result.points[row.pk]
    told = {"code": row.code, "path": tree.path(row.pk), "name": row.name, "points": _number(points)}
    told |= {"max": _number(row.max_points), "sign": str(row.sign), "missing": result.missing.get(row.pk, "")}
    if row.is_group:
        return told | {"base": _number(tally.base), "bonus": _number(tally.bonus), "penalty": _number(tally.penalty)}
    kind, given = tree.kinds[row.pk], inputs.get(row.pk, {})
    told |= {"kind": row.kind, "input": kind.show(given), "assigned": row.pk not in result.dropped}
    return told | {"warning": result.warnings.get(row.pk, ""), "reason": reasons.get(row.pk, "")}


def _added(tree, row):
    under = tree.path(row.group) if row.group else ""
    return {
        "under": under,
        "name": row.name,
        "sign": str(row.sign),
        "points": _number(row.points),
        "reason": row.reason,
    }


def _number(value):
    return None if value is None else as_json(Decimal(value))
