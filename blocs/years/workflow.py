"""Năm thi đua: lập năm, đi từ giai đoạn này sang giai đoạn khác; ai còn nợ việc gì; văn bản vào hồ sơ."""

import datetime as dt

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from emulation.journal import clock
from emulation.journal.steps import Record, Refused, Step

from .models import BlocYear, Due, Duty, Filing, IssuesAs, Member, Milestone, Obligation, Stage
from .spans import due_days, span

STAGES = list(Stage.values)
OPEN = Record(_("Lập năm thi đua"), "years.open_year")
REACH = {
    stage: Step(_("Chuyển giai đoạn"), STAGES[:place], stage, None)
    for place, stage in enumerate(STAGES)
    if place and stage != Stage.CLOSED
}
REVIEW = Record(_("Ghi đã sơ kết 6 tháng"), None)
CLOSE = Step(_("Khép năm thi đua"), [Stage.DECIDED], Stage.CLOSED, "years.close")
SET_DUE = Record(_("Đặt hạn của mốc"), "years.prepare")
ISSUE_AS = Record(_("Chọn nơi ban hành văn bản"), "years.prepare")
EXTEND = Record(_("Gia hạn"), "years.extend", reason=True)
MEET = Record(_("Hoàn thành việc"), None)
FILE = Record(_("Đưa văn bản vào hồ sơ năm"), None)
RECORD_WOMEN = Record(_("Ghi tỷ lệ nữ của đơn vị"), "years.record_women")


def open_year(bloc, *, year, lead, deputies=(), by, at, theme="", since=None, until=None):
    """Lập năm thi đua từ các đơn vị đang thuộc khối. `lead`, `deputies`: Units of the bloc; since, until: dates, as usual when left out. Out: BlocYear.

    Raises Refused when a named unit is not in the bloc or has two duties, or the bloc has this year or these days already.
    """
    with OPEN.on(bloc, by=by, at=at) as act:
        memberships = list(bloc.memberships.filter(until=None).select_related("unit").order_by("position"))
        duties = _duties(memberships, lead, deputies)
        if BlocYear.objects.filter(bloc=bloc, year=year).exists():
            raise Refused(gettext("Khối đã có năm thi đua %d.") % year)
        since, until = span(bloc, year, since, until)
        newest, before = bloc.rule_sets.order_by("-version").first(), bloc.years.filter(year__lt=year).first()
        bloc_year = BlocYear.objects.create(
            bloc=bloc, year=year, theme=theme, since=since, until=until, rule_set=newest, bloc_name=bloc.name,
            issues_as=before.issues_as if before else IssuesAs.BLOC,
        )  # fmt: skip
        members = Member.objects.bulk_create(_as_member(bloc_year, m, duties) for m in memberships)
        _owe_the_usual(bloc_year, members, before)
        act.subject, act.detail = bloc_year, {"year": year, "units": [m.unit_id for m in memberships]}
    return bloc_year


def _duties(memberships, lead, deputies):
    """{unit id: Duty} of the year to come."""
    units = [lead, *deputies]
    inside = {m.unit_id for m in memberships}
    if strangers := [str(u) for u in units if u.pk not in inside]:
        raise Refused(
            gettext("%s hiện không thuộc khối nên không làm trưởng khối, phó khối được. Chọn đơn vị khác.")
            % ", ".join(strangers)
        )
    if len({u.pk for u in units}) < len(units):
        raise Refused(gettext("Trưởng khối và phó khối phải là các đơn vị khác nhau. Chọn phó khối khác."))
    if len(units) > 3:
        raise Refused(gettext("Khối có nhiều nhất hai phó khối."))
    return dict(zip((u.pk for u in units), (Duty.LEAD, Duty.DEPUTY, Duty.DEPUTY_2), strict=False))


def _as_member(bloc_year, membership, duties):
    unit = membership.unit
    return Member(
        bloc_year=bloc_year, unit=unit, name=unit.name, short_name=unit.short, position=membership.position,
        duty=duties.get(unit.pk, Duty.MEMBER), joined_on=max(bloc_year.since, membership.since),
    )  # fmt: skip


def _owe_the_usual(bloc_year, members, before):
    days = due_days(bloc_year.since, bloc_year.until, before)
    milestones = Milestone.objects.bulk_create(
        Milestone(bloc_year=bloc_year, kind=kind, due=due) for kind, due in days.items()
    )
    Obligation.objects.bulk_create(Obligation(member=m, milestone=s) for s in milestones for m in members)


def reach(bloc_year, stage, *, by, at):
    """Đưa năm tới giai đoạn sau, theo một việc ở phòng trên. A stage already reached or passed stays as it is."""
    bloc_year.refresh_from_db()
    if STAGES.index(bloc_year.state) >= STAGES.index(stage):
        return
    with REACH[stage].on(bloc_year, by=by, at=at):
        pass


def review(bloc_year, *, by, at):
    """Ghi ngày khối sơ kết 6 tháng: the year comes to «Đã sơ kết», or stays when it is already further."""
    with REVIEW.on(bloc_year, by=by, at=at):
        bloc_year.reviewed_on = clock.today()
        bloc_year.save(update_fields=["reviewed_on"])
    reach(bloc_year, Stage.REVIEWED, by=by, at=at)


def close(bloc_year, *, by, at):
    """Khép năm khi đã có quyết định."""
    with CLOSE.on(bloc_year, by=by, at=at):
        pass


def is_within(bloc_year, day):
    """Whether a due day (date) falls into the year or the quarter after it."""
    return bloc_year.since <= day <= bloc_year.until + dt.timedelta(days=120)


def issue_as(bloc_year, who, *, by, at):
    """Chọn nơi ban hành văn bản của năm: IssuesAs. Papers that are out stay as they are."""
    with ISSUE_AS.on(bloc_year, by=by, at=at) as act:
        act.detail = {"from": bloc_year.issues_as, "to": str(IssuesAs(who))}
        bloc_year.issues_as = IssuesAs(who)
        bloc_year.save(update_fields=["issues_as"])


def set_due(bloc_year, kind, due, *, by, at):
    """Đặt hạn của một mốc, trong năm hoặc quý I năm sau."""
    with SET_DUE.on(bloc_year, by=by, at=at) as act:
        if not is_within(bloc_year, due):
            raise Refused(gettext("Hạn phải nằm trong năm %d hoặc quý I năm sau.") % bloc_year.year)
        milestone = Milestone.objects.filter(bloc_year=bloc_year, kind=kind).first()
        if milestone is None:
            raise Refused(gettext("Năm này không có mốc «%s».") % Due(kind).label)
        act.detail = {"kind": kind, "from": milestone.due, "to": due}
        milestone.due = due
        milestone.save()


def meet(member, kind, *, by, at):
    """Ghi rằng đơn vị đã xong việc `kind` (Due) hôm nay; done twice, the first day stays."""
    obligation = Obligation.objects.filter(member=member, milestone__kind=kind, met_on=None).first()
    if obligation is None:
        return
    with MEET.on(obligation, by=by, at=at) as act:
        obligation.met_on = clock.today()
        obligation.save()
        act.detail = {"kind": kind}


def extend(obligation, *, to, reason, by, at):
    """Gia hạn cho một đơn vị, có lý do; ngày mới phải sau hạn cũ."""
    with EXTEND.on(obligation, by=by, at=at, note=reason) as act:
        if obligation.met_on:
            raise Refused(gettext("Việc này đã xong, không cần gia hạn."))
        if to <= obligation.due:
            raise Refused(gettext("Ngày gia hạn phải sau hạn hiện nay (%s).") % obligation.due.strftime("%d/%m/%Y"))
        act.detail = {"from": obligation.due, "to": to}
        obligation.extended_to, obligation.extension_reason = to, reason
        obligation.save()


def file(bloc_year, paper, label, *, by, at):
    """Đưa một văn bản vào hồ sơ của năm; everybody who sees the year then finds it there."""
    with FILE.on(bloc_year, by=by, at=at) as act, override("vi"):
        act.subject = Filing.objects.create(bloc_year=bloc_year, paper=paper, label=str(label))
    return act.subject


def record_women(member, *, women, staff, source, by, at):
    """Ghi số nữ và tổng số người của đơn vị trong năm, có nguồn: xét khi đồng điểm. What a ranking was published with stays there.

    Raises Refused: more women than people, no source, the year is closed.
    """
    with RECORD_WOMEN.on(member, by=by, at=at) as act:
        if member.bloc_year.state == Stage.CLOSED:
            raise Refused(gettext("Năm thi đua đã khép, không ghi thêm được."))
        if not 0 <= women <= staff or staff == 0:
            facts = {"women": women, "staff": staff}
            raise Refused(gettext("Số nữ (%(women)d) phải từ 0 đến tổng số người (%(staff)d).") % facts)
        if not source.strip():
            raise Refused(gettext("Ghi nguồn của số liệu, ví dụ báo cáo thống kê ngày 30/11."))
        act.detail = {"from": [member.women, member.staff], "to": [women, staff], "source": source.strip()}
        member.women, member.staff, member.women_source = women, staff, source
        member.save()
