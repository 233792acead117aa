"""Biểu đồ trong báo cáo: vạch nào cũng dài đúng bằng số bên cạnh, đọc được không cần màu; không có gì để vẽ thì không vẽ."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from blocs.conferences import documents_report, reporting
from blocs.conferences.comparing import bars, compared, ranked_before
from blocs.conferences.models import ConferenceKind
from blocs.conferences.ranking import published_ranking
from blocs.scoring import workflow as scoring
from blocs.scoring.charts import share
from blocs.scoring.models import RankRow, Round
from blocs.scoring.tests import building as scores
from blocs.years import workflow as years
from emulation.testing import client_of, day

from . import building as b

pytestmark = pytest.mark.django_db


def earlier(cast, year, *totals, kind="year_end", state="published"):
    """A year of the same bloc whose first units have these totals of 20 points. Out: Round."""
    made = years.open_year(
        cast.year.bloc, year=year, lead=cast.units[0], deputies=[], by=cast.secretary, at=day(year, 1, 5)
    )
    days = {"self_due": dt.date(year, 11, 20), "check_due": dt.date(year, 11, 27), "opened_at": day(year, 11, 1)}
    stamped = {"published_at": day(year, 12, 1), "versions": 1} if state == "published" else {}
    round_ = Round.objects.create(
        bloc_year=made, kind=kind, scheme=cast.year.bloc.schemes.get(), state=state, **days, **stamped
    )
    parts = {"base": 0, "bonus": 0, "penalty": 0, "core": 0, "self_total": 0}
    RankRow.objects.bulk_create(
        RankRow(
            round=round_, member=made.members.get(unit=unit), rank=place, place=place, total=Decimal(total), **parts
        )
        for place, (unit, total) in enumerate(zip(cast.units, totals, strict=False), start=1)
    )
    return round_


@pytest.mark.parametrize(
    ("value", "low", "high", "length"),
    [("0", 0, 100, 0), ("50", 0, 100, 500), ("100", 0, 100, 1000), ("33.335", 0, 100, 333), ("33.35", 0, 100, 334),
     ("-4", 0, 100, 0), ("104", 0, 100, 1000), ("90", 80, 100, 500), ("5", 5, 5, 0)],
)  # fmt: skip
def test_a_bar_is_as_long_as_its_number(value, low, high, length):
    """Phần nghìn của cả trục, làm tròn nửa lên; ngoài trục thì ở đầu trục."""
    assert share(Decimal(value), Decimal(low), Decimal(high)) == length


def test_a_report_draws_ranks_self_scores_and_earlier_years():
    """Trang soạn báo cáo: vạch theo điểm, chấm tự chấm và chốt, mỗi năm một vạch; số nào cũng viết bên cạnh."""
    cast = b.ranked(3)
    earlier(cast, 2023, "12")
    earlier(cast, 2024, "10", "5")
    earlier(cast, 2025, "20", "15.50", "1")
    conference = b.in_session(cast)
    page = client_of(cast.lead).get(reverse("conferences:report", args=[conference.pk])).content.decode()

    # 20,25 of a scale of 20: the highest total is the whole
    assert re.findall(r'width="(\d+)" height="40" fill="#000"', page)[:3] == ["1000", "988", "975"]
    told = reporting.facts(conference)["years"]
    assert told["years"] == [2024, 2025, 2026]
    assert [[cell and (cell["total"], cell["rank"], cell["bar"]) for cell in row["cells"]] for row in told["rows"]] == [
        [("10,00", 1, 500), ("20,00", 1, 1000), ("20,25", 1, 1000)],
        [("5,00", 2, 250), ("15,50", 2, 775), ("20,00", 2, 988)],
        [None, ("1,00", 3, 50), ("19,75", 3, 975)],
    ]
    assert re.findall(r'width="(\d+)" height="40" fill="#999"', page) == ["1000", "775", "50"]
    assert re.findall(r'width="(\d+)" height="40" fill="#fff"', page) == ["500", "250"]
    assert "Vạch điểm: không xếp hạng" in page
    assert page.count("<svg") == page.count("<title>Vạch điểm") + page.count("<title>Tự chấm")


def test_self_scores_stand_on_one_axis_with_the_checked_ones():
    """Trục chung từ điểm thấp nhất tới cao nhất, tròn điểm; chênh lệch là chốt trừ tự chấm."""
    cast = b.ranked(3)
    rows = published_ranking(cast.year)
    rows[0].total, rows[0].self_total = Decimal("18.5"), Decimal(20)
    rows[1].total, rows[1].self_total = Decimal("19.25"), Decimal("18.25")
    rows[2].total, rows[2].self_total = Decimal(18), Decimal(18)
    told = compared(rows)
    assert (told["low"], told["high"]) == (18, 21)
    names = ("claimed", "agreed", "self_total", "total", "gap")
    assert [tuple(row[name] for name in names) for row in told["rows"]] == [
        (667, 167, "20,00", "18,50", "−1,50"),
        (83, 417, "18,25", "19,25", "1,00"),
        (0, 0, "18,00", "18,00", "0,00"),
    ]


def test_nothing_is_drawn_where_nothing_is_known():
    """Chưa công bố điểm, chưa có năm trước, năm trước chưa công bố, khối khác: không biểu đồ, không bảng so sánh."""
    cast = b.ranked(3)
    other = b.ranked(3, name="Khối khác")
    earlier(other, 2025, "20")
    earlier(cast, 2024, "20", kind="midyear")
    earlier(cast, 2025, "20", state="agreed")
    assert ranked_before(cast.year, published_ranking(cast.year)) is None
    assert (bars([]), compared([]), ranked_before(cast.year, [])) == ({}, None, None)
    unscored = b.in_session(b.balloted(3, name="Khối bỏ phiếu"))
    facts = reporting.facts(unscored)
    assert (facts["ranking"], facts["compared"], facts["years"]) == ([], None, None)
    address = reverse("conferences:report", args=[unscored.pk])
    assert (
        "<svg"
        not in client_of(unscored.attendances.get(member__position=1).representative).get(address).content.decode()
    )


def test_a_midyear_report_tells_points_where_six_months_are_scored():
    """Sơ kết: có vòng chấm 6 tháng đã công bố thì có mục điểm với biểu đồ; điểm cuối năm không lọt vào; không chấm thì không có mục ấy."""
    cast = b.ruled(scores.cast(3))
    midyear = scores.opened(cast, "midyear")
    for unit in cast.units:
        scores.handed_in(cast, midyear, unit)
    scores.checked(cast, midyear)
    scoring.agree(midyear, by=cast.lead, at=scores.AGREED)
    conference = b.planned(cast, ConferenceKind.MIDYEAR)
    assert [s.key for s in documents_report.drafted(reporting.facts(conference)) if s.part == "Kết quả chấm điểm"] == []
    scoring.publish(midyear, by=cast.lead, at=scores.PUBLISHED)
    facts = reporting.facts(conference)
    assert [s.table for s in documents_report.drafted(facts) if s.part == "Kết quả chấm điểm"] == ["ranking"]
    assert [row["unit"] for row in facts["ranking"]] == [unit.name for unit in cast.units]
    year_end = b.planned(cast, title="Cuối năm")
    assert reporting.facts(year_end)["ranking"] == []
