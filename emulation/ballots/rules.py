"""Bỏ phiếu: ai được làm gì. Preparing, opening, closing and counting are consequences of the caller's own act."""

import rules

from emulation.journal.words import says


@says
@rules.predicate
def is_on_the_list(user, ballot):
    """Người có tên trong danh sách bỏ phiếu."""
    return ballot is not None and ballot.electors.filter(person=user).exists()


@says
@rules.predicate
def is_in_the_team(user, team):
    """Thành viên tổ kiểm phiếu"""
    return team is not None and team.keepers.filter(person=user).exists()


rules.add_perm("ballots.speak", is_on_the_list)
rules.add_perm("ballots.take_code", is_in_the_team)
