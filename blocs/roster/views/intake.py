"""Nhập nhân sự từ Excel: tải mẫu, xem trước, nhập tất cả hoặc không gì cả."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.roster import documents, parcels, workflow
from blocs.roster.forms import WorkbookForm
from blocs.roster.models import Unit

from .places import need, visible_or_404


@require_safe
def template(request, pk):
    """Mẫu Excel để điền."""
    need(request, "roster.manage", visible_or_404(Unit, request, pk=pk, parent=None))
    return parcels.excel(documents.template(), "mau-nhan-su.xlsx")


def intake(request, pk):
    """Gửi tệp lên và xem trước: sẽ thêm gì, ô nào sai."""
    root = visible_or_404(Unit, request, pk=pk, parent=None)
    need(request, "roster.manage", root)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _preview(request, root, form.lines)
    return render(request, "roster/intake.html", {"form": form, "root": root, "columns": documents.COLUMNS})


def _preview(request, root, lines):
    plan = workflow.plan_of(root, lines, at=request.at)
    titles = {column.key: column.title for column in documents.COLUMNS}
    typed = {line.number: line for line in lines}
    errors = [(n, titles[key], getattr(typed[n], key) or "", sentence) for n, key, sentence in sorted(plan.errors)]
    packed = "" if errors else parcels.pack(request, root, "intake", [line.packed() for line in lines])
    context = {"root": root, "plan": plan, "errors": errors, "packed": packed, "lines": lines}
    return render(request, "roster/intake_preview.html", context)


@require_POST
def take_in(request, pk):
    """Nhập đúng những dòng vừa xem trước."""
    root = visible_or_404(Unit, request, pk=pk, parent=None)
    need(request, "roster.manage", root)
    lines = [documents.Line(**row) for row in parcels.unpack(request, root, "intake")]
    plan = workflow.take_in(root, lines, by=request.user, at=request.at)
    told = {"units": len(plan.units), "people": len(plan.people), "seats": len(plan.seats)}
    messages.success(request, _("Đã nhập %(units)d đơn vị, %(people)d người, %(seats)d ghế.") % told)
    return redirect("roster:slips", pk) if plan.people else redirect("roster:index")
