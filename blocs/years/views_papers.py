"""Công văn, danh sách đơn vị thành viên, dự thảo quyết định về các khối."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.roster.models import Unit
from emulation.accounts.proof import proven
from emulation.papers import views as paper_views
from emulation.ui.forms import attempt

from . import forms, letters, listing
from .models import Arrangement, Letter, LetterState
from .views import act_page, refuse_other_hands, typed, year_or_404


# --- công văn ---------------------------------------------------------------------------------------
def _letter_or_404(request, pk):
    visible = Letter.objects.for_user(request.user).select_related("bloc_year__bloc", "paper__filing")
    return get_object_or_404(visible, pk=pk)


def write_letter(request, pk):
    """Soạn công văn mới."""
    bloc_year = year_or_404(request, pk)
    refuse_other_hands(request, "years.prepare", bloc_year)
    form = forms.LetterForm(typed(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, letters.write, bloc_year, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("years:letter", form.outcome.pk)
    back = reverse("years:page", args=[pk])
    return act_page(request, form, h1=_("Soạn công văn"), over=str(bloc_year), back=back)


def edit_letter(request, pk):
    """Sửa công văn đang soạn."""
    letter = _letter_or_404(request, pk)
    refuse_other_hands(request, "years.prepare", letter)
    if letter.state != LetterState.WRITING:
        return redirect("years:letter", pk)
    written = {name: getattr(letter, name) for name in ("subject", "addressees", "text", "recipients")}
    form = forms.LetterForm(typed(request), initial=written)
    if request.method == "POST" and form.is_valid():
        if attempt(form, letters.edit, letter, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("years:letter", pk)
    back = reverse("years:letter", args=[pk])
    return act_page(request, form, h1=_("Sửa công văn"), over=str(letter.bloc_year), back=back)


@require_safe
def letter(request, pk):
    """Công văn: đang soạn thì đọc lại, sửa, phát hành; phát hành rồi thì mở văn bản."""
    found = _letter_or_404(request, pk)
    return render(request, "years/letter.html", {"letter": found, "bloc_year": found.bloc_year})


@require_POST
@proven
def issue_letter(request, pk):
    """Phát hành công văn."""
    letters.issue_letter(_letter_or_404(request, pk), by=request.user, at=request.at)
    return redirect("years:letter", pk)


# --- danh sách đơn vị thành viên --------------------------------------------------------------------
@require_POST
def list_members(request, pk):
    """Phát hành danh sách đơn vị thành viên."""
    made = listing.list_members(year_or_404(request, pk), by=request.user, at=request.at)
    return redirect("years:paper", made.paper.filing.pk)


# --- dự thảo quyết định về các khối -----------------------------------------------------------------
def secretariat_or_404(request, pk):
    """A unit of this person's province that follows blocs, for its own staff."""
    secretariats = Unit.objects.for_user(request.user).filter(blocs_followed__isnull=False).distinct()
    found = get_object_or_404(secretariats.select_related("root"), pk=pk)
    refuse_other_hands(request, "years.arrange", found)
    return found


@require_safe
def arrangements(request, pk):
    """Dự thảo quyết định của từng năm."""
    secretariat = secretariat_or_404(request, pk)
    drafts = {d.year: d for d in Arrangement.objects.for_user(request.user).filter(secretariat=secretariat)}
    years = [(year, drafts.get(year)) for year in listing.arrangeable(secretariat)]
    return render(request, "years/arrangements.html", {"secretariat": secretariat, "years": years})


@require_POST
def arrange(request, pk, year):
    """Dự thảo quyết định về các khối của một năm."""
    made = listing.arrange(secretariat_or_404(request, pk), year=year, by=request.user, at=request.at)
    return redirect("years:arrangement", made.pk)


def _arrangement_or_404(request, pk):
    visible = Arrangement.objects.for_user(request.user).select_related("paper__rendering", "secretariat")
    return get_object_or_404(visible, pk=pk)


def arrangement(request, pk):
    """Một dự thảo quyết định về các khối."""
    found = _arrangement_or_404(request, pk)
    back = _("Dự thảo quyết định về các khối"), reverse("years:arrangements", args=[found.secretariat_id])
    return paper_views.show(request, found.paper, back=back, pdf=reverse("years:arrangement_pdf", args=[pk]))


@require_safe
def arrangement_pdf(request, pk):
    """Tệp PDF của dự thảo."""
    return paper_views.pdf(request, _arrangement_or_404(request, pk).paper)
