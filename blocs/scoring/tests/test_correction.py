"""Đính chính: bản mới đứng bên bản cũ, có văn bản và lý do, in cả hai; không ai đính chính cho đơn vị mình."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from blocs.roster.models import Office
from blocs.scoring import results, workflow
from blocs.scoring.models import Correction, RankRow
from emulation.journal.models import Entry
from emulation.papers.models import Kind, Paper
from emulation.testing import day, sitting

from .building import AGREED, PUBLISHED, agreed, cast, cells, checked, handed_in, opened, sheet_of

pytestmark = pytest.mark.django_db
LATER = day(2026, 12, 20)
LAST = {"1.1": "8", "1.2": "95/100", "2.1": "đ", "3.1": "2", "4.1": "1"}  # 18,25


@pytest.fixture
def told():
    """A published round of four units: 19,25 each, but the third 18,25. Out: (Cast, Round)."""
    people = cast(4)
    round_ = handed_in(people, opened(people), *people.units[:2], people.units[3])
    handed_in(people, round_, people.units[2], texts=LAST)
    checked(people, round_)
    workflow.agree(round_, by=people.lead, at=AGREED)
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    return people, round_


def changed(people, round_, unit, texts, reason="Sáng kiến đã được công nhận"):
    """The form of one unit's correction, filled (dict)."""
    found = {}
    for (sheet, row), text in cells(round_, unit, texts).items():
        found |= {f"m-{sheet}-{row}": text, f"r-{sheet}-{row}": reason}
    return {"decision": "Kết luận số 05/KL-SNV ngày 18/12/2026", "reason": "Giải quyết kiến nghị của đơn vị"} | found


def page_of(round_, unit):
    return reverse("scoring:correct", args=[sheet_of(round_, unit).pk])


def ranks(round_):
    return [(r.member.name[:8], r.rank, str(r.total)) for r in results.ranking(round_)]


def test_a_correction_is_a_new_version_and_the_first_one_stays(told, client_of):
    """Kiến nghị sau công bố: 18,25 thành 19,75, đơn vị lên hạng nhất; bản 1 còn nguyên, hai bảng điểm."""
    people, round_ = told
    third, first_paper = people.units[2], round_.paper_id
    before = list(RankRow.objects.filter(version=1).values_list("member", "rank", "total"))
    client = client_of(people.secretary, LATER)
    form = changed(people, round_, third, {"1.1": "9", "3.1": "3"})

    preview = client.post(page_of(round_, third), form | {"preview": "1"}).content.decode()
    assert "tổng 18,25 → 19,75, hạng 4 → 1" in preview
    assert not Correction.objects.exists()

    answer = client.post(page_of(round_, third), form | {"publish": "1"})

    assert answer.status_code == 302
    round_.refresh_from_db()
    assert ranks(round_)[0] == ("Sở số 03", 1, "19.7500")
    assert list(RankRow.objects.filter(version=1).values_list("member", "rank", "total")) == before
    correction = Correction.objects.get()
    assert (correction.version, correction.decision) == (2, "Kết luận số 05/KL-SNV ngày 18/12/2026")
    assert {correction.paper_id, round_.paper_id} == set(
        Paper.objects.filter(kind=Kind.SCORES).values_list("pk", flat=True)
    )
    assert round_.paper_id == first_paper
    assert Entry.objects.filter(label="Đính chính kết quả đã công bố").count() == 1


def test_both_versions_are_shown_and_printed(told, client_of):
    """Trang xếp hạng nêu văn bản, lý do, từng chỗ sửa, và mở được cả hai bảng điểm."""
    people, round_ = told
    third = people.units[2]
    form = changed(people, round_, third, {"1.1": "9"}) | {"publish": "1"}
    client_of(people.secretary, LATER).post(page_of(round_, third), form)

    reader = client_of(people.head(people.units[3]), LATER)
    page = reader.get(reverse("scoring:ranking", args=[round_.pk])).content.decode()

    assert "bản 2, đã đính chính" in page
    assert "Kết luận số 05/KL-SNV ngày 18/12/2026" in page
    assert "8,00 → 9,00 (Sáng kiến đã được công nhận)" in page
    paper = Correction.objects.get().paper
    assert "8,00" in str(paper.data["correction"])
    assert "(bản 2, đính chính)" in paper.title
    assert reader.get(reverse("scoring:correction", args=[Correction.objects.get().pk])).status_code == 200


@pytest.mark.parametrize(
    ("texts", "more", "sentence"),
    [
        ({"1.1": "chín"}, {}, "Nhập một số"),
        ({"1.1": "8"}, {}, "Chưa có gì khác kết quả đã công bố: 1.1."),
        ({"1.1": "9"}, {"decision": ""}, "Theo văn bản"),
        ({"1.1": "9"}, {"why": ""}, "phải nêu lý do"),
    ],
)
def test_a_correction_without_ground_or_sense_is_refused(told, client_of, texts, more, sentence):
    """Không văn bản, không lý do, không đổi gì, không phải số: một câu, không ghi gì."""
    people, round_ = told
    third = people.units[2]
    form = changed(people, round_, third, texts, **({"reason": ""} if "why" in more else {})) | {"publish": "1"} | more

    answer = client_of(people.secretary, LATER).post(page_of(round_, third), form)

    assert sentence in answer.content.decode()
    assert not Correction.objects.exists()
    assert ranks(round_)[-1] == ("Sở số 03", 4, "18.2500")


def test_only_the_standing_agency_corrects_and_nobody_their_own_unit(told, client_of):
    """Trưởng khối, thủ trưởng: 403. Chuyên viên giữ ghế ở đơn vị ấy: một câu từ chối."""
    people, round_ = told
    third = people.units[2]
    form = changed(people, round_, third, {"1.1": "9"}) | {"publish": "1"}
    assert client_of(people.head(people.lead_unit), LATER).post(page_of(round_, third), form).status_code == 403
    assert client_of(people.head(third), LATER).post(page_of(round_, third), form).status_code == 403
    sitting(Office.CLERK, unit=third, user=people.secretary)

    page = client_of(people.secretary, LATER).post(page_of(round_, third), form).content.decode()

    assert "Không ai đính chính điểm của đơn vị mình." in page
    assert not Correction.objects.exists()


def test_what_is_not_published_is_not_corrected(client_of):
    """Chưa công bố thì chưa có gì để đính chính."""
    people = cast(4)
    round_ = agreed(people)
    form = changed(people, round_, people.units[2], {"1.1": "7"}) | {"publish": "1"}

    page = client_of(people.secretary, LATER).post(page_of(round_, people.units[2]), form).content.decode()

    assert "chưa công bố" in page
    assert not Correction.objects.exists()


def test_the_database_keeps_corrections_as_they_are(told, client_of):
    """Không sửa, không xóa, không đính chính nào thiếu văn bản."""
    people, round_ = told
    form = changed(people, round_, people.units[2], {"1.1": "9"}) | {"publish": "1"}
    client_of(people.secretary, LATER).post(page_of(round_, people.units[2]), form)
    row = Correction.objects.get()

    for wrong in (lambda: Correction.objects.update(reason="Khác"), row.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
    row.pk, row.version, row.decision = None, 3, ""
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
