"""Năm từ ngày nào đến ngày nào, và hạn của các mốc: a calendar year, a school year, or what is left of one."""

import datetime as dt

from django.utils.translation import gettext as _

from emulation.journal.steps import Refused
from emulation.ui.dates import day

from .models import Due

# The usual days of a calendar year (domain.md §2.6) and of a school year (§ B-28, A-14); every bloc changes them.
USUAL_DAYS = {
    Due.REGISTER: (2, 15),
    Due.SIGN: (3, 31),
    Due.MIDYEAR: (7, 10),
    Due.SELF_SCORE: (11, 20),
    Due.RESULTS: (11, 30),
    Due.DOSSIER: (12, 10),
}
SCHOOL_DAYS = {
    Due.REGISTER: (9, 30),
    Due.SIGN: (10, 31),
    Due.MIDYEAR: (1, 31),
    Due.SELF_SCORE: (6, 15),
    Due.RESULTS: (6, 30),
    Due.DOSSIER: (7, 10),
}
FIRST_DAYS = {Due.REGISTER: 30, Due.SIGN: 45}  # after the first day of a year that begins in the middle
WHOLE = dt.timedelta(days=300)  # what is shorter began in the middle
LONGEST = dt.timedelta(days=400)


def span(bloc, year, since=None, until=None):
    """The first and last day of a year of a bloc, as typed or as usual: a school year follows a school year. Out: two dates.

    Raises Refused: not that year, no length, or days that another year of the bloc has.
    """
    before = bloc.years.filter(year=year - 1).first()
    school = before is not None and _is_school_year(before.since, before.until)
    since = since or (before.until + dt.timedelta(days=1) if school else dt.date(year, 1, 1))
    until = until or (_in_year(before.until, before.until.year + 1) if school else dt.date(year, 12, 31))
    if since.year != year or not dt.timedelta(0) < until - since <= LONGEST:
        raise Refused(_("Năm thi đua %d phải bắt đầu trong năm ấy và dài nhiều nhất 13 tháng.") % year)
    if other := bloc.years.filter(since__lte=until, until__gte=since).first():
        facts = {"year": other.year, "since": day(other.since), "until": day(other.until)}
        raise Refused(_("Năm thi đua %(year)d của khối đã có từ %(since)s đến %(until)s.") % facts)
    return since, until


def due_days(since, until, before=None):
    """{Due: date} of a year: as the year `before` had them if it was of the same kind, else as usual. The half-year report is left out where there is no half-year."""
    school = _is_school_year(since, until)
    days = {kind: _first_from(since, *on) for kind, on in (SCHOOL_DAYS if school else USUAL_DAYS).items()}
    if until - since < WHOLE:
        return _of_the_rest(days, since, until)
    if (
        before is not None
        and before.until - before.since >= WHOLE
        and _is_school_year(before.since, before.until) == school
    ):
        passed = since.year - before.since.year
        days = {m.kind: _in_year(m.due, m.due.year + passed) for m in before.milestones.all()}
    return days


def _of_the_rest(days, since, until):
    soon = {kind: min(since + dt.timedelta(days=n), until) for kind, n in FIRST_DAYS.items()}
    found = {kind: soon.get(kind, min(due, until)) for kind, due in days.items()}
    if not since + dt.timedelta(days=60) <= days[Due.MIDYEAR] <= until:
        del found[Due.MIDYEAR]
    return found


def _is_school_year(since, until):
    return until.year > since.year


def _first_from(since, month, of_month):
    found = dt.date(since.year, month, of_month)
    return found if found >= since else found.replace(year=since.year + 1)


def _in_year(date, year):
    """The same day of another year; 28 February for the 29th."""
    return date.replace(year=year, day=28) if (date.month, date.day) == (2, 29) else date.replace(year=year)
