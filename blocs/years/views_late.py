"""Ai đang trễ ở mọi khối; việc đã nhận trên giấy trước ngày ghi."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emulation.papers import files
from emulation.ui.forms import attempt

from . import forms, late, receptions
from .models import BlocYear, Due, Obligation, Reception
from .views import refuse_other_hands

TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


@require_safe
def index(request):
    """Ai đang trễ, ở mọi khối tôi thấy. `?viec=`: một loại việc (Due)."""
    kind = request.GET.get("viec", "")
    kind = kind if kind in Due.values else ""
    context = {"late": late.late(request.user, kind), "kind": kind, "undelivered": late.undelivered(request.user)}
    return render(request, "years/late.html", context)


def receive(request, pk):
    """Ghi một việc đã nhận trên giấy, kèm bản quét."""
    visible = Obligation.objects.filter(member__bloc_year__in=BlocYear.objects.for_user(request.user).values("pk"))
    obligation = get_object_or_404(visible.select_related("member__bloc_year__bloc", "milestone"), pk=pk)
    refuse_other_hands(request, "years.receive_paper", obligation)
    form = forms.ReceiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, receptions.receive, obligation, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("years:page", obligation.member.bloc_year_id)
    facts = {"unit": obligation.member, "what": obligation.milestone.get_kind_display()}
    h1 = _("Đã nhận trên giấy của %(unit)s: %(what)s") % facts
    return render(request, "years/form.html", {"form": form, "h1": h1, "bloc_year": obligation.member.bloc_year})


@require_safe
def scan(request, pk):
    """Bản quét của giấy đã nhận."""
    found = get_object_or_404(Reception.objects.for_user(request.user).select_related("obligation"), pk=pk)
    name = f"{found.obligation.milestone.kind}-{found.received_on:%Y%m%d}.{found.kind}"
    response = FileResponse(files.opened(found.name), filename=name, content_type=TYPES[found.kind])
    response["Cache-Control"], response["X-Content-Type-Options"] = "private, no-store", "nosniff"
    return response
