"""Năm thi đua: câu hỏi trên nhiều dòng — who is late, what is on file, what waits."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from blocs.roster.models import Bloc, Office, Unit
from blocs.roster.rules import SIGNERS, STAFF, seats_of
from emulation.journal import clock
from emulation.papers.models import PaperState
from emulation.ui.dates import day, days_left
from emulation.ui.text import fold
from emulation.ui.waiting import Task

from .models import (
    BlocYear,
    Comment,
    Draft,
    DraftKind,
    DraftState,
    Due,
    Duty,
    Filing,
    Letter,
    LetterState,
    Member,
    Obligation,
    Reception,
    Stage,
)
from .rules import issuers_kept_by, years_led


@dataclass(frozen=True)
class Overview:
    """Một năm nhìn trên một trang: milestones across, members down, and who is late."""

    milestones: list
    rows: list
    late: list


def overview(bloc_year):
    """Bảng đơn vị × mốc. Three queries whatever the number of members."""
    milestones = list(bloc_year.milestones.all())
    members = bloc_year.members.select_related("unit").prefetch_related(
        Prefetch("obligations", Obligation.objects.select_related("milestone", "member", "reception"))
    )
    rows = []
    for member in members:
        owed = {o.milestone_id: o for o in member.obligations.all()}
        rows.append((member, [owed.get(m.pk) for m in milestones]))
    return Overview(milestones, rows, _late(bloc_year, rows))


def _late(bloc_year, rows):
    """Obligations past their day, the oldest first; none in a closed year."""
    if bloc_year.state == Stage.CLOSED:
        return []
    today = clock.today()
    owed = [o for member, owed in rows for o in owed if o and not member.left_on]
    return sorted((o for o in owed if not o.met_on and o.due < today), key=lambda o: o.due)


AHEAD = dt.timedelta(days=45)  # what comes later is no task yet
# In which stage the units themselves hold the pen for a milestone; before it the lead unit prepares the ground.
HELD_BY_THE_UNITS = {Due.REGISTER: Stage.PREPARING, Due.SIGN: Stage.SIGNING, Due.SELF_SCORE: Stage.SCORING}


def turn(bloc_year, overview):
    """Ai giữ bút, mốc nào trước: the first milestone that somebody still owes. Out: (holder, "" for nobody; sentence)."""
    if bloc_year.state == Stage.CLOSED:
        return "", _("Năm đã khép, chỉ còn để đọc.")
    if bloc_year.state == Stage.DECIDED:
        return str(bloc_year.bloc.secretariat), _("Đã có quyết định khen thưởng: còn khép năm.")
    if bloc_year.state == Stage.PROPOSED:
        holder = f"{bloc_year.bloc.secretariat}; {bloc_year.bloc.council}"
        return holder, _("Hồ sơ khen thưởng đã trình: cơ quan thường trực thẩm định, rồi Hội đồng xét.")
    for place, milestone in enumerate(overview.milestones):
        owed = [row[place] for member, row in overview.rows if row[place] and not member.left_on]
        if left := [o for o in owed if not o.met_on]:
            return _holder(bloc_year, milestone), _first(milestone, owed, left)
    return _("trưởng khối"), _("Mọi mốc của các đơn vị đã xong.")


def _holder(bloc_year, milestone):
    if milestone.kind == Due.DOSSIER or bloc_year.state != HELD_BY_THE_UNITS.get(milestone.kind, bloc_year.state):
        return _("trưởng khối")
    return _("thủ trưởng các đơn vị") if milestone.kind == Due.SIGN else _("các đơn vị thành viên")


def _first(milestone, owed, left):
    today, due = clock.today(), max(o.due for o in left)
    facts = {
        "what": milestone.get_kind_display(),
        "due": day(milestone.due),
        "done": len(owed) - len(left),
        "all": len(owed),
    }
    facts["left"] = days_left(due, today).lower()
    words = _("Việc trước hết: %(what)s, hạn %(due)s (%(left)s); %(done)d trong %(all)d đơn vị đã xong.") % facts
    return words if len(left) > 3 else f"{words} {_('Còn: %s.') % '; '.join(o.member.name for o in left)}"


def own(bloc_year, overview, user):
    """What the person's own units owe in a year now: the late ones, and the first of the coming weeks. Out: list of Obligation."""
    if bloc_year.state == Stage.CLOSED:
        return []
    units, today = seats_of(user).units(*STAFF), clock.today()
    open_ = [o for m, row in overview.rows if m.unit_id in units and not m.left_on for o in row if o and not o.met_on]
    found = sorted(open_, key=lambda o: o.due)
    return [o for n, o in enumerate(found) if o.due < today or (n == 0 and o.due <= today + AHEAD)]


def drafts_of(bloc_year, user):
    """What waits for the person among the drafts of one year. Out: list of Task."""
    led, signed = years_led(user, *STAFF) & {bloc_year.pk}, years_led(user, *SIGNERS)
    comments = _to_comment(seats_of(user).units(*STAFF), bloc_year.drafts.all())
    return [*comments, *(_without_rules(led) + _led_drafts(led, signed) if led else [])]


def scans(overview, user):
    """Ids (set) of the scans of papers received in the year that this person may open."""
    held = [o.reception.pk for _member, owed in overview.rows for o in owed if o and o.came_on_paper]
    return set(Reception.objects.for_user(user).filter(pk__in=held).values_list("pk", flat=True)) if held else set()


def letters_being_written(bloc_year, user):
    """Công văn đang soạn mà người này thấy."""
    return Letter.objects.for_user(user).filter(bloc_year=bloc_year, state=LetterState.WRITING)


def secretariats(user):
    """Cơ quan thường trực có khối theo dõi, mà người này làm việc ở đó (Units)."""
    mine = seats_of(user).units(Office.SECRETARIAT)
    return Unit.objects.filter(pk__in=mine, blocs_followed__isnull=False).distinct()


def stages(bloc_year):
    """The stages of the year as (label, how): how is "past", "current", "left_out" (a year without a mid-year review) or ""."""
    place = list(Stage.values).index(bloc_year.state)
    how = {value: "past" if i < place else "current" if i == place else "" for i, value in enumerate(Stage.values)}
    if how[Stage.REVIEWED] == "past" and not _is_reviewed(bloc_year):
        how[Stage.REVIEWED] = "left_out"
    return [(label, how[value]) for value, label in Stage.choices]


def _is_reviewed(bloc_year):
    """Whether the half-year was reviewed: at a conference, or by the reports of all units."""
    reports = Obligation.objects.filter(member__bloc_year=bloc_year, member__left_on=None, milestone__kind=Due.MIDYEAR)
    return bool(bloc_year.reviewed_on) or (reports.exists() and not reports.filter(met_on=None).exists())


def visible_years(user):
    """Years that a person sees, newest first, with their lead and how many obligations are late."""
    late = Obligation.objects.late().filter(member__bloc_year=OuterRef("pk"))
    lead = Prefetch("members", Member.objects.filter(duty=Duty.LEAD), to_attr="leads")
    years = BlocYear.objects.for_user(user).select_related("bloc", "bloc__root")
    return years.annotate(is_late=Exists(late)).prefetch_related(lead)


def filings(user, query=""):
    """Papers on file that a person sees, newest first; `query` is typed without tones."""
    found = Filing.objects.for_user(user).select_related("paper", "bloc_year__bloc").defer("paper__data")
    found = found.order_by("-paper__issued_at", "-pk")
    return found.filter(search__contains=fold(query)) if query else found


def openable(user):
    """Blocs for which a person may open a year: followed by their agency, or led last by a unit they sign for. One query."""
    seats = seats_of(user)
    agencies = [s.unit_id for s in seats if s.office == Office.SECRETARIAT]
    signs = [s.unit_id for s in seats if s.office in SIGNERS]
    newest = BlocYear.objects.filter(bloc=OuterRef("pk")).order_by("-year").values("pk")[:1]
    led = Member.objects.filter(bloc_year=OuterRef("newest"), duty=Duty.LEAD, unit__in=signs)
    blocs = Bloc.objects.for_user(user).annotate(newest=Subquery(newest))
    return blocs.filter(Q(secretariat__in=agencies) | Exists(led)).select_related("root").order_by("name")


# --- what waits -----------------------------------------------------------------------------------
def waiting(user, at):
    """Việc của năm chờ người này: drafts to write, to send round, to comment, to answer, to adopt; letters to issue; units to remind; years to close."""
    units, led = seats_of(user).units(*STAFF), years_led(user, *STAFF)
    signed = years_led(user, *SIGNERS)
    agencies = seats_of(user).units(Office.SECRETARIAT)
    leading = _without_rules(led) + _led_drafts(led, signed) + _to_remind(led, units) if led else []
    return [*_to_comment(units), *leading, *_to_issue(signed), *_to_close(agencies), *_to_complete(user)]


def _to_issue(signed):
    """Letters that somebody wrote and that wait for the heads of the lead unit."""
    if not signed:
        return []
    written = Letter.objects.filter(bloc_year__in=signed, state=LetterState.WRITING).select_related("bloc_year__bloc")
    words = _("Phát hành công văn %(subject)s")
    return [
        Task(words % {"subject": f"«{x.subject}»"}, reverse("years:letter", args=[x.pk]), None, str(x.bloc_year))
        for x in written
    ]


def _to_complete(user):
    """Papers that wait for a number of the registry or for căn cứ, for who keeps the book of their issuer."""
    prepared = Filing.objects.for_user(user).filter(
        paper__state=PaperState.PREPARED, paper__issuer_key__in=issuers_kept_by(user)
    )
    note = _("chờ ghi số, ngày hoặc căn cứ")
    return [
        Task(
            _("Hoàn tất văn bản %(title)s") % {"title": f.paper.title}, reverse("years:paper", args=[f.pk]), None, note
        )
        for f in prepared.select_related("paper")
    ]


def _without_rules(led):
    """Years that the person's unit leads and that have neither a Quy chế nor a draft of one."""
    drafted = Draft.objects.filter(bloc_year=OuterRef("pk"), kind=DraftKind.REGULATION)
    years = BlocYear.objects.filter(~Exists(drafted), pk__in=led, rule_set=None, state=Stage.PREPARING)
    words = _("chưa có quy chế thì chưa bình xét, suy tôn được")
    return [
        Task(
            _("Soạn quy chế của khối"),
            f"{reverse('years:write_draft', args=[y.pk])}?loai=regulation",
            None,
            f"{y} · {words}",
        )
        for y in years.select_related("bloc")
    ]


def _to_comment(units, drafts=Draft.objects):
    mine = Member.objects.filter(bloc_year=OuterRef("bloc_year"), unit__in=units, left_on=None)
    said = Comment.objects.filter(draft=OuterRef("pk"), member__unit__in=units)
    owing = drafts.filter(Exists(mine), ~Exists(said), state=DraftState.CONSULTING)
    return [
        Task(
            _("Góp ý %(title)s") % {"title": d.title},
            reverse("years:draft", args=[d.pk]),
            d.respond_by,
            str(d.bloc_year),
        )
        for d in owing.select_related("bloc_year__bloc")
    ]


def _led_drafts(led, signed):
    """The next step of every draft of a year that the person's unit leads."""
    open_ = Draft.objects.filter(bloc_year__in=led).exclude(state=DraftState.ADOPTED).select_related("bloc_year__bloc")
    unanswered = Comment.objects.filter(draft=OuterRef("pk"), agrees=False, answered_at=None)
    spoken = Comment.objects.filter(draft=OuterRef(OuterRef("pk"))).values("member")
    silent = Member.objects.filter(bloc_year=OuterRef("bloc_year"), left_on=None).exclude(pk__in=spoken)
    drafts = open_.annotate(to_answer=Exists(unanswered), silent=Exists(silent))
    return [task for d in drafts if (task := _next_step(d, d.bloc_year_id in signed))]


def _next_step(draft, signs):
    words, due = None, None
    if draft.state == DraftState.WRITING:
        words = _("Gửi lấy ý kiến %(title)s")
    elif draft.to_answer:
        words = _("Trả lời ý kiến về %(title)s")
    elif signs and (not draft.silent or draft.respond_by <= clock.today()):
        words = _("Thông qua %(title)s")
    page = reverse("years:draft", args=[draft.pk])
    return Task(words % {"title": draft.title}, page, due, str(draft.bloc_year)) if words else None


def _to_remind(led, units):
    late = Obligation.objects.late().filter(member__bloc_year__in=led).exclude(member__unit__in=units)
    return [
        Task(
            _("Nhắc %(unit)s: %(what)s") % {"unit": o.member, "what": o.milestone.get_kind_display().lower()},
            reverse("years:page", args=[o.member.bloc_year_id]), o.due, str(o.member.bloc_year),
        )
        for o in late.select_related("member__bloc_year__bloc", "milestone")
    ]  # fmt: skip


def _to_close(agencies):
    years = BlocYear.objects.filter(bloc__secretariat__in=agencies, state=Stage.DECIDED).select_related("bloc")
    return [Task(_("Khép năm thi đua"), reverse("years:page", args=[y.pk]), None, str(y)) for y in years]
