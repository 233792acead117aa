"""Năm thi đua: ai là ai trong một năm. Asked by every room above, of anything that leads to a bloc-year or a member."""

import rules
from django.db.models import Exists, OuterRef, Q

from blocs.roster.models import Bloc, Office
from blocs.roster.rules import SIGNERS, STAFF, UNIT_OFFICES, holds, seats_of, serves_secretariat_of
from emulation.journal import clock
from emulation.journal.words import says
from emulation.papers.rules import brought_the_copy

from .models import BlocYear, Duty, Member, Stage


def year_of(subject):
    """The BlocYear that `subject` (a BlocYear, a Member, or anything with `.bloc_year` or `.member`) belongs to."""
    if isinstance(subject, BlocYear):
        return subject
    if hasattr(subject, "bloc_year"):
        return subject.bloc_year
    return subject.member.bloc_year


def member_of(subject):
    """The Member that `subject` is or belongs to."""
    return subject if isinstance(subject, Member) else subject.member


def units_on_duty(bloc_year, *duties):
    """Ids of the units that lead or deputise in a year; read once per object."""
    known = bloc_year.__dict__.setdefault("_duties", None)
    if known is None:
        rows = bloc_year.members.exclude(duty=Duty.MEMBER).values_list("duty", "unit_id")
        known = bloc_year.__dict__["_duties"] = list(rows)
    return [unit for duty, unit in known if duty in duties]


def years_led(user, *offices):
    """Ids (set) of the bloc-years led by units where the person holds one of `offices`; read once per act."""
    seats, known, key = seats_of(user), user.remembered, ("led", clock.today())
    if key not in known:
        rows = Member.objects.filter(duty=Duty.LEAD, unit__in=seats.units())
        known[key] = list(rows.values_list("unit_id", "bloc_year_id"))
    units = seats.units(*offices)
    return {year for unit, year in known[key] if unit in units}


def _holds_in(user, units, offices):
    return any(s.unit_id in units and s.office in offices for s in seats_of(user))


@says
@rules.predicate
def leads(user, subject):
    """Lãnh đạo hoặc cán bộ đầu mối của trưởng khối"""
    return _holds_in(user, units_on_duty(year_of(subject), Duty.LEAD), STAFF)


@says
@rules.predicate
def heads_the_lead(user, subject):
    """Thủ trưởng hoặc cấp phó của trưởng khối"""
    return _holds_in(user, units_on_duty(year_of(subject), Duty.LEAD), SIGNERS)


@says
@rules.predicate
def deputises(user, subject):
    """Lãnh đạo hoặc cán bộ đầu mối của phó khối"""
    return _holds_in(user, units_on_duty(year_of(subject), Duty.DEPUTY, Duty.DEPUTY_2), STAFF)


@says
@rules.predicate
def serves_its_secretariat(user, subject):
    """Chuyên viên cơ quan thường trực theo dõi khối"""
    return serves_secretariat_of(user, year_of(subject).bloc)


@says
@rules.predicate
def belongs_to_the_year(user, subject):
    """Người của một đơn vị thành viên trong năm"""
    units = seats_of(user).units(*STAFF)
    return year_of(subject).members.present().filter(unit__in=units).exists()


@says
@rules.predicate
def heads_the_member(user, subject):
    """Thủ trưởng hoặc cấp phó đương nhiệm của chính đơn vị"""
    return holds(user, *SIGNERS, unit=member_of(subject).unit_id)


@says
@rules.predicate
def staffs_the_member(user, subject):
    """Lãnh đạo hoặc cán bộ đầu mối của chính đơn vị"""
    return holds(user, *STAFF, unit=member_of(subject).unit_id)


@says
@rules.predicate
def leads_and_receives_from_another(user, subject):
    """Lãnh đạo hoặc cán bộ đầu mối của trưởng khối, với giấy của đơn vị khác"""
    return leads(user, subject) and not staffs_the_member(user, subject)


@says
@rules.predicate
def serves_the_secretariat_of_the_bloc(user, bloc):
    """Chuyên viên cơ quan thường trực theo dõi khối"""
    return serves_secretariat_of(user, bloc)


@says
@rules.predicate
def signs_for_the_lead_of_the_bloc(user, bloc):
    """Lãnh đạo trưởng khối năm gần nhất"""
    latest = bloc.years.first()
    return bool(latest) and heads_the_lead(user, latest)


@says
@rules.predicate
def has_a_part_in_the_paper(user, paper):
    """Lãnh đạo hoặc cán bộ đầu mối của đơn vị thành viên, chuyên viên cơ quan thường trực theo dõi khối, với văn bản của năm thi đua"""
    kind, _colon, pk = paper.stream.partition(":")
    year = BlocYear.objects.filter(pk=pk).select_related("bloc").first() if kind == "year" else None
    return year is not None and (belongs_to_the_year(user, year) or serves_its_secretariat(user, year))


def issuers_kept_by(user):
    """Whose number books a person keeps: keys of papers.Issuer (set). Units they staff or keep the registry of; blocs that
    these units lead or deputise (in a year that is not closed, or is the last one), and blocs that the person's secretariat follows; read once per act.
    """
    known, key = user.remembered, ("books", clock.today())
    if key not in known:
        seats = seats_of(user)
        units = seats.units(*UNIT_OFFICES, Office.COUNCIL_CHAIR, Office.COUNCIL_SECRETARY)
        later = BlocYear.objects.filter(bloc=OuterRef("bloc_year__bloc"), year__gt=OuterRef("bloc_year__year"))
        now = ~Q(bloc_year__state=Stage.CLOSED) | ~Exists(later)
        on_duty = Member.objects.filter(now, unit__in=units).exclude(duty=Duty.MEMBER)
        blocs = Bloc.objects.filter(
            Q(years__in=on_duty.values("bloc_year")) | Q(secretariat__in=seats.units(Office.SECRETARIAT))
        )
        roots = {s.root_id for s in seats if s.office == Office.SECRETARIAT}
        found = {f"bloc:{pk}" for pk in blocs.values_list("pk", flat=True)}
        known[key] = found | {f"unit:{pk}" for pk in units | roots}
    return known[key]


@says
@rules.predicate
def keeps_its_book(user, paper):
    """Văn thư, cán bộ đầu mối, lãnh đạo của nơi ban hành (của khối: trưởng khối, phó khối), hoặc cơ quan thường trực"""
    return paper.issuer_key in issuers_kept_by(user)


rules.add_perm("papers.complete", keeps_its_book)
rules.add_perm("papers.recall", keeps_its_book)
rules.add_perm("papers.keep_numbers", keeps_its_book)


@says
@rules.predicate
def works_in_the_secretariat(user, secretariat):
    """Chuyên viên của cơ quan thường trực ấy"""
    return holds(user, Office.SECRETARIAT, unit=secretariat)


rules.add_perm("papers.add_copy", has_a_part_in_the_paper | keeps_its_book)
rules.add_perm("papers.vouch", keeps_its_book)
rules.add_perm("papers.withdraw_copy", (brought_the_copy & has_a_part_in_the_paper) | keeps_its_book)
leads_or_serves = leads | serves_its_secretariat
rules.add_perm("years.open_year", serves_the_secretariat_of_the_bloc | signs_for_the_lead_of_the_bloc)
rules.add_perm("years.prepare", leads_or_serves)
rules.add_perm("years.adopt", heads_the_lead | serves_its_secretariat)
rules.add_perm("years.extend", leads_or_serves)
rules.add_perm("years.receive_paper", leads_and_receives_from_another | serves_its_secretariat)
rules.add_perm("years.comment", staffs_the_member)
rules.add_perm("years.take_part", staffs_the_member | leads_or_serves)
rules.add_perm("years.record_women", staffs_the_member | serves_its_secretariat)
rules.add_perm("years.arrange", works_in_the_secretariat)
rules.add_perm("years.bring_past", serves_the_secretariat_of_the_bloc)
rules.add_perm("years.close", serves_its_secretariat)
rules.add_perm("years.change_members", serves_its_secretariat)


def office_in(user, member):
    """The signing seat of a person in a member's unit, the head's before the vice head's; None if there is none."""
    seats = [s for s in seats_of(user) if s.unit_id == member.unit_id and s.office in SIGNERS]
    return min(seats, key=lambda s: s.office != Office.HEAD, default=None)
