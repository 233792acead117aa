"""Trang mục lục, trang đơn vị, trang khối."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blocs.roster import reports, workflow
from blocs.roster.forms import BlocForm, JoinForm, LeaveBlocForm, UnitForm
from blocs.roster.models import Bloc, Office, Unit
from emulation.journal import clock
from emulation.journal.words import who_may
from emulation.ui.forms import attempt

ON_A_PAGE = 50


def visible_or_404(model, request, **key):
    """One row that this person sees; anything else does not exist for them."""
    return get_object_or_404(model.objects.for_user(request.user), **key)


def need(request, permission, subject):
    """PermissionDenied with the sentence who may, unless this person may."""
    if not request.user.has_perm(permission, subject):
        raise PermissionDenied(_("Việc này của: %(who)s") % {"who": who_may(permission)})


@require_safe
def index(request):
    """Khối và đơn vị mà mình thấy; tìm theo tên gõ không dấu."""
    typed = request.GET.get("q", "").strip()[:100]
    context = {
        "q": typed,
        "blocs": reports.blocs_found(request.user, typed),
        "units": Paginator(reports.units_found(request.user, typed), ON_A_PAGE).get_page(request.GET.get("trang")),
        "seats": reports.seats_found(request.user, typed)[:ON_A_PAGE],
        "roots": Unit.objects.for_user(request.user).filter(parent=None),
    }
    return render(request, "roster/index.html", context)


@require_safe
def unit(request, pk):
    """Trang đơn vị: thông tin, ai giữ ghế gì, thuộc khối nào."""
    found = visible_or_404(Unit, request, pk=pk)
    seats = sorted(reports.seats_with_people(found.seats.order_by("-since")), key=_rank)
    today = clock.today()
    context = {
        "unit": found,
        "today": today,
        "seats": [s for s in seats if s.until is None or s.until >= today],
        "former": [s for s in seats if s.until and s.until < today],
        "memberships": found.memberships.select_related("bloc").order_by("-since"),
        "children": found.children.count(),
        "successions": reports.successions_of(found),
        "delegations": reports.delegations_of(found, request.user),
    }
    return render(request, "roster/unit.html", context)


def _rank(seat):
    """Heads first, as offices are listed in the model."""
    return list(Office).index(seat.office)


def create_unit(request, pk):
    """Lập đơn vị trực thuộc."""
    parent = visible_or_404(Unit, request, pk=pk)
    need(request, "roster.manage", parent)
    form = UnitForm(request.POST or None, initial={"place": parent.place, "position": parent.children.count() + 1})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.create_unit, parent=parent, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("roster:unit", form.outcome.pk)
    return render(request, "roster/form.html", {"form": form, "h1": _("Lập đơn vị"), "unit": parent})


def amend_unit(request, pk):
    """Sửa tên, ký hiệu, thể thức văn bản của đơn vị."""
    found = visible_or_404(Unit, request, pk=pk)
    need(request, "roster.manage", found)
    form = UnitForm(request.POST or None, initial={f: getattr(found, f) for f in UnitForm.Meta.fields})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.amend_unit, found, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("roster:unit", pk)
    lead = _("Văn bản đã phát hành giữ tên cũ.")
    return render(request, "roster/form.html", {"form": form, "h1": _("Sửa đơn vị"), "lead": lead, "unit": found})


def create_bloc(request, pk):
    """Lập khối trong tỉnh."""
    root = visible_or_404(Unit, request, pk=pk, parent=None)
    need(request, "roster.manage", root)
    form = BlocForm(request.POST or None, root=root, initial={"place": root.place})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.create_bloc, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("roster:bloc", form.outcome.pk)
    return render(request, "roster/form.html", {"form": form, "h1": _("Lập khối"), "unit": root})


def bloc(request, pk):
    """Trang khối: đơn vị theo thứ tự quyết định, người giữ việc trong khối; cơ quan thường trực đưa đơn vị vào."""
    found = visible_or_404(Bloc, request, pk=pk)
    form = JoinForm(request.POST or None, bloc=found, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.join_bloc, found, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("roster:bloc", pk)
    context = {
        "bloc": found,
        "form": form,
        "memberships": reports.present(clock.today()).filter(bloc=found),
        "seats": found.seats.on(clock.today()).select_related("person"),
    }
    return render(request, "roster/bloc.html", context)


def leave_bloc(request, pk, unit):
    """Đưa đơn vị ra khỏi khối."""
    found = visible_or_404(Bloc, request, pk=pk)
    need(request, "roster.manage", found)
    leaving = get_object_or_404(Unit, pk=unit, memberships__bloc=found, memberships__until=None)
    form = LeaveBlocForm(request.POST or None, initial={"until": clock.today()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.leave_bloc, found, leaving, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("roster:bloc", pk)
    h1 = _("Đưa %(unit)s ra khỏi khối") % {"unit": leaving}
    return render(request, "roster/form.html", {"form": form, "h1": h1, "bloc": found})
