"""Chênh lệch: đơn vị nào bị giảm dòng nào, ai không bị sửa gì; chỉ trong những điểm mình được xem."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocs.scoring.gaps import gaps_of

from .building import CHECKED, cast, checked, handed_in, opened

pytestmark = pytest.mark.django_db


def test_cuts_are_counted_per_unit_and_per_row():
    """Sở 3 bị giảm 2 điểm ở 1.1; hai đơn vị kia không bị sửa dòng nào."""
    people = cast()
    round_ = handed_in(people, opened(people))
    checked(people, round_, people.units[2], texts={"1.1": "7"})
    checked(people, round_, *people.units[:2])

    found = gaps_of(people.secretary, round_)

    assert [(u.sheet.member.short_name, u.gap, u.cut) for u in found.units] == [
        ("Sở 1", Decimal(0), 0),
        ("Sở 2", Decimal(0), 0),
        ("Sở 3", Decimal(-2), 1),
    ]
    assert {line.criterion.code: line.cut for line in found.lines} == {"1.1": 1, "1.2": 0, "2.1": 0, "3.1": 0, "4.1": 0}
    assert [u.sheet.member.short_name for u in found.untouched] == ["Sở 1", "Sở 2"]
    assert [c.is_far for c in found.lines[0].cells] == [False, False, True]


def test_a_unit_reads_no_difference_that_it_may_not_see(client_of):
    """Trước khi chốt, đơn vị chỉ thấy phiếu của mình; của mình thì thấy khi đã kiểm tra xong."""
    people = cast(4)
    round_ = handed_in(people, opened(people))
    checked(people, round_, people.units[2], texts={"1.1": "7,35"})
    neighbour, own = people.head(people.units[3]), people.head(people.units[2])
    page = reverse("scoring:gaps", args=[round_.pk])

    assert "−1,65" in client_of(own, CHECKED).get(page).content.decode()
    assert "−1,65" not in client_of(neighbour, CHECKED).get(page).content.decode()
    assert [u.sheet.member.unit for u in gaps_of(neighbour, round_).units if u.gap] == []


def test_the_number_of_queries_is_the_same_for_three_units_and_for_nine(client_of):
    """Số truy vấn không theo số đơn vị."""
    counts = []
    for members in (3, 9):
        people = cast(members, name=f"Khối {members}")
        round_ = handed_in(people, opened(people))
        client = client_of(people.secretary, CHECKED)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("scoring:gaps", args=[round_.pk])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
