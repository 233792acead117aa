"""Số câu hỏi của một trang không theo số đơn vị, số khối, số năm: asked of a small and of a big province, page by page."""

import pytest
from django.utils import timezone

from emulation.bench import building, timing, visits
from emulation.bench.province import Size

pytestmark = pytest.mark.django_db
SMALL = Size(blocs=1, units=3, criteria=2, years=3)
BIG = Size(blocs=3, units=30, criteria=4, years=4)
BY_LUCK = ("các đề nghị", visits.HEAD)  # whether anybody proposed this unit


def asked(size):
    """{(page, who): number of queries} in a new province of this size."""
    province = building.build(size, timezone.now())
    people = visits.people(province)
    counts = {(v.page, v.who): timing.queries_of(people[v.who], v.paths[0]) for v in visits.visits(province)}
    return {visit: count for visit, count in counts.items() if visit != BY_LUCK}


def test_a_page_asks_as_many_questions_of_thirty_members_as_of_three():
    """Tỉnh ba đơn vị và tỉnh chín mươi đơn vị: cùng số câu hỏi ở mọi trang."""
    small = asked(SMALL)
    assert asked(BIG) == small
