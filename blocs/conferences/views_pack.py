"""Bộ tài liệu hội nghị: một nút tạo, trang tiến độ, tệp. For the hands that run the conference: it holds their drafts."""

from contextlib import suppress

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs.years.views import refuse_other_hands
from emulation.journal.steps import DoneBefore
from emulation.papers import packs
from emulation.papers.models import Stage
from emulation.papers.views import answer_with_file, told_by_tag

from . import pack as packing
from .views import conference_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def pack(request, pk):
    """Trang bộ tài liệu. POST: make it, unless it says the same already; ?tep: the file; by htmx: how far it is."""
    conference = conference_or_404(request, pk)
    refuse_other_hands(request, "conferences.run", conference)
    if request.method == "POST":
        with suppress(DoneBefore):
            packing.make(conference, by=request.user, at=request.at)
        return redirect("conferences:pack", pk)
    newest = packs.latest(packing.key(conference))
    if newest and "tep" in request.GET and newest.rendering.stage == Stage.DONE:
        return answer_with_file(newest.rendering, newest.file_name)
    if newest and request.headers.get("HX-Request") == "true":
        return told_by_tag(request, newest.rendering, "conferences/_pack_progress.html", {"pack": newest})
    return render(request, "conferences/pack.html", _shown(request, conference, newest))


def _shown(request, conference, newest):
    parts = packing.parts(conference, request.at)
    return {
        "conference": conference,
        "bloc_year": conference.bloc_year,
        "pack": newest,
        "rendering": newest and newest.rendering,
        "parts": parts,
        "is_current": packs.is_current(newest, packing.title(conference), parts),
        "demo_note": conference.bloc_year.bloc.demo_note,
    }
