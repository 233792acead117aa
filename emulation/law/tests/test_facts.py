from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from blocs.roster.models import Office
from emulation.journal.steps import Refused
from emulation.law import loading, reports, workflow
from emulation.law.models import CERTAIN, Fact, Holiday
from emulation.testing import day, person, province, secretariat_of, sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return sitting(Office.SECRETARIAT, unit=secretariat_of(province()))


@pytest.mark.parametrize("model", [Fact, Holiday])
def test_every_row_names_its_source_and_its_confidence(model):
    """Không dòng nào thiếu nguồn hay độ tin cậy."""
    assert model.objects.count() > 100
    assert all(row.source and row.get_confidence_display() != row.confidence for row in model.objects.all())


@pytest.mark.parametrize(
    "wrong", [{"source": ""}, {"confidence": ""}, {"confidence": "sure"}, {"valid_to": date(1990, 1, 1)}]
)
def test_the_database_refuses_a_row_without_source_or_confidence(wrong):
    """Cơ sở dữ liệu không nhận dòng thiếu nguồn, thiếu độ tin cậy, hết hiệu lực trước khi bắt đầu."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(slug="base-2026").update(**wrong)


def test_a_confirmation_names_who_and_when():
    """Không có xác nhận vô danh."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(slug="text-nd152").update(confirmed_at=day(2026, 1, 1))


def test_one_question_has_one_answer_on_a_day():
    """Hai dòng cùng một câu hỏi không được cùng có hiệu lực một ngày."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(slug="base-2024").update(valid_to=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("on", "salary"),
    [
        (date(2013, 6, 30), 1050000), (date(2013, 7, 1), 1150000), (date(2017, 12, 20), 1300000), (date(2021, 12, 1), 1490000),
        (date(2026, 6, 30), 2340000), (date(2026, 7, 1), 2530000),
    ],
)  # fmt: skip
def test_the_base_salary_is_that_of_the_day(on, salary):
    """Lương cơ sở lấy theo ngày được hỏi."""
    assert reports.number("base-salary", on).number == salary


@pytest.mark.parametrize("award", ["cocp", "cotinh", "ttldxs", "ttldtt", "bkttg-tt", "bktinh-tt", "gk-tt"])
def test_the_amounts_of_2026_are_coefficient_times_base_salary(award):
    """Mức tiền chép từ nguồn đúng bằng hệ số nhân lương cơ sở."""
    on = date(2026, 11, 1)
    amount = reports.number(f"amount-2026-{award}", on).number
    assert reports.number(f"coef-{award}", on).number * reports.number("base-salary", on).number == amount


def test_a_missing_number_says_what_and_for_which_day():
    """Thiếu số thì câu từ chối nêu điều thiếu và ngày."""
    with pytest.raises(reports.Missing, match=r"Lương cơ sở.*01/01/2000"):
        reports.number("base-salary", date(2000, 1, 1))
    assert issubclass(reports.Missing, Refused)


def test_a_row_of_words_has_no_number():
    """Hỏi số của một dòng chỉ có chữ thì là thiếu, không phải 0."""
    with pytest.raises(reports.Missing):
        reports.number("law-auth-cocp", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("number", "text"), [("2530000", "2.530.000"), ("1.5", "1,5"), ("80", "80"), ("10", "10"), (None, "")]
)
def test_numbers_are_read_the_vietnamese_way(number, text):
    """1,5 và 2.530.000, không có số 0 thừa."""
    assert Fact(number=number and Decimal(number)).number_text == text


def test_loading_again_changes_nothing():
    """Nạp lại không thêm dòng, không mất xác nhận."""
    before = Fact.objects.count(), Holiday.objects.count()
    call_command("load_law", stdout=StringIO())
    assert (Fact.objects.count(), Holiday.objects.count()) == before


def test_a_confirmation_survives_loading_but_not_another_claim(officer):
    """Nạp lại giữ xác nhận; nội dung đổi thì phải xác nhận lại."""
    fact = Fact.objects.get(slug="text-nd152")
    workflow.confirm(fact, by=officer, at=day(2026, 11, 2), note="Đã đối chiếu.")
    row = next(r for r in loading.read("law.yaml") if r["id"] == fact.slug)
    loading._put(Fact, {"slug": fact.slug}, loading._fact(row))
    assert Fact.objects.get(slug=fact.slug).confirmed_by == officer
    loading._put(Fact, {"slug": fact.slug}, loading._fact(row | {"valid_to": date(2028, 1, 1)}))
    assert Fact.objects.get(slug=fact.slug).needs_checking


def test_only_a_secretariat_confirms_and_says_what_was_read(officer):
    """Người ngoài không xác nhận được; cơ quan thường trực phải nêu đã đối chiếu với đâu."""
    fact = Fact.objects.get(slug="text-nd152")
    with pytest.raises(Exception, match="Chuyên viên"):
        workflow.confirm(fact, by=person(), at=day(2026, 11, 2), note="Tôi nhớ vậy.")
    with pytest.raises(Refused, match="lý do"):
        workflow.confirm(fact, by=officer, at=day(2026, 11, 2), note=" ")
    assert Fact.objects.get(pk=fact.pk).needs_checking


def test_a_certain_row_is_not_confirmed_again(officer):
    """Dòng đã đọc trong văn bản không chờ ai xác nhận."""
    fact = Fact.objects.filter(confidence__in=CERTAIN).first()
    with pytest.raises(Refused, match="không chờ xác minh"):
        workflow.confirm(fact, by=officer, at=day(2026, 11, 2), note="Đã đối chiếu.")


def test_shipped_sources_name_no_file_store():
    """Nguồn là tên văn bản hoặc địa chỉ trang mà cán bộ mở được, không phải tên kho mã."""
    text = (loading.DATA / "law.yaml").read_text()
    assert not any(word in text for word in ("github", "dataset", "/home/", "/work/"))
