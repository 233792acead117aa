"""Tình huống của một dòng: acts that bring a corner to where an address can be asked, and the numbers for the address.

Each takes a corner; what it does is undone when the row has been asked.
"""

import datetime as dt
from decimal import Decimal

from awards.council import counting
from awards.council import workflow as councils
from awards.council.models import CouncilSession
from awards.decisions import workflow as decisions
from awards.proposals import achievements
from awards.proposals import workflow as proposals
from awards.proposals.models import Proposal, Submission
from blocs.conferences import nomination, reporting
from blocs.conferences import workflow as conferences
from blocs.conferences.models import Conference
from blocs.covenant import signing
from blocs.covenant import workflow as covenants
from blocs.covenant.models import Covenant
from blocs.pledges import workflow as pledges
from blocs.pledges.models import Pledge
from blocs.roster import workflow as roster
from blocs.roster.models import Office
from blocs.scoring import columns, correction, exceptions, self_scores, setting_aside
from blocs.scoring import workflow as scoring
from blocs.scoring.models import Round
from blocs.years import drafts, letters, listing
from blocs.years.models import Draft
from emulation.demo import parts
from emulation.papers import tasks

from .objects import ROLES, sheet_of, vote_on

REASON = "Reason"
REPORTED = Decimal("87.65")
CUT = "9,37"


# --- pledges --------------------------------------------------------------------------------------
def pledge(corner):
    return Pledge.objects.select_related("member__bloc_year__bloc").get(member=corner.row(corner.preparing))


def submitted_pledge(corner):
    pledges.submit(found := pledge(corner), **corner.hand("head"))
    return found


def received_pledge(corner):
    pledges.receive(found := submitted_pledge(corner), **corner.hand("lead_clerk"))
    return found


def reported_pledge(corner):
    found = received_pledge(corner)
    results = dict.fromkeys(found.targets.all(), (REPORTED, ""))
    pledges.report_results(found, period="year_end", results=results, **corner.hand("clerk"))
    return found


def confirmed_pledge(corner):
    pledges.confirm_results(found := reported_pledge(corner), period="year_end", **corner.hand("head"))
    return found


# --- covenant -------------------------------------------------------------------------------------
def covenant(corner):
    return Covenant.objects.select_related("bloc_year__bloc").get(bloc_year=corner.preparing.bloc_year, position=0)


def circulated_covenant(corner):
    covenants.circulate(found := covenant(corner), **corner.hand("lead_clerk"))
    return found


def remark(corner):
    """What the member said of the draft, waiting for an answer."""
    found = circulated_covenant(corner)
    member = corner.row(corner.preparing)
    return covenants.remark(found, member=member, text="Add.", **corner.hand("clerk"))


def frozen_covenant(corner):
    covenants.freeze(found := circulated_covenant(corner), missing_reason=REASON, **corner.hand("lead_head"))
    tasks.render(found.frozen_paper.rendering.pk)
    return found


def annex(corner):
    """An annex in draft, to the covenant that is signed."""
    return covenants.amend(
        corner.done.bloc_year, text=f"I. More {corner.word}", reason=REASON, **corner.hand("lead_clerk")
    )


def frozen_annex(corner):
    covenants.circulate(found := annex(corner), **corner.hand("lead_clerk"))
    covenants.freeze(found, **corner.hand("lead_head"))
    return found


def delegate(corner):
    """The seat in the member's unit that may be given the signing: the vice head's, where there is one. Out: Seat."""
    seats = corner.unit("member").seats.exclude(office=Office.HEAD)
    return min(seats, key=lambda s: (s.office != Office.VICE_HEAD, s.pk))


def delegation(corner):
    """The head has given the signing of the covenant away."""
    receiver = delegate(corner)
    until = corner.now.date() + dt.timedelta(days=30)
    paper = {"number": 7, "dated": corner.now.date()}
    return roster.delegate(receiver, since=corner.now.date(), until=until, **paper, **corner.hand("head"))


def signature(corner):
    return (
        frozen_covenant(corner).signatures.select_related("covenant", "member").get(member=corner.row(corner.preparing))
    )


def signed_signature(corner):
    signing.sign(found := signature(corner), **corner.hand("head"))
    return found


# --- drafts ---------------------------------------------------------------------------------------
def written_draft(corner):
    return Draft.objects.get(pk=corner.preparing.written.pk)


def consulted_draft(corner):
    return Draft.objects.get(pk=corner.preparing.consulted.pk)


def answered_draft(corner):
    found = consulted_draft(corner)
    drafts.answer(found.comments.get(), text="Done.", **corner.hand("lead_clerk"))
    return found


def written_letter(corner):
    texts = {"subject": "Letter", "addressees": "Office", "text": "Text"}
    return letters.write(corner.preparing.bloc_year, **texts, **corner.hand("lead_clerk"))


def arrangement(corner):
    secretariat, year = corner.bloc.secretariat, corner.preparing.bloc_year.year
    return listing.arrange(secretariat, year=year, **corner.hand("officer"))


# --- scoring --------------------------------------------------------------------------------------
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


# --- conferences ----------------------------------------------------------------------------------
def conference(corner):
    return Conference.objects.select_related("bloc_year__bloc", "ballot").get(pk=corner.meeting.conference.pk)


def section_seen(corner):
    """What the page of the section on limits shows."""
    return next(one.seen for one in reporting.sections(conference(corner)) if one.section.key == "limits")


def planned_conference(corner):
    return Conference.objects.get(pk=corner.meeting.planned.pk)


def conference_ballot(corner):
    nomination.open_vote(found := conference(corner), **corner.hand("lead_clerk"))
    return found.ballot


def balloting_conference(corner):
    conference_ballot(corner)
    return conference(corner)


def voted_conference(corner):
    ballot = conference_ballot(corner)
    for elector in ballot.electors.select_related("person"):
        parts.vote(ballot, elector, at=corner.now)
    return conference(corner)


def counted_conference(corner):
    nomination.count_vote(found := voted_conference(corner), **corner.hand("lead_clerk"))
    return found


def finished_conference(corner):
    corner.meeting.finish_items(conference(corner), at=corner.now)
    return conference(corner)


def concluded_conference(corner):
    conferences.conclude(found := finished_conference(corner), conclusions="Agreed.", **corner.hand("lead_head"))
    return found


# --- proposals ------------------------------------------------------------------------------------
def submission(corner):
    return Submission.objects.get(pk=corner.asking.submission.pk)


def proposal(corner):
    """The proposal for the member."""
    related = ("unit", "award_type", "bloc_year__bloc", "nomination__member")
    return Proposal.objects.select_related(*related).get(
        submission=corner.asking.submission, unit=corner.unit("member")
    )


def reported_proposal(corner):
    """The same with a report that nobody has issued yet."""
    texts = {"situation": "Situation.", "results": "Results."}
    achievements.write(found := proposal(corner), **texts, **corner.hand("clerk"))
    return found


def proposal_with_a_paper(corner):
    achievements.issue_report(found := reported_proposal(corner), letterhead="state", **corner.hand("head"))
    return found


def described_submission(corner):
    for found in submission(corner).proposals.all():
        proposals.describe(found, achievements="Achieved.", **corner.hand("lead_clerk"))
    return submission(corner)


def submitted_proposal(corner):
    proposals.submit(described_submission(corner), summary="Summary.", **corner.hand("lead_head"))
    return proposal(corner)


def received_proposal(corner):
    proposals.receive(found := submitted_proposal(corner), **corner.hand("officer"))
    return found


def returned_proposal(corner):
    proposals.send_back(found := submitted_proposal(corner), reason=REASON, **corner.hand("officer"))
    return found


def held_proposal(corner):
    proposals.hold(found := received_proposal(corner), reason=REASON, **corner.hand("officer"))
    return found


def eligible_proposal(corner):
    proposals.appraise(found := received_proposal(corner), eligible=True, findings="Fit.", **corner.hand("officer"))
    return found


# --- council --------------------------------------------------------------------------------------
def convened(corner):
    """A session being prepared, and an eligible proposal that waits for it."""
    chosen = eligible_proposal(corner)
    session = councils.convene(
        corner.cast.province.council,
        title=f"Next {corner.word}",
        held_at=corner.now,
        place="Hall",
        **corner.hand("council_secretary"),
    )
    return session, chosen


def tabled(corner):
    session, chosen = convened(corner)
    councils.table(session, [chosen], **corner.hand("council_secretary"))
    return CouncilSession.objects.get(pk=session.pk)


def voting(corner):
    session = tabled(corner)
    councils.open_vote(session, **corner.hand("chair"))
    return session


def voted_session(corner):
    vote_on(session := voting(corner), at=corner.now)
    return session


def closed(corner):
    session = voted_session(corner)
    councils.close_vote(session, **corner.hand("chair"))
    return session


def minuted_count(corner):
    counting.issue_count(found := closed(corner), head="Head", **corner.hand("council_secretary"))
    return found


def concluded(corner):
    """The session of the year that is done."""
    return CouncilSession.objects.get(pk=corner.done.session.pk)


# --- decisions ------------------------------------------------------------------------------------
def authority(corner):
    """Who decides the award of the member."""
    return concluded(corner).lines.get(proposal__unit=corner.unit("member")).proposal.award_type.decided_by


def drafted_decision(corner):
    title = f"Decision {corner.word}"
    return decisions.draft(
        concluded(corner), title=title, authority=authority(corner), **corner.hand("council_secretary")
    )


def issued_decision(corner):
    decision = drafted_decision(corner)
    number = f"15/{corner.word}"
    decisions.issue_decision(decision, number=number, dated=corner.now.date(), **corner.hand("council_secretary"))
    return decision


# --- days as they are typed -----------------------------------------------------------------------
def typed(day):
    return f"{day:%d/%m/%Y}"


def after(corner, days):
    return typed(corner.now.date() + dt.timedelta(days=days))
