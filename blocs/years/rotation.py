"""Luân phiên trưởng khối: who leads next year, and why somebody is passed over. Asked, never decided here."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from blocs.roster.models import Named, Rotation, Unit

from .models import Duty


@dataclass(frozen=True)
class Turn:
    """Kết quả luân phiên: lead and deputy Units (None when the bloc elects or appoints), and sentences for units passed over."""

    lead: Unit | None
    deputy: Unit | None
    skipped: tuple[str, ...] = ()


def next_turn(bloc_year):
    """Trưởng khối và phó khối năm sau theo cách của khối (domain.md §2.3). Out: Turn.

    Round robin: the units after the present lead in the order of the founding decision, in a ring. Deputy succeeds: the
    deputy leads, the next after it in the ring deputises. Units that left, were dissolved or joined during the year are
    passed over, with the reason.
    """
    still_in = set(bloc_year.bloc.memberships.filter(until=None).values_list("unit_id", flat=True))
    return turn_of(bloc_year, list(bloc_year.members.select_related("unit").order_by("position")), still_in)


def turn_of(bloc_year, members, still_in):
    """As `next_turn`, from rows read before: the members in their order with their units, ids of the units that are in the bloc now."""
    leading = next((i for i, m in enumerate(members) if m.duty == Duty.LEAD), None)
    if leading is None or bloc_year.bloc.rotation in (Rotation.ELECTION, Rotation.APPOINTED):
        return Turn(None, None)
    ring = members[leading + 1 :] + members[:leading]
    if bloc_year.bloc.rotation == Rotation.DEPUTY:
        deputy = next((i for i, m in enumerate(ring) if m.duty == Duty.DEPUTY), 0)
        ring = ring[deputy:] + ring[:deputy]
    passed_over = _passed_over(bloc_year, members, still_in)
    skipped = tuple(f"{m}: {passed_over[m.pk]}" for m in ring if m.pk in passed_over)
    lead, deputy, *_rest = [*(m.unit for m in ring if m.pk not in passed_over), None, None]
    return Turn(lead, deputy, skipped)


def named_turn(memberships):
    """Trưởng khối, phó khối mà quyết định chia khối phân công. In: the open Memberships of a bloc, with their units. Out: Turn."""
    named = {m.named: m.unit for m in memberships if m.named}
    return Turn(named.get(Named.LEAD), named.get(Named.DEPUTY))


def _passed_over(bloc_year, members, still_in):
    """{member id: why it does not lead next year}. In the first year of a bloc nobody counts as a newcomer."""
    founded = min((m.joined_on for m in members), default=bloc_year.since)
    reasons = {}
    for member in members:
        if member.left_on or member.unit_id not in still_in:
            reasons[member.pk] = _("đã ra khỏi khối")
        elif member.unit.until and member.unit.until <= bloc_year.until:
            reasons[member.pk] = _("đã giải thể hoặc sáp nhập")
        elif member.joined_on > founded:
            reasons[member.pk] = _("mới vào khối trong năm")
    return reasons
