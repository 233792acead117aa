"""Bỏ phiếu."""

import pytest
from django.db import IntegrityError, transaction

from emulation.ballots import reports, seals, workflow
from emulation.ballots.models import NamedVote, Slot
from emulation.ballots.tests.builders import NOON, all_choose, counted, opened, people_of, prepared, votes, within
from emulation.ballots.tests.evidence import every_table
from emulation.ballots.tests.test_preparing import refused, sql
from emulation.ballots.workflow import Rules
from emulation.journal.models import Entry
from emulation.testing import day, person

pytestmark = pytest.mark.django_db
NAMED = Rules(secret=False)


def cast(ballot, by, choices, at=NOON):
    return workflow.cast(ballot, by=by, choices=choices, at=at)


def untouched(ballot):
    return not Slot.objects.filter(Slot.USED, line__ballot=ballot).exists()


def test_a_vote_fills_every_slot_of_its_elector_and_writes_nothing_else():
    """Bỏ phiếu ghi đúng các ô của mình: không nhật ký, không giờ, không bảng nào khác."""
    ballot = opened(3)
    voter = people_of(ballot)[1]
    before = every_table(without=["ballots_slot"], own_columns=False)

    receipt = votes(ballot, voter)

    assert every_table(without=["ballots_slot"], own_columns=False) == before
    assert list(Slot.objects.filter(sealed__isnull=False).values_list("elector__person", flat=True)) == [voter.pk] * 2
    assert receipt == reports.receipt_of(ballot, voter)
    assert ballot.turnout() == (1, 3)


def test_casting_writes_no_journal_entry():
    """Bỏ phiếu kín không để lại dòng nhật ký nào."""
    ballot = opened(2)
    before = Entry.objects.count()

    votes(ballot, people_of(ballot)[0])

    assert Entry.objects.count() == before


def test_every_sealed_paper_has_one_length():
    """Phiếu nào cũng dài bằng nhau, phiếu trắng cũng vậy."""
    public = seals.new_key()

    sizes = {len(seals.seal(public, slot, choice)) for slot in (1, 2**40) for choice in (0, 1, 19, None)}

    assert sizes == {64 + 48}


@pytest.mark.parametrize("rules", [Rules(), NAMED], ids=["secret", "named"])
def test_a_vote_before_opening_is_refused(rules):
    """Chưa mở thì chưa bỏ phiếu được."""
    ballot = prepared(2, rules=rules)

    assert "chưa mở" in refused(cast, ballot, people_of(ballot)[0], {})


@pytest.mark.parametrize("rules", [Rules(), NAMED], ids=["secret", "named"])
def test_a_vote_after_closing_is_refused_and_not_counted(rules):
    """Đóng rồi thì không nhận phiếu nữa, và nói rõ đóng lúc nào."""
    ballot = opened(2, rules=rules)
    choices = all_choose(ballot, people_of(ballot)[0], 0)
    within(workflow.close, ballot, at=day(2026, 12, 8, 11, 5))

    assert refused(cast, ballot, people_of(ballot)[0], choices) == (
        "Không nhận phiếu nữa: cuộc bỏ phiếu đã đóng lúc 11:05 ngày 08/12/2026. Phiếu này chưa được ghi."
    )
    assert untouched(ballot)


def test_a_vote_after_the_announced_hour_is_refused():
    """Quá giờ đã báo thì không nhận phiếu, dù chưa ai bấm đóng."""
    ballot = opened(2, closes_at=day(2026, 12, 8, 11))
    voter = people_of(ballot)[0]

    assert "đã đóng lúc 11:00" in refused(votes, ballot, voter, at=day(2026, 12, 8, 11, 1))
    assert votes(ballot, voter, at=day(2026, 12, 8, 11))


def test_a_vote_in_a_cancelled_ballot_is_refused():
    """Cuộc đã hủy thì không nhận phiếu."""
    ballot = opened(2)
    choices = all_choose(ballot, people_of(ballot)[0], 0)
    within(workflow.cancel, ballot, note="Sai danh sách")

    assert "đã hủy" in refused(cast, ballot, people_of(ballot)[0], choices)


@pytest.mark.parametrize("rules", [Rules(), NAMED], ids=["secret", "named"])
def test_nobody_votes_twice(rules):
    """Không ai bỏ phiếu hai lần; lần đầu vẫn nguyên."""
    ballot = opened(2, rules=rules)
    voter = people_of(ballot)[0]
    choices = all_choose(ballot, voter, 0)
    cast(ballot, voter, choices)
    papers = list(Slot.objects.values_list("pk", "sealed", "named_vote__choice").order_by("pk"))

    assert "không bỏ lần hai" in refused(cast, ballot, voter, dict.fromkeys(choices, 1))
    assert list(Slot.objects.values_list("pk", "sealed", "named_vote__choice").order_by("pk")) == papers


@pytest.mark.parametrize("rules", [Rules(), NAMED], ids=["secret", "named"])
def test_who_is_not_on_the_list_does_not_vote(rules):
    """Người không có tên trong danh sách không bỏ phiếu được, dù có tên ở cuộc khác."""
    ballot, other = opened(2, rules=rules), opened(2, rules=rules)
    choices = all_choose(ballot, people_of(ballot)[0], 0)

    assert "không có tên trong danh sách" in refused(cast, ballot, people_of(other)[0], choices)
    assert "không có tên trong danh sách" in refused(cast, ballot, person("Khách"), choices)
    assert untouched(ballot)


def test_who_is_barred_everywhere_reads_why():
    """Người có liên quan ở mọi dòng thì không bỏ phiếu."""
    ballot = opened(2, ["Sở Nội vụ"], barred={0: {0}})

    assert "không biểu quyết dòng nào" in refused(cast, ballot, people_of(ballot)[0], {})


def test_a_barred_line_is_refused_and_the_others_stay_empty():
    """Dòng có liên quan thì không nhận phiếu, và không dòng nào được ghi nửa chừng."""
    ballot = opened(3, ["Sở Nội vụ", "Sở Tài chính"], barred={0: {1}})
    everything = dict.fromkeys(ballot.lines.values_list("pk", flat=True), 0)

    assert "Bạn không biểu quyết dòng 2 (Sở Tài chính)" in refused(cast, ballot, people_of(ballot)[0], everything)
    assert untouched(ballot)


def test_a_line_of_another_ballot_is_refused():
    """Dòng của cuộc khác thì không nhận."""
    ballot, other = opened(2), opened(2)
    voter = people_of(ballot)[0]
    choices = all_choose(ballot, voter, 0) | {other.lines.first().pk: 0}

    assert "không thuộc cuộc bỏ phiếu này" in refused(cast, ballot, voter, choices)
    assert untouched(ballot)
    assert untouched(other)


def test_a_line_without_an_answer_is_refused():
    """Quên một dòng thì nhắc dòng nào; để trắng phải là chọn để trắng."""
    ballot = opened(2)
    first = ballot.lines.get(position=1)

    assert "còn" not in refused(cast, ballot, people_of(ballot)[0], {first.pk: 0})
    assert "chưa chọn ở dòng 2" in refused(cast, ballot, people_of(ballot)[0], {first.pk: 0})
    assert untouched(ballot)


@pytest.mark.parametrize("choice", [2, -1, 65535, "0", True, 0.0])
def test_a_choice_that_is_not_on_the_paper_is_refused(choice):
    """Lựa chọn không có trên phiếu thì không nhận."""
    ballot = opened(2)
    voter = people_of(ballot)[0]

    assert "Dòng 1 không có lựa chọn ấy" in refused(cast, ballot, voter, all_choose(ballot, voter, choice))
    assert untouched(ballot)


@pytest.mark.parametrize("statement", ["SET sealed = NULL", "SET sealed = sealed"])
def test_a_sealed_paper_is_never_changed(statement):
    """Phiếu đã niêm phong thì cơ sở dữ liệu không cho sửa, không cho rút."""
    ballot = opened(1)
    votes(ballot, people_of(ballot)[0])

    with pytest.raises(IntegrityError, match="a_paper_is_sealed_once_while_the_ballot_is_open"):
        sql(f"UPDATE ballots_slot {statement}")


def test_no_paper_is_laid_into_a_closed_ballot():
    """Đóng rồi thì cơ sở dữ liệu không nhận phiếu, kể cả bằng câu lệnh SQL."""
    within(workflow.close, opened(1))

    with pytest.raises(IntegrityError, match="a_paper_is_sealed_once_while_the_ballot_is_open"):
        sql("UPDATE ballots_slot SET sealed = %s", b"x")


def test_a_named_vote_is_stored_openly_and_on_the_journal():
    """Biểu quyết có ghi tên thì ghi rõ ai, chọn gì, lúc nào."""
    ballot = opened(2, ["Sở Nội vụ"], rules=NAMED)
    voter = people_of(ballot)[1]

    assert votes(ballot, voter, 1) == ""

    vote = NamedVote.objects.get()
    assert (vote.elector.person, vote.line.label, vote.choice, vote.at, vote.written) == (
        voter,
        "Sở Nội vụ",
        1,
        NOON,
        False,
    )
    entry = Entry.objects.about(ballot).last()
    assert (entry.label, entry.by, entry.detail) == ("Biểu quyết có ghi tên", voter, {"Sở Nội vụ": "Không đồng ý"})


def test_a_written_opinion_takes_the_place_of_the_paper():
    """Người vắng mặt đã có ý kiến bằng văn bản thì không bỏ phiếu nữa, và ngược lại."""
    ballot = opened(3)
    absent, present, _ = people_of(ballot)
    written = {"elector": ballot.electors.get(person=absent), "choices": all_choose(ballot, absent, 0)}
    votes(ballot, present)

    within(workflow.record_written_opinion, ballot, **written)

    assert "Ý kiến bằng văn bản của bạn đã được ghi" in refused(votes, ballot, absent)
    late = {"elector": ballot.electors.get(person=present), "choices": all_choose(ballot, present, 0)}
    assert "“Đơn vị 2” đã bỏ phiếu" in refused(within, workflow.record_written_opinion, ballot, **late)
    assert ballot.turnout() == (1, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.filter(elector__person=absent).update(sealed=b"x")


def test_a_written_opinion_after_the_count_is_refused():
    """Kiểm phiếu rồi thì không ghi thêm ý kiến bằng văn bản."""
    ballot = counted(opened(2))
    elector = ballot.electors.first()
    choices = all_choose(ballot, elector.person, 0)

    assert "trước khi kiểm phiếu" in refused(
        within, workflow.record_written_opinion, ballot, elector=elector, choices=choices
    )
