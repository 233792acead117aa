"""Quyết định khen thưởng và sổ vàng."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.council.views import session_or_404
from blocs.years.views import act_page, refuse_other_hands, typed
from emulation.accounts.proof import proven
from emulation.papers import views as paper_views
from emulation.ui.forms import attempt

from . import documents, forms, reports, workflow
from .models import Decision


def decision_or_404(request, pk):
    """The decision if this person sees it, else 404."""
    return get_object_or_404(
        Decision.objects.for_user(request.user).select_related("root", "session__council", "draft", "paper"), pk=pk
    )


@require_safe
def index(request):
    """Các quyết định tôi thấy."""
    decisions = Paginator(reports.visible(request.user), 30).get_page(request.GET.get("trang"))
    return render(request, "decisions/index.html", {"decisions": decisions})


@require_safe
def gold_book(request):
    """Sổ vàng, tìm được khi gõ không dấu."""
    query = request.GET.get("q", "")
    year = request.GET.get("nam", "")
    awards = reports.gold_book(request.user, query, int(year) if year.isdecimal() else None)
    page = Paginator(awards, 50).get_page(request.GET.get("trang"))
    return render(request, "decisions/gold_book.html", {"awards": page, "q": query, "year": year})


def draft(request, session):
    """Dự thảo quyết định từ một phiên họp đã kết luận."""
    found = session_or_404(request, session)
    refuse_other_hands(request, "decisions.draft", found)
    authorities = list(dict.fromkeys(p.award_type.decided_by for p in workflow.to_decide(found)))
    form = forms.DraftForm(typed(request), authorities=authorities, initial={"title": documents.USUAL_TITLE})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.draft, found, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("decisions:page", form.outcome.pk)
    back = reverse("council:session", args=[session])
    return act_page(request, form, h1=_("Dự thảo quyết định"), over=found.title, back=back)


@require_safe
def page(request, pk):
    """Một quyết định: danh sách, tiền thưởng, số sổ vàng."""
    found = decision_or_404(request, pk)
    awards = list(
        found.awards.select_related("unit", "award_type", "proposal__bloc_year__bloc", "proposal__nomination")
    )
    notes = dict.fromkeys((a.award_type.name, a.money_note) for a in awards if a.money_note)
    return render(request, "decisions/page.html", {"decision": found, "awards": awards, "notes": list(notes)})


def _act_page(request, pk, form, act, step, *, h1, when, will):
    found = decision_or_404(request, pk)
    refuse_other_hands(request, step.permission, found.session)
    step.check_state(found)
    if request.method == "POST" and form.is_valid():
        if attempt(form, act, found, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("decisions:page", pk)
    back = reverse("decisions:page", args=[pk])
    return act_page(request, form, h1=h1, over=found.title, back=back, when=when, will=will)


@proven
def issue(request, pk):
    """Ghi số, ban hành."""
    will = [
        _("Mỗi tập thể lấy một số trong sổ vàng; quyết định hiện với mọi người trong địa bàn."),
        _("Tiền thưởng tính theo lương cơ sở của ngày ban hành."),
        _("Số và ngày không sửa được nữa; sai thì hủy bỏ, có căn cứ."),
    ]
    return _act_page(
        request, pk, forms.IssueForm(typed(request)), workflow.issue_decision, workflow.ISSUE,
        h1=_("Ghi số quyết định"), when=_("Khi bạn ghi số"), will=will,
    )  # fmt: skip


@proven
def revoke(request, pk):
    """Hủy bỏ quyết định."""
    will = [
        _("Dòng trong sổ vàng giữ nguyên và ghi «Đã hủy bỏ», kèm căn cứ."),
        _("Hiện vật và tiền thưởng được thu hồi theo quy định; không lấy lại số sổ vàng."),
    ]
    return _act_page(
        request, pk, forms.RevokeForm(typed(request)), workflow.revoke, workflow.REVOKE,
        h1=_("Hủy bỏ quyết định"), when=_("Khi bạn hủy bỏ"), will=will,
    )  # fmt: skip


def _or_404(paper):
    if paper is None:
        raise Http404
    return paper


def paper(request, pk):
    """Dự thảo quyết định và tiến độ tạo PDF."""
    found, pdf = decision_or_404(request, pk), reverse("decisions:paper_pdf", args=[pk])
    return paper_views.show(request, _or_404(found.draft), back=_back(found), pdf=pdf)


@require_safe
def paper_pdf(request, pk):
    """Tệp PDF của dự thảo."""
    return paper_views.pdf(request, _or_404(decision_or_404(request, pk).draft))


def issued_paper(request, pk):
    """Quyết định đã ban hành, với số và ngày; tệp PDF với ?tep."""
    found = decision_or_404(request, pk)
    return paper_views.show(request, _or_404(found.paper), back=_back(found))


def _back(decision):
    return decision.title, reverse("decisions:page", args=[decision.pk])
