"""Bảng tự chấm trên giấy: phát hành, mở, tải về. Who sees the sheet sees it."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from emulation.papers import views as paper_views

from . import self_scores as printing
from .views_sheets import sheet_or_404


def printed_or_404(request, pk):
    """What was printed of a sheet that this person sees, else 404."""
    printed = printing.printed_of(sheet_or_404(request, pk))
    if printed is None:
        raise Http404
    return printed


@require_POST
def print_self_scores(request, pk):
    """Phát hành bảng tự chấm."""
    printing.print_out(sheet_or_404(request, pk), by=request.user, at=request.at)
    return redirect("scoring:self_scores", pk)


def self_scores(request, pk):
    """Bảng tự chấm đã phát hành."""
    printed = printed_or_404(request, pk)
    back = str(printed.sheet), reverse("scoring:sheet", args=[pk])
    return paper_views.show(request, printed.paper, back=back, pdf=reverse("scoring:self_scores_pdf", args=[pk]))


@require_safe
def self_scores_pdf(request, pk):
    """Tệp PDF của bảng tự chấm."""
    return paper_views.pdf(request, printed_or_404(request, pk).paper)
