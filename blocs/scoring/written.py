"""Bộ tiêu chí viết bằng YAML: read into rows with every fault named by its line, and written out again (docs/bo-tieu-chi.md)."""

from dataclasses import dataclass, field
from decimal import Decimal

import yaml
from django.utils.translation import gettext as _

from emulation.ui.fields import parse_number
from emulation.ui.text import clean, fold

from . import kinds
from .arithmetic import TIE_RULES, USUAL_TIE_RULES
from .kinds.base import MOST_INPUT, MOST_POINTS
from .models import Sign
from .models.schemes import GROUP

MOST_ROWS, MOST_BYTES, MOST_DEPTH = 2000, 1_000_000, 12
HEAD_KEYS = ("title", "source", "scale", "decimals", "round_rows", "tie_rules", "core_group", "criteria")
ROW_KEYS = ("code", "name", "kind", "sign", "max", "evidence", "children")
GROUP_OPTIONS = ("cap_bonus", "cap_penalty")


class Faulty(Exception):
    """The file cannot be read as a scheme. `faults`: list of (line, sentence), in the order of the file."""

    def __init__(self, faults):
        self.faults = sorted(faults, key=lambda f: f[0])
        super().__init__("\n".join(_("Dòng %(line)d: %(what)s") % {"line": n, "what": s} for n, s in self.faults))


@dataclass
class Row:
    """Một dòng tiêu chí như đã viết."""

    line: int
    code: str
    name: str
    kind: str
    sign: str
    most: Decimal | None
    params: dict
    evidence: bool
    children: list["Row"] = field(default_factory=list)


@dataclass
class Written:
    """Một bộ tiêu chí như đã viết, đọc được hết. `warnings`: list of (line, sentence) that do not stop anything."""

    title: str
    source: str
    scale: Decimal
    decimals: int
    round_rows: bool
    tie_rules: list[str]
    core_group: str
    rows: list[Row]
    warnings: list[tuple[int, str]] = field(default_factory=list)

    def walk(self):
        """Rows in the order of print, as (row, parent row or None)."""
        stack = [(r, None) for r in reversed(self.rows)]
        while stack:
            row, parent = stack.pop()
            yield row, parent
            stack += [(child, row) for child in reversed(row.children)]


def read(text):
    """YAML text (str or UTF-8 bytes) → Written. Raises Faulty; nothing is saved here."""
    reader = _Reader()
    head = reader.mapping(_compose(text), HEAD_KEYS, _("đầu bộ tiêu chí"))
    written = Written(
        title=reader.text(head, "title", required=True),
        source=reader.text(head, "source"),
        scale=reader.number(head, "scale", required=True) or Decimal(0),
        decimals=int(reader.number(head, "decimals") if "decimals" in head else 2),
        round_rows=reader.truth(head, "round_rows"),
        tie_rules=reader.names(head, "tie_rules", TIE_RULES, USUAL_TIE_RULES),
        core_group=reader.text(head, "core_group"),
        rows=reader.rows(head.get("criteria"), 1, None),
    )
    reader.whole(written, head)
    if reader.faults:
        raise Faulty(reader.faults)
    written.warnings = _doubts(written)
    return written


def _compose(text):
    """The tree of nodes with their lines. Anchors are refused: a page of ten lines could unfold into millions."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Faulty([(1, _("tệp phải là chữ UTF-8"))]) from error
    if len(text) > MOST_BYTES:
        raise Faulty([(1, _("tệp quá lớn, nhiều nhất 1 MB"))])
    try:
        if any(isinstance(e, yaml.AliasEvent) for e in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise Faulty([(1, _("không dùng bí danh (dấu *): viết đủ từng dòng"))])
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Faulty(
            [((mark.line if mark else 0) + 1, _("chưa đúng YAML, xem lại chỗ thụt dòng và dấu hai chấm"))]
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Faulty([(1, _("chưa đúng YAML"))]) from error
    if not isinstance(node, yaml.MappingNode):
        raise Faulty([(1, _("bộ tiêu chí phải bắt đầu bằng title, scale, criteria"))])
    return node


class _Reader:
    """Walks the nodes, gathers faults and goes on, so that one reading names every bad line."""

    def __init__(self):
        self.faults, self.count = [], 0

    def fault(self, node, sentence):
        self.faults.append((node.start_mark.line + 1 if node is not None else 1, sentence))

    def mapping(self, node, keys, where):
        """{key: value node}; an unknown or repeated key is a fault."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, _("%(where)s phải gồm các cặp “khóa: giá trị”") % {"where": where})
            return {}
        found = {"": node}
        for key, value in node.value:
            name = str(key.value)
            if keys is not None and name not in keys:
                self.fault(key, _("không hiểu “%(key)s” ở %(where)s") % {"key": name, "where": where})
            elif name in found:
                self.fault(key, _("“%(key)s” viết hai lần") % {"key": name})
            else:
                found[name] = value
        return found

    def text(self, mapping, key, required=False, length=1000):
        node = mapping.get(key)
        value = clean(node.value) if isinstance(node, yaml.ScalarNode) else ""
        if node is not None and not isinstance(node, yaml.ScalarNode):
            self.fault(node, _("“%(key)s” phải là một dòng chữ") % {"key": key})
        elif required and not value:
            self.fault(node or mapping.get(""), _("thiếu “%(key)s”") % {"key": key})
        elif len(value) > length:
            self.fault(node, _("“%(key)s” dài quá %(length)d chữ") % {"key": key, "length": length})
        return value

    def number(self, mapping, key, required=False):
        text = self.text(mapping, key, required)
        if not text:
            return None
        try:
            number = parse_number(text)
        except ValueError as error:
            self.fault(mapping[key], f"“{key}”: {error}")
            return None
        if abs(number) >= (MOST_POINTS if key in ("max", "scale") else MOST_INPUT):
            self.fault(mapping[key], _("“%(key)s” quá lớn") % {"key": key})
            return None
        return number

    def truth(self, mapping, key):
        text = fold(self.text(mapping, key))
        if text not in ("", "true", "yes", "co", "false", "no", "khong"):
            self.fault(mapping[key], _("“%(key)s” là true hoặc false") % {"key": key})
        return text in ("true", "yes", "co")

    def names(self, mapping, key, known, usual):
        node = mapping.get(key)
        if node is None:
            return list(usual)
        if not isinstance(node, yaml.SequenceNode):
            self.fault(node, _("“%(key)s” phải là danh sách") % {"key": key})
            return []
        for item in node.value:
            if item.value not in known:
                self.fault(
                    item, _("“%(name)s” không có trong: %(known)s") % {"name": item.value, "known": ", ".join(known)}
                )
        return [str(i.value) for i in node.value]

    def rows(self, node, depth, parent):
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.fault(node, _("cần ít nhất một tiêu chí, mỗi tiêu chí một gạch đầu dòng"))
            return []
        if depth > MOST_DEPTH:
            self.fault(node, _("sâu quá %(most)d cấp") % {"most": MOST_DEPTH})
            return []
        return [self.row(item, depth, parent) for item in node.value]

    def row(self, node, depth, parent):
        self.count += 1
        if self.count == MOST_ROWS + 1:
            self.fault(node, _("nhiều quá %(most)d dòng") % {"most": MOST_ROWS})
        mapping = self.mapping(node, None, _("một tiêu chí"))
        is_group = "children" in mapping
        row = Row(
            line=node.start_mark.line + 1,
            code=self.text(mapping, "code", length=20),
            name=self.text(mapping, "name", required=True),
            kind=GROUP if is_group else self.text(mapping, "kind") or "direct",
            sign=self.text(mapping, "sign") or (parent.sign if parent else ""),
            most=self.number(mapping, "max"),
            params=self.params(mapping),
            evidence=self.truth(mapping, "evidence"),
        )
        self.judge(row, mapping, is_group)
        if is_group and self.count <= MOST_ROWS:
            row.children = self.rows(mapping["children"], depth + 1, row)
        return row

    def params(self, mapping):
        """Everything that is not of every row belongs to the kind; numbers become plain JSON."""
        found = {}
        for key in mapping:
            if key and key not in ROW_KEYS:
                number = self.number(mapping, key)
                found[key] = None if number is None else _json(number)
        return found

    def judge(self, row, mapping, is_group):
        here = mapping.get("")
        if row.most is not None and row.most < 0:
            self.fault(mapping["max"], _("“max” không được âm; điểm trừ ghi bằng số dương"))
        if is_group:
            if mapping.get("kind") is not None and mapping["kind"].value != GROUP:
                self.fault(mapping["kind"], _("dòng có “children” là nhóm, không có “kind” khác"))
            for key in row.params.keys() - set(GROUP_OPTIONS):
                self.fault(mapping[key], _("không hiểu “%(key)s” ở một nhóm") % {"key": key})
            row.sign = row.sign or Sign.BASE
        elif row.kind not in kinds.KINDS:
            self.fault(
                mapping.get("kind"),
                _("không có loại “%(kind)s”; các loại: %(known)s")
                % {"kind": row.kind, "known": ", ".join(kinds.KINDS)},
            )
            return
        else:
            signs = kinds.KINDS[row.kind].signs
            row.sign = row.sign or (signs[0] if len(signs) == 1 else Sign.BASE)
        if row.sign not in Sign.values:
            self.fault(mapping.get("sign"), _("“sign” là base, bonus hoặc penalty"))
        elif not is_group:
            for sentence in kinds.KINDS[row.kind](row.most, row.sign, row.params).check():
                self.fault(here, sentence)

    def whole(self, written, head):
        if written.scale <= 0 and head.get("scale") is not None:
            self.fault(head["scale"], _("“scale” phải lớn hơn 0"))
        if not 0 <= written.decimals <= 4:
            self.fault(head["decimals"], _("“decimals” từ 0 đến 4"))
        codes = {r.code for r, _parent in written.walk() if r.kind == GROUP}
        if written.core_group and written.core_group not in codes:
            self.fault(head["core_group"], _("không có nhóm mang mã “%(code)s”") % {"code": written.core_group})


def _json(number):
    return int(number) if number == number.to_integral_value() else float(number)


def _doubts(written):
    """Sums that do not match what is printed: said, never refused."""
    found = []
    for row, _parent in written.walk():
        parts = [c.most for c in row.children if c.sign == row.sign]
        if row.children and row.most is not None and parts and None not in parts and sum(parts) != row.most:
            found.append(
                (
                    row.line,
                    _("“%(name)s” ghi %(most)s điểm, các dòng con cộng lại %(sum)s")
                    % {"name": row.code or row.name, "most": _plain(row.most), "sum": _plain(sum(parts))},
                )
            )
    tops = [r.most for r in written.rows if r.sign == Sign.BASE]
    if None not in tops and sum(tops) != written.scale:
        found.append(
            (
                1,
                _("thang điểm ghi %(scale)s, các nhóm cộng lại %(sum)s")
                % {"scale": _plain(written.scale), "sum": _plain(sum(tops))},
            )
        )
    return found


def _plain(number):
    return f"{Decimal(number).normalize():f}".replace(".", ",")


# --- writing -------------------------------------------------------------------------------------
def write(scheme, criteria):
    """The YAML text of a stored scheme; `read(write(s))` gives the same rows."""
    head = {"title": scheme.title, "source": scheme.source, "scale": _json(scheme.scale), "decimals": scheme.decimals}
    head |= {"round_rows": scheme.round_rows, "tie_rules": scheme.tie_rules, "core_group": scheme.core_group}
    children = {}
    for criterion in criteria:
        children.setdefault(criterion.parent_id, []).append(criterion)
    head["criteria"] = _written_rows(children, None)
    return yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=120)


def _written_rows(children, parent):
    rows = []
    for c in children.get(parent, []):
        row = {"code": c.code, "name": c.name, "sign": c.sign}
        if c.max_points is not None:
            row["max"] = _json(c.max_points)
        if not c.is_group:
            row |= {"kind": c.kind} | ({"evidence": True} if c.evidence_required else {})
        row |= c.params
        if c.is_group:
            row["children"] = _written_rows(children, c.pk)
        rows.append(row)
    return rows
