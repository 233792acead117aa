"""Hội đồng: câu hỏi trên nhiều dòng."""

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.proposals.models import Proposal, ProposalState
from blocs.roster.models import COUNCIL_OFFICES, Office, Seat, Unit
from blocs.roster.rules import seats_of
from blocs.years.models import Filing
from emulation.accounts.models import User
from emulation.ballots.models import Slot
from emulation.ballots.models import State as BallotState
from emulation.journal import clock
from emulation.papers.models import Kind
from emulation.ui.waiting import Task

from . import workflow
from .models import AgendaLine, CouncilSession, SessionState


def visible(user):
    """Sessions that a person sees, with the number of proposals."""
    found = CouncilSession.objects.for_user(user).select_related("council").annotate(proposals=Count("lines"))
    return found.order_by("-held_at", "-pk")


def councils_served(user):
    """Councils (Units) for which a person may prepare a session."""
    seats = seats_of(user)
    units = [s.unit_id for s in seats if s.office in COUNCIL_OFFICES]
    agencies = [s.unit_id for s in seats if s.office == Office.SECRETARIAT]
    served = Unit.objects.filter(pk__in=units) | Unit.objects.filter(blocs_judged__secretariat__in=agencies)
    return [u for u in served.distinct() if user.has_perm("council.prepare", u)]


def lines(session):
    """Agenda lines with everything a list prints, as a queryset. Constant queries."""
    found = session.lines.select_related(
        "proposal__unit", "proposal__award_type", "proposal__bloc_year__bloc", "proposal__nomination", "ballot"
    )
    return found.prefetch_related("ballot__lines", "recusals__person")


def voting_marks(session, user):
    """For a session under vote: ({ballot id: how many have voted}, ids of ballots where this person's vote is awaited). Two queries."""
    slots = Slot.objects.filter(line__ballot__agenda_line__session=session, line__ballot__state=BallotState.OPEN)
    cast = slots.filter(Slot.USED).values("line__ballot").annotate(cast=Count("elector", distinct=True))
    mine = slots.filter(elector__person=user, sealed=None, named_vote=None).values_list("line__ballot", flat=True)
    return dict(cast.values_list("line__ballot", "cast")), set(mine)


def turn(session, at):
    """Ai giữ bút, việc gì trước. Out: (holder, "" for nobody; sentence; why the vote cannot be opened or closed yet, "" when it can)."""
    secretary, facts = _("Thư ký Hội đồng"), {"all": session.lines.count()}
    if session.state == SessionState.PREPARING and not facts["all"]:
        words = _("Đưa đề nghị đủ điều kiện vào chương trình trước, rồi mới mở biểu quyết được.")
        return secretary, words, _("Chưa có đề nghị nào trong chương trình.")
    if session.state == SessionState.PREPARING:
        words = _("Chương trình có %(all)d đề nghị: mở biểu quyết khi Hội đồng họp.") % facts
        return secretary, words, workflow.not_the_hour(session, at=at)
    if session.state == SessionState.VOTING:
        return _voting(session, facts)
    if session.state == SessionState.CLOSED:
        facts["passed"] = session.lines.filter(proposal__state=ProposalState.PASSED).count()
        words = _("Đã kiểm phiếu, %(passed)d trong %(all)d đề nghị được thông qua: còn kết luận phiên họp.")
        return _("Thư ký, Chủ tịch Hội đồng"), words % facts, ""
    return "", _("Phiên họp đã kết luận, biên bản đã phát hành."), ""


def short(session):
    """How many proposals under vote have too few voters to be counted."""
    return sum(cast * 100 < percent * members for cast, percent, members in turnouts(session))


def _voting(session, facts):
    facts["short"] = short(session)
    if facts["short"]:
        words = _("Đang biểu quyết: %(short)d trong %(all)d đề nghị chưa đủ thành viên bỏ phiếu để kiểm.") % facts
        return _("các thành viên Hội đồng"), words, words
    return _("Thư ký, Chủ tịch Hội đồng"), _("Mọi đề nghị đã đủ thành viên bỏ phiếu: kiểm phiếu được."), ""


def turnouts(session):
    """(voted, least per cent, members) of each open ballot of a session, without written opinions. One query."""
    slots = Slot.objects.filter(line__ballot__agenda_line__session=session, line__ballot__state=BallotState.OPEN)
    cast = Count("elector", distinct=True, filter=Slot.USED & ~Q(named_vote__written=True))
    found = slots.values("line__ballot").annotate(cast=cast, members=Count("elector", distinct=True))
    return list(found.values_list("cast", "line__ballot__quorum_percent", "members"))


def neighbours(line):
    """The agenda lines before and after one line (or None)."""
    around = AgendaLine.objects.filter(session=line.session_id)
    before = around.filter(position__lt=line.position).order_by("-position").first()
    return before, around.filter(position__gt=line.position).order_by("position").first()


def next_of(session, user):
    """The first agenda line on which this person's vote is awaited (or None)."""
    waiting = Slot.objects.filter(
        line__ballot__state=BallotState.OPEN, elector__person=user, sealed=None, named_vote=None
    )
    ballots = waiting.filter(line__ballot__agenda_line__session=session).values("line__ballot")
    return AgendaLine.objects.filter(ballot__in=ballots).order_by("position").first()


def ready(session):
    """Proposals found eligible for this council that are on no agenda yet."""
    found = Proposal.objects.filter(bloc_year__bloc__council=session.council_id, state=ProposalState.ELIGIBLE)
    return found.select_related("unit", "award_type", "bloc_year__bloc", "nomination")


def history(proposal):
    """What the unit was proposed for in other years and how it ended, newest first (Proposals)."""
    found = Proposal.objects.filter(unit=proposal.unit_id).exclude(pk=proposal.pk)
    return found.select_related("award_type", "bloc_year__bloc", "nomination").order_by("-bloc_year__year")


DOSSIER = (Kind.SUBMISSION, Kind.MINUTES, Kind.SCORES, Kind.REPORT)


def dossier(proposal):
    """Papers of the bloc-year on which a proposal rests: letter, minutes, scores, report (Filings, newest first)."""
    filings = Filing.objects.filter(bloc_year=proposal.bloc_year_id, paper__kind__in=DOSSIER)
    return list(filings.select_related("paper").defer("paper__data"))


def sitting_members(session):
    """Users with a voting seat on the council today, as a queryset."""
    seats = Seat.objects.on(clock.today()).filter(unit=session.council_id, office__in=COUNCIL_OFFICES[:2])
    return User.objects.filter(pk__in=seats.values("person"))


def silent_electors(line):
    """Users who may vote on a line and have not, by paper or in writing, as a queryset."""
    empty = line.ballot.electors.filter(slots__sealed=None, slots__named_vote=None, slots__isnull=False)
    return User.objects.filter(pk__in=empty.values("person"))


def waiting(user, at):
    """Việc Hội đồng chờ người này. The votes themselves are listed by the ballots."""
    return [*map(_to_run, _run_by(user)), *_to_convene(seats_of(user).units(Office.COUNCIL_SECRETARY))]


RUNNING = {
    SessionState.PREPARING: gettext_lazy("Chuẩn bị %s"),
    SessionState.VOTING: gettext_lazy("Kiểm phiếu %s"),
    SessionState.CLOSED: gettext_lazy("Kết luận %s"),
}


def _to_run(session):
    """The next act on a session; while votes are missing, they are what waits."""
    if session.state == SessionState.VOTING and short(session) > 0:
        note = _("chờ các thành viên Hội đồng bỏ phiếu")
        return Task(_("Biểu quyết %s") % session.title, _page(session), None, note, elsewhere=True)
    return Task(
        RUNNING[session.state] % session.title, _page(session), timezone.localdate(session.held_at), session.place
    )


def _page(session):
    return reverse("council:session", args=[session.pk])


def _run_by(user):
    """Sessions not yet concluded that this person chairs or keeps the papers of."""
    units = seats_of(user).units(Office.COUNCIL_CHAIR, Office.COUNCIL_SECRETARY)
    return CouncilSession.objects.filter(council__in=units, state__in=RUNNING) if units else []


def _to_convene(councils):
    """Councils whose secretary has eligible files and no session in preparation to take them."""
    preparing = CouncilSession.objects.filter(council=OuterRef("pk"), state=SessionState.PREPARING)
    eligible = Count(
        "blocs_judged__years__proposals", filter=Q(blocs_judged__years__proposals__state=ProposalState.ELIGIBLE)
    )
    found = Unit.objects.filter(~Exists(preparing), pk__in=councils).annotate(eligible=eligible).filter(eligible__gt=0)
    words = _("%d đề nghị đủ điều kiện chưa đưa ra Hội đồng")
    return [
        Task(_("Lập phiên họp Hội đồng"), reverse("council:convene", args=[c.pk]), None, words % c.eligible)
        for c in found
    ]
