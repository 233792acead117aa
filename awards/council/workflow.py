"""Phiên họp Hội đồng: chuẩn bị → biểu quyết kín từng đề nghị → kiểm phiếu → kết luận, biên bản; chưa đủ người thì hoãn."""

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from awards.proposals import workflow as proposals
from blocs.roster.models import Office, Seat
from emulation.ballots import workflow as ballots
from emulation.journal import clock
from emulation.journal.steps import Record, Refused, Step
from emulation.papers.workflow import Kind, issue
from emulation.ui.dates import day, hour, the_day

from . import documents
from .models import AgendaLine, CouncilSession, Recusal, SessionState

State = SessionState
CONVENE = Record(_("Lập phiên họp Hội đồng"), "council.prepare")
TABLE = Record(_("Đưa đề nghị ra phiên họp"), "council.prepare")
RESCHEDULE = Record(_("Hẹn lại phiên họp"), "council.prepare", reason=True)
RECUSE = Record(_("Ghi không biểu quyết"), "council.prepare", reason=True)
OPEN = Step(_("Mở biểu quyết"), [State.PREPARING], State.VOTING, "council.run")
ADJOURN = Step(_("Hoãn biểu quyết"), [State.VOTING], State.PREPARING, "council.run", reason=True)
CLOSE = Step(_("Đóng biểu quyết, kiểm phiếu"), [State.VOTING], State.CLOSED, "council.run")
CONCLUDE = Step(_("Kết luận phiên họp"), [State.CLOSED], State.CONCLUDED, "council.conclude")
WRITE_OPINION = Record(_("Ghi ý kiến bằng văn bản của thành viên vắng"), "council.run")

VOTING_OFFICES = (Office.COUNCIL_CHAIR, Office.COUNCIL_MEMBER)


def convene(council, *, title, held_at, place, by, at):
    """Lập phiên họp của một Hội đồng (Unit). Out: CouncilSession."""
    with CONVENE.on(council, by=by, at=at) as act:
        act.subject = CouncilSession.objects.create(council=council, title=title, held_at=held_at, place=place)
    return act.subject


def reschedule(session, *, held_at, place, reason, by, at):
    """Hẹn lại phiên họp, có lý do, khi chưa mở biểu quyết; the agenda stays."""
    with RESCHEDULE.on(session, by=by, at=at, note=reason) as act:
        refuse_once_voting(session)
        if the_day(held_at) < the_day(at):
            raise Refused(gettext("Ngày họp mới %s đã qua.") % day(held_at))
        act.detail = {"from": session.held_at, "to": held_at}
        session.held_at, session.place = held_at, place
        session.save()


def refuse_once_voting(session):
    """What prepares a session ends when its vote is opened. Raises Refused."""
    if session.state != State.PREPARING:
        raise Refused(gettext("Phiên họp đã mở biểu quyết nên không sửa được nữa."))


def not_the_hour(session, *, at):
    """Vì sao chưa mở biểu quyết được lúc này: the council has not met yet; "" when its hour has come."""
    if at >= session.held_at:
        return ""
    facts = {"hour": hour(session.held_at), "day": day(session.held_at)}
    return gettext("Chưa tới giờ họp: Hội đồng họp lúc %(hour)s, %(day)s.") % facts


def table(session, chosen, *, by, at):
    """Đưa các đề nghị đủ điều kiện ra phiên họp, theo thứ tự; all or none."""
    with TABLE.on(session, by=by, at=at) as act:
        refuse_once_voting(session)
        if not chosen:
            raise Refused(gettext("Chưa chọn đề nghị nào để đưa ra phiên họp."))
        last = session.lines.aggregate(last=Max("position"))["last"] or 0
        for position, proposal in enumerate(chosen, start=last + 1):
            if proposal.bloc_year.bloc.council_id != session.council_id:
                raise Refused(gettext("%s thuộc Hội đồng khác.") % proposal)
            with proposals.TABLE.on(proposal, by=by, at=at):
                pass
            AgendaLine.objects.create(session=session, proposal=proposal, position=position)
        act.detail = {"proposals": [p.pk for p in chosen]}


def recuse(line, person, *, reason, by, at):
    """Một thành viên không biểu quyết một đề nghị, trước khi mở biểu quyết."""
    with RECUSE.on(line.session, by=by, at=at, note=reason) as act:
        refuse_once_voting(line.session)
        if person.pk not in {s.person_id for s in voters(line.session)}:
            raise Refused(gettext("%s không phải thành viên biểu quyết của Hội đồng.") % person)
        if line.recusals.filter(person=person).exists():
            raise Refused(gettext("%s đã được ghi không biểu quyết đề nghị này.") % person)
        Recusal.objects.create(line=line, person=person, reason=reason)
        act.detail = {"proposal": line.proposal_id}


def voters(session):
    """Seats of those who vote in a session today: chair and members, in the order of seating, each person once. Out: list of Seat."""
    seats = Seat.objects.on(clock.today()).filter(unit=session.council_id, office__in=VOTING_OFFICES)
    first = {}
    for seat in seats.select_related("person").order_by("office", "pk"):
        first.setdefault(seat.person_id, seat)
    return list(first.values())


def open_vote(session, *, by, at):
    """Mở biểu quyết: one sealed ballot per proposal, by the thresholds of its award (catalogue); recused members get no slot."""
    with OPEN.on(session, by=by, at=at) as act:
        lines = list(
            session.lines.select_related("proposal__award_type", "proposal__unit").prefetch_related("recusals")
        )
        seats = voters(session)
        if too_early := not_the_hour(session, at=at):
            raise Refused(too_early)
        if not lines or not seats:
            raise Refused(
                gettext("Chưa mở biểu quyết được: phiên họp chưa có đề nghị hoặc Hội đồng chưa có thành viên.")
            )
        session.opened_at = at
        for line in lines:
            _open_one(session, line, seats, by, at)
        act.detail = {"proposals": len(lines), "voters": len(seats)}


def _open_one(session, line, seats, by, at):
    award = line.proposal.award_type
    recused = {r.person_id for r in line.recusals.all()}
    line.ballot = ballots.prepare(
        title=str(line.proposal), lines=[str(line.proposal)],
        electors=[ballots.Voter(label=s.printed_title, person=s.person, barred={0} if s.person_id in recused else set()) for s in seats],
        rules=ballots.Rules(
            secret=True, choices=documents.CHOICES, quorum_percent=award.quorum_percent,
            threshold_percent=award.threshold_percent, base=award.threshold_base, add_written=True, source=award.source,
        ),
        stream=session.stream, by=by, at=at, back=(session.title, reverse("council:line", args=[line.pk])),
    )  # fmt: skip
    ballots.open_(line.ballot, by=by, at=at)
    line.save()


def write_opinion(line, person, *, agrees, by, at):
    """Ghi ý kiến bằng văn bản của một thành viên vắng (domain.md §4.5, §6): a named vote, counted apart, added to yes and base."""
    with WRITE_OPINION.on(line.session, by=by, at=at) as act:
        refuse_unless_voting(line.session)
        elector = line.ballot.electors.filter(person=person).first()
        if elector is None:
            raise Refused(gettext("%s không phải thành viên biểu quyết của Hội đồng.") % person)
        choices = {slot.line_id: 0 if agrees else 1 for slot in elector.slots.all()}
        ballots.record_written_opinion(line.ballot, elector, choices=choices, by=by, at=at)
        act.detail = {"proposal": line.proposal_id, "member": elector.label}


def refuse_unless_voting(session):
    """A written opinion is taken while the others vote. Raises Refused."""
    if session.state != State.VOTING:
        raise Refused(gettext("Chỉ ghi ý kiến bằng văn bản khi đang biểu quyết."))


def adjourn(session, *, reason, by, at):
    """Hoãn biểu quyết, có lý do: every open ballot is cancelled unread; the agenda stays, the vote opens anew another day."""
    with ADJOURN.on(session, by=by, at=at, note=reason) as act:
        lines = list(session.lines.select_related("ballot"))
        for line in lines:
            ballots.cancel(line.ballot, by=by, at=at, note=reason)
            line.ballot = None
            line.save()
        session.opened_at = None
        act.detail = {"ballots": len(lines)}


def close_vote(session, *, by, at):
    """Đóng biểu quyết, kiểm phiếu từng đề nghị; each proposal passes or fails. Refused while too few have taken part."""
    with CLOSE.on(session, by=by, at=at) as act:
        session.closed_at = at
        results = {}
        lines = list(session.lines.select_related("ballot", "proposal__unit", "proposal__award_type"))
        _enough_have_taken_part(lines)
        for line in lines:
            ballots.close(line.ballot, by=by, at=at)
            ballots.count(line.ballot, by=by, at=at)
            passed = bool(line.ballot.lines.get().passed)
            with (proposals.PASS if passed else proposals.FAIL).on(line.proposal, by=by, at=at):
                results[str(line.proposal_id)] = passed
        act.detail = {"passed": results}


def _enough_have_taken_part(lines):
    """No paper is opened before enough members voted on every proposal: too few members are no verdict of the council."""
    for line in lines:
        cast, percent = line.ballot.turnout()[0], line.ballot.quorum_percent
        members = line.ballot.electors.filter(slots__isnull=False).distinct().count()
        if cast * 100 < percent * members:
            facts = {"what": line.proposal, "cast": cast, "issued": members, "percent": percent}
            raise Refused(
                gettext(
                    "%(what)s: mới có %(cast)d trong %(issued)d thành viên bỏ phiếu, chưa đủ %(percent)d%%. Chờ thêm, hoặc hoãn biểu quyết."
                )
                % facts
            )


def conclude(session, *, conclusions, by, at):
    """Kết luận: the minutes are issued, naming the bloc that each unit leads."""
    with CONCLUDE.on(session, by=by, at=at):
        if not conclusions.strip():
            raise Refused(gettext("Ghi kết luận của phiên họp."))
        session.conclusions = conclusions
        session.minutes = issue(
            kind=Kind.MINUTES, title=documents.title(session), template="council/paper_minutes.html",
            data=documents.minutes(session), issuer=documents.issuer(session), stream=session.stream,
            law_days=documents.law_days(session), by=by, at=at,
        )  # fmt: skip
