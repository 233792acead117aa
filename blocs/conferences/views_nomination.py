"""Bình xét, suy tôn, trao quyền: các nút của phần quan trọng nhất ở hội nghị tổng kết."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blocs.roster.models import Unit
from blocs.years.rotation import next_turn
from blocs.years.views import typed
from emulation.accounts.proof import proven

from . import forms, handover, nomination, reports
from .models import TieKind
from .ranking import ties_for
from .views import conference_or_404, form_page, valid_facts


def break_tie(request, pk, rank):
    """Quyết định thứ tự của các đơn vị còn đồng một hạng."""
    conference = conference_or_404(request, pk)
    tie = _tie_or_404(conference, TieKind.DECISION, rank)
    form = forms.TieForm(typed(request), tie=tie)
    h1 = _("Phân định %(n)d đơn vị đồng hạng %(rank)d") % {"n": len(tie), "rank": rank}
    return form_page(
        request, conference, form, nomination.break_tie, h1=h1, permission="conferences.run", facts=valid_facts(form)
    )


def revote(request, pk, rank):
    """Ghi kết quả bỏ phiếu lại giữa các đơn vị đồng một hạng."""
    conference = conference_or_404(request, pk)
    tie = _tie_or_404(conference, TieKind.REVOTE, rank)
    form = forms.RevoteForm(typed(request), tie=tie)
    h1 = _("Bỏ phiếu lại giữa %(n)d đơn vị đồng hạng %(rank)d") % {"n": len(tie), "rank": rank}
    return form_page(
        request, conference, form, nomination.revote, h1=h1, permission="conferences.run", facts=valid_facts(form)
    )


def _tie_or_404(conference, kind, rank):
    """The equals at a rank that may be told apart in this way."""
    tie = next((t for t in ties_for(conference, kind) if t[0].rank == rank), None)
    if tie is None:
        raise Http404
    return tie


def put_forward(request, pk):
    """Đề cử, theo thứ tự xếp hạng."""
    conference = conference_or_404(request, pk)
    initial = {f"m{c.member_id}": c.award_type.code for c in conference.candidates.select_related("award_type")}
    form = forms.CandidatesForm(typed(request), members=reports.ranked_members(conference), initial=initial)
    facts = {"rows": form.rows()} if form.is_bound and form.is_valid() else None
    rules, limit = conference.bloc_year.rule_set, []
    if rules:
        words = _("Nhiều nhất %(flags)d cờ và %(certificates)d bằng khen, theo quy chế của khối.")
        limit = [words % {"flags": rules.flags, "certificates": rules.certificates}]
    return form_page(
        request, conference, form, nomination.put_forward, h1=_("Đề cử suy tôn"), permission="conferences.run", facts=facts,
        when=_("Được đề cử"), will=limit,
    )  # fmt: skip


@require_POST
@proven
def open_vote(request, pk):
    """Phát phiếu suy tôn."""
    nomination.open_vote(conference_or_404(request, pk), by=request.user, at=request.at)
    return redirect("conferences:page", pk)


@proven
def call_off_vote(request, pk):
    """Hủy cuộc bỏ phiếu."""
    conference = conference_or_404(request, pk)
    will = [
        _("Không ai bỏ phiếu được nữa; phiếu đã bỏ không bao giờ được mở."),
        _("Điểm danh và đề cử sửa lại được, rồi phát phiếu mới."),
    ]
    return form_page(
        request, conference, forms.CallOffForm(typed(request)), nomination.call_off_vote, h1=_("Hủy cuộc bỏ phiếu suy tôn"),
        permission="conferences.run", when=_("Khi bạn hủy"), will=will,
    )  # fmt: skip


@require_POST
@proven
def count_vote(request, pk):
    """Thu phiếu, kiểm phiếu."""
    nomination.count_vote(conference_or_404(request, pk), by=request.user, at=request.at)
    return redirect("conferences:page", pk)


@require_POST
@proven
def acclaim(request, pk):
    """Suy tôn theo điểm."""
    nomination.acclaim_by_score(conference_or_404(request, pk), by=request.user, at=request.at)
    return redirect("conferences:page", pk)


@proven
def hand_over(request, pk):
    """Trao quyền trưởng khối cho năm sau."""
    conference = conference_or_404(request, pk)
    bloc, turn = conference.bloc_year.bloc, next_turn(conference.bloc_year)
    units = Unit.objects.filter(memberships__bloc=bloc, memberships__until=None).order_by("memberships__position")
    form = forms.HandOverForm(typed(request), units=units, initial={"lead": turn.lead, "deputy": turn.deputy})
    year = conference.bloc_year.year + 1
    will = [
        _("Năm thi đua %d được lập với các đơn vị đang thuộc khối; trưởng khối mới soạn quy chế, giao ước từ đó.")
        % year,
        _("Biên bản bàn giao lấy số và được phát hành."),
        _("Trưởng khối năm %d vẫn làm nốt các việc của năm mình.") % conference.bloc_year.year,
    ]
    return form_page(
        request, conference, form, handover.hand_over, h1=_("Trao quyền trưởng khối"), permission="conferences.conclude",
        when=_("Khi bạn trao quyền"), will=will,
    )  # fmt: skip
