"""Giao ước: ai được làm gì."""

import rules

from blocs.years.rules import heads_the_lead, heads_the_member, leads, staffs_the_member

rules.add_perm("covenant.draft", leads)
rules.add_perm("covenant.freeze", heads_the_lead)
rules.add_perm("covenant.sign", heads_the_member)
rules.add_perm("covenant.withdraw", heads_the_member)
rules.add_perm("covenant.remark", staffs_the_member)
rules.add_perm("covenant.go_without", heads_the_lead)
