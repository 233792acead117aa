"""Giao ước: soạn → gửi góp ý → chốt → từng đơn vị xác nhận → đủ thì in; và không quay lại."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Office, Seat
from blocs.years import workflow as years
from blocs.years.documents import issuer
from blocs.years.models import Due, Duty, Stage
from blocs.years.rules import office_in
from emulation.journal import clock
from emulation.journal.steps import Record, Refused, Step
from emulation.papers.models import Kind
from emulation.papers.workflow import issue

from . import documents, proposing
from .models import Authority, Covenant, Remark, Signature, SignatureState, State

# The year is locked before the covenant and the covenant before a signature: heads who press in the same second queue up.
YEAR, ROW = ("bloc_year",), ("covenant.bloc_year", "covenant")
DRAFT = Record(_("Soạn giao ước"), "covenant.draft", parents=YEAR)
CIRCULATE = Record(_("Gửi dự thảo giao ước"), "covenant.draft", parents=YEAR)
FREEZE = Step(_("Chốt giao ước"), [State.DRAFT], State.SIGNING, "covenant.freeze", parents=YEAR)
SIGN = Step(_("Xác nhận giao ước"), [SignatureState.AWAITED], SignatureState.SIGNED, "covenant.sign", parents=ROW)
WITHDRAW = Step(
    _("Rút xác nhận"), [SignatureState.SIGNED], SignatureState.AWAITED, "covenant.withdraw", parents=ROW, reason=True
)
GO_WITHOUT = Step(
    _("Hoàn tất không có đơn vị này"), [SignatureState.AWAITED], SignatureState.ABSENT, "covenant.go_without",
    parents=ROW, reason=True,
)  # fmt: skip
COMPLETE = Step(_("Giao ước đủ xác nhận"), [State.SIGNING], State.SIGNED, None)
REMARK = Record(_("Gửi ý kiến về giao ước"), "covenant.remark")


@dataclass(frozen=True)
class Proof:
    """Chứng cứ của một lần xác nhận: when and how the person proved who they are, and from where (hashed)."""

    authenticated_at: datetime | None = None
    method: str = ""
    address_hash: str = ""
    user_agent: str = ""


NO_PROOF = Proof()


@transaction.atomic
def draft(bloc_year, *, theme=None, text=None, by, at):
    """Trưởng khối soạn hoặc sửa giao ước; without theme or text: the year's theme, the text proposed from its data. Out: Covenant.

    Raises Refused once frozen.
    """
    fresh = {
        "theme": bloc_year.theme if theme is None else theme,
        "text": proposing.suggested_text(bloc_year) if text is None else text,
    }
    covenant, _new = Covenant.objects.get_or_create(bloc_year=bloc_year, defaults=fresh)
    with DRAFT.on(covenant, by=by, at=at):
        if covenant.state != State.DRAFT:
            raise Refused(
                gettext("Giao ước đã chốt nên không sửa được; thay đổi về sau ghi thành phụ lục và lấy xác nhận lại.")
            )
        covenant.theme, covenant.text = fresh["theme"], fresh["text"]
        covenant.save()
    return covenant


def circulate(covenant, *, by, at):
    """Trưởng khối gửi dự thảo cho các đơn vị đọc và góp ý trước khi chốt."""
    with CIRCULATE.on(covenant, by=by, at=at):
        if covenant.state != State.DRAFT:
            raise Refused(gettext("Giao ước đã chốt; các đơn vị đang đọc bản chốt."))
        covenant.circulated_at = covenant.circulated_at or at
        covenant.save()


def freeze(covenant, *, missing_reason="", by, at):
    """Lãnh đạo trưởng khối chốt giao ước, một lần: text, members, annex and căn cứ are hashed; signatures are awaited.

    Raises Refused when a present member's pledge is not received and no reason is given.
    """
    with FREEZE.on(covenant, by=by, at=at, note=missing_reason) as act:
        if not covenant.text.strip():
            raise Refused(gettext("Giao ước chưa có nội dung: soạn nội dung trước khi chốt."))
        missing = documents.without_pledge(covenant.bloc_year)
        if missing and not missing_reason.strip():
            names = ", ".join(m.name for m in missing)
            raise Refused(
                gettext("Chưa chốt được: chưa tiếp nhận đăng ký của %(units)s. Tiếp nhận đủ, hoặc nêu lý do.")
                % {"units": names}
            )
        covenant.missing_reason = missing_reason if missing else ""
        covenant.frozen = documents.frozen_content(covenant.bloc_year, on=clock.today())
        covenant.sha256, covenant.frozen_by, covenant.frozen_at = covenant.fingerprint(), by, at
        _await_signatures(covenant)
        years.reach(covenant.bloc_year, Stage.SIGNING, by=by, at=at)
        act.detail = {"sha256": covenant.sha256, "without_pledge": [m.pk for m in missing]}


def _await_signatures(covenant):
    Signature.objects.bulk_create(
        Signature(covenant=covenant, member=member, position=position)
        for position, member in enumerate(covenant.bloc_year.members.present(), start=1)
    )


def sign(signature, *, proof=NO_PROOF, by, at):
    """Thủ trưởng xác nhận, hoặc cấp phó ký thay (KT.), cho chính đơn vị mình. Chữ cuối cùng thì in giao ước.

    Raises Refused when the covenant is not open, its text no longer matches its hash, or the unit has left the bloc.
    """
    with SIGN.on(signature, by=by, at=at) as act:
        covenant = signature.covenant
        _refuse_unless_signable(covenant, signature)
        _stamp(signature, proof, by=by, at=at)
        years.meet(signature.member, Due.SIGN, by=by, at=at)
        act.detail = {
            "member": signature.member_id, "sha256": covenant.sha256, "office": signature.office_title,
            "authority": signature.authority, "seat": signature.seat_id, "level": signature.level,
            "consent": signature.consent, "authenticated_at": proof.authenticated_at, "method": proof.method,
            "address": proof.address_hash,
        }  # fmt: skip
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


@translation.override("vi")
def _stamp(signature, proof, *, by, at):
    seat = office_in(by, signature.member)
    signature.signed_by, signature.signed_at, signature.seat = by, at, seat
    signature.authority = Authority.SELF if seat.office == Office.HEAD else Authority.KT
    signature.office_title = seat.printed_title
    signature.on_behalf_of = "" if signature.authority == Authority.SELF else head_title(signature.member)
    signature.text_sha256, signature.consent = signature.covenant.sha256, documents.consent(signature)
    signature.authenticated_at, signature.method = proof.authenticated_at, proof.method
    signature.address_hash, signature.user_agent = proof.address_hash, proof.user_agent[:300]


def head_title(member):
    """Chức vụ của thủ trưởng đơn vị hôm nay, as printed after KT.; the plain word when the seat is empty."""
    head = Seat.objects.on(clock.today()).filter(unit=member.unit_id, office=Office.HEAD).first()
    return head.printed_title if head else str(Office.HEAD.label)


@translation.override("vi")
def _complete_after(signature, *, by, at):
    """Nếu không còn ai phải xác nhận: the covenant is signed, printed once and filed, and the year runs."""
    covenant = signature.covenant
    if covenant.signatures.awaited().exclude(pk=signature.pk).exists():
        return
    with COMPLETE.on(covenant, by=by, at=at) as act:
        covenant.signed_at = at
        covenant.paper = issue(
            kind=Kind.COVENANT, title=f"Giao ước thi đua năm {covenant.frozen['year']}",
            template="covenant/paper_covenant.html", data=documents.paper(covenant, documents.in_order(covenant, signature)),
            issuer=issuer(covenant.bloc_year), stream=covenant.stream, dated=clock.today(), numbered=False, by=by, at=at,
        )  # fmt: skip
        years.file(covenant.bloc_year, covenant.paper, Kind.COVENANT.label, by=by, at=at)
        years.reach(covenant.bloc_year, Stage.RUNNING, by=by, at=at)
        act.detail = {"sha256": covenant.sha256, "paper": covenant.paper_id}


def withdraw(signature, *, reason, by, at):
    """Đơn vị rút xác nhận của mình, có lý do, khi giao ước chưa đủ xác nhận; the journal keeps both."""
    with WITHDRAW.on(signature, by=by, at=at, note=reason) as act:
        if signature.covenant.state != State.SIGNING:
            raise Refused(gettext("Giao ước đã đủ xác nhận nên không rút lại được."))
        act.detail = {
            "signed_by": signature.signed_by_id,
            "signed_at": signature.signed_at,
            "sha256": signature.text_sha256,
        }
        signature.signed_by = signature.signed_at = signature.seat = signature.authenticated_at = None
        signature.office_title = signature.authority = signature.on_behalf_of = signature.consent = ""
        signature.text_sha256 = signature.method = signature.address_hash = signature.user_agent = ""


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


def remark(covenant, *, member, text, declines=False, by, at):
    """Một đơn vị gửi ý kiến, hoặc nói vì sao chưa xác nhận; cả khối đọc được. Out: Remark."""
    with REMARK.on(Remark(covenant=covenant, member=member), by=by, at=at) as act:
        covenant.refresh_from_db()
        if covenant.state == State.SIGNED or (covenant.state == State.DRAFT and not covenant.circulated_at):
            raise Refused(gettext("Giao ước hiện không nhận ý kiến."))
        if member.bloc_year_id != covenant.bloc_year_id:
            raise Refused(gettext("Đơn vị không thuộc năm thi đua này."))
        if not text.strip():
            raise Refused(gettext("Ghi ý kiến trước khi gửi."))
        act.subject = Remark.objects.create(
            covenant=covenant, member=member, text=text, declines=declines, by=by, at=at
        )
        act.detail = {"member": member.pk, "declines": declines}
    return act.subject
