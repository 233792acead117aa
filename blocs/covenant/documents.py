"""Giao ước trên giấy: what is frozen with the text, what the paper prints (documents.md §3.1).

Texts here are Vietnamese on purpose and not marked for translation: they are signed and printed on official papers.
"""

from copy import copy

from django.utils import translation

from blocs.pledges.arithmetic import plain
from blocs.pledges.models import Pledge, State, TargetKind
from blocs.years.documents import issuer
from blocs.years.models import Duty
from emulation.journal.models import Entry
from emulation.law import reports as law
from emulation.papers.documents import DRAFT
from emulation.papers.documents import signature as signature_block
from emulation.papers.evidence import Told
from emulation.papers.models import Kind
from emulation.papers.workflow import preview
from emulation.ui import dates
from emulation.ui.numbers import padded

from .models import Signature, SignatureState, short

CONFIRMED = "Đã xác nhận trên hệ thống"
FROZEN = "BẢN CHỐT"


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
def frozen_content(covenant, *, on):
    """Everything beside theme and text that is frozen and signed. Out: dict for JSON; `on`: day of the căn cứ."""
    bloc_year = covenant.bloc_year
    members = list(bloc_year.members.present())
    content = {
        "bloc": bloc_year.called,
        "year": bloc_year.year,
        "grounds": grounds(covenant, on),
        "members": [{"member": m.pk, "name": m.name, "duty": _duty(m)} for m in members],
    }
    if covenant.position:
        return content | _amending(covenant, len(members))
    registered = annex(members, received_pledges(bloc_year))
    return content | {"opening": opening(bloc_year, len(members)), "annex": registered}


def grounds(covenant, on):
    """Căn cứ của ngày ấy; the lines typed by the lead unit when the law has none. Out: list of str."""
    typed = [line.strip(" ;.") for line in covenant.grounds.split("\n") if line.strip(" ;.")]
    return law.citations("covenant", on) or typed


def _amending(covenant, count):
    """What an annex freezes of its own: which text it amends, bound by that text's hash, and why."""
    before = covenant.amends
    called = f"Phụ lục số {before.position} của giao ước" if before.position else "Giao ước"
    amended = {"position": before.position, "sha256": before.sha256, "signed_at": before.signed_at.isoformat()}
    return {
        "position": covenant.position,
        "reason": covenant.reason,
        "amends": amended,
        "opening": (
            f"Chúng tôi, thủ trưởng {padded(count)} đơn vị thành viên {covenant.bloc_year.called}, thống nhất bổ sung "
            f"{called} thi đua năm {covenant.bloc_year.year} (bản chốt {before.code}, đủ xác nhận ngày "
            f"{dates.day(before.signed_at)}) với các nội dung sau:"
        ),
        "annex": [],
    }


def opening(bloc_year, count):
    """Câu mở đầu."""
    return (
        f"Chúng tôi, thủ trưởng {padded(count)} đơn vị thành viên {bloc_year.called}, "
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
def template(covenant):
    """Mẫu in: an annex has its own."""
    return "covenant/paper_annex.html" if covenant.position else "covenant/paper_covenant.html"


def label(covenant):
    """Loại văn bản trong hồ sơ của năm."""
    return "Phụ lục giao ước" if covenant.position else "Giao ước"


def title(covenant, more=""):
    """Trích yếu."""
    year = covenant.frozen["year"]
    if covenant.position:
        return f"Giao ước thi đua bổ sung năm {year} (phụ lục số {covenant.position}){more}"
    return f"Giao ước thi đua năm {year}{more}"


def paper(covenant, signatures):
    """Frozen data of the printed covenant. `signatures`: in order, the one being made now not saved yet. Out: dict."""
    signed = sum(s.signed_at is not None for s in signatures)
    told = [CONFIRMED, f"{signed} trong {len(signatures)} đơn vị"]
    return _printed_text(covenant, told) | {
        "signatures": [_printed(s) for s in signatures],
        "absent": [{"unit": s.member.name, "reason": s.absent_reason} for s in signatures if s.signed_at is None],
    }


def frozen_paper(covenant):
    """Frozen data of the text as it is read before signing: every unit's place is still empty. Out: dict."""
    units = [m["name"] for m in covenant.frozen["members"]]
    return _printed_text(covenant, ["Để đọc và xác nhận", "chưa có xác nhận nào in trên bản này"]) | {
        "signatures": [signature_block(unit=unit, office="", unsigned="Chờ xác nhận") for unit in units],
        "absent": [],
    }


def draft(covenant, *, at):
    """Dự thảo để sửa bằng Word: the text as it would be frozen at this hour, without code, every unit's place empty. Out: Paper (not saved)."""
    drafted = copy(covenant)
    drafted.frozen = frozen_content(covenant, on=dates.the_day(at))
    return preview(
        kind=Kind.COVENANT, title=title(drafted, ", dự thảo"), template=template(drafted), data=frozen_paper(drafted),
        issuer=issuer(covenant.bloc_year), watermark=DRAFT, at=at,
    )  # fmt: skip


def _printed_text(covenant, told):
    """What both prints have in common. `told`: the line of the verify page about confirmations."""
    called = f"Phụ lục số {covenant.position} của giao ước" if covenant.position else "Giao ước"
    return {
        **covenant.frozen,
        "theme": covenant.theme,
        "blocks": _blocks(covenant),
        "code": covenant.code,
        "sha256": covenant.sha256,
        "frozen_at": covenant.frozen_at,
        "verify": [[called, f"{covenant.frozen['bloc']}, năm {covenant.frozen['year']}"], told,
                   ["Mã bản chốt", covenant.code]],
    }  # fmt: skip


def _blocks(covenant):
    """The lines as printed; the last one leaves its full stop to the end mark of the letterhead (`./.` or `.`)."""
    lines = [{"heading": heading, "line": line} for heading, line in covenant.blocks()]
    if lines and not lines[-1]["heading"]:
        lines[-1]["line"] = lines[-1]["line"].rstrip(" .;/")
    return lines


def _printed(signature):
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
    covenant = signature.covenant
    called = f"phụ lục số {covenant.position} của giao ước" if covenant.position else "giao ước"
    return (
        f"{signature.member.name} đã đọc và xác nhận {called} thi đua năm {covenant.frozen['year']} của "
        f"{covenant.frozen['bloc']}, bản chốt {short(covenant.sha256)}."
    )


# --- what proves it -----------------------------------------------------------------------------
def evidence(covenant):
    """Giao ước trong bộ chứng cứ: every confirmation with what documents.md §4.3 asks to be recorded. Out: papers.evidence.Told."""
    signatures = list(covenant.signatures.select_related("member", "delegation__paper"))
    signed = {s.pk: s for s in signatures if s.state == SignatureState.SIGNED}
    acts = Entry.objects.filter(
        subject_type=Signature._meta.label_lower, subject_id__in=signed, after=SignatureState.SIGNED
    )
    last = {entry.subject_id: entry for entry in acts.readable().order_by("number")}
    signed_by = tuple(_proven(s, last[pk]) for pk, s in signed.items())
    return Told(subjects=(covenant, *signatures), papers=(covenant.frozen_paper,), signatures=signed_by)


def _proven(signature, entry):
    """One confirmation; the id card is not asked for here, so there is none. Words as in the journal's detail of the act."""
    covenant, given = signature.covenant, signature.delegation
    return {
        "entry": entry.number, "signer": signature.signed_by_id, "signer_name": entry.particulars.name,
        "signed_at": signature.signed_at, "national_id": None, "unit_name": signature.member.name,
        "document": covenant.pk, "version": covenant.position, "paper": covenant.frozen_paper.code,
        "sha256": signature.text_sha256, "pdf_sha256": signature.pdf_sha256, "level": signature.level,
        "member": signature.member_id, "unit": signature.member.unit_id, "seat": signature.seat_id,
        "office": signature.office_title, "authority": signature.authority, "on_behalf_of": signature.on_behalf_of,
        "delegation": {"id": given.pk, "since": given.since, "until": given.until, "paper": given.paper.code} if given else None,
        "consent": signature.consent, "authenticated_at": signature.authenticated_at, "method": signature.method,
        "factor": signature.factor, "address": signature.address_hash, "user_agent": signature.user_agent,
    }  # fmt: skip
