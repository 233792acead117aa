"""Chấm điểm: ai điền cột nào. Nobody fills a checking column for a unit in which they hold a seat."""

import rules

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

from .models import BY_THE_UNIT, Filler


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


@says
@rules.predicate
def releases_the_sheet(user, hold):
    """Người của trưởng khối, phó khối hoặc chuyên viên cơ quan thường trực, không giữ ghế ở đơn vị đó"""
    return excludes_the_sheet(user, hold.sheet)


def holds_staff_in(user, units):
    return any(s.unit_id in units and s.office in STAFF for s in seats_of(user))


@says
@rules.predicate
def scores_in_the_round(user, round_):
    """Người của đơn vị thành viên, tổ kiểm tra của khối, hoặc người điền một cột của vòng"""
    year = year_of(round_)
    if holds(user, Office.CHECKING_TEAM, bloc=year.bloc_id):
        return True
    units = seats_of(user).units(*STAFF)
    if units and year.members.present().filter(unit__in=units).exists():
        return True
    return any(fills_the_column(user, column) for column in round_.columns.filter(kind__in=OF_THE_ROUND))


@says
@rules.predicate
def serves_the_council(user, subject):
    """Thư ký Hội đồng"""
    return holds(user, Office.COUNCIL_SECRETARY, unit=year_of(subject).bloc.council_id)


def _staffs_its_agency(user, column):
    return column.unit_id is not None and holds(user, *STAFF, unit=column.unit_id)


def _assesses(user, column):
    return column.member_id is not None and holds(user, *STAFF, unit=column.member.unit_id)


def _checks_others(user, column):
    return leads_or_deputises(user, column) or holds(user, Office.CHECKING_TEAM, bloc=column.bloc_year.bloc_id)


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


def _for_the_secretariat(user, sheet):
    """Who fills the secretariat's column; of the secretariat's own sheet the secretary of the council does."""
    own = sheet.bloc_year.bloc.secretariat_id == sheet.member.unit_id
    return serves_the_council(user, sheet) if own else serves_its_secretariat(user, sheet)


# Who fills a column, where it depends on the sheet; and who hands a column in as a whole, or closes the explanations.
OF_A_SHEET = {
    Filler.SELF: staffs_the_member,
    Filler.ANSWER: staffs_the_member,
    Filler.CHECKERS: checks_the_sheet,
    Filler.SECOND: checks_the_sheet,
    Filler.SECRETARIAT: _for_the_secretariat,
    Filler.LEADERS: decides_the_sheet,
}
OF_THE_COLUMN = {
    Filler.PEER: _assesses,
    Filler.ANSWER: leads_or_deputises,
    Filler.SECOND: _checks_others,
    Filler.AGENCY: _staffs_its_agency,
    Filler.SECRETARIAT: serves_its_secretariat,
    Filler.COUNCIL: serves_the_council,
}
OF_THE_ROUND = (Filler.AGENCY, Filler.SECRETARIAT, Filler.COUNCIL)


def fills(user, column, sheet):
    """Whether the person's hand may write in this column of this sheet (states apart)."""
    if column.kind not in BY_THE_UNIT and sits_in_the_unit(user, sheet):
        return False
    if column.kind in OF_A_SHEET:
        return OF_A_SHEET[column.kind](user, sheet)
    return fills_the_column(user, column)


@says
@rules.predicate
def fills_the_column(user, column):
    """Người điền cột đó: đơn vị chấm chéo, người kiểm tra, cơ quan được giao, chuyên viên cơ quan thường trực, thư ký Hội đồng"""
    return column.kind in OF_THE_COLUMN and OF_THE_COLUMN[column.kind](user, column)


@says
@rules.predicate
def writes_in_the_sheet(user, sheet):
    """Người điền một cột của phiếu: đơn vị, người kiểm tra, cơ quan thường trực, Hội đồng"""
    return any(
        fills(user, column, sheet) for column in sheet.round.columns.exclude(kind__in=[Filler.PEER, Filler.AGENCY])
    )


rules.add_perm("scoring.write_scheme", works_for_a_lead_of_the_bloc | serves_the_secretariat_of_the_bloc)
rules.add_perm("scoring.adopt_scheme", writes_for_the_bloc)
rules.add_perm("scoring.open_round", leads_or_serves)
rules.add_perm("scoring.begin_checking", leads_or_deputises | serves_its_secretariat)
rules.add_perm("scoring.name_lead_checker", serves_its_secretariat)
rules.add_perm("scoring.mark", scores_in_the_round)
rules.add_perm("scoring.submit", heads_the_member)
rules.add_perm("scoring.print_self_scores", staffs_the_member)
rules.add_perm("scoring.check", checks_the_sheet)
rules.add_perm("scoring.add_row", writes_in_the_sheet)
rules.add_perm("scoring.lift_cap", decides_the_sheet)
rules.add_perm("scoring.exclude", excludes_the_sheet)
rules.add_perm("scoring.release", releases_the_sheet)
rules.add_perm("scoring.agree", leads_or_deputises)
rules.add_perm("scoring.publish", leads_or_serves)
rules.add_perm("scoring.lay_out", leads_or_serves)
rules.add_perm("scoring.read_crossing", serves_its_secretariat)
rules.add_perm("scoring.hand_in_column", fills_the_column)
rules.add_perm("scoring.close_column", leads_or_deputises | serves_its_secretariat)
rules.add_perm("scoring.correct", serves_its_secretariat)
rules.add_perm("scoring.compare", leads_or_serves)


def sees_progress(user, round_):
    """Whether the person follows every sheet of the round, handed in or not (its marks only once handed in)."""
    if leads_or_deputises(user, round_) or serves_its_secretariat(user, round_):
        return True
    if holds(user, Office.CHECKING_TEAM, bloc=round_.bloc_year.bloc_id):
        return True
    return bool(round_.lead_checker_id) and holds(user, *STAFF, unit=lead_checker_of(round_))
