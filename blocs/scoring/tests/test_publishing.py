"""Chốt và công bố: mỗi việc để lại gì, và bị từ chối bằng câu nào."""

from decimal import Decimal as D

import pytest

from blocs.scoring import results, setting_aside, workflow
from blocs.scoring.ranking import TieBreak
from blocs.years.models import Filing
from emulation.journal.steps import Refused
from emulation.papers.documents import context

from .building import (
    AGREED,
    CHECKED,
    PUBLISHED,
    agreed,
    cast,
    cells,
    checked,
    claimed,
    handed_in,
    opened,
    published,
    sheet_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def test_agreement_freezes_base_bonus_penalty_and_total():
    """Chốt thì giữ nguyên điểm chuẩn, cộng, trừ, tổng của mọi phiếu."""
    people = cast()
    sheet = sheet_of(agreed(people), people.neighbour_unit)
    assert (sheet.base, sheet.bonus, sheet.penalty, sheet.total, sheet.core) == (
        D("18.75"),
        D(1),
        D("-0.5"),
        D("19.25"),
        D("13.75"),
    )


def test_the_final_column_overrides_with_a_reason():
    """Cột chốt khác cột kiểm tra thì phải có lý do, và điểm chốt theo cột chốt."""
    people = cast()
    round_ = checked(people, handed_in(people, opened(people)))
    cell = cells(round_, people.neighbour_unit, {"1.1": "8"})
    bare = workflow.save_marks(round_, "final", cell, by=people.lead, at=AGREED)
    with_reason = {key: workflow.Claim(text, reason="Hội nghị thống nhất") for key, text in cell.items()}
    workflow.save_marks(round_, "final", with_reason, by=people.lead, at=AGREED)
    workflow.agree(round_, by=people.lead, at=AGREED)
    assert [a.sentence for a in bare.answers.values()] == ["Chốt khác điểm kiểm tra thì phải nêu lý do."]
    assert sheet_of(round_, people.neighbour_unit).total == D("18.25")


def test_agreement_waits_for_every_sheet():
    """Còn phiếu chưa kiểm tra xong thì chưa chốt được, nêu tên đơn vị."""
    people = cast()
    round_ = checked(people, handed_in(people, opened(people)), people.lead_unit, people.deputy_unit)
    with pytest.raises(Refused, match=f"còn 1 phiếu chưa kiểm tra xong \\({people.neighbour_unit}\\)"):
        workflow.agree(round_, by=people.lead, at=AGREED)


def test_an_excluded_unit_is_left_out_of_agreement_and_ranking():
    """Đơn vị không xét thì không chặn việc chốt, không có hạng, và được in kèm lý do."""
    people = cast()
    round_ = handed_in(people, opened(people), *people.units[:2])
    setting_aside.exclude(
        sheet_of(round_, people.neighbour_unit),
        ground="Quy chế của khối",
        reason="Không nộp báo cáo",
        by=people.lead,
        at=CHECKED,
    )
    workflow.begin_checking(round_, by=people.lead, at=CHECKED)
    checked(people, round_, *people.units[:2])
    workflow.agree(round_, by=people.lead, at=AGREED)
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    assert round_.ranking.count() == 2
    assert round_.paper.data["excluded"] == [
        {"name": people.neighbour_unit.name, "reason": "Không nộp báo cáo; Quy chế của khối"}
    ]


def test_an_excluded_unit_may_be_taken_back():
    """Xét lại thì phiếu trở về tự chấm, số đã nhập còn nguyên."""
    people = cast()
    round_ = handed_in(people, opened(people), *people.units[:2])
    claimed(people, round_, people.neighbour_unit)
    setting_aside.exclude(
        sheet_of(round_, people.neighbour_unit),
        ground="Quy chế của khối",
        reason="Đang xác minh",
        by=people.lead,
        at=CHECKED,
    )
    setting_aside.readmit(sheet_of(round_, people.neighbour_unit), reason="Đã có kết luận", by=people.lead, at=CHECKED)
    sheet = sheet_of(round_, people.neighbour_unit)
    assert (sheet.state, sheet.self_missing) == ("draft", 0)


def test_publication_stores_the_ranking_issues_the_table_and_files_it():
    """Công bố: giữ xếp hạng, phát hành bảng điểm không số, đưa vào hồ sơ năm."""
    people = cast()
    round_ = published(people)
    assert [r.rank for r in round_.ranking.all()] == [1, 1, 1]
    assert (round_.paper.kind, round_.paper.number) == ("BĐ", None)
    assert Filing.objects.filter(bloc_year=people.year, paper=round_.paper).exists()
    ends = []
    for round_.paper.letterhead in ("state", "party"):
        ends.append(context(round_.paper)["recipients"][-1])
    assert ends == ["- Lưu: VT.", "- Lưu Văn phòng."]


def test_publication_takes_the_tie_breaks_of_the_conference():
    """Phân định tại hội nghị đi vào xếp hạng, kèm lý do."""
    people = cast()
    round_ = agreed(people)
    members = [m.pk for m in people.year.members.all()]
    breaks = [TieBreak(pk, order, "bỏ phiếu lại") for order, pk in enumerate(reversed(members))]
    workflow.publish(round_, by=people.lead, at=PUBLISHED, tie_breaks=breaks)
    assert [(r.member_id, r.rank, r.decided_by) for r in round_.ranking.all()] == [
        (pk, rank, "decision") for rank, pk in enumerate(reversed(members), start=1)
    ]


def test_the_ranking_says_who_still_shares_a_rank():
    """Còn đồng hạng thì nêu những đơn vị cần phân định."""
    people = cast()
    assert [len(members) for members in results.needs_tie_break(agreed(people))] == [3]


def test_the_ranking_reads_the_same_before_and_after_publication():
    """Xếp hạng tính ra và xếp hạng đã giữ là một."""
    people = cast()
    round_ = agreed(people)
    before = [(r.member.pk, r.rank, r.total, r.tie) for r in results.ranking(round_)]
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    assert [(r.member.pk, r.rank, r.total, r.tie) for r in results.ranking(round_)] == before
