"""Giao ước và phụ lục: soạn → gửi góp ý → trả lời từng ý kiến → chốt; và không quay lại. Xác nhận: signing.py."""

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.years import workflow as years
from blocs.years.documents import issuer
from blocs.years.models import Stage
from emulation.journal import clock
from emulation.journal.steps import Record, Refused, Step
from emulation.papers.models import Kind
from emulation.papers.workflow import issue

from . import documents, proposing
from .models import Covenant, Remark, Signature, State

# The year is locked before the covenant: two who press in the same second queue up.
YEAR = ("bloc_year",)
DRAFT = Record(_("Soạn giao ước"), "covenant.draft", parents=YEAR)
AMEND = Record(_("Soạn phụ lục giao ước"), "covenant.draft")
CIRCULATE = Record(_("Gửi dự thảo giao ước"), "covenant.draft", parents=YEAR)
REMARK = Record(_("Gửi ý kiến về giao ước"), "covenant.remark", parents=("covenant",))
ANSWER = Record(_("Trả lời ý kiến về giao ước"), "covenant.draft", parents=("covenant",))
FREEZE = Step(_("Chốt giao ước"), [State.DRAFT], State.SIGNING, "covenant.freeze", parents=YEAR)


# --- soạn ---------------------------------------------------------------------------------------
@transaction.atomic
def draft(bloc_year, *, theme=None, text=None, by, at):
    """Trưởng khối soạn hoặc sửa giao ước; without theme or text: the year's theme, the text proposed from its data. Out: Covenant.

    Raises Refused once frozen.
    """
    fresh = {
        "theme": bloc_year.theme if theme is None else theme,
        "text": proposing.suggested_text(bloc_year) if text is None else text,
    }
    covenant, _new = Covenant.objects.get_or_create(bloc_year=bloc_year, position=0, defaults=fresh)
    rewrite(covenant, **fresh, by=by, at=at)
    return covenant


def rewrite(covenant, *, by, at, **facts):
    """Sửa dự thảo giao ước hoặc phụ lục: theme, text, reason. Raises Refused once frozen."""
    with DRAFT.on(covenant, by=by, at=at):
        if covenant.state != State.DRAFT:
            raise Refused(
                gettext("Giao ước đã chốt nên không sửa được; thay đổi về sau ghi thành phụ lục và lấy xác nhận lại.")
            )
        for name, value in facts.items():
            setattr(covenant, name, value)
        covenant.save()


def amend(bloc_year, *, text, reason, by, at):
    """Trưởng khối soạn phụ lục: thay đổi sau khi giao ước đã đủ xác nhận, lấy góp ý, chốt và xác nhận như giao ước. Out: Covenant.

    Raises Refused while the covenant, or the annex before, is not signed by all; or when the year is closed.
    """
    with AMEND.on(bloc_year, by=by, at=at) as act:
        before = Covenant.objects.filter(bloc_year=bloc_year).order_by("-position").first()
        if before is None or before.state != State.SIGNED:
            raise Refused(gettext("Chưa lập phụ lục được: văn bản trước (giao ước hoặc phụ lục) chưa đủ xác nhận."))
        if bloc_year.state == Stage.CLOSED:
            raise Refused(gettext("Năm thi đua đã khép nên không bổ sung giao ước được nữa."))
        if not reason.strip():
            raise Refused(gettext("Ghi lý do bổ sung giao ước."))
        act.subject = Covenant.objects.create(
            bloc_year=bloc_year, position=before.position + 1, amends=before, text=text, reason=reason
        )
        act.detail = {"amends": before.pk, "position": act.subject.position}
    return act.subject


def circulate(covenant, *, by, at):
    """Trưởng khối gửi dự thảo cho các đơn vị đọc và góp ý trước khi chốt."""
    with CIRCULATE.on(covenant, by=by, at=at):
        if covenant.state != State.DRAFT:
            raise Refused(gettext("Giao ước đã chốt; các đơn vị đang đọc bản chốt."))
        covenant.circulated_at = covenant.circulated_at or at
        covenant.save()


# --- góp ý, trả lời -----------------------------------------------------------------------------
def remark(covenant, *, member, text="", agrees=False, declines=False, by, at):
    """Một đơn vị nhất trí với dự thảo, gửi ý kiến, hoặc nói vì sao chưa xác nhận; cả khối đọc được. Out: Remark."""
    with REMARK.on(Remark(covenant=covenant, member=member), by=by, at=at) as act:
        covenant.refresh_from_db()
        if covenant.state == State.SIGNED or (covenant.state == State.DRAFT and not covenant.circulated_at):
            raise Refused(gettext("Giao ước hiện không nhận ý kiến."))
        if member.bloc_year_id != covenant.bloc_year_id:
            raise Refused(gettext("Đơn vị không thuộc năm thi đua này."))
        if agrees and covenant.state == State.SIGNING:
            raise Refused(gettext("Giao ước đã chốt: nhất trí thì thủ trưởng xác nhận ngay trên giao ước."))
        if not agrees and not text.strip():
            raise Refused(gettext("Ghi ý kiến trước khi gửi."))
        act.subject = Remark.objects.create(
            covenant=covenant, member=member, text=text, agrees=agrees, declines=declines, by=by, at=at
        )
        act.detail = {"member": member.pk, "agrees": agrees, "declines": declines}
    return act.subject


def answer(remark, *, text, by, at):
    """Trưởng khối trả lời một ý kiến (Remark), một lần; cả khối đọc được."""
    with ANSWER.on(remark, by=by, at=at) as act:
        if remark.agrees or remark.answered_at:
            raise Refused(gettext("Ý kiến này không chờ trả lời."))
        if not text.strip():
            raise Refused(gettext("Ghi câu trả lời trước khi lưu."))
        remark.answer, remark.answered_at = text, at
        remark.save(update_fields=["answer", "answered_at"])
        act.detail = {"member": remark.member_id}


# --- chốt ---------------------------------------------------------------------------------------
def freeze(covenant, *, missing_reason="", grounds="", by, at):
    """Lãnh đạo trưởng khối chốt, một lần: text, members, annex and căn cứ are hashed; the frozen text is printed; signatures are awaited.

    grounds: lines of căn cứ, used when the law has none for the day. Raises Refused: not sent round, a remark without
    answer, a pledge not received and no reason given, no căn cứ.
    """
    with FREEZE.on(covenant, by=by, at=at, note=missing_reason) as act:
        covenant.grounds = grounds or covenant.grounds
        if sentence := not_yet(covenant):
            raise Refused(sentence)
        missing = _missing(covenant, missing_reason)
        covenant.missing_reason = missing_reason if missing else ""
        covenant.frozen = documents.frozen_content(covenant, on=clock.today())
        if not covenant.frozen["grounds"]:
            raise Refused(gettext("Chưa chốt được: chưa có dòng căn cứ nào cho hôm nay. Ghi các dòng căn cứ rồi chốt."))
        covenant.sha256, covenant.frozen_by, covenant.frozen_at = covenant.fingerprint(), by, at
        covenant.frozen_paper = _print(covenant, by=by, at=at)
        _await_signatures(covenant)
        years.reach(covenant.bloc_year, Stage.SIGNING, by=by, at=at)
        act.detail = {
            "sha256": covenant.sha256, "paper": covenant.frozen_paper_id, "without_pledge": [m.pk for m in missing],
            "amends": covenant.amends.sha256 if covenant.amends_id else "",
        }  # fmt: skip


def not_yet(covenant):
    """Why a draft cannot be frozen yet, "" when it can: it has a text, was sent round, and every remark is answered."""
    if not covenant.text.strip():
        return gettext("Giao ước chưa có nội dung: soạn nội dung trước khi chốt.")
    if not covenant.circulated_at:
        return gettext("Chưa chốt được: dự thảo chưa gửi các đơn vị góp ý.")
    if waiting := covenant.remarks.unanswered().select_related("member"):
        units = ", ".join(dict.fromkeys(str(r.member) for r in waiting))
        return gettext("Chưa chốt được: ý kiến của %(units)s chưa được trả lời.") % {"units": units}
    return ""


def _missing(covenant, reason):
    """Members without a received pledge; an annex leaves the pledges as they are. Raises Refused when there are some and no reason."""
    missing = [] if covenant.position else documents.without_pledge(covenant.bloc_year)
    if missing and not reason.strip():
        names = ", ".join(m.name for m in missing)
        raise Refused(
            gettext("Chưa chốt được: chưa tiếp nhận đăng ký của %(units)s. Tiếp nhận đủ, hoặc nêu lý do.")
            % {"units": names}
        )
    return missing


def _print(covenant, *, by, at):
    """Bản chốt: the very bytes that are read before signing; their hash is signed together with that of the data."""
    return issue(
        kind=Kind.COVENANT, title=documents.title(covenant, ", bản chốt lấy xác nhận"), template=documents.template(covenant),
        data=documents.frozen_paper(covenant), issuer=issuer(covenant.bloc_year), stream=covenant.stream,
        dated=clock.today(), numbered=False, watermark=documents.FROZEN, by=by, at=at,
    )  # fmt: skip


def _await_signatures(covenant):
    Signature.objects.bulk_create(
        Signature(covenant=covenant, member=member, position=position)
        for position, member in enumerate(covenant.bloc_year.members.present(), start=1)
    )
