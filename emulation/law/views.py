"""Căn cứ pháp lý: danh sách, từng dòng, dòng in ra theo ngày, lịch nghỉ. Ai đăng nhập cũng xem được."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emulation.journal import clock
from emulation.journal.models import Entry
from emulation.ui import dates
from emulation.ui.forms import attempt

from . import forms, reports, workflow
from .models import Fact, Holiday

ROWS = {"fact": Fact, "holiday": Holiday}


@require_safe
def index(request):
    """Các căn cứ, lọc theo loại, độ tin cậy, ngày."""
    form = forms.FactFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = Paginator(reports.search(**wanted), 50).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    return render(request, "law/index.html", {"form": form, "page": page, "query": asked.urlencode()})


@require_safe
def row(request, kind, pk):
    """Một dòng: nguồn, độ tin cậy, ai đã xác nhận, được in ở đâu."""
    found = _row(kind, pk)
    form = forms.NoteForm() if found.needs_checking else forms.DoubtForm() if found.confirmed_by_id else None
    return _show(request, kind, found, form)


@require_POST
def confirm(request, kind, pk):
    """Xác nhận đã đối chiếu."""
    return _change(request, kind, pk, forms.NoteForm, workflow.confirm)


@require_POST
def doubt(request, kind, pk):
    """Rút xác nhận."""
    return _change(request, kind, pk, forms.DoubtForm, workflow.doubt)


@require_safe
def citations(request):
    """Các dòng căn cứ sẽ in trên một loại văn bản vào một ngày."""
    first = {"kind": "submission", "day": dates.day(clock.today())}
    form = forms.CitationFilter(request.GET or first)
    lines = reports.lines(form.cleaned_data["kind"], form.cleaned_data["day"]) if form.is_valid() else None
    return render(request, "law/citations.html", {"form": form, "lines": lines})


@require_safe
def holidays(request, year=None):
    """Ngày nghỉ và ngày làm bù của một năm."""
    year = int(year or clock.today().year)
    rows = Holiday.objects.filter(day__year=year).select_related("confirmed_by")
    years = Holiday.objects.dates("day", "year")
    return render(request, "law/holidays.html", {"rows": rows, "year": year, "years": years})


def _row(kind, pk):
    return get_object_or_404(ROWS[kind].objects.select_related("confirmed_by"), pk=pk)


def _change(request, kind, pk, form_class, act):
    found, form = _row(kind, pk), form_class(request.POST)
    if form.is_valid() and attempt(form, act, found, by=request.user, at=request.at, note=form.cleaned_data["note"]):
        return redirect(_address("law:row", kind, found))
    return _show(request, kind, _row(kind, pk), form, status=422)


def _show(request, kind, found, form, status=200):
    context = {"row": found, "kind": kind, "form": form, "lines": _cited(kind, found), "back": _back(kind, found)}
    context["action"] = _address("law:confirm" if isinstance(form, forms.NoteForm) else "law:doubt", kind, found)
    context["entries"] = Entry.objects.about(found).readable()
    return render(request, f"law/{kind}.html", context, status=status)


def _cited(kind, found):
    return found.citations.order_by("kind") if kind == "fact" else []


def _back(kind, found):
    if kind == "fact":
        return {"url": reverse("law:index"), "title": _("Căn cứ pháp lý")}
    return {"url": reverse("law:holidays_of", args=[found.day.year]), "title": _("Lịch nghỉ")}


def _address(name, kind, found):
    return reverse(name, args=[kind, found.pk])
