"""Khối bắt đầu dùng hệ thống mang theo thứ hạng, khen thưởng các năm trước."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from blocs.years import past
from blocs.years.models import PastResult
from emulation.journal.steps import Refused
from emulation.testing import client_of, day

pytestmark = pytest.mark.django_db
WHEN = day(2026, 2, 1)


def send(cast, who, ranks, year=2024, **typed):
    typed = {"source": "Báo cáo 9/BC-KTĐ", "of": 3} | typed
    cells = {f"rank-{unit.pk}": rank for unit, rank in zip(cast.units, ranks, strict=True)}
    awards = {f"awards-{cast.units[0].pk}": "Cờ thi đua của UBND tỉnh"}
    return client_of(who, WHEN).post(reverse("years:bring_past", args=[cast.bloc.pk, year]), typed | cells | awards)


def told(who, bloc):
    return client_of(who, WHEN).get(reverse("years:past", args=[bloc.pk]))


def test_past_years_are_brought_along_on_one_page(cast, other):
    """Cơ quan thường trực ghi cả năm trên một trang; ghi lại thì thay; cả khối đọc được, khối khác không."""
    send(cast, cast.officer, (1, 2, 3))
    assert send(cast, cast.officer, (1, 3, "")).url == reverse("years:past", args=[cast.bloc.pk])
    assert [(r.unit, r.rank, r.of, str(r)) for r in PastResult.objects.all()] == [
        (cast.units[0], 1, 3, "2024: hạng 1 trong 3 đơn vị, Cờ thi đua của UBND tỉnh"),
        (cast.units[1], 3, 3, "2024: hạng 3 trong 3 đơn vị"),
    ]
    page = told(cast.heads[2], cast.bloc).content.decode()
    for words in ("Năm 2024", "Báo cáo 9/BC-KTĐ", "3/3", "Cờ thi đua của UBND tỉnh"):
        assert words in page
    assert "Ghi năm 2025" not in page
    assert "Ghi năm 2025" in told(cast.officer, cast.bloc).content.decode()
    assert told(other.heads[0], cast.bloc).status_code == 404
    assert [send(cast, who, (1, 2, 3)).status_code for who in (cast.heads[0], other.heads[0])] == [403, 404]


@pytest.mark.parametrize(
    ("ranks", "facts", "words"),
    [
        ((1, 2, 4), {}, "Hạng phải từ 1 đến số đơn vị xếp hạng."),
        ((1, 2, 3), {"of": ""}, "Hạng phải từ 1 đến số đơn vị xếp hạng."),
        ((1, 2, 3), {"source": ""}, "Chưa điền ô này."),
        ((1, 2, 3), {"year": 2026}, "trước năm đầu tiên của khối trong hệ thống (2026)"),
    ],
)
def test_what_does_not_hold_is_refused(cast, ranks, facts, words):
    """Hạng quá số đơn vị, không căn cứ, năm đã có trong hệ thống: câu báo, không ghi gì."""
    assert words in send(cast, cast.officer, ranks, **facts).content.decode()
    assert not PastResult.objects.exists()


def test_an_empty_year_is_no_year(cast):
    """Không hạng, không khen thưởng nào thì không ghi; cơ sở dữ liệu cũng giữ."""
    facts = {"year": 2024, "of": None, "source": "x", "by": cast.officer, "at": WHEN}
    with pytest.raises(Refused, match="ít nhất một đơn vị"):
        past.bring(cast.bloc, rows={cast.units[0]: (None, " ")}, **facts)
    for columns in ({"source": "x"}, {"rank": 4, "of": 3, "source": "x"}, {"rank": 1, "of": 3, "source": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PastResult.objects.create(bloc=cast.bloc, unit=cast.units[0], year=2024, **columns)
