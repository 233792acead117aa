"""Đề nghị khen thưởng (Proposal.for_user): the candidate's unit and the lead always, the secretariat and the council's secretary once submitted, the council once tabled."""

from django.urls import reverse

from emulation.rights.kinds import AT_HOME, BLOC, COUNCIL, LEAD, SIGNERS, UNIT
from emulation.rights.patterns import EVERYBODY, NO, NOT_FOUND, PAGE, REFUSED, Pattern, Row, act, form, give, reads
from emulation.rights.situations import awards, conferences

DRAFTED = UNIT | LEAD | {"registry"}
APPRAISERS = {"officer", "council_secretary"}
SUBMITTED = DRAFTED | APPRAISERS
TABLED = SUBMITTED | COUNCIL
# Every unit of the bloc is proposed for something here, so each sees the letter that carries its own file.
WITH_A_FILE = DRAFTED | {"neighbour", "deputy_clerk"}
NOBODY_ELSEWHERE = Pattern(give(PAGE, DRAFTED) | give(NOT_FOUND, AT_HOME.values()))
APPRAISE, APPRAISE_FORM = act(APPRAISERS, SUBMITTED), form(APPRAISERS, SUBMITTED)


def pk(situation):
    return lambda corner: [situation(corner).pk]


def own_file(corner):
    """The link to a file that nobody has sent yet."""
    return reverse("proposals:page", args=[awards.proposal(corner).pk])


def nominated_year(corner):
    conferences.counted_conference(corner)
    return [corner.meeting.bloc_year.pk]


def tabled(corner):
    awards.tabled(corner)
    return [awards.proposal(corner).pk]


REASON = {"reason": "Reason"}
ROWS = [
    Row("proposals:index", EVERYBODY, NO, secret=own_file, knows=NOBODY_ELSEWHERE),
    Row("proposals:year", reads(BLOC), NO, lambda c: [c.asking.bloc_year.pk], secret=own_file, knows=reads(DRAFTED)),
    Row("proposals:prepare", NO, act(LEAD), nominated_year),
    Row(
        "proposals:submit", form({"lead_head"}, WITH_A_FILE), act({"lead_head"}, WITH_A_FILE), pk(awards.described_submission),
        {"summary": "Summary"},
    ),
    Row("proposals:list_proposals", NO, act(LEAD, WITH_A_FILE | APPRAISERS), lambda c: [awards.submitted_proposal(c).submission_id]),
    Row("proposals:page", reads(DRAFTED), NO, pk(awards.proposal), case="draft", home=True),
    Row("proposals:page", reads(SUBMITTED), NO, pk(awards.submitted_proposal), case="submitted", home=True),
    Row("proposals:page", reads(TABLED), NO, tabled, case="tabled"),
    Row("proposals:describe", form(UNIT | LEAD, DRAFTED), act(UNIT | LEAD, DRAFTED), pk(awards.proposal), {"achievements": "Achieved"}),
    Row("proposals:write_report", form(UNIT, DRAFTED), act(UNIT, DRAFTED), pk(awards.proposal), {"situation": "Situation", "results": "Results"}),
    Row("proposals:issue_report", form(SIGNERS, DRAFTED), act(SIGNERS, DRAFTED), pk(awards.reported_proposal), {"letterhead": "state"}),
    Row("proposals:report", reads(DRAFTED), reads(DRAFTED, REFUSED), pk(awards.proposal_with_a_paper)),
    Row("proposals:report_pdf", reads(DRAFTED), NO, pk(awards.proposal_with_a_paper)),
    Row("proposals:receive", NO, APPRAISE, pk(awards.submitted_proposal)),
    Row(
        "proposals:receive_several", NO, act(APPRAISERS), lambda c: [awards.submitted_proposal(c).bloc_year_id],
        lambda c: {"proposal": awards.proposal(c).pk},
    ),
    Row("proposals:appraise", APPRAISE_FORM, APPRAISE, pk(awards.received_proposal), {"eligible": "yes", "findings": "Fit"}),
    Row("proposals:send_back", APPRAISE_FORM, APPRAISE, pk(awards.submitted_proposal), REASON),
    Row("proposals:resubmit", NO, act({"lead_head"}, SUBMITTED), pk(awards.returned_proposal)),
    Row("proposals:hold", APPRAISE_FORM, APPRAISE, pk(awards.received_proposal), REASON),
    Row("proposals:release", APPRAISE_FORM, APPRAISE, pk(awards.held_proposal), REASON),
]  # fmt: skip
