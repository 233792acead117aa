"""Tình huống của khen thưởng: proposals, the council's sessions, decisions."""

from awards.council import counting
from awards.council import workflow as councils
from awards.council.models import CouncilSession
from awards.decisions import workflow as decisions
from awards.proposals import achievements
from awards.proposals import workflow as proposals
from awards.proposals.models import Proposal, Submission
from emulation.rights.objects import vote_on

from . import REASON


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
