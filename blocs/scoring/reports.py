"""Chấm điểm: câu hỏi trên nhiều dòng. Reads only; always from what the person may see."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from blocs.roster.models import Bloc, Office
from blocs.roster.rules import SIGNERS, STAFF, seats_of
from blocs.years.models import BlocYear, Due, Duty, Member, Milestone, Stage
from blocs.years.rules import years_led
from emulation.journal import clock
from emulation.ui.waiting import Task

from . import documents, extras, rules
from .lateness import Owed, owed
from .lineup import Lineup
from .models import (
    CHECKED_ON,
    HANDED_IN_WHOLE,
    Column,
    ColumnState,
    Filler,
    Round,
    RoundKind,
    RoundState,
    Scheme,
    SchemeState,
    Sheet,
    SheetState,
    columns_seen,
)
from .standing import standings


def visible_rounds(user):
    """Rounds that a person sees, newest first, with how many sheets stand where."""
    return with_counts(Round.objects.for_user(user).select_related("scheme"))


def with_counts(rounds):
    """Rounds with `all_sheets`, `handed_in`, `checked`, newest first."""
    here = Sheet.objects.filter(round=OuterRef("pk"), member__left_on=None).exclude(state=SheetState.EXCLUDED)
    return (
        rounds.select_related("bloc_year__bloc")
        .annotate(
            all_sheets=_how_many(here),
            handed_in=_how_many(here.exclude(state=SheetState.DRAFT)),
            checked=_how_many(here.filter(state__in=[SheetState.CHECKED, SheetState.AGREED])),
        )
        .order_by("-opened_at", "-pk")
    )


def _how_many(sheets):
    """A count of its own for each round: only the rounds of the page shown are counted."""
    return Coalesce(Subquery(sheets.order_by().values("round").annotate(n=Count("pk")).values("n")), 0)


# --- what waits -----------------------------------------------------------------------------------
def waiting(user, at):
    """Việc chấm điểm chờ người này: mở vòng, nộp bảng tự chấm (đã đủ thì chờ thủ trưởng), kiểm tra phiếu, giải trình, điền cột của mình, chốt, công bố."""
    return [
        *_to_open(user),
        *_to_hand_in(user),
        *_to_check(user),
        *_to_explain(user),
        *_to_fill(user),
        *_to_settle(user),
    ]


# How long before the day of self-scoring the round of the year is asked for on the home page, and of which years.
AHEAD = timedelta(days=30)
UNDER_WAY = (Stage.RUNNING, Stage.REVIEWED)


def _to_open(user):
    """Years under way that the person's unit leads, with a scheme, whose year-end round is due and not open."""
    near = Milestone.objects.filter(kind=Due.SELF_SCORE, due__lte=clock.today() + AHEAD)
    found = openable(user, years_led(user, *STAFF)).filter(milestones__in=near)
    words = _("Mở vòng chấm điểm cuối năm %(year)s")
    return [
        Task(words % {"year": y.year}, reverse("scoring:open", args=[y.pk]), y.due, str(y))
        for y in found.annotate(due=F("milestones__due"))
    ]


def openable(user, led=None):
    """Years in which this person may open the year-end round now; only those among `led`, when told. Out: queryset."""
    there = Round.objects.filter(bloc_year=OuterRef("pk"), kind=RoundKind.YEAR_END)
    scheme = Scheme.objects.filter(bloc=OuterRef("bloc"), state=SchemeState.ADOPTED)
    years = BlocYear.objects.filter(Exists(scheme), ~Exists(there), state__in=UNDER_WAY).select_related("bloc")
    if led is not None:
        return years.filter(pk__in=led)
    followed = seats_of(user).units(Office.SECRETARIAT)
    return years.filter(Q(pk__in=years_led(user, *STAFF)) | Q(bloc__secretariat__in=followed))


def blocs_to_write_for(user):
    """Blocs whose schemes this person writes: of the years that they lead now, and those that they follow. Out: queryset."""
    followed = seats_of(user).units(Office.SECRETARIAT)
    running = BlocYear.objects.filter(pk__in=years_led(user, *STAFF)).exclude(state=Stage.CLOSED)
    return Bloc.objects.filter(Q(years__in=running) | Q(secretariat__in=followed)).distinct()


def _to_hand_in(user):
    """Every own sheet that is not handed in; a full one waits for the head of the unit."""
    heads = seats_of(user).units(*SIGNERS)
    units = seats_of(user).units(*STAFF)
    sheets = Sheet.objects.filter(
        member__unit__in=units, member__left_on=None, state__in=[SheetState.DRAFT, SheetState.RETURNED]
    )
    sheets = list(
        sheets.filter(round__state__in=[RoundState.OPEN, RoundState.CHECKING]).select_related(
            "member", "round__bloc_year__bloc"
        )
    )
    days = owed(sheets)
    return [_hand_in(s, days[s.pk].due, s.member.unit_id in heads) for s in sheets]


def _hand_in(sheet, due, is_head):
    done = not sheet.self_missing
    verb = _("Nộp bảng tự chấm") if done else _("Tự chấm điểm")
    note = str(sheet.round.bloc_year)
    if not done:
        note = _("%(year)s, còn %(n)d dòng chưa chấm") % {"year": note, "n": sheet.self_missing}
    elif not is_head:
        note = _("%(year)s, chờ thủ trưởng") % {"year": note}
    state = _("Trả lại để bổ sung") if sheet.state == SheetState.RETURNED else ""
    return Task(
        f"{verb}: {sheet.round.get_kind_display().lower()}", reverse("scoring:sheet", args=[sheet.pk]), due, note, state,
        elsewhere=done and not is_head and sheet.state == SheetState.DRAFT,
    )  # fmt: skip


def _to_check(user):
    """One line per round: how many handed-in sheets this person's hand may check."""
    units = seats_of(user).units(*STAFF)
    blocs = seats_of(user).blocs(Office.CHECKING_TEAM)
    leading = Member.objects.filter(unit__in=units).exclude(duty=Duty.MEMBER).values("bloc_year")
    near = (
        Q(round__bloc_year__in=leading) | Q(round__bloc_year__bloc__in=blocs) | Q(round__lead_checker__unit__in=units)
    )
    sheets = Sheet.objects.filter(
        near, state=SheetState.SUBMITTED, round__state=RoundState.CHECKING, member__left_on=None
    )
    mine = {}
    for sheet in _with_one_round_each(sheets.select_related("member", "round__bloc_year__bloc", "round__lead_checker")):
        if rules.checks_the_sheet(user, sheet):
            mine.setdefault(sheet.round, []).append(sheet)
    return [
        Task(_("Kiểm tra %(n)d phiếu: %(kind)s") % {"n": len(found), "kind": r.get_kind_display().lower()},
             reverse("scoring:grid", args=[r.pk, Filler.CHECKERS]), r.check_due, str(r.bloc_year))
        for r, found in mine.items()
    ]  # fmt: skip


def _to_explain(user):
    """Own sheets that were checked below the claim, while the column of explanations is open."""
    units = seats_of(user).units(*STAFF)
    if not units:
        return []
    asking = Column.objects.filter(kind=Filler.ANSWER, state=ColumnState.OPEN, round__state=RoundState.CHECKING)
    columns = {
        c.round_id: c
        for c in asking.filter(round__sheets__member__unit__in=units).select_related("round__bloc_year__bloc")
    }
    sheets = Sheet.objects.filter(
        round__in=columns, member__unit__in=units, member__left_on=None, state=SheetState.CHECKED
    )
    return [
        Task(_("Giải trình những dòng bị chấm thấp hơn"), reverse("scoring:sheet", args=[s.pk]), columns[s.round_id].due,
             str(columns[s.round_id].round.bloc_year))
        for s in sheets
        if s.checked_total < s.self_total and _is_to_come(columns[s.round_id].due)
    ]  # fmt: skip


def _is_to_come(day):
    return day is None or clock.today() <= day


def _to_fill(user):
    """Columns that this person hands in as a whole, whose turn it is: those before them are in."""
    open_ = Column.objects.for_user(user).filter(
        kind__in=HANDED_IN_WHOLE, state=ColumnState.OPEN, round__state=RoundState.CHECKING
    )
    found, turn = [], {}
    for column in open_.select_related("round__bloc_year__bloc", "member", "unit").order_by("round", "position"):
        first = turn.setdefault(column.round_id, column.kind)
        if column.kind == first and column.kind != Filler.ANSWER and rules.fills_the_column(user, column):
            words, note = _("Điền và nộp cột “%(column)s”") % {"column": column.title}, str(column.round.bloc_year)
            link = reverse("scoring:grid", args=[column.round_id, column.code])
            found.append(Task(words, link, column.due or column.round.check_due, note))
    return found


def _with_one_round_each(sheets):
    """Sheets of a round share one Round object, so that its duties are read once."""
    rounds = {}
    for sheet in sheets:
        sheet.round = rounds.setdefault(sheet.round_id, sheet.round)
        yield sheet


def _to_settle(user):
    """Rounds whose next step is this person's: begin checking when the day has passed, agree, publish."""
    led, followed = years_led(user, *STAFF), seats_of(user).units(Office.SECRETARIAT)
    if not led and not followed:
        return []
    mine = Q(bloc_year__in=led) | Q(bloc_year__bloc__secretariat__in=followed)
    rounds = with_counts(Round.objects.filter(mine).exclude(state=RoundState.PUBLISHED))
    return [task for r in rounds if (task := _next_step(r, user))]


def _next_step(round_, user):
    words = None
    if round_.state == RoundState.AGREED:
        words = _("Công bố kết quả"), round_.check_due
    elif (
        round_.state == RoundState.CHECKING
        and round_.checked == round_.all_sheets
        and rules.leads_or_deputises(user, round_)
        and not round_.columns.filter(kind__in=HANDED_IN_WHOLE, state=ColumnState.OPEN).exists()
    ):
        words = _("Chốt điểm"), round_.check_due
    elif (
        round_.state == RoundState.OPEN
        and round_.handed_in
        and round_.handed_in < round_.all_sheets
        and _is_past(round_)
    ):
        words = _("Bắt đầu kiểm tra"), round_.self_due
    if words is None:
        return None
    title, due = words
    return Task(
        f"{title}: {round_.get_kind_display().lower()}",
        reverse("scoring:round", args=[round_.pk]),
        due,
        str(round_.bloc_year),
    )


def _is_past(round_):
    return clock.today() > round_.self_due


# --- pages ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SheetRow:
    """Một phiếu trên trang của vòng chấm. `url` is empty when the reader may not open it yet; `checked`, `total`: None when unseen."""

    member: Member
    sheet: Sheet
    url: str
    owed: Owed
    checked: Decimal | None
    total: Decimal | None
    is_held: bool

    @property
    def is_unchecked(self):
        return not self.member.left_on and self.sheet.state in (
            SheetState.DRAFT,
            SheetState.SUBMITTED,
            SheetState.RETURNED,
        )


def sheet_rows(user, round_):
    """Every sheet of a round: anyone of the year sees where it stands, its numbers only who may open it."""
    open_ = set(Sheet.objects.for_user(user).filter(round=round_).values_list("pk", flat=True))
    sheets = list(Sheet.objects.filter(round=round_).select_related("member").order_by("member__position", "pk"))
    seen, lineup = columns_seen(user, round_, sheets), Lineup(round_.columns.all())
    for sheet in sheets:
        sheet.round = round_
    days, held = owed(sheets), {h.sheet_id for h in documents.held(round_)}
    return [_sheet_row(s, s.pk in open_, days[s.pk], seen[s.pk], lineup, s.pk in held) for s in sheets]


def _sheet_row(sheet, is_open, owes, seen, lineup, is_held):
    return SheetRow(
        sheet.member, sheet, reverse("scoring:sheet", args=[sheet.pk]) if is_open else "",
        owes,
        checked=sheet.checked_total if lineup.up_to(lineup.checked) <= seen and sheet.state in CHECKED_ON else None,
        total=sheet.total if Filler.LEADERS in seen else None, is_held=is_held and is_open,
    )  # fmt: skip


def sees_results(user, round_):
    """Whether the person sees the agreed points of every unit, so that they may read the ranking before it is published."""
    agreed = list(round_.sheets.filter(state=SheetState.AGREED))
    return all(Filler.LEADERS in seen for seen in columns_seen(user, round_, agreed).values())


def own_of(round_):
    """Rows beyond the scheme and lifted caps of the units: [(member, sentence)]; of who may read the ranking."""
    sheets = list(round_.sheets.filter(has_extras=True).select_related("member"))
    return extras.told(round_, standings(round_, sheets)) if sheets else []
