"""Nhập quyết định chia khối từ Excel: tải mẫu, xem trước, ghi tất cả hoặc không gì cả."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.roster import documents_division as division
from blocs.roster import parcels
from blocs.roster.models import Membership, Unit
from emulation.ui.forms import attempt

from . import dividing
from .forms_dividing import DivisionForm
from .views import refuse_other_hands


def _root(request, pk):
    """The province of this page, for those who may manage it."""
    root = get_object_or_404(Unit.objects.for_user(request.user), pk=pk, parent=None)
    refuse_other_hands(request, "roster.manage", root)
    return root


@require_safe
def template(request, pk):
    """Mẫu Excel, điền sẵn các khối như hiện nay."""
    rows = Membership.objects.filter(bloc__root=_root(request, pk), until=None).select_related("bloc", "unit")
    return parcels.excel(division.template(rows), "chia-khoi.xlsx")


def divide(request, pk):
    """Gửi quyết định lên và xem trước: khối nào lập, đơn vị nào vào, ra, chuyển, ô nào sai."""
    root = _root(request, pk)
    form = DivisionForm(request.POST or None, request.FILES or None, root=root)
    if request.method == "POST" and form.is_valid():
        if attempt(form, dividing.preview, root, form.ruling(), form.lines):
            return _preview(request, root, form)
    return render(request, "years/divide.html", {"form": form, "root": root, "columns": division.COLUMNS})


def _preview(request, root, form):
    plan, following = form.outcome
    titles = {column.key: column.title for column in division.COLUMNS}
    typed = {row.number: row for row in form.lines}
    errors = [(n, titles[key], getattr(typed[n], key) or "", sentence) for n, key, sentence in sorted(plan.errors)]
    told = {"ruling": plan.ruling.packed(), "rows": [row.packed() for row in form.lines]}
    packed = "" if errors else parcels.pack(request, root, "division", told)
    years = {one.year.bloc_id: one for one in following}
    context = {"root": root, "plan": plan, "errors": errors, "packed": packed}
    context["parts"] = [(part, years.get(part.bloc.pk)) for part in plan.parts]
    return render(request, "years/divide_preview.html", context)


@require_POST
def carry(request, pk):
    """Ghi đúng những gì vừa xem trước."""
    root = _root(request, pk)
    told = parcels.unpack(request, root, "division")
    ruling, rows = division.Ruling.unpacked(told["ruling"]), [division.Row(**row) for row in told["rows"]]
    plan, following = dividing.divide(root, ruling, rows, by=request.user, at=request.at)
    facts = {"blocs": len(plan.changed), "years": len(following)}
    messages.success(request, _("Đã ghi quyết định vào %(blocs)d khối, %(years)d năm đang chạy.") % facts)
    return redirect("roster:index")
