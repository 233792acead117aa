"""Hội nghị: dự kiến → mời → họp → kết luận → biên bản; không đủ đơn vị thì hẹn ngày khác. Điểm danh, từng mục, kết luận."""

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from blocs.years import workflow as years
from blocs.years.documents import issuer
from blocs.years.models import Member, Stage
from emulation.ballots.models import State as BallotState
from emulation.journal.steps import Record, Refused, Step
from emulation.papers.workflow import Kind, issue

from . import documents, reporting
from .agenda import not_the_hour, not_yet
from .models import AgendaItem, Attendance, Conference, ConferenceKind, ConferenceState, ItemKind
from .quorum import quorum, seated_people

State = ConferenceState
PLAN = Record(_("Lập hội nghị"), "conferences.run")
EDIT = Record(_("Sửa nội dung hội nghị"), "conferences.run")
INVITE = Step(_("Gửi giấy mời"), [State.PLANNED], State.INVITED, "conferences.run")
OPEN = Step(_("Khai mạc"), [State.PLANNED, State.INVITED], State.IN_SESSION, "conferences.run")
ATTEND = Record(_("Điểm danh"), "conferences.run")
TIME = Record(_("Ghi thời gian chương trình"), "conferences.run")
OPEN_ITEM = Record(_("Bắt đầu một mục"), "conferences.run")
FINISH_ITEM = Record(_("Xong một mục"), "conferences.run")
POSTPONE = Step(
    _("Hẹn ngày họp khác"),
    [State.PLANNED, State.INVITED, State.IN_SESSION],
    State.PLANNED,
    "conferences.run",
    reason=True,
)
CONCLUDE = Step(
    _("Kết luận hội nghị"), [State.IN_SESSION], State.CONCLUDED, "conferences.conclude", parents=("bloc_year",)
)
MINUTE = Step(_("Phát hành biên bản"), [State.CONCLUDED], State.MINUTED, "conferences.conclude")

# What each meeting usually treats (seeds; domain.md §2.6); the lead unit changes it.
USUAL_AGENDA = {
    ConferenceKind.SIGNING: (ItemKind.PLAN, ItemKind.SIGN),
    ConferenceKind.MIDYEAR: (ItemKind.REPORT,),
    ConferenceKind.YEAR_END: (ItemKind.REPORT, ItemKind.SCORES, ItemKind.NOMINATE, ItemKind.HANDOVER),
    ConferenceKind.CHECKING: (ItemKind.REPORT, ItemKind.FREE),
    ConferenceKind.BRIEFING: (ItemKind.PLAN, ItemKind.FREE),
}
EDITABLE = ("place", "host", "chairs", "guests", "strengths", "limits", "next_tasks", "requests", "conclusions")


def plan(bloc_year, *, kind, title, held_at, place, chairs, host="", guests="", items=None, by, at):
    """Lập hội nghị với chương trình `items` [(kind, title, bloc_year)], or the usual one. Out: Conference."""
    with PLAN.on(bloc_year, by=by, at=at) as act:
        conference = Conference.objects.create(
            bloc_year=bloc_year,
            kind=kind,
            title=title,
            held_at=held_at,
            place=place,
            chairs=chairs,
            host=host,
            guests=guests,
        )
        items = items or [(item, ItemKind(item).label, bloc_year) for item in USUAL_AGENDA[kind]]
        for position, (item, words, year) in enumerate(items, start=1):
            _add_item(conference, item, words, year, position)
        present = Member.objects.filter(bloc_year=bloc_year).present()
        Attendance.objects.bulk_create(Attendance(conference=conference, member=m) for m in present)
        act.subject, act.detail = conference, {"kind": kind, "held_at": held_at}
    return conference


def put_on_agenda(conference, *, kind, title, bloc_year, minutes=None, by, at):
    """Thêm một mục vào chương trình, cho đến khi kết luận."""
    with EDIT.on(conference, by=by, at=at) as act:
        if conference.is_over:
            raise Refused(gettext("Hội nghị đã kết luận, không thêm mục được nữa."))
        last = conference.items.order_by("-position").first()
        _add_item(conference, kind, title, bloc_year, last.position + 1 if last else 1, minutes)
        act.detail = {"item": title, "minutes": minutes}


def time_agenda(conference, minutes, *, by, at):
    """Ghi số phút dự kiến của từng mục. minutes: {item id: number or None}; until the conference is concluded."""
    with TIME.on(conference, by=by, at=at) as act:
        if conference.is_over:
            raise Refused(gettext("Hội nghị đã kết luận nên không sửa được; nội dung nằm trong biên bản."))
        for item in conference.items.filter(pk__in=minutes):
            item.minutes = minutes[item.pk]
            item.save()
        act.detail = {"minutes": {str(pk): number for pk, number in sorted(minutes.items())}}


def _add_item(conference, kind, title, bloc_year, position, minutes=None):
    if bloc_year.bloc_id != conference.bloc_year.bloc_id:
        raise Refused(gettext("Mục «%s» thuộc khối khác.") % title)
    return AgendaItem.objects.create(
        conference=conference, kind=kind, title=str(title), bloc_year=bloc_year, position=position, minutes=minutes
    )


def edit(conference, *, by, at, **facts):
    """Sửa nơi họp, chủ trì, mặt được, hạn chế, phương hướng, kết luận; không sửa sau khi đã kết luận."""
    with EDIT.on(conference, by=by, at=at) as act:
        if conference.is_over:
            raise Refused(gettext("Hội nghị đã kết luận nên không sửa được; nội dung nằm trong biên bản."))
        for name in EDITABLE:
            setattr(conference, name, facts.get(name, getattr(conference, name)))
        conference.save()
        act.detail = {"changed": sorted(facts)}


def invite(conference, *, by, at):
    """Gửi giấy mời các đơn vị: the invitation is issued and filed."""
    with INVITE.on(conference, by=by, at=at):
        conference.invitation = issue_and_file(
            conference, Kind.INVITATION, documents.invitation_title(conference), "paper_invitation",
            documents.invitation(conference), by=by, at=at,
        )  # fmt: skip


def open_session(conference, *, by, at):
    """Khai mạc, vào ngày họp, sớm nhất hai giờ trước giờ hẹn. A year-end conference brings the year to its conference stage."""
    with OPEN.on(conference, by=by, at=at):
        if sentence := not_the_hour(conference, at):
            raise Refused(sentence)
        conference.opened_at = at
        if conference.kind == ConferenceKind.YEAR_END:
            years.reach(conference.bloc_year, Stage.CONFERENCE, by=by, at=at)


def attend(conference, rows, *, by, at):
    """Điểm danh. rows: {member_id: (present, representative User or None, delegation text)}; until the vote is opened."""
    with ATTEND.on(conference, by=by, at=at) as act:
        if conference.state not in (State.INVITED, State.PLANNED, State.IN_SESSION):
            raise Refused(gettext("Hội nghị đã kết luận, không điểm danh được nữa."))
        if conference.ballot_id:
            raise Refused(gettext("Phiếu suy tôn đã phát theo danh sách có mặt, không sửa điểm danh được nữa."))
        attendances = list(conference.attendances.select_related("member"))
        for attendance in attendances:
            present, who, delegation = rows.get(attendance.member_id, (False, None, ""))
            attendance.present, attendance.representative, attendance.delegation = present, who, delegation
        _must_be_represented([a for a in attendances if a.present])
        for attendance in attendances:
            attendance.save()
        act.detail = {"present": sorted(a.member_id for a in attendances if a.present)}


def _must_be_represented(attendances):
    """Every unit present has its own person: one who sits in the unit, or one with a written delegation."""
    people = {}
    seated = seated_people([a.member.unit_id for a in attendances])
    for attendance in attendances:
        unit, who = attendance.member, attendance.representative
        if who is None:
            raise Refused(gettext("%s có mặt thì phải có người đại diện.") % unit)
        if who.pk not in seated[unit.unit_id] and not attendance.delegation.strip():
            facts = {"who": who, "unit": unit}
            raise Refused(
                gettext("%(who)s không giữ ghế nào ở %(unit)s: ghi giấy ủy quyền, hoặc chọn người khác.") % facts
            )
        if (other := people.setdefault(who.pk, unit)) != unit:
            facts = {"who": who, "one": other, "two": unit}
            raise Refused(
                gettext("%(who)s không đại diện cho cả %(one)s và %(two)s được: mỗi đơn vị một người.") % facts
            )


def postpone(conference, *, held_at, reason, by, at):
    """Hẹn ngày họp khác, có lý do: nothing that was marked counts; invitations go out anew. Not once a vote is out."""
    with POSTPONE.on(conference, by=by, at=at, note=reason) as act:
        if conference.ballot_id or conference.nominations.exists():
            raise Refused(gettext("Phiếu suy tôn đã phát: hủy cuộc bỏ phiếu rồi mới hẹn ngày khác được."))
        if held_at <= at:
            raise Refused(gettext("Ngày giờ họp mới phải sau lúc này."))
        act.detail = {"from": conference.held_at, "to": held_at}
        conference.held_at, conference.opened_at = held_at, None
        conference.attendances.update(present=False, representative=None, delegation="")
        conference.items.filter(done_at=None).update(opened_at=None)


def open_item(item, *, by, at):
    """Bắt đầu một mục khi hội nghị đang họp; one item at a time is under way."""
    with OPEN_ITEM.on(item.conference, by=by, at=at) as act:
        item.refresh_from_db(fields=["opened_at", "done_at"])
        if item.conference.state != State.IN_SESSION:
            raise Refused(gettext("Chỉ bắt đầu một mục khi hội nghị đang họp."))
        if item.opened_at or item.done_at:
            raise Refused(gettext("Mục «%s» đã bắt đầu rồi.") % item.title)
        if here := item.conference.items.filter(opened_at__isnull=False, done_at=None).first():
            raise Refused(gettext("Mục «%s» đang bàn: ghi kết quả mục ấy trước.") % here.title)
        item.opened_at = at
        item.save()
        act.subject, act.detail = item, {"item": item.title}


def finish_item(item, *, outcome, by, at):
    """Ghi kết quả một mục khi hội nghị đang họp; the hand is that of the year that convenes, whatever year the item is of."""
    with FINISH_ITEM.on(item.conference, by=by, at=at) as act:
        item.refresh_from_db(fields=["opened_at", "done_at"])
        if item.conference.state != State.IN_SESSION:
            raise Refused(gettext("Chỉ ghi kết quả khi hội nghị đang họp."))
        if not outcome.strip():
            raise Refused(gettext("Ghi kết quả của mục «%s».") % item.title)
        if sentence := not_yet(item):
            raise Refused(sentence)
        item.outcome, item.done_at = outcome, at
        item.save()
        act.subject, act.detail = item, {"item": item.title}


def conclude(conference, *, conclusions, by, at):
    """Kết luận: every item done; the report of the meeting is issued; a mid-year meeting brings the year to «Đã sơ kết»."""
    with CONCLUDE.on(conference, by=by, at=at):
        if not (seats := quorum(conference)).reached:
            raise Refused(seats.sentence)
        if conference.ballot and conference.ballot.state == BallotState.OPEN:
            raise Refused(gettext("Chưa kết luận được: phiếu suy tôn chưa kiểm."))
        if open_items := [i.title for i in conference.items.filter(done_at=None)]:
            raise Refused(gettext("Chưa kết luận được: còn mục %s.") % "; ".join(open_items))
        if not conclusions.strip():
            raise Refused(gettext("Ghi kết luận của hội nghị."))
        conference.conclusions, conference.closed_at = conclusions, at
        if conference.has_report:
            facts = reporting.report(conference)
            conference.report = issue_and_file(
                conference, Kind.REPORT, documents.report_title(conference), "paper_report", facts, by=by, at=at
            )
        if conference.kind == ConferenceKind.MIDYEAR:
            years.review(conference.bloc_year, by=by, at=at)


def minute(conference, *, by, at):
    """Phát hành biên bản hội nghị từ các mục chương trình."""
    with MINUTE.on(conference, by=by, at=at):
        title, facts = documents.minutes_title(conference), documents.minutes(conference)
        conference.minutes = issue_and_file(conference, Kind.MINUTES, title, "paper_minutes", facts, by=by, at=at)


def issue_and_file(conference, kind, title, template, data, *, by, at, **columns):
    """Phát hành một văn bản của hội nghị và đưa vào hồ sơ năm. `columns`: as of papers' issue. Out: Paper."""
    bloc_year = conference.bloc_year
    paper = issue(
        kind=kind, title=title, template=f"conferences/{template}.html", data=data, issuer=issuer(bloc_year),
        stream=conference.stream, by=by, at=at, **columns,
    )  # fmt: skip
    years.file(bloc_year, paper, Kind(kind).label, by=by, at=at)
    return paper
