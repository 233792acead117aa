"""Dòng tính từ dòng khác, từ đơn vị khác, từ nơi khác: trong vòng chấm thật, qua đúng những việc người dùng làm."""

import datetime as dt
import json
from decimal import Decimal as D

import pytest
from django.urls import reverse

from blocs.pledges.models import Pledge, Result, Target
from blocs.scoring import correction, setting_aside, workflow
from blocs.scoring.models import Filler, RankRow, Sheet
from emulation.journal.steps import Refused

from .building import AGREED, CHECKED, PUBLISHED, SCORED, cast, cells, checked, claimed, handed_in, opened, sheet_of

pytestmark = pytest.mark.django_db
SCHEME = """
title: Bộ tiêu chí theo mức dẫn đầu
scale: 40
rank_by: percent
criteria:
- code: I
  name: Nhiệm vụ
  max: 35
  children:
  - {code: "1.1", name: Thu ngân sách, max: 10, kind: leader_relative}
  - {code: "1.2", name: Ngoại tuyến, max: 10, kind: direct, optional: true}
  - {code: "1.3", name: Điểm cho sẵn, max: 10, kind: given}
  - {code: "1.4", name: Tỷ lệ chỉ tiêu, max: 5, kind: taken, source: target, what: Giải ngân, whole: 100}
- code: II
  name: Điểm thêm
  max: 5
  children:
  - {code: "2.1", name: Nửa điểm mục 1.2, max: 5, kind: formula, rows: [{name: p, row: "1.2"}], formula: min(M; p / 2)}
  - {code: "2.2", name: Thưởng khi mục I đủ điểm chuẩn, max: 2, sign: bonus, kind: one_off, only_if_full: ["1.2"]}
"""
FULL = {"1.1": "10/10", "1.2": "10", "2.2": "c"}


def disbursed(cast, percent=80):
    """Every unit registered a target, and its head has confirmed the result of the year."""
    confirmed = {"confirmed_by": cast.head(cast.lead_unit), "confirmed_at": SCORED}
    for member in cast.year.members.all():
        target = Target.objects.create(
            pledge=Pledge.objects.create(member=member), position=1, name="Giải ngân", value=100, measure="%"
        )
        Result.objects.create(target=target, period="year_end", value=percent, percent=percent, **confirmed)


def total(round_, unit):
    return Sheet.objects.get(round=round_, member__unit=unit).self_total


def test_points_of_a_leader_relative_row_come_when_the_last_member_has_typed():
    """Đơn vị cuối cùng nhập kết quả thì điểm của mọi đơn vị hiện ra và tổng của mọi phiếu đổi theo."""
    people = cast()
    disbursed(people)
    round_ = opened(people, text=SCHEME)
    first, second, third = people.units
    claimed(people, round_, first, FULL | {"1.1": "20/10"})
    claimed(people, round_, second, FULL)
    assert (total(round_, first), total(round_, second)) == (D(31), D(31))  # 10 + 10 + 4 + 5 + 2, chưa có 1.1

    claimed(people, round_, third, FULL | {"1.1": "30/10"})
    assert [total(round_, unit) for unit in people.units] == [D("38.5"), D(36), D(41)]


def test_a_result_counts_once_its_head_has_confirmed_it():
    """Kết quả chưa được thủ trưởng xác nhận thì dòng tính theo chỉ tiêu chưa có điểm."""
    people = cast()
    disbursed(people)
    Result.objects.update(confirmed_by=None, confirmed_at=None)
    round_ = opened(people, text=SCHEME)
    claimed(people, round_, people.units[0], FULL)
    assert total(round_, people.units[0]) == D(27)  # 10 + 10 + 5 + 2, chưa có 1.4


def test_the_grid_answers_with_the_rows_that_were_worked_out(client_of):
    """Lưu một ô từ lưới: trả lời cả những ô tính theo, và nói còn chờ ai."""
    people = cast()
    disbursed(people)
    round_ = opened(people, text=SCHEME)
    keys = {code: f"{s}-{c}" for code in FULL for (s, c) in cells(round_, people.lead_unit, {code: ""})}
    page = reverse("scoring:save", args=[round_.pk, "self"])
    body = {"cells": {keys["1.1"]: {"raw": "12/10", "seen": 0}, keys["1.2"]: {"raw": "8", "seen": 0}}}
    told = client_of(people.lead, SCORED).post(page, json.dumps(body), content_type="application/json").json()
    sentences = {c["key"]: (c["points"], c["sentence"]) for c in told["cells"]}
    assert sentences[keys["1.1"]] == ("", f"còn chờ kết quả của: {people.units[1]}, {people.units[2]}")
    reckoned = [points for _key, points, _sentence, _known in told["reckoned"]]
    assert reckoned == ["", "8,00", "10,00", "4,00", "4,00", ""]


def test_nobody_waits_for_the_others_to_hand_in_but_totals_wait():
    """Nộp phiếu không phải chờ đơn vị khác; chốt điểm thì phải đủ."""
    people = cast()
    disbursed(people)
    round_ = handed_in(people, opened(people, text=SCHEME), texts=FULL)
    assert round_.state == "checking"
    Result.objects.filter(target__pledge__member__unit=people.neighbour_unit).delete()
    checked(people, round_)
    with pytest.raises(Refused, match=r"1\.4: chưa có “Giải ngân”"):
        workflow.agree(round_, by=people.lead, at=AGREED)


def test_a_row_not_assigned_drops_the_maximum_and_ranks_go_by_percent():
    """Không được giao một dòng: điểm tối đa giảm, xếp hạng theo % điểm được giao, lưu ở bảng đã công bố."""
    people = cast()
    disbursed(people, percent=100)
    round_ = opened(people, text=SCHEME)
    first, second, third = people.units
    for unit, texts in (
        (first, FULL | {"1.2": "kg", "2.2": "k"}),
        (second, FULL | {"2.2": "k"}),
        (third, FULL | {"2.2": "k"}),
    ):
        claimed(people, round_, unit, texts | {"1.1": "10/10"})
        workflow.submit(sheet_of(round_, unit), by=people.head(unit), at=SCORED)
    round_.refresh_from_db()
    checked(people, round_)
    workflow.agree(round_, by=people.lead, at=AGREED)
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    # 5 + 10 + 5 of 30; the others 5 + 10 + 10 + 5 + 5 of 40.
    assert list(RankRow.objects.order_by("place").values_list("member__unit", "rank", "total", "percent")) == [
        (second.pk, 1, D(35), D("87.5")), (third.pk, 1, D(35), D("87.5")), (first.pk, 3, D(20), D("66.6667")),
    ]  # fmt: skip


def test_points_written_straight_need_a_reason():
    """Gõ “= 4” để ghi thẳng điểm thì phải nêu lý do."""
    people = cast()
    round_ = opened(people, text=SCHEME)
    bare = claimed(people, round_, people.lead_unit, {"1.1": "= 4"})
    assert next(iter(bare.answers.values())).sentence == "Ghi thẳng điểm thì phải nêu lý do."
    (key,) = cells(round_, people.lead_unit, {"1.1": ""})
    said = workflow.save_marks(
        round_, Filler.SELF, {key: workflow.Claim("= 4", "Theo biên bản")}, by=people.lead, at=SCORED
    )
    assert said.answers[key].points == D(4)


def test_a_unit_taken_out_by_a_row_is_not_agreed_silently():
    """Dòng «không xếp loại» đã đánh dấu: chưa chốt được cho đến khi bấm «Không xét» phiếu đó."""
    people = cast()
    text = "title: T\nscale: 10\ncriteria:\n- {code: a, name: A, max: 10}\n- {code: x, name: X, kind: exclusion}\n"
    round_ = opened(people, text=text)
    for unit in people.units:
        claimed(people, round_, unit, {"a": "9", "x": "c" if unit == people.neighbour_unit else "k"})
        workflow.submit(sheet_of(round_, unit), by=people.head(unit), at=SCORED)
    round_.refresh_from_db()
    checked(people, round_)
    with pytest.raises(Refused, match="không xếp loại"):
        workflow.agree(round_, by=people.lead, at=AGREED)
    setting_aside.exclude(
        sheet_of(round_, people.neighbour_unit),
        ground="Quy chế của khối",
        reason="Không gửi báo cáo",
        by=people.secretary,
        at=AGREED,
    )
    round_.refresh_from_db()
    workflow.agree(round_, by=people.lead, at=AGREED)
    assert round_.state == "agreed"


def test_what_the_checkers_typed_stays_unseen_though_it_is_worked_out(client_of):
    """Đơn vị chưa thấy điểm kiểm tra, kể cả điểm do hệ thống tính từ đó."""
    people = cast()
    disbursed(people)
    round_ = handed_in(people, opened(people, text=SCHEME), texts=FULL)
    sheet = sheet_of(round_, people.neighbour_unit)
    workflow.accept_claims(round_, [sheet], by=people.lead, at=CHECKED)
    page = client_of(people.clerk(people.neighbour_unit), CHECKED).get(reverse("scoring:sheet", args=[sheet.pk]))
    lines = page.context["page"].lines
    assert {cell.text for line in lines for cell in line.cells if cell.column.code == "team"} == {""}
    assert [line.cells[0].text for line in lines if line.criterion.code in ("1.3", "1.4", "2.1")] == [
        "10,00",
        "4,00",
        "5,00",
    ]


@pytest.mark.parametrize("members", [3, 6])
def test_the_grid_of_such_a_scheme_asks_no_more_for_more_members(client_of, members, django_assert_max_num_queries):
    """Lưới của bộ tiêu chí so với đơn vị dẫn đầu: số câu hỏi không tăng theo số đơn vị."""
    people = cast(members=members)
    disbursed(people)
    round_ = handed_in(people, opened(people, text=SCHEME), texts=FULL)
    client = client_of(people.lead, CHECKED)
    with django_assert_max_num_queries(32):
        assert client.get(reverse("scoring:grid", args=[round_.pk, "team"])).status_code == 200


def test_the_midyear_sheet_gives_points_at_the_end_of_the_year():
    """Bảng cuối năm lấy tổng điểm đã chốt của vòng 6 tháng."""
    people = cast()
    midyear = "title: T\nscale: 10\ncriteria:\n- {code: a, name: A, max: 10}\n"
    round_ = opened(people, kind="midyear", text=midyear)
    checked(people, handed_in(people, round_, texts={"a": "8"}))
    workflow.agree(round_, by=people.lead, at=AGREED)
    text = midyear + "- {code: b, name: B, kind: taken, source: midyear, what: total, factor: 0.5}\n"
    from .building import scheme_of

    scheme_of(people, text)
    due = {"self_due": dt.date(2026, 12, 20), "check_due": dt.date(2026, 12, 27)}
    later = workflow.open_round(people.year, kind="year_end", by=people.lead, at=AGREED, **due)
    claimed(people, later, people.lead_unit, {"a": "9"})
    assert total(later, people.lead_unit) == D(13)


def test_a_new_version_says_from_which_round_it_holds(client_of):
    """Bản mới áp dụng từ vòng cuối năm: vòng 6 tháng vẫn dùng bản cũ, vòng cuối năm dùng bản mới."""
    from .building import OPENED, scheme_of

    people = cast()
    old, new = scheme_of(people), scheme_of(people, adopted=False)
    page = reverse("scoring:adopt_scheme", args=[new.pk])
    client = client_of(people.secretary, OPENED)
    seen = client.get(reverse("scoring:scheme", args=[new.pk])).context["seen"]
    answer = client.post(page, {"since": "1999-midyear", "seen": seen})
    assert (answer.status_code, "Chọn vòng bắt đầu" in answer.content.decode()) == (409, True)
    client.post(page, {"since": "2026-year_end", "seen": seen})
    assert opened(people, kind="midyear").scheme == old
    assert opened(people).scheme == new
    assert "cuối năm 2026" in client.get(reverse("scoring:scheme", args=[new.pk])).content.decode()


def test_the_sheet_says_who_scores_a_row_and_by_when(client_of):
    """Phiếu in bộ phận chấm và hạn của từng dòng."""
    people = cast()
    text = "title: T\nscale: 10\ncriteria:\n- {code: a, name: A, max: 10, scorer: Thanh tra, due: 30/11}\n"
    sheet = sheet_of(opened(people, text=text), people.lead_unit)
    page = client_of(people.lead, SCORED).get(reverse("scoring:sheet", args=[sheet.pk])).content.decode()
    assert "Người chấm: Thanh tra." in page
    assert "Hạn: 30/11." in page


def test_the_ranking_and_the_paper_name_class_and_percent(client_of):
    """Xếp hạng và bảng điểm ghi loại của từng đơn vị và % điểm được giao."""
    people = cast()
    text = """
title: T
scale: 10
rank_by: percent
classes: [{name: Xuất sắc, from: 9}, {name: Tốt, from: 7, below: 9}]
criteria:
- {code: a, name: A, max: 10}
"""
    round_ = opened(people, text=text)
    for unit, points in zip(people.units, ("9,5", "8", "6"), strict=True):
        claimed(people, round_, unit, {"a": points})
        workflow.submit(sheet_of(round_, unit), by=people.head(unit), at=SCORED)
    round_.refresh_from_db()
    checked(people, round_)
    workflow.agree(round_, by=people.lead, at=AGREED)
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    page = client_of(people.lead, PUBLISHED).get(reverse("scoring:ranking", args=[round_.pk]))
    assert [row.grade for row, _url, _strip in page.context["rows"]] == ["Xuất sắc", "Tốt", ""]
    assert "95,00%" in page.content.decode()
    printed = round_.paper.data["ranking"]
    assert [(row.get("grade"), row["percent"]) for row in printed] == [
        ("Xuất sắc", "95,00"),
        ("Tốt", "80,00"),
        ("", "60,00"),
    ]


def test_a_correction_of_one_unit_moves_the_others_that_are_measured_against_it():
    """Đính chính kết quả của đơn vị dẫn đầu: điểm chốt của mọi đơn vị so với nó đổi theo, ở bản mới."""
    people = cast()
    text = "title: T\nscale: 10\ncriteria:\n- {code: a, name: A, max: 10, kind: share_of_best}\n"
    round_ = opened(people, text=text)
    first, second, third = people.units
    for unit, result in ((first, "80"), (second, "100"), (third, "50")):
        claimed(people, round_, unit, {"a": result})
        workflow.submit(sheet_of(round_, unit), by=people.head(unit), at=SCORED)
    round_.refresh_from_db()
    checked(people, round_)
    workflow.agree(round_, by=people.lead, at=AGREED)
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    (key,) = cells(round_, second, {"a": ""})
    told = {"decision": "01/KL", "reason": "Số liệu sai", "by": people.secretary, "at": PUBLISHED}
    correction.correct(round_, {key: workflow.Claim("40", reason="Theo kết luận")}, **told)
    totals = Sheet.objects.filter(round=round_).order_by("member__position").values_list("total", "percent")
    assert list(totals) == [(D(10), D(100)), (D(5), D(50)), (D("6.25"), D("62.5"))]
    assert list(RankRow.objects.filter(version=2).order_by("place").values_list("member__unit", "total")) == [
        (first.pk, D(10)), (third.pk, D("6.25")), (second.pk, D(5)),
    ]  # fmt: skip


def test_a_scheme_may_say_that_ties_are_not_settled_by_points():
    """tie_rules: [] là không xét: bằng tổng thì đồng hạng dù một đơn vị bị trừ nhiều hơn."""
    people = cast()
    rows = "- {code: a, name: A, max: 10}\n- {code: t, name: T, kind: per_occurrence, sign: penalty, each: 1}\n"
    round_ = opened(people, text=f"title: T\nscale: 10\ntie_rules: []\ncriteria:\n{rows}")
    for unit, typed in zip(
        people.units, ({"a": "9", "t": "1"}, {"a": "8", "t": "0"}, {"a": "5", "t": "0"}), strict=True
    ):
        claimed(people, round_, unit, typed)
        workflow.submit(sheet_of(round_, unit), by=people.head(unit), at=SCORED)
    round_.refresh_from_db()
    checked(people, round_)
    workflow.agree(round_, by=people.lead, at=AGREED)
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    assert list(RankRow.objects.order_by("place").values_list("rank", flat=True)) == [1, 1, 3]
