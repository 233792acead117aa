"""Cột là dòng của vòng chấm: chấm chéo, giải trình và chấm lại, cơ quan chuyên môn, cơ quan thường trực, Hội đồng."""

import datetime as dt
import json
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from blocs.roster.models import Office
from blocs.scoring import columns, workflow
from blocs.scoring.columns import Plan
from blocs.scoring.models import ColumnState, Filler, Mark, Moment, Sheet
from emulation.journal import clock
from emulation.journal.steps import Refused
from emulation.testing import sitting, unit

from .building import AGREED, CHECKED, OPENED, PUBLISHED, SCORED, YEAR, cast, cells, opened, sheet_of

pytestmark = pytest.mark.django_db

SCHEME = """
title: Bộ tiêu chí hai dòng
scale: 20
criteria:
- {code: "1", name: Nhiệm vụ chuyên môn, max: 10, kind: direct}
- {code: "2", name: Cải cách hành chính, max: 10, kind: direct, scorer: Sở Nội vụ}
"""
CLAIM = {"1": "9", "2": "8"}


def laid_out(people, **plan):
    """A round whose columns stand as planned, every unit's claim 9 + 8 handed in. Out: Round."""
    round_ = opened(people, text=SCHEME)
    columns.lay_out(round_, Plan(**plan), by=people.lead, at=OPENED)
    for each in people.units:
        workflow.save_marks(round_, "self", cells(round_, each, CLAIM), by=people.clerk(each), at=SCORED)
        workflow.submit(sheet_of(round_, each), by=people.head(each), at=SCORED)
    round_.refresh_from_db()
    return round_


def typed(round_, code, of, texts, by, at=CHECKED, reason="Theo hồ sơ"):
    """What one person types in one column of one unit's sheet: the answers by row."""
    claims = {key: workflow.Claim(text, reason) for key, text in cells(round_, of, texts).items()}
    saving = workflow.save_marks(round_, code, claims, by=by, at=at)
    return [a.sentence if a.state == "refused" else a.state for a in saving.answers.values()]


def column(round_, code):
    return round_.columns.get(code=code)


def peer(people, round_, n):
    """The column in which the n-th unit assesses the others."""
    return round_.columns.get(kind=Filler.PEER, member__unit=people.units[n])


def assessed(people, round_, n, points):
    """The n-th unit gives each other unit its points in both rows, and hands in."""
    mine = peer(people, round_, n)
    for other, given in points.items():
        typed(round_, mine.code, people.units[other], {"1": given, "2": given}, people.clerk(people.units[n]))
    columns.hand_in_column(mine, by=people.clerk(people.units[n]), at=CHECKED)


def checked_by_the_lead(people, round_, texts=None):
    for each in people.units:
        by = people.deputy if each == people.lead_unit else people.lead
        typed(round_, "team", each, texts or CLAIM, by)
        workflow.check_done(sheet_of(round_, each), by=by, at=CHECKED)


def means(round_, of):
    rows = Mark.objects.filter(column__round=round_, column__code="peers", sheet__member__unit=of)
    return [m.points for m in rows.order_by("criterion__position")]


def seen(user, round_, code, at=CHECKED):
    with clock.at(at):
        user.forget_powers()
        marks = Mark.objects.for_user(user).filter(column__round=round_, column__code=code)
        return set(marks.values_list("sheet__member__unit", flat=True))


# --- chấm chéo ------------------------------------------------------------------------------------
def test_the_units_score_each_other_and_the_mean_stands_once_all_have_handed_in():
    """Chấm chéo: điểm của mỗi đơn vị là bình quân các đơn vị khác cho, có sau khi đơn vị cuối cùng nộp cột."""
    people = cast(members=4)
    round_ = laid_out(people, peers="mean", team=False)
    assessed(people, round_, 0, {1: "8", 2: "7", 3: "6"})
    assessed(people, round_, 1, {0: "9", 2: "8", 3: "6,5"})
    assessed(people, round_, 2, {0: "10", 1: "9", 3: "7"})
    assert means(round_, people.units[3]) == []
    assessed(people, round_, 3, {0: "9,5", 1: "8,5", 2: "9"})
    assert means(round_, people.units[3]) == [D("6.5"), D("6.5")]  # 6; 6,5; 7
    assert means(round_, people.units[2]) == [D(8), D(8)]  # 7; 8; 9
    for each in people.units:
        workflow.check_done(
            sheet_of(round_, each), by=people.deputy if each == people.lead_unit else people.lead, at=CHECKED
        )
    workflow.agree(round_, by=people.lead, at=AGREED)
    assert [sheet_of(round_, u).total for u in people.units] == [D(19), D(17), D(16), D(13)]


def test_the_trimmed_mean_leaves_out_the_highest_and_the_lowest():
    """Bỏ một điểm cao nhất, một điểm thấp nhất rồi mới bình quân; lý do ghi các điểm, không ghi ai cho."""
    people = cast(members=5)
    round_ = laid_out(people, peers="trimmed", team=False)
    for n in range(1, 5):
        given = {1: "2", 2: "8", 3: "8,5", 4: "10"}[n]
        others = {o: "7" for o in range(1, 5) if o != n}
        assessed(people, round_, n, {0: given} | others)
    assessed(people, round_, 0, dict.fromkeys(range(1, 5), "7"))
    assert means(round_, people.lead_unit) == [D("8.25"), D("8.25")]  # 2 và 10 bị bỏ
    mark = Mark.objects.filter(column__code="peers", sheet__member__unit=people.lead_unit).first()
    assert mark.reason == "4 đơn vị chấm: 2,00; 8,00; 8,50; 10,00"


def test_nobody_scores_their_own_unit_across():
    """Cột chấm chéo: phiếu của chính đơn vị mình thì khóa."""
    people = cast()
    round_ = laid_out(people, peers="mean")
    mine = peer(people, round_, 2)
    told = typed(round_, mine.code, people.neighbour_unit, {"1": "10"}, people.clerk(people.neighbour_unit))
    assert told == ["Ô đã khóa: không ai chấm phiếu của đơn vị mình."]
    assert typed(round_, mine.code, people.lead_unit, {"1": "9"}, people.clerk(people.neighbour_unit)) == ["saved"]


def test_an_assessor_may_change_a_mark_where_rows_are_worked_out_together():
    """Bộ tiêu chí có dòng tính theo dòng khác: người chấm chéo sửa lại điểm đã ghi, không bị coi là đụng với ai."""
    people = cast()
    round_ = opened(
        people,
        text=SCHEME + '- {code: "3", name: Nửa dòng một, kind: formula, rows: [{name: p, row: "1"}], formula: p / 2}\n',
    )
    columns.lay_out(round_, Plan(peers="mean", team=False), by=people.lead, at=OPENED)
    for each in people.units:
        workflow.save_marks(round_, "self", cells(round_, each, CLAIM), by=people.clerk(each), at=SCORED)
        workflow.submit(sheet_of(round_, each), by=people.head(each), at=SCORED)
    mine, by = peer(people, round_, 2), people.clerk(people.units[2])
    for seen, text in enumerate(("8", "7")):
        ((key, _text),) = cells(round_, people.lead_unit, {"1": ""}).items()
        claim = workflow.Claim(text, "Theo hồ sơ", seen=seen)
        saving = workflow.save_marks(round_, mine.code, {key: claim}, by=by, at=CHECKED)
        assert [a.state for a in saving.answers.values()] == ["saved"]
    assert [m.points for m in Mark.objects.filter(column=mine)] == [7]


def test_what_one_unit_gave_is_seen_by_it_and_once_handed_in_by_the_secretariat_alone():
    """Điểm một đơn vị cho đơn vị khác: chỉ đơn vị đó thấy; cơ quan thường trực thấy sau khi nộp; trưởng khối không thấy."""
    people = cast()
    round_ = laid_out(people, peers="mean")
    mine = peer(people, round_, 2)
    typed(round_, mine.code, people.lead_unit, CLAIM, people.clerk(people.neighbour_unit))
    typed(round_, mine.code, people.deputy_unit, CLAIM, people.clerk(people.neighbour_unit))
    given = {people.lead_unit.pk, people.deputy_unit.pk}
    assert seen(people.clerk(people.neighbour_unit), round_, mine.code) == given
    assert seen(people.secretary, round_, mine.code) == set()
    columns.hand_in_column(mine, by=people.clerk(people.neighbour_unit), at=CHECKED)
    assert seen(people.secretary, round_, mine.code) == given
    assert seen(people.lead, round_, mine.code) == seen(people.deputy, round_, mine.code) == set()


def test_the_column_of_another_assessor_has_no_page(client_of):
    """Lưới của đơn vị chấm chéo khác: không có trang, không có nút."""
    people = cast()
    round_ = laid_out(people, peers="mean")
    page = reverse("scoring:grid", args=[round_.pk, peer(people, round_, 2).code])
    assert client_of(people.clerk(people.neighbour_unit), CHECKED).get(page).status_code == 200
    assert client_of(people.lead, CHECKED).get(page).status_code == 404


def test_an_assessor_who_never_hands_in_is_closed_with_a_reason_and_not_counted():
    """Đơn vị không nộp cột chấm chéo: khóa cột, có lý do; điểm bỏ dở không tính."""
    people = cast()
    round_ = laid_out(people, peers="mean")
    for n, others in ((0, (1, 2)), (1, (0, 2))):
        assessed(people, round_, n, dict.fromkeys(others, "6"))
    typed(round_, peer(people, round_, 2).code, people.lead_unit, {"1": "1"}, people.clerk(people.neighbour_unit))
    with pytest.raises(Refused, match="phải nêu lý do"):
        columns.close_column(peer(people, round_, 2), reason="", by=people.lead, at=CHECKED)
    columns.close_column(peer(people, round_, 2), reason="Quá hạn hai ngày", by=people.lead, at=CHECKED)
    assert means(round_, people.lead_unit) == [D(6), D(6)]


def test_a_column_with_empty_cells_is_not_handed_in():
    """Nộp cột chấm chéo khi còn ô trống: nói đơn vị nào, dòng nào."""
    people = cast()
    round_ = laid_out(people, peers="mean")
    mine = peer(people, round_, 0)
    typed(round_, mine.code, people.deputy_unit, CLAIM, people.lead)
    with pytest.raises(Refused, match=rf"{people.neighbour_unit}: còn 2 dòng chưa chấm \(1, 2\)"):
        columns.hand_in_column(mine, by=people.lead, at=CHECKED)
    with pytest.raises(PermissionDenied):
        columns.hand_in_column(mine, by=people.deputy, at=CHECKED)


def test_the_secretariat_sees_who_gave_far_more_than_the_others_and_who_gave_everybody_the_same(client_of):
    """Cơ quan thường trực thấy đơn vị cho điểm lệch hẳn và đơn vị cho ai cũng như nhau; các đơn vị không thấy trang này."""
    people = cast(members=4)
    round_ = laid_out(people, peers="mean", team=False)
    assessed(people, round_, 0, {1: "8", 2: "7", 3: "6"})
    assessed(people, round_, 1, {0: "9", 2: "7", 3: "10"})  # cho Sở 4 hơn hẳn: 20 so với (12 + 13) / 2
    assessed(people, round_, 2, {0: "9", 1: "8", 3: "6,5"})
    assessed(people, round_, 3, {0: "8", 1: "8", 2: "8"})
    page = reverse("scoring:crossing", args=[round_.pk])
    shown = client_of(people.secretary, CHECKED).get(page)
    found = shown.context["crossing"]
    assert [[c and c.total for c in a.cells] for a in found.assessors][1] == [D(18), None, D(14), D(20)]
    assert [[c and c.apart for c in a.cells] for a in found.assessors][1] == [D(1), None, D(-1), D("7.5")]
    far = [
        (a.column.member.short_name, s.member.short_name)
        for a in found.assessors
        for s, c in zip(found.sheets, a.cells, strict=True)
        if c and c.is_far
    ]
    assert far == [("Sở 1", "Sở 4"), ("Sở 2", "Sở 4"), ("Sở 3", "Sở 4"), ("Sở 4", "Sở 1"), ("Sở 4", "Sở 3")]
    assert [c.member.short_name for c in found.flat] == ["Sở 4"]
    assert client_of(people.lead, CHECKED).get(page).status_code == 403


def test_an_assessor_reads_no_claim_while_the_others_still_score_themselves():
    """Vòng còn đang tự chấm: đơn vị chấm chéo chưa đọc phiếu tự chấm của đơn vị đã nộp."""
    people = cast()
    round_ = opened(people, text=SCHEME)
    columns.lay_out(round_, Plan(peers="mean"), by=people.lead, at=OPENED)
    first = people.neighbour_unit
    workflow.save_marks(round_, "self", cells(round_, first, CLAIM), by=people.clerk(first), at=SCORED)
    workflow.submit(sheet_of(round_, first), by=people.head(first), at=SCORED)
    outsider = cast(4, name="Khối bốn đơn vị")
    assert seen(people.deputy, round_, "self", SCORED) == {first.pk}  # phó khối kiểm tra, nên đọc được
    assert seen(outsider.clerk(outsider.units[3]), round_, "self", SCORED) == set()
    four = opened(outsider, text=SCHEME)
    columns.lay_out(four, Plan(peers="mean"), by=outsider.lead, at=OPENED)
    done = outsider.units[2]
    workflow.save_marks(four, "self", cells(four, done, CLAIM), by=outsider.clerk(done), at=SCORED)
    workflow.submit(sheet_of(four, done), by=outsider.head(done), at=SCORED)
    assert seen(outsider.clerk(outsider.units[3]), four, "self", SCORED) == set()
    workflow.begin_checking(four, by=outsider.lead, at=CHECKED)
    assert seen(outsider.clerk(outsider.units[3]), four, "self") == {done.pk}


def test_the_lead_sees_which_peers_are_missing_and_closes_them_but_reads_nothing(client_of):
    """Trưởng khối thấy đơn vị nào chưa nộp cột chấm chéo và khóa được, không mở được lưới của họ."""
    people = cast()
    round_ = laid_out(people, peers="mean")
    client, theirs = client_of(people.lead, CHECKED), peer(people, round_, 2)
    page = client.get(reverse("scoring:round", args=[round_.pk])).content.decode()
    assert reverse("scoring:close_column", args=[theirs.pk]) in page
    assert reverse("scoring:grid", args=[round_.pk, theirs.code]) not in page
    assert client.post(reverse("scoring:close_column", args=[theirs.pk]), {"reason": "Quá hạn"}).status_code == 302
    assert column(round_, theirs.code).state == ColumnState.CLOSED


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
