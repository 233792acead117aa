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

from .models import Remark, Signature, SignatureState, State


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


def own_member(user, bloc_year):
    """The member for which this person may speak, if any; the one they may sign for first."""
    members = list(bloc_year.members.present())
    mine = [m for m in members if holds(user, *STAFF, unit=m.unit_id)]
    return next((m for m in mine if holds(user, *SIGNERS, unit=m.unit_id)), mine[0] if mine else None)


def due_to_sign(member):
    """Hạn xác nhận của một đơn vị, kể cả gia hạn: date or None."""
    owed = Obligation.objects.filter(member=member, milestone__kind=Due.SIGN).select_related("milestone").first()
    return owed.due if owed else None


# --- what waits ---------------------------------------------------------------------------------
def waiting(user, at):
    """Việc của giao ước chờ người này: to sign, to remark on the draft, to draw up, to send round, to freeze; or, sent round, the head to freeze it."""
    signs, staffs, led = seats_of(user).units(*SIGNERS), seats_of(user).units(*STAFF), years_led(user, *STAFF)
    drawing_up = _drawing_up(led, years_led(user, *SIGNERS)) if led else ()
    return [*(_to_sign(signs) if signs else ()), *(_to_remark(staffs) if staffs else ()), *drawing_up]


def _to_sign(units):
    awaited = Signature.objects.awaited().filter(
        member__unit__in=units, member__left_on=None, covenant__state=State.SIGNING
    )
    found = list(awaited.select_related("member__bloc_year__bloc"))
    owed = Obligation.objects.filter(member__in=[s.member_id for s in found], milestone__kind=Due.SIGN)
    due = {o.member_id: o.due for o in owed.select_related("milestone")}
    return [
        Task(
            _("Đọc và xác nhận giao ước năm %(year)s") % {"year": s.member.bloc_year.year},
            reverse("covenant:page", args=[s.member.bloc_year_id]), due.get(s.member_id), f"{s.member}, {s.member.bloc_year.bloc}",
        )
        for s in found
    ]  # fmt: skip


def _to_remark(units):
    """Drafts sent round on which these units, other than the lead unit, have said nothing yet."""
    said = Remark.objects.filter(member=OuterRef("pk"))
    members = Member.objects.filter(~Exists(said), unit__in=units, left_on=None).exclude(duty=Duty.LEAD)
    sent = members.filter(bloc_year__covenant__state=State.DRAFT, bloc_year__covenant__circulated_at__isnull=False)
    return [
        Task(
            _("Góp ý dự thảo giao ước năm %(year)s") % {"year": m.bloc_year.year},
            reverse("covenant:page", args=[m.bloc_year_id]), None, f"{m}, {m.bloc_year.bloc}",
        )
        for m in sent.select_related("bloc_year__bloc")
    ]  # fmt: skip


def _ripe(led):
    """Those of the years `led` in which every pledge is received and the covenant is not frozen."""
    missing = Member.objects.filter(bloc_year=OuterRef("pk"), left_on=None).exclude(pledge__state=PledgeState.RECEIVED)
    years = BlocYear.objects.filter(~Exists(missing), pk__in=led, state=Stage.PREPARING)
    return years.select_related("bloc", "covenant")


def _drawing_up(led, signed):
    """The next act on each ripe covenant; sent round, it is the head's."""
    note = _("đã tiếp nhận đủ đăng ký")
    for year in _ripe(led):
        covenant = getattr(year, "covenant", None)
        if covenant is None:
            yield _task(year, _("Soạn giao ước năm %(year)s"), note)
        elif year.pk in signed:
            yield _task(year, _("Chốt giao ước năm %(year)s để các đơn vị xác nhận"), note)
        elif not covenant.circulated_at:
            yield _task(year, _("Gửi các đơn vị góp ý giao ước năm %(year)s"), note)
        else:
            yield _task(year, _("Chốt giao ước năm %(year)s"), _("chờ thủ trưởng trưởng khối"), elsewhere=True)


def _task(bloc_year, words, note, **more):
    page = reverse("covenant:page" if hasattr(bloc_year, "covenant") else "covenant:edit", args=[bloc_year.pk])
    return Task(words % {"year": bloc_year.year}, page, None, f"{bloc_year.bloc}: {note}", **more)
