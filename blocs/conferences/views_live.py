"""Trang trình chiếu của hội nghị, cho người điều hành mở trên màn hình lớn: nothing can be done on it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from blocs.years.views import refuse_other_hands

from . import live, projector
from .views import conference_or_404


@require_safe
def screen(request, pk):
    """Trang trình chiếu; tự theo hội nghị, mỗi phút một lần vì thời gian của mục đang bàn."""
    pulse = live.pulse(request.user, pk, request.at, request.at.strftime("%H:%M"))
    conference = conference_or_404(request, pk)
    refuse_other_hands(request, "conferences.run", conference)
    context = {"conference": conference, "pulse": pulse}
    return live.told(
        request,
        pulse,
        lambda: render(request, "conferences/projector.html", context | projector.shown(conference, request.at)),
    )
