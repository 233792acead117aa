"""Chấm điểm: đặt các cột của một vòng; nộp, khóa, mở lại một cột."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.years.views import refuse_other_hands
from emulation.ui.forms import attempt

from . import columns, forms_columns
from .crossing import crossing_of
from .forms import ReasonForm
from .models import Column
from .views import round_or_404, said, told_of


def column_or_404(request, pk):
    """The column if this person sees it, else 404."""
    found = Column.objects.for_user(request.user)
    return get_object_or_404(found.select_related("round__bloc_year__bloc", "round__scheme", "member", "unit"), pk=pk)


def lay_out(request, pk):
    """Đặt các cột của vòng chấm."""
    round_ = round_or_404(request, pk)
    refuse_other_hands(request, "scoring.lay_out", round_)
    form = forms_columns.ColumnsForm(request.POST or None, round_=round_)
    if request.method == "POST" and form.is_valid():
        if attempt(form, columns.lay_out, round_, form.plan(), by=request.user, at=request.at):
            said(request, _("Đã đặt các cột"))
            return redirect("scoring:round", pk)
    return render(request, "scoring/form.html", {"form": form, "round": round_, "h1": _("Các cột của vòng chấm")})


@require_safe
def crossing(request, pk):
    """Ai cho ai bao nhiêu: chỉ cơ quan thường trực đọc."""
    round_ = round_or_404(request, pk)
    refuse_other_hands(request, "scoring.read_crossing", round_)
    context = {"round": round_, "crossing": crossing_of(request.user, round_), "decimals": round_.scheme.decimals}
    return render(request, "scoring/crossing.html", context | told_of(round_))


@require_POST
def hand_in(request, pk):
    """Nút «Nộp cột»."""
    column = column_or_404(request, pk)
    columns.hand_in_column(column, by=request.user, at=request.at)
    said(request, _("Đã nộp cột “%(column)s”") % {"column": column.title})
    return redirect("scoring:round", column.round_id)


def _with_reason(request, pk, act, step, title, word):
    """A page that asks for the reason, then does the act: only for the hand that may, while the step can be taken."""
    column = column_or_404(request, pk)
    refuse_other_hands(request, step.permission, column)
    step.check_state(column)
    form = ReasonForm(request.POST or None, word=word)
    if request.method == "POST" and form.is_valid():
        if attempt(form, act, column, reason=form.cleaned_data["reason"], by=request.user, at=request.at):
            said(request, f"{title}: {column.title}")
            return redirect("scoring:round", column.round_id)
    over, back = column.title, reverse("scoring:round", args=[column.round_id])
    context = {"form": form, "round": column.round, "h1": title, "over": over, "back": back}
    return render(request, "scoring/form.html", context)


def close(request, pk):
    """Khóa một cột khi người điền chưa nộp."""
    title = _("Khóa cột khi chưa nộp")
    return _with_reason(request, pk, columns.close_column, columns.CLOSE_COLUMN, title, _("Khóa cột"))


def reopen(request, pk):
    """Mở lại một cột đã nộp hoặc đã khóa."""
    return _with_reason(request, pk, columns.reopen_column, columns.REOPEN_COLUMN, _("Mở lại cột"), _("Mở lại cột"))
