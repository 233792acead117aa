"""Đề nghị khen thưởng: lập từ suy tôn → trình → tiếp nhận → thẩm định → Hội đồng → quyết định."""

from django.db import transaction
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from blocs.years import workflow as years
from blocs.years.documents import issuer
from blocs.years.models import Due, Stage
from emulation.journal import clock
from emulation.journal.steps import DoneBefore, Record, Refused, Step
from emulation.papers.workflow import Kind, issue

from . import documents
from .conditions import conditions
from .models import Proposal, ProposalState, Submission, SubmissionState

State = ProposalState
PREPARE = Record(_("Lập hồ sơ đề nghị"), "proposals.prepare")
DESCRIBE = Record(_("Ghi thành tích"), "proposals.describe")
SEND = Step(
    _("Trình đề nghị khen thưởng"),
    [SubmissionState.DRAFT],
    SubmissionState.SENT,
    "proposals.submit",
    parents=("bloc_year",),
)
LIST = Record(_("Phát hành danh sách đề nghị khen thưởng"), "proposals.prepare")
SUBMIT = Step(_("Trình"), [State.DRAFT], State.SUBMITTED, None)
RESUBMIT = Step(_("Trình lại sau bổ sung"), [State.RETURNED], State.SUBMITTED, "proposals.submit")
RECEIVE = Step(_("Tiếp nhận hồ sơ"), [State.SUBMITTED], State.RECEIVED, "proposals.appraise")
SEND_BACK = Step(
    _("Trả lại để bổ sung"), [State.SUBMITTED, State.RECEIVED], State.RETURNED, "proposals.appraise", reason=True
)
HOLD = Step(_("Tạm dừng xét"), [State.RECEIVED, State.ELIGIBLE], State.HELD, "proposals.appraise", reason=True)
RELEASE = Step(_("Xét tiếp"), [State.HELD], State.RECEIVED, "proposals.appraise", reason=True)
FIND_ELIGIBLE = Step(_("Thẩm định: đủ điều kiện"), [State.RECEIVED], State.ELIGIBLE, "proposals.appraise")
FIND_INELIGIBLE = Step(
    _("Thẩm định: không đủ điều kiện"), [State.RECEIVED], State.INELIGIBLE, "proposals.appraise", reason=True
)
TABLE = Step(_("Đưa ra Hội đồng"), [State.ELIGIBLE], State.TABLED, None)
PASS = Step(_("Hội đồng thông qua"), [State.TABLED], State.PASSED, None)
FAIL = Step(_("Hội đồng không thông qua"), [State.TABLED], State.FAILED, None)
DECIDE = Step(_("Ghi vào quyết định"), [State.PASSED], State.DECIDED, None)


def prepare(bloc_year, *, by, at):
    """Trưởng khối lập hồ sơ từ các suy tôn đã đạt. Out: Submission (draft) with one Proposal per nomination."""
    with PREPARE.on(bloc_year, by=by, at=at) as act:
        if Submission.objects.filter(bloc_year=bloc_year).exists():
            raise Refused(gettext("Hồ sơ đề nghị của năm này đã được lập."))
        nominations = list(bloc_year.nominations.filter(passed=True).select_related("member"))
        if not nominations:
            raise Refused(gettext("Chưa có suy tôn nào đạt: hội nghị tổng kết phải bình xét, suy tôn trước."))
        submission = Submission.objects.create(bloc_year=bloc_year)
        Proposal.objects.bulk_create(
            Proposal(
                submission=submission,
                bloc_year=bloc_year,
                nomination=n,
                unit_id=n.member.unit_id,
                award_type_id=n.award_type_id,
            )
            for n in nominations
        )
        act.subject, act.detail = submission, {"nominations": [n.pk for n in nominations]}
    return submission


def describe(proposal, *, achievements, by, at):
    """Ghi thành tích của đơn vị, khi đang lập hoặc bị trả lại."""
    with DESCRIBE.on(proposal, by=by, at=at):
        refuse_once_sent(proposal)
        proposal.achievements = achievements
        proposal.save()


def refuse_once_sent(proposal):
    """What a unit achieved is written while the file is drafted or returned. Raises Refused."""
    if proposal.state not in (State.DRAFT, State.RETURNED):
        raise Refused(gettext("Hồ sơ đã trình nên không sửa được; cơ quan thường trực trả lại thì sửa tiếp."))


def submit(submission, *, summary="", by, at):
    """Thủ trưởng trưởng khối ký trình: the letter is issued, every proposal is submitted, the year reaches «Trình Hội đồng»."""
    with SEND.on(submission, by=by, at=at):
        proposals = list(submission.proposals.select_related("unit", "award_type", "nomination__member"))
        if silent := [p.unit.name for p in proposals if not p.achievements.strip()]:
            raise Refused(gettext("Chưa trình được: chưa ghi thành tích của %s.") % ", ".join(silent))
        submission.summary, submission.sent_at = summary, at
        submission.paper = issue(
            kind=Kind.SUBMISSION, title=documents.title(submission),
            template="proposals/paper_submission.html", data=documents.submission(submission, proposals),
            issuer=issuer(submission.bloc_year), stream=submission.stream, by=by, at=at,
        )  # fmt: skip
        years.file(submission.bloc_year, submission.paper, Kind.SUBMISSION.label, by=by, at=at)
        for proposal in proposals:
            with SUBMIT.on(proposal, by=by, at=at):
                pass
        for member in submission.bloc_year.members.present():
            years.meet(member, Due.DOSSIER, by=by, at=at)
        years.reach(submission.bloc_year, Stage.PROPOSED, by=by, at=at)


def list_proposals(submission, *, by, at):
    """Phát hành danh sách đề nghị khen thưởng, kèm tờ trình đã ký; không lấy số. Out: Paper. Refused before the letter, and twice."""
    with LIST.on(submission, by=by, at=at):
        if submission.state != SubmissionState.SENT:
            raise Refused(gettext("Tờ trình chưa ký: danh sách được lập kèm tờ trình đã phát hành."))
        if submission.paper.dated is None:
            raise Refused(gettext("Tờ trình còn chờ số và ngày của văn thư: hoàn tất tờ trình trước."))
        if submission.proposal_list_id:
            raise DoneBefore(gettext("Danh sách đề nghị khen thưởng đã phát hành."))
        proposals = submission.proposals.select_related("unit", "award_type", "nomination")
        submission.proposal_list = issue(
            kind=Kind.LIST, title=documents.list_title(submission), template="proposals/paper_list.html",
            data=documents.proposal_list(submission, proposals), issuer=issuer(submission.bloc_year), stream=submission.stream,
            numbered=False, dated=clock.today(), by=by, at=at,
        )  # fmt: skip
        submission.save()
        years.file(submission.bloc_year, submission.proposal_list, Kind.LIST.label, by=by, at=at)
    return submission.proposal_list


def resubmit(proposal, *, by, at):
    """Trình lại sau khi bổ sung theo yêu cầu."""
    with RESUBMIT.on(proposal, by=by, at=at):
        if not proposal.achievements.strip():
            raise Refused(gettext("Chưa trình lại được: chưa ghi thành tích của %s.") % proposal.unit)
        proposal.hold_ground = ""


def receive(proposal, *, by, at):
    """Cơ quan thường trực tiếp nhận hồ sơ; the day of receipt decides which law the file follows."""
    with RECEIVE.on(proposal, by=by, at=at):
        proposal.received_on = clock.today()


@transaction.atomic
def receive_several(proposals, *, by, at):
    """Tiếp nhận nhiều hồ sơ một lần; all or none. Raises Refused when nothing is chosen."""
    if not proposals:
        raise Refused(gettext("Chưa chọn hồ sơ nào để tiếp nhận."))
    for proposal in proposals:
        receive(proposal, by=by, at=at)


def send_back(proposal, *, reason, by, at):
    """Trả lại, nói rõ thiếu gì."""
    with SEND_BACK.on(proposal, by=by, at=at, note=reason):
        proposal.hold_ground = reason


def hold(proposal, *, reason, by, at):
    """Tạm dừng xét (chưa xét khen thưởng khi đang xem xét kỷ luật, thanh tra, khiếu nại: NĐ 152/2025 Điều 4 khoản 4)."""
    with HOLD.on(proposal, by=by, at=at, note=reason):
        proposal.hold_ground = reason


def release(proposal, *, reason, by, at):
    """Xét tiếp khi đã có kết luận."""
    with RELEASE.on(proposal, by=by, at=at, note=reason):
        proposal.hold_ground = ""


def appraise(proposal, *, eligible, findings, by, at):
    """Thẩm định: đủ hoặc không đủ điều kiện, kèm ý kiến; nobody appraises the unit in which they hold a seat."""
    step = FIND_ELIGIBLE if eligible else FIND_INELIGIBLE
    with step.on(proposal, by=by, at=at, note=findings) as act:
        if not findings.strip():
            raise Refused(gettext("Ghi ý kiến thẩm định, kể cả khi hồ sơ đủ điều kiện."))
        with override("vi"):
            act.detail = {"conditions": [[line.label, line.found, line.holds] for line in conditions(proposal)]}
        proposal.findings, proposal.appraised_by, proposal.appraised_on = findings, by, clock.today()
