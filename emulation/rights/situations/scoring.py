"""Tình huống của vòng chấm: rounds, sheets, columns, corrections."""

from decimal import Decimal

from blocs.scoring import columns, correction, exceptions, self_scores, setting_aside
from blocs.scoring import workflow as scoring
from blocs.scoring.models import Round
from emulation.demo import parts
from emulation.rights.objects import ROLES, sheet_of

from . import REASON

CUT = "9,37"


def round_of(corner, tale=None):
    return Round.objects.select_related("bloc_year__bloc", "scheme").get(pk=(tale or corner.scoring).round.pk)


def sheet(corner, role="member"):
    return sheet_of(corner, corner.scoring, role)


def submitted_sheet(corner):
    scoring.submit(found := sheet(corner), **corner.hand("head"))
    return found


def printed_sheet(corner):
    self_scores.print_out(found := submitted_sheet(corner), **corner.hand("clerk"))
    return found


def sheet_to_check(corner):
    submitted_sheet(corner)
    scoring.begin_checking(round_of(corner), **corner.hand("lead_clerk"))
    return sheet(corner)


def claimed_sheet(corner):
    found = sheet_to_check(corner)
    scoring.accept_claims(found.round, [found], **corner.hand("lead_clerk"))
    return found


def checked_sheet(corner):
    scoring.check_done(claimed_sheet(corner), **corner.hand("lead_clerk"))
    return sheet(corner)


def cut_sheet(corner):
    """Checked, with less for the first row than the unit claimed: CUT."""
    found = claimed_sheet(corner)
    cells = {(found.pk, first_row(found).pk): scoring.Claim("19,13", reason=REASON)}
    scoring.save_marks(found.round, "team", cells, **corner.hand("lead_clerk"))
    scoring.check_done(found, **corner.hand("lead_clerk"))
    return found


def first_row(found):
    return found.round.scheme.criteria.get(code="1.1")


def lead_sheet_to_check(corner):
    found = sheet(corner, "lead")
    parts.score_itself(found, 1, at=corner.now)
    scoring.begin_checking(round_of(corner), **corner.hand("lead_clerk"))
    return sheet(corner, "lead")


def excluded_sheet(corner):
    setting_aside.exclude(found := sheet(corner), ground=REASON, reason=REASON, **corner.hand("officer"))
    return found


def round_to_agree(corner):
    """The member's sheet is checked, the others are left out."""
    checked_sheet(corner)
    for role in ROLES[1:]:
        setting_aside.exclude(sheet(corner, role), ground=REASON, reason=REASON, **corner.hand("officer"))
    return round_of(corner)


def with_more_columns(corner):
    columns.lay_out(round_of(corner), columns.Plan(peers="mean", secretariat=True), **corner.hand("lead_clerk"))


def peer_column(corner):
    """The column in which the member assesses the others, while checking is under way."""
    with_more_columns(corner)
    return sheet_to_check(corner).round.columns.get(code=f"peer-{sheet(corner).member_id}")


def column_to_hand_in(corner):
    """The secretariat's, when every sheet has been checked."""
    columns.lay_out(round_of(corner), columns.Plan(secretariat=True), **corner.hand("lead_clerk"))
    return round_to_agree(corner).columns.get(code="secretariat")


def hold_of(corner):
    return setting_aside.hold(submitted_sheet(corner), ground=REASON, reason=REASON, **corner.hand("officer"))


def added_row(corner):
    """A row beyond the scheme in the member's own sheet, which is still with the member."""
    found, told = (
        sheet(corner),
        {"name": "Another row", "under": None, "sign": "bonus", "points": Decimal(1), "reason": REASON},
    )
    exceptions.add_row(found, found.round.columns.get(code="self"), **told, **corner.hand("clerk"))
    return found.added_rows.get()


def closed_column(corner):
    columns.close_column(found := column_to_hand_in(corner), reason=REASON, **corner.hand("lead_clerk"))
    return found


def agreed_round(corner):
    scoring.agree(found := round_to_agree(corner), **corner.hand("lead_clerk"))
    return found


def published_sheet(corner):
    """The member's, in the year that is done."""
    return sheet_of(corner, corner.done)


def correction_of(corner):
    found = published_sheet(corner)
    claims = {(found.pk, first_row(found).pk): scoring.Claim("20", reason=REASON)}
    return correction.correct(found.round, claims, decision="01/KL", reason=REASON, **corner.hand("officer"))
