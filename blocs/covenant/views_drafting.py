"""Giao ước, phụ lục: soạn, gửi góp ý, góp ý, trả lời, chốt."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blocs.years.views import refuse_other_hands
from emulation.accounts.proof import proven
from emulation.journal import clock
from emulation.journal.words import who_may
from emulation.papers import views_twins
from emulation.ui.forms import attempt

from . import documents, forms, proposing, reports, workflow
from .addresses import address
from .models import Covenant, Remark, State
from .views import covenant_or_404, show, year_or_404


def edit(request, bloc_year, position=0):
    """Soạn hoặc sửa dự thảo giao ước; lần đầu có sẵn nội dung đề nghị. Hoặc sửa dự thảo một phụ lục. ?docx: dự thảo bản Word."""
    if position:
        return _edit_annex(request, covenant_or_404(request, bloc_year, position))
    year = year_or_404(request, bloc_year)
    covenant = Covenant.objects.originals().filter(bloc_year=year).first() or Covenant(bloc_year=year)
    refuse_other_hands(request, "covenant.draft", covenant)
    if covenant.state != State.DRAFT:
        return redirect("covenant:page", bloc_year)
    if covenant.pk and "docx" in request.GET:
        return views_twins.word(documents.draft(covenant, at=request.at))
    written = (covenant.theme, covenant.text) if covenant.pk else (year.theme, proposing.suggested_text(year))
    form = forms.CovenantForm(request.POST or None, initial=dict(zip(("theme", "text"), written, strict=True)))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.draft, year, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("covenant:page", bloc_year)
    lead = _("Nội dung đã có sẵn theo số liệu của năm; sửa lại cho đúng ý của khối.") if not covenant.pk else ""
    return form_page(request, form, year, _("Soạn giao ước thi đua năm %(year)s") % {"year": year.year}, lead=lead)


def _edit_annex(request, annex):
    refuse_other_hands(request, "covenant.draft", annex)
    if annex.state != State.DRAFT:
        return redirect(address(annex))
    if "docx" in request.GET:
        return views_twins.word(documents.draft(annex, at=request.at))
    form = forms.AnnexForm(request.POST or None, initial={"reason": annex.reason, "text": annex.text})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.rewrite, annex, **form.cleaned_data, by=request.user, at=request.at):
            return redirect(address(annex))
    return form_page(request, form, annex.bloc_year, str(annex))


def amend(request, bloc_year):
    """Soạn phụ lục mới."""
    year = year_or_404(request, bloc_year)
    refuse_other_hands(request, "covenant.draft", year)
    form = forms.AnnexForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.amend, year, **form.cleaned_data, by=request.user, at=request.at):
            return redirect(address(form.outcome))
    lead = _("Giao ước đã ký giữ nguyên. Phụ lục được gửi góp ý, chốt, và từng đơn vị xác nhận như giao ước.")
    return form_page(request, form, year, _("Soạn phụ lục giao ước"), lead=lead)


def form_page(request, form, bloc_year, h1, lead=""):
    """One form of the covenant."""
    return show(request, "covenant/form.html", bloc_year, form=form, h1=h1, lead=lead)


@require_POST
def circulate(request, bloc_year, position=0):
    """Gửi dự thảo cho các đơn vị góp ý."""
    covenant = covenant_or_404(request, bloc_year, position)
    workflow.circulate(covenant, by=request.user, at=request.at)
    return redirect(address(covenant))


# --- góp ý, trả lời -----------------------------------------------------------------------------
def _own_member(request, covenant):
    mine = reports.own_member(request.user, covenant.bloc_year)
    if mine is None:
        raise PermissionDenied(_("Trang này dành cho: %(who)s") % {"who": who_may("covenant.remark")})
    return mine


@require_POST
def agree(request, bloc_year, position=0):
    """Nhất trí với dự thảo, không có ý kiến gì thêm."""
    covenant = covenant_or_404(request, bloc_year, position)
    mine = _own_member(request, covenant)
    workflow.remark(covenant, member=mine, agrees=True, by=request.user, at=request.at)
    return redirect(address(covenant))


def remark(request, bloc_year, position=0):
    """Gửi ý kiến, hoặc nói vì sao chưa xác nhận."""
    covenant = covenant_or_404(request, bloc_year, position)
    mine = _own_member(request, covenant)
    form = forms.RemarkForm(request.POST or None)
    if covenant.state == State.DRAFT:
        del form.fields["declines"]
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.remark, covenant, member=mine, **form.cleaned_data, by=request.user, at=request.at):
            return redirect(address(covenant))
    lead = _("Ý kiến của %(unit)s hiện trên trang giao ước cho cả khối, không sửa và không xóa được.") % {"unit": mine}
    return form_page(request, form, covenant.bloc_year, _("Gửi ý kiến về giao ước"), lead=lead)


@require_POST
def answer(request, pk):
    """Trả lời một ý kiến."""
    visible = Remark.objects.for_user(request.user).select_related("covenant__bloc_year__bloc", "member")
    found = get_object_or_404(visible, pk=pk)
    workflow.answer(found, text=request.POST.get("text", ""), by=request.user, at=request.at)
    return redirect(address(found.covenant))


# --- chốt ---------------------------------------------------------------------------------------
@proven
def freeze(request, bloc_year, position=0):
    """Kiểm tra rồi chốt."""
    covenant = covenant_or_404(request, bloc_year, position)
    refuse_other_hands(request, "covenant.freeze", covenant)
    if covenant.state != State.DRAFT:
        return redirect(address(covenant))
    form = _freeze_form(request, covenant)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.freeze, covenant, **form.cleaned_data, by=request.user, at=request.at):
            return redirect(address(covenant))
        covenant = covenant_or_404(request, bloc_year, position)
    facts = {"frozen": documents.frozen_content(covenant, on=clock.today()), "missing": form.missing}
    more = {"why": workflow.not_yet(covenant), "silent": reports.opinions(covenant).silent}
    return show(request, "covenant/freeze.html", covenant.bloc_year, covenant=covenant, form=form, **facts, **more)


def _freeze_form(request, covenant):
    missing = [] if covenant.position else documents.without_pledge(covenant.bloc_year)
    known = bool(documents.law.citations("covenant", clock.today()))
    posted = request.POST if request.method == "POST" else None
    return forms.FreezeForm(posted, missing=missing, known=known, initial={"grounds": covenant.grounds})
