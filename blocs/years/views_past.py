"""Kết quả các năm trước khi khối dùng hệ thống."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from blocs.roster.models import Bloc, Unit
from emulation.ui.forms import attempt

from . import forms, past
from .models import PastResult
from .views import refuse_other_hands, typed


def _bloc_or_404(request, pk):
    return get_object_or_404(Bloc.objects.for_user(request.user).select_related("root"), pk=pk)


@require_safe
def index(request, bloc):
    """Các năm trước của khối: ai xếp thứ mấy, được khen gì, theo văn bản nào."""
    found = _bloc_or_404(request, bloc)
    rows = PastResult.objects.filter(bloc=found).select_related("unit")
    first = found.years.order_by("year").values_list("year", flat=True).first()
    earlier = [first - n for n in range(1, 6)] if first else []
    return render(request, "years/past.html", {"bloc": found, "rows": rows, "earlier": earlier})


def bring(request, bloc, year):
    """Ghi một năm trước, cả khối trên một trang."""
    found = _bloc_or_404(request, bloc)
    refuse_other_hands(request, "years.bring_past", found)
    known = {row.unit_id: row for row in found.past_results.filter(year=year)}
    had = next(iter(known.values()), None)
    initial = {"source": had.source if had else "", "of": next((row.of for row in known.values() if row.of), None)}
    units = Unit.objects.filter(memberships__bloc=found, memberships__until=None).order_by(
        "memberships__position", "pk"
    )
    form = forms.PastForm(typed(request), units=units, known=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = {"rows": form.rows(), "of": form.cleaned_data["of"], "source": form.cleaned_data["source"]}
        if attempt(form, past.bring, found, year=year, **facts, by=request.user, at=request.at):
            return redirect("years:past", bloc)
    return render(request, "years/bring_past.html", {"bloc": found, "year": year, "form": form})
