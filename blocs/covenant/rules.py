"""Giao ước: ai được làm gì."""

import rules

from blocs.roster.rules import SIGNERS, holds
from blocs.years.rules import heads_the_lead, leads, member_of, staffs_the_member
from emulation.journal.words import says

from .authority import was_ever_named


@says
@rules.predicate
def signs_for_the_member(user, subject):
    """Thủ trưởng đương nhiệm của chính đơn vị; cấp phó hoặc người khác khi có giấy ủy quyền đang có hiệu lực"""
    unit = member_of(subject).unit_id
    return holds(user, *SIGNERS, unit=unit) or was_ever_named(user, unit)


rules.add_perm("covenant.draft", leads)
rules.add_perm("covenant.freeze", heads_the_lead)
rules.add_perm("covenant.sign", signs_for_the_member)
rules.add_perm("covenant.withdraw", signs_for_the_member)
rules.add_perm("covenant.remark", staffs_the_member)
rules.add_perm("covenant.go_without", heads_the_lead)
