"""Đơn vị vào, ra, đổi trưởng khối giữa năm; biến động của một đơn vị."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from blocs.roster.models import Unit
from emulation.accounts.proof import proven
from emulation.journal import clock
from emulation.ui.forms import attempt

from . import changes, forms
from .models import Member
from .views import act_page, refuse_other_hands, typed, year_or_404


def admit(request, pk):
    """Đưa một đơn vị của khối vào năm đang chạy."""
    bloc_year = year_or_404(request, pk)
    refuse_other_hands(request, "years.change_members", bloc_year)
    units = Unit.objects.filter(memberships__bloc=bloc_year.bloc_id, memberships__until=None)
    units = units.exclude(member_of__bloc_year=bloc_year).order_by("memberships__position", "pk")
    form = forms.AdmitForm(typed(request), units=units, initial={"joined_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, changes.admit, bloc_year, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("years:page", pk)
    warning = "" if units else _("Mọi đơn vị của khối đã ở trong năm. Đơn vị mới thì đưa vào khối trước.")
    will = [_("Đơn vị có việc phải làm ở các mốc từ ngày vào."), _("Bảng điểm đã mở không thêm đơn vị này.")]
    back = reverse("years:page", args=[pk])
    return act_page(
        request,
        form,
        h1=_("Đưa đơn vị vào năm"),
        over=str(bloc_year),
        back=back,
        when=_("Khi bạn ghi"),
        will=will,
        warning=warning,
    )


@proven
def release(request, pk):
    """Cho một đơn vị ra khỏi năm đang chạy."""
    member = get_object_or_404(Member.objects.for_user(request.user).select_related("bloc_year__bloc"), pk=pk)
    refuse_other_hands(request, "years.change_members", member)
    form = forms.ReleaseForm(typed(request), initial={"left_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, changes.release, member, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("years:page", member.bloc_year_id)
    will = [_("Đơn vị thôi có việc phải làm, thôi chấm điểm; việc đã làm giữ nguyên.")]
    will += [_("Phó khối lên thay đơn vị này.")] if member.duty else []
    h1, back = _("Cho %(unit)s ra khỏi năm") % {"unit": member}, reverse("years:page", args=[member.bloc_year_id])
    return act_page(request, form, h1=h1, over=str(member.bloc_year), back=back, when=_("Khi bạn ghi"), will=will)


@proven
def appoint(request, pk):
    """Đổi trưởng khối, phó khối giữa năm."""
    bloc_year = year_or_404(request, pk)
    refuse_other_hands(request, "years.change_members", bloc_year)
    form = forms.AppointForm(typed(request), members=bloc_year.members.present())
    if request.method == "POST" and form.is_valid():
        if attempt(form, changes.appoint, bloc_year, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("years:page", pk)
    will = [_("Quyền của trưởng khối chuyển ngay sang người của đơn vị mới; văn bản đã phát hành giữ nguyên.")]
    h1, back = _("Đổi trưởng khối, phó khối"), reverse("years:page", args=[pk])
    return act_page(request, form, h1=h1, over=str(bloc_year), back=back, when=_("Khi bạn ghi"), will=will)


@proven
def change(request, pk):
    """Ghi biến động của một đơn vị: đổi tên, sáp nhập, chia tách, giải thể."""
    unit = get_object_or_404(Unit.objects.for_user(request.user).filter(parent__isnull=False), pk=pk)
    refuse_other_hands(request, "roster.manage", unit)
    units = Unit.objects.filter(root=unit.root_id, until=None).exclude(pk=pk)
    form = forms.ChangeForm(typed(request), units=units, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data | {"successors": list(form.cleaned_data["successors"])}
        if attempt(form, changes.change, unit, facts.pop("kind"), **facts, by=request.user, at=request.at):
            return redirect("roster:unit", pk)
    return render(request, "years/change.html", {"form": form, "unit": unit})
