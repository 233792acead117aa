"""Builder words for tests of proposals and of the rooms above: files of a bloc at each stage, all through the acts."""

from awards.proposals import workflow
from blocs.conferences.tests import building as meetings
from emulation.testing import day
from emulation.testing_ground import laid_once

WRITTEN, SENT, RECEIVED, APPRAISED = day(2026, 12, 22), day(2026, 12, 24), day(2027, 1, 5), day(2027, 1, 12)


@laid_once
def voted(*codes, members=4, name="Khối thi đua thử nghiệm", root=None, **rules):
    """A bloc that nominated its first units for these awards (one flag and one certificate unless told). Out: scoring's Cast."""
    codes = codes or ("CO_TINH", "BK_TINH")
    room = {"flags": len(codes), "certificates": len(codes)} | rules
    cast = meetings.balloted(members, name=name, root=root, **room)
    meetings.nominated(cast, codes=codes)
    return cast


@laid_once
def prepared(cast):
    """The files, still being written. Out: list of Proposal."""
    submission = workflow.prepare(cast.year, by=cast.lead, at=WRITTEN)
    return files(submission)


def files(submission):
    return list(
        submission.proposals.select_related("unit", "award_type", "bloc_year__bloc", "nomination__member").order_by(
            "pk"
        )
    )


@laid_once
def described(cast):
    """Every file with its achievements. Out: list of Proposal."""
    proposals = prepared(cast)
    for proposal in proposals:
        workflow.describe(proposal, achievements=f"{proposal.unit} hoàn thành các chỉ tiêu.", by=cast.lead, at=WRITTEN)
    return proposals


@laid_once
def sent(cast):
    """The letter signed, the files submitted. Out: list of Proposal."""
    submission = described(cast)[0].submission
    workflow.submit(submission, summary="Các đơn vị hoàn thành nhiệm vụ.", by=cast.head(cast.lead_unit), at=SENT)
    return files(submission)


@laid_once
def received(cast):
    proposals = sent(cast)
    for proposal in proposals:
        workflow.receive(proposal, by=cast.secretary, at=RECEIVED)
    return proposals


@laid_once
def appraised(cast, eligible=True):
    proposals = received(cast)
    for proposal in proposals:
        workflow.appraise(proposal, eligible=eligible, findings="Hồ sơ đủ.", by=cast.secretary, at=APPRAISED)
    return proposals
