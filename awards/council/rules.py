"""Hội đồng: ai chuẩn bị, ai mở và kết luận."""

import rules

from blocs.roster.models import Bloc, Office
from blocs.roster.rules import holds, seats_of
from emulation.journal.words import says


def council_of(subject):
    """Id of the council Unit that `subject` (the Unit, a session, or a line) belongs to."""
    session = getattr(subject, "session", subject)
    return getattr(session, "council_id", session.pk)


@says
@rules.predicate
def is_secretary_of_the_council(user, subject):
    """Thư ký Hội đồng"""
    return holds(user, Office.COUNCIL_SECRETARY, unit=council_of(subject))


@says
@rules.predicate
def chairs_the_council(user, subject):
    """Chủ tịch Hội đồng"""
    return holds(user, Office.COUNCIL_CHAIR, unit=council_of(subject))


@says
@rules.predicate
def serves_the_council(user, subject):
    """Chuyên viên cơ quan thường trực của Hội đồng"""
    units = seats_of(user).units(Office.SECRETARIAT)
    return bool(units) and Bloc.objects.filter(council=council_of(subject), secretariat__in=units).exists()


rules.add_perm("council.prepare", is_secretary_of_the_council | serves_the_council)
rules.add_perm("council.run", is_secretary_of_the_council | chairs_the_council | serves_the_council)
rules.add_perm("council.conclude", chairs_the_council | is_secretary_of_the_council)
