"""Giao ước: đọc, soạn, chốt, xác nhận, gửi ý kiến, bản in."""

from datetime import UTC, datetime
from functools import partial

from allauth.account.internal.flows.login import get_authentication_records
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_POST, require_safe

from blocs.years.documents import lead_of
from blocs.years.models import BlocYear
from blocs.years.rules import office_in
from blocs.years.views import refuse_other_hands
from emulation.accounts.proof import proven
from emulation.journal import clock
from emulation.journal.words import who_may
from emulation.papers import views as paper_views
from emulation.ui.forms import attempt

from . import documents, forms, proposing, reports, workflow
from .models import Covenant, Signature, SignatureState, State


def year_or_404(request, pk):
    """The bloc-year if this person sees it, else 404."""
    return get_object_or_404(BlocYear.objects.for_user(request.user).select_related("bloc"), pk=pk)


def covenant_or_404(request, bloc_year):
    """The covenant of a year if this person sees it, else 404."""
    found = Covenant.objects.for_user(request.user).select_related("bloc_year__bloc", "paper__rendering")
    return get_object_or_404(found.defer("paper__data"), bloc_year=bloc_year)


def signature_or_404(request, pk):
    """A unit's signature if this person sees the covenant, else 404."""
    found = Signature.objects.for_user(request.user).select_related("covenant__bloc_year__bloc", "member__unit")
    return get_object_or_404(found, pk=pk)


def show(request, template, bloc_year, **context):
    """A page about the covenant of a year, under the note of its bloc."""
    return render(request, template, {"bloc_year": bloc_year, "demo_note": bloc_year.bloc.demo_note} | context)


@require_safe
def page(request, bloc_year):
    """Giao ước của một năm: bản chốt, phụ lục của đơn vị mình, ai đã xác nhận, ý kiến."""
    year = year_or_404(request, bloc_year)
    try:
        covenant = covenant_or_404(request, bloc_year)
    except Http404:
        return render(
            request, "covenant/none.html", {"bloc_year": year, "lead": lead_of(year), "demo_note": year.bloc.demo_note}
        )
    return show(request, "covenant/page.html", year, **_reading(request, covenant, year))


def _reading(request, covenant, year):
    """What the page shows to this person: text, own annex, own confirmation, everybody's progress and remarks."""
    mine, progress = reports.own_member(request.user, year), reports.progress(covenant)
    signature = next((s for s in progress.signatures if mine and s.member_id == mine.pk), None)
    return {
        "covenant": covenant, "lead": lead_of(year), "mine": mine, "progress": progress,
        "frozen": covenant.frozen or documents.frozen_content(year, on=clock.today()),
        "annex": covenant.annex_of(mine) if mine else None,
        "signature": signature, "act": _next_act(request.user, covenant, signature),
        "remarks": covenant.remarks.select_related("member"), "due": reports.due_to_sign(mine) if mine else None,
        "today": clock.today(),
    }  # fmt: skip


def _next_act(user, covenant, signature):
    """The one act of the page for this person: freeze, confirm, withdraw, or "" when it is not their turn."""
    if covenant.state == State.DRAFT:
        return "freeze" if user.has_perm("covenant.freeze", covenant) else ""
    if covenant.state == State.SIGNED or signature is None or not user.has_perm("covenant.sign", signature):
        return ""
    return {SignatureState.AWAITED: "confirm", SignatureState.SIGNED: "withdraw"}.get(signature.state, "")


def _etag(request, bloc_year):
    covenant = Covenant.objects.for_user(request.user).filter(bloc_year=bloc_year).first()
    return f'"{reports.progress(covenant).etag}-{request.user.pk}"' if covenant else None


@require_safe
@cache_control(no_cache=True, private=True)
@condition(etag_func=_etag)
def signatures(request, bloc_year):
    """Danh sách xác nhận, hỏi lại vài giây một lần trong khi còn chờ."""
    covenant = covenant_or_404(request, bloc_year)
    context = {"covenant": covenant, "bloc_year": covenant.bloc_year, "progress": reports.progress(covenant)}
    return render(request, "covenant/_signatures.html", context)


def edit(request, bloc_year):
    """Soạn hoặc sửa dự thảo giao ước; lần đầu có sẵn nội dung đề nghị."""
    year = year_or_404(request, bloc_year)
    covenant = Covenant.objects.filter(bloc_year=year).first() or Covenant(bloc_year=year)
    refuse_other_hands(request, "covenant.draft", covenant)
    if covenant.state != State.DRAFT:
        return redirect("covenant:page", bloc_year)
    written = (covenant.theme, covenant.text) if covenant.pk else (year.theme, proposing.suggested_text(year))
    form = forms.CovenantForm(request.POST or None, initial=dict(zip(("theme", "text"), written, strict=True)))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.draft, year, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("covenant:page", bloc_year)
    lead = _("Nội dung đã có sẵn theo số liệu của năm; sửa lại cho đúng ý của khối.") if not covenant.pk else ""
    return _form(request, form, year, _("Soạn giao ước thi đua năm %(year)s") % {"year": year.year}, lead=lead)


def _form(request, form, bloc_year, h1, lead=""):
    return show(request, "covenant/form.html", bloc_year, form=form, h1=h1, lead=lead)


@require_POST
def circulate(request, bloc_year):
    """Gửi dự thảo cho các đơn vị góp ý."""
    workflow.circulate(covenant_or_404(request, bloc_year), by=request.user, at=request.at)
    return redirect("covenant:page", bloc_year)


@proven
def freeze(request, bloc_year):
    """Kiểm tra rồi chốt giao ước."""
    covenant = covenant_or_404(request, bloc_year)
    refuse_other_hands(request, "covenant.freeze", covenant)
    if covenant.state != State.DRAFT:
        return redirect("covenant:page", bloc_year)
    missing = documents.without_pledge(covenant.bloc_year)
    form = forms.FreezeForm(request.POST if request.method == "POST" else None, missing=missing)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.freeze, covenant, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("covenant:page", bloc_year)
        covenant = covenant_or_404(request, bloc_year)
    year = covenant.bloc_year
    frozen = documents.frozen_content(year, on=clock.today())
    return show(request, "covenant/freeze.html", year, covenant=covenant, form=form, frozen=frozen, missing=missing)


@proven
def confirm(request, pk):
    """Bước 2: kiểm tra rồi xác nhận cho đơn vị mình."""
    signature = signature_or_404(request, pk)
    refuse_other_hands(request, "covenant.sign", signature)
    covenant = signature.covenant
    if request.method == "POST":
        workflow.sign(signature, proof=_proof(request), by=request.user, at=request.at)
        return redirect("covenant:page", covenant.bloc_year_id)
    if signature.state != SignatureState.AWAITED:
        return redirect("covenant:page", covenant.bloc_year_id)
    context = {
        "signature": signature, "covenant": covenant,
        "seat": office_in(request.user, signature.member), "head_title": workflow.head_title(signature.member),
        "total": covenant.signatures.count(), "others": covenant.signatures.count() - 1,
        "last": not covenant.signatures.awaited().exclude(pk=pk).exists(),
    }  # fmt: skip
    return show(request, "covenant/confirm.html", covenant.bloc_year, **context)


def _proof(request):
    """What is kept of this confirmation beside the act itself (documents.md §4.3): the fresh proof, where from, with what."""
    shown = max(get_authentication_records(request, request.user), key=lambda record: record["at"], default=None)
    address = f"{request.META.get('REMOTE_ADDR', '')}:{request.META.get('REMOTE_PORT', '')}"
    return workflow.Proof(
        authenticated_at=datetime.fromtimestamp(shown["at"], UTC) if shown else None,
        method=shown["method"] if shown else "",
        address_hash=salted_hmac("covenant.address", address, algorithm="sha256").hexdigest(),
        user_agent=request.headers.get("User-Agent", ""),
    )


def remark(request, bloc_year):
    """Gửi ý kiến, hoặc nói vì sao chưa xác nhận."""
    covenant = covenant_or_404(request, bloc_year)
    mine = reports.own_member(request.user, covenant.bloc_year)
    if mine is None:
        raise PermissionDenied(_("Trang này dành cho: %(who)s") % {"who": who_may("covenant.remark")})
    form = forms.RemarkForm(request.POST or None)
    if covenant.state == State.DRAFT:
        del form.fields["declines"]
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.remark, covenant, member=mine, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("covenant:page", bloc_year)
    lead = _("Ý kiến của %(unit)s hiện trên trang giao ước cho cả khối, không sửa và không xóa được.") % {"unit": mine}
    return _form(request, form, covenant.bloc_year, _("Gửi ý kiến về giao ước"), lead=lead)


@proven
def withdraw(request, pk):
    """Rút xác nhận của đơn vị mình."""
    signature = signature_or_404(request, pk)
    refuse_other_hands(request, "covenant.withdraw", signature)
    workflow.WITHDRAW.check_state(signature)
    h1 = _("Rút xác nhận của %(unit)s")
    lead = _("Đơn vị trở lại “Chưa xác nhận”; nhật ký giữ cả lần xác nhận và lần rút.")
    return _with_reason(request, signature, forms.WithdrawForm, workflow.withdraw, h1, lead)


@proven
def go_without(request, pk):
    """Hoàn tất giao ước không có một đơn vị."""
    signature = signature_or_404(request, pk)
    refuse_other_hands(request, "covenant.go_without", signature)
    workflow.GO_WITHOUT.check_state(signature)
    h1 = _("Hoàn tất giao ước không có %(unit)s")
    lead = _("Giấy in “Không xác nhận” kèm lý do, không lấy lại được. Không còn ai phải chờ thì giao ước được in ngay.")
    return _with_reason(request, signature, forms.GoWithoutForm, workflow.go_without, h1, lead)


def _with_reason(request, signature, form_class, act, h1, lead):
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, partial(act, signature), **form.cleaned_data, by=request.user, at=request.at):
            return redirect("covenant:page", signature.covenant.bloc_year_id)
    return _form(request, form, signature.covenant.bloc_year, h1 % {"unit": signature.member}, lead=lead)


def _printed_or_404(request, bloc_year):
    covenant = covenant_or_404(request, bloc_year)
    if covenant.paper is None:
        raise Http404
    return covenant


def paper(request, bloc_year):
    """Bản in của giao ước."""
    covenant, pdf_at = _printed_or_404(request, bloc_year), reverse("covenant:pdf", args=[bloc_year])
    back = (covenant.paper.title, reverse("covenant:page", args=[bloc_year]))
    return paper_views.show(request, covenant.paper, back=back, pdf=pdf_at, told=partial(documents.evidence, covenant))


@require_safe
def pdf(request, bloc_year):
    """Tệp PDF của giao ước."""
    return paper_views.pdf(request, _printed_or_404(request, bloc_year).paper)
