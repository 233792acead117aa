"""Cột là dòng của vòng chấm: giải trình và chấm lại, cơ quan chuyên môn, cơ quan thường trực, Hội đồng; đặt cột, thấy từ lúc nào."""

import datetime as dt
import json
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from blocs.roster.models import Office
from blocs.scoring import columns, workflow
from blocs.scoring.columns import Plan
from blocs.scoring.models import ColumnState, Filler, Moment, Sheet
from emulation.journal.steps import Refused
from emulation.testing import sitting, unit

from .building import AGREED, CHECKED, OPENED, PUBLISHED, YEAR, cast, cells, opened, sheet_of
from .laying_out import SCHEME, assessed, checked_by_the_lead, column, laid_out, seen, typed

pytestmark = pytest.mark.django_db


# --- giải trình, chấm lại -------------------------------------------------------------------------
def test_a_unit_explains_the_rows_that_were_cut_and_a_second_look_may_restore_them():
    """Đơn vị giải trình dòng bị chấm thấp hơn; chấm lại nâng điểm; điểm chốt theo cột sau cùng."""
    people = cast()
    round_ = laid_out(people, answer=True, answer_due=dt.date(YEAR, 11, 25), second=True)
    checked_by_the_lead(people, round_, {"1": "7", "2": "8"})
    own = people.clerk(people.neighbour_unit)
    explained = typed(round_, "answer", people.neighbour_unit, {"1": "", "2": ""}, own, reason="Có 3 văn bản bổ sung")
    assert explained == ["saved", "Ô đã khóa: chỉ giải trình dòng bị chấm thấp hơn tự chấm."]
    assert typed(round_, "answer", people.neighbour_unit, {"1": "9"}, own) == [
        "Cột giải trình chỉ ghi lời, không ghi điểm."
    ]
    with pytest.raises(Refused, match="đơn vị chưa giải trình, còn trong hạn"):
        columns.hand_in_column(column(round_, "answer"), by=people.lead, at=CHECKED)
    columns.hand_in_column(column(round_, "answer"), by=people.lead, at=AGREED)  # 27/11, quá hạn giải trình
    typed(round_, "second", people.neighbour_unit, {"1": "8,5"}, people.lead, AGREED)
    columns.hand_in_column(column(round_, "second"), by=people.lead, at=AGREED)
    workflow.agree(round_, by=people.lead, at=AGREED)
    assert [sheet_of(round_, u).total for u in people.units] == [D(15), D(15), D("16.5")]


def test_the_second_look_waits_for_the_explanations():
    """Cột sau không nộp trước cột đứng trước."""
    people = cast()
    round_ = laid_out(people, answer=True, second=True)
    checked_by_the_lead(people, round_, {"1": "7", "2": "8"})
    with pytest.raises(Refused, match=r"cột đứng trước chưa nộp \(Giải trình\)"):
        columns.hand_in_column(column(round_, "second"), by=people.lead, at=CHECKED)


# --- cơ quan thường trực, chuyên môn, Hội đồng ----------------------------------------------------
def test_rows_of_the_secretariat_are_scored_by_it_alone_and_the_round_waits_for_them():
    """Dòng giao cơ quan thường trực: tổ kiểm tra không chấm được; chưa nộp cột đó thì chưa chốt được."""
    people = cast()
    round_ = laid_out(people, secretariat=True, scorers={"Sở Nội vụ": Filler.SECRETARIAT})
    assert typed(round_, "team", people.neighbour_unit, {"2": "8"}, people.lead) == [
        "Ô đã khóa: dòng này do “Cơ quan thường trực” chấm."
    ]
    checked_by_the_lead(people, round_, {"1": "9"})
    assert typed(round_, "secretariat", people.neighbour_unit, {"1": "9"}, people.secretary) == [
        "Ô đã khóa: dòng này không do “Cơ quan thường trực” chấm."
    ]
    with pytest.raises(Refused, match=r"còn cột chưa nộp \(Cơ quan thường trực\)"):
        workflow.agree(round_, by=people.lead, at=AGREED)
    for each in people.units:
        typed(round_, "secretariat", each, {"2": "7,5"}, people.secretary)
    columns.hand_in_column(column(round_, "secretariat"), by=people.secretary, at=CHECKED)
    workflow.agree(round_, by=people.lead, at=AGREED)
    assert {sheet_of(round_, u).total for u in people.units} == {D("16.5")}


def test_an_agency_scores_its_rows_though_it_is_no_member():
    """Cơ quan chuyên môn ngoài khối chấm các dòng giao cho mình, thấy phiếu đã nộp, không thấy cột kiểm tra."""
    people = cast()
    agency = unit("Thanh tra tỉnh", people.year.bloc.root)
    inspector, stranger = (
        sitting(Office.CLERK, unit=agency),
        sitting(Office.CLERK, unit=unit("Sở khác", people.year.bloc.root)),
    )
    round_ = laid_out(people, scorers={"Sở Nội vụ": agency})
    checked_by_the_lead(people, round_, {"1": "9"})
    code = f"agency-{agency.pk}"
    assert typed(round_, code, people.lead_unit, {"2": "6"}, inspector) == ["saved"]
    assert seen(inspector, round_, "self") == {u.pk for u in people.units}
    assert seen(inspector, round_, "team") == seen(stranger, round_, "self") == set()
    with pytest.raises(PermissionDenied):
        typed(round_, code, people.deputy_unit, {"2": "6"}, stranger)


def test_a_save_tells_an_agency_nothing_of_what_the_checkers_gave(client_of):
    """Trả lời sau khi lưu cột cơ quan chuyên môn: tổng chỉ gồm điểm của cột đó, không lộ điểm kiểm tra."""
    people = cast()
    agency = unit("Thanh tra tỉnh", people.year.bloc.root)
    inspector = sitting(Office.CLERK, unit=agency)
    round_ = laid_out(people, scorers={"Sở Nội vụ": agency})
    checked_by_the_lead(people, round_, {"1": "9"})
    page = reverse("scoring:save", args=[round_.pk, f"agency-{agency.pk}"])
    (sheet, row), _text = next(iter(cells(round_, people.lead_unit, {"2": "6"}).items()))
    body = json.dumps({"cells": {f"{sheet}-{row}": {"raw": "6", "seen": 0}}})
    told = client_of(inspector, CHECKED).post(page, body, content_type="application/json").json()
    assert [text for key, text, _partial in told["sums"] if key.endswith("all")] == ["6,00"]
    assert "15,00" not in json.dumps(told)


def test_the_council_reads_and_scores_once_a_sheet_is_checked():
    """Vòng có cột Hội đồng: ủy viên thấy phiếu từ khi kiểm tra xong; thư ký Hội đồng điền."""
    people = cast()
    secretary = sitting(Office.COUNCIL_SECRETARY, unit=people.year.bloc.council)
    round_ = laid_out(people, council=True)
    assert seen(people.councillor, round_, "self") == set()
    checked_by_the_lead(people, round_)
    assert seen(people.councillor, round_, "team") == {u.pk for u in people.units}
    with pytest.raises(PermissionDenied):
        typed(round_, "council", people.lead_unit, {"1": "8"}, people.councillor)
    assert typed(round_, "council", people.lead_unit, {"1": "8"}, secretary) == ["saved"]


# --- thấy từ lúc nào ------------------------------------------------------------------------------
def agreed_round(people, **plan):
    round_ = laid_out(people, **plan)
    checked_by_the_lead(people, round_)
    workflow.agree(round_, by=people.lead, at=AGREED)
    return round_


def test_the_round_says_from_when_members_see_each_other(client_of):
    """Vòng đặt «khi công bố»: chốt rồi đơn vị bạn vẫn chưa thấy điểm nhau, cả ở bảng xếp hạng."""
    people = cast()
    round_ = agreed_round(people, members_see=Moment.PUBLISHED)
    neighbour = people.clerk(people.neighbour_unit)
    ranking = reverse("scoring:ranking", args=[round_.pk])
    assert seen(neighbour, round_, "self", AGREED) == {people.neighbour_unit.pk}
    assert client_of(neighbour, AGREED).get(ranking).status_code == 404
    assert client_of(people.lead, AGREED).get(ranking).status_code == 200
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    assert seen(neighbour, round_, "self", PUBLISHED) == {u.pk for u in people.units}
    assert client_of(neighbour, PUBLISHED).get(ranking).status_code == 200


def test_a_column_says_from_when_the_unit_sees_its_own_points(client_of):
    """Cột đặt «khi công bố»: đơn vị chưa thấy điểm của mình ở cột đó, cả tổng trên trang vòng chấm."""
    people = cast()
    hidden = dict.fromkeys(("team", "final"), Moment.PUBLISHED)
    round_ = agreed_round(people, unit_sees=hidden, members_see=Moment.PUBLISHED)
    neighbour = people.clerk(people.neighbour_unit)
    assert seen(neighbour, round_, "team", AGREED) == set()
    rows = client_of(neighbour, AGREED).get(reverse("scoring:round", args=[round_.pk])).context["rows"]
    assert {(r.checked, r.total) for r in rows} == {(None, None)}
    rows = client_of(people.lead, AGREED).get(reverse("scoring:round", args=[round_.pk])).context["rows"]
    assert {(r.checked, r.total) for r in rows} == {(D(17), D(17))}


def test_an_assessor_does_not_see_what_the_team_gave(client_of):
    """Đơn vị chấm chéo đọc phiếu tự chấm của đơn vị khác, không đọc điểm kiểm tra, cả tổng điểm."""
    people = cast()
    round_ = laid_out(people, peers="mean")
    for n in range(3):
        assessed(people, round_, n, {o: "5" for o in range(3) if o != n})
    checked_by_the_lead(people, round_)
    neighbour = people.clerk(people.neighbour_unit)
    assert seen(neighbour, round_, "self") == {u.pk for u in people.units}
    assert seen(neighbour, round_, "team") == seen(neighbour, round_, "peers") == {people.neighbour_unit.pk}
    rows = client_of(neighbour, CHECKED).get(reverse("scoring:round", args=[round_.pk])).context["rows"]
    assert [r.checked for r in rows] == [None, None, D(17)]


# --- đặt cột --------------------------------------------------------------------------------------
def test_columns_stay_once_checking_has_begun():
    """Đã bắt đầu kiểm tra thì không đặt lại cột."""
    people = cast()
    round_ = laid_out(people)
    with pytest.raises(Refused, match="các cột của vòng chấm giữ nguyên"):
        columns.lay_out(round_, Plan(council=True), by=people.lead, at=CHECKED)


def test_a_round_without_anybody_who_checks_is_refused():
    """Không cột kiểm tra, không chấm chéo thì từ chối."""
    people = cast()
    with pytest.raises(Refused, match="Phải có cột kiểm tra hoặc cột chấm chéo"):
        columns.lay_out(opened(people, text=SCHEME), Plan(team=False), by=people.lead, at=OPENED)


def test_the_next_round_begins_with_the_columns_of_the_last():
    """Vòng sau của khối có sẵn các cột của vòng trước, không kèm hạn cũ."""
    people = cast()
    midyear = opened(people, kind="midyear", text=SCHEME)
    plan = Plan(
        peers="trimmed",
        answer=True,
        answer_due=dt.date(YEAR, 11, 30),
        council=True,
        scorers={"Sở Nội vụ": Filler.COUNCIL},
    )
    columns.lay_out(midyear, plan, by=people.lead, at=OPENED)
    year_end = opened(people)
    codes = [c.code for c in year_end.columns.exclude(kind=Filler.PEER)]
    assert codes == ["self", "peers", "team", "answer", "council", "final"]
    assert column(year_end, "answer").due is None
    assert column(year_end, "council").scorers == ["Sở Nội vụ"]
    assert year_end.columns.filter(kind=Filler.PEER).count() == 3


def test_the_lead_lays_the_columns_out_in_the_browser(client_of):
    """Trang «Các cột của vòng chấm»: giao các dòng của Sở Nội vụ cho cơ quan thường trực mà không có cột đó thì báo ngay."""
    people = cast()
    round_ = opened(people, text=SCHEME)
    page, client = reverse("scoring:lay_out", args=[round_.pk]), client_of(people.lead, OPENED)
    shown = client.get(page).context["form"]
    typed_in = {name: field.initial for name, field in shown.fields.items() if name.startswith("sees-")}
    typed_in |= {"team": "on", "members_see": "agreed", "peers": "mean", "scorer0": "secretariat"}
    assert "chọn thêm cột" in client.post(page, typed_in).content.decode()
    assert client.post(page, typed_in | {"secretariat": "on"}).status_code == 302
    assert column(round_, "secretariat").scorers == ["Sở Nội vụ"]
    assert column(round_, "secretariat").state == ColumnState.OPEN


def test_the_home_page_asks_for_a_column_when_its_turn_has_come(client_of):
    """Trang đầu: đơn vị được nhắc điền cột chấm chéo khi vòng đang kiểm tra; nộp rồi thì hết nhắc."""
    people = cast()
    round_ = laid_out(people, peers="mean", secretariat=True)
    neighbour = people.clerk(people.neighbour_unit)
    words = f"Điền và nộp cột “Chấm chéo của {people.neighbour_unit}”"
    assert words in client_of(neighbour, CHECKED).get("/").content.decode()
    assert "Điền và nộp cột “Cơ quan thường trực”" not in client_of(people.secretary, CHECKED).get("/").content.decode()
    assessed(people, round_, 2, {0: "5", 1: "5"})
    assert words not in client_of(neighbour, CHECKED).get("/").content.decode()
    assert Sheet.objects.filter(round=round_, state="submitted").count() == 3


def test_agreeing_is_not_offered_while_a_column_is_missing(client_of):
    """Còn cột chưa nộp: nút chốt không bấm được và nói vì sao; trang đầu chưa nhắc chốt."""
    people = cast()
    round_ = laid_out(people, secretariat=True)
    checked_by_the_lead(people, round_)
    client = client_of(people.lead, CHECKED)
    page = client.get(reverse("scoring:round", args=[round_.pk])).content.decode()
    assert "Chưa chốt được: còn cột chưa nộp (Cơ quan thường trực)." in page
    assert reverse("scoring:agree", args=[round_.pk]) not in page
    assert "Chốt điểm: chấm điểm cuối năm" not in client.get("/").content.decode()
