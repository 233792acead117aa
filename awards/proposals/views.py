"""Đề nghị khen thưởng: hồ sơ của một năm, một đề nghị, các nút thẩm định."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.years.views import act_page, refuse_other_hands, typed, year_or_404
from emulation.accounts.proof import proven
from emulation.journal.steps import Refused
from emulation.ui.forms import attempt

from . import achievements, forms, reports, workflow
from .conditions import conditions
from .models import Proposal, Submission, SubmissionState


def proposal_or_404(request, pk):
    """The proposal if this person sees it, else 404."""
    visible = Proposal.objects.for_user(request.user).select_related(
        "unit",
        "award_type",
        "bloc_year__bloc__root",
        "bloc_year__rule_set",
        "nomination__member",
        "submission__paper__filing",
    )
    return get_object_or_404(visible, pk=pk)


@require_safe
def index(request):
    """Các đề nghị mà tôi thấy."""
    proposals = Paginator(reports.visible(request.user), 50).get_page(request.GET.get("trang"))
    return render(request, "proposals/index.html", {"proposals": proposals})


@require_safe
def year(request, pk):
    """Hồ sơ đề nghị của một năm."""
    return _year_page(request, year_or_404(request, pk))


def _year_page(request, bloc_year, *, wrong="", status=200):
    """The page of a year's files; `wrong` stands above the list of those to receive."""
    submission = (
        Submission.objects.filter(bloc_year=bloc_year).select_related("paper__filing", "proposal_list__filing").first()
    )
    nominations = list(bloc_year.nominations.select_related("member", "award_type"))
    proposals = list(reports.visible(request.user).filter(bloc_year=bloc_year))
    prepares = request.user.has_perm("proposals.prepare", bloc_year)
    told = reports.turn(submission, proposals, prepares=prepares) if submission else ("", "", "")
    context = dict(zip(("holder", "sentence", "why"), told, strict=True)) | {
        "bloc_year": bloc_year,
        "submission": submission,
        "proposals": proposals,
        "nominations": nominations,
        "passed": any(n.passed for n in nominations),
        "receivable": reports.receivable(proposals, bloc_year, request.user),
        "wrong": wrong,
        "demo_note": bloc_year.bloc.demo_note,
    }
    return render(request, "proposals/year.html", context, status=status)


@require_POST
def prepare(request, pk):
    """Lập hồ sơ từ suy tôn."""
    workflow.prepare(year_or_404(request, pk), by=request.user, at=request.at)
    return redirect("proposals:year", pk)


def submission_or_404(request, pk):
    """The letter if this person sees one of its files, else 404."""
    seen = Proposal.objects.for_user(request.user).values("submission")
    return get_object_or_404(Submission.objects.filter(pk__in=seen).select_related("bloc_year__bloc", "paper"), pk=pk)


@require_POST
def list_proposals(request, pk):
    """Phát hành danh sách đề nghị khen thưởng."""
    paper = workflow.list_proposals(submission_or_404(request, pk), by=request.user, at=request.at)
    return redirect("years:paper", paper.filing.pk)


@proven
def submit(request, pk):
    """Ký trình: reads back what goes out, then sends."""
    submission = submission_or_404(request, pk)
    refuse_other_hands(request, "proposals.submit", submission)
    if submission.state != SubmissionState.DRAFT:
        return redirect("proposals:year", submission.bloc_year_id)
    form = forms.SubmitForm(typed(request), initial={"summary": submission.summary})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.submit, submission, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("proposals:year", submission.bloc_year_id)
    proposals = reports.visible(request.user).filter(submission=submission)
    context = {"form": form, "submission": submission, "bloc_year": submission.bloc_year, "proposals": proposals}
    return render(request, "proposals/submit.html", context)


@require_safe
def page(request, pk):
    """Một đề nghị: căn cứ, điều kiện từng dòng, thành tích, việc làm được."""
    proposal = proposal_or_404(request, pk)
    context = {
        "proposal": proposal,
        "conditions": conditions(proposal),
        "due": reports.appraisal_due(proposal),
        "holder": reports.pen_holder(proposal),
        "sentence": reports.next_step(proposal),
        "report": achievements.report_of(proposal),
        "demo_note": proposal.bloc_year.bloc.demo_note,
    }
    return render(request, "proposals/page.html", context)


def _act_page(request, pk, form_class, act, step, *, h1, when="", will=()):
    """The page of one step with a proposal, while it can be taken."""
    proposal = proposal_or_404(request, pk)
    refuse_other_hands(request, step.permission, proposal)
    step.check_state(proposal)
    form = form_class(typed(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, act, proposal, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("proposals:page", pk)
    back = reverse("proposals:page", args=[pk])
    return act_page(request, form, h1=h1, over=str(proposal), back=back, when=when, will=will)


def describe(request, pk):
    """Ghi thành tích."""
    proposal = proposal_or_404(request, pk)
    refuse_other_hands(request, "proposals.describe", proposal)
    workflow.refuse_once_sent(proposal)
    form = forms.DescribeForm(typed(request), initial={"achievements": proposal.achievements})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.describe, proposal, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("proposals:page", pk)
    back = reverse("proposals:page", args=[pk])
    return act_page(request, form, h1=_("Ghi thành tích"), over=str(proposal), back=back)


@proven
def appraise(request, pk):
    """Thẩm định."""
    will = [
        _("Ý kiến và từng dòng điều kiện được ghi vào nhật ký, kèm tên bạn."),
        _("Đủ điều kiện thì hồ sơ chờ đưa ra Hội đồng; không đủ thì dừng ở đây, không xét lại được."),
    ]
    return _act_page(
        request, pk, forms.AppraiseForm, workflow.appraise, workflow.FIND_ELIGIBLE, h1=_("Thẩm định hồ sơ"),
        when=_("Khi bạn ghi kết quả"), will=will,
    )  # fmt: skip


def send_back(request, pk):
    """Trả lại để bổ sung."""
    step, h1 = workflow.SEND_BACK, _("Trả lại để bổ sung")
    return _act_page(request, pk, forms.ReturnForm, workflow.send_back, step, h1=h1)


def hold(request, pk):
    """Tạm dừng xét."""
    return _act_page(request, pk, forms.HoldForm, workflow.hold, workflow.HOLD, h1=_("Tạm dừng xét"))


def release(request, pk):
    """Xét tiếp."""
    return _act_page(request, pk, forms.ReleaseForm, workflow.release, workflow.RELEASE, h1=_("Xét tiếp"))


@require_POST
def receive(request, pk):
    """Tiếp nhận hồ sơ."""
    workflow.receive(proposal_or_404(request, pk), by=request.user, at=request.at)
    return redirect("proposals:page", pk)


@require_POST
def receive_several(request, pk):
    """Tiếp nhận các hồ sơ đã chọn của một năm."""
    bloc_year = year_or_404(request, pk)
    refuse_other_hands(request, "proposals.receive_several", bloc_year)
    of_the_year = reports.visible(request.user).filter(bloc_year=bloc_year)
    chosen = list(of_the_year.filter(pk__in=request.POST.getlist("proposal")))
    try:
        workflow.receive_several(chosen, by=request.user, at=request.at)
    except Refused as refusal:
        return _year_page(request, bloc_year, wrong=str(refusal), status=409)
    return redirect("proposals:year", pk)


@require_POST
@proven
def resubmit(request, pk):
    """Trình lại sau bổ sung."""
    workflow.resubmit(proposal_or_404(request, pk), by=request.user, at=request.at)
    return redirect("proposals:page", pk)
