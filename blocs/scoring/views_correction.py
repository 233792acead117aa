"""Chấm điểm: đính chính kết quả đã công bố; các bản đã phát hành."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blocs.years.views import refuse_other_hands
from emulation.accounts.proof import proven
from emulation.journal.steps import Refused
from emulation.papers import views as paper_views
from emulation.ui.forms import attempt

from . import correction, forms, kinds
from .models import Correction, Filler, Round, RoundState, SheetState
from .standing import standings
from .views import round_or_404, said
from .views_sheets import sheet_or_404


@require_safe
def choose(request, pk):
    """Chọn đơn vị có điểm phải đính chính."""
    round_ = round_or_404(request, pk)
    refuse_other_hands(request, "scoring.correct", round_)
    sheets = round_.sheets.filter(state=SheetState.AGREED).select_related("member").order_by("member__position")
    return render(request, "scoring/choose_correction.html", {"round": round_, "sheets": sheets})


@proven
def correct(request, pk):
    """Đính chính một phiếu: ghi điểm đúng và lý do từng dòng, xem trước, rồi công bố bản mới."""
    found = sheet_or_404(request, pk)
    refuse_other_hands(request, "scoring.correct", found.round)
    form = forms.CorrectionForm(request.POST if request.method == "POST" else None)
    claims = forms.claims_from(request.POST, _seen(found)) if request.method == "POST" else {}
    weighed, problem = _weighed(request, found, claims) if claims else (None, "")
    if request.method == "POST" and form.is_valid() and weighed and "publish" in request.POST:
        hand = {"by": request.user, "at": request.at}
        if attempt(form, correction.correct, found.round, claims, **form.cleaned_data, **hand):
            said(request, _("Đã công bố bản đính chính"))
            return redirect("scoring:ranking", found.round_id)
    rows = _rows(found, request.POST)
    context = {"sheet": found, "round": found.round, "form": form, "rows": rows, "weighed": weighed, "problem": problem}
    return render(
        request, "scoring/correct.html", context | {"is_published": found.round.state == RoundState.PUBLISHED}
    )


def _standing(sheet):
    return standings(sheet.round, [sheet])[sheet.pk]


def _shown(sheet):
    """Every row with what stands in the final column: (criterion, kind, text as it would be typed, key)."""
    standing, decimals = _standing(sheet), sheet.round.scheme.decimals
    for c in standing.leaves:
        kind = kinds.of(c, decimals)
        yield c, kind, kind.show(standing.given(Filler.LEADERS, c)), f"{sheet.pk}-{c.pk}"


def _seen(sheet):
    """What the page showed, as `claims_from` compares: nobody else writes here, so that no version is asked."""
    return {key: [None, text, "", ""] for _c, _kind, text, key in _shown(sheet)}


def _rows(sheet, post):
    """(criterion, what was published, name and value of the field, name and value of its reason)."""
    return [
        (c, text, f"m-{key}", post.get(f"m-{key}", text), f"r-{key}", post.get(f"r-{key}", ""))
        for c, _kind, text, key in _shown(sheet)
    ]


def _weighed(request, sheet, claims):
    """Out: (Weighed or None, the sentence that says why not)."""
    try:
        return correction.weigh(sheet.round, claims, by=request.user, at=request.at), ""
    except Refused as refusal:
        return None, str(refusal)


def correction_or_404(request, pk):
    rounds = Round.objects.for_user(request.user).values("pk")
    return get_object_or_404(Correction.objects.filter(round__in=rounds).select_related("paper", "round"), pk=pk)


def paper(request, pk):
    """Bảng điểm của một bản đính chính."""
    found = correction_or_404(request, pk)
    back = str(found.round), reverse("scoring:ranking", args=[found.round_id])
    return paper_views.show(request, found.paper, back=back, pdf=reverse("scoring:correction_pdf", args=[pk]))


@require_safe
def pdf(request, pk):
    """Tệp PDF của bản đính chính."""
    return paper_views.pdf(request, correction_or_404(request, pk).paper)
