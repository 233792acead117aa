"""The hour of an act. It is read once, at the door (view, task, command), and handed down as `at=`.

Seats are asked "as of" this hour. Tests drive a whole year through HTTP by putting the hour into the WSGI
environment (`emulation.at`), a place no header can reach.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_hour = ContextVar("the hour of the act in hand", default=None)


def current():
    """The hour of the act in hand; outside any act or request, now. Out: aware datetime."""
    return _hour.get() or timezone.now()


def today():
    """The day of the act in hand, in Việt Nam. Out: date."""
    return timezone.localdate(current())


@contextmanager
def at(hour):
    """Inside, `current()` is `hour` (aware datetime)."""
    token = _hour.set(hour)
    try:
        yield
    finally:
        _hour.reset(token)


class ClockMiddleware:
    """Sets `request.at` (aware datetime) and the hour of everything that the request does."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.at = request.META.get("emulation.at") or timezone.now()
        with at(request.at):
            return self.get_response(request)
