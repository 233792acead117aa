"""Xếp hạng của vòng: cách phân định và loại in ở mọi nơi, giữ nguyên khi đã công bố; mỗi con số mở được tới nhật ký."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from blocs.scoring import correction, reports, workflow
from blocs.scoring.models import RankRow
from blocs.years import workflow as years
from emulation.journal.models import Entry
from emulation.law.models import Fact

from .building import (
    AGREED,
    PUBLISHED,
    cast,
    cells,
    checked,
    handed_in,
    opened,
    sheet_of,
)

pytestmark = pytest.mark.django_db
TEXT = """
title: Bộ tiêu chí
scale: 100
tie_rules: [women, group:II]
classes: [{name: Xuất sắc, from: 90}, {name: Tốt, from: 80, below: 90}]
floors: [{class: Xuất sắc, row: II, percent: 80}]
criteria:
- {code: I, name: Nhiệm vụ, max: 60, children: [{code: "1.1", name: Chương trình, max: 60}]}
- {code: II, name: Thi đua, max: 40, children: [{code: "2.1", name: Phong trào, max: 40}]}
"""
# Three units with 91 points: the third is below the floor of group II (31 of 40).
MARKS = ({"1.1": "55", "2.1": "36"}, {"1.1": "56", "2.1": "35"}, {"1.1": "60", "2.1": "31"}, {"1.1": "40", "2.1": "30"})


def settled(people, text=TEXT):
    """A round of four units, agreed. Out: Round."""
    round_ = opened(people, text=text)
    for unit, texts in zip(people.units, MARKS, strict=True):
        handed_in(people, round_, unit, texts=texts)
    checked(people, round_)
    workflow.agree(round_, by=people.lead, at=AGREED)
    return round_


def women(people, place, number, staff=40, at=AGREED):
    """The clerk of a unit enters how many women work there."""
    unit = people.units[place]
    facts = {"women": number, "staff": staff, "source": "Báo cáo thống kê 30/11"}
    years.record_women(people.year.members.get(unit=unit), **facts, by=people.clerk(unit), at=at)


def published(people, round_):
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    return round_


def ranks(round_):
    return [(row.member.short_name, row.rank, row.decided_by) for row in reports.ranking(round_)]


def ties(round_):
    return [row.tie for row in reports.ranking(round_)]


@pytest.fixture
def people():
    return cast(4)


def test_the_unit_with_enough_women_stands_first_and_the_paper_says_so(people):
    """Ba đơn vị 91 điểm: Sở 2 có 30/40 nữ đứng trên, còn lại xét nhóm II; trang và bảng điểm in cách đã phân định."""
    round_ = settled(people)
    women(people, 0, 20)
    women(people, 1, 30)
    published(people, round_)
    assert ranks(round_) == [("Sở 2", 1, "women"), ("Sở 1", 2, "group"), ("Sở 3", 3, "group"), ("Sở 4", 4, "")]
    first, second, third, _last = ties(round_)
    law = "từ 70% theo Nghị định 152/2025/NĐ-CP, Điều 4 (điểm thứ 6)"
    assert first == f"cùng điểm với Sở 1, Sở 3: ưu tiên tập thể đủ tỷ lệ nữ luật định (30/40 nữ, 75,00%; {law})"
    assert second == "cùng điểm với Sở 2, Sở 3: xét điểm nhóm cao hơn (nhóm II: 36,00)"
    assert third == "cùng điểm với Sở 2, Sở 1: xét điểm nhóm cao hơn (nhóm II: 31,00; chưa ghi tỷ lệ nữ)"
    assert [row["tie"] for row in round_.paper.data["ranking"]] == ties(round_)


def test_who_shares_the_first_place_is_not_said_to_lead_alone(people, client_of):
    """Ba đơn vị đồng hạng nhất thì nói cùng đứng đầu; xếp theo % thì nói cùng tỷ lệ điểm."""
    text = TEXT.replace("tie_rules: [women, group:II]", "tie_rules: []\nrank_by: percent")
    round_ = published(people, settled(people, text))
    page = client_of(people.lead, PUBLISHED).get(reverse("scoring:ranking", args=[round_.pk])).content.decode()
    assert "3 đơn vị cùng đứng đầu với 91,00 điểm." in page
    assert ties(round_)[0] == "cùng tỷ lệ điểm với Sở 2, Sở 3: đồng hạng"


@pytest.mark.parametrize(("number", "first"), [(27, "Sở 1"), (28, "Sở 2")])
def test_exactly_seventy_percent_is_enough(people, number, first):
    """28/40 là đúng 70%: được ưu tiên; 27/40 thì chưa."""
    round_ = settled(people)
    women(people, 1, number)
    assert ranks(round_)[0][0] == first


def test_a_share_nobody_entered_does_not_win_and_the_pages_say_who_lacks_it(people, client_of):
    """Chưa ai ghi tỷ lệ nữ: không ai thắng bằng cách ấy; trang công bố nêu từng đơn vị và lối ghi."""
    round_ = settled(people)
    assert ranks(round_)[0] == ("Sở 1", 1, "group")
    page = client_of(people.lead, AGREED).get(reverse("scoring:publish", args=[round_.pk])).content.decode()
    assert "đơn vị chưa ghi không được ưu tiên" in page
    assert page.count("<b>chưa ghi</b>") == 4
    own = reverse("years:women", args=[people.year.members.get(unit=people.lead_unit).pk])
    other = reverse("years:women", args=[people.year.members.get(unit=people.neighbour_unit).pk])
    assert (own in page, other in page) == (True, False)


def test_an_unconfirmed_number_of_the_law_is_not_used(people):
    """Con số luật định còn cần xác minh thì không ai được ưu tiên, và nói vì sao."""
    Fact.objects.filter(key="women-share").update(confidence="second_hand")
    round_ = settled(people)
    women(people, 1, 39)
    assert ranks(round_)[0][0] == "Sở 1"
    assert "con số luật định về tỷ lệ nữ còn cần xác minh" in ties(round_)[0]


def test_the_number_of_the_law_is_that_of_the_day(people):
    """Ngày công bố chưa có điều luật ấy thì không ai được ưu tiên, và nói là chưa có căn cứ."""
    Fact.objects.filter(key="women-share").update(valid_from=dt.date(2027, 1, 1))
    round_ = published(people, settled(people))
    assert "Chưa có căn cứ" in ties(round_)[0]


def test_a_class_is_printed_with_its_rule_on_the_page_and_on_paper(people, client_of):
    """Đủ 91 điểm nhưng nhóm II dưới 80%: xếp Tốt; loại và lý do có ở trang và bảng điểm."""
    round_ = published(people, settled(people))
    rule = "đủ 91,00 điểm nhưng nhóm II dưới 80% (31,00/40,00): xếp Tốt"
    assert rule in client_of(people.lead, PUBLISHED).get(reverse("scoring:ranking", args=[round_.pk])).content.decode()
    printed = {row["name"][:8]: (row.get("grade"), row["grade_why"]) for row in round_.paper.data["ranking"]}
    assert printed["Sở số 03"] == ("Tốt", rule)
    assert printed["Sở số 01"] == ("Xuất sắc", "91,00 điểm, từ 90: xếp Xuất sắc")
    assert printed["Sở số 04"] == ("", "70,00 điểm không thuộc loại nào")


def test_a_class_by_percent_is_given_where_ranks_go_by_total(people):
    """class_by: percent mà xếp hạng theo tổng: vẫn có loại."""
    round_ = published(people, settled(people, TEXT.replace("scale: 100\n", "scale: 100\nclass_by: percent\n")))
    assert [row.grade for row in reports.ranking(round_)] == ["Xuất sắc", "Xuất sắc", "Tốt", ""]


def test_what_is_published_stays_when_the_law_or_the_share_changes(people):
    """Công bố rồi: sửa luật, sửa tỷ lệ nữ không đổi thứ hạng, kể cả ở bản đính chính."""
    round_ = settled(people)
    women(people, 1, 30)
    published(people, round_)
    before = ranks(round_)
    Fact.objects.filter(key="women-share").update(number=90)
    women(people, 1, 1, at=PUBLISHED)
    women(people, 2, 40, at=PUBLISHED)
    assert ranks(round_) == before
    (key,) = cells(round_, people.units[3], {"1.1": ""})
    told = {"decision": "01/KL", "reason": "Cộng sai", "by": people.secretary, "at": PUBLISHED}
    correction.correct(round_, {key: workflow.Claim("41", reason="Theo hồ sơ")}, **told)
    assert ranks(round_) == before
    assert "từ 70%" in ties(round_)[0]


def test_a_correction_tells_how_the_class_changes(people):
    """Đính chính đưa nhóm II lên 32: hết dưới mức sàn, loại Tốt thành Xuất sắc, in ở bản đính chính."""
    round_ = published(people, settled(people))
    (key,) = cells(round_, people.units[2], {"2.1": ""})
    told = {"decision": "01/KL", "reason": "Cộng sai", "by": people.secretary, "at": PUBLISHED}
    made = correction.correct(round_, {key: workflow.Claim("32", reason="Theo hồ sơ")}, **told)
    third = next(unit for unit in made.changes["totals"] if unit["member"].startswith("Sở số 03"))
    assert (third["grade_before"], third["grade_after"]) == ("Tốt", "Xuất sắc")
    grades = RankRow.objects.filter(member__unit=people.units[2]).order_by("version").values_list("grade", flat=True)
    assert list(grades) == ["Tốt", "Xuất sắc"]


@pytest.mark.parametrize("column", ["grade", "grade_why", "tie_facts", "percent", "decided_by", "total"])
def test_no_column_of_a_published_row_can_be_changed(people, column):
    """Dòng đã công bố: cơ sở dữ liệu không cho sửa cột nào, kể cả cột thêm sau."""
    published(people, settled(people))
    with pytest.raises(DatabaseError), transaction.atomic():
        RankRow.objects.update(**{column: 1})


# --- mở được tới nhật ký ----------------------------------------------------------------------------
def test_a_printed_total_opens_down_to_the_journal(people, client_of):
    """Tổng trên xếp hạng → phiếu → dòng → lần ghi → dòng nhật ký mang đúng mã lần ghi."""
    round_ = published(people, settled(people))
    client, sheet = client_of(people.lead, PUBLISHED), sheet_of(round_, people.neighbour_unit)
    ranking = client.get(reverse("scoring:ranking", args=[round_.pk])).content.decode()
    assert reverse("scoring:sheet", args=[sheet.pk]) in ranking
    row = round_.scheme.criteria.get(code="2.1")
    history = reverse("scoring:history", args=[sheet.pk, row.pk])
    assert client.get(reverse("scoring:sheet", args=[sheet.pk])).content.decode().count(history) == 3
    numbers = [number for _h, _text, _sums, number in client.get(history).context["entries"]]
    batches = [h.batch for h, *_rest in client.get(history).context["entries"]]
    stored = Entry.objects.filter(stream__name=round_.stream, number__in=numbers).order_by("-number")
    assert [(e.number, e.detail["digest"]) for e in stored] == list(zip(numbers, batches, strict=True))
    link = f"{reverse('years:journal', args=[people.year.pk])}?so={numbers[0]}"
    assert f'href="{link}#so-{numbers[0]}"' in client.get(history).content.decode()
    assert f'id="so-{numbers[0]}"' in client.get(link).content.decode()


def test_the_paper_and_its_verify_page_lead_to_the_ranking(people, client_of, client):
    """Trang văn bản của năm và trang tra cứu (khi đã đăng nhập) dẫn về xếp hạng; người lạ không thấy lối ấy."""
    round_ = published(people, settled(people))
    ranking, paper = reverse("scoring:ranking", args=[round_.pk]), round_.paper
    known = client_of(people.lead, PUBLISHED)
    filing = reverse("years:paper", args=[people.year.filings.get(paper=paper).pk])
    verify = reverse("papers:one", args=[paper.code_text])
    assert f'href="{ranking}"' in known.get(filing).content.decode()
    assert f'href="{ranking}"' in known.get(verify).content.decode()
    assert ranking not in client.get(verify).content.decode()
