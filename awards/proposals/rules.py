"""Đề nghị khen thưởng: ai lập, ai trình, ai thẩm định."""

import rules

from blocs.roster.models import Office
from blocs.roster.rules import holds, seats_of
from blocs.years.rules import (
    heads_the_lead,
    heads_the_member,
    leads,
    serves_its_secretariat,
    staffs_the_member,
    year_of,
)
from emulation.journal.words import says


@says
@rules.predicate
def sits_in_the_candidate_unit(user, proposal):
    """Người có ghế ở chính đơn vị được đề nghị"""
    return any(s.unit_id == proposal.unit_id for s in seats_of(user))


@says
@rules.predicate
def is_secretary_of_its_council(user, subject):
    """Thư ký Hội đồng"""
    return holds(user, Office.COUNCIL_SECRETARY, unit=year_of(subject).bloc.council_id)


rules.add_perm("proposals.prepare", leads)
rules.add_perm("proposals.describe", leads | staffs_the_member)
rules.add_perm("proposals.report", staffs_the_member)
rules.add_perm("proposals.issue_report", heads_the_member)
rules.add_perm("proposals.submit", heads_the_lead)
rules.add_perm("proposals.receive_several", serves_its_secretariat | is_secretary_of_its_council)
rules.add_perm(
    "proposals.appraise", (serves_its_secretariat | is_secretary_of_its_council) & ~sits_in_the_candidate_unit
)
