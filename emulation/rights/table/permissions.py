"""Quyền của người quản trị: units, people and seats while a shift is open, nothing of what the blocs and councils decide.

SUBJECTS names every permission of the house with something on which somebody else holds it.
"""

from blocs.roster.models import Seat
from emulation.papers.models import Copy
from emulation.rights.situations import awards, conferences, scoring, years
from emulation.rights.table.scoring import draft_scheme

IN_A_SHIFT = {
    "roster.manage", "roster.register_person", "roster.replace_officer", "accounts.issue_slip", "accounts.clear_factors",
}  # fmt: skip
# To open the shift; a paper that failed is made again by whoever is shown it, which its room has asked before.
ALWAYS = {"roster.open_shift", "papers.retry"}
# Nobody but who sets the house up, where nobody sits yet; and the administrators alone.
HELD_BY_NOBODY_ELSE = {"roster.found", "roster.open_shift"}


def administrator_may(name, kind):
    """Whether an administrator (kind "admin" or "admin_on_shift") may use a permission."""
    return name in ALWAYS or (kind == "admin_on_shift" and name in IN_A_SHIFT)


def bloc(corner):
    return corner.bloc


def bloc_year(corner):
    return corner.preparing.bloc_year


def member(corner):
    return corner.row(corner.preparing)


def unit(corner):
    return corner.unit("member")


def session(corner):
    return corner.done.session


SUBJECTS = {
    "roster.found": lambda c: c.root,
    "roster.manage": unit,
    "roster.register_person": unit,
    "roster.replace_officer": lambda c: Seat.objects.get(person=c.people["clerk"]),
    "roster.delegate": unit,
    "roster.open_shift": lambda c: None,
    "accounts.issue_slip": lambda c: c.people["head"],
    "accounts.clear_factors": lambda c: c.people["head"],
    "law.confirm": lambda c: None,
    "papers.retry": lambda c: c.done.bloc_year.covenants.get(position=0).paper,
    "papers.complete": lambda c: c.done.bloc_year.covenants.get(position=0).paper,
    "papers.recall": lambda c: c.done.bloc_year.covenants.get(position=0).paper,
    "papers.keep_numbers": lambda c: c.done.bloc_year.covenants.get(position=0).paper,
    "papers.add_copy": lambda c: c.done.bloc_year.covenants.get(position=0).paper,
    "papers.vouch": lambda c: c.done.bloc_year.covenants.get(position=0).paper,
    "papers.withdraw_copy": lambda c: Copy(paper=c.done.bloc_year.covenants.get(position=0).paper),
    "ballots.speak": conferences.conference_ballot,
    "ballots.take_code": conferences.team,
    "years.open_year": bloc,
    "years.prepare": bloc_year,
    "years.adopt": bloc_year,
    "years.extend": lambda c: member(c).obligations.first(),
    "years.receive_paper": lambda c: member(c).obligations.first(),
    "years.comment": member,
    "years.record_women": member,
    "years.take_part": member,
    "years.arrange": lambda c: c.bloc.secretariat,
    "years.close": bloc_year,
    "years.change_members": bloc_year,
    "years.bring_past": bloc,
    "pledges.write": years.pledge,
    "pledges.submit": years.pledge,
    "pledges.receive": years.submitted_pledge,
    "pledges.report": years.received_pledge,
    "pledges.confirm_results": years.reported_pledge,
    "pledges.reopen_results": years.confirmed_pledge,
    "covenant.draft": years.covenant,
    "covenant.freeze": years.covenant,
    "covenant.remark": member,
    "covenant.sign": years.signature,
    "covenant.withdraw": years.signed_signature,
    "covenant.go_without": years.signature,
    "scoring.write_scheme": bloc,
    "scoring.adopt_scheme": draft_scheme,
    "scoring.open_round": bloc_year,
    "scoring.begin_checking": scoring.round_of,
    "scoring.name_lead_checker": scoring.round_of,
    "scoring.mark": scoring.round_of,
    "scoring.submit": scoring.sheet,
    "scoring.print_self_scores": scoring.submitted_sheet,
    "scoring.check": scoring.sheet_to_check,
    "scoring.exclude": scoring.submitted_sheet,
    "scoring.release": scoring.hold_of,
    "scoring.agree": scoring.round_to_agree,
    "scoring.publish": scoring.agreed_round,
    "scoring.add_row": scoring.sheet,
    "scoring.lift_cap": scoring.checked_sheet,
    "scoring.lay_out": scoring.round_of,
    "scoring.read_crossing": scoring.round_of,
    "scoring.hand_in_column": scoring.column_to_hand_in,
    "scoring.close_column": scoring.column_to_hand_in,
    "scoring.correct": lambda c: c.done.round,
    "scoring.compare": scoring.agreed_round,
    "conferences.run": conferences.conference,
    "conferences.count": conferences.conference,
    "conferences.conclude": conferences.conference,
    "conferences.take_down": conferences.conference,
    "proposals.prepare": bloc_year,
    "proposals.describe": awards.proposal,
    "proposals.report": awards.proposal,
    "proposals.issue_report": awards.proposal,
    "proposals.submit": awards.submission,
    "proposals.receive_several": bloc_year,
    "proposals.appraise": awards.received_proposal,
    "council.prepare": session,
    "council.run": session,
    "council.conclude": session,
    "decisions.draft": session,
    "decisions.issue": session,
    "decisions.revoke": session,
}
