"""Giao ước: who has confirmed, what a reader may do, what waits."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from blocs.pledges.models import State as PledgeState
from blocs.roster.rules import SIGNERS, STAFF, holds, seats_of
from blocs.years.models import BlocYear, Due, Duty, Member, Obligation, Stage
from blocs.years.rules import years_led
from emulation.journal.chain import canonical, sha256
from emulation.ui.waiting import Task

from .addresses import address
from .authority import units_to_sign_for
from .models import Covenant, Remark, Signature, SignatureState, State


@dataclass
class Progress:
    """Các đơn vị xác nhận đến đâu. `etag`: changes whenever something that the list shows has changed."""

    signatures: list
    signed: int
    etag: str

    @property
    def total(self):
        return len(self.signatures)


def progress(covenant):
    """Xác nhận của các đơn vị theo thứ tự. One query."""
    rows = list(covenant.signatures.select_related("member"))
    for row in rows:
        row.covenant = covenant
    seen = [[row.pk, row.state, row.signed_at] for row in rows]
    etag = sha256(canonical([covenant.pk, covenant.state, seen]))[:32]
    return Progress(rows, sum(r.state == SignatureState.SIGNED for r in rows), etag)


@dataclass
class Opinions:
    """Góp ý đến đâu: remarks in order; members that said nothing yet; how many remarks wait for an answer."""

    remarks: list
    silent: list
    to_answer: int


def opinions(covenant):
    """Ai đã nhất trí, ai có ý kiến, ai chưa nói gì. Two queries."""
    remarks = list(covenant.remarks.select_related("member"))
    said = {r.member_id for r in remarks}
    members = covenant.bloc_year.members.present().exclude(duty=Duty.LEAD)
    silent = [m for m in members if m.pk not in said]
    return Opinions(remarks, silent, sum(not r.agrees and not r.answer for r in remarks))


def texts(user, bloc_year):
    """Giao ước và các phụ lục của năm mà mình thấy, theo thứ tự: what is in force is signed. Out: list of Covenant."""
    return list(
        Covenant.objects.for_user(user).filter(bloc_year=bloc_year).select_related("bloc_year").order_by("position")
    )


def own_member(user, bloc_year):
    """The member for which this person may speak, if any; the one they may sign for first."""
    members, to_sign = list(bloc_year.members.present()), units_to_sign_for(user)
    mine = [m for m in members if m.unit_id in to_sign or holds(user, *STAFF, unit=m.unit_id)]
    return min(mine, key=lambda m: (m.unit_id not in to_sign, not holds(user, *SIGNERS, unit=m.unit_id)), default=None)


def due_to_sign(member):
    """Hạn xác nhận của một đơn vị, kể cả gia hạn: date or None."""
    owed = Obligation.objects.filter(member=member, milestone__kind=Due.SIGN).select_related("milestone").first()
    return owed.due if owed else None


# --- what waits ---------------------------------------------------------------------------------
def waiting(user, at):
    """Việc của giao ước chờ người này: to sign, to remark, to read what others remarked, to answer, to draw up, to freeze."""
    signs, staffs, led = units_to_sign_for(user), seats_of(user).units(*STAFF), years_led(user, *STAFF)
    drawing_up = _drawing_up(led, years_led(user, *SIGNERS)) if led else ()
    return [
        *(_to_sign(signs) if signs else ()),
        *((*_to_remark(staffs), *_to_hear(staffs, led)) if staffs else ()),
        *drawing_up,
    ]


def _to_sign(units):
    awaited = Signature.objects.awaited().filter(
        member__unit__in=units, member__left_on=None, covenant__state=State.SIGNING
    )
    found = list(awaited.select_related("covenant", "member__bloc_year__bloc"))
    owed = Obligation.objects.filter(member__in=[s.member_id for s in found], milestone__kind=Due.SIGN)
    due = {o.member_id: o.due for o in owed.select_related("milestone")}
    return [
        Task(
            _of(s.covenant, _("Đọc và xác nhận giao ước năm %(year)s"), _("Đọc và xác nhận phụ lục %(number)s của giao ước năm %(year)s")),
            address(s.covenant), None if s.covenant.position else due.get(s.member_id), f"{s.member}, {s.member.bloc_year.bloc}",
        )
        for s in found
    ]  # fmt: skip


def _to_remark(units):
    """Drafts sent round on which these units, other than the lead unit, have said nothing yet."""
    sent = Covenant.objects.filter(state=State.DRAFT, circulated_at__isnull=False)
    sent = list(sent.filter(bloc_year__members__unit__in=units).select_related("bloc_year__bloc").distinct())
    years = {c.bloc_year_id: c for c in sent}
    said = Remark.objects.filter(member=OuterRef("pk"), covenant__in=sent)
    members = Member.objects.filter(~Exists(said), unit__in=units, left_on=None, bloc_year__in=years)
    return [
        Task(
            _of(c := years[m.bloc_year_id], _("Góp ý dự thảo giao ước năm %(year)s"), _("Góp ý dự thảo phụ lục %(number)s của giao ước năm %(year)s")),
            address(c), None, f"{m}, {c.bloc_year.bloc}",
        )
        for m in members.exclude(duty=Duty.LEAD)
    ]  # fmt: skip


def _to_hear(units, led):
    """Ý kiến và từ chối chưa được trả lời: the lead unit answers them, every other unit of the year reads them until then."""
    fresh = Remark.objects.unanswered().exclude(covenant__state=State.SIGNED)
    fresh = fresh.filter(covenant__bloc_year__members__unit__in=units, covenant__bloc_year__members__left_on=None)
    by_covenant = {}
    for remark in fresh.select_related("member", "covenant__bloc_year__bloc").distinct():
        if remark.covenant.bloc_year_id in led or remark.member.unit_id not in units:
            by_covenant.setdefault(remark.covenant, []).append(remark)
    for covenant, remarks in by_covenant.items():
        leads = covenant.bloc_year_id in led
        words = _("Trả lời ý kiến về giao ước năm %(year)s") if leads else _("Đọc ý kiến về giao ước năm %(year)s")
        who = ", ".join(dict.fromkeys(_said(r) for r in remarks))
        yield Task(
            words % {"year": covenant.bloc_year.year}, f"{address(covenant)}#h-opinions", None, f"{covenant.bloc_year.bloc}: {who}",
            others_wait=leads,
        )  # fmt: skip


def _said(remark):
    return _("%(unit)s chưa đồng ý") % {"unit": remark.member} if remark.declines else str(remark.member)


def _of(covenant, words, words_of_an_annex):
    facts = {"year": covenant.bloc_year.year, "number": covenant.position}
    return (words_of_an_annex if covenant.position else words) % facts


def _ripe(led):
    """Those of the years `led` in which every pledge is received and the covenant is not frozen, and annexes being drawn up."""
    missing = Member.objects.filter(bloc_year=OuterRef("pk"), left_on=None).exclude(pledge__state=PledgeState.RECEIVED)
    drafted = Covenant.objects.filter(bloc_year__in=led, state=State.DRAFT).select_related("bloc_year__bloc")
    years = BlocYear.objects.filter(~Exists(missing), pk__in=led, state=Stage.PREPARING).select_related("bloc")
    found, ripe = list(drafted), {y.pk: y for y in years}
    known = {c.bloc_year_id for c in found}
    kept = [c for c in found if c.position or c.bloc_year_id in ripe]
    return kept, [year for pk, year in ripe.items() if pk not in known]


def _drawing_up(led, signed):
    """The next act on each ripe covenant or annex; sent round and answered, it is the head's."""
    drafts, without = _ripe(led)
    received = _("đã tiếp nhận đủ đăng ký")
    for year in without:
        words = _("Soạn giao ước năm %(year)s") % {"year": year.year}
        yield Task(words, reverse("covenant:edit", args=[year.pk]), None, f"{year.bloc}: {received}")
    for covenant in drafts:
        note = _("phụ lục số %d") % covenant.position if covenant.position else received
        if not covenant.circulated_at:
            yield _task(covenant, _("Gửi các đơn vị góp ý giao ước năm %(year)s"), note)
        elif covenant.bloc_year_id in signed:
            yield _task(covenant, _("Chốt giao ước năm %(year)s để các đơn vị xác nhận"), note)
        else:
            yield _task(covenant, _("Chốt giao ước năm %(year)s"), _("chờ thủ trưởng trưởng khối"), elsewhere=True)


def _task(covenant, words, note, **more):
    year = covenant.bloc_year
    return Task(words % {"year": year.year}, address(covenant), None, f"{year.bloc}: {note}", **more)
