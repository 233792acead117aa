"""Nộp chậm: the day on which each unit owes its self-score, with its extension, and how late it was; from the obligations of the year."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from blocs.years.models import Due, Obligation
from emulation.journal import clock

from .models import RoundKind, SheetState


@dataclass(frozen=True)
class Owed:
    """Một phiếu phải nộp: `due` with the extension, `reason` of it, `days_late` (int, 0 in time)."""

    due: date
    days_late: int
    reason: str = ""


def owed(sheets):
    """{sheet id: Owed} of sheets with their rounds and members. One query."""
    of_year = [s.member_id for s in sheets if s.round.kind == RoundKind.YEAR_END]
    rows = Obligation.objects.filter(member__in=of_year, milestone__kind=Due.SELF_SCORE)
    known = {o.member_id: o for o in rows} if of_year else {}
    return {s.pk: _owed(s, known.get(s.member_id) if s.round.kind == RoundKind.YEAR_END else None) for s in sheets}


def _owed(sheet, obligation):
    due, reason = sheet.round.self_due, ""
    if obligation and obligation.extended_to and obligation.extended_to > due:
        due, reason = obligation.extended_to, obligation.extension_reason
    return Owed(due, max((_handed_in_on(sheet, obligation) - due).days, 0) if _counts(sheet) else 0, reason)


def _counts(sheet):
    return not sheet.member.left_on and sheet.state != SheetState.EXCLUDED


def _handed_in_on(sheet, obligation):
    """The day of handing in; today while it is owed. What was returned and handed in again counts from the first time."""
    if sheet.state == SheetState.DRAFT:
        return clock.today()
    if obligation and obligation.met_on:
        return obligation.met_on
    return timezone.localdate(sheet.submitted_at)
