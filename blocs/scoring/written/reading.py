"""YAML → Written, with every fault named by its line."""

from decimal import Decimal

import yaml
from django.utils.translation import gettext as _

from blocs.scoring import kinds
from blocs.scoring.kinds.inputs import MOST_INPUT, MOST_POINTS
from blocs.scoring.kinds.whole import GROUP_OPTIONS, HEAD_OPTIONS
from blocs.scoring.models import Sign
from blocs.scoring.models.schemes import GROUP
from blocs.scoring.ranking import TIE_RULES, USUAL_TIE_RULES, group_of
from emulation.ui.fields import parse_number
from emulation.ui.text import clean, fold

from .form import MOST_DEPTH, MOST_ROWS, Faulty, Row, Written
from .nodes import compose, is_null, place_of, plain_of
from .together import judge_together

HEAD_KEYS = ("title", "source", "scale", "decimals", "round_rows", "tie_rules", "core_group", "criteria")
HEAD_KEYS += tuple(o.code for o in HEAD_OPTIONS)
ROW_KEYS = ("code", "name", "kind", "sign", "max", "evidence", "children")


def read(text):
    """YAML text (str or UTF-8 bytes) → Written. Raises Faulty; nothing is saved here."""
    return read_node(compose(text, _("bộ tiêu chí phải bắt đầu bằng title, scale, criteria")))


def _unknown_kind(typed):
    facts = {"kind": typed, "known": ", ".join(kinds.KINDS)}
    return _("không có loại “%(kind)s”; các loại: %(known)s") % facts


def read_node(node, unknown_kind=_unknown_kind):
    """The same from a mapping node, of a YAML file or of a workbook (workbook.py): both have one judge.

    `unknown_kind(typed)`: the sentence for a kind that is none, in the words of the file.
    """
    reader = _Reader(unknown_kind)
    head = reader.mapping(node, HEAD_KEYS, _("đầu bộ tiêu chí"))
    written = Written(
        title=reader.text(head, "title", required=True),
        source=reader.text(head, "source"),
        scale=reader.number(head, "scale", required=True) or Decimal(0),
        decimals=int(reader.number(head, "decimals") or 0) if "decimals" in head else 2,
        round_rows=reader.truth(head, "round_rows"),
        tie_rules=reader.tie_rules(head),
        core_group=reader.text(head, "core_group"),
        rows=reader.rows(head.get("criteria"), 1, None),
        settings=reader.settings(head, HEAD_OPTIONS, HEAD_KEYS[:8]),
    )
    reader.whole(written, head)
    if not reader.faults:
        judge_together(written, {key: place_of(node) for key, node in head.items()})
        return written
    raise Faulty(reader.faults)


class _Reader:
    """Walks the nodes, gathers faults and goes on, so that one reading names every bad line."""

    def __init__(self, unknown_kind):
        self.faults, self.count, self.unknown_kind = [], 0, unknown_kind

    def fault(self, node, sentence):
        self.faults.append((place_of(node), sentence))

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
            elif not is_null(value):
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
        if text not in ("", "true", "yes", "co", "x", "false", "no", "khong"):
            self.fault(mapping[key], _("“%(key)s” là true hoặc false") % {"key": key})
        return text in ("true", "yes", "co", "x")

    def tie_rules(self, mapping):
        node = mapping.get("tie_rules")
        if node is None:
            return list(USUAL_TIE_RULES)
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(i, yaml.ScalarNode) for i in node.value):
            self.fault(node, _("“tie_rules” phải là danh sách các chữ, ví dụ [core_group, women, group:II]"))
            return []
        for item in node.value:
            if item.value not in TIE_RULES and not group_of(item.value):
                facts = {"name": item.value, "known": ", ".join((*TIE_RULES, "group:…"))}
                self.fault(item, _("“%(name)s” không có trong: %(known)s") % facts)
        return [clean(i.value) for i in node.value]

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
        before = len(self.faults)
        mapping = self.mapping(node, None, _("một tiêu chí"))
        is_group = "children" in mapping
        row = Row(
            line=place_of(node),
            code=self.text(mapping, "code", length=20),
            name=self.text(mapping, "name", required=True),
            kind=GROUP if is_group else self.text(mapping, "kind") or "direct",
            sign=self.text(mapping, "sign") or (parent.sign if parent else ""),
            most=self.number(mapping, "max"),
            params={},
            evidence=self.truth(mapping, "evidence"),
        )
        self.judge(row, mapping, is_group, before)
        if is_group and self.count <= MOST_ROWS:
            row.children = self.rows(mapping["children"], depth + 1, row)
        return row

    def settings(self, mapping, options, known, unknown=""):
        """What the options say, plain as stored; `unknown`: the sentence for a key that is none of them."""
        options, found = {o.code: o for o in options}, {}
        for key, node in mapping.items():
            if not key or key in known:
                continue
            if key not in options:
                self.fault(node, unknown % {"code": key})
                continue
            try:
                found[key] = options[key].read(plain_of(node))
            except ValueError as error:
                self.fault(node, f"“{key}” {error}")
        return found

    def judge(self, row, mapping, is_group, before):
        """Whether a row makes sense as what it is; `before`: the number of faults before this row was read."""
        if row.most is not None and row.most < 0:
            self.fault(mapping["max"], _("“max” không được âm; điểm trừ ghi bằng số dương"))
        if is_group:
            if mapping.get("kind") is not None and mapping["kind"].value != GROUP:
                self.fault(mapping["kind"], _("dòng có “children” là nhóm, không có “kind” khác"))
            row.params = self.settings(mapping, GROUP_OPTIONS, ROW_KEYS, _("không hiểu “%(code)s” ở một nhóm"))
            row.sign = row.sign or Sign.BASE
        elif row.kind not in kinds.KINDS:
            self.fault(mapping.get("kind"), self.unknown_kind(row.kind))
            return
        else:
            self.of_kind(row, mapping, kinds.KINDS[row.kind], before)
        if row.sign not in Sign.values:
            self.fault(mapping.get("sign"), _("“sign” là base, bonus hoặc penalty"))

    def of_kind(self, row, mapping, kind, before):
        """The settings of a row that is scored, and whether they make sense together."""
        row.sign = row.sign or (kind.signs[0] if len(kind.signs) == 1 else Sign.BASE)
        unknown = _("không hiểu “%(code)s” ở loại") + f" {row.kind}"
        row.params = self.settings(mapping, kind.known_options(), ROW_KEYS, unknown)
        if row.sign in Sign.values and len(self.faults) == before:
            for sentence in kind(row.most, row.sign, row.params).check():
                self.fault(mapping.get(""), sentence)

    def whole(self, written, head):
        named = {place for place, _sentence in self.faults}
        if written.scale <= 0 and head.get("scale") is not None and place_of(head["scale"]) not in named:
            self.fault(head["scale"], _("“scale” phải lớn hơn 0"))
        if not 0 <= written.decimals <= 4:
            self.fault(head["decimals"], _("“decimals” từ 0 đến 4"))
