"""Hạn thẩm định: working days of the law from the day of receipt, for many files at once."""

from datetime import timedelta

from emulation.law.calendar import exceptions
from emulation.law.models import Fact

KEY = "days-appraise"
SATURDAY = 5
FAR = timedelta(days=120)


def appraisal_dues(days):
    """{day of receipt: last day to appraise, None where the law says nothing}, in two queries. In: dates, None among them."""
    days = {d for d in days if d}
    if not days:
        return {}
    facts = list(Fact.objects.filter(key=KEY).order_by("-valid_from"))
    known = exceptions(min(days), max(days) + FAR)
    return {day: _due(day, facts, known) for day in days}


def _due(day, facts, known):
    fact = next((f for f in facts if f.valid_from <= day and (f.valid_to is None or day <= f.valid_to)), None)
    if fact is None or fact.number is None:
        return None
    left = int(fact.number)
    while left:
        day += timedelta(days=1)
        left -= known.get(day, day.weekday() < SATURDAY)
    return day
