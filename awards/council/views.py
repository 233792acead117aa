"""Hội đồng: phiên họp, chương trình, trang của một đề nghị."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.proposals.conditions import conditions
from awards.proposals.models import ProposalState
from blocs.roster.models import Unit, UnitKind
from blocs.years.views import act_page, refuse_other_hands, typed
from emulation.accounts.proof import proven
from emulation.ballots import reports as ballot_reports
from emulation.journal import views as journal_views
from emulation.journal.steps import Refused
from emulation.papers import views as paper_views
from emulation.ui.dates import hour
from emulation.ui.forms import attempt

from . import forms, reports, workflow
from .models import AgendaLine, CouncilSession


def session_or_404(request, pk):
    """The session if this person sees it, else 404."""
    found = CouncilSession.objects.for_user(request.user).select_related("council__root", "minutes", "count_minutes")
    return get_object_or_404(found.defer("minutes__data", "count_minutes__data"), pk=pk)


def line_or_404(request, pk):
    """An agenda line of a session that this person sees, else 404."""
    seen = AgendaLine.objects.filter(session__in=CouncilSession.objects.for_user(request.user).values("pk"))
    related = ("session__council", "proposal__unit", "proposal__award_type", "proposal__bloc_year__bloc",
               "proposal__bloc_year__rule_set", "proposal__nomination__member", "proposal__submission__paper", "ballot")  # fmt: skip
    return get_object_or_404(seen.select_related(*related), pk=pk)


@require_safe
def index(request):
    """Các phiên họp tôi thấy."""
    context = {"sessions": reports.visible(request.user), "councils": reports.councils_served(request.user)}
    return render(request, "council/index.html", context)


def convene(request, council):
    """Lập phiên họp."""
    council = get_object_or_404(Unit.objects.for_user(request.user).filter(kind=UnitKind.COUNCIL), pk=council)
    refuse_other_hands(request, "council.prepare", council)
    form = forms.ConveneForm(typed(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.convene, council, **form.facts(), by=request.user, at=request.at):
            return redirect("council:session", form.outcome.pk)
    return act_page(request, form, h1=_("Lập phiên họp"), over=council.name, back=reverse("council:index"))


def reschedule(request, pk):
    """Hẹn lại phiên họp."""
    found = session_or_404(request, pk)
    refuse_other_hands(request, "council.prepare", found)
    workflow.refuse_once_voting(found)
    form = forms.RescheduleForm(
        typed(request), initial={"day": found.held_at, "hour": hour(found.held_at), "place": found.place}
    )
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.reschedule, found, **form.facts(), by=request.user, at=request.at):
            return redirect("council:session", pk)
    return act_page(
        request, form, h1=_("Hẹn lại phiên họp"), over=found.title, back=reverse("council:session", args=[pk])
    )


@require_safe
def session(request, pk):
    """Một phiên họp: chương trình, đã bỏ bao nhiêu, kết quả, việc làm được."""
    return _session_page(request, session_or_404(request, pk))


def _session_page(request, found, *, wrong="", status=200):
    """The page of a session; `wrong` stands above the list of files to table."""
    lines = Paginator(reports.lines(found), 50).get_page(request.GET.get("trang"))
    cast, mine = reports.voting_marks(found, request.user)
    for line in lines:
        line.cast, line.is_mine = cast.get(line.ballot_id, 0), line.ballot_id in mine
    holder, sentence, why = reports.turn(found, request.at)
    context = {
        "session": found,
        "holder": holder,
        "sentence": sentence,
        "why": why,
        "first": next((line for line in lines if line.is_mine), None),
        "lines": lines,
        "ready": reports.ready(found),
        "voters": workflow.voters(found),
        "to_vote": len(mine),
        "undecided": found.lines.filter(proposal__state=ProposalState.PASSED, proposal__award=None).exists(),
        "decisions": found.decisions.for_user(request.user),
        "wrong": wrong,
    }
    return render(request, "council/session.html", context, status=status)


@require_POST
def table(request, pk):
    """Đưa các đề nghị đã chọn ra phiên họp."""
    found = session_or_404(request, pk)
    chosen = list(reports.ready(found).filter(pk__in=request.POST.getlist("proposal")))
    try:
        workflow.table(found, chosen, by=request.user, at=request.at)
    except Refused as refusal:
        return _session_page(request, found, wrong=str(refusal), status=409)
    return redirect("council:session", pk)


@require_safe
def line(request, pk):
    """Một đề nghị: mọi thứ cần cho một quyết định trên một trang."""
    found = line_or_404(request, pk)
    before, after = reports.neighbours(found)
    context = {
        "line": found,
        "proposal": found.proposal,
        "session": found.session,
        "conditions": conditions(found.proposal),
        "history": reports.history(found.proposal),
        "dossier": reports.dossier(found.proposal),
        "before": before,
        "after": after,
        "count": found.session.lines.count(),
        "recusals": found.recusals.select_related("person"),
        "result": ballot_reports.result(found.ballot) if found.ballot else None,
        "mine": None,
        "votes": bool(found.ballot) and found.ballot.electors.filter(person=request.user, slots__isnull=False).exists(),
        "next_mine": reports.next_of(found.session, request.user),
        "voted": bool(found.ballot) and ballot_reports.has_voted(found.ballot, request.user),
        "demo_note": found.proposal.bloc_year.bloc.demo_note,
    }
    return render(request, "council/line.html", context)


def recuse(request, pk):
    """Ghi một thành viên không biểu quyết."""
    found = line_or_404(request, pk)
    refuse_other_hands(request, "council.prepare", found.session)
    workflow.refuse_once_voting(found.session)
    form = forms.RecuseForm(typed(request), people=reports.sitting_members(found.session))
    return _line_act(request, found, form, workflow.recuse, h1=_("Không biểu quyết"))


@proven
def write_opinion(request, pk):
    """Ghi ý kiến bằng văn bản của một thành viên vắng."""
    found = line_or_404(request, pk)
    refuse_other_hands(request, "council.run", found.session)
    workflow.refuse_unless_voting(found.session)
    form = forms.OpinionForm(typed(request), people=reports.silent_electors(found))
    will = [
        _("Ý kiến được ghi tên, đếm riêng và cộng vào kết quả; biên bản nêu rõ."),
        _("Thành viên ấy không bỏ phiếu đề nghị này được nữa."),
    ]
    return _line_act(
        request, found, form, workflow.write_opinion, h1=_("Ý kiến bằng văn bản"),
        when=_("Khi bạn ghi ý kiến"), will=will,
    )  # fmt: skip


def _line_act(request, line, form, act, *, h1, when="", will=()):
    """The page of one act on a proposal of the agenda, about one member of the council."""
    if request.method == "POST" and form.is_valid():
        if attempt(form, act, line, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("council:line", line.pk)
    back = reverse("council:line", args=[line.pk])
    return act_page(request, form, h1=h1, over=str(line.proposal), back=back, when=when, will=will)


@require_POST
@proven
def open_vote(request, pk):
    """Mở biểu quyết."""
    workflow.open_vote(session_or_404(request, pk), by=request.user, at=request.at)
    return redirect("council:session", pk)


@require_POST
@proven
def close_vote(request, pk):
    """Đóng biểu quyết, kiểm phiếu."""
    workflow.close_vote(session_or_404(request, pk), by=request.user, at=request.at)
    return redirect("council:session", pk)


@proven
def adjourn(request, pk):
    """Hoãn biểu quyết."""
    will = [
        _("Mọi cuộc bỏ phiếu đang mở bị hủy; phiếu đã bỏ không bao giờ được mở."),
        _("Chương trình giữ nguyên; mở biểu quyết lại khi đủ thành viên."),
    ]
    return _session_act(
        request, pk, forms.AdjournForm(typed(request)), workflow.adjourn, workflow.ADJOURN, h1=_("Hoãn biểu quyết"),
        when=_("Khi bạn hoãn"), will=will,
    )  # fmt: skip


@proven
def conclude(request, pk):
    """Kết luận phiên họp, phát hành biên bản."""
    will = [
        _("Biên bản lấy số, được phát hành; kết quả từng đề nghị không đổi được nữa."),
        _("Thư ký Hội đồng dự thảo quyết định từ những đề nghị được thông qua."),
    ]
    return _session_act(
        request, pk, forms.ConcludeForm(typed(request)), workflow.conclude, workflow.CONCLUDE, h1=_("Kết luận phiên họp"),
        when=_("Khi bạn kết luận"), will=will,
    )  # fmt: skip


def _session_act(request, pk, form, act, step, *, h1, when, will):
    """The page of one act on a session, while its step can be taken."""
    found = session_or_404(request, pk)
    refuse_other_hands(request, step.permission, found)
    step.check_state(found)
    if request.method == "POST" and form.is_valid():
        if attempt(form, act, found, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("council:session", pk)
    return act_page(
        request, form, h1=h1, over=found.title, back=reverse("council:session", args=[pk]), when=when, will=will
    )


def _minutes(found):
    if found.minutes is None:
        raise Http404
    return found.minutes


def minutes(request, pk):
    """Biên bản phiên họp và tiến độ tạo PDF."""
    found = session_or_404(request, pk)
    back = found.title, reverse("council:session", args=[pk])
    return paper_views.show(request, _minutes(found), back=back, pdf=reverse("council:minutes_pdf", args=[pk]))


@require_safe
def minutes_pdf(request, pk):
    """Tệp PDF của biên bản."""
    return paper_views.pdf(request, _minutes(session_or_404(request, pk)))


@require_safe
def journal(request, pk):
    """Nhật ký phiên họp."""
    found = session_or_404(request, pk)
    return journal_views.show(request, found.stream, title=found.title, back=reverse("council:session", args=[pk]))
