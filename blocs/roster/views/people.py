"""Phiếu cấp tài khoản, gỡ cách xác thực đã mất, ca quản trị."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from blocs.roster import reports, workflow
from blocs.roster.forms import FactorsForm, ShiftForm
from blocs.roster.models import Seat, Unit
from emulation.accounts.proof import proven
from emulation.ui.forms import attempt

from .places import need, visible_or_404


@proven
@never_cache
def slip(request, pk):
    """Cấp phiếu cho người giữ một ghế: hỏi trước, rồi hiện mã đúng một lần để in."""
    seat = visible_or_404(Seat, request, pk=pk)
    need(request, "accounts.issue_slip", seat.person)
    if request.method != "POST":
        return render(request, "roster/slip_confirm.html", {"seat": seat, "days": settings.SLIP_DAYS})
    made = [workflow.issue_slip(seat.person, by=request.user, at=request.at)]
    return _printed(request, made, seat.unit)


@proven
@never_cache
def slips(request, pk):
    """In phiếu cho mọi người trong tỉnh chưa đăng nhập lần nào."""
    root = visible_or_404(Unit, request, pk=pk, parent=None)
    need(request, "roster.manage", root)
    people = reports.never_signed_in(root)
    if request.method != "POST":
        return render(
            request, "roster/slips_confirm.html", {"root": root, "people": people, "days": settings.SLIP_DAYS}
        )
    return _printed(request, workflow.issue_slips(root, list(people), by=request.user, at=request.at), root)


def _printed(request, made, unit):
    offices = {}
    seats = Seat.objects.filter(person__in=[slip.person_id for slip, _code in made]).order_by("since", "pk")
    for seat in seats.select_related("unit", "bloc"):
        offices[seat.person_id] = seat
    rows = [(slip, code, offices.get(slip.person_id)) for slip, code in made]
    return render(request, "roster/slips.html", {"rows": rows, "unit": unit, "address": settings.PUBLIC_URL})


@proven
def clear_factors(request, pk):
    """Gỡ khóa trên máy và ứng dụng mã của người đã mất máy."""
    seat = visible_or_404(Seat, request, pk=pk)
    need(request, "accounts.clear_factors", seat.person)
    form = FactorsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = {"note": form.cleaned_data["reason"], "by": request.user, "at": request.at}
        if attempt(form, workflow.clear_factors, seat.person, **typed):
            return redirect("roster:unit", seat.unit_id) if seat.unit_id else redirect("roster:bloc", seat.bloc_id)
    return render(request, "roster/factors.html", {"form": form, "seat": seat})


@proven
def shift(request):
    """Ca quản trị: mở có lý do trong 30 phút; đang mở thì đóng được sớm."""
    need(request, "roster.open_shift", None)
    open_one = request.user.shifts.filter(since__lte=request.at, until__gt=request.at).first()
    form = ShiftForm(request.POST if request.method == "POST" and not open_one else None)
    if request.method == "POST" and open_one:
        workflow.close_shift(open_one, by=request.user, at=request.at)
        request.session.pop("shift_until", None)
        return redirect("roster:shift")
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.open_shift, form.cleaned_data["reason"], by=request.user, at=request.at):
            request.session["shift_until"] = form.outcome.until.isoformat()
            return redirect("roster:index")
    past = request.user.shifts.order_by("-since")[:10]
    return render(request, "roster/shift.html", {"form": form, "open_one": open_one, "past": past})
