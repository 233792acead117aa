"""Hội nghị: ai điều hành, ai kiểm phiếu, ai kết luận."""

import rules

from blocs.roster.models import Office
from blocs.roster.rules import holds
from blocs.years.rules import heads_the_lead, leads, serves_its_secretariat, year_of
from emulation.ballots.rules import is_in_the_team
from emulation.journal.words import says


@says
@rules.predicate
def counts_the_votes(user, conference):
    """Thành viên tổ kiểm phiếu mà hội nghị đã cử; chưa cử thì trưởng khối, cơ quan thường trực hoặc người giữ ghế tổ kiểm phiếu của khối"""
    if conference.counting_team_id:
        return is_in_the_team(user, conference.counting_team)
    seated = holds(user, Office.COUNTING_TEAM, bloc=conference.bloc_year.bloc_id)
    return seated or leads(user, conference) or serves_its_secretariat(user, conference)


@says
@rules.predicate
def keeps_its_minutes(user, subject):
    """Thư ký hội nghị của khối"""
    return holds(user, Office.CONFERENCE_SECRETARY, bloc=year_of(subject).bloc_id)


rules.add_perm("conferences.run", leads | serves_its_secretariat)
rules.add_perm("conferences.count", counts_the_votes)
rules.add_perm("conferences.conclude", heads_the_lead | serves_its_secretariat)
rules.add_perm("conferences.take_down", leads | serves_its_secretariat | keeps_its_minutes)
