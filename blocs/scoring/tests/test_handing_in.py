"""Tự chấm, nộp, kiểm tra: mỗi việc để lại gì, và bị từ chối bằng câu nào."""

from decimal import Decimal as D

import pytest

from blocs.scoring import workflow
from blocs.scoring.models import Sheet
from blocs.years.models import Obligation
from emulation.journal.models import Entry
from emulation.journal.steps import Refused

from .building import (
    CHECKED,
    FULL,
    PUBLISHED,
    SCORED,
    agreed,
    cast,
    cells,
    checked,
    claimed,
    handed_in,
    opened,
    sheet_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db


# --- tự chấm và nộp -------------------------------------------------------------------------------
def test_handing_in_stores_the_total_meets_the_obligation_and_journals():
    """Nộp bảng tự chấm: giữ tổng, xong việc phải làm, có dòng nhật ký."""
    people = cast()
    round_ = opened(people)
    handed_in(people, round_, people.neighbour_unit)
    sheet = sheet_of(round_, people.neighbour_unit)
    assert (sheet.state, sheet.self_total, sheet.submitted_by) == (
        "submitted",
        D("19.25"),
        people.head(people.neighbour_unit),
    )
    assert [e.label for e in Entry.objects.about(sheet)] == ["Nộp bảng tự chấm"]
    owed = Obligation.objects.filter(milestone__kind="self_score", member__bloc_year=people.year)
    assert list(owed.values_list("met_on", flat=True).order_by("member__position")) == [None, None, SCORED.date()]


def test_a_sheet_with_gaps_is_not_handed_in():
    """Còn dòng chưa chấm, còn dòng thiếu minh chứng: chưa nộp được, nêu từng dòng."""
    people = cast()
    round_ = opened(people)
    unit = people.neighbour_unit
    workflow.save_marks(round_, "self", cells(round_, unit, {"1.1": "9", "3.1": "2"}), by=people.clerk(unit), at=SCORED)
    with pytest.raises(Refused) as refusal:
        workflow.submit(sheet_of(round_, unit), by=people.head(unit), at=SCORED)
    assert str(refusal.value) == (
        "Chưa nộp được: còn 3 dòng chưa tự chấm (1.2, 2.1, 4.1); còn 1 dòng phải nêu minh chứng (3.1)."
    )


def test_the_last_sheet_handed_in_moves_the_round_to_checking():
    """Đủ phiếu thì vòng chấm tự chuyển sang kiểm tra."""
    people = cast()
    round_ = opened(people)
    assert handed_in(people, round_, *people.units[:2]).state == "open"
    assert handed_in(people, round_, people.units[2]).state == "checking"


def test_checking_may_begin_without_the_late_who_still_hand_in():
    """Bắt đầu kiểm tra sớm: đơn vị chậm vẫn nộp được."""
    people = cast()
    round_ = handed_in(people, opened(people), people.lead_unit)
    workflow.begin_checking(round_, by=people.lead, at=CHECKED)
    handed_in(people, round_, people.neighbour_unit)
    assert sheet_of(round_, people.neighbour_unit).state == "submitted"


def test_nothing_is_handed_in_after_agreement():
    """Đã chốt thì không nhận thêm bảng tự chấm."""
    people = cast()
    round_ = agreed(people)
    sheet = sheet_of(round_, people.neighbour_unit)
    Sheet.objects.filter(pk=sheet.pk).update(
        state="returned", total=None, base=None, bonus=None, penalty=None, core=None
    )
    with pytest.raises(Refused, match="đã chốt điểm"):
        workflow.submit(sheet, by=people.head(people.neighbour_unit), at=PUBLISHED)


# --- kiểm tra -------------------------------------------------------------------------------------
def test_a_sheet_sent_back_is_the_units_again():
    """Trả lại thì đơn vị lại giữ bút, sửa rồi nộp lại."""
    people = cast()
    round_ = handed_in(people, opened(people))
    workflow.send_back(sheet_of(round_, people.neighbour_unit), reason="Thiếu quyết định", by=people.lead, at=CHECKED)
    claimed(people, round_, people.neighbour_unit, FULL | {"1.1": "8"})
    workflow.submit(sheet_of(round_, people.neighbour_unit), by=people.head(people.neighbour_unit), at=CHECKED)
    sheet = sheet_of(round_, people.neighbour_unit)
    assert (sheet.state, sheet.self_total, sheet.return_reason) == ("submitted", D("18.25"), "")


def test_a_sheet_is_not_sent_back_without_a_reason():
    """Trả lại thì phải nêu lý do."""
    people = cast()
    round_ = handed_in(people, opened(people))
    with pytest.raises(Refused, match="phải nêu lý do"):
        workflow.send_back(sheet_of(round_, people.neighbour_unit), reason=" ", by=people.lead, at=CHECKED)


def test_a_cut_without_a_reason_stops_the_check():
    """Chấm thấp hơn tự chấm mà chưa nêu lý do: chưa xong được phiếu, nêu đúng dòng."""
    people = cast()
    round_ = handed_in(people, opened(people))
    unit = people.neighbour_unit
    workflow.save_marks(round_, "team", cells(round_, unit, FULL | {"1.1": "8"}), by=people.lead, at=CHECKED)
    with pytest.raises(Refused, match=r"còn 1 dòng chấm thấp hơn tự chấm mà chưa nêu lý do \(1.1\)"):
        workflow.check_done(sheet_of(round_, unit), by=people.lead, at=CHECKED)


def test_an_unfinished_check_names_the_rows():
    """Còn dòng chưa chấm thì chưa xong được phiếu."""
    people = cast()
    round_ = handed_in(people, opened(people))
    unit = people.neighbour_unit
    workflow.save_marks(round_, "team", cells(round_, unit, {"1.1": "9"}), by=people.lead, at=CHECKED)
    with pytest.raises(Refused, match=r"còn 4 dòng chưa chấm \(1.2, 2.1, 3.1, 4.1\)"):
        workflow.check_done(sheet_of(round_, unit), by=people.lead, at=CHECKED)


def test_taking_the_claims_fills_only_what_is_empty():
    """Lấy điểm tự chấm cho ô trống: ô đã chấm thì giữ nguyên."""
    people = cast()
    round_ = handed_in(people, opened(people))
    unit = people.neighbour_unit
    workflow.save_marks(round_, "team", cells(round_, unit, {"1.1": "8"}), by=people.lead, at=CHECKED)
    saving = workflow.accept_claims(round_, [sheet_of(round_, unit)], by=people.lead, at=CHECKED)
    assert (saving.count("saved"), sheet_of(round_, unit).checked_total) == (4, D("18.25"))


def test_a_column_is_handed_in_sheet_by_sheet():
    """Nộp cột chấm: phiếu đủ thì xong, phiếu thiếu được nêu tên; phiếu của trưởng khối không thuộc tay mình."""
    people = cast(4)
    round_ = handed_in(people, opened(people))
    workflow.accept_claims(round_, [sheet_of(round_, people.units[2])], by=people.lead, at=CHECKED)
    done, left = workflow.finish_column(round_, by=people.lead, at=CHECKED)
    assert [s.member.unit for s in done] == [people.units[2]]
    assert [s.member.unit for s, _sentence in left] == [people.units[1], people.units[3]]


def test_a_checked_sheet_may_be_reopened_until_agreement():
    """Mở lại phiếu đã kiểm tra, trước khi chốt, có lý do."""
    people = cast()
    round_ = checked(people, handed_in(people, opened(people)))
    workflow.reopen(sheet_of(round_, people.neighbour_unit), reason="Có minh chứng mới", by=people.lead, at=CHECKED)
    assert sheet_of(round_, people.neighbour_unit).state == "submitted"
