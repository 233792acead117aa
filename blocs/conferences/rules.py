"""Hội nghị: ai điều hành, ai kết luận."""

import rules

from blocs.roster.models import Office
from blocs.roster.rules import holds
from blocs.years.rules import heads_the_lead, leads, serves_its_secretariat, year_of
from emulation.journal.words import says


@says
@rules.predicate
def keeps_its_minutes(user, subject):
    """Thư ký hội nghị của khối"""
    return holds(user, Office.CONFERENCE_SECRETARY, bloc=year_of(subject).bloc_id)


rules.add_perm("conferences.run", leads | serves_its_secretariat)
rules.add_perm("conferences.conclude", heads_the_lead | serves_its_secretariat)
rules.add_perm("conferences.take_down", leads | serves_its_secretariat | keeps_its_minutes)
