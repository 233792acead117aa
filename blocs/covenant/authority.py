"""Thẩm quyền ký giao ước cho một đơn vị: thủ trưởng tự ký; người khác chỉ theo giấy ủy quyền đang có hiệu lực."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from blocs.roster.models import Delegation, Matter, Office, Seat, seats_of
from blocs.roster.reports import units_delegated_to
from blocs.roster.workflow import why_not
from emulation.journal import clock
from emulation.journal.steps import Refused

from .models import Authority


@dataclass(frozen=True)
class Standing:
    """Ký với tư cách nào: the seat, how it is printed, and by which paper (None for the head)."""

    seat: Seat
    authority: str
    delegation: Delegation | None = None

    @property
    def on_behalf_of(self):
        """Chức vụ in sau KT., TUQ.; "" for the head."""
        return self.delegation.giver.printed_title if self.delegation else ""


def standing(user, member):
    """With which authority this person signs for a member at the hour of the act in hand. Out: Standing.

    Raises Refused, saying why: no delegation recorded, not begun, ended, revoked, or giver or delegate out of office.
    """
    head = next((s for s in seats_of(user) if s.unit_id == member.unit_id and s.office == Office.HEAD), None)
    if head:
        return Standing(head, Authority.SELF)
    reasons = []
    for delegation in _named_in(user, member.unit_id).select_related("receiver", "giver", "paper"):
        reason = why_not(delegation, clock.today())
        if not reason:
            authority = Authority.KT if delegation.is_to_the_vice_head else Authority.TUQ
            return Standing(delegation.receiver, authority, delegation)
        reasons.append(reason)
    nothing = _(
        "Chỉ thủ trưởng ký. Người khác ký khi thủ trưởng đã giao bằng văn bản; đơn vị chưa ghi giấy ủy quyền nào."
    )
    raise Refused(reasons[0] if reasons else nothing)


def _named_in(user, unit):
    return Delegation.objects.filter(unit=unit, matter=Matter.COVENANT, receiver__person=user.pk)


def was_ever_named(user, unit):
    """Whether a delegation, in force or not, names this person for a unit (id)."""
    return _named_in(user, unit).exists()


def units_to_sign_for(user):
    """Ids (set) of the units for which this person may sign today."""
    return seats_of(user).units(Office.HEAD) | units_delegated_to(user)
