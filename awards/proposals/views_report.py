"""Báo cáo thành tích: soạn, phát hành, mở, tải về. Who sees the proposal sees its report."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blocs.years.views import act_page, refuse_other_hands, typed
from emulation.accounts.proof import proven
from emulation.papers import views as paper_views
from emulation.ui.forms import attempt

from . import achievements, documents, forms, workflow
from .views import proposal_or_404


def write_report(request, pk):
    """Soạn báo cáo thành tích: bản soạn đầu lấy từ dữ liệu."""
    proposal = proposal_or_404(request, pk)
    refuse_other_hands(request, "proposals.report", proposal)
    workflow.refuse_once_sent(proposal)
    report = achievements.report_of(proposal)
    stands = (
        {name: getattr(report, name) for name in documents.SECTIONS} if report else documents.usual_report(proposal)
    )
    form = forms.ReportForm(typed(request), initial=stands)
    if request.method == "POST" and form.is_valid():
        if attempt(form, achievements.write, proposal, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("proposals:page", pk)
    return _form_page(request, proposal, form, _("Soạn báo cáo thành tích"))


@proven
def issue_report(request, pk):
    """Phát hành báo cáo thành tích."""
    proposal = proposal_or_404(request, pk)
    refuse_other_hands(request, "proposals.issue_report", proposal)
    workflow.refuse_once_sent(proposal)
    form = forms.IssueReportForm(typed(request), initial={"letterhead": proposal.unit.letterhead})
    if request.method == "POST" and form.is_valid():
        if attempt(form, achievements.issue_report, proposal, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("proposals:report", pk)
    will = [
        _("Báo cáo in bản đã soạn, kết quả chỉ tiêu và xếp hạng các năm; chừa chỗ cho cấp trên trực tiếp xác nhận."),
        _("Sửa bản soạn rồi phát hành lại thì bản mới thay bản này."),
    ]
    return _form_page(request, proposal, form, _("Phát hành báo cáo thành tích"), _("Khi bạn phát hành"), will)


def _form_page(request, proposal, form, h1, when="", will=()):
    back = reverse("proposals:page", args=[proposal.pk])
    return act_page(request, form, h1=h1, over=str(proposal), back=back, when=when, will=will)


def _paper_or_404(request, pk):
    report = achievements.report_of(proposal_or_404(request, pk))
    if report is None or report.paper is None:
        raise Http404
    return report.paper


def report(request, pk):
    """Báo cáo thành tích đã phát hành."""
    paper = _paper_or_404(request, pk)
    back = _("Đề nghị khen thưởng"), reverse("proposals:page", args=[pk])
    return paper_views.show(request, paper, back=back, pdf=reverse("proposals:report_pdf", args=[pk]))


@require_safe
def report_pdf(request, pk):
    """Tệp PDF của báo cáo thành tích."""
    return paper_views.pdf(request, _paper_or_404(request, pk))
