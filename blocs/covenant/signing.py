"""Xác nhận giao ước, phụ lục: từng đơn vị xác nhận → đủ thì in; rút được khi chưa đủ; hoàn tất không có một đơn vị."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.years import workflow as years
from blocs.years.documents import issuer
from blocs.years.models import Due, Duty, Stage
from emulation.journal import clock
from emulation.journal.steps import Refused, Step
from emulation.papers.models import Kind
from emulation.papers.models import Stage as FileStage
from emulation.papers.workflow import issue

from . import documents
from .authority import standing
from .models import SignatureState, State

# The year is locked before the covenant and the covenant before a signature: heads who press in the same second queue up.
ROW = ("covenant.bloc_year", "covenant")
SIGN = Step(_("Xác nhận giao ước"), [SignatureState.AWAITED], SignatureState.SIGNED, "covenant.sign", parents=ROW)
WITHDRAW = Step(
    _("Rút xác nhận"), [SignatureState.SIGNED], SignatureState.AWAITED, "covenant.withdraw", parents=ROW, reason=True
)
GO_WITHOUT = Step(
    _("Hoàn tất không có đơn vị này"), [SignatureState.AWAITED], SignatureState.ABSENT, "covenant.go_without",
    parents=ROW, reason=True,
)  # fmt: skip
COMPLETE = Step(_("Giao ước đủ xác nhận"), [State.SIGNING], State.SIGNED, None)


@dataclass(frozen=True)
class Proof:
    """Chứng cứ của một lần xác nhận: when and how the person proved who they are, and from where and with what (both hashed)."""

    authenticated_at: datetime | None = None
    method: str = ""
    factor: str = ""
    address_hash: str = ""
    user_agent: str = ""
    browser_hash: str = ""


NO_PROOF = Proof()


def sign(signature, *, proof=NO_PROOF, by, at):
    """Thủ trưởng xác nhận, hoặc người được giao ký (KT., TUQ.) xác nhận, cho chính đơn vị mình. Chữ cuối cùng thì in giao ước.

    Raises Refused, saying why: no authority today, the covenant is not open, its text no longer matches its hash, the
    frozen text has no file yet, or the unit has left the bloc.
    """
    with SIGN.on(signature, by=by, at=at) as act:
        covenant, who = signature.covenant, standing(by, signature.member)
        _refuse_unless_signable(covenant, signature)
        _stamp(signature, who, proof, by=by, at=at)
        if not covenant.position:
            years.meet(signature.member, Due.SIGN, by=by, at=at)
        act.detail = _evidence(signature, proof)
        _complete_after(signature, by=by, at=at)


def _refuse_unless_signable(covenant, signature):
    if covenant.state != State.SIGNING:
        raise Refused(gettext("Giao ước hiện không lấy xác nhận."))
    if signature.member.left_on:
        raise Refused(gettext("%(unit)s đã ra khỏi khối nên không xác nhận giao ước này.") % {"unit": signature.member})
    if not covenant.is_intact:
        raise Refused(
            gettext(
                "Nội dung không còn khớp mã bản chốt %(code)s, có người đã sửa sau khi chốt. Dừng xác nhận và báo cơ quan thường trực."
            )
            % {"code": covenant.code}
        )
    if not file_hash(covenant):
        raise Refused(gettext("Tệp PDF của bản chốt đang được tạo, thường mất vài giây. Chờ tệp xong rồi xác nhận."))


def file_hash(covenant):
    """SHA-256 of the stored bytes of the frozen text; "" while the file is not there."""
    paper = covenant.frozen_paper
    return paper.rendering.sha256 if paper and paper.rendering.stage == FileStage.DONE else ""


@translation.override("vi")
def _stamp(signature, who, proof, *, by, at):
    signature.signed_by, signature.signed_at, signature.seat = by, at, who.seat
    signature.authority, signature.delegation = who.authority, who.delegation
    signature.office_title, signature.on_behalf_of = who.seat.printed_title, who.on_behalf_of
    signature.text_sha256, signature.pdf_sha256 = signature.covenant.sha256, file_hash(signature.covenant)
    signature.consent = documents.consent(signature)
    signature.authenticated_at, signature.method, signature.factor = proof.authenticated_at, proof.method, proof.factor
    signature.address_hash, signature.user_agent = proof.address_hash, proof.user_agent[:300]


def _evidence(signature, proof):
    """What the chained journal keeps of a confirmation (documents.md §4.3); hour, person and the hash before are in every entry."""
    covenant, paper = signature.covenant, signature.delegation
    return {
        "document": covenant.pk, "version": covenant.position, "paper": covenant.frozen_paper.code,
        "sha256": signature.text_sha256, "pdf_sha256": signature.pdf_sha256, "level": signature.level,
        "member": signature.member_id, "unit": signature.member.unit_id, "seat": signature.seat_id,
        "office": signature.office_title, "authority": signature.authority, "on_behalf_of": signature.on_behalf_of,
        "delegation": {"id": paper.pk, "since": paper.since, "until": paper.until, "paper": paper.paper.code} if paper else None,
        "consent": signature.consent, "authenticated_at": proof.authenticated_at, "method": proof.method,
        "factor": proof.factor, "address": proof.address_hash, "browser": proof.browser_hash,
    }  # fmt: skip


@translation.override("vi")
def _complete_after(signature, *, by, at):
    """Nếu không còn ai phải xác nhận: the covenant is signed, printed once and filed, and the year runs."""
    covenant = signature.covenant
    if covenant.signatures.awaited().exclude(pk=signature.pk).exists():
        return
    with COMPLETE.on(covenant, by=by, at=at) as act:
        covenant.signed_at = at
        covenant.paper = issue(
            kind=Kind.COVENANT, title=documents.title(covenant), template=documents.template(covenant),
            data=documents.paper(covenant, documents.in_order(covenant, signature)), issuer=issuer(covenant.bloc_year),
            stream=covenant.stream, dated=clock.today(), numbered=False, by=by, at=at,
        )  # fmt: skip
        years.file(covenant.bloc_year, covenant.paper, documents.label(covenant), by=by, at=at)
        years.reach(covenant.bloc_year, Stage.RUNNING, by=by, at=at)
        act.detail = {"sha256": covenant.sha256, "paper": covenant.paper_id}


def withdraw(signature, *, reason, by, at):
    """Đơn vị rút xác nhận của mình, có lý do, khi giao ước chưa đủ xác nhận; the journal keeps both."""
    with WITHDRAW.on(signature, by=by, at=at, note=reason) as act:
        standing(by, signature.member)
        if signature.covenant.state != State.SIGNING:
            raise Refused(gettext("Giao ước đã đủ xác nhận nên không rút lại được."))
        act.detail = {
            "signed_by": signature.signed_by_id, "signed_at": signature.signed_at, "sha256": signature.text_sha256,
            "pdf_sha256": signature.pdf_sha256,
        }  # fmt: skip
        signature.signed_by = signature.signed_at = signature.seat = signature.authenticated_at = None
        signature.delegation = None
        signature.office_title = signature.authority = signature.on_behalf_of = signature.consent = ""
        signature.text_sha256 = signature.pdf_sha256 = signature.method = signature.factor = ""
        signature.address_hash = signature.user_agent = ""


def go_without(signature, *, reason, by, at):
    """Lãnh đạo trưởng khối hoàn tất không có một đơn vị, có lý do in trên giấy; không áp dụng cho chính trưởng khối."""
    with GO_WITHOUT.on(signature, by=by, at=at, note=reason):
        covenant = signature.covenant
        if covenant.state != State.SIGNING:
            raise Refused(gettext("Giao ước hiện không lấy xác nhận."))
        if signature.member.duty == Duty.LEAD:
            raise Refused(gettext("Trưởng khối phải xác nhận giao ước của khối mình."))
        signature.absent_reason = reason
        _complete_after(signature, by=by, at=at)
