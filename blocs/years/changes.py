"""Đơn vị vào, ra, sáp nhập, chia tách, đổi tên trong năm: the years that run follow, those that are over keep what was true."""

from datetime import timedelta

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from blocs.roster import workflow as roster
from blocs.roster.models import Change
from emulation.journal import clock
from emulation.journal.steps import Record, Refused
from emulation.ui.dates import day

from .models import Duty, Member, Obligation, Stage

ADMIT = Record(_("Đưa đơn vị vào năm thi đua"), "years.change_members")
RELEASE = Record(_("Cho đơn vị ra khỏi năm thi đua"), "years.change_members", reason=True)
APPOINT = Record(_("Đổi trưởng khối, phó khối trong năm"), "years.change_members", reason=True)
CHANGE = Record(_("Đưa biến động của đơn vị vào các năm đang chạy"), "roster.manage")
FOLLOW = Record(_("Theo biến động của đơn vị"), None)
SUCCESSION = {Duty.LEAD: (Duty.DEPUTY, Duty.DEPUTY_2), Duty.DEPUTY: (Duty.DEPUTY_2,)}  # who moves up


def admit(bloc_year, unit, *, joined_on, by, at):
    """Đưa một đơn vị của khối vào năm từ ngày `joined_on`; it owes what falls due from then on. Out: Member."""
    with ADMIT.on(bloc_year, by=by, at=at) as act:
        _refuse_unless_running(bloc_year, joined_on)
        membership = bloc_year.bloc.memberships.filter(unit=unit, until=None).first()
        if membership is None:
            raise Refused(gettext("%(unit)s chưa thuộc khối: đưa vào khối trước.") % {"unit": unit})
        if known := bloc_year.members.filter(unit=unit).first():
            raise Refused(gettext("%(unit)s đã có tên trong năm này.") % {"unit": known})
        member = act.subject = enter(bloc_year, membership, joined_on)
        act.detail = {"unit": unit.pk, "joined_on": joined_on}
    return member


def enter(bloc_year, membership, joined_on):
    """A unit of the bloc becomes a Member that owes what falls due from then on. Out: Member."""
    unit = membership.unit
    member = Member.objects.create(
        bloc_year=bloc_year, unit=unit, name=unit.name, short_name=unit.short, position=membership.position,
        joined_on=joined_on,
    )  # fmt: skip
    coming = bloc_year.milestones.filter(due__gte=joined_on)
    Obligation.objects.bulk_create(Obligation(member=member, milestone=m) for m in coming)
    return member


def release(member, *, left_on, reason, by, at):
    """Cho một đơn vị ra khỏi năm sau ngày `left_on`, có lý do; làm trưởng khối thì phó khối lên thay."""
    with RELEASE.on(member, by=by, at=at, note=reason) as act:
        _refuse_unless_running(member.bloc_year, left_on)
        if member.left_on:
            raise Refused(gettext("%(unit)s đã ra ngày %(day)s.") % {"unit": member, "day": day(member.left_on)})
        if left_on < member.joined_on:
            raise Refused(gettext("Đơn vị vào ngày %s; ngày ra phải từ ngày ấy.") % day(member.joined_on))
        act.detail = _leave(member, left_on, reason)


def leave(member, since, reason):
    """A unit that is no longer there from the day `since` on leaves the year the day before. Out: what the journal tells of it."""
    return _leave(member, max(since - timedelta(days=1), member.joined_on), reason)


def _leave(member, left_on, reason):
    """Out: what the journal tells of it."""
    told = {"unit": member.unit_id, "left_on": left_on, "duty": member.duty, "moved_up": _move_up(member)}
    member.left_on, member.left_reason, member.duty = left_on, reason, Duty.MEMBER
    member.save()
    return told


def _move_up(member):
    """The deputies take the places above them (a lead unit merged away: the deputy acts). Out: [[unit id, duty]]."""
    place, moved = member.duty, []
    Member.objects.filter(pk=member.pk).update(duty=Duty.MEMBER)
    for duty in SUCCESSION.get(place, ()):
        if heir := member.bloc_year.members.present().filter(duty=duty).first():
            heir.duty, place = place, duty
            heir.save(update_fields=["duty"])
            moved.append([heir.unit_id, heir.duty])
    return moved


def appoint(bloc_year, *, lead, deputy=None, reason, by, at):
    """Cơ quan thường trực đổi trưởng khối, phó khối (Members) giữa năm, có lý do."""
    with APPOINT.on(bloc_year, by=by, at=at, note=reason) as act:
        _refuse_when_closed(bloc_year)
        named = [m for m in (lead, deputy) if m]
        if len({m.pk for m in named}) < len(named):
            raise Refused(gettext("Trưởng khối và phó khối phải là các đơn vị khác nhau. Chọn phó khối khác."))
        if any(m.left_on or m.bloc_year_id != bloc_year.pk for m in named):
            raise Refused(gettext("Chọn đơn vị đang ở trong năm này."))
        give_duties(bloc_year, named)
        act.detail = {"lead": lead.unit_id, "deputy": deputy.unit_id if deputy else None}


def give_duties(bloc_year, named):
    """`named`: the Members that lead and deputise from now on, in this order."""
    bloc_year.members.filter(duty__in=[Duty.LEAD, Duty.DEPUTY]).update(duty=Duty.MEMBER)
    for member, duty in zip(named, (Duty.LEAD, Duty.DEPUTY), strict=False):
        member.duty = duty
        member.save(update_fields=["duty"])


def change(unit, kind, *, since, decision, by, at, name="", successors=(), instead=False):
    """Ghi biến động của đơn vị (Change) và cho các năm đang chạy theo. `instead`: the successors take its place in the blocs and years. Out: Succession."""
    with CHANGE.on(unit, by=by, at=at) as act:
        blocs = [m.bloc for m in unit.memberships.filter(until=None).select_related("bloc")]
        facts = {"since": since, "decision": decision, "name": name, "successors": successors}
        made = act.subject = roster.succeed(unit, kind, **facts, by=by, at=at)
        members = list(_running(unit))
        if kind == Change.RENAMED:
            _rename(members, unit, by=by, at=at)
            return made
        members = [
            m for m in members if m.bloc_year.until >= since
        ]  # a year that was over then had the unit to its end
        for member in members:
            with FOLLOW.on(member, by=by, at=at) as followed:
                followed.detail = leave(member, since, f"{made.get_kind_display()}, {decision}")
        if instead:
            _take_the_place(blocs, members, successors, since, by=by, at=at)
    return made


def _rename(members, unit, *, by, at):
    for member in members:
        with FOLLOW.on(member, by=by, at=at) as act:
            act.detail = {"from": member.name, "to": unit.name}
            member.name, member.short_name = unit.name, unit.short
            member.save()


def _take_the_place(blocs, members, successors, since, *, by, at):
    """Units that are not in these blocs yet join them, and the years in which their predecessor was."""
    for unit in successors:
        for bloc in blocs:
            if not bloc.memberships.filter(unit=unit, until=None).exists():
                roster.join_bloc(bloc, unit, since=since, by=by, at=at)
        for year in {m.bloc_year for m in members}:
            membership = year.bloc.memberships.get(unit=unit, until=None)
            if not year.members.filter(unit=unit).exists():
                with FOLLOW.on(year, by=by, at=at) as act:
                    act.subject = enter(year, membership, max(since, year.since))
                    act.detail = {"unit": unit.pk, "joined_on": act.subject.joined_on}


def _running(unit):
    """Where the unit is a member of a year that is not closed."""
    return unit.member_of.present().exclude(bloc_year__state=Stage.CLOSED).select_related("bloc_year__bloc")


def _refuse_when_closed(bloc_year):
    if bloc_year.state == Stage.CLOSED:
        raise Refused(gettext("Năm thi đua đã khép, đơn vị trong năm giữ nguyên."))


def _refuse_unless_running(bloc_year, on):
    _refuse_when_closed(bloc_year)
    if on > clock.today() or not bloc_year.since <= on <= bloc_year.until:
        facts = {"since": day(bloc_year.since), "until": day(bloc_year.until)}
        raise Refused(gettext("Ngày phải trong năm (%(since)s – %(until)s) và không sau hôm nay.") % facts)
