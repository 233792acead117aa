from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.catalogue.models import AwardType, VoteBase
from awards.catalogue.reports import award_type, award_types
from emulation.journal.steps import Refused
from emulation.law import reports as law
from emulation.testing import day, person

pytestmark = pytest.mark.django_db
CODES = {"CO_CP", "CO_TINH", "BK_TTG", "BK_TINH", "TTLDXS", "TTLDTT", "GK", "CSTD_TINH", "CSTDCS", "LDTT"}
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("on", [date(2013, 12, 1), date(2017, 12, 20), date(2021, 6, 1), date(2024, 3, 1), TODAY])
def test_every_award_has_exactly_one_row_on_any_day(on):
    """Ngày nào cũng đủ mười loại, mỗi loại một dòng."""
    assert sorted(award_types(on).values_list("code", flat=True)) == sorted(CODES)


@pytest.mark.parametrize(
    ("code", "percent"), [("CO_CP", 80), ("CO_TINH", 80), ("CSTDCS", 80), ("CSTD_TINH", 90), ("BK_TINH", 51)]
)
def test_the_thresholds_of_today_are_those_of_the_decree(code, percent):
    """Cờ và chiến sĩ thi đua cơ sở 80 %, chiến sĩ thi đua cấp tỉnh 90 %, tính trên tổng số thành viên."""
    row = award_type(code, TODAY)
    assert (row.threshold_percent, row.threshold_base) == (percent, VoteBase.ALL)


def test_flags_and_champions_need_a_ballot_and_certificates_do_not():
    """Phải bỏ phiếu kín: cờ, chiến sĩ thi đua; bằng khen thì biểu quyết."""
    balloted = set(award_types(TODAY).filter(needs_ballot=True).values_list("code", flat=True))
    assert balloted == {"CO_CP", "CO_TINH", "CSTDCS", "CSTD_TINH"}


def test_no_threshold_is_below_the_legal_one():
    """Tỷ lệ trong danh mục không thấp hơn căn cứ pháp lý cùng ngày."""
    flag = law.number("council-vote-flag", TODAY).number
    high = law.number("council-vote-high", TODAY).number
    assert all(award_type(code, TODAY).threshold_percent >= flag for code in ("CO_CP", "CO_TINH", "CSTDCS"))
    assert award_type("CSTD_TINH", TODAY).threshold_percent >= high


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("CO_CP", "cocp"), ("CO_TINH", "cotinh"), ("TTLDXS", "ttldxs"), ("TTLDTT", "ttldtt"), ("BK_TTG", "bkttg-tt"),
        ("BK_TINH", "bktinh-tt"), ("GK", "gk-tt"), ("CSTD_TINH", "cstdtinh"), ("CSTDCS", "cstdcs"), ("LDTT", "ldtt"),
    ],
)  # fmt: skip
def test_the_money_of_today_is_that_of_the_law(code, key):
    """Mức thưởng trong danh mục khớp hệ số trong căn cứ pháp lý."""
    assert award_type(code, TODAY).multiplier == law.number(f"coef-{key}", TODAY).number


def test_an_older_year_keeps_its_own_rules():
    """Năm 2013 theo mức thưởng cũ và ghi rõ là chưa chắc."""
    old = award_type("CO_TINH", date(2013, 12, 1))
    assert str(old.multiplier) == "15.50"
    assert old.needs_checking


def test_an_unknown_award_is_refused_with_a_sentence():
    """Mã không có trong danh mục thì có câu nói rõ."""
    with pytest.raises(Refused, match=r"HUY_CHUONG.*21/11/2026"):
        award_type("HUY_CHUONG", TODAY)


@pytest.mark.parametrize(
    "wrong", [{"source": ""}, {"confidence": "sure"}, {"threshold_percent": 0}, {"valid_to": date(2000, 1, 1)}]
)
def test_the_database_refuses_a_row_that_cannot_be_true(wrong):
    """Cơ sở dữ liệu không nhận dòng thiếu nguồn, sai độ tin cậy, sai tỷ lệ, sai ngày."""
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardType.objects.filter(valid_from=date(2025, 7, 1)).update(**wrong)


def test_loading_again_adds_nothing():
    """Nạp lại không thêm dòng."""
    before = AwardType.objects.count()
    call_command("load_catalogue", stdout=StringIO())
    assert AwardType.objects.count() == before == 4 * len(CODES)


def test_the_page_shows_the_rules_of_a_day_with_their_source(client_of):
    """Trang danh mục theo ngày, có nguồn, độ tin cậy, dấu cần xác minh."""
    page = (
        client_of(person(), day(2026, 11, 21)).get(reverse("catalogue:index"), {"day": "01/12/2013"}).content.decode()
    )
    assert "15,5" in page
    assert "Cần xác minh" in page
    assert "Nghị định 42/2010" in page


def test_the_page_answers_a_wrong_day_with_a_sentence(client_of):
    """Gõ sai ngày thì có câu nói rõ, danh mục của hôm nay vẫn hiện."""
    page = client_of(person(), day(2026, 11, 21)).get(reverse("catalogue:index"), {"day": "hôm qua"})
    assert page.status_code == 200
    assert "hôm qua" in page.content.decode()
    assert "12,0" in page.content.decode()


def test_a_visitor_is_asked_to_sign_in(client):
    """Người chưa đăng nhập được đưa tới trang đăng nhập."""
    assert client.get(reverse("catalogue:index")).status_code == 302


def test_the_page_asks_the_database_four_questions(client_of, django_assert_num_queries):
    """Số câu hỏi không tăng theo số dòng của danh mục."""
    client = client_of(person(), day(2026, 11, 21))
    client.get(reverse("catalogue:index"))
    with django_assert_num_queries(4):
        client.get(reverse("catalogue:index"))
