"""Hội nghị: câu hỏi trên nhiều dòng."""

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blocs.covenant.authority import units_to_sign_for
from blocs.covenant.models import Signature
from blocs.covenant.models import State as CovenantState
from blocs.roster.models import Office, Seat
from blocs.roster.rules import SIGNERS, STAFF, seats_of
from blocs.scoring.models import Round, RoundKind, RoundState
from blocs.years.models import BlocYear, Due, Duty, Member, Obligation, Stage
from blocs.years.rules import years_led
from emulation.ballots.models import Slot
from emulation.ballots.models import State as BallotState
from emulation.journal import clock
from emulation.ui.waiting import Task

from .models import Conference, ConferenceKind, ConferenceState, ItemKind, Motion, Remark
from .ranking import settled_ranking

State = ConferenceState


def with_floor(conference, items):
    """Items, each with `.said` (remarks that stand, in order) and `.motions_put`. Two queries."""
    said, put = {}, {}
    for remark in Remark.objects.standing().filter(item__conference=conference).select_related("member"):
        said.setdefault(remark.item_id, []).append(remark)
    for motion in Motion.objects.filter(item__conference=conference):
        put.setdefault(motion.item_id, []).append(motion)
    for item in items:
        item.said, item.motions_put = said.get(item.pk, []), put.get(item.pk, [])
    return items


def representatives(conference):
    """Who may stand for each member without a delegation: {unit_id: [User, head first]}, from today's seats. One query."""
    units = conference.attendances.values("member__unit")
    seats = Seat.objects.on(clock.today()).filter(unit__in=units, office__in=STAFF).select_related("person")
    found = {}
    for seat in sorted(seats, key=lambda s: STAFF.index(s.office)):
        people = found.setdefault(seat.unit_id, [])
        if seat.person not in people:
            people.append(seat.person)
    return found


def delegates(conference):
    """Who may stand for each member with a written delegation: {unit_id: [User, …]}, people of other seats in the unit, then of the bloc. One query."""
    units, bloc = list(conference.attendances.values_list("member__unit", flat=True)), conference.bloc_year.bloc_id
    seats = Seat.objects.on(clock.today()).filter(Q(unit__in=units) | Q(bloc=bloc)).exclude(office__in=STAFF)
    found = {unit: {} for unit in units}
    for seat in seats.select_related("person").order_by(F("unit").asc(nulls_last=True), "office", "pk"):
        for unit in [seat.unit_id] if seat.unit_id else units:
            found[unit][seat.person_id] = seat.person
    return {unit: list(people.values()) for unit, people in found.items()}


def may_count(conference):
    """Who may be named to the counting team: whoever sits on that seat of the bloc, then who stands for a member. Out: [User]."""
    seats = Seat.objects.on(clock.today()).filter(bloc=conference.bloc_year.bloc_id, office=Office.COUNTING_TEAM)
    found = {seat.person_id: seat.person for seat in seats.select_related("person").order_by("pk")}
    for people in representatives(conference).values():
        found |= {person.pk: person for person in people if person.pk not in found}
    return list(found.values())


def names_of_the_team(conference):
    """Names of the counting team, its head first: as the conference named it, else who sits on that seat of the bloc."""
    if conference.counting_team:
        return [str(keeper) for keeper in conference.counting_team.keepers.select_related("person")]
    return names_of(conference, Office.COUNTING_TEAM)


def names_of(conference, office):
    """Who sits in an office of the bloc (tổ kiểm phiếu, thư ký hội nghị) today, as printed. Out: list of str."""
    seats = Seat.objects.on(clock.today()).filter(bloc=conference.bloc_year.bloc_id, office=office)
    return [seat.person.full_name for seat in seats.select_related("person")]


def papers_of(conference):
    """Filings of what was issued for a conference, newest first."""
    papers = [conference.invitation_id, conference.report_id, conference.minutes_id]
    papers += conference.papers.values_list("paper", flat=True)
    return conference.bloc_year.filings.filter(paper__in=papers).select_related("paper").defer("paper__data")


def ranked_members(conference):
    """Members in the order of the ranking as the conference settled it (with `.rank`, `.total`, `.decimals`), the unranked after them."""
    rows = {row.member_id: row for row in settled_ranking(conference)}
    members = list(conference.bloc_year.members.present())
    for member in members:
        row = rows.get(member.pk)
        member.rank = row.rank if row else None
        member.total, member.decimals = (row.total, row.round.scheme.decimals) if row else (None, 0)
    return sorted(members, key=lambda m: (m.rank is None, m.rank or 0, m.position))


# --- what this person does next on the page of a conference -----------------------------------------
def next_steps(user, conference):
    """Việc của người đang đọc ở hội nghị này lúc này: vote, confirm the covenant of an item's year. Out: list of Task."""
    return [*_to_vote(user, conference), *_to_sign(user, conference)]


def _to_vote(user, conference):
    if conference.ballot is None or conference.ballot.state != BallotState.OPEN:
        return []
    empty = Slot.objects.filter(line__ballot=conference.ballot_id, elector__person=user, sealed=None, named_vote=None)
    return [Task(_("Bỏ phiếu suy tôn"), reverse("ballots:vote", args=[conference.ballot_id]))] if empty.exists() else []


def _to_sign(user, conference):
    signs = units_to_sign_for(user)
    if not signs or conference.state == State.MINUTED:
        return []
    years = conference.items.filter(kind=ItemKind.SIGN).values("bloc_year")
    awaited = Signature.objects.awaited().filter(covenant__state=CovenantState.SIGNING, covenant__bloc_year__in=years)
    awaited = awaited.filter(covenant__position=0)
    found = awaited.filter(member__unit__in=signs, member__left_on=None).select_related("member__bloc_year")
    return [
        Task(
            _("Đọc và xác nhận giao ước năm %d") % s.member.bloc_year.year,
            reverse("covenant:page", args=[s.member.bloc_year_id]),
        )
        for s in found
    ]


# --- what waits -------------------------------------------------------------------------------------
def waiting(user, at):
    """Việc hội nghị chờ người này: plan, invite, open, run, minute what they lead; attend where they are invited."""
    led, signed = years_led(user, *STAFF), years_led(user, *SIGNERS)
    agencies = seats_of(user).units(Office.SECRETARIAT)
    found = _under_way(led, signed, agencies) if led or agencies else []
    found += _to_plan(led) if led else []
    return [*found, *_to_count(user), *_to_attend(seats_of(user).units(*SIGNERS))]


def _to_count(user):
    """Conferences whose ballot is out and whose counting team the person is on."""
    found = Conference.objects.filter(ballot__state=BallotState.OPEN, ballot__team__keepers__person=user)
    return [_task(_("Kiểm phiếu tại %s") % c.title, c) for c in found.select_related("bloc_year__bloc")]


def _under_way(led, signed, agencies):
    """Conferences that the person's unit leads, each with its next act; the minutes wait for who may issue them."""
    todo = {State.PLANNED: _("Gửi giấy mời %s"), State.INVITED: _("Khai mạc %s"), State.IN_SESSION: _("Điều hành %s"), State.CONCLUDED: _("Phát hành biên bản %s")}  # fmt: skip
    running = Q(bloc_year__in=led, state__in=[State.PLANNED, State.INVITED, State.IN_SESSION])
    hands = Q(bloc_year__in=signed) | Q(bloc_year__bloc__secretariat__in=agencies)
    to_minute = hands & Q(state=State.CONCLUDED)
    found = Conference.objects.filter(running | to_minute).select_related("bloc_year__bloc")
    return [_task(todo[c.state] % c.title, c) for c in found]


def _task(title, conference):
    day = timezone.localdate(conference.held_at)
    return Task(title, reverse("conferences:page", args=[conference.pk]), day, str(conference.bloc_year))


def _to_plan(led):
    """Years that the person's unit leads whose results call for a conference that nobody has planned yet."""
    kinds = {
        ConferenceKind.YEAR_END: _("Lập hội nghị tổng kết"),
        ConferenceKind.MIDYEAR: _("Lập hội nghị sơ kết 6 tháng"),
    }
    due = {ConferenceKind.YEAR_END: _ranked_years(), ConferenceKind.MIDYEAR: _years_past_midyear()}
    tasks = []
    for kind, title in kinds.items():
        planned = Conference.objects.filter(bloc_year=OuterRef("pk"), kind=kind)
        years = due[kind].filter(~Exists(planned), pk__in=led).select_related("bloc")
        tasks += [Task(title, f"{reverse('conferences:plan', args=[y.pk])}?loai={kind}", None, str(y)) for y in years]
    return tasks


def _ranked_years():
    published = Round.objects.filter(bloc_year=OuterRef("pk"), kind=RoundKind.YEAR_END, state=RoundState.PUBLISHED)
    return BlocYear.objects.filter(Exists(published), state__in=[Stage.SCORING, Stage.CONFERENCE])


def _years_past_midyear():
    """Years under way in which every unit has reported on six months."""
    reports = Obligation.objects.filter(
        member__bloc_year=OuterRef("pk"), member__left_on=None, milestone__kind=Due.MIDYEAR
    )
    return BlocYear.objects.filter(Exists(reports), ~Exists(reports.filter(met_on=None)), state=Stage.RUNNING)


def _to_attend(signs):
    mine = Member.objects.filter(bloc_year=OuterRef("bloc_year"), unit__in=signs, left_on=None).exclude(duty=Duty.LEAD)
    found = Conference.objects.filter(Exists(mine), state__in=[State.INVITED, State.IN_SESSION]).select_related(
        "bloc_year__bloc"
    )
    return [_task(_("Dự %s") % c.title, c) for c in found]
