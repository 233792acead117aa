"""Chấm điểm: các vòng chấm, một vòng, chốt và công bố, xếp hạng."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.years.models import BlocYear
from blocs.years.views import refuse_other_hands
from emulation.accounts.proof import proven
from emulation.journal.clock import today
from emulation.papers import views as paper_views
from emulation.ui.dates import hour
from emulation.ui.forms import attempt

from . import charts, correction, documents, forms, reports, results, rules, workflow
from .comparing import compared
from .gaps import gaps_of
from .locks import lead_checker_named
from .models import Column, Filler, Round, RoundState, Scheme
from .pens import pen_of_round

ON_A_PAGE = 30


def round_or_404(request, pk):
    """The round if this person sees it, else 404."""
    rounds = Round.objects.for_user(request.user).defer("paper__data")
    related = ("bloc_year__bloc__root", "scheme", "rule_set", "lead_checker", "paper")
    return get_object_or_404(rounds.select_related(*related), pk=pk)


def visible_columns(user, round_):
    """The columns of a round that a person may open as a grid (list)."""
    seen = Column.objects.read_by(user).filter(round=round_).exclude(kind=Filler.ANSWER)
    return list(seen.select_related("member"))


def told_of(round_):
    """The note over demonstration data of this bloc, when it has one of its own."""
    note = round_.bloc_year.bloc.demo_note
    return {"demo_note": note} if note else {}


def said(request, sentence):
    """After the act the button's own word returns, with the hour."""
    messages.success(request, _("%(what)s lúc %(hour)s.") % {"what": sentence, "hour": hour(request.at)})


@require_safe
def index(request):
    """Các vòng chấm mà tôi thấy."""
    rounds = Paginator(reports.visible_rounds(request.user), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {"rounds": rounds, "openable": reports.openable(request.user), "today": today()}
    return render(request, "scoring/index.html", context | {"blocs": reports.blocs_to_write_for(request.user)})


@require_safe
def rankings(request):
    """Các bảng xếp hạng đã công bố."""
    published = reports.visible_rounds(request.user).filter(state=RoundState.PUBLISHED)
    rounds = Paginator(published, ON_A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "scoring/rankings.html", {"rounds": rounds})


@require_safe
def year(request, pk):
    """Các vòng chấm của một năm."""
    bloc_year = get_object_or_404(BlocYear.objects.for_user(request.user).select_related("bloc__root"), pk=pk)
    rounds = reports.visible_rounds(request.user).filter(bloc_year=bloc_year)
    scheme = Scheme.objects.in_force(bloc_year.bloc)
    context = {
        "bloc_year": bloc_year,
        "rounds": rounds,
        "scheme": scheme,
        "may_open": scheme and len(rounds) < 2 and request.user.has_perm("scoring.open_round", bloc_year),
        "today": today(),
    }
    return render(request, "scoring/year.html", context)


@require_safe
def round_page(request, pk):
    """Một vòng chấm: phiếu của từng đơn vị đang ở đâu, việc tiếp theo là gì."""
    round_ = round_or_404(request, pk)
    rows = reports.sheet_rows(request.user, round_)
    columns = list(Column.objects.for_user(request.user).filter(round=round_).select_related("member", "unit"))
    context = {
        "round": round_,
        "rows": rows,
        "columns": columns,
        "whole": [c for c in columns if c.is_handed_in_whole],
        "read": set(Column.objects.read_by(request.user).filter(round=round_).values_list("pk", flat=True)),
        "waiting": [c.title for c in columns if c.waits],
        "crossed": any(c.kind == Filler.PEERS for c in columns),
        "pen": pen_of_round(round_),
        "unchecked": sum(r.is_unchecked for r in rows),
        "women": results.women_of(request.user, round_),
        "checker": lead_checker_named(round_),
        "has_checker": rules.lead_checker_of(round_) is not None,
        "today": today(),
    } | told_of(round_)
    return render(request, "scoring/round.html", context)


def open_round(request, pk):
    """Mở một vòng chấm."""
    bloc_year = get_object_or_404(BlocYear.objects.for_user(request.user).select_related("bloc"), pk=pk)
    refuse_other_hands(request, "scoring.open_round", bloc_year)
    form = forms.RoundForm(request.POST or None, bloc_year=bloc_year)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.open_round, bloc_year, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("scoring:round", form.outcome.pk)
    context = {"form": form, "bloc_year": bloc_year, "scheme": Scheme.objects.in_force(bloc_year.bloc)}
    return render(request, "scoring/open.html", context)


def reschedule(request, pk):
    """Đổi hạn của một vòng chấm."""
    round_ = round_or_404(request, pk)
    refuse_other_hands(request, "scoring.open_round", round_)
    days = {"self_due": round_.self_due, "check_due": round_.check_due}
    form = forms.RescheduleForm(request.POST or None, initial=days)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.reschedule, round_, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("scoring:round", pk)
    return render(request, "scoring/form.html", {"form": form, "round": round_, "h1": _("Đổi hạn vòng chấm")})


def name_lead_checker(request, pk):
    """Giao đơn vị chấm phiếu của trưởng khối."""
    round_ = round_or_404(request, pk)
    refuse_other_hands(request, "scoring.name_lead_checker", round_)
    form = forms.LeadCheckerForm(request.POST or None, bloc_year=round_.bloc_year)
    if request.method == "POST" and form.is_valid():
        act, member = workflow.name_lead_checker, form.cleaned_data["member"]
        if attempt(form, act, round_, member, by=request.user, at=request.at):
            return redirect("scoring:round", pk)
    title = _("Giao chấm phiếu của trưởng khối")
    return render(request, "scoring/form.html", {"form": form, "round": round_, "h1": title})


@require_POST
def begin_checking(request, pk):
    """Nút «Bắt đầu kiểm tra»."""
    workflow.begin_checking(round_or_404(request, pk), by=request.user, at=request.at)
    said(request, _("Đã bắt đầu kiểm tra"))
    return redirect("scoring:round", pk)


@proven
def agree(request, pk):
    """Chốt điểm: xem lại rồi chốt."""
    round_ = round_or_404(request, pk)
    refuse_other_hands(request, "scoring.agree", round_)
    workflow.AGREE.check_state(round_)
    if request.method == "POST":
        workflow.agree(round_, by=request.user, at=request.at)
        said(request, _("Đã chốt điểm"))
        return redirect("scoring:ranking", pk)
    return render(request, "scoring/agree.html", {"round": round_, "rows": reports.sheet_rows(request.user, round_)})


@proven
def publish(request, pk):
    """Công bố kết quả: xem lại rồi công bố."""
    round_ = round_or_404(request, pk)
    refuse_other_hands(request, "scoring.publish", round_)
    workflow.PUBLISH.check_state(round_)
    if request.method == "POST":
        workflow.publish(round_, by=request.user, at=request.at)
        said(request, _("Đã công bố kết quả"))
        return redirect("scoring:ranking", pk)
    rows = results.with_sheets(request.user, round_, results.ranking(round_))
    context = {"round": round_, "rows": rows, "shared": results.needs_tie_break(round_)}
    context["women"] = [pair for pair in results.women_of(request.user, round_) if not pair[0].staff]
    return render(request, "scoring/publish.html", context)


@require_safe
def ranking(request, pk):
    """Bảng xếp hạng của một vòng: đã công bố, hoặc như đang chốt."""
    round_ = round_or_404(request, pk)
    rows = results.ranking(round_) if round_.state in (RoundState.AGREED, RoundState.PUBLISHED) else []
    if rows and not reports.sees_results(request.user, round_):
        raise Http404
    axis = charts.axis_of(rows)
    context = {
        "round": round_,
        "rows": [(r, url, charts.strip_of(axis, r)) for r, url in results.with_sheets(request.user, round_, rows)],
        "ties": [r for r in rows if r.decided_by],
        "leaders": sum(r.rank == 1 for r in rows),
        "excluded": round_.sheets.filter(state="excluded").select_related("member") if rows else [],
        "own": reports.own_of(round_) if rows else [],
        "held": documents.held(round_) if rows else [],
        "unranked": correction.unranked(round_) if round_.state == RoundState.PUBLISHED else [],
        "axis": axis,
        "pen": pen_of_round(round_),
        "women": results.women_of(request.user, round_) if round_.state == RoundState.AGREED else [],
        "corrections": round_.corrections.all() if rows else [],
        "decimals": round_.scheme.decimals,
    } | told_of(round_)
    return render(request, "scoring/ranking.html", context)


@require_safe
def gaps(request, pk):
    """Chênh lệch giữa kiểm tra và tự chấm, từng dòng, từng đơn vị."""
    round_ = round_or_404(request, pk)
    context = {"round": round_, "gaps": gaps_of(request.user, round_), "decimals": round_.scheme.decimals}
    return render(request, "scoring/gaps.html", context | told_of(round_))


@require_safe
def compare(request, pk):
    """Cùng những điểm đã chốt, theo một bản khác của bộ tiêu chí (?ban=)."""
    round_ = round_or_404(request, pk)
    refuse_other_hands(request, "scoring.compare", round_)
    others = list(round_.bloc_year.bloc.schemes.exclude(pk=round_.scheme_id))
    wanted = [s for s in others if str(s.version) == request.GET.get("ban")]
    chosen = next(iter(wanted or others), None)
    agreed = round_.state in (RoundState.AGREED, RoundState.PUBLISHED)
    found = compared(round_, chosen) if chosen and agreed else None
    return render(
        request, "scoring/compare.html", {"round": round_, "others": others, "found": found} | told_of(round_)
    )


def paper(request, pk):
    """Bảng điểm tổng hợp đã phát hành."""
    round_ = round_or_404(request, pk)
    if round_.paper is None:
        raise Http404
    back = str(round_), reverse("scoring:ranking", args=[pk])
    return paper_views.show(request, round_.paper, back=back, pdf=reverse("scoring:pdf", args=[pk]))


@require_safe
def pdf(request, pk):
    """Tệp PDF của bảng điểm."""
    round_ = round_or_404(request, pk)
    if round_.paper is None:
        raise Http404
    return paper_views.pdf(request, round_.paper)
