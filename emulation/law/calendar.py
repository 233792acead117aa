"""Ngày làm việc: Monday to Friday without public holidays, plus Saturdays on which work is made up."""

from datetime import timedelta

from django.db.models import Q

from .models import Confidence, Holiday

SATURDAY = 5


def exceptions(first, last):
    """Days between two dates (both counted) on which the week does not tell: {day: works}.

    A day that is only a matter of background knowledge does not count until a named person has confirmed it.
    """
    hearsay = Q(confidence=Confidence.BACKGROUND, confirmed_by=None)
    rows = Holiday.objects.exclude(hearsay).filter(day__range=(first, last))
    return dict(rows.values_list("day", "works"))


def is_working_day(day):
    """Whether offices work on `day` (date)."""
    return _works(day, exceptions(day, day))


def add_working_days(day, n):
    """The n-th working day after `day`; before it for a negative n. n = 0: `day` itself. The day of the event is not counted."""
    step = timedelta(days=1 if n >= 0 else -1)
    reach = day + step * (abs(n) * 2 + 30)
    known = exceptions(min(day, reach), max(day, reach))
    left = abs(n)
    while left:
        day += step
        left -= _works(day, known)
    return day


def working_days_between(start, end):
    """How many working days after `start` up to and with `end`; negative when `end` is earlier. The inverse of add_working_days."""
    if end < start:
        return -working_days_between(end, start)
    known = exceptions(start, end)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(_works(day, known) for day in days)


def _works(day, known):
    return known.get(day, day.weekday() < SATURDAY)
