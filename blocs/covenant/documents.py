"""Giao ước trên giấy: what is frozen with the text, what the paper prints (documents.md §3.1).

Texts here are Vietnamese on purpose and not marked for translation: they are signed and printed on official papers.
"""

from django.utils import translation

from blocs.pledges.arithmetic import plain
from blocs.pledges.models import Pledge, State, TargetKind
from blocs.years.models import Duty
from emulation.journal.models import Entry
from emulation.law import reports as law
from emulation.papers.documents import signature as signature_block
from emulation.papers.evidence import Told
from emulation.ui import dates
from emulation.ui.numbers import padded

from .models import FORM, Signature, SignatureState, short

CONFIRMED = "Đã xác nhận trên hệ thống"


def received_pledges(bloc_year):
    """Bản đăng ký đã tiếp nhận của các đơn vị còn trong năm, theo thứ tự. Three queries."""
    pledges = Pledge.objects.filter(member__bloc_year=bloc_year, member__left_on=None, state=State.RECEIVED)
    return list(
        pledges.select_related("member").prefetch_related("targets", "titles__award_type").order_by("member__position")
    )


def without_pledge(bloc_year):
    """Đơn vị còn trong năm mà bản đăng ký chưa được tiếp nhận: list of Member."""
    return list(bloc_year.members.present().exclude(pledge__state=State.RECEIVED))


# --- what is frozen -----------------------------------------------------------------------------
@translation.override("vi")
def frozen_content(bloc_year, *, on):
    """Everything beside theme and text that is frozen and signed. Out: dict for JSON; `on`: day of the căn cứ."""
    members = list(bloc_year.members.present())
    return {
        "bloc": bloc_year.bloc.name,
        "year": bloc_year.year,
        "opening": opening(bloc_year, len(members)),
        "grounds": law.citations("covenant", on),
        "members": [{"member": m.pk, "name": m.name, "duty": _duty(m)} for m in members],
        "annex": annex(members, received_pledges(bloc_year)),
    }


def opening(bloc_year, count):
    """Câu mở đầu."""
    return (
        f"Chúng tôi, thủ trưởng {padded(count)} đơn vị thành viên {bloc_year.bloc.name}, "
        f"thống nhất ký kết giao ước thi đua năm {bloc_year.year} với các nội dung sau:"
    )


def annex(members, pledges):
    """Phụ lục: phần đăng ký của từng đơn vị, `registered` false where nothing was received in time."""
    by_member = {p.member_id: p for p in pledges}
    return [_annexed(member, by_member.get(member.pk)) for member in members]


def _annexed(member, pledge):
    part = {"member": member.pk, "unit": member.name, "registered": pledge is not None, "targets": [], "titles": []}
    if pledge:
        part["on"] = dates.the_day(pledge.submitted_at).isoformat()
        part["targets"] = [_target(t) for t in pledge.targets.all()]
        part["titles"] = [
            {"name": t.award_type.name, "kind": t.award_type.kind, "quantity": t.quantity} for t in pledge.titles.all()
        ]
    return part


def _target(target):
    level = plain(target.value) if target.kind == TargetKind.NUMBER else target.level
    return {
        "position": target.position,
        "name": target.name,
        "measure": target.measure,
        "level": level,
        "note": target.note,
    }


def _duty(member):
    return "" if member.duty == Duty.MEMBER else str(member.get_duty_display())


# --- what is printed ----------------------------------------------------------------------------
def paper(covenant, signatures):
    """Frozen data of the printed covenant. `signatures`: in order, the one being made now not saved yet. Out: dict."""
    signed = sum(s.signed_at is not None for s in signatures)
    return {
        **covenant.frozen,
        "theme": covenant.theme,
        "blocks": _blocks(covenant),
        "code": covenant.code,
        "sha256": covenant.sha256,
        "frozen_at": covenant.frozen_at,
        "signatures": [_block(s) for s in signatures],
        "absent": [{"unit": s.member.name, "reason": s.absent_reason} for s in signatures if s.signed_at is None],
        "verify": [["Giao ước", f"{covenant.frozen['bloc']}, năm {covenant.frozen['year']}"],
                   [CONFIRMED, f"{signed} trong {len(signatures)} đơn vị"], ["Mã bản chốt", covenant.code]],
    }  # fmt: skip


def _blocks(covenant):
    """The lines as printed; the last one leaves its full stop to the end mark of the letterhead (`./.` or `.`)."""
    lines = [{"heading": heading, "line": line} for heading, line in covenant.blocks()]
    if lines and not lines[-1]["heading"]:
        lines[-1]["line"] = lines[-1]["line"].rstrip(" .;/")
    return lines


def _block(signature):
    unit = signature.member.name
    if signature.signed_at is None:
        return signature_block(unit=unit, office="", unsigned="Không xác nhận")
    return signature_block(
        unit=unit, office=signature.office_title, name=signature.signed_by.full_name, authority=signature.authority,
        for_office=signature.on_behalf_of, at=signature.signed_at, digest=signature.text_sha256,
    )  # fmt: skip


def in_order(covenant, last):
    """Signatures in the order of the founding decision, the one being made now taken from memory."""
    rows = covenant.signatures.select_related("member", "signed_by")
    return [
        last if row.pk == last.pk else row for row in rows if row.pk == last.pk or row.state != SignatureState.AWAITED
    ]


@translation.override("vi")
def consent(signature):
    """Câu mà người xác nhận đồng ý, kept word for word."""
    frozen = signature.covenant.frozen
    return (
        f"{signature.member.name} đã đọc và xác nhận giao ước thi đua năm {frozen['year']} của {frozen['bloc']}, "
        f"bản chốt {short(signature.covenant.sha256)}."
    )


# --- what proves it -----------------------------------------------------------------------------
def evidence(covenant):
    """Giao ước trong bộ chứng cứ: every confirmation with what documents.md §4.3 asks to be recorded. Out: papers.evidence.Told."""
    signatures = list(covenant.signatures.select_related("member", "seat", "signed_by"))
    signed = {s.pk: s for s in signatures if s.state == SignatureState.SIGNED}
    acts = Entry.objects.filter(
        subject_type=Signature._meta.label_lower, subject_id__in=signed, after=SignatureState.SIGNED
    )
    last = {entry.subject_id: entry for entry in acts.readable().order_by("number")}
    return Told(subjects=(covenant, *signatures), signatures=tuple(_proven(s, last[pk]) for pk, s in signed.items()))


def _proven(signature, entry):
    """One confirmation; the id card is not asked for here, so there is none. Words as in the journal's detail of the act."""
    seat = signature.seat
    return {
        "entry": entry.number, "signer": signature.signed_by_id, "signer_name": entry.particulars.name,
        "signed_at": signature.signed_at, "national_id": None, "unit": signature.member.name,
        "member": signature.member_id, "office": signature.office_title, "authority": signature.authority,
        "on_behalf_of": signature.on_behalf_of, "seat": signature.seat_id,
        "delegation": {"decision": seat.decision, "since": seat.since, "until": seat.until},
        "authenticated_at": signature.authenticated_at, "method": signature.method, "address": signature.address_hash,
        "user_agent": signature.user_agent, "level": signature.level, "consent": signature.consent,
        "sha256": signature.text_sha256, "version": FORM,
    }  # fmt: skip
