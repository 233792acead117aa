"""Bố trí người vào ghế, thay người, cho thôi."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from blocs.roster import workflow
from blocs.roster.forms import LeaveSeatForm, ReplaceForm, SeatForm
from blocs.roster.models import Bloc, Seat, Unit
from emulation.journal import clock
from emulation.ui.forms import attempt

from .places import need, visible_or_404


def seat_in_unit(request, pk):
    """Bố trí người vào ghế của một đơn vị."""
    unit = visible_or_404(Unit, request, pk=pk)
    need(request, "roster.manage", unit)
    form = SeatForm(request.POST or None, place=unit, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid() and _seat(request, form, unit=unit):
        return redirect("roster:unit", pk)
    return render(request, "roster/form.html", {"form": form, "h1": _("Bố trí người vào ghế"), "unit": unit})


def seat_in_bloc(request, pk):
    """Giao việc trong khối cho một người đã có tài khoản."""
    bloc = visible_or_404(Bloc, request, pk=pk)
    need(request, "roster.manage", bloc)
    form = SeatForm(request.POST or None, place=bloc, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid() and _seat(request, form, bloc=bloc):
        return redirect("roster:bloc", pk)
    return render(request, "roster/form.html", {"form": form, "h1": _("Giao việc trong khối"), "bloc": bloc})


def _seat(request, form, **place):
    typed = dict(form.cleaned_data)
    name, username = typed.pop("full_name"), typed.pop("username")
    hand = {"by": request.user, "at": request.at}
    if form.person:
        return attempt(form, workflow.seat, form.person, **typed, **place, **hand)
    return attempt(form, workflow.seat_newcomer, name, username=username, **typed, **place, **hand)


def replace(request, pk):
    """Thay người giữ ghế, theo văn bản có ngày; việc đang dở chuyển cho người kế nhiệm."""
    seat = visible_or_404(Seat, request, pk=pk)
    need(request, "roster.replace_officer", seat)
    form = ReplaceForm(request.POST or None, place=seat.unit or seat.bloc, initial={"title": seat.title})
    if request.method == "POST" and form.is_valid() and _replace(request, form, seat):
        return _back_to(seat)
    holder = {"person": seat.person, "office": seat.get_office_display().lower(), "since": f"{seat.since:%d/%m/%Y}"}
    lead = _("%(person)s giữ ghế %(office)s từ %(since)s, sẽ thôi từ hôm trước ngày người mới bắt đầu.") % holder
    context = {"form": form, "h1": _("Thay người giữ ghế"), "lead": lead, "unit": seat.unit, "bloc": seat.bloc}
    return render(request, "roster/form.html", context)


def _replace(request, form, seat):
    typed = dict(form.cleaned_data)
    name, username = typed.pop("full_name"), typed.pop("username")
    hand = {"by": request.user, "at": request.at}
    if form.person:
        return attempt(form, workflow.replace_officer, seat, form.person, **typed, **hand)
    return attempt(form, workflow.replace_by_newcomer, seat, name, username=username, **typed, **hand)


def leave_seat(request, pk):
    """Cho thôi giữ ghế, chưa có người thay."""
    seat = visible_or_404(Seat, request, pk=pk)
    need(request, "roster.manage", seat)
    form = LeaveSeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.leave_seat, seat, **form.cleaned_data, by=request.user, at=request.at):
            return _back_to(seat)
    lead = _("%(person)s, %(office)s.") % {"person": seat.person, "office": seat.get_office_display().lower()}
    context = {"form": form, "h1": _("Cho thôi giữ ghế"), "lead": lead, "unit": seat.unit, "bloc": seat.bloc}
    return render(request, "roster/form.html", context)


def _back_to(seat):
    return redirect("roster:unit", seat.unit_id) if seat.unit_id else redirect("roster:bloc", seat.bloc_id)
