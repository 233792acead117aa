"""Đề nghị khen thưởng: lập từ suy tôn, trình, tiếp nhận, thẩm định; bước nào từ đâu, bởi tay ai."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from awards.proposals import workflow
from awards.proposals.models import Proposal, Submission
from blocs.roster.models import Office
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.testing import sitting

from . import building as b

pytestmark = pytest.mark.django_db

STEPS = {
    "describe": lambda c, p, by: workflow.describe(p, achievements="Khác.", by=by, at=b.APPRAISED),
    "receive": lambda c, p, by: workflow.receive(p, by=by, at=b.APPRAISED),
    "send_back": lambda c, p, by: workflow.send_back(p, reason="Thiếu biên bản", by=by, at=b.APPRAISED),
    "resubmit": lambda c, p, by: workflow.resubmit(p, by=by, at=b.APPRAISED),
    "hold": lambda c, p, by: workflow.hold(p, reason="Đang thanh tra", by=by, at=b.APPRAISED),
    "release": lambda c, p, by: workflow.release(p, reason="Đã kết luận", by=by, at=b.APPRAISED),
    "find eligible": lambda c, p, by: workflow.appraise(p, eligible=True, findings="Đủ.", by=by, at=b.APPRAISED),
    "find ineligible": lambda c, p, by: workflow.appraise(
        p, eligible=False, findings="Không đủ.", by=by, at=b.APPRAISED
    ),
}
ALLOWED = {
    "draft": {"describe"},
    "submitted": {"receive", "send_back"},
    "received": {"send_back", "hold", "find eligible", "find ineligible"},
    "returned": {"describe", "resubmit"},
    "held": {"release"},
    "eligible": {"hold"},
    "ineligible": set(),
    "tabled": set(),
    "passed": set(),
    "failed": set(),
    "decided": set(),
}
SECRETARIAT_STEPS = {"receive", "send_back", "hold", "release", "find eligible", "find ineligible"}


def brought_to(state, cast):
    """The first file of the bloc in this state."""
    if state in ("draft", "submitted", "received", "eligible", "ineligible"):
        make = {"draft": b.described, "submitted": b.sent, "received": b.received, "eligible": b.appraised}
        proposal = (make[state](cast) if state != "ineligible" else b.appraised(cast, eligible=False))[0]
    elif state in ("returned", "held"):
        proposal = b.received(cast)[0]
        STEPS["send_back" if state == "returned" else "hold"](cast, proposal, cast.secretary)
    else:
        proposal = b.appraised(cast)[0]
        with workflow.DESCRIBE.on(proposal, by=cast.lead, at=b.APPRAISED):
            carry(proposal, state, cast.secretary)
    return proposal


def carry(proposal, state, by):
    """What the council and the decision do to a file."""
    path = {
        "tabled": ["TABLE"],
        "passed": ["TABLE", "PASS"],
        "failed": ["TABLE", "FAIL"],
        "decided": ["TABLE", "PASS", "DECIDE"],
    }
    for name in path[state]:
        with getattr(workflow, name).on(proposal, by=by, at=b.APPRAISED):
            pass


def tried(act, cast, proposal, by, refusal):
    with transaction.atomic():
        try:
            act(cast, Proposal.objects.get(pk=proposal.pk), by)
        except refusal:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("state", ALLOWED)
def test_each_step_is_taken_from_its_own_states_only(state):
    """Bảng trạng thái của đề nghị: mười một trạng thái, tám việc."""
    cast = b.voted()
    proposal = brought_to(state, cast)
    assert proposal.state == state
    hand = {name: cast.secretary if name in SECRETARIAT_STEPS else cast.head(cast.lead_unit) for name in STEPS}
    assert {name for name, act in STEPS.items() if tried(act, cast, proposal, hand[name], Refused)} == ALLOWED[state]


@pytest.mark.parametrize(
    ("name", "state", "hands"),
    [
        ("describe", "draft", {"lead clerk", "lead head", "candidate's head"}),
        ("resubmit", "returned", {"lead head"}),
        ("receive", "submitted", {"secretary", "council secretary"}),
        ("send_back", "received", {"secretary", "council secretary"}),
        ("hold", "received", {"secretary", "council secretary"}),
        ("release", "held", {"secretary", "council secretary"}),
        ("find eligible", "received", {"secretary", "council secretary"}),
        ("find ineligible", "received", {"secretary", "council secretary"}),
    ],
)
def test_each_step_has_its_hands(name, state, hands):
    """Đơn vị bên cạnh trong khối, ủy viên Hội đồng, khối khác: không đụng vào hồ sơ."""
    cast = b.voted("BK_TINH", "BK_TINH", "BK_TINH")
    proposals = {p.unit_id: p for p in [brought_to(state, cast), *Proposal.objects.all()]}
    proposal = proposals[cast.units[0].pk] if state in ("returned", "held") else proposals[cast.units[1].pk]
    other = b.meetings.balloted(name="Khối khác")
    people = {
        "lead clerk": cast.lead, "lead head": cast.head(cast.lead_unit), "candidate's head": cast.head(proposal.unit),
        "neighbour's head": cast.head(cast.units[3]), "secretary": cast.secretary, "councillor": cast.councillor,
        "council secretary": sitting(Office.COUNCIL_SECRETARY, unit=cast.year.bloc.council), "another bloc": other.head(other.lead_unit),
    }  # fmt: skip
    if proposal.unit == cast.lead_unit:
        people.pop("candidate's head")
    assert {who for who, p in people.items() if tried(STEPS[name], cast, proposal, p, PermissionDenied)} == hands


# --- lập và trình -----------------------------------------------------------------------------------
def test_the_files_come_from_the_nominations_that_passed():
    """Chỉ suy tôn đạt mới có hồ sơ; mỗi suy tôn một hồ sơ."""
    cast = b.meetings.balloted(4, flags=1, certificates=2, threshold_percent=100)
    conference = b.meetings.voting(cast, codes=("CO_TINH", "BK_TINH", "BK_TINH"))
    flag, second, third = conference.ballot.lines.order_by("position")
    for elector in conference.ballot.electors.order_by("position"):
        choices = {flag.pk: 0, second.pk: 0, third.pk: 1 if elector.position == 4 else 0}
        b.meetings.ballots.cast(conference.ballot, by=elector.person, choices=choices, at=b.meetings.VOTED)
    b.meetings.nomination.count_vote(conference, by=cast.lead, at=b.meetings.VOTED)
    assert [(p.unit, p.award_type.code) for p in b.prepared(cast)] == [
        (cast.units[0], "CO_TINH"),
        (cast.units[1], "BK_TINH"),
    ]


def test_nothing_is_prepared_without_nominations_or_twice():
    """Chưa suy tôn thì chưa lập; đã lập thì không lập lại."""
    bare = b.meetings.balloted(name="Khối chưa họp")
    with pytest.raises(Refused, match="Chưa có suy tôn nào đạt"):
        workflow.prepare(bare.year, by=bare.lead, at=b.WRITTEN)
    cast = b.voted()
    b.prepared(cast)
    with pytest.raises(Refused, match="đã được lập"):
        workflow.prepare(cast.year, by=cast.lead, at=b.WRITTEN)
    assert Submission.objects.count() == 1


def test_only_the_lead_unit_prepares_and_only_its_head_sends():
    """Đơn vị bên cạnh không lập; cán bộ đầu mối không ký trình."""
    cast = b.voted()
    for person in (cast.head(cast.neighbour_unit), cast.secretary, cast.councillor):
        with pytest.raises(PermissionDenied):
            workflow.prepare(cast.year, by=person, at=b.WRITTEN)
    submission = b.described(cast)[0].submission
    for person in (cast.lead, cast.head(cast.neighbour_unit), cast.secretary):
        with pytest.raises(PermissionDenied):
            workflow.submit(submission, by=person, at=b.SENT)


def test_a_letter_with_a_silent_file_is_not_sent():
    """Còn đơn vị chưa ghi thành tích thì chưa trình, câu nói đơn vị nào; không hồ sơ nào đi."""
    cast = b.voted()
    first, _second = b.prepared(cast)
    workflow.describe(first, achievements="Tốt.", by=cast.lead, at=b.WRITTEN)
    with pytest.raises(Refused, match="chưa ghi thành tích của Sở số 02"):
        workflow.submit(first.submission, by=cast.head(cast.lead_unit), at=b.SENT)
    assert set(Proposal.objects.values_list("state", flat=True)) == {"draft"}


def test_sending_issues_the_letter_and_moves_everything_on():
    """Ký trình: tờ trình lấy số và vào hồ sơ, mọi hồ sơ đã trình, việc «Hồ sơ» xong, năm tới «Trình Hội đồng»."""
    cast = b.voted()
    proposals = b.sent(cast)
    cast.year.refresh_from_db()
    submission = Submission.objects.get()
    assert {p.state for p in proposals} == {"submitted"}
    assert (submission.state, submission.paper.symbol_text, cast.year.state) == ("sent", "01/TTr-KTĐ", "proposed")
    assert [g["count"] for g in submission.paper.data["groups"]] == [1, 1]
    with pytest.raises(Refused, match="«Trình đề nghị khen thưởng» đã làm rồi"):
        workflow.submit(submission, by=cast.head(cast.lead_unit), at=b.SENT)


def test_the_candidate_describes_its_own_achievements_only():
    """Đơn vị được đề nghị ghi thành tích của mình, không ghi của đơn vị kia."""
    cast = b.voted("BK_TINH", "BK_TINH", "BK_TINH")
    second, third = b.prepared(cast)[1:]
    head = cast.clerk(cast.units[1])
    workflow.describe(second, achievements="Của tôi.", by=head, at=b.WRITTEN)
    with pytest.raises(PermissionDenied):
        workflow.describe(third, achievements="Của người khác.", by=head, at=b.WRITTEN)


# --- thẩm định --------------------------------------------------------------------------------------
def test_nobody_appraises_the_unit_in_which_they_sit():
    """Chuyên viên cũng giữ ghế ở đơn vị được đề nghị: không thẩm định đơn vị ấy, đơn vị khác thì được."""
    cast = b.voted()
    first, second = b.received(cast)
    sitting(Office.REGISTRY, unit=cast.units[1], user=cast.secretary)
    hand = {"eligible": True, "findings": "Đủ.", "by": cast.secretary, "at": b.APPRAISED}
    with pytest.raises(PermissionDenied):
        workflow.appraise(second, **hand)
    workflow.appraise(first, **hand)
    assert [Proposal.objects.get(pk=p.pk).state for p in (first, second)] == ["eligible", "received"]


@pytest.mark.parametrize(("eligible", "words"), [(True, "Ghi ý kiến thẩm định"), (False, "phải nêu lý do")])
def test_a_finding_has_words(eligible, words):
    """Đủ hay không đủ đều phải có ý kiến."""
    cast = b.voted()
    with pytest.raises(Refused, match=words):
        workflow.appraise(b.received(cast)[0], eligible=eligible, findings=" ", by=cast.secretary, at=b.APPRAISED)


@pytest.mark.parametrize("name", ["send_back", "hold", "release"])
def test_a_return_a_hold_and_a_release_have_reasons(name):
    """Trả lại, tạm dừng, xét tiếp: không lý do thì không được."""
    cast = b.voted()
    proposal = brought_to("held" if name == "release" else "received", cast)
    with pytest.raises(Refused, match="phải nêu lý do"):
        getattr(workflow, name)(proposal, reason="  ", by=cast.secretary, at=b.APPRAISED)


def test_a_returned_file_is_completed_and_comes_back():
    """Trả lại nói thiếu gì; bổ sung rồi trình lại; còn trống thì chưa."""
    cast = b.voted()
    proposal = brought_to("returned", cast)
    assert proposal.hold_ground == "Thiếu biên bản"
    workflow.describe(proposal, achievements="", by=cast.lead, at=b.APPRAISED)
    with pytest.raises(Refused, match="Chưa trình lại được"):
        workflow.resubmit(proposal, by=cast.head(cast.lead_unit), at=b.APPRAISED)
    workflow.describe(proposal, achievements="Đã bổ sung.", by=cast.lead, at=b.APPRAISED)
    workflow.resubmit(proposal, by=cast.head(cast.lead_unit), at=b.APPRAISED)
    assert (proposal.state, proposal.hold_ground) == ("submitted", "")


def test_a_finding_keeps_the_conditions_it_saw():
    """Nhật ký giữ từng dòng điều kiện như lúc thẩm định."""
    cast = b.voted()
    b.appraised(cast)
    entry = Entry.objects.filter(label="Thẩm định: đủ điều kiện").order_by("number").first()
    assert "Ký giao ước".encode() in bytes(entry.body)


def test_what_goes_on_was_appraised_says_the_database():
    """Hồ sơ ra Hội đồng mà chưa thẩm định: cơ sở dữ liệu không cho; trả lại mà không lý do cũng không."""
    cast = b.voted()
    proposal = b.received(cast)[0]
    for facts in ({"state": "tabled"}, {"state": "returned"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(**facts)
