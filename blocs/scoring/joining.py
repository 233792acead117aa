"""Gộp điểm chấm chéo: the mean of what the units gave each other, own unit barred; written once all have handed in."""

from django.utils.translation import gettext as _

from emulation.ui.numbers import points as shown

from .arithmetic import joined
from .kinds.base import NOT_ASSIGNED, STRAIGHT
from .marking import Claim, Hand
from .models import ColumnState, Filler
from .standing import standings, tree_of


def write_means(round_, just_done, *, by, at):
    """Ghi cột bình quân từ các cột chấm chéo đã nộp. just_done: ids of columns handed in by the act in hand. Out: the journal's detail."""
    tree, peers = tree_of(round_.scheme), list(round_.columns.filter(kind=Filler.PEER))
    counted = [c for c in peers if c.state == ColumnState.DONE or c.pk in just_done]
    sheets = list(round_.sheets.filter(member__left_on=None).select_related("member"))
    known = standings(round_, sheets, tree, only={c.code for c in counted})
    how = round_.columns.get(kind=Filler.PEERS)
    claims = {}
    for standing in known.values():
        mine = [c for c in counted if c.member_id != standing.sheet.member_id]
        for row in standing.leaves:
            if claim := _claim(standing, row, mine, how.join):
                claims[standing.sheet.pk, row.pk] = claim
    hand = Hand(round_, how, claims, by, at, locked=False)
    for key, claim in claims.items():
        hand.answer(key, claim)
    hand.settle()
    return hand.store() | {"assessors": len(counted)}


def _claim(standing, row, columns, how):
    """The Claim that writes the mean of one row; None where nobody gave anything, or the system reckons the row."""
    kind = standing.tree.kinds[row.pk]
    if not kind.inputs or not kind.scored:
        return None
    given = [standing.points(c.code, row) for c in columns]
    points = sorted(p for p in given if p is not None)
    if points:
        told = "; ".join(shown(p, standing.decimals) for p in points)
        why = _("%(n)d đơn vị chấm: %(points)s") % {"n": len(points), "points": told}
        return Claim({STRAIGHT: f"{joined(points, how):f}"}, why)
    unassigned = columns and all(kind.dropped(standing.given(c.code, row)) for c in columns)
    return Claim({NOT_ASSIGNED: "1"}) if unassigned else None
