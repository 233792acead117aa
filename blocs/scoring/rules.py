"""Chấm điểm: ai điền cột nào. Nobody fills a checking column for a unit in which they hold a seat."""

import rules
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blocs.roster.models import Office
from blocs.roster.rules import STAFF, holds, seats_of, serves_secretariat_of
from blocs.years.models import BlocYear, Duty, Stage
from blocs.years.rules import (
    heads_the_member,
    leads,
    leads_or_serves,
    serves_its_secretariat,
    staffs_the_member,
    units_on_duty,
    year_of,
)
from emulation.journal.words import says

from .models import Filler, RoundState, SheetState


def lead_checker_of(round_):
    """The unit id that checks the lead unit's own sheet: the member named for it, else the deputy; None when nobody is."""
    if round_.lead_checker_id:
        return round_.lead_checker.unit_id
    return next(iter(units_on_duty(round_.bloc_year, Duty.DEPUTY)), None)


def sits_in_the_unit(user, sheet):
    """Whether the person holds any seat in the unit whose sheet it is."""
    return any(s.unit_id == sheet.member.unit_id for s in seats_of(user))


@says
@rules.predicate
def checks_the_sheet(user, sheet):
    """Người của trưởng khối hoặc tổ kiểm tra, không giữ ghế ở đơn vị được chấm; phiếu của trưởng khối do phó khối hoặc đơn vị được giao"""
    if sits_in_the_unit(user, sheet):
        return False
    if sheet.member.duty == Duty.LEAD:
        checker = lead_checker_of(sheet.round)
        return checker is not None and holds(user, *STAFF, unit=checker)
    return leads(user, sheet) or holds(user, Office.CHECKING_TEAM, bloc=sheet.bloc_year.bloc_id)


@says
@rules.predicate
def decides_the_sheet(user, sheet):
    """Người của trưởng khối, phó khối, không giữ ghế ở đơn vị được chấm; phiếu của trưởng khối do phó khối hoặc đơn vị được giao"""
    if sheet.member.duty == Duty.LEAD or sits_in_the_unit(user, sheet):
        return checks_the_sheet(user, sheet)
    units = units_on_duty(sheet.bloc_year, Duty.LEAD, Duty.DEPUTY, Duty.DEPUTY_2)
    return holds_staff_in(user, units)


@says
@rules.predicate
def excludes_the_sheet(user, sheet):
    """Người của trưởng khối, phó khối hoặc chuyên viên cơ quan thường trực, không giữ ghế ở đơn vị đó"""
    if sits_in_the_unit(user, sheet):
        return False
    return leads_or_deputises(user, sheet) or serves_its_secretariat(user, sheet)


def holds_staff_in(user, units):
    return any(s.unit_id in units and s.office in STAFF for s in seats_of(user))


@says
@rules.predicate
def scores_in_the_round(user, round_):
    """Người của đơn vị thành viên, hoặc tổ kiểm tra của khối"""
    year = year_of(round_)
    if holds(user, Office.CHECKING_TEAM, bloc=year.bloc_id):
        return True
    units = seats_of(user).units(*STAFF)
    return bool(units) and year.members.present().filter(unit__in=units).exists()


@says
@rules.predicate
def works_for_a_lead_of_the_bloc(user, bloc):
    """Người của trưởng khối năm đang chạy"""
    units = seats_of(user).units(*STAFF)
    running = BlocYear.objects.filter(bloc=bloc).exclude(state=Stage.CLOSED)
    return running.filter(members__duty=Duty.LEAD, members__unit__in=units).exists()


@says
@rules.predicate
def serves_the_secretariat_of_the_bloc(user, bloc):
    """Chuyên viên cơ quan thường trực theo dõi khối"""
    return serves_secretariat_of(user, bloc)


@says
@rules.predicate
def writes_for_the_bloc(user, scheme):
    """Người của trưởng khối, hoặc chuyên viên cơ quan thường trực theo dõi khối"""
    return works_for_a_lead_of_the_bloc(user, scheme.bloc) or serves_secretariat_of(user, scheme.bloc)


@says
@rules.predicate
def leads_or_deputises(user, subject):
    """Người của trưởng khối hoặc phó khối"""
    units = units_on_duty(year_of(subject), Duty.LEAD, Duty.DEPUTY, Duty.DEPUTY_2)
    return holds_staff_in(user, units)


FILLERS = {Filler.SELF: staffs_the_member, Filler.CHECKERS: checks_the_sheet, Filler.LEADERS: decides_the_sheet}


def fills(user, column, sheet):
    """Whether the person's hand may write in this column of this sheet (states apart)."""
    return FILLERS[column.kind](user, sheet)


rules.add_perm("scoring.write_scheme", works_for_a_lead_of_the_bloc | serves_the_secretariat_of_the_bloc)
rules.add_perm("scoring.adopt_scheme", writes_for_the_bloc)
rules.add_perm("scoring.open_round", leads_or_serves)
rules.add_perm("scoring.begin_checking", leads_or_deputises | serves_its_secretariat)
rules.add_perm("scoring.name_lead_checker", serves_its_secretariat)
rules.add_perm("scoring.mark", scores_in_the_round)
rules.add_perm("scoring.submit", heads_the_member)
rules.add_perm("scoring.check", checks_the_sheet)
rules.add_perm("scoring.exclude", excludes_the_sheet)
rules.add_perm("scoring.agree", leads_or_deputises)
rules.add_perm("scoring.publish", leads_or_serves)
rules.add_perm("scoring.correct", serves_its_secretariat)
rules.add_perm("scoring.compare", leads_or_serves)


def sees_progress(user, round_):
    """Whether the person follows every sheet of the round, handed in or not (its marks only once handed in)."""
    if leads_or_deputises(user, round_) or serves_its_secretariat(user, round_):
        return True
    if holds(user, Office.CHECKING_TEAM, bloc=round_.bloc_year.bloc_id):
        return True
    return bool(round_.lead_checker_id) and holds(user, *STAFF, unit=lead_checker_of(round_))


# --- when: why a cell is locked for a person ------------------------------------------------------
def why_locked(user, column, sheet):
    """The sentence that says why this person may not write in this column of this sheet now; "" when they may."""
    return _not_your_hand(user, column, sheet) or _not_now(column, sheet)


def _not_your_hand(user, column, sheet):
    if fills(user, column, sheet):
        return ""
    if column.kind == Filler.SELF:
        return _("cột tự chấm do %(member)s điền") % {"member": sheet.member}
    if sheet.member.duty == Duty.LEAD:
        return _("phiếu của trưởng khối do %(who)s chấm") % {"who": lead_checker_named(sheet.round)}
    if sits_in_the_unit(user, sheet):
        return _("không ai chấm phiếu của đơn vị mình")
    return _("cột này do người của trưởng khối và tổ kiểm tra điền")


def lead_checker_named(round_):
    """«phó khối (Sở Xây dựng)» or the unit named, for sentences."""
    if round_.lead_checker_id:
        return str(round_.lead_checker)
    deputy = round_.bloc_year.members.filter(duty=Duty.DEPUTY).first()
    return _("phó khối (%(unit)s)") % {"unit": deputy} if deputy else _("đơn vị sẽ được giao")


LOCKED_SHEETS = {
    Filler.SELF: {
        SheetState.SUBMITTED: gettext_lazy("đã nộp bảng tự chấm"),
        SheetState.CHECKED: gettext_lazy("đã kiểm tra xong"),
    },
    Filler.CHECKERS: {
        SheetState.DRAFT: gettext_lazy("chưa nộp bảng tự chấm"),
        SheetState.RETURNED: gettext_lazy("đã trả lại để bổ sung"),
        SheetState.CHECKED: gettext_lazy("đã kiểm tra xong"),
    },
    Filler.LEADERS: {
        SheetState.DRAFT: gettext_lazy("chưa nộp bảng tự chấm"),
        SheetState.SUBMITTED: gettext_lazy("chưa kiểm tra xong"),
        SheetState.RETURNED: gettext_lazy("đã trả lại để bổ sung"),
    },
}


def _not_now(column, sheet):
    if sheet.member.left_on:
        return _("đơn vị đã ra khỏi khối")
    if sheet.state in (SheetState.AGREED, SheetState.EXCLUDED):
        return _("phiếu đã chốt") if sheet.state == SheetState.AGREED else _("phiếu không xét")
    if column.kind != Filler.SELF and sheet.round.state == RoundState.OPEN:
        return _("vòng chấm còn đang tự chấm")
    return str(LOCKED_SHEETS[column.kind].get(sheet.state, ""))
