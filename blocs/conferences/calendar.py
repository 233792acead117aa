"""Lịch của một người: meetings of the blocs that they see."""

from django.conf import settings
from django.urls import reverse

from emulation.ui.ics import Event

from .models import Conference, ConferenceState

HALF_A_DAY = 240  # minutes; how long a meeting takes is not planned


def events(user):
    """Hội nghị dự kiến, đã mời, đang họp. Out: list of Event."""
    coming = (ConferenceState.PLANNED, ConferenceState.INVITED, ConferenceState.IN_SESSION)
    rows = Conference.objects.for_user(user).filter(state__in=coming).select_related("bloc_year__bloc")
    return [
        Event(
            f"conference-{c.pk}", c.held_at, c.title, str(c.bloc_year),
            f"{settings.PUBLIC_URL}{reverse('conferences:page', args=[c.pk])}", c.place, HALF_A_DAY,
        )
        for c in rows.order_by("held_at", "pk")
    ]  # fmt: skip
