"""Ngày giờ viết theo lối Việt Nam."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.template import engines

from emulation.ui import dates
from emulation.ui.forms import DateField

LATE_UTC = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)  # already the 23rd in Việt Nam


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2027, 1, 5), "ngày 05 tháng 01 năm 2027"),
        (date(2027, 2, 10), "ngày 10 tháng 02 năm 2027"),
        (date(2027, 3, 9), "ngày 09 tháng 3 năm 2027"),
        (date(2027, 12, 31), "ngày 31 tháng 12 năm 2027"),
        ("2027-01-05", "ngày 05 tháng 01 năm 2027"),
        (None, ""),
    ],
)
def test_the_long_date_pads_day_below_ten_and_month_one_and_two(day, written):
    """Nghị định 30/2020: ngày dưới 10 và tháng 1, 2 thêm số 0 ở trước."""
    assert dates.long_date(day) == written


def test_an_hour_is_told_in_viet_nam():
    """Giờ lưu theo UTC, đọc theo giờ Việt Nam: 18:30 UTC ngày 22 là 01:30 ngày 23."""
    assert [dates.hour(LATE_UTC), dates.day(LATE_UTC), dates.weekday(LATE_UTC)] == ["01:30", "23/11/2026", "thứ Hai"]
    assert dates.day("2026-11-22T18:30:00+00:00") == "23/11/2026"
    assert dates.day_month("2026-11-23") == "23/11"


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2026-11-27", "Còn 4\u00a0ngày"),
        ("2026-11-23", "Hết hạn hôm nay"),
        ("2026-11-20", "Trễ 3\u00a0ngày"),
        (None, ""),
    ],
)
def test_days_left_are_told_in_words(due, told):
    """Ngày hết hạn vẫn còn hạn đến 24 giờ."""
    assert dates.days_left(due, date(2026, 11, 23)) == told


@pytest.mark.parametrize("typed", ["15/02/2026", "15-2-2026", "15.02.2026", " 15/2/2026 "])
def test_a_day_is_read_day_first(typed):
    """Ngày trước, tháng sau."""
    assert DateField().clean(typed) == date(2026, 2, 15)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("31/02/2026", "Không có ngày “31/02/2026”"),
        ("2026-02-15", "Bạn vừa nhập “2026-02-15”"),
        ("15/2/26", "Bạn vừa nhập “15/2/26”"),
        ("mai", "Bạn vừa nhập “mai”"),
        ("01/01/0026", "Năm phải từ 1930"),
    ],
)
def test_a_day_that_is_none_is_repeated_in_the_refusal(typed, told):
    """Câu báo nhắc lại điều vừa gõ và nói cách gõ."""
    with pytest.raises(ValidationError, match=told):
        DateField().clean(typed)


def test_the_words_of_the_templates_are_there_without_loading():
    """Các thẻ viết ngày, điểm, trạng thái dùng được trong mọi mẫu."""
    text = (
        "{{ d|day }} {{ d|long_date }} {{ n|points:1 }} {{ m|money }} {{ k|padded }} "
        '{{ t|yes:"x" }} {{ s|nbsp }} {% state "turn" s %}'
    )
    page = (
        engines["django"]
        .from_string(text)
        .render({"d": date(2026, 11, 3), "n": "8.25", "m": 5000, "k": 3, "t": True, "s": "Đến <lượt>"})
    )
    assert page == (
        "03/11/2026 ngày 03 tháng 11 năm 2026 8,3 5.000 03 x Đến\u00a0&lt;lượt&gt; "
        '<span class="state state-turn">Đến &lt;lượt&gt;</span>'
    )


def test_years_have_no_dot_and_decimals_a_comma():
    """Năm 2026 in là 2026, không phải 2.026; số lẻ có dấu phẩy ở cả hai ngôn ngữ."""
    from django.utils import translation

    for language in ("vi", "en"):
        with translation.override(language):
            assert engines["django"].from_string("{{ y }} {{ n }}").render({"y": 2026, "n": 8.5}) == "2026 8,5"
