"""Cộng trên trang: what the script of the grid is told, so that its sums while typing are those that a save will answer (static/js/scoring/sums.js).

Numbers travel as text, so that none becomes a float on the way.
"""

from .arithmetic import ALL
from .kinds.base import STRAIGHT
from .kinds.inputs import plain

CAPS = ("cap_bonus", "cap_penalty", "cap_total", "floor")


def tree_told(tree, asked):
    """The rows of a Tree with what their groups count: {decimals, round_rows, whole, nodes in the order of print}.

    asked: the leaves (pks) that the column has to have.
    """
    weighed = {pk for row in tree.rows for rows in _conditions(tree, row) for pk in rows}
    nodes = [_group(tree, row) if row.is_group else _leaf(tree, row, asked, row.pk in weighed) for row in tree.rows]
    return {"decimals": tree.decimals, "round_rows": tree.round_rows, "whole": _counted(tree.whole), "nodes": nodes}


def _group(tree, row):
    return _place(tree, row) | _counted(tree.nodes[row.pk]) | {"group": 1}


def _place(tree, row):
    only = _conditions(tree, row)
    return {"id": row.pk, "up": row.parent_id, "sign": row.sign} | ({"only": only} if only else {})


def _conditions(tree, row):
    """The leaves that must be full for the row, one list per reference."""
    return [tree.conditions_in(where, row.pk) for where in row.params.get("only_if_full", [])]


def _counted(node):
    """What a group counts of its rows, as far as it says so."""
    told = {code: plain(cap) for code in CAPS if (cap := getattr(node, code)) is not None}
    return told | ({"take": node.take} if node.take != ALL else {}) | _weight(node)


def _weight(what):
    return {"weight": plain(what.weight)} if what.weight != 1 else {}


def _leaf(tree, row, asked, is_weighed):
    kind, told = tree.kinds[row.pk], _place(tree, row)
    if kind.code == "direct":
        told |= {"direct": 1} | _weight(kind)
    if is_weighed:
        told["most"] = plain(tree.most_of(row))
    if kind.inputs and row.pk in asked:
        told["asked"] = 1
    if kind.looks_around:
        told |= {"around": 1} | _rests_on(tree, row.pk)
    return told


def _rests_on(tree, pk):
    """The leaves that move a row that looks around; `all`: those of every member do."""
    leaves, every = tree.rests_on(pk)
    return {"after": sorted(leaves)} | ({"all": 1} if every else {}) if leaves else {}


def known(standing, kind, criterion):
    """The points of one cell, exact, before any «only if full»: “4.75”, “5|1|-0.5” in parts, “=4” written straight, “kg”; "" for none."""
    if standing.ensemble is None:
        points = standing.points(kind, criterion)
        return "" if points is None else plain(points)
    found = standing.result(kind)
    if found is None or criterion.pk not in found.own:
        return "kg" if found and criterion.pk in found.dropped else ""
    parts = {sign: getattr(found.own[criterion.pk], sign) for sign in ("base", "bonus", "penalty")}
    if any(points for sign, points in parts.items() if sign != criterion.sign):
        return "|".join(map(plain, parts.values()))
    straight = STRAIGHT in standing.ensemble.given(kind, standing.sheet.pk, criterion.pk)
    return ("=" if straight else "") + plain(parts[criterion.sign])


def says_itself(criterion, text):
    """Whether the text of a cell tells the script its points: a number typed as such, without dots of thousands."""
    return criterion.kind == "direct" and text.strip("−0123456789,") == "" != text
