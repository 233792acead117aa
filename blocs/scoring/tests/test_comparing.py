"""Tính thử theo bản khác: cùng số đã nhập, điểm và hạng theo từng bản; dòng nào không còn, dòng nào chưa ai chấm; chỉ để xem."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocs.scoring import workflow
from blocs.scoring.comparing import compared
from blocs.scoring.models import Round, Sheet

from .building import AGREED, FULL, SCHEME, agreed, cast, checked, handed_in, opened, scheme_of

pytestmark = pytest.mark.django_db
# Hồ sơ đúng hạn nặng gấp ba; giao ước không chấm nữa; thêm một dòng mới.
OTHER = (
    SCHEME.replace("max: 5, kind: ratio", "max: 15, kind: ratio")
    .replace("name: Ký giao ước đúng hạn, max: 5, kind: pass_fail", "name: Ký giao ước đúng hạn, max: 5, kind: direct")
    .replace("scale: 20", "scale: 30")
)
HEAVY_RATIO = SCHEME.replace("max: 5, kind: ratio", "max: 15, kind: ratio").replace("scale: 20", "scale: 30")


def two_units_that_differ(people):
    """Sở 1: 9 + 4,75 + 5 + 1 − 0,5 = 19,25. Sở 2: 10 + 3 + 5 + 1 − 0,5 = 18,5. Sở 3 như Sở 1, không bị trừ: 19,75."""
    round_ = opened(people)
    for unit, texts in zip(
        people.units, (FULL, FULL | {"1.1": "10", "1.2": "60/100"}, FULL | {"4.1": "0"}), strict=True
    ):
        handed_in(people, round_, unit, texts=texts)
    workflow.agree(checked(people, round_), by=people.lead, at=AGREED)
    return Round.objects.get(pk=round_.pk)


def test_the_same_marks_give_other_totals_and_ranks_under_another_version():
    """1.2 nặng gấp ba: 95 % được 14,25, 60 % được 9; Sở 1 28,75, Sở 2 24,5, Sở 3 29,25; hạng tính lại."""
    people = cast()
    round_ = two_units_that_differ(people)

    found = compared(round_, scheme_of(people, HEAVY_RATIO, adopted=False))

    assert [
        (p.sheet.member.short_name, p.here.total, p.here.rank, p.there.total, p.there.rank, p.climb)
        for p in found.pairs
    ] == [
        ("Sở 3", Decimal("19.75"), 1, Decimal("29.25"), 1, 0),
        ("Sở 1", Decimal("19.25"), 2, Decimal("28.75"), 2, 0),
        ("Sở 2", Decimal("18.50"), 3, Decimal("24.50"), 3, 0),
    ]
    assert (found.dropped, found.unscored) == ([], [])


def test_a_unit_climbs_where_its_strength_weighs_more():
    """Chỉ còn dòng 1.1: Sở 2 (10 điểm) lên nhất, hai đơn vị kia cùng 9 điểm."""
    people = cast()
    round_ = two_units_that_differ(people)
    only_one = """
title: Chỉ một dòng
scale: 10
criteria:
- {code: I, name: Thực hiện nhiệm vụ, max: 10, children: [{code: "1.1", name: Hoàn thành chương trình công tác, max: 10}]}
"""
    found = compared(round_, scheme_of(people, only_one, adopted=False))

    assert {p.sheet.member.short_name: (p.there.total, p.there.rank, p.climb) for p in found.pairs} == {
        "Sở 1": (Decimal(9), 2, 0), "Sở 2": (Decimal(10), 1, 2), "Sở 3": (Decimal(9), 2, -1),
    }  # fmt: skip
    assert [r.code for r in found.dropped] == ["1.2", "2.1", "3.1", "4.1"]


def test_what_nobody_scored_leaves_the_rank_open():
    """2.1 đổi cách chấm (đạt/không đạt thành chấm thẳng): không lấy sang được, mỗi đơn vị còn thiếu một dòng, chưa có hạng."""
    people = cast()
    round_ = agreed(people)

    found = compared(round_, scheme_of(people, OTHER, adopted=False))

    assert [r.code for r in found.dropped] == [r.code for r in found.unscored] == ["2.1"]
    assert {(p.there.missing, p.there.rank, p.climb) for p in found.pairs} == {(1, None, None)}


def test_nothing_is_stored_and_only_those_who_run_the_round_look(client_of):
    """Trang chỉ để xem: tổng đã chốt không đổi; đơn vị khác trong khối bị từ chối, người ngoài không thấy gì."""
    people = cast()
    round_ = agreed(people)
    scheme_of(people, HEAVY_RATIO, adopted=False)
    page, before = reverse("scoring:compare", args=[round_.pk]), list(Sheet.objects.order_by("pk").values())

    for person in (people.secretary, people.lead):
        assert "28,75" in client_of(person, AGREED).get(page, {"ban": "2"}).content.decode()
    assert client_of(people.clerk(people.units[2]), AGREED).get(page).status_code == 403
    assert client_of(people.councillor, AGREED).get(page).status_code == 404
    assert list(Sheet.objects.order_by("pk").values()) == before


def test_a_bloc_with_one_version_has_nothing_to_compare(client_of):
    """Khối mới có một bản: trang nói vậy."""
    people = cast()
    page = client_of(people.secretary, AGREED).get(reverse("scoring:compare", args=[agreed(people).pk]))
    assert "chưa có bản nào để so" in page.content.decode()


def test_the_number_of_queries_is_the_same_for_three_units_and_for_nine(client_of):
    """Số truy vấn không theo số đơn vị."""
    counts = []
    for members in (3, 9):
        people = cast(members, name=f"Khối {members}")
        round_ = agreed(people)
        scheme_of(people, HEAVY_RATIO, adopted=False)
        client = client_of(people.secretary, AGREED)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("scoring:compare", args=[round_.pk])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
