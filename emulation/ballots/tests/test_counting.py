"""Kiểm phiếu."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from emulation.ballots import arithmetic, reports, seals, workflow
from emulation.ballots.models import Line, Slot
from emulation.ballots.tests.builders import NOON, all_choose, counted, opened, people_of, votes, within
from emulation.ballots.tests.test_preparing import sql
from emulation.ballots.workflow import Rules
from emulation.journal.models import Entry

pytestmark = pytest.mark.django_db


def counted_line(choices, *, electors=None, rules=None, written=()):
    """One line: `choices` are cast in the order of the list, then `written` opinions come in. Out: Line."""
    ballot = opened(electors or len(choices) + len(written), ["Sở Nội vụ"], rules=rules)
    people = people_of(ballot)
    for user, choice in zip(people, choices, strict=False):
        votes(ballot, user, choice)
    for user, choice in zip(people[len(choices) :], written, strict=False):
        words = {"elector": ballot.electors.get(person=user), "choices": all_choose(ballot, user, choice)}
        within(workflow.record_written_opinion, ballot, **words)
    return counted(ballot).lines.get()


@pytest.mark.parametrize("secret", [True, False])
def test_the_count_says_what_was_cast(secret):
    """Số kiểm được đúng bằng số đã bỏ; phiếu trắng nằm trong số không hợp lệ."""
    line = counted_line([0, 0, 1, None, 0], electors=6, rules=Rules(secret=secret))

    assert line.tally == {"Đồng ý": 3, "Không đồng ý": 1, "blank": 1, "invalid": 0}
    assert (line.issued, line.returned, line.valid, line.invalid, line.blank) == (6, 5, 4, 1, 1)
    assert (line.yes, line.base_number, line.passed, line.share) == (3, 6, True, Decimal("50.00"))


@pytest.mark.parametrize(("base", "number", "passed"), [("all", 6, False), ("returned", 5, False), ("valid", 4, True)])
def test_the_share_is_taken_of_what_the_rules_say(base, number, passed):
    """Tỷ lệ tính trên tổng số người, số phiếu thu về hay số phiếu hợp lệ, theo thể lệ."""
    line = counted_line([0, 0, 0, 1, None], electors=6, rules=Rules(threshold_percent=75, base=base))

    assert (line.yes, line.base_number, line.passed) == (3, number, passed)


@pytest.mark.parametrize(("more_than", "passed"), [(False, True), (True, False)])
def test_half_is_enough_only_where_the_rules_do_not_ask_for_more_than_half(more_than, passed):
    """«Quá bán» là hơn một nửa: 3 trong 6 không quá bán."""
    line = counted_line([0, 0, 0, 1, 1, 1], rules=Rules(threshold_percent=50, more_than=more_than))

    assert line.passed is passed


def test_the_base_of_all_includes_the_barred():
    """Tính trên tổng số người thì người không biểu quyết dòng ấy vẫn ở trong tổng số."""
    ballot = opened(5, ["Sở Nội vụ", "Sở Tài chính"], barred={0: {0}}, rules=Rules(threshold_percent=80))
    for user in people_of(ballot):
        votes(ballot, user)

    first, second = counted(ballot).lines.all()

    assert (first.issued, first.yes, first.base_number, first.passed) == (4, 4, 5, True)
    assert (second.issued, second.yes, second.base_number, second.passed) == (5, 5, 5, True)


@pytest.mark.parametrize(
    ("added", "base", "yes", "number"),
    [
        (True, "all", 5, 8),
        (True, "returned", 5, 7),
        (True, "valid", 5, 6),
        (False, "all", 3, 8),
        (False, "valid", 3, 4),
    ],
)
def test_written_opinions_are_counted_apart_and_added_where_the_rules_say_so(added, base, yes, number):
    """Ý kiến bằng văn bản đếm riêng, chỉ cộng khi thể lệ nói vậy."""
    rules = Rules(base=base, add_written=added)
    line = counted_line([0, 0, 0, 1], electors=8, written=[0, 0, None], rules=rules)

    assert line.tally == {"Đồng ý": 3, "Không đồng ý": 1, "blank": 0, "invalid": 0}
    assert line.written_tally == {"Đồng ý": 2, "Không đồng ý": 0, "blank": 1, "invalid": 0}
    assert (line.issued, line.returned, line.yes, line.base_number) == (5, 4, yes, number)


def test_without_a_quorum_nothing_is_opened_and_nothing_passes():
    """Không đủ số người bỏ phiếu thì phiếu không được mở và không dòng nào được thông qua."""
    line = counted_line([0, 0, 0], electors=5, rules=Rules(quorum_percent=67))

    assert (line.ballot.quorate, line.passed, line.tally, line.yes, line.returned) == (False, False, {}, None, 3)
    assert "3 người đã bỏ, cần ít nhất 4" in reports.result(line.ballot).verdict


def test_the_quorum_is_reached_to_the_person():
    """Đủ đúng số người tối thiểu là đủ."""
    assert counted_line([0, 0, 0, 0], electors=5, rules=Rules(quorum_percent=80)).ballot.quorate is True


def test_written_opinions_do_not_make_a_quorum():
    """Người gửi ý kiến bằng văn bản không tính là có mặt."""
    rules = Rules(quorum_percent=80, add_written=True)

    assert counted_line([0, 0, 0], electors=5, written=[0, 0], rules=rules).ballot.quorate is False


def test_a_paper_that_was_copied_into_another_slot_is_void():
    """Phiếu chép từ ô người khác sang không được đếm: không ai chép phiếu để dò ý."""
    public = seals.new_key()
    paper = seals.seal(public, 7, 0)

    with pytest.raises(seals.Spoiled):
        seals.opener(seals.kept_key(public))(8, paper)


def test_bytes_that_are_no_paper_count_as_invalid():
    """Phiếu không mở được là phiếu không hợp lệ, và bảng vẫn cân."""
    ballot = opened(3, ["Sở Nội vụ"])
    votes(ballot, people_of(ballot)[0])
    Slot.objects.filter(elector__position=2).update(sealed=b"x" * 112)

    line = counted(ballot).lines.get()

    assert line.tally == {"Đồng ý": 1, "Không đồng ý": 0, "blank": 0, "invalid": 1}
    assert (line.returned, line.valid, line.invalid, line.blank) == (2, 1, 1, 0)


def test_every_receipt_is_in_the_sorted_list_after_the_count_and_not_before():
    """Sau khi kiểm phiếu, biên nhận nào cũng có trong danh sách, xếp theo mã."""
    ballot = opened(6)
    given_out = [votes(ballot, user, n % 2) for n, user in enumerate(people_of(ballot)[:5])]
    assert reports.result(ballot).receipts == []

    counted(ballot)

    assert reports.result(ballot).receipts == sorted(given_out)
    assert len(set(given_out)) == 5
    assert all(len(code) == 19 for code in given_out)


def test_the_journal_keeps_the_numbers():
    """Nhật ký giữ số đã kiểm, không giữ phiếu nào."""
    line = counted_line([0, 1])

    detail = Entry.objects.about(line.ballot).filter(label="Kiểm phiếu").get().detail

    assert detail["lines"] == [[1, 2, 2, line.tally, line.written_tally, 1, 2, True]]


@pytest.mark.parametrize(
    "numbers",
    [
        {"issued": 3, "returned": 4, "valid": 4, "invalid": 0, "blank": 0},
        {"issued": 5, "returned": 4, "valid": 4, "invalid": 1, "blank": 0},
        {"issued": 5, "returned": 4, "valid": 2, "invalid": 1, "blank": 0},
        {"issued": 5, "returned": 4, "valid": 3, "invalid": 1, "blank": 2},
        {"issued": 5, "returned": 4, "valid": 3, "invalid": 1},
        {"issued": 5, "returned": None},
        {"issued": 5, "returned": 4, "valid": 3, "invalid": 1, "blank": 1, "yes": 6},
    ],
)
def test_a_tally_that_does_not_balance_is_refused_by_the_database(numbers):
    """Bảng kiểm phiếu không cân thì cơ sở dữ liệu không nhận."""
    line = opened(2).lines.first()
    full = {"yes": 1, "base_number": 5, "passed": True} if "valid" in numbers else {}

    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.filter(pk=line.pk).update(**full | numbers)


def test_a_count_is_never_changed():
    """Số đã kiểm thì không sửa được, kể cả bằng câu lệnh SQL."""
    counted_line([0, 1])

    with pytest.raises(IntegrityError, match="a_line_is_counted_once"):
        sql("UPDATE ballots_line SET yes = 2")


@given(st.integers(0, 300), st.integers(1, 100), st.integers(1, 300), st.booleans())
def test_the_number_needed_is_the_smallest_that_is_enough(part, percent, whole, more_than):
    """Số cần là số nhỏ nhất đạt ngưỡng."""
    needed = arithmetic.needed(percent, whole, more_than=more_than)

    assert arithmetic.enough(part, percent, whole, more_than=more_than) is (part >= needed)


def test_the_numbers_of_the_decree():
    """80% của 22 là 18, của 21 là 17; 90% của 22 là 20; không có ai thì không đạt."""
    assert [arithmetic.needed(80, 22), arithmetic.needed(80, 21), arithmetic.needed(90, 22)] == [18, 17, 20]
    assert not arithmetic.enough(0, 50, 0)
    assert arithmetic.share(17, 22) == Decimal("77.27")
    assert arithmetic.share(0, 0) is None


def test_two_lines_are_counted_alone():
    """Mỗi dòng đếm riêng."""
    ballot = opened(3)
    for user in people_of(ballot):
        first, second = ballot.lines.all()
        workflow.cast(ballot, by=user, choices={first.pk: 0, second.pk: 1}, at=NOON)

    assert [line.yes for line in counted(ballot).lines.all()] == [3, 0]


@pytest.mark.parametrize(
    ("base", "number", "passed"),
    [("all", 10, False), ("present", 4, True), ("returned", 3, True), ("valid", 2, True)],
)
def test_the_base_is_all_invited_present_returned_or_valid(base, number, passed):
    """Mười người được mời, năm người trong danh sách, một người gửi ý kiến bằng văn bản: bốn người có mặt; ba phiếu thu về, một phiếu trắng."""
    ballot = opened(5, ["Sở Nội vụ"], rules=Rules(base=base), invited=10)
    away, yes, also, blank, _silent = ballot.electors.order_by("position")
    within(workflow.record_written_opinion, ballot, elector=away, choices={ballot.lines.get().pk: 0})
    for elector, choice in ((yes, 0), (also, 0), (blank, None)):
        votes(ballot, elector.person, choice)
    line = counted(ballot).lines.get()

    assert (line.yes, line.base_number, line.passed) == (2, number, passed)
