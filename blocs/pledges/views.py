"""Đăng ký thi đua: bản đăng ký của một đơn vị, bảng tổng hợp của khối, kết quả."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.catalogue.reports import award_types
from blocs.years.documents import lead_of
from blocs.years.models import BlocYear, Due, Member, Stage
from blocs.years.views import refuse_other_hands
from emulation.accounts.proof import proven
from emulation.journal import clock
from emulation.ui.dates import hour
from emulation.ui.forms import attempt

from . import forms, reports, workflow
from .models import Period, Pledge, State


def pledge_or_404(request, member):
    """The pledge of a member if this person sees it, else 404."""
    pledges = Pledge.objects.for_user(request.user).select_related(
        "member__bloc_year__bloc", "submitted_by", "received_by"
    )
    return get_object_or_404(pledges, member=member)


def show(request, template, pledge, **context):
    """A page about one pledge, under the note of its bloc."""
    return render(request, template, {"pledge": pledge, "demo_note": pledge.bloc_year.bloc.demo_note} | context)


@require_safe
def page(request, member):
    """Bản đăng ký của một đơn vị: chỉ tiêu, danh hiệu, kết quả, và việc kế tiếp."""
    pledge = pledge_or_404(request, member)
    due, late = reports.late_days(pledge.member, Due.REGISTER, pledge.submitted_at)
    told = {period: reports.results_of(pledge, period, request.user) for period in Period.values}
    lines = zip(told[Period.MIDYEAR].lines, told[Period.YEAR_END].lines, strict=True)
    titles, lead = pledge.titles.select_related("award_type"), lead_of(pledge.bloc_year)
    return show(
        request, "pledges/page.html", pledge, lead=lead, due=due, late=late, lines=lines, told=told, titles=titles,
        acts=_acts(request.user, pledge, told), today=clock.today(),
        for_the_head=pledge.is_for_the_head and not pledge.missing_to_submit(),
    )  # fmt: skip


def _acts(user, pledge, told):
    """What this person may do next here: as staff of the unit, as its head, as the lead unit; `any`: whether at all."""
    verbs = {"mine": "pledges.write", "heads": "pledges.submit", "leads": "pledges.receive"}
    may = {who: user.has_perm(verb, pledge) for who, verb in verbs.items()}
    open_results = may["mine"] and not all(part.confirmed_at for part in told.values())
    returnable = may["leads"] and pledge.bloc_year.state == Stage.PREPARING
    by_state = {State.SUBMITTED: may["leads"], State.RECEIVED: open_results or returnable}
    return may | {"any": by_state.get(pledge.state, may["mine"])}


def write(request, member):
    """Soạn bản đăng ký: các dòng chỉ tiêu và danh hiệu."""
    found = Member.objects.for_user(request.user).select_related("bloc_year__bloc")
    member = get_object_or_404(found, pk=member)
    pledge = Pledge.objects.filter(member=member).first() or Pledge(member=member)
    refuse_other_hands(request, "pledges.write", pledge)
    if not pledge.is_open:
        return redirect("pledges:page", member.pk)
    targets, titles = _filled(request, pledge)
    if request.method == "POST" and "more" not in request.POST and all([targets.is_valid(), titles.is_valid()]):
        facts = {"targets": targets.promises(), "titles": titles.aims(), "note": titles.cleaned_data["note"]}
        if attempt(titles, workflow.write, member, **facts, by=request.user, at=request.at):
            messages.success(request, _("Đã ghi bản đăng ký lúc %(hour)s.") % {"hour": hour(request.at)})
            return redirect("pledges:page", member.pk)
    return _writing(request, pledge, targets, titles)


def _filled(request, pledge):
    """The two parts of the form: what was typed, or what stands in the pledge."""
    types = list(award_types(clock.today()))
    if request.method != "POST":
        written = forms.written_targets(pledge) if pledge.pk else []
        chosen = forms.registered_titles(pledge, types) if pledge.pk else {}
        return forms.Targets(initial=written, prefix="target"), forms.TitlesForm(initial=chosen, award_types=types)
    if "more" in request.POST:
        typed = {name: request.POST.get(name) for name in request.POST}
        return forms.more_lines(request.POST, "target"), forms.TitlesForm(initial=typed, award_types=types)
    return forms.Targets(request.POST, prefix="target"), forms.TitlesForm(request.POST, award_types=types)


def _writing(request, pledge, targets, titles):
    due, _late = reports.late_days(pledge.member, Due.REGISTER, None)
    wrong = forms.mistakes(targets, titles) if targets.is_bound else []
    return show(
        request, "pledges/write.html", pledge, member=pledge.member, targets=targets, titles=titles, wrong=wrong, due=due,
        today=clock.today(),
    )  # fmt: skip


@proven
def submit(request, member):
    """Xem lại rồi nộp bản đăng ký."""
    pledge = pledge_or_404(request, member)
    refuse_other_hands(request, "pledges.submit", pledge)
    if request.method == "POST":
        workflow.submit(pledge, by=request.user, at=request.at)
        return redirect("pledges:page", member)
    due, late = reports.late_days(pledge.member, Due.REGISTER, None)
    read_back = {"targets": pledge.targets.all(), "titles": pledge.titles.select_related("award_type")}
    return show(
        request, "pledges/submit.html", pledge, lead=lead_of(pledge.bloc_year), due=due, late=late, today=clock.today(),
        missing=pledge.missing_to_submit(), **read_back,
    )  # fmt: skip


@require_POST
def receive(request, member):
    """Tiếp nhận bản đăng ký."""
    workflow.receive(pledge_or_404(request, member), by=request.user, at=request.at)
    return redirect("pledges:page", member)


def send_back(request, member):
    """Trả lại bản đăng ký, kèm lý do."""
    pledge = pledge_or_404(request, member)
    refuse_other_hands(request, "pledges.receive", pledge)
    workflow.SEND_BACK.check_state(pledge)
    form = forms.SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.send_back, pledge, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("pledges:registrations", pledge.member.bloc_year_id)
    h1 = _("Trả lại bản đăng ký của %(unit)s") % {"unit": pledge.member}
    return show(request, "pledges/reason.html", pledge, form=form, h1=h1)


@require_safe
def registrations(request, bloc_year):
    """Bảng tổng hợp đăng ký danh hiệu của khối."""
    found = get_object_or_404(BlocYear.objects.for_user(request.user).select_related("bloc"), pk=bloc_year)
    table = reports.registrations(found, request.user)
    context = {"bloc_year": found, "table": table, "today": clock.today(), "demo_note": found.bloc.demo_note}
    return render(request, "pledges/registrations.html", context)


@require_safe
def bloc_results(request, bloc_year, period):
    """Kết quả của cả khối so với đăng ký, một kỳ."""
    found = get_object_or_404(BlocYear.objects.for_user(request.user).select_related("bloc"), pk=bloc_year)
    told = reports.results(found, period, request.user)
    context = {"bloc_year": found, "period": Period(period), "told": told, "demo_note": found.bloc.demo_note}
    return render(request, "pledges/bloc_results.html", context)


def results(request, member, period):
    """Ghi kết quả từng chỉ tiêu của một kỳ."""
    pledge = pledge_or_404(request, member)
    refuse_other_hands(request, "pledges.report", pledge)
    told = reports.results_of(pledge, period, request.user)
    if told.confirmed_at:
        return redirect("pledges:page", member)
    lines = [_line(request, target, result) for target, result in told.lines]
    head = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and all(line.is_valid() for line in lines) and head.is_valid():
        facts = {line.target: line.told() for line in lines if line.told()}
        if attempt(head, workflow.report_results, pledge, period=period, results=facts, by=request.user, at=request.at):
            messages.success(request, _("Đã ghi kết quả lúc %(hour)s.") % {"hour": hour(request.at)})
            return redirect("pledges:page", member)
    wrong = forms.mistakes(lines, head)
    return show(request, "pledges/results.html", pledge, period=Period(period), lines=lines, head=head, wrong=wrong)


def _line(request, target, result):
    initial = {name: getattr(result, name) for name in ("value", "remark", "evidence")} if result else {}
    return forms.ResultForm(
        request.POST if request.method == "POST" else None, initial=initial, target=target, prefix=f"t{target.pk}"
    )


@proven
def confirm_results(request, member, period):
    """Xem lại rồi xác nhận kết quả của đơn vị."""
    pledge = pledge_or_404(request, member)
    refuse_other_hands(request, "pledges.confirm_results", pledge)
    if request.method == "POST":
        workflow.confirm_results(pledge, period=period, by=request.user, at=request.at)
        return redirect("pledges:page", member)
    told = reports.results_of(pledge, period, request.user)
    if told.confirmed_at:
        return redirect("pledges:page", member)
    return show(request, "pledges/confirm_results.html", pledge, period=Period(period), told=told)


def reopen_results(request, member, period):
    """Mở lại kết quả đã xác nhận, kèm lý do."""
    pledge = pledge_or_404(request, member)
    refuse_other_hands(request, "pledges.reopen_results", pledge)
    form = forms.ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data | {"period": period}
        if attempt(form, workflow.reopen_results, pledge, **facts, by=request.user, at=request.at):
            return redirect("pledges:page", member)
    h1 = _("Mở lại kết quả %(period)s của %(unit)s") % {"period": Period(period).label, "unit": pledge.member}
    return show(request, "pledges/reason.html", pledge, form=form, h1=h1)
