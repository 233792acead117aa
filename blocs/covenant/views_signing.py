"""Xác nhận giao ước, phụ lục: kiểm tra rồi xác nhận, rút, hoàn tất không có một đơn vị."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from blocs.years.views import refuse_other_hands
from emulation.accounts import proof
from emulation.accounts.proof import proven
from emulation.accounts.second_step import SecondStep
from emulation.journal.steps import Refused
from emulation.ui.forms import attempt

from . import forms, signing
from .addresses import address
from .authority import standing
from .models import Signature, SignatureState
from .views import show
from .views_drafting import form_page


def signature_or_404(request, pk):
    """A unit's signature if this person sees the covenant, else 404."""
    related = ("covenant__bloc_year__bloc", "covenant__frozen_paper__rendering", "member__unit")
    return get_object_or_404(Signature.objects.for_user(request.user).select_related(*related), pk=pk)


def confirm(request, pk):
    """Bước 2: kiểm tra rồi xác nhận cho đơn vị mình, bằng khóa trên máy hoặc mã."""
    signature = signature_or_404(request, pk)
    refuse_other_hands(request, "covenant.sign", signature)
    step = SecondStep(request)
    if request.method == "POST":
        if step.is_shown():
            signing.sign(signature, proof=_proof(request), by=request.user, at=request.at)
            return redirect(address(signature.covenant))
        if step.way == "password":
            return proof.ask_again(request)
    if signature.state != SignatureState.AWAITED:
        return redirect(address(signature.covenant))
    return show(
        request, "covenant/confirm.html", signature.bloc_year, step=step, **_what_is_confirmed(request, signature)
    )


def _what_is_confirmed(request, signature):
    """What the person reads before the last tap: which text, for whom, with which authority; or why not."""
    covenant = signature.covenant
    others = covenant.signatures.exclude(pk=signature.pk)
    told = {"signature": signature, "covenant": covenant, "others": others.count(), "total": others.count() + 1,
            "last": not others.awaited().exists(), "pdf_sha256": signing.file_hash(covenant), "why": ""}  # fmt: skip
    try:
        return told | {"standing": standing(request.user, signature.member)}
    except Refused as refusal:
        return told | {"why": str(refusal)}


def _proof(request):
    """What is kept of this confirmation beside the act itself (documents.md §4.3): the fresh proof, where from, with what."""
    shown = proof.latest(request)
    return signing.Proof(
        authenticated_at=shown.at, method=shown.method, factor=shown.factor,
        address_hash=proof.hidden("address", proof.address_of(request)), user_agent=request.headers.get("User-Agent", ""),
        browser_hash=proof.hidden("browser", request.headers.get("User-Agent", "")),
    )  # fmt: skip


@proven
def withdraw(request, pk):
    """Rút xác nhận của đơn vị mình."""
    signature = signature_or_404(request, pk)
    refuse_other_hands(request, "covenant.withdraw", signature)
    signing.WITHDRAW.check_state(signature)
    h1 = _("Rút xác nhận của %(unit)s")
    lead = _("Đơn vị trở lại “Chưa xác nhận”; nhật ký giữ cả lần xác nhận và lần rút.")
    return _with_reason(request, signature, forms.WithdrawForm, signing.withdraw, h1, lead)


@proven
def go_without(request, pk):
    """Hoàn tất giao ước không có một đơn vị."""
    signature = signature_or_404(request, pk)
    refuse_other_hands(request, "covenant.go_without", signature)
    signing.GO_WITHOUT.check_state(signature)
    h1 = _("Hoàn tất giao ước không có %(unit)s")
    lead = _("Giấy in “Không xác nhận” kèm lý do, không lấy lại được. Không còn ai phải chờ thì giao ước được in ngay.")
    return _with_reason(request, signature, forms.GoWithoutForm, signing.go_without, h1, lead)


def _with_reason(request, signature, form_class, act, h1, lead):
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, partial(act, signature), **form.cleaned_data, by=request.user, at=request.at):
            return redirect(address(signature.covenant))
    return form_page(request, form, signature.bloc_year, h1 % {"unit": signature.member}, lead=lead)
