"""Giao ký: thủ trưởng giao bằng văn bản, có thời hạn; thu hồi được; mỗi việc một người ký vào một ngày."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blocs.roster import documents
from blocs.roster.models import Delegation, DelegationState, Matter, Office, Seat
from blocs.roster.rules import holds
from emulation.journal import clock
from emulation.journal.steps import Record, Refused, Step
from emulation.papers.models import Kind, PaperState
from emulation.papers.workflow import complete, issue
from emulation.ui.dates import day

from .people import take_back_slip
from .places import saved

DELEGATE = Record(gettext_lazy("Giao ký, ủy quyền ký"), "roster.delegate")
REVOKE = Step(
    gettext_lazy("Thu hồi giao ký"), [DelegationState.GIVEN], DelegationState.REVOKED, "roster.delegate", reason=True
)


def delegate(receiver, *, since, until, by, at, matter=Matter.COVENANT, number=None, dated=None):
    """Thủ trưởng giao người giữ ghế `receiver` (Seat) ký một việc từ ngày đến ngày; giấy ủy quyền được in. Out: Delegation.

    number (int), dated: as the unit's own registry gave them; where the unit's numbers are kept here the head leaves them out.
    Raises Refused: no head in office, to oneself, a paper without number, or the matter is given away on those days.
    """
    with DELEGATE.on(receiver.unit, by=by, at=at) as act:
        made = Delegation(
            unit=receiver.unit, matter=matter, giver=_head_of(receiver.unit), receiver=receiver, since=since,
            until=until, dated=dated if number else clock.today(),
        )  # fmt: skip
        _refuse_unless_in_order(made, number, by)
        made.paper = _issued(made, number, by=by, at=at)
        act.subject = saved(made)
        take_back_slip(receiver.person)
        act.detail = {
            "unit": made.unit_id, "matter": matter, "giver": made.giver_id, "receiver": receiver.pk, "since": since,
            "until": until, "paper": made.paper_id, "number": made.paper.symbol_text, "dated": made.dated,
        }  # fmt: skip
    return made


def _issued(made, number, *, by, at):
    """The paper, with its number: the one of the unit's registry, or the next one where numbers are kept here."""
    confirmed = at if by.pk == made.giver.person_id else None
    paper = issue(
        kind=Kind.DELEGATION, title=f"Giấy ủy quyền: {made.get_matter_display()}", template="roster/paper_delegation.html",
        data=documents.delegation(made, at=confirmed), issuer=documents.issuer(made.unit), stream=made.stream,
        dated=made.dated, by=by, at=at,
    )  # fmt: skip
    if paper.state != PaperState.PREPARED:
        if number:
            raise Refused(_("Giấy của đơn vị lấy số tại đây: để trống số, thủ trưởng giao ngay trên hệ thống."))
        return paper
    if not number:
        raise Refused(_("Số giấy do văn thư của đơn vị cấp: ghi số và ngày của giấy."))
    complete(paper, number=number, dated=made.dated, by=by, at=at)
    return paper


def revoke(delegation, *, reason, by, at):
    """Thu hồi trước hạn, có lý do; what was signed by it before stays signed."""
    with REVOKE.on(delegation, by=by, at=at, note=reason):
        delegation.revoked_at = at


def why_not(delegation, day_):
    """Why a delegation gives no power on a day (date): a sentence, or "" when it does."""
    facts = {"paper": delegation.paper.symbol_text, "since": day(delegation.since), "until": day(delegation.until)}
    if delegation.state == DelegationState.REVOKED:
        facts["revoked"] = day(delegation.revoked_at)
        return _("Giấy ủy quyền %(paper)s đã bị thu hồi ngày %(revoked)s.") % facts
    if day_ < delegation.since:
        return _("Giấy ủy quyền %(paper)s chưa có hiệu lực: bắt đầu từ ngày %(since)s.") % facts
    if day_ > delegation.until:
        return _("Giấy ủy quyền %(paper)s đã hết hạn sau ngày %(until)s.") % facts
    if _has_left(delegation.giver, day_):
        return _("Người giao ký đã thôi giữ chức; thủ trưởng hiện nay giao ký lại, thay giấy %(paper)s.") % facts
    if _has_left(delegation.receiver, day_):
        return _("Người được giao ký theo giấy %(paper)s đã thôi giữ chức của mình trong đơn vị.") % facts
    return ""


def _has_left(seat, day_):
    return seat.until is not None and seat.until < day_


def _head_of(unit):
    head = Seat.objects.on(clock.today()).filter(unit=unit, office=Office.HEAD).select_related("person").first()
    if head is None:
        raise Refused(_("%(unit)s hiện không có thủ trưởng nên không ai giao ký được.") % {"unit": unit})
    return head


def _refuse_unless_in_order(made, number, by):
    if made.receiver.office == Office.HEAD:
        raise Refused(_("Thủ trưởng tự ký, không cần giao."))
    if made.receiver.person_id == by.pk:
        raise Refused(_("Không ai tự ghi giao ký cho chính mình. Nhờ thủ trưởng hoặc văn thư khác của đơn vị."))
    if not number and not holds(by, Office.HEAD, unit=made.unit_id):
        raise Refused(_("Văn thư ghi lại giấy thủ trưởng đã ký: điền số và ngày của giấy."))
    if not made.unit.symbol:
        raise Refused(_("%(unit)s chưa có ký hiệu văn bản: ghi ký hiệu ở trang đơn vị trước.") % {"unit": made.unit})
    if made.dated is None or made.dated > clock.today():
        raise Refused(_("Ghi ngày của giấy, không sau hôm nay."))
    if made.until < clock.today():
        raise Refused(_("Giấy này đã hết hạn sau ngày %(day)s nên không giao được việc gì.") % {"day": day(made.until)})
    taken = Delegation.objects.filter(unit=made.unit, matter=made.matter, state=DelegationState.GIVEN)
    if other := taken.filter(since__lte=made.until, until__gte=made.since).select_related("receiver__person").first():
        facts = {"who": other.receiver.person, "since": day(other.since), "until": day(other.until)}
        raise Refused(_("Việc này đã giao %(who)s ký từ %(since)s đến hết %(until)s. Thu hồi giấy ấy trước.") % facts)
