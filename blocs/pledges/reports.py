"""Đăng ký thi đua: questions over many pledges — who registered what, what became of it, what waits."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from blocs.roster.models import Office, Seat
from blocs.roster.rules import SIGNERS, STAFF, holds, seats_of
from blocs.years.models import Due, Member, Obligation, Stage
from blocs.years.rules import years_led
from emulation.journal import clock
from emulation.ui.dates import the_day
from emulation.ui.waiting import Task

from .models import OPEN_TO_THE_UNIT, Period, Pledge, Registration, Result, State, Target
from .workflow import DUE

# How long before the day a report of results is asked for on the home page.
AHEAD = timedelta(days=45)
PERIOD_OF = {due: period for period, due in DUE.items()}
ON_PAPER = Q(reception__isnull=False)


@dataclass
class Row:
    """Một đơn vị trong bảng tổng hợp đăng ký. `quantities`: (title, how many) in the order of the table; 0: not registered."""

    member: Member
    pledge: Pledge | None
    targets: int
    quantities: list
    due: object
    late_days: int


@dataclass
class Table:
    """Bảng tổng hợp đăng ký danh hiệu của khối: units down, titles across."""

    titles: list
    rows: list
    totals: list = field(default_factory=list)
    waiting: list = field(default_factory=list)


def registrations(bloc_year, user):
    """Bảng tổng hợp đăng ký; only pledges that `user` sees are filled in. Constant number of queries. Out: Table."""
    members = list(bloc_year.members.prefetch_related(_owed(Due.REGISTER)))
    pledges = {p.member_id: p for p in _seen(bloc_year, user)}
    held = {p.pk: {t.award_type_id: t.quantity for t in p.titles.all()} for p in pledges.values()}
    titles = sorted(
        {t.award_type for p in pledges.values() for t in p.titles.all()}, key=lambda award: (award.position, award.pk)
    )
    rows = [_row(m, pledges.get(m.pk), titles, held) for m in members]
    totals = [(title, sum(held[pk].get(title.pk, 0) for pk in held)) for title in titles]
    silent = [r.member for r in rows if not r.member.left_on and (r.pledge is None or r.pledge.state != State.RECEIVED)]
    return Table(titles, rows, totals, silent)


def _row(member, pledge, titles, held):
    mine = held.get(pledge.pk, {}) if pledge else {}
    due = next((o.due for o in member.owed), None)
    received = next((o.met_on for o in member.owed if o.came_on_paper), None)
    submitted = received or (the_day(pledge.submitted_at) if pledge else None)
    late = max((submitted - due).days, 0) if submitted and due else 0
    return Row(
        member, pledge, len(pledge.targets.all()) if pledge else 0, [(t, mine.get(t.pk, 0)) for t in titles], due, late
    )


def _owed(kind):
    obligations = Obligation.objects.filter(milestone__kind=kind).select_related("milestone", "reception")
    return Prefetch("obligations", obligations, to_attr="owed")


def _seen(bloc_year, user):
    pledges = Pledge.objects.for_user(user).filter(member__bloc_year=bloc_year)
    titles = Prefetch("titles", Registration.objects.select_related("award_type"))
    return pledges.prefetch_related("targets", titles)


@dataclass
class Told:
    """Kết quả của một đơn vị trong một kỳ: (target, result or None) pairs, and whether the head confirmed them."""

    member: Member
    pledge: Pledge
    lines: list
    confirmed_at: object = None

    def __iter__(self):
        """`for member, pledge, lines in results(…)`."""
        return iter((self.member, self.pledge, self.lines))

    @property
    def is_complete(self):
        """Whether every target has a result (as far as the reader sees them)."""
        return bool(self.lines) and all(result for _target, result in self.lines)

    @property
    def achieved(self):
        """Số chỉ tiêu đạt từ 100% trở lên."""
        return sum(
            1 for _target, result in self.lines if result and result.percent is not None and result.percent >= 100
        )


def results(bloc_year, period, user=None):
    """Kết quả đã xác nhận của mọi đơn vị trong một kỳ, theo thứ tự; with `user`: also the unconfirmed ones of the own unit. Out: list of Told."""
    told = Prefetch("results", Result.objects.filter(period=period), to_attr="of_the_period")
    seen = Pledge.objects.all() if user is None else Pledge.objects.for_user(user)
    pledges = seen.filter(member__bloc_year=bloc_year, state=State.RECEIVED).order_by("member__position")
    pledges = pledges.select_related("member").prefetch_related(
        Prefetch("targets", Target.objects.prefetch_related(told))
    )
    return [_told(p, mine=user is not None and holds(user, *STAFF, unit=p.member.unit_id)) for p in pledges]


def results_of(pledge, period, user):
    """Kết quả của một bản đăng ký trong một kỳ, as `user` may read it. Out: Told."""
    told = Prefetch("results", Result.objects.filter(period=period), to_attr="of_the_period")
    found = Pledge.objects.select_related("member").prefetch_related(
        Prefetch("targets", Target.objects.prefetch_related(told))
    )
    return _told(found.get(pk=pledge.pk), mine=holds(user, *STAFF, unit=pledge.member.unit_id))


def _told(pledge, mine):
    lines = [(t, next(iter(t.of_the_period), None)) for t in pledge.targets.all()]
    stamps = [result.confirmed_at for _target, result in lines if result]
    confirmed = stamps[0] if stamps and all(stamps) else None
    if not (mine or confirmed):
        lines = [(target, None) for target, _result in lines]
    for target, result in lines:
        if result:
            result.target = target
    return Told(pledge.member, pledge, lines, confirmed)


def late_days(member, kind, done_at):
    """Trễ bao nhiêu ngày so với hạn của việc `kind` (Due): (due date or None, days late)."""
    owed = (
        Obligation.objects.filter(member=member, milestone__kind=kind).select_related("milestone", "reception").first()
    )
    if owed is None:
        return None, 0
    done = owed.met_on if owed.came_on_paper else the_day(done_at)
    return owed.due, max(((done or clock.today()) - owed.due).days, 0)


# --- what waits ---------------------------------------------------------------------------------
HEADS, CLERKS, ANY = "head", "clerk", ""


@dataclass(frozen=True)
class Own:
    """Việc của một đơn vị mình: the task, and whose hand it waits for in the unit (HEADS, CLERKS, or ANY)."""

    member: Member
    task: Task
    hand: str = ANY


def waiting(user, at):
    """Việc đăng ký và kết quả chờ người này, hoặc chờ tay khác ở đơn vị mình: the head's once all is written, the clerk's once
    a pledge was sent back."""
    seats = seats_of(user)
    hands = {HEADS: seats.units(*SIGNERS), CLERKS: seats.units(Office.CLERK)}
    mine = [_of_this_hand(own, hands) for own in _own(user)]
    return [*mine, *_to_receive(years_led(user, *STAFF))]


def _of_this_hand(own, hands):
    if own.hand == ANY or own.member.unit_id in hands[own.hand]:
        return own.task
    words = {HEADS: _("%(unit)s, chờ thủ trưởng"), CLERKS: _("%(unit)s, chờ cán bộ đầu mối")}
    return replace(own.task, note=words[own.hand] % {"unit": own.member}, elsewhere=True)


def _own(user):
    units = seats_of(user).units(*STAFF)
    return [*_to_register(units), *_to_report(units)] if units else []


def _to_register(units):
    """Own pledges not written, not handed in, or sent back, while the year takes registrations."""
    owed = Obligation.objects.filter(member__unit__in=units, member__left_on=None, milestone__kind=Due.REGISTER)
    unwritten = Q(member__pledge=None) & (Q(met_on=None) | ON_PAPER)
    open_ = unwritten | Q(member__pledge__state__in=OPEN_TO_THE_UNIT)
    found = owed.filter(open_).exclude(member__bloc_year__state=Stage.CLOSED)
    targets, titles = (kind.objects.filter(pledge__member=OuterRef("member")) for kind in (Target, Registration))
    clerks = Seat.objects.on(clock.today()).filter(unit=OuterRef("member__unit"), office=Office.CLERK)
    found = found.annotate(is_written=Exists(targets), is_aimed=Exists(titles), has_clerk=Exists(clerks))
    return [
        _registering(o)
        for o in found.select_related("milestone", "reception", "member__bloc_year__bloc", "member__pledge")
    ]


def _registering(owed):
    pledge, year = getattr(owed.member, "pledge", None), owed.member.bloc_year
    if pledge and owed.is_written and owed.is_aimed and pledge.is_for_the_head:
        words = _("Nộp lại bản đăng ký năm %(year)s") if pledge.is_supplemented else _("Nộp bản đăng ký năm %(year)s")
        task = Task(words % {"year": year.year}, _of_member("page", owed), _still_due(owed), str(owed.member))
        return Own(owed.member, task, HEADS)
    back = pledge is not None and pledge.state == State.RETURNED
    words = _("Bổ sung bản đăng ký năm %(year)s") if back else _("Đăng ký chỉ tiêu và danh hiệu năm %(year)s")
    note = f"{owed.member} · {pledge.returned_reason}" if back else f"{owed.member}, {year.bloc}"
    page = _of_member("page" if pledge else "write", owed)
    task = Task(words % {"year": year.year}, page, _still_due(owed), note, _("Trả lại") if back else "")
    return Own(owed.member, task, CLERKS if back and owed.has_clerk else ANY)


def _still_due(owed):
    """The last day (date); None for what came on paper and is only to be written down."""
    return None if owed.came_on_paper else owed.due


def _of_member(name, owed, *more):
    return reverse(f"pledges:{name}", args=[owed.member_id, *more])


def _to_receive(led):
    """Pledges handed to the units that lead."""
    handed = Pledge.objects.filter(member__bloc_year__in=led, state=State.SUBMITTED).select_related(
        "member__bloc_year__bloc"
    )
    return [
        Task(
            _("Tiếp nhận đăng ký của %(unit)s") % {"unit": p.member}, reverse("pledges:page", args=[p.member_id]), None,
            str(p.member.bloc_year), others_wait=True,
        )
        for p in handed
    ]  # fmt: skip


def _to_report(units):
    """Results that are due soon or late, of received pledges."""
    targets = Target.objects.filter(pledge__member=OuterRef("member"))
    owed = Obligation.objects.filter(
        Q(met_on=None) | ON_PAPER & _unconfirmed(targets), member__left_on=None,
        member__unit__in=units, milestone__kind__in=PERIOD_OF, milestone__due__lte=clock.today() + AHEAD,
        member__pledge__state=State.RECEIVED,
    ).exclude(member__bloc_year__state=Stage.CLOSED)  # fmt: skip
    told = {p: Result.objects.filter(target=OuterRef("pk"), period=p) for p in Period.values}
    lacks = {f"lacks_{period}": Exists(targets.filter(~Exists(results))) for period, results in told.items()}
    found = owed.annotate(**lacks).select_related("milestone", "reception", "member__bloc_year__bloc")
    return [_reporting(o) for o in found.order_by("milestone__due", "pk")]


def _unconfirmed(targets):
    """Whether results of the period of an obligation wait for the head's hand (Q over obligations)."""
    found = Q()
    for due, period in PERIOD_OF.items():
        confirmed = Result.objects.filter(target=OuterRef("pk"), period=period, confirmed_at__isnull=False)
        found |= Q(milestone__kind=due) & Q(Exists(targets.filter(~Exists(confirmed))))
    return found


def _reporting(owed):
    period = Period(PERIOD_OF[owed.milestone.kind])
    done, midyear = not getattr(owed, f"lacks_{period}"), period == Period.MIDYEAR
    if done:
        words = _("Xác nhận kết quả 6 tháng năm %d") if midyear else _("Xác nhận kết quả cả năm %d")
    else:
        words = _("Ghi kết quả 6 tháng năm %d") if midyear else _("Ghi kết quả cả năm %d")
    page = _of_member("page", owed) if done else _of_member("results", owed, period)
    task = Task(words % owed.member.bloc_year.year, page, _still_due(owed), str(owed.member))
    return Own(owed.member, task, HEADS if done else ANY)
