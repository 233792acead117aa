"""Giao ký: thủ trưởng giao, văn thư ghi lại giấy đã ký; giấy in; thu hồi."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from blocs.roster import reports, workflow
from blocs.roster.forms import DelegationForm, RevokeForm
from blocs.roster.models import Delegation, Office, Unit
from blocs.roster.rules import holds
from emulation.accounts.proof import proven
from emulation.journal import clock
from emulation.papers import views as paper_views
from emulation.ui.forms import attempt

from .places import need, visible_or_404


@proven
def delegate(request, pk):
    """Giao một người của đơn vị ký thay hoặc ký thừa ủy quyền."""
    unit = visible_or_404(Unit, request, pk=pk)
    need(request, "roster.delegate", unit)
    registry = not holds(request.user, Office.HEAD, unit=unit)
    seats = reports.may_be_delegates(unit)
    form = DelegationForm(
        request.POST or None, seats=seats, registry=registry, initial={"since": clock.today(), "matter": "covenant"}
    )
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        if attempt(form, workflow.delegate, typed.pop("receiver"), **typed, by=request.user, at=request.at):
            return redirect("roster:delegation", form.outcome.pk)
    lead = _("Cấp phó thì ký thay (KT.), người khác thì ký thừa ủy quyền (TUQ.). Giấy ủy quyền được in ngay.")
    return render(request, "roster/form.html", {"form": form, "h1": _("Giao ký giao ước"), "unit": unit, "lead": lead})


def delegation(request, pk):
    """Giấy ủy quyền: tệp, tiến độ."""
    found = visible_or_404(Delegation, request, pk=pk)
    back = (_("Trang của %(unit)s") % {"unit": found.unit}, reverse("roster:unit", args=[found.unit_id]))
    return paper_views.show(request, found.paper, back=back)


@proven
def revoke(request, pk):
    """Thu hồi giao ký."""
    found = visible_or_404(Delegation, request, pk=pk)
    need(request, "roster.delegate", found)
    workflow.REVOKE.check_state(found)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.revoke, found, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("roster:unit", found.unit_id)
    lead = _("%(paper)s. Những gì đã ký theo giấy này giữ nguyên.") % {"paper": found}
    context = {"form": form, "h1": _("Thu hồi giao ký"), "lead": lead, "unit": found.unit}
    return render(request, "roster/form.html", context)
