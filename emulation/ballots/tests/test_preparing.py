"""Lập và mở cuộc bỏ phiếu."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from emulation.ballots import workflow
from emulation.ballots.models import Ballot, Elector, Line, Slot, State
from emulation.ballots.tests.builders import CALLER, NOON, counted, opened, prepared, within
from emulation.ballots.workflow import Rules
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.testing import person

pytestmark = pytest.mark.django_db


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return str(refusal.value)


def test_every_elector_has_one_slot_per_line_except_where_barred():
    """Mở bỏ phiếu thì mỗi người có một ô trên mỗi dòng; dòng có liên quan thì không có ô."""
    ballot = opened(3, ["Sở Nội vụ", "Sở Tài chính"], barred={1: {0}})

    slots = set(Slot.objects.values_list("elector__position", "line__position"))

    assert slots == {(1, 1), (1, 2), (2, 2), (3, 1), (3, 2)}
    assert ballot.turnout() == (0, 3)


def test_preparing_and_opening_are_on_the_journal():
    """Lập và mở được ghi nhật ký."""
    ballot = opened(2)

    labels = [e.label for e in Entry.objects.about(ballot).exclude(label=CALLER.label)]
    assert labels == ["Lập cuộc bỏ phiếu", "Mở bỏ phiếu"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"lines": []}, "chưa có dòng nào để biểu quyết"),
        ({"electors": []}, "danh sách bỏ phiếu còn trống"),
        ({"rules": Rules(choices=("Đồng ý",))}, "ít nhất hai lựa chọn"),
        ({"rules": Rules(choices=("Đồng ý", "Đồng ý"))}, "không trùng nhau"),
        ({"rules": Rules(choices=("Đồng ý", "blank"))}, "ít nhất hai lựa chọn"),
    ],
)
def test_an_empty_ballot_is_refused_with_a_sentence(changed, sentence):
    """Thiếu dòng, thiếu người, thiếu lựa chọn: nói rõ thiếu gì."""
    words = {"lines": ["Sở Nội vụ"], "electors": [workflow.Voter("A", person())], "rules": Rules()} | changed

    assert sentence in refused(workflow.prepare, title="T", stream="system", by=person(), at=NOON, **words)
    assert not Ballot.objects.exists()


def test_one_person_does_not_stand_for_two_electors():
    """Một người không đứng tên cho hai đơn vị."""
    somebody = person()

    assert "đứng tên cho cả “Đơn vị 1” và “Đơn vị 2”" in refused(prepared, [somebody, somebody])


def test_a_line_on_which_nobody_may_vote_is_refused():
    """Dòng mà ai cũng có liên quan thì không mở được."""
    ballot = prepared(2, ["Sở Nội vụ", "Sở Tài chính"], barred={0: {1}, 1: {1}})

    assert "không ai được biểu quyết dòng “Sở Tài chính”" in refused(within, workflow.open_, ballot)
    ballot.refresh_from_db()
    assert (ballot.state, Slot.objects.count()) == (State.DRAFT, 0)


@pytest.mark.parametrize("act", [workflow.open_, workflow.close, workflow.count])
def test_no_act_happens_by_itself(act):
    """Mở, đóng, kiểm phiếu chỉ xảy ra theo việc của phòng gọi."""
    ballot = opened(2)

    with pytest.raises((PermissionDenied, Refused)):
        act(ballot, by=ballot.created_by, at=NOON)


def test_cancelling_needs_a_reason():
    """Hủy thì phải nêu lý do."""
    assert "phải nêu lý do" in refused(within, workflow.cancel, opened(2), note=" ")


THE_TABLE = {
    ("draft", "open_"), ("open", "close"), ("closed", "count"),
    ("draft", "cancel"), ("open", "cancel"), ("closed", "cancel"),
}  # fmt: skip


@pytest.mark.parametrize("state", [s.value for s in State])
@pytest.mark.parametrize("act", ["open_", "close", "count", "cancel"])
def test_a_ballot_moves_only_as_the_table_says(state, act):
    """Cuộc bỏ phiếu chỉ đi theo đúng quy trình."""
    ballot = brought_to(state)
    words = {"note": "thử"} if act == "cancel" else {}

    try:
        within(getattr(workflow, act), ballot, **words)
    except Refused:
        taken = False
    else:
        taken = True

    assert taken is ((state, act) in THE_TABLE)


def brought_to(state):
    if state == "cancelled":
        return within(workflow.cancel, prepared(2), note="thử")
    ballot = prepared(2) if state == "draft" else opened(2)
    if state == "counted":
        return counted(ballot)
    return within(workflow.close, ballot) if state == "closed" else ballot


def test_slots_are_written_when_the_ballot_opens_and_never_after():
    """Mở rồi thì không ai thêm được ô phiếu, kể cả bằng câu lệnh SQL: người không biểu quyết vẫn không có ô."""
    ballot = opened(2, ["Sở Nội vụ", "Sở Tài chính"], barred={0: {0}})
    barred, line = ballot.electors.get(position=1), ballot.lines.get(position=1)

    with pytest.raises(IntegrityError, match="slots_are_written_when_the_ballot_opens"):
        sql("INSERT INTO ballots_slot (line_id, elector_id, sealed) VALUES (%s, %s, NULL)", line.pk, barred.pk)


def test_a_slot_joins_a_line_and_an_elector_of_one_ballot():
    """Ô phiếu không nối dòng của cuộc này với người của cuộc kia."""
    mine, other = prepared(1), prepared(1)

    with pytest.raises(IntegrityError, match="slots_are_written_when_the_ballot_opens"), transaction.atomic():
        Slot.objects.create(line=mine.lines.first(), elector=other.electors.first())


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ballots_slot",
        "UPDATE ballots_slot SET elector_id = elector_id",
        "DELETE FROM ballots_elector",
        "UPDATE ballots_elector SET person_id = person_id",
        "DELETE FROM ballots_line",
        "UPDATE ballots_line SET label = 'khác'",
        "UPDATE ballots_ballot SET threshold_percent = 1",
        'UPDATE ballots_ballot SET choices = \'["Không đồng ý", "Đồng ý"]\'',
        "UPDATE ballots_ballot SET public_key = NULL",
        "UPDATE ballots_ballot SET state = 'draft'",
    ],
)
def test_the_electorate_the_lines_and_the_rules_freeze_when_the_ballot_opens(statement):
    """Danh sách, dòng và thể lệ đóng băng từ lúc mở."""
    opened(2)

    with pytest.raises(IntegrityError):
        sql(statement)


def test_nobody_joins_the_list_of_an_open_ballot():
    """Mở rồi thì danh sách và các dòng không thêm được."""
    ballot = opened(2)

    with pytest.raises(IntegrityError, match="electors_are_listed_before"), transaction.atomic():
        Elector.objects.create(ballot=ballot, label="Thêm", person=person(), position=9)
    with pytest.raises(IntegrityError, match="lines_are_listed_before"), transaction.atomic():
        Line.objects.create(ballot=ballot, label="Thêm", position=9)


@pytest.mark.parametrize("statement", ["SET state = 'open'", "SET state = 'closed'", "SET state = 'draft'"])
def test_a_counted_ballot_is_never_opened_again(statement):
    """Kiểm phiếu rồi thì không mở lại được, kể cả bằng câu lệnh SQL."""
    counted(opened(2))

    with pytest.raises(IntegrityError):
        sql(f"UPDATE ballots_ballot {statement}, quorate = NULL")


def test_the_numbers_of_slots_tell_nothing():
    """Thứ tự các ô phiếu là ngẫu nhiên, không theo danh sách và không theo dòng."""
    ballot = opened(12, ["Sở Nội vụ", "Sở Tài chính"])

    order = list(ballot.lines.first().slots.order_by("pk").values_list("elector__position", flat=True))

    assert sorted(order) == list(range(1, 13))
    assert order != sorted(order)
