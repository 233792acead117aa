"""Ai giữ bút ở cả vòng chấm: whoever its slowest sheets wait for."""

from django.utils.translation import gettext as _

from .models import Filler, RoundState, SheetState
from .sheet import pen_of

WITH_THE_UNIT = (SheetState.DRAFT, SheetState.RETURNED)
MOST_NAMES = 4


def pen_of_round(round_):
    """Who holds the pen of a round, in words; "" once it is published. Two queries beside the names of who checks."""
    if round_.state == RoundState.PUBLISHED:
        return ""
    sheets = list(round_.sheets.filter(member__left_on=None).select_related("member"))
    for sheet in sheets:
        sheet.round = round_
    late = [_("các đơn vị chưa nộp")] if any(s.state in WITH_THE_UNIT for s in sheets) else []
    if round_.state == RoundState.OPEN:
        return late[0] if late else _("trưởng khối, bắt đầu kiểm tra")
    if round_.state == RoundState.CHECKING and (told := _columns_first(round_, sheets)):
        return "; ".join(late + told)
    to_check = late + [pen_of(s) for s in sheets if s.state == SheetState.SUBMITTED]
    told = to_check or [pen_of(s) for s in sheets if s.state != SheetState.EXCLUDED]
    return "; ".join(dict.fromkeys(told))


def _columns_first(round_, sheets):
    """Who has to hand in a column before anything else can go on: the peers, or once all sheets are checked whoever is next."""
    waiting = [c for c in round_.columns.select_related("member", "unit") if c.waits]
    unchecked = any(s.state == SheetState.SUBMITTED for s in sheets)
    if not waiting or (unchecked and waiting[0].kind != Filler.PEER):
        return []
    names = [c.filled_by for c in waiting if c.kind == waiting[0].kind]
    return names if len(names) <= MOST_NAMES else [_("%(n)d đơn vị chấm chéo chưa nộp cột") % {"n": len(names)}]
