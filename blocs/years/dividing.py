"""Quyết định chia khối đi vào danh sách các khối và, trong cùng một việc, vào những năm đang chạy mà nó đụng tới."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from blocs.roster import workflow as roster
from emulation.journal import clock
from emulation.journal.steps import Record, Refused
from emulation.ui.dates import day

from .changes import FOLLOW, enter, give_duties, leave
from .models import BlocYear, Duty, Member, Stage

CARRY = Record(_("Đưa quyết định chia khối vào các khối và năm đang chạy"), "roster.manage")


@dataclass
class Following:
    """Một năm đang chạy theo quyết định: who leaves it (Members), who enters (Units), who left it earlier and stays out, who leads from then on (Units), or which Member moves up."""

    year: BlocYear
    part: roster.Part
    leaving: list = field(default_factory=list)
    entering: list = field(default_factory=list)
    out: list = field(default_factory=list)
    named: list = field(default_factory=list)
    heir: Member | None = None
    orphaned: bool = False


def preview(root, ruling, rows):
    """Tính trước, không ghi gì. Out: (roster Division, list of Following). Refused: it begins later, within a year that runs."""
    plan = roster.plan_of_division(root, ruling, rows)
    return plan, _following(plan)


def divide(root, ruling, rows, *, by, at):
    """Ghi quyết định (Ruling) vào các khối của tỉnh `root` và các năm đang chạy, tất cả hoặc không gì cả. Out: (Division, list of Following)."""
    with CARRY.on(root, by=by, at=at) as act:
        following = _following(roster.plan_of_division(root, ruling, rows))
        plan = roster.divide(root, ruling, rows, by=by, at=at)
        for one in following:
            _follow(one, ruling, by=by, at=at)
        act.detail = {"decision": ruling.number, "dated": ruling.dated, "years": [one.year.pk for one in following]}
    return plan, following


def _following(plan):
    since, parts = plan.ruling.since, {part.bloc.pk: part for part in plan.changed if not part.is_new}
    years = BlocYear.objects.filter(bloc__in=parts, since__lte=since, until__gte=since).exclude(state=Stage.CLOSED)
    years = list(years.select_related("bloc").order_by("pk"))
    if years and since > clock.today():
        facts = {"years": ", ".join(map(str, years)), "since": day(since)}
        raise Refused(
            gettext(
                "%(years)s đang chạy qua ngày %(since)s: nhập quyết định từ ngày ấy, hoặc xem lại ngày có hiệu lực."
            )
            % facts
        )
    return [_one(year, parts[year.bloc_id]) for year in years]


def _one(year, part):
    members = {m.unit_id: m for m in year.members.select_related("unit")}
    present = {unit: m for unit, m in members.items() if m.left_on is None}
    leaving = [present[m.unit_id] for m, _to in part.leaving if m.unit_id in present]
    entering = [p.unit for p in part.joining if p.unit.pk not in members]
    out = [p.unit for p in part.joining if p.unit.pk in members and p.unit.pk not in present]
    named = [unit for unit in (part.lead, part.deputy) if unit and unit not in out]
    named = named if part.lead not in out else []
    falls = not named and any(m.duty == Duty.LEAD for m in leaving)
    deputies = [m for m in present.values() if m.duty in (Duty.DEPUTY, Duty.DEPUTY_2) and m not in leaving]
    heir = min(deputies, key=lambda m: m.duty) if falls and deputies else None
    return Following(year, part, leaving, entering, out, named, heir, falls and heir is None)


def _follow(one, ruling, *, by, at):
    with FOLLOW.on(one.year, by=by, at=at) as act:
        left = [leave(member, ruling.since, ruling.words) for member in one.leaving]
        joining = {m.unit_id: m for m in one.year.bloc.memberships.filter(until=None).select_related("unit")}
        for unit in one.entering:
            enter(one.year, joining[unit.pk], ruling.since)
        _put_in_order(one)
        if one.named:
            members = {m.unit_id: m for m in one.year.members.all()}
            give_duties(one.year, [members[unit.pk] for unit in one.named])
        act.detail = {
            "decision": ruling.number,
            "dated": ruling.dated,
            "joined": [u.pk for u in one.entering],
            "left": left,
        }
        act.detail |= {"since": ruling.since, "named": [u.pk for u in one.named]}


def _put_in_order(one):
    positions = {p.unit.pk: p.position for p in one.part.places}
    members = [m for m in one.year.members.filter(left_on=None) if positions.get(m.unit_id, m.position) != m.position]
    for member in members:
        member.position = positions[member.unit_id]
    Member.objects.bulk_update(members, ["position"])
