"""Giao ước, phụ lục: đọc, ai đã xác nhận, bản in. Soạn: views_drafting.py; xác nhận: views_signing.py."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from blocs.years.documents import lead_of
from blocs.years.models import BlocYear
from emulation.journal import clock
from emulation.papers import views as paper_views

from . import documents, reports
from .addresses import address
from .models import Covenant, SignatureState, State


def year_or_404(request, pk):
    """The bloc-year if this person sees it, else 404."""
    return get_object_or_404(BlocYear.objects.for_user(request.user).select_related("bloc"), pk=pk)


def covenant_or_404(request, bloc_year, position=0):
    """The covenant of a year (position 0) or one of its annexes if this person sees it, else 404."""
    related = ("bloc_year__bloc", "paper__rendering", "frozen_paper__rendering", "amends")
    found = Covenant.objects.for_user(request.user).select_related(*related)
    return get_object_or_404(found.defer("paper__data", "frozen_paper__data"), bloc_year=bloc_year, position=position)


def show(request, template, bloc_year, **context):
    """A page about the covenant of a year, under the note of its bloc."""
    return render(request, template, {"bloc_year": bloc_year, "demo_note": bloc_year.bloc.demo_note} | context)


@require_safe
def page(request, bloc_year, position=0):
    """Giao ước của một năm, hoặc một phụ lục: văn bản, phụ lục đăng ký của đơn vị mình, ai đã xác nhận, ý kiến."""
    year = year_or_404(request, bloc_year)
    try:
        covenant = covenant_or_404(request, bloc_year, position)
    except Http404:
        if position:
            raise
        return show(request, "covenant/none.html", year, lead=lead_of(year))
    return show(request, "covenant/page.html", year, **_reading(request, covenant, year))


def _reading(request, covenant, year):
    """What the page shows to this person: text, own annex, own confirmation, everybody's progress and remarks."""
    mine, progress = reports.own_member(request.user, year), reports.progress(covenant)
    signature = next((s for s in progress.signatures if mine and s.member_id == mine.pk), None)
    return {
        "covenant": covenant, "lead": lead_of(year), "mine": mine, "progress": progress,
        "frozen": covenant.frozen or documents.frozen_content(covenant, on=clock.today()),
        "annex": covenant.annex_of(mine) if mine else None, "texts": reports.texts(request.user, year),
        "signature": signature, "act": _next_act(request.user, covenant, signature),
        "opinions": reports.opinions(covenant), "due": reports.due_to_sign(mine) if mine and not covenant.position else None,
        "today": clock.today(),
    }  # fmt: skip


def _next_act(user, covenant, signature):
    """The one act of the page for this person: freeze, confirm, withdraw, or "" when it is not their turn."""
    if covenant.state == State.DRAFT:
        return "freeze" if covenant.circulated_at and user.has_perm("covenant.freeze", covenant) else ""
    if covenant.state == State.SIGNED or signature is None or not user.has_perm("covenant.sign", signature):
        return ""
    return {SignatureState.AWAITED: "confirm", SignatureState.SIGNED: "withdraw"}.get(signature.state, "")


def _etag(request, bloc_year, position=0):
    covenant = Covenant.objects.for_user(request.user).filter(bloc_year=bloc_year, position=position).first()
    return f'"{reports.progress(covenant).etag}-{request.user.pk}"' if covenant else None


@require_safe
@cache_control(no_cache=True, private=True)
@condition(etag_func=_etag)
def signatures(request, bloc_year, position=0):
    """Danh sách xác nhận, hỏi lại vài giây một lần trong khi còn chờ."""
    covenant = covenant_or_404(request, bloc_year, position)
    context = {"covenant": covenant, "bloc_year": covenant.bloc_year, "progress": reports.progress(covenant)}
    return render(request, "covenant/_signatures.html", context)


# --- bản in -------------------------------------------------------------------------------------
def _or_404(paper):
    if paper is None:
        raise Http404
    return paper


def frozen_paper(request, bloc_year, position=0):
    """Bản chốt: the very file that is read before signing."""
    covenant = covenant_or_404(request, bloc_year, position)
    found = _or_404(covenant.frozen_paper)
    return paper_views.show(request, found, back=(str(covenant), address(covenant)))


def paper(request, bloc_year, position=0):
    """Bản in của giao ước, phụ lục."""
    covenant = covenant_or_404(request, bloc_year, position)
    found = _or_404(covenant.paper)
    back, told = (found.title, address(covenant)), partial(documents.evidence, covenant)
    return paper_views.show(request, found, back=back, pdf=address(covenant, "pdf"), told=told)


@require_safe
def pdf(request, bloc_year, position=0):
    """Tệp PDF của giao ước, phụ lục."""
    return paper_views.pdf(request, _or_404(covenant_or_404(request, bloc_year, position).paper))
