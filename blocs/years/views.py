"""Năm thi đua: trang của năm, mốc, gia hạn, văn bản, nhật ký."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.roster.models import Bloc, Rotation, Unit
from emulation.accounts.proof import proven
from emulation.journal import clock
from emulation.journal import views as journal_views
from emulation.journal.words import who_may
from emulation.papers import views as paper_views
from emulation.papers import views_office
from emulation.ui.forms import attempt

from . import documents, forms, listing, reports, rotation, workflow
from .models import BlocYear, Duty, Filing, Member, Obligation


def year_or_404(request, pk):
    """The bloc-year if this person sees it, else 404."""
    years = BlocYear.objects.for_user(request.user).select_related("bloc__root", "rule_set")
    return get_object_or_404(years, pk=pk)


def refuse_other_hands(request, permission, subject):
    """A page that only leads to an act is for those who may do it. Raises PermissionDenied with the sentence."""
    if not request.user.has_perm(permission, subject):
        raise PermissionDenied(_("Trang này dành cho: %(who)s") % {"who": who_may(permission)})


def typed(request):
    """What a form is bound to: the posted fields, even when every one is empty; None while the page is only asked for."""
    return request.POST if request.method == "POST" else None


def act_page(request, form, *, h1, over, back, when="", will=(), warning=""):
    """The page of one act that needs a form: a warning, what will happen (`when` heads the sentences of `will`), the form."""
    context = {"form": form, "h1": h1, "over": over, "back": back, "when": when, "will": will, "warning": warning}
    return render(request, "years/act.html", context)


@require_safe
def index(request):
    """Các năm thi đua mà tôi thấy."""
    years = Paginator(reports.visible_years(request.user), 50).get_page(request.GET.get("trang"))
    context = {
        "years": years,
        "blocs": reports.openable(request.user),
        "secretariats": reports.secretariats(request.user),
        "years_to_open": [clock.today().year, clock.today().year + 1],
    }
    return render(request, "years/index.html", context)


@require_safe
def page(request, pk):
    """Trang của một năm: giai đoạn, ai trễ, bảng đơn vị × mốc, việc và văn bản."""
    bloc_year = year_or_404(request, pk)
    overview = reports.overview(bloc_year)
    holder, sentence = reports.turn(bloc_year, overview)
    present = [member for member, _owed in overview.rows if member.left_on is None]
    context = {
        "bloc_year": bloc_year,
        "holder": holder,
        "sentence": sentence,
        "own": reports.own(bloc_year, overview, request.user),
        "tasks": reports.drafts_of(bloc_year, request.user),
        "stages": reports.stages(bloc_year),
        "overview": overview,
        "lead": next((m for m, _owed in overview.rows if m.duty == Duty.LEAD), None),
        "drafts": bloc_year.drafts.filter(pk__in=bloc_year.drafts.for_user(request.user)),
        "movements": bloc_year.movements.annotate(units=Count("participations")),
        "filings": bloc_year.filings.select_related("paper").defer("paper__data")[:8],
        "turn": rotation.next_turn(bloc_year),
        "letters": reports.letters_being_written(bloc_year, request.user),
        "listed": listing.is_listed(bloc_year, present),
        "scans": reports.scans(overview, request.user),
        "demo_note": bloc_year.bloc.demo_note,
    }
    return render(request, "years/page.html", context)


def open_year(request, bloc):
    """Lập năm thi đua mới cho một khối."""
    bloc = get_object_or_404(Bloc.objects.for_user(request.user), pk=bloc)
    refuse_other_hands(request, "years.open_year", bloc)
    units = Unit.objects.filter(memberships__bloc=bloc, memberships__until=None).order_by("memberships__position")
    form = forms.OpenYearForm(typed(request), units=units, initial=_next_year(bloc))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        deputies = [facts["deputy"]] if facts["deputy"] else []
        opened = attempt(
            form, workflow.open_year, bloc, year=facts["year"], theme=facts["theme"], lead=facts["lead"],
            deputies=deputies, since=facts["since"], until=facts["until"], by=request.user, at=request.at,
        )  # fmt: skip
        if opened:
            return redirect("years:page", BlocYear.objects.get(bloc=bloc, year=facts["year"]).pk)
    return render(request, "years/form.html", {"form": form, "h1": _("Lập năm thi đua"), "over": bloc.name})


def _next_year(bloc):
    """What usually comes next: the year after the newest, led by whose turn it is."""
    newest = bloc.years.select_related("bloc").first()
    year = newest.year + 1 if newest else clock.today().year
    if newest is None or bloc.rotation == Rotation.APPOINTED:
        turn = rotation.named_turn(bloc.memberships.filter(until=None).select_related("unit"))
    else:
        turn = rotation.next_turn(newest)
    return {"year": year, "lead": turn.lead, "deputy": turn.deputy}


def set_due(request, pk):
    """Đặt hạn của một mốc."""
    bloc_year = year_or_404(request, pk)
    refuse_other_hands(request, "years.prepare", bloc_year)
    form = forms.DueForm(typed(request))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if attempt(form, workflow.set_due, bloc_year, facts["kind"], facts["due"], by=request.user, at=request.at):
            return redirect("years:page", pk)
    return render(request, "years/form.html", {"form": form, "h1": _("Đặt hạn của mốc"), "bloc_year": bloc_year})


def extend(request, pk):
    """Gia hạn một việc cho một đơn vị."""
    visible = Obligation.objects.filter(member__bloc_year__in=BlocYear.objects.for_user(request.user).values("pk"))
    obligation = get_object_or_404(visible.select_related("member__bloc_year__bloc", "milestone"), pk=pk)
    refuse_other_hands(request, "years.extend", obligation)
    form = forms.ExtendForm(typed(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.extend, obligation, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("years:page", obligation.member.bloc_year_id)
    h1 = _("Gia hạn cho %(unit)s: %(what)s") % {
        "unit": obligation.member,
        "what": obligation.milestone.get_kind_display(),
    }
    return render(request, "years/form.html", {"form": form, "h1": h1, "bloc_year": obligation.member.bloc_year})


def women(request, pk):
    """Tỷ lệ nữ của một đơn vị trong năm, xét khi đồng điểm."""
    member = get_object_or_404(Member.objects.for_user(request.user).select_related("bloc_year__bloc"), pk=pk)
    refuse_other_hands(request, "years.record_women", member)
    known = {"women": member.women, "staff": member.staff, "source": member.women_source}
    form = forms.WomenForm(typed(request), initial=known)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.record_women, member, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("years:page", member.bloc_year_id)
    h1 = _("Tỷ lệ nữ của %(unit)s") % {"unit": member}
    return render(request, "years/form.html", {"form": form, "h1": h1, "bloc_year": member.bloc_year})


@require_POST
@proven
def close(request, pk):
    """Khép năm thi đua."""
    workflow.close(year_or_404(request, pk), by=request.user, at=request.at)
    return redirect("years:page", pk)


@require_safe
def papers(request):
    """Văn bản của các năm mà tôi thấy, tìm được khi gõ không dấu."""
    query = request.GET.get("q", "")
    found = Paginator(reports.filings(request.user, query), 30).get_page(request.GET.get("trang"))
    return render(request, "years/papers.html", {"filings": found, "q": query})


def _filing(request, pk):
    return get_object_or_404(Filing.objects.for_user(request.user).select_related("paper", "bloc_year__bloc"), pk=pk)


def paper(request, pk):
    """Một văn bản: số, tiến độ tạo PDF, tải về."""
    filing = _filing(request, pk)
    pdf = reverse("years:paper_pdf", args=[pk])
    back = str(filing.bloc_year), reverse("years:page", args=[filing.bloc_year_id])
    return paper_views.show(request, filing.paper, back=back, pdf=pdf)


@require_safe
def paper_pdf(request, pk):
    """Tệp PDF của một văn bản."""
    return paper_views.pdf(request, _filing(request, pk).paper)


def numbers(request, pk):
    """Số và thể thức văn bản: who issues the papers of the year, in which series and letterhead."""
    bloc_year = year_or_404(request, pk)
    refuse_other_hands(request, "years.prepare", bloc_year)
    sent = request.POST if request.POST.get("act") == "issue_as" else None
    form = forms.IssuesAsForm(sent, initial={"who": bloc_year.issues_as})
    if sent and form.is_valid():
        workflow.issue_as(bloc_year, form.cleaned_data["who"], by=request.user, at=request.at)
        return redirect("years:numbers", pk)
    back = str(bloc_year), reverse("years:page", args=[pk])
    context = {"bloc_year": bloc_year, "issuing": form, "template": "years/numbers.html"}
    return views_office.numbers(request, documents.issuer(bloc_year), back=back, **context)


@require_safe
def journal(request, pk):
    """Nhật ký của năm."""
    bloc_year = year_or_404(request, pk)
    back = reverse("years:page", args=[pk])
    return journal_views.show(request, bloc_year.stream, title=str(bloc_year), back=back)
