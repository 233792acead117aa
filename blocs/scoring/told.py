"""Cách xếp hạng và xếp loại bằng lời: what the head of a scheme says of ties and classes, for its page."""

from django.utils.translation import gettext as _

from emulation.ui.numbers import points

from .classes import Classes
from .kinds.bands import edges_told
from .kinds.inputs import told
from .kinds.whole import PERCENT, TOTAL
from .placing import DECIDED
from .ranking import CORE_GROUP, GROUP, group_of, in_full


def of_ranking(scheme):
    """How members are ranked and ties settled, in order (list of sentences)."""
    by = (scheme.settings or {}).get("rank_by", TOTAL)
    first = _("theo % điểm tối đa được giao") if by == PERCENT else _("theo tổng điểm")
    return [first, *(_rule(scheme, rule) for rule in in_full(scheme.tie_rules)), _("còn bằng nhau thì đồng hạng")]


def _rule(scheme, rule):
    code = group_of(rule) or (scheme.core_group if rule == CORE_GROUP else "")
    words = str(DECIDED[GROUP if group_of(rule) else rule])
    return f"{words} ({code})" if code else words


def of_classes(tree):
    """The classes as written: [(name, between which numbers, sentences of its floors)]."""
    classes = Classes(tree)
    unit = _("% điểm tối đa") if classes.by_percent else _("điểm")
    return [
        (c["name"], f"{edges_told(c)} {unit}".strip(), [_floor(tree, f) for f in classes.floors if f.of == c["name"]])
        for c in classes.written
    ]


def _floor(tree, floor):
    rows = ", ".join(tree.label(pk) for pk in floor.rows)
    if floor.points is not None:
        return _("%(rows)s: ít nhất %(least)s điểm") % {"rows": rows, "least": told(floor.points)}
    return _("%(rows)s: ít nhất %(least)s%% điểm tối đa") % {"rows": rows, "least": told(floor.percent)}


def in_lines(scheme, tree):
    """The scheme as text for those who are asked about it: a line to a row, with its most and how it is worked out."""
    lines = []
    for row in tree.rows:
        most = row.signed_most
        words = f"{row.code.rstrip('.')}. {row.name}" if row.code else row.name
        words += f": {points(most, scheme.decimals)} " + _("điểm") if most is not None else ""
        proof = " " + _("Phải nêu minh chứng.") if row.evidence_required else ""
        lines.append(words if row.is_group else f"{words}. {tree.kinds[row.pk].formula}{proof}")
    scale = _("Thang điểm: %s.") % points(scheme.scale, scheme.decimals)
    return "\n".join([*lines, scale, _("Xếp hạng, lần lượt: %s.") % "; ".join(of_ranking(scheme))])
