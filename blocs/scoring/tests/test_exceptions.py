"""Điều riêng của một phiếu: trả lại vài dòng, dòng thêm ngoài bộ tiêu chí, nới trần; tất cả ở lại mãi."""

from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from blocs.scoring import exceptions, workflow
from blocs.scoring.models import AddedMark, AddedRow, Lift, Question
from emulation.journal.steps import Refused

from .building import AGREED, CHECKED, PUBLISHED, SCORED, cast, cells, checked, claimed, handed_in, opened, sheet_of
from .laying_out import seen, typed
from .test_working_out import SCHEME as AROUND

pytestmark = pytest.mark.django_db

# Nhóm III: điểm cộng cắt ở 2; FULL cho 9 + 4,75 + 5 + 1 − 0,5 = 19,25.
CAPPED = """
title: Bộ tiêu chí có trần điểm cộng
scale: 20
criteria:
- {code: "1", name: Nhiệm vụ, max: 20, kind: direct}
- code: II
  name: Điểm cộng
  sign: bonus
  cap_bonus: 2
  children:
  - {code: "2.1", name: Sáng kiến, kind: direct, sign: bonus}
"""


def row_id(round_, code):
    return round_.scheme.criteria.get(code=code).pk


def column(round_, code):
    return round_.columns.get(code=code)


def added(people, round_, of, points="2", by=None, code="self", at=SCORED, **more):
    """A bonus row of its own in a unit's sheet, in group III unless told. Out: AddedRow."""
    told = {
        "under": round_.scheme.criteria.filter(code="III").first(),
        "sign": "bonus",
        "reason": "Bằng khen số 12",
    } | more
    sheet = sheet_of(round_, of)
    exceptions.add_row(
        sheet,
        column(round_, code),
        name="Đăng cai hội thao",
        points=D(points),
        by=by or people.clerk(of),
        at=at,
        **told,
    )
    return AddedRow.objects.get(sheet=sheet)


# --- trả lại vài dòng -----------------------------------------------------------------------------
def test_only_the_rows_that_were_asked_about_are_open_again(client_of):
    """Trả lại và hỏi một dòng: chỉ dòng đó sửa được; câu hỏi hiện ngay ở dòng."""
    people = cast()
    round_ = handed_in(people, opened(people))
    own, unit = people.clerk(people.neighbour_unit), people.neighbour_unit
    page = reverse("scoring:send_back", args=[sheet_of(round_, unit).pk])
    asked = {"reason": "Bổ sung số liệu", f"q-{row_id(round_, '1.2')}": "100 hồ sơ lấy ở báo cáo nào?"}
    assert client_of(people.lead, CHECKED).post(page, asked).status_code == 302
    told = typed(round_, "self", unit, {"1.1": "8", "1.2": "90/100"}, own)
    assert told == ["Ô đã khóa: phiếu trả lại để bổ sung những dòng được hỏi, không phải dòng này.", "saved"]
    shown = client_of(own, CHECKED).get(reverse("scoring:sheet", args=[sheet_of(round_, unit).pk]))
    assert "100 hồ sơ lấy ở báo cáo nào?" in shown.content.decode()
    open_lines = [x.criterion.code for x in shown.context["page"].lines if x.fields]
    assert open_lines == ["1.2"]


def test_a_sheet_sent_back_without_questions_is_open_as_a_whole():
    """Trả lại không hỏi dòng nào: cả phiếu mở lại; lần trả lại sau không vướng câu hỏi lần trước."""
    people = cast()
    round_ = handed_in(people, opened(people))
    own, unit = people.clerk(people.neighbour_unit), people.neighbour_unit
    workflow.send_back(
        sheet_of(round_, unit), reason="Hỏi", questions={row_id(round_, "1.1"): "Vì sao?"}, by=people.lead, at=CHECKED
    )
    workflow.submit(sheet_of(round_, unit), by=people.head(unit), at=CHECKED)
    workflow.send_back(sheet_of(round_, unit), reason="Làm lại", by=people.lead, at=CHECKED)
    assert typed(round_, "self", unit, {"1.2": "90/100"}, own) == ["saved"]
    assert [(q.nth, q.text) for q in Question.objects.all()] == [(1, "Vì sao?")]


def test_the_grid_locks_the_rows_that_were_not_asked_about(client_of):
    """Lưới tự chấm của phiếu trả lại: các dòng không bị hỏi khóa, có câu nói vì sao."""
    people = cast()
    round_ = handed_in(people, opened(people))
    unit = people.neighbour_unit
    workflow.send_back(
        sheet_of(round_, unit), reason="Hỏi", questions={row_id(round_, "1.1"): "Vì sao?"}, by=people.lead, at=CHECKED
    )
    table = (
        client_of(people.clerk(unit), CHECKED).get(reverse("scoring:grid", args=[round_.pk, "self"])).context["grid"]
    )
    mine = next(n for n, u in enumerate(table.units) if u.sheet.member.unit_id == unit.pk)
    assert [line.criterion.code for line in table.leaves if not line.cells[mine].lock] == ["1.1"]
    assert any("dòng được hỏi" in str(reason) for reason in table.reasons)


def test_a_question_about_a_row_of_another_scheme_is_refused():
    """Hỏi một dòng không thuộc phiếu: từ chối, phiếu vẫn như cũ."""
    people, others = cast(), cast(name="Khối khác")
    round_ = handed_in(people, opened(people))
    foreign = row_id(opened(others), "1.1")
    with pytest.raises(Refused, match="không thuộc phiếu này"):
        workflow.send_back(
            sheet_of(round_, people.neighbour_unit), reason="Hỏi", questions={foreign: "?"}, by=people.lead, at=CHECKED
        )
    assert sheet_of(round_, people.neighbour_unit).state == "submitted"


def test_a_sheet_sent_back_waits_for_the_clerk_too(client_of):
    """Phiếu trả lại: cán bộ đầu mối được nhắc, không chỉ thủ trưởng."""
    people = cast()
    round_ = handed_in(people, opened(people))
    unit = people.neighbour_unit
    workflow.send_back(sheet_of(round_, unit), reason="Hỏi", by=people.lead, at=CHECKED)
    page = client_of(people.clerk(unit), CHECKED).get("/")
    assert [(t.title, t.elsewhere) for t in page.context["tasks"] if "tự chấm" in t.title] == [
        ("Nộp bảng tự chấm: chấm điểm cuối năm", False)
    ]


# --- dòng thêm ------------------------------------------------------------------------------------
def test_a_row_beyond_the_scheme_counts_in_its_group_and_waits_for_the_checkers():
    """Đơn vị thêm dòng theo tên: cộng vào tự chấm ngay; kiểm tra chưa cho điểm dòng đó thì chưa xong phiếu."""
    people = cast()
    round_ = opened(people)
    claimed(people, round_, people.neighbour_unit)
    row = added(people, round_, people.neighbour_unit)
    assert sheet_of(round_, people.neighbour_unit).self_total == D("21.25")  # 19,25 + 2
    handed_in(people, round_)
    workflow.accept_claims(round_, [sheet_of(round_, people.neighbour_unit)], by=people.lead, at=CHECKED)
    with pytest.raises(Refused, match=r"còn 1 dòng chưa chấm \(Đăng cai hội thao\)"):
        workflow.check_done(sheet_of(round_, people.neighbour_unit), by=people.lead, at=CHECKED)
    row.refresh_from_db()
    exceptions.mark_row(
        row, column(round_, "team"), points=D("0.5"), reason="Chỉ là đồng đăng cai", by=people.lead, at=CHECKED
    )
    checked(people, round_)
    workflow.agree(round_, by=people.lead, at=AGREED)
    sheet = sheet_of(round_, people.neighbour_unit)
    assert (sheet.checked_total, sheet.total, sheet.bonus) == (D("19.75"), D("19.75"), D("1.5"))
    assert [str(m.points.normalize()) for m in AddedMark.objects.all()] == ["2", "0.5"]


def test_an_added_row_counts_where_rows_look_around_too():
    """Bộ tiêu chí tính theo đơn vị khác: dòng thêm vẫn cộng đúng."""
    people = cast()
    round_ = opened(people, text=AROUND)
    told = {"1.1": "10/10", "1.2": "10", "2.2": "c"}
    workflow.save_marks(round_, "self", cells(round_, people.lead_unit, told), by=people.lead, at=SCORED)
    before = sheet_of(round_, people.lead_unit).self_total
    added(people, round_, people.lead_unit, points="3", under=round_.scheme.criteria.get(code="II"), sign="penalty")
    assert sheet_of(round_, people.lead_unit).self_total == before - 3


def test_what_the_checkers_gave_an_added_row_stays_unseen_until_the_check_is_done(client_of):
    """Điểm kiểm tra của dòng thêm: đơn vị chưa thấy khi phiếu chưa kiểm tra xong."""
    people = cast()
    round_ = opened(people)
    claimed(people, round_, people.neighbour_unit)
    row = added(people, round_, people.neighbour_unit)
    handed_in(people, round_)
    row.refresh_from_db()
    exceptions.mark_row(
        row, column(round_, "team"), points=D("0.5"), reason="Chỉ là đồng đăng cai", by=people.lead, at=CHECKED
    )
    page = reverse("scoring:sheet", args=[row.sheet_id])
    assert "đồng đăng cai" not in client_of(people.clerk(people.neighbour_unit), CHECKED).get(page).content.decode()
    assert "đồng đăng cai" in client_of(people.lead, CHECKED).get(page).content.decode()
    assert seen(people.deputy, round_, "self") >= {people.neighbour_unit.pk}


def test_other_hands_add_no_rows():
    """Đơn vị bạn không thêm dòng vào phiếu người khác; đã nộp rồi đơn vị cũng không thêm nữa."""
    people = cast()
    round_ = handed_in(people, opened(people))
    with pytest.raises(PermissionDenied):
        added(people, round_, people.lead_unit, by=people.clerk(people.neighbour_unit))
    with pytest.raises(Refused, match="đã nộp bảng tự chấm"):
        added(people, round_, people.neighbour_unit)
    assert not AddedRow.objects.exists()


def test_a_unit_adds_a_row_in_the_browser(client_of):
    """Trang «Thêm dòng ngoài bộ tiêu chí»: trùng tên thì báo; lý do bắt buộc."""
    people = cast()
    round_ = opened(people)
    client, page = (
        client_of(people.lead, SCORED),
        reverse("scoring:add_row_to_sheet", args=[sheet_of(round_, people.lead_unit).pk]),
    )
    body = {
        "name": "Đăng cai hội thao",
        "sign": "bonus",
        "points": "1,5",
        "reason": "Quyết định 12",
        "under": row_id(round_, "III"),
    }
    assert client.post(page, body | {"reason": ""}).status_code == 200
    assert client.post(page, body).status_code == 302
    assert "Phiếu đã có dòng thêm mang tên này" in client.post(page, body).content.decode()
    assert sheet_of(round_, people.lead_unit).self_total == D("1.5")


def test_a_sheet_that_was_sent_back_for_single_rows_takes_no_new_row(client_of):
    """Trả lại để bổ sung vài dòng: không thêm dòng mới, trang phiếu cũng không mời thêm."""
    people = cast()
    round_ = handed_in(people, opened(people))
    unit = people.neighbour_unit
    told = {"reason": "Hỏi", "questions": {row_id(round_, "1.1"): "Vì sao?"}, "by": people.lead, "at": CHECKED}
    workflow.send_back(sheet_of(round_, unit), **told)
    with pytest.raises(Refused, match="những dòng được hỏi"):
        added(people, round_, unit, at=CHECKED)
    page = client_of(people.clerk(unit), CHECKED).get(reverse("scoring:sheet", args=[sheet_of(round_, unit).pk]))
    assert "Thêm dòng ngoài bộ tiêu chí" not in page.content.decode()


# --- nới trần -------------------------------------------------------------------------------------
def capped_round(people):
    """Every unit checked with 15 and a bonus of 6, of which the scheme counts 2."""
    round_ = opened(people, text=CAPPED)
    for each in people.units:
        workflow.save_marks(
            round_, "self", cells(round_, each, {"1": "15", "2.1": "6"}), by=people.clerk(each), at=SCORED
        )
        workflow.submit(sheet_of(round_, each), by=people.head(each), at=SCORED)
    return checked(people, round_)


def test_a_cap_is_lifted_for_one_unit_with_a_reason_and_printed_for_ever(client_of):
    """Nới trần điểm cộng cho một đơn vị: tổng theo trần mới, chỉ đơn vị đó; bảng điểm in ra việc nới."""
    people = cast()
    round_ = capped_round(people)
    group = round_.scheme.criteria.get(code="II")
    sheet = sheet_of(round_, people.neighbour_unit)
    told = {"criterion": group, "cap": "cap_bonus", "to": D(5), "by": people.lead, "at": CHECKED}
    with pytest.raises(Refused, match="phải nêu lý do"):
        exceptions.lift_cap(sheet, reason=" ", **told)
    exceptions.lift_cap(sheet, reason="Nghị quyết hội nghị ngày 20/11", **told)
    page = client_of(people.deputy, CHECKED).get(reverse("scoring:sheet", args=[sheet.pk])).content.decode()
    assert "Nghị quyết hội nghị ngày 20/11" in page
    workflow.agree(round_, by=people.lead, at=AGREED)
    assert [sheet_of(round_, u).total for u in people.units] == [D(17), D(17), D(20)]
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    round_.refresh_from_db()
    assert round_.paper.data["own"] == [
        f"{people.neighbour_unit.name}: nới trần điểm cộng, II Điểm cộng, từ 2,00 đến 5,00 (Nghị quyết hội nghị ngày 20/11)"
    ]


@pytest.mark.parametrize(
    ("cap", "to", "why"), [("cap_bonus", 2, "phải cao hơn trần"), ("cap_total", 9, "không đặt mức trần đó")]
)
def test_a_cap_is_only_raised_and_only_where_the_scheme_sets_one(cap, to, why):
    """Nới bằng trần cũ, hay nới mức mà bộ tiêu chí không đặt: từ chối."""
    people = cast()
    round_ = capped_round(people)
    group, sheet = round_.scheme.criteria.get(code="II"), sheet_of(round_, people.neighbour_unit)
    with pytest.raises(Refused, match=why):
        exceptions.lift_cap(sheet, criterion=group, cap=cap, to=D(to), reason="Thử", by=people.lead, at=CHECKED)


def test_nobody_lifts_a_cap_for_their_own_unit(client_of):
    """Trưởng khối không nới trần cho đơn vị mình; phó khối làm việc đó."""
    people = cast()
    round_ = capped_round(people)
    sheet = sheet_of(round_, people.lead_unit)
    page, body = reverse("scoring:lift_cap", args=[sheet.pk]), {"to": "3", "reason": "Nghị quyết"}
    body["what"] = f"{round_.scheme.criteria.get(code='II').pk}:cap_bonus"
    assert client_of(people.lead, CHECKED).post(page, body).status_code == 403
    assert client_of(people.deputy, CHECKED).post(page, body).status_code == 302
    assert Lift.objects.get().to == D(3)


@pytest.mark.parametrize("model", [Question, AddedMark, Lift])
def test_what_was_said_of_a_sheet_cannot_be_rewritten(model):
    """Câu hỏi, điểm dòng thêm, việc nới trần: cơ sở dữ liệu không cho sửa."""
    people = cast()
    round_ = opened(people, text=CAPPED)
    added(people, round_, people.lead_unit, under=None)
    unit = people.neighbour_unit
    workflow.save_marks(round_, "self", cells(round_, unit, {"1": "15", "2.1": "6"}), by=people.clerk(unit), at=SCORED)
    workflow.submit(sheet_of(round_, unit), by=people.head(unit), at=SCORED)
    workflow.begin_checking(round_, by=people.lead, at=CHECKED)
    sheet = sheet_of(round_, unit)
    workflow.send_back(sheet, reason="Hỏi", questions={row_id(round_, "1"): "?"}, by=people.lead, at=CHECKED)
    workflow.submit(sheet_of(round_, unit), by=people.head(unit), at=CHECKED)
    workflow.accept_claims(round_, [sheet_of(round_, unit)], by=people.lead, at=CHECKED)
    workflow.check_done(sheet_of(round_, unit), by=people.lead, at=CHECKED)
    group = round_.scheme.criteria.get(code="II")
    exceptions.lift_cap(
        sheet_of(round_, unit),
        criterion=group,
        cap="cap_bonus",
        to=D(4),
        reason="Nghị quyết",
        by=people.lead,
        at=CHECKED,
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(at=AGREED)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()


def test_a_full_sheet_without_anything_of_its_own_asks_for_no_more_rows(client_of, django_assert_max_num_queries):
    """Phiếu không có điều riêng: trang phiếu không hỏi thêm bảng nào của điều riêng."""
    people = cast()
    round_ = handed_in(people, opened(people))
    client, page = (
        client_of(people.lead, CHECKED),
        reverse("scoring:sheet", args=[sheet_of(round_, people.neighbour_unit).pk]),
    )
    client.get(page)
    with django_assert_max_num_queries(40) as asked:
        client.get(page)
    assert not any("scoring_added" in q["sql"] or "scoring_lift" in q["sql"] for q in asked.captured_queries)
