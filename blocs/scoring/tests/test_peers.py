"""Chấm chéo: đơn vị chấm lẫn nhau, trừ đơn vị mình; bình quân không tên; ai cho ai bao nhiêu chỉ cơ quan thường trực đọc."""

from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from blocs.scoring import columns, workflow
from blocs.scoring.columns import Plan
from blocs.scoring.models import ColumnState, Mark, MarkHistory
from emulation.journal.steps import DoneBefore, Refused

from .building import AGREED, CHECKED, OPENED, SCORED, cast, cells, opened, sheet_of
from .laying_out import CLAIM, SCHEME, assessed, checked_by_the_lead, column, laid_out, means, peer, seen, typed

pytestmark = pytest.mark.django_db


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
    for version, text in enumerate(("8", "7")):
        ((key, _text),) = cells(round_, people.lead_unit, {"1": ""}).items()
        claim = workflow.Claim(text, "Theo hồ sơ", seen=version)
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


def test_a_column_is_handed_in_once_however_often_the_button_is_pressed(client_of):
    """Bấm «Nộp cột» hai lần: lần sau nói là đã nộp rồi; bình quân chỉ ghi một lần."""
    people = cast()
    round_ = laid_out(people, peers="mean")
    for n in range(3):
        assessed(people, round_, n, {o: "5" for o in range(3) if o != n})
    last, written = peer(people, round_, 2), MarkHistory.objects.filter(mark__column__code="peers").count()
    with pytest.raises(DoneBefore, match="«Nộp cột» đã làm rồi"):
        columns.hand_in_column(last, by=people.clerk(people.neighbour_unit), at=CHECKED)
    page = reverse("scoring:hand_in_column", args=[last.pk])
    assert client_of(people.clerk(people.neighbour_unit), CHECKED).post(page).status_code == 409
    assert MarkHistory.objects.filter(mark__column__code="peers").count() == written == 6


def test_a_column_neither_closes_nor_opens_once_points_are_agreed():
    """Đã chốt điểm: không khóa, không mở lại cột nào nữa."""
    people = cast()
    round_ = laid_out(people, secretariat=True)
    checked_by_the_lead(people, round_)
    columns.hand_in_column(column(round_, "secretariat"), by=people.secretary, at=CHECKED)
    workflow.agree(round_, by=people.lead, at=AGREED)
    with pytest.raises(Refused, match="khi vòng chấm đang kiểm tra"):
        columns.reopen_column(column(round_, "secretariat"), reason="Sót một dòng", by=people.lead, at=AGREED)
    assert column(round_, "secretariat").state == ColumnState.DONE
