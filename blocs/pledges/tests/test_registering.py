"""Đăng ký thi đua: soạn, nộp, tiếp nhận, trả lại."""

from decimal import Decimal
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from blocs.pledges import workflow
from blocs.pledges.models import Pledge, State, Target
from blocs.pledges.workflow import Aim, Promise
from blocs.roster.models import Office
from blocs.years.models import Due, Obligation, Stage
from emulation.accounts.models import User
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.testing import day, sitting

from .conftest import promises

FEBRUARY = day(2026, 2, 10)


def owed(member):
    return Obligation.objects.get(member=member, milestone__kind=Due.REGISTER)


def test_the_staff_of_a_unit_writes_its_pledge(year, titles):
    """Cán bộ đầu mối soạn bản đăng ký của đơn vị mình: chỉ tiêu bằng số, bằng chữ, và danh hiệu."""
    targets = [Promise("Hồ sơ đúng hạn", Decimal("98.5"), measure="%"), Promise("Cơ quan văn hóa", level="Đạt")]

    pledge = workflow.write(
        year.plain, targets=targets, titles=[Aim(titles.flag)], by=year.clerk_of(year.plain), at=FEBRUARY
    )

    assert [(t.position, t.promised) for t in pledge.targets.all()] == [(1, "98,5%"), (2, "Đạt")]
    assert [(t.award_type, t.quantity) for t in pledge.titles.all()] == [(titles.flag, 1)]
    assert [e.label for e in Entry.objects.about(pledge)] == ["Soạn bản đăng ký"]


def test_writing_again_replaces_the_lines(pledge, year, titles, head):
    """Ghi lại thì các dòng mới thay các dòng cũ."""
    workflow.write(
        year.plain, targets=[Promise("Chỉ một", Decimal(2))], titles=[Aim(titles.fighter, 5)], by=head, at=FEBRUARY
    )

    assert [t.name for t in pledge.targets.all()] == ["Chỉ một"]
    assert [t.quantity for t in pledge.titles.all()] == [5]


def test_the_neighbour_does_not_write_for_the_unit(year, titles):
    """Đơn vị khác trong khối không soạn thay, và không để lại gì."""
    with pytest.raises(PermissionDenied, match="của chính đơn vị"):
        workflow.write(year.plain, targets=[], titles=[], by=year.head_of(year.deputy), at=FEBRUARY)

    assert not Pledge.objects.exists()


@pytest.mark.parametrize(
    ("targets", "sentence"),
    [
        ([Promise("Không mức")], "chưa có mức"),
        ([Promise("Âm", Decimal(-1))], "từ 0 trở lên"),
    ],
)
def test_a_target_needs_a_level(year, head, targets, sentence):
    """Chỉ tiêu thiếu mức, hoặc mức âm, thì không ghi và nói rõ chỉ tiêu nào."""
    with pytest.raises(Refused, match=sentence):
        workflow.write(year.plain, targets=targets, titles=[], by=head, at=FEBRUARY)


@pytest.mark.parametrize(("quantities", "sentence"), [((1, 2), "gộp thành một dòng"), ((0,), "từ 1 trở lên")])
def test_titles_are_registered_once_and_counted(year, titles, head, quantities, sentence):
    """Một danh hiệu hai dòng, hoặc số lượng 0, thì không ghi."""
    with pytest.raises(Refused, match=sentence):
        workflow.write(
            year.plain, targets=promises(), titles=[Aim(titles.fighter, n) for n in quantities], by=head, at=FEBRUARY
        )


def test_a_pledge_has_at_least_one_target(year, titles, head):
    """Bản đăng ký không có chỉ tiêu nào thì không ghi."""
    with pytest.raises(Refused, match="ít nhất một chỉ tiêu"):
        workflow.write(year.plain, targets=[], titles=[Aim(titles.flag)], by=head, at=FEBRUARY)
    assert not Pledge.objects.exists()


def test_a_submitted_pledge_is_not_rewritten(submitted, year, head):
    """Đã nộp thì không sửa được nữa."""
    with pytest.raises(Refused, match="đề nghị trưởng khối trả lại"):
        workflow.write(year.plain, targets=[Promise("Khác", Decimal(1))], titles=[], by=head, at=FEBRUARY)

    assert submitted.targets.count() == 2


@pytest.mark.parametrize("office", ["head_of", "vice_of"])
def test_the_head_or_vice_head_submits_and_the_day_is_met(pledge, year, office):
    """Thủ trưởng hoặc cấp phó nộp; việc đăng ký được ghi là xong ngày hôm đó."""
    signer = (
        getattr(year, office)(year.plain) if office == "vice_of" else User.objects.get(full_name__contains="Thủ trưởng")
    )

    workflow.submit(pledge, by=signer, at=FEBRUARY)

    assert (pledge.state, pledge.submitted_by, pledge.submitted_at) == (State.SUBMITTED, signer, FEBRUARY)
    assert str(owed(year.plain).met_on) == "2026-02-10"


def test_the_clerk_does_not_submit(pledge, year):
    """Cán bộ đầu mối soạn được nhưng không nộp."""
    with pytest.raises(PermissionDenied):
        workflow.submit(pledge, by=year.clerk_of(year.plain), at=FEBRUARY)


def test_a_late_pledge_is_taken_and_the_days_are_shown(pledge, head, year):
    """Nộp trễ vẫn nhận; ngày xong là ngày nộp."""
    workflow.submit(pledge, by=head, at=day(2026, 2, 18))

    assert (owed(year.plain).met_on - owed(year.plain).due).days == 3


def test_an_empty_pledge_is_not_submitted(year, head):
    """Chưa có chỉ tiêu, danh hiệu thì chưa nộp được, và nói còn thiếu gì."""
    pledge = Pledge.objects.create(member=year.plain)

    with pytest.raises(Refused, match="chưa có chỉ tiêu nào; chưa chọn danh hiệu"):
        workflow.submit(pledge, by=head, at=FEBRUARY)
    assert owed(year.plain).met_on is None


def test_the_lead_unit_receives(submitted, leader):
    """Trưởng khối tiếp nhận."""
    workflow.receive(submitted, by=leader, at=FEBRUARY)

    assert (submitted.state, submitted.received_by) == (State.RECEIVED, leader)


def test_the_deputy_does_not_receive(submitted, year):
    """Phó khối không tiếp nhận thay trưởng khối."""
    with pytest.raises(PermissionDenied):
        workflow.receive(submitted, by=year.head_of(year.deputy), at=FEBRUARY)


def test_sending_back_needs_a_reason(submitted, leader):
    """Trả lại thì phải nêu lý do."""
    with pytest.raises(Refused, match="lý do"):
        workflow.send_back(submitted, reason="  ", by=leader, at=FEBRUARY)


def test_a_returned_pledge_is_written_and_submitted_again(submitted, leader, head, year, titles):
    """Bản bị trả lại thì đơn vị sửa và nộp lại."""
    workflow.send_back(submitted, reason="Thiếu chỉ tiêu", by=leader, at=FEBRUARY)
    workflow.write(year.plain, targets=[Promise("Mới", Decimal(1))], titles=[Aim(titles.flag)], by=head, at=FEBRUARY)
    submitted.refresh_from_db()
    workflow.submit(submitted, by=head, at=FEBRUARY)

    assert (submitted.state, submitted.returned_reason) == (State.SUBMITTED, "Thiếu chỉ tiêu")


def test_a_received_pledge_goes_back_until_the_covenant_is_frozen(received, leader, year):
    """Đã tiếp nhận vẫn trả lại được khi năm còn chuẩn bị; chốt giao ước rồi thì không."""
    year.row.state = Stage.SIGNING
    year.row.save()

    with pytest.raises(Refused, match="Giao ước đã chốt"):
        workflow.send_back(received, reason="Muộn", by=leader, at=FEBRUARY)


def test_nothing_is_written_in_a_closed_year(year, head):
    """Năm đã khép thì không nhận đăng ký."""
    year.row.state = Stage.CLOSED
    year.row.save()

    with pytest.raises(Refused, match="đã khép"):
        workflow.write(year.plain, targets=[], titles=[], by=head, at=FEBRUARY)


STAMPS = {
    State.DRAFT: (), State.RETURNED: ("returned_at",), State.SUBMITTED: ("submitted_at", "submitted_by"),
    State.RECEIVED: ("submitted_at", "submitted_by", "received_at", "received_by"),
}  # fmt: skip
STEPS = [workflow.SUBMIT, workflow.RECEIVE, workflow.SEND_BACK]
THE_TABLE = {
    ("draft", "Nộp bản đăng ký"), ("returned", "Nộp bản đăng ký"), ("submitted", "Tiếp nhận bản đăng ký"),
    ("submitted", "Trả lại bản đăng ký"), ("received", "Trả lại bản đăng ký"),
}  # fmt: skip


@pytest.mark.parametrize(("state", "step"), list(product(State, STEPS)), ids=str)
def test_a_pledge_moves_only_as_the_table_says(state, step, year, head, monkeypatch):
    """Bản đăng ký chỉ đi theo đúng quy trình, dù người bấm có mọi quyền."""
    monkeypatch.setattr(User, "has_perm", lambda *args: True)
    stamps = {name: FEBRUARY if name.endswith("_at") else head for name in STAMPS[state]}
    pledge = Pledge.objects.create(member=year.plain, state=state, returned_reason="Lý do", **stamps)

    try:
        with transaction.atomic(), step.on(pledge, by=head, at=FEBRUARY, note="Lý do"):
            stamped = dict.fromkeys(STAMPS[State.RECEIVED]) | {"returned_at": FEBRUARY}
            stamped |= {name: FEBRUARY if name.endswith("_at") else head for name in STAMPS[step.target]}
            for name, value in stamped.items():
                setattr(pledge, name, value)
        taken = True
    except Refused:
        taken = False

    pledge.refresh_from_db()
    assert taken is ((state.value, str(step.label)) in THE_TABLE)
    assert pledge.state == (step.target if taken else state)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"state": "submitted"}, "a_pledge_is_submitted_exactly_when_stamped"),
        ({"state": "draft", "received_at": FEBRUARY}, "a_pledge_is_received_exactly_when_stamped"),
        ({"state": "returned", "returned_reason": ""}, "a_returned_pledge_has_a_reason"),
    ],
)
def test_a_pledge_cannot_lie_even_to_a_script(pledge, columns, constraint):
    """Cơ sở dữ liệu không nhận bản đăng ký thiếu dấu vết."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Pledge.objects.filter(pk=pledge.pk).update(**columns)


@pytest.mark.parametrize("columns", [{"value": None}, {"kind": "text"}, {"value": Decimal(-1)}])
def test_a_target_is_a_number_or_words_for_the_database_too(pledge, columns):
    """Chỉ tiêu không có mức thì cơ sở dữ liệu không nhận."""
    with pytest.raises(IntegrityError, match="a_target_is_a_number_or_words"), transaction.atomic():
        Target.objects.filter(pledge=pledge, kind="number").update(**columns)


def test_who_sees_a_pledge(pledge, year, head, leader):
    """Bản đang soạn chỉ đơn vị mình thấy; nộp thì trưởng khối, phó khối, cơ quan thường trực; tiếp nhận thì đơn vị khác."""
    fourth = year.clerk_of(year.deputy)
    stranger = sitting(Office.HEAD, unit=year.bloc.council)

    def readers():
        people = {"own": head, "lead": leader, "deputy": fourth, "officer": year.officer, "stranger": stranger}
        return {name for name, user in people.items() if Pledge.objects.for_user(user).exists()}

    assert readers() == {"own"}
    workflow.submit(pledge, by=head, at=FEBRUARY)
    assert readers() == {"own", "lead", "deputy", "officer"}


def test_other_members_and_the_council_see_it_later(received, year):
    """Đơn vị khác thấy khi đã tiếp nhận; ủy viên Hội đồng thấy khi năm đã trình Hội đồng."""
    fourth = Pledge.objects.for_user(sitting(Office.COUNCIL_MEMBER, unit=year.bloc.council))
    assert not fourth.exists()

    year.row.state = Stage.PROPOSED
    year.row.save()
    assert fourth.all().exists()
