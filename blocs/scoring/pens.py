"""Ai giữ bút ở cả vòng chấm: whoever its slowest sheets wait for."""

from django.utils.translation import gettext as _

from .models import RoundState, SheetState
from .sheet import pen_of

WITH_THE_UNIT = (SheetState.DRAFT, SheetState.RETURNED)


def pen_of_round(round_):
    """Who holds the pen of a round, in words; "" once it is published. One query beside the names of who checks."""
    if round_.state == RoundState.PUBLISHED:
        return ""
    sheets = list(round_.sheets.filter(member__left_on=None).select_related("member"))
    for sheet in sheets:
        sheet.round = round_
    late = [_("các đơn vị chưa nộp")] if any(s.state in WITH_THE_UNIT for s in sheets) else []
    if round_.state == RoundState.OPEN:
        return late[0] if late else _("trưởng khối, bắt đầu kiểm tra")
    to_check = late + [pen_of(s) for s in sheets if s.state == SheetState.SUBMITTED]
    told = to_check or [pen_of(s) for s in sheets if s.state != SheetState.EXCLUDED]
    return "; ".join(dict.fromkeys(told))
