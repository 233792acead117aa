"""Vòng chấm đi từng bước: mỗi việc để lại gì, và bị từ chối bằng câu nào."""

import datetime as dt
from decimal import Decimal as D
from itertools import product

import pytest
from django.urls import reverse

from blocs.scoring import reports, setting_aside, workflow
from blocs.scoring.models import Round, RoundState, Scheme, SchemeState, Sheet, SheetState
from blocs.scoring.ranking import TieBreak
from blocs.years.models import Filing, Obligation
from emulation.accounts.models import User
from emulation.journal.models import Entry
from emulation.journal.steps import Refused

from .building import (
    AGREED,
    CHECKED,
    FULL,
    OPENED,
    PUBLISHED,
    SCHEME,
    SCORED,
    YEAR,
    agreed,
    cast,
    cells,
    checked,
    claimed,
    handed_in,
    opened,
    published,
    scheme_of,
    sheet_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db


# --- mở vòng --------------------------------------------------------------------------------------
def test_opening_makes_a_sheet_for_every_present_member_and_moves_the_year():
    """Mở vòng cuối năm: mỗi đơn vị một phiếu, ba cột, năm chuyển sang giai đoạn chấm điểm."""
    people = cast()
    round_ = opened(people)
    people.year.refresh_from_db()
    assert list(round_.columns.values_list("kind", flat=True)) == ["self", "team", "final"]
    assert (round_.sheets.count(), people.year.state) == (3, "scoring")


def test_a_member_that_has_left_gets_no_sheet():
    """Đơn vị đã ra khỏi khối thì không có phiếu."""
    people = cast()
    people.year.members.filter(unit=people.neighbour_unit).update(left_on=dt.date(YEAR, 6, 30))
    assert opened(people).sheets.count() == 2


def test_a_midyear_round_leaves_the_year_where_it_is():
    """Vòng 6 tháng không đưa năm sang giai đoạn chấm điểm."""
    people = cast()
    opened(people, kind="midyear")
    people.year.refresh_from_db()
    assert people.year.state == "preparing"


def test_a_round_needs_an_adopted_scheme():
    """Chưa có bộ tiêu chí đã thông qua thì chưa mở vòng được."""
    people = cast()
    scheme_of(people, adopted=False)
    with pytest.raises(Refused, match="chưa có bộ tiêu chí đã thông qua"):
        opened(people)


def test_a_round_is_opened_once():
    """Mỗi vòng của một năm mở một lần."""
    people = cast()
    opened(people)
    with pytest.raises(Refused, match="đã mở vòng «Chấm điểm cuối năm»"):
        opened(people)


def test_days_the_wrong_way_round_are_refused():
    """Hạn kiểm tra trước hạn tự chấm thì từ chối."""
    with pytest.raises(Refused, match="phải từ hạn tự chấm"):
        opened(cast(), check_due=dt.date(YEAR, 11, 1))


def test_the_lead_does_not_check_itself_by_being_named():
    """Không giao cho chính trưởng khối chấm phiếu của trưởng khối."""
    people = cast()
    lead = people.year.members.get(duty="lead")
    with pytest.raises(Refused, match="một thành viên khác"):
        opened(people, lead_checker=lead)


def test_a_new_scheme_reaches_only_rounds_opened_afterwards():
    """Khối đổi bộ tiêu chí giữa năm: vòng đã mở giữ bản cũ, vòng mở sau dùng bản mới."""
    people = cast()
    midyear = opened(people, kind="midyear")
    scheme_of(people, SCHEME.replace("scale: 20", "scale: 25"))
    year_end = opened(people)
    midyear.refresh_from_db()
    assert (midyear.scheme.version, year_end.scheme.version) == (1, 2)


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


# --- chốt, công bố --------------------------------------------------------------------------------
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
    assert [len(members) for members in reports.needs_tie_break(agreed(people))] == [3]


def test_the_ranking_reads_the_same_before_and_after_publication():
    """Xếp hạng tính ra và xếp hạng đã giữ là một."""
    people = cast()
    round_ = agreed(people)
    before = [(r.member.pk, r.rank, r.total, r.tie) for r in reports.ranking(round_)]
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    assert [(r.member.pk, r.rank, r.total, r.tie) for r in reports.ranking(round_)] == before


# --- bảng bước ------------------------------------------------------------------------------------
ROUNDS = {
    ("open", "Bắt đầu kiểm tra"),
    ("open", "Đủ phiếu, chuyển sang kiểm tra"),
    ("checking", "Chốt điểm"),
    ("agreed", "Công bố kết quả"),
}
SHEETS = {
    ("draft", "Nộp bảng tự chấm"), ("returned", "Nộp bảng tự chấm"), ("submitted", "Trả lại để bổ sung"),
    ("submitted", "Kiểm tra xong"), ("checked", "Mở lại phiếu đã kiểm tra"), ("checked", "Chốt phiếu"),
    ("draft", "Không xét"), ("submitted", "Không xét"), ("returned", "Không xét"), ("checked", "Không xét"),
    ("excluded", "Xét lại"),
}  # fmt: skip
STEPS = [s for room in (workflow, setting_aside) for s in vars(room).values() if isinstance(s, workflow.Step)]


def steps_of(states):
    return [s for s in STEPS if s.target in states and set(s.sources) <= set(states)]


@pytest.mark.parametrize(
    ("state", "step"),
    list(product(RoundState.values, steps_of(RoundState.values))),
    ids=lambda x: str(getattr(x, "label", x)),
)
def test_a_round_moves_only_as_the_table_says(state, step):
    """Vòng chấm chỉ đi theo đúng các bước đã định."""
    assert (state in step.sources) is ((state, str(step.label)) in ROUNDS)


@pytest.mark.parametrize(
    ("state", "step"),
    list(product(SheetState.values, steps_of(SheetState.values))),
    ids=lambda x: str(getattr(x, "label", x)),
)
def test_a_sheet_moves_only_as_the_table_says(state, step, monkeypatch):
    """Phiếu chỉ đi theo đúng các bước đã định, dù người bấm có mọi quyền."""
    people = cast()
    sheet = sheet_of(opened(people), people.neighbour_unit)
    stamps = {
        "submitted_by": people.lead,
        "submitted_at": SCORED,
        "checked_by": people.lead,
        "checked_at": CHECKED,
        "excluded_reason": "x" if state == "excluded" else "",
        "excluded_ground": "x" if state == "excluded" else "",
    }
    frozen = dict.fromkeys(["total", "base", "bonus", "penalty", "core"], 0 if state == "agreed" else None)
    Sheet.objects.filter(pk=sheet.pk).update(state=state, **stamps, **frozen)
    monkeypatch.setattr(User, "has_perm", lambda *args: True)
    assert taken(step, sheet, people.lead) is ((state, str(step.label)) in SHEETS)


def taken(step, sheet, by):
    from emulation.journal.steps import Record

    outer = Record("thử", "scoring.mark")
    try:
        with outer.on(sheet.round, by=by, at=CHECKED), step.on(sheet, by=by, at=CHECKED, note="lý do"):
            sheet.excluded_reason = sheet.excluded_ground = "lý do" if step.target == "excluded" else ""
            for part in ("total", "base", "bonus", "penalty", "core"):
                setattr(sheet, part, 0 if step.target == "agreed" else None)
    except Refused:
        return False
    return True


# --- bộ tiêu chí ----------------------------------------------------------------------------------
def test_adoption_dates_the_scheme():
    """Thông qua thì ghi ngày."""
    scheme = scheme_of(cast())
    assert (scheme.state, scheme.adopted_on) == (SchemeState.ADOPTED, dt.date(YEAR, 11, 1))


def test_an_adopted_scheme_is_not_adopted_again():
    """Bản đã thông qua thì không thông qua lần nữa."""
    people = cast()
    scheme = scheme_of(people)
    with pytest.raises(Refused, match="«Thông qua bộ tiêu chí» đã làm rồi"):
        workflow.adopt_scheme(scheme, by=people.secretary, at=OPENED)


def test_a_scheme_with_nothing_to_score_is_not_adopted():
    """Bộ tiêu chí chưa có dòng nào để chấm thì chưa thông qua được."""
    people = cast()
    empty = Scheme.objects.create(bloc=people.year.bloc, version=1, title="Trống", scale=10)
    with pytest.raises(Refused, match="chưa có dòng nào để chấm"):
        workflow.adopt_scheme(empty, by=people.secretary, at=OPENED)


# --- hạn ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("self_due", ["01/01/2020", "31/10/2026"])
def test_a_round_is_not_opened_with_a_day_that_has_passed(client_of, self_due):
    """Hạn tự chấm đã qua thì không mở được vòng: không đơn vị nào trễ ngay lúc mở."""
    people = cast()
    scheme_of(people)
    form = {"kind": "year_end", "self_due": self_due, "check_due": "30/11/2026", "lead_checker": ""}

    page = client_of(people.lead, OPENED).post(reverse("scoring:open", args=[people.year.pk]), form)

    assert f"Hạn tự chấm ({self_due}) đã qua: đặt từ hôm nay trở đi." in page.content.decode()
    assert not Round.objects.exists()


def test_the_year_and_its_round_say_one_day(client_of):
    """Mốc tự chấm của năm theo hạn của vòng cuối năm; đổi hạn có lý do thì cả hai đổi, và vào nhật ký."""
    people = cast()
    round_ = opened(people)
    assert people.year.milestones.get(kind="self_score").due == round_.self_due
    form = {"self_due": "25/11/2026", "check_due": "30/11/2026", "reason": "Bão số 12"}

    answer = client_of(people.lead, SCORED).post(reverse("scoring:reschedule", args=[round_.pk]), form)

    assert answer.status_code == 302
    round_.refresh_from_db()
    assert (round_.self_due, round_.check_due) == (dt.date(2026, 11, 25), dt.date(2026, 11, 30))
    assert people.year.milestones.get(kind="self_score").due == dt.date(2026, 11, 25)
    assert Entry.objects.get(label="Đổi hạn vòng chấm").particulars.note == "Bão số 12"


def test_the_days_of_a_round_are_changed_by_its_hands_before_agreement(client_of):
    """Đơn vị thành viên không đổi được hạn; chốt điểm rồi thì không ai đổi."""
    people = cast()
    round_ = opened(people)
    form = {"self_due": "25/11/2026", "check_due": "30/11/2026", "reason": "Bão số 12"}
    page = reverse("scoring:reschedule", args=[round_.pk])
    assert client_of(people.head(people.units[2]), SCORED).post(page, form).status_code == 403
    checked(people, handed_in(people, round_))
    workflow.agree(round_, by=people.lead, at=CHECKED)

    assert "Vòng chấm đã chốt điểm." in client_of(people.lead, CHECKED).post(page, form).content.decode()
