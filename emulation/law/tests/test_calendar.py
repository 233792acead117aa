from datetime import date

import pytest

from blocs.roster.models import Office
from emulation.law import calendar, workflow
from emulation.law.models import Holiday
from emulation.testing import day, province, secretariat_of, sitting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "works"),
    [
        (date(2026, 11, 20), True),  # thứ Sáu
        (date(2026, 11, 21), False),  # thứ Bảy
        (date(2026, 1, 1), False),
        (date(2026, 1, 2), False),  # hoán đổi
        (date(2026, 1, 10), True),  # thứ Bảy làm bù
        (date(2026, 2, 18), False),  # Tết
        (date(2026, 4, 27), False),  # nghỉ bù Giỗ Tổ
        (date(2013, 9, 2), False),
        (date(2021, 5, 3), False),  # 01/5/2021 là thứ Bảy, nghỉ bù thứ Hai
        (date(2022, 5, 2), False),  # 30/4 thứ Bảy, 01/5 Chủ nhật: nghỉ bù hai ngày
        (date(2022, 5, 3), False),
        (date(2022, 5, 4), True),
    ],
)
def test_offices_work_on_weekdays_that_are_no_holidays(on, works):
    """Ngày làm việc: thứ Hai đến thứ Sáu, trừ ngày nghỉ, cộng ngày làm bù."""
    assert calendar.is_working_day(on) is works


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 11, 16), 0, date(2026, 11, 16)),
        (date(2026, 11, 16), 5, date(2026, 11, 23)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),
        (date(2026, 1, 9), 1, date(2026, 1, 10)),
        (date(2026, 2, 23), -1, date(2026, 2, 13)),
        (date(2026, 12, 20), 10, date(2027, 1, 4)),
    ],
)
def test_working_days_are_counted_past_weekends_and_holidays(start, n, end):
    """Cộng ngày làm việc bỏ qua ngày nghỉ; đếm lại ra đúng số đã cộng."""
    assert calendar.add_working_days(start, n) == end
    assert calendar.working_days_between(start, end) == n


def test_hearsay_is_no_holiday_until_someone_confirms_it():
    """Ngày chỉ là hiểu biết chung chưa được tính là ngày nghỉ cho đến khi có người xác nhận."""
    culture_day = date(2026, 11, 24)
    assert calendar.is_working_day(culture_day)
    officer = sitting(Office.SECRETARIAT, unit=secretariat_of(province()))
    workflow.confirm(
        Holiday.objects.get(day=culture_day), by=officer, at=day(2026, 11, 2), note="Đã đối chiếu thông báo."
    )
    assert not calendar.is_working_day(culture_day)


def test_far_jumps_ask_the_database_once(django_assert_num_queries):
    """Cộng 200 ngày làm việc chỉ hỏi cơ sở dữ liệu một lần."""
    with django_assert_num_queries(1):
        calendar.add_working_days(date(2026, 1, 5), 200)
