"""Ghế và quyền: the questions that all rooms ask about seats, and who may appoint."""

import rules

from emulation.journal import clock
from emulation.journal.words import says

from .models import Bloc, Delegation, Office, Seat, Unit, seats_of

STAFF = (Office.HEAD, Office.VICE_HEAD, Office.CLERK)
SIGNERS = (Office.HEAD, Office.VICE_HEAD)
UNIT_OFFICES = (*STAFF, Office.REGISTRY)


def holds(user, *offices, unit=None, bloc=None):
    """Whether the person holds one of `offices` (any, if none named) in `unit` (Unit or id) and/or on `bloc`."""
    unit, bloc = getattr(unit, "pk", unit), getattr(bloc, "pk", bloc)
    return any(
        (not offices or s.office in offices)
        and (unit is None or s.unit_id == unit)
        and (bloc is None or s.bloc_id == bloc)
        for s in seats_of(user)
    )


def root_of(subject):
    """Id of the province that a unit, bloc or seat belongs to; None for anything else."""
    if isinstance(subject, Unit):
        return subject.boundary_id
    return subject.root_id if isinstance(subject, Bloc | Seat) else None


def unit_of(subject):
    """Id of the unit that a unit, a seat or a delegation is about; None for anything else."""
    if isinstance(subject, Unit):
        return subject.pk
    return subject.unit_id if isinstance(subject, Seat | Delegation) else None


def serves_secretariat_of(user, bloc):
    """Chuyên viên cơ quan thường trực theo dõi khối."""
    return bool(bloc) and holds(user, Office.SECRETARIAT, unit=bloc.secretariat_id)


def sits_in_root(user, root, office):
    """Whether the person holds `office` somewhere in the province (id of the root)."""
    return root is not None and any(s.office == office and s.root_id == root for s in seats_of(user))


def in_shift(user):
    """Whether the person has an administrator's shift open at the hour of the act in hand."""
    hour = clock.current()
    known = user.remembered
    if ("shift", hour) not in known:
        known["shift", hour] = user.shifts.filter(since__lte=hour, until__gt=hour).exists()
    return known["shift", hour]


def seats_to_come_of(person):
    """Seats that a person holds or is going to hold (list of Seat); filtered here, so that a page may fetch them at once."""
    return [s for s in person.seats.all() if s.until is None or s.until >= clock.today()]


@says
@rules.predicate
def serves_a_secretariat(user, subject):
    """Chuyên viên cơ quan thường trực trong tỉnh"""
    return sits_in_root(user, root_of(subject), Office.SECRETARIAT)


@says
@rules.predicate
def serves_any_secretariat(user, subject):
    """Chuyên viên của một cơ quan thường trực"""
    return holds(user, Office.SECRETARIAT)


@says
@rules.predicate
def administers_in_an_open_shift(user, subject):
    """Quản trị hệ thống đang trong ca có lý do"""
    return sits_in_root(user, root_of(subject), Office.ADMINISTRATOR) and in_shift(user)


@says
@rules.predicate
def administers(user, subject):
    """Người giữ ghế quản trị hệ thống"""
    return holds(user, Office.ADMINISTRATOR)


@says
@rules.predicate
def staffs_the_unit(user, subject):
    """Cán bộ đầu mối hoặc lãnh đạo của chính đơn vị"""
    unit = unit_of(subject)
    return unit is not None and holds(user, *STAFF, unit=unit)


@says
@rules.predicate
def heads_or_registers_the_unit(user, subject):
    """Thủ trưởng hoặc văn thư của chính đơn vị"""
    unit = unit_of(subject)
    return unit is not None and holds(user, Office.HEAD, Office.REGISTRY, unit=unit)


@says
@rules.predicate
def staffs_the_unit_of_a_clerk(user, subject):
    """Cán bộ đầu mối hoặc lãnh đạo của chính đơn vị, với ghế cán bộ đầu mối"""
    return isinstance(subject, Seat) and subject.office == Office.CLERK and staffs_the_unit(user, subject)


@says
@rules.predicate
def heads_the_unit_of_a_registry_clerk(user, subject):
    """Thủ trưởng của chính đơn vị, với ghế văn thư"""
    registry = isinstance(subject, Seat) and subject.office == Office.REGISTRY
    return registry and holds(user, Office.HEAD, unit=subject.unit_id)


@says
@rules.predicate
def nobody_sits_there_yet(user, subject):
    """Người cài đặt, khi trong địa bàn chưa ai có ghế"""
    return not Seat.objects.filter(root=subject.boundary_id).exists()


def reaches(user, person, office):
    """Whether `user` holds `office` in a province where `person`, somebody else, has a seat now or to come."""
    return user.pk != person.pk and any(sits_in_root(user, s.root_id, office) for s in seats_to_come_of(person))


@says
@rules.predicate
def serves_the_secretariat_of_the_person(user, person):
    """Chuyên viên cơ quan thường trực trong tỉnh của người nhận (không tự làm cho mình)"""
    return reaches(user, person, Office.SECRETARIAT)


@says
@rules.predicate
def administers_the_person_in_an_open_shift(user, person):
    """Quản trị hệ thống của tỉnh, đang trong ca có lý do"""
    return reaches(user, person, Office.ADMINISTRATOR) and in_shift(user)


@says
@rules.predicate
def is_the_clerk_of_the_person(user, person):
    """Cán bộ đầu mối của đơn vị người nhận, khi người nhận chỉ là cán bộ đầu mối của đơn vị ấy và không được ủy quyền ký"""
    seats = [] if user.pk == person.pk else seats_to_come_of(person)
    own = seats and all(s.office == Office.CLERK and holds(user, Office.CLERK, unit=s.unit_id) for s in seats)
    return bool(own) and not Delegation.objects.to_come().filter(receiver__person=person).exists()


rules.add_perm("roster.found", nobody_sits_there_yet)
rules.add_perm("roster.manage", serves_a_secretariat | administers_in_an_open_shift)
rules.add_perm("roster.register_person", serves_a_secretariat | administers_in_an_open_shift | staffs_the_unit)
rules.add_perm(
    "roster.replace_officer",
    serves_a_secretariat
    | administers_in_an_open_shift
    | staffs_the_unit_of_a_clerk
    | heads_the_unit_of_a_registry_clerk,
)
rules.add_perm("roster.delegate", heads_or_registers_the_unit)
rules.add_perm("roster.open_shift", administers)
rules.add_perm(
    "accounts.issue_slip",
    serves_the_secretariat_of_the_person | administers_the_person_in_an_open_shift | is_the_clerk_of_the_person,
)
rules.add_perm(
    "accounts.clear_factors",
    serves_the_secretariat_of_the_person | administers_the_person_in_an_open_shift,
)
rules.add_perm("law.confirm", serves_any_secretariat)
