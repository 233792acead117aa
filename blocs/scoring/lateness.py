"""Nộp chậm: the day on which each unit owes its self-score, with its extension, and how late it was; from the obligations of the year."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

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
    """The day of handing in, or on which it came on paper; today while it is owed. What was returned and handed in again counts from the first time."""
    if obligation and obligation.met_on:
        return obligation.met_on
    if sheet.state == SheetState.DRAFT:
        return clock.today()
    return timezone.localdate(sheet.submitted_at)


# --- hạn của từng dòng ----------------------------------------------------------------------------
DAY = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\s*$")


def row_due(tree, pk, since):
    """The due day that the scheme words at a row, or at the nearest group above it (date); None where it words none that is a day.

    «30/11» is the first 30 November from `since` (date) on, the first day of the bloc-year.
    """
    worded = (tree.by_pk[p].params.get("due", "") for p in (pk, *tree.above(pk)))
    found = DAY.match(next((w for w in worded if w), ""))
    if found is None:
        return None
    day, month, year = (int(part) if part else None for part in found.groups())
    try:
        near = date(year or since.year, month, day)
        return near if year or near >= since else near.replace(year=since.year + 1)
    except ValueError:
        return None


def late_words(due, mark):
    """What is said of a row that has a due day: empty after it, or written after it; "" when in time."""
    if due is None:
        return ""
    if mark is None or not mark.inputs:
        return _("đã quá hạn của dòng") if clock.today() > due else ""
    written = timezone.localdate(mark.at)
    return _("ghi ngày %(day)s, sau hạn của dòng") % {"day": f"{written:%d/%m/%Y}"} if written > due else ""
