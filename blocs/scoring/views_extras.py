"""Chấm điểm: dòng thêm ngoài bộ tiêu chí, nới trần."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from blocs.years.views import refuse_other_hands
from emulation.ui.forms import attempt

from . import exceptions
from .forms_extras import AddedMarkForm, AddedRowForm, LiftForm
from .locks import why_locked
from .models import MAY_ADD, AddedRow
from .views_sheets import sheet_or_404


def _column(request, sheet):
    """The column in which this person may add or mark rows now; 403 with the sentence when there is none."""
    locks = [(c, why_locked(request.user, c, sheet)) for c in sheet.round.columns.filter(kind__in=MAY_ADD)]
    open_ = [c for c, lock in locks if not lock]
    if not open_:
        raise PermissionDenied(_("Ô đã khóa: %(why)s.") % {"why": locks[0][1]})
    return next((c for c in open_ if c.code == request.GET.get("cot")), open_[0])


def _form(request, sheet, form, title):
    back, over = reverse("scoring:sheet", args=[sheet.pk]), str(sheet)
    return render(
        request, "scoring/form.html", {"form": form, "round": sheet.round, "h1": title, "back": back, "over": over}
    )


def add_row(request, pk):
    """Thêm một dòng ngoài bộ tiêu chí vào phiếu."""
    sheet = sheet_or_404(request, pk)
    refuse_other_hands(request, "scoring.add_row", sheet)
    column, form = _column(request, sheet), AddedRowForm(request.POST or None, scheme=sheet.round.scheme)
    if request.method == "POST" and form.is_valid():
        if attempt(form, exceptions.add_row, sheet, column, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("scoring:sheet", pk)
    return _form(
        request, sheet, form, _("Thêm dòng ngoài bộ tiêu chí, cột %(column)s") % {"column": column.title.lower()}
    )


def mark_row(request, pk):
    """Ghi điểm một dòng thêm trong cột của mình."""
    row = get_object_or_404(AddedRow.objects.for_user(request.user), pk=pk)
    sheet = sheet_or_404(request, row.sheet_id)
    refuse_other_hands(request, "scoring.add_row", sheet)
    row.sheet, column, form = sheet, _column(request, sheet), AddedMarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, exceptions.mark_row, row, column, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("scoring:sheet", sheet.pk)
    return _form(request, sheet, form, _("“%(row)s”: điểm %(column)s") % {"row": row, "column": column.title.lower()})


def lift_cap(request, pk):
    """Nới trần cho một đơn vị."""
    sheet = sheet_or_404(request, pk)
    refuse_other_hands(request, "scoring.lift_cap", sheet)
    form = LiftForm(request.POST or None, scheme=sheet.round.scheme)
    if request.method == "POST" and form.is_valid():
        if attempt(form, exceptions.lift_cap, sheet, **form.chosen(), by=request.user, at=request.at):
            return redirect("scoring:sheet", pk)
    return _form(request, sheet, form, _("Nới trần điểm cho đơn vị"))
