"""Hội nghị: trang hội nghị, chương trình, điểm danh, kết luận. Nomination and hand-over: views_nomination."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.years.views import act_page, refuse_other_hands, typed, year_or_404
from emulation.accounts.proof import proven
from emulation.ballots import reports as ballot_reports
from emulation.journal.steps import Refused
from emulation.ui.forms import attempt

from . import forms, live, papers, reporting, reports, workflow
from .agenda import timed
from .models import AgendaItem, Conference, ConferenceKind
from .quorum import quorum
from .ranking import settled_ranking, ties, ways_now
from .turn import turn


def conference_or_404(request, pk):
    """The conference if this person sees it, else 404."""
    visible = Conference.objects.for_user(request.user).defer("invitation__data", "report__data", "minutes__data")
    related = (
        "bloc_year__bloc",
        "bloc_year__rule_set",
        "ballot__team",
        "counting_team",
        "handover__lead",
        "handover__to_year",
        "invitation",
        "report",
        "minutes",
    )
    return get_object_or_404(visible.select_related(*related), pk=pk)


@require_safe
def year(request, pk):
    """Các hội nghị của một năm."""
    bloc_year = year_or_404(request, pk)
    context = {
        "bloc_year": bloc_year,
        "conferences": bloc_year.conferences.all(),
        "demo_note": bloc_year.bloc.demo_note,
    }
    return render(request, "conferences/year.html", context)


def plan(request, pk):
    """Lập hội nghị. `?loai=`: the kind chosen beforehand."""
    bloc_year = year_or_404(request, pk)
    refuse_other_hands(request, "conferences.run", bloc_year)
    kind = request.GET.get("loai", "")
    initial = {"kind": kind} if kind in ConferenceKind.values else None
    form = forms.PlanForm(typed(request), bloc_year=bloc_year, initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.plan, bloc_year, **form.facts(), by=request.user, at=request.at):
            return redirect("conferences:page", form.outcome.pk)
    back = reverse("conferences:year", args=[pk])
    return act_page(request, form, h1=_("Lập hội nghị"), over=str(bloc_year), back=back)


@require_safe
def page(request, pk):
    """Trang hội nghị, tự theo hội nghị: chương trình, điểm danh, suy tôn, văn bản; ai giữ bút, và người đang đọc làm gì tiếp."""
    pulse = live.pulse(request.user, pk, request.at)
    return live.told(request, pulse, lambda: _drawn(request, conference_or_404(request, pk), pulse))


def _drawn(request, conference, pulse):
    context = _due(conference) | {
        "conference": conference,
        "pulse": pulse,
        "bloc_year": conference.bloc_year,
        "attendances": _attendances(conference),
        "keepers": list(conference.counting_team.keepers.select_related("person")) if conference.counting_team else [],
        "tie_breaks": conference.tie_breaks.select_related("member"),
        "papers": reports.papers_of(conference),
        "on_offer": papers.on_offer(conference),
        "handover": getattr(conference, "handover", None),
        "result": ballot_reports.result(conference.ballot) if conference.ballot else None,
        "mine": None,
        "steps": reports.next_steps(request.user, conference),
        "demo_note": conference.bloc_year.bloc.demo_note,
    }
    return render(request, "conferences/page.html", context)


def _due(conference):
    """The agenda, the nomination, and what must happen first of all that (Turn)."""
    items = timed(conference, list(conference.items.select_related("bloc_year", "conference")))
    reports.with_floor(conference, items)
    seats = quorum(conference)
    ranking = settled_ranking(conference)
    rows = {
        "candidates": list(conference.candidates.select_related("member", "award_type")),
        "nominations": list(conference.nominations.select_related("member", "award_type")),
    }
    due = turn(conference, seats, items, ranking=ranking, **rows)
    return rows | {
        "items": items,
        "under_way": any(i.is_under_way for i in items),
        "quorum": seats,
        "ties": _ties(conference, ranking),
        "turn": due,
    }


def _ties(conference, ranking):
    """The equals that are left, each with the ways in which they may be told apart now: [(rows, ways)]."""
    return [(tie, ways_now(conference, tie)) for tie in ties(ranking)]


def _attendances(conference):
    """Units in order, each with `.choices` (who may stand for it), `.delegates` (who may by delegation) and `.by_delegation` (one does)."""
    rows = list(conference.attendances.select_related("member", "representative"))
    standing, others = reports.representatives(conference), reports.delegates(conference)
    for row in rows:
        row.choices, row.delegates = standing.get(row.member.unit_id, []), others[row.member.unit_id]
        row.by_delegation = row.representative is not None and row.representative not in row.choices
    return rows


def form_page(request, conference, form, act, *, h1, permission="", step=None, facts=None, **words):
    """The page of one act on a conference: only for the hand that may, and while its `step` (if it is one) can be taken; shows the form, runs it, goes back. `words`: of act_page."""
    refuse_other_hands(request, permission or step.permission, conference)
    if step:
        step.check_state(conference)
    if request.method == "POST" and form.is_valid():
        if attempt(form, act, conference, **(facts or form.cleaned_data), by=request.user, at=request.at):
            return redirect("conferences:page", conference.pk)
    back = reverse("conferences:page", args=[conference.pk])
    return act_page(request, form, h1=h1, over=conference.title, back=back, **words)


def valid_facts(form):
    """`form.facts()` once something valid was posted, else None."""
    return form.facts() if form.is_bound and form.is_valid() else None


def add_item(request, pk):
    """Thêm một mục chương trình."""
    conference = conference_or_404(request, pk)
    form = forms.ItemForm(typed(request), conference=conference, initial={"bloc_year": conference.bloc_year_id})
    return form_page(
        request, conference, form, workflow.put_on_agenda, h1=_("Thêm mục chương trình"), permission="conferences.run"
    )


def time_agenda(request, pk):
    """Ghi số phút dự kiến của từng mục chưa xong."""
    conference = conference_or_404(request, pk)
    form = forms.TimesForm(typed(request), items=conference.items.filter(done_at=None))
    return form_page(
        request, conference, form, workflow.time_agenda, h1=_("Thời gian chương trình"), permission="conferences.run",
        facts=valid_facts(form),
    )  # fmt: skip


def texts(request, pk):
    """Ghi mặt được, hạn chế, phương hướng, kiến nghị cho báo cáo."""
    conference = conference_or_404(request, pk)
    initial = {name: getattr(conference, name) for name in ("strengths", "limits", "next_tasks", "requests")}
    form = forms.TextsForm(typed(request), initial=initial)
    return form_page(request, conference, form, workflow.edit, h1=_("Nội dung báo cáo"), permission="conferences.run")


@require_POST
@proven
def invite(request, pk):
    """Gửi giấy mời."""
    workflow.invite(conference_or_404(request, pk), by=request.user, at=request.at)
    return redirect("conferences:page", pk)


@require_POST
def open_session(request, pk):
    """Khai mạc."""
    workflow.open_session(conference_or_404(request, pk), by=request.user, at=request.at)
    return redirect("conferences:page", pk)


def postpone(request, pk):
    """Hẹn ngày họp khác."""
    conference = conference_or_404(request, pk)
    form = forms.PostponeForm(typed(request))
    will = [
        _("Điểm danh đã ghi được bỏ đi; không nội dung nào được tính."),
        _("Hội nghị trở lại dự kiến; giấy mời mới được gửi cho ngày mới."),
    ]
    return form_page(
        request, conference, form, workflow.postpone, h1=_("Hẹn ngày họp khác"), step=workflow.POSTPONE,
        facts=valid_facts(form), when=_("Khi bạn hẹn ngày khác"), will=will,
    )  # fmt: skip


@require_POST
def attend(request, pk):
    """Điểm danh: one checkbox and one representative per unit; a delegate is chosen by name, with the paper."""
    conference = conference_or_404(request, pk)
    standing, others = reports.representatives(conference), reports.delegates(conference)
    rows = {
        a.member_id: _marked(request, a, standing.get(a.member.unit_id, []), others[a.member.unit_id])
        for a in conference.attendances.select_related("member")
    }
    workflow.attend(conference, rows, by=request.user, at=request.at)
    return redirect("conferences:page", pk)


def _marked(request, attendance, standing, others):
    """(present, representative, delegation) as marked for one unit, of those who stand for it or may by delegation."""
    told = {
        name: request.POST.get(f"{name}-{attendance.member_id}", "").strip()
        for name in ("present", "who", "delegate", "delegation")
    }
    people, chosen = (others, told["delegate"]) if told["delegate"] else (standing, told["who"])
    who = next((p for p in people if str(p.pk) == chosen), None)
    if told["delegate"] and who is None:
        raise Refused(_("%s: chọn người được ủy quyền trong danh sách.") % attendance.member)
    return bool(told["present"]), who, told["delegation"]


def item_or_404(request, pk):
    """The agenda item if this person sees its conference, else 404."""
    visible = AgendaItem.objects.filter(conference__in=Conference.objects.for_user(request.user).values("pk"))
    return get_object_or_404(visible.select_related("conference__bloc_year__bloc", "bloc_year__bloc"), pk=pk)


@require_POST
def open_item(request, pk):
    """Bắt đầu một mục."""
    item = item_or_404(request, pk)
    workflow.open_item(item, by=request.user, at=request.at)
    return redirect("conferences:page", item.conference_id)


@require_POST
def finish_item(request, pk):
    """Ghi kết quả một mục."""
    item = item_or_404(request, pk)
    workflow.finish_item(item, outcome=request.POST.get("outcome", ""), by=request.user, at=request.at)
    return redirect("conferences:page", item.conference_id)


@proven
def conclude(request, pk):
    """Kết luận hội nghị."""
    conference = conference_or_404(request, pk)
    form = forms.ConcludeForm(typed(request))
    will = [_("Chương trình, điểm danh và kết quả từng mục được chốt; không sửa được nữa.")]
    if conference.has_report:
        will.append(_("Báo cáo lấy số, được phát hành và vào hồ sơ của năm."))
    return form_page(
        request, conference, form, workflow.conclude, h1=_("Kết luận hội nghị"), step=workflow.CONCLUDE,
        when=_("Khi bạn kết luận"), will=will, warning=_lacking(conference),
    )  # fmt: skip


def _lacking(conference):
    """The warning that the report will lack results, or say what the data no longer say, with numbers; "" when all is well."""
    words = _(
        "Báo cáo sẽ thiếu kết quả: mới %(units)d trong %(of)d đơn vị đã xác nhận kết quả %(period)s; %(with_result)d trong %(targets)d chỉ tiêu có kết quả. Kết luận rồi thì báo cáo không bổ sung được."
    )
    found = reporting.missing_results(conference)
    outdated = reporting.outdated(conference)
    kept = _("%(n)d mục báo cáo giữ lời đã sửa trong khi dữ liệu đã đổi: %(titles)s.")
    told = [words % found] if found else []
    told += [kept % {"n": len(outdated), "titles": "; ".join(outdated)}] if outdated else []
    return " ".join(told)


@require_POST
@proven
def minute(request, pk):
    """Phát hành biên bản."""
    workflow.minute(conference_or_404(request, pk), by=request.user, at=request.at)
    return redirect("conferences:page", pk)
