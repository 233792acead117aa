"""Vì sao ô khóa: the sentence that says why a person may not write in a cell now; "" when they may."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blocs.years.models import Duty
from emulation.journal import clock

from .models import ColumnState, Filler, RoundState, SheetState
from .rules import fills, sits_in_the_unit

ONLY_ASKED = gettext_lazy("phiếu trả lại để bổ sung những dòng được hỏi, không phải dòng này")


def why_locked(user, column, sheet):
    """Why this person may not write in this column of this sheet now; "" when they may."""
    return _not_your_hand(user, column, sheet) or _not_now(column, sheet)


def why_row_locked(column, row, standing):
    """Why nobody may write in this row (id) of this column, by the lineup of the round and what was asked; "" when one may."""
    lineup, owner = standing.lineup, standing.reserved.get(row)
    own_rows = column.scorer or column.kind == Filler.AGENCY
    if own_rows and owner != column.code:
        return _("dòng này không do “%(column)s” chấm") % {"column": column.title}
    if owner and owner not in lineup.up_to(column.code) and column.kind != Filler.SELF:
        return _("dòng này do “%(column)s” chấm") % {"column": lineup.by_code[owner].title}
    if column.kind == Filler.SELF and standing.questions and row not in standing.questions:
        return str(ONLY_ASKED)
    return ""


def _not_your_hand(user, column, sheet):
    if column.kind == Filler.PEERS:
        return _("cột bình quân do hệ thống tính từ các cột chấm chéo")
    if fills(user, column, sheet):
        return ""
    if column.kind == Filler.SELF:
        return _("cột tự chấm do %(member)s điền") % {"member": sheet.member}
    if column.kind == Filler.ANSWER:
        return _("cột giải trình do %(member)s điền") % {"member": sheet.member}
    if column.kind in (Filler.CHECKERS, Filler.SECOND, Filler.LEADERS) and sheet.member.duty == Duty.LEAD:
        return _("phiếu của trưởng khối do %(who)s chấm") % {"who": lead_checker_named(sheet.round)}
    if sits_in_the_unit(user, sheet):
        return _("không ai chấm phiếu của đơn vị mình")
    return _whose(column)


def _whose(column):
    if column.kind == Filler.PEER:
        return _("cột này do %(member)s điền") % {"member": column.member}
    if column.kind in (Filler.AGENCY, Filler.SECRETARIAT, Filler.COUNCIL):
        return _("cột này do %(who)s điền") % {"who": column.unit or column.get_kind_display().lower()}
    return _("cột này do người của trưởng khối và tổ kiểm tra điền")


def lead_checker_named(round_):
    """«phó khối (Sở Xây dựng)» or the unit named, for sentences."""
    if round_.lead_checker_id:
        return str(round_.lead_checker)
    deputy = round_.bloc_year.members.filter(duty=Duty.DEPUTY).first()
    return _("phó khối (%(unit)s)") % {"unit": deputy} if deputy else _("đơn vị sẽ được giao")


NOT_IN = gettext_lazy("chưa nộp bảng tự chấm")
SENT_BACK = gettext_lazy("đã trả lại để bổ sung")
NOT_CHECKED = gettext_lazy("chưa kiểm tra xong")
CHECKED = gettext_lazy("đã kiểm tra xong")
BEFORE_CHECKED = {SheetState.DRAFT: NOT_IN, SheetState.SUBMITTED: NOT_CHECKED, SheetState.RETURNED: SENT_BACK}
ONCE_HANDED_IN = {SheetState.DRAFT: NOT_IN, SheetState.RETURNED: SENT_BACK}
UNTIL_CHECKED = ONCE_HANDED_IN | {SheetState.CHECKED: CHECKED}
LOCKED_SHEETS = {
    Filler.SELF: {SheetState.SUBMITTED: gettext_lazy("đã nộp bảng tự chấm"), SheetState.CHECKED: CHECKED},
    Filler.PEER: UNTIL_CHECKED,
    Filler.CHECKERS: UNTIL_CHECKED,
    Filler.ANSWER: BEFORE_CHECKED,
    Filler.SECOND: BEFORE_CHECKED,
    Filler.AGENCY: ONCE_HANDED_IN,
    Filler.SECRETARIAT: ONCE_HANDED_IN,
    Filler.COUNCIL: BEFORE_CHECKED,
    Filler.LEADERS: BEFORE_CHECKED,
}


def _not_now(column, sheet):
    if sheet.member.left_on:
        return _("đơn vị đã ra khỏi khối")
    if sheet.state in (SheetState.AGREED, SheetState.EXCLUDED):
        return _("phiếu đã chốt") if sheet.state == SheetState.AGREED else _("phiếu không xét")
    if column.kind != Filler.SELF and sheet.round.state == RoundState.OPEN:
        return _("vòng chấm còn đang tự chấm")
    if column.state != ColumnState.OPEN:
        return _("cột “%(column)s” đã nộp") % {"column": column.title}
    if column.due and clock.today() > column.due:
        return _("đã hết hạn ngày %(day)s") % {"day": f"{column.due:%d/%m/%Y}"}
    return str(LOCKED_SHEETS[column.kind].get(sheet.state, ""))
