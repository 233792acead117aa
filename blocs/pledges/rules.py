"""Đăng ký thi đua: ai được làm gì."""

import rules

from blocs.years.rules import heads_the_member, leads, staffs_the_member

rules.add_perm("pledges.write", staffs_the_member)
rules.add_perm("pledges.submit", heads_the_member)
rules.add_perm("pledges.receive", leads)
rules.add_perm("pledges.report", staffs_the_member)
rules.add_perm("pledges.confirm_results", heads_the_member)
rules.add_perm("pledges.reopen_results", leads)
