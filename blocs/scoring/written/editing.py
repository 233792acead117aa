"""Sửa một bản dự thảo từng dòng: pure changes of a written scheme; every result is read again as a whole before it is stored."""

from copy import deepcopy
from decimal import Decimal

from django.utils.translation import gettext as _

from blocs.scoring.kinds import KINDS
from blocs.scoring.kinds.inputs import told
from blocs.scoring.kinds.whole import GROUP_OPTIONS
from blocs.scoring.models import Sign
from blocs.scoring.models.schemes import GROUP

from .form import Row, Written
from .reading import read
from .writing import yaml_of

UP, DOWN, IN, OUT = "up", "down", "in", "out"


def judged(written: Written) -> Written:
    """The same scheme read as a whole. Raises Faulty, its places being row numbers in the order of print."""
    return read(yaml_of(written))


def place_of(written, position):
    """(siblings, index, parent or None) of the row that stands at a position (1…) in the order of print. LookupError."""
    for number, (row, parent) in enumerate(written.walk(), start=1):
        if number == position:
            siblings = parent.children if parent else written.rows
            return siblings, next(n for n, r in enumerate(siblings) if r is row), parent
    raise LookupError(position)


def row_at(written, position):
    siblings, index, _parent = place_of(written, position)
    return siblings[index]


def changed(written, position, **facts):
    """A row with other facts (code, name, kind, sign, most, params, evidence). Out: Written."""
    written = deepcopy(written)
    row = row_at(written, position)
    for name, value in facts.items():
        setattr(row, name, value)
    if row.children:
        row.kind = GROUP
    return written


def added(written, position, inside=False, **facts):
    """A new row after the one at a position (0: at the very beginning), or as the last row inside it. Out: Written."""
    written = deepcopy(written)
    new = Row(line=0, **facts)
    if position == 0:
        written.rows.insert(0, new)
        return written
    siblings, index, _parent = place_of(written, position)
    if inside:
        _as_group(siblings[index])
        siblings[index].children.append(new)
    else:
        siblings.insert(index + 1, new)
    return written


def _as_group(row):
    """A row that gets rows of its own is a group: what its kind said is no longer its."""
    known = {o.code for o in GROUP_OPTIONS}
    if not row.children:
        row.kind, row.evidence = GROUP, False
        row.params = {code: value for code, value in row.params.items() if code in known}


def removed(written, position):
    """Without a row and everything inside it. A group that would stay empty goes on as a row scored by hand. Out: Written."""
    written = deepcopy(written)
    siblings, index, parent = place_of(written, position)
    del siblings[index]
    if parent and not siblings:
        _as_leaf(parent)
    return written


def _as_leaf(row):
    known = {o.code for o in KINDS["direct"].known_options()}
    row.kind, row.params = "direct", {code: value for code, value in row.params.items() if code in known}


def moved(written, position, way):
    """A row one place up or down among its siblings, into the group above it, or out of its own. Out: Written. ValueError: it cannot."""
    written = deepcopy(written)
    siblings, index, parent = place_of(written, position)
    if way in (UP, DOWN):
        other = index + (1 if way == DOWN else -1)
        if not 0 <= other < len(siblings):
            raise ValueError(_("Dòng đã ở đầu hoặc cuối nhóm."))
        siblings[index], siblings[other] = siblings[other], siblings[index]
        return written
    return _into(siblings, index, written) if way == IN else _out_of(siblings, index, parent, written)


def _into(siblings, index, written):
    if index == 0 or not siblings[index - 1].children:
        raise ValueError(_("Dòng ngay trên không phải là nhóm."))
    siblings[index - 1].children.append(siblings.pop(index))
    return written


def _out_of(siblings, index, parent, written):
    if parent is None:
        raise ValueError(_("Dòng đã ở cấp ngoài cùng."))
    row = siblings.pop(index)
    position = next(n for n, (r, _p) in enumerate(written.walk(), start=1) if r is parent)
    above, place, _grand = place_of(written, position)
    above.insert(place + 1, row)
    if not siblings:
        _as_leaf(parent)
    return written


def split(written, position, parts):
    """A heading split within its points: the row becomes a group of new rows. parts: [(name, Decimal)]. Out: Written.

    ValueError: the parts do not add up to the points of the heading.
    """
    written = deepcopy(written)
    row = row_at(written, position)
    if row.children or row.most is None:
        raise ValueError(_("Chỉ tách được một dòng chưa có dòng con và có điểm tối đa."))
    total = sum((points for _name, points in parts), Decimal(0))
    if total != row.most:
        facts = {"sum": told(total), "most": told(row.most)}
        raise ValueError(_("Các phần cộng lại %(sum)s, phải đúng %(most)s điểm của dòng.") % facts)
    kind, evidence = ("direct", row.evidence)
    _as_group(row)
    row.children = [
        Row(0, _code(row, n), name, kind, Sign(row.sign), points, {}, evidence)
        for n, (name, points) in enumerate(parts, 1)
    ]
    return written


def _code(row, number):
    return f"{row.code}.{number}"[:20] if row.code else ""
