"""Tại diễn đàn: ghi ý kiến khi đang nói, sửa có dấu vết, biểu quyết giơ tay; đọc và thông qua biên bản."""

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Seat
from emulation.journal import clock
from emulation.journal.steps import Record, Refused

from .models import ConferenceState as State
from .models import Motion, Remark
from .quorum import quorum

TAKE_DOWN = Record(_("Ghi ý kiến phát biểu"), "conferences.take_down")
CORRECT = Record(_("Sửa ý kiến đã ghi"), "conferences.take_down")
DECIDE = Record(_("Biểu quyết giơ tay"), "conferences.run")
STRIKE = Record(_("Hủy một biểu quyết"), "conferences.run", reason=True)
READ_OUT = Record(_("Đọc biên bản trước hội nghị"), "conferences.take_down")
AGREE = Record(_("Thông qua biên bản"), "conferences.conclude")


def take_down(item, *, text, speaker="", member=None, by, at):
    """Ghi một ý kiến dưới mục đang họp. speaker: office and name, or the representative of `member`. Out: Remark."""
    with TAKE_DOWN.on(item.conference, by=by, at=at) as act:
        if item.conference.state != State.IN_SESSION:
            raise Refused(gettext("Chỉ ghi ý kiến khi hội nghị đang họp."))
        speaker = speaker.strip() or _who_speaks(item.conference, member)
        if not speaker or not text.strip():
            raise Refused(gettext("Ghi ai phát biểu và nói gì."))
        last = item.remarks.order_by("-position").first()
        place = last.position + 1 if last else 1
        act.subject = Remark.objects.create(
            item=item, position=place, member=member, speaker=speaker, text=text, by=by, at=at
        )
        act.detail = {"item": item.title, "position": place}
    return act.subject


def _who_speaks(conference, member):
    """Office and name of the person who represents a member here; "" without a member."""
    found = conference.attendances.filter(member=member, present=True).select_related("representative").first()
    if member is None or found is None:
        return ""
    seat = Seat.objects.on(clock.today()).filter(unit=member.unit_id, person=found.representative_id).first()
    return f"{seat.printed_title} {found.representative.full_name}" if seat else found.representative.full_name


def correct(remark, *, speaker, text, by, at):
    """Sửa một ý kiến ("" bỏ nó đi) cho tới khi biên bản được thông qua; the row that was stays. Out: the new Remark."""
    conference = remark.item.conference
    with CORRECT.on(conference, by=by, at=at) as act:
        if conference.agreed_at or conference.state == State.MINUTED:
            raise Refused(gettext("Biên bản đã thông qua nên ý kiến không sửa được nữa."))
        if Remark.objects.filter(replaces=remark).exists():
            raise Refused(gettext("Ý kiến này vừa được sửa: mở lại trang rồi sửa bản mới."))
        if not speaker.strip():
            raise Refused(gettext("Ghi ai phát biểu và nói gì."))
        act.subject = Remark.objects.create(
            item=remark.item, position=remark.position, member=remark.member, speaker=speaker, text=text,
            replaces=remark, by=by, at=at,
        )  # fmt: skip
        act.detail = {"replaces": remark.pk, "position": remark.position}
    return act.subject


def decide(item, *, text, percent, more_than, yes, no, abstain, by, at):
    """Ghi một biểu quyết giơ tay: every unit present is counted once. Out: Motion."""
    conference = item.conference
    with DECIDE.on(conference, by=by, at=at) as act:
        if conference.state != State.IN_SESSION:
            raise Refused(gettext("Chỉ biểu quyết khi hội nghị đang họp."))
        if not (seats := quorum(conference)).reached:
            raise Refused(seats.sentence)
        if yes + no + abstain != seats.present:
            facts = {"counted": yes + no + abstain, "present": seats.present}
            raise Refused(gettext("Đếm được %(counted)d nhưng có mặt %(present)d đơn vị: đếm lại.") % facts)
        act.subject = Motion.objects.create(
            item=item, text=text, percent=percent, more_than=more_than, present=seats.present, yes=yes, no=no,
            abstain=abstain, at=at,
        )  # fmt: skip
        act.detail = {"motion": text, "yes": yes, "no": no, "abstain": abstain, "passed": act.subject.passed}
    return act.subject


def strike(motion, *, reason, by, at):
    """Hủy một biểu quyết ghi nhầm, có lý do, cho tới khi biên bản được thông qua: it stays on record and is not printed."""
    conference = motion.item.conference
    with STRIKE.on(conference, by=by, at=at, note=reason) as act:
        if conference.agreed_at or conference.state == State.MINUTED or motion.struck:
            raise Refused(gettext("Biểu quyết này không hủy được nữa."))
        motion.struck = reason
        motion.save()
        act.subject, act.detail = motion, {"motion": motion.text}


def read_out(conference, *, by, at):
    """Đọc biên bản trước hội nghị, sau khi kết luận."""
    with READ_OUT.on(conference, by=by, at=at):
        if conference.state != State.CONCLUDED or conference.agreed_at:
            raise Refused(gettext("Biên bản được đọc sau khi kết luận, trước khi thông qua."))
        conference.read_at = at
        conference.save()


def agree(conference, *, objections="", by, at):
    """Hội nghị thông qua biên bản đã đọc; objections: what was said against it, a line each. Nothing is corrected any more."""
    with AGREE.on(conference, by=by, at=at) as act:
        if conference.state != State.CONCLUDED or conference.agreed_at or not conference.read_at:
            raise Refused(gettext("Biên bản được thông qua một lần, sau khi đã đọc trước hội nghị."))
        conference.agreed_at, conference.objections = at, objections
        conference.save()
        act.detail = {"objections": bool(objections.strip())}
