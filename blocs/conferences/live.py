"""Trang theo hội nghị: a page asks again every two seconds; one query says whether it already shows how things stand."""

from dataclasses import dataclass

from django.db.models import CharField, Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404
from django.utils.cache import get_conditional_response, patch_vary_headers

from emulation.ballots.models import Slot
from emulation.journal.chain import canonical, sha256
from emulation.journal.models import Stream
from emulation.ui.dates import the_day

from .agenda import not_the_hour
from .models import Conference, ConferenceState


@dataclass(frozen=True)
class Pulse:
    """Nhịp của một hội nghị. `tag`: changes with everything that its pages show; `beats`: whether they ask again by themselves."""

    tag: str
    beats: bool


def pulse(user, pk, at, *more):
    """The pulse of a conference as this person sees it; `more`: what else their page shows. One query; 404 when not visible.

    All but a vote leaves an entry in the stream of a year, so the lengths of the streams and the slots that are filled say it all.
    """
    rows = list(
        Conference.objects.for_user(user)
        .filter(pk=pk)
        .order_by("items__bloc_year")
        .values_list("state", "held_at", _length("bloc_year"), _length("items__bloc_year"), _filled())
        .distinct()
    )
    if not rows:
        raise Http404
    state, held_at = rows[0][:2]
    early = not_the_hour(Conference(held_at=held_at), at)
    words = [user.pk, early, [[str(word) for word in row] for row in rows], list(more)]
    return Pulse(sha256(canonical(words))[:32], _beats(state, held_at, at))


def _beats(state, held_at, at):
    """In session for as long as it lasts, before and after it on its day."""
    if state == ConferenceState.IN_SESSION:
        return True
    return state != ConferenceState.MINUTED and the_day(held_at) == the_day(at)


def _length(year):
    """How many entries the stream of a year has."""
    name = Concat(Value("year:"), Cast(OuterRef(year), CharField()))
    return Subquery(Stream.objects.filter(name=name).values("length"))


def _filled():
    """How many slots of the ballot are filled: never with what."""
    slots = Slot.objects.filter(Slot.USED, line__ballot=OuterRef("ballot")).order_by()
    return Subquery(slots.annotate(of=F("line__ballot")).values("of").annotate(n=Count("pk")).values("n"))


def told(request, pulse, draw):
    """What `draw()` answers; 304 to a page that asks again by itself and shows this pulse already."""
    asks_again = request.headers.get("HX-Request") == "true"
    response = (asks_again and get_conditional_response(request, etag=f'"{pulse.tag}"')) or draw()
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response
