"""Days and hours as they are read in Việt Nam. In: date, datetime, ISO text or None. Out: str, "" for None."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WEEKDAYS = (
    gettext_lazy("thứ Hai"),
    gettext_lazy("thứ Ba"),
    gettext_lazy("thứ Tư"),
    gettext_lazy("thứ Năm"),
    gettext_lazy("thứ Sáu"),
    gettext_lazy("thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)


def moment(value):
    """The datetime meant by `value`, in Asia/Ho_Chi_Minh; None when it has no hour."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > len("2026-11-23") else None
    if isinstance(value, datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    return None


def the_day(value):
    """The date meant by `value`, in Asia/Ho_Chi_Minh; None for nothing. Raises ValueError for text that is no date."""
    if not value:
        return None
    if hour := moment(value):
        return hour.date()
    return date.fromisoformat(value) if isinstance(value, str) else value


def day(value):
    """23/11/2026."""
    found = the_day(value)
    return f"{found:%d/%m}/{found.year:04}" if found else ""


def day_month(value):
    """23/11."""
    found = the_day(value)
    return f"{found:%d/%m}" if found else ""


def long_date(value):
    """“ngày 05 tháng 01 năm 2027”: day padded below 10, month only for 1 and 2 (Nghị định 30/2020, phụ lục I)."""
    found = the_day(value)
    if not found:
        return ""
    month = f"{found.month:02}" if found.month <= 2 else str(found.month)
    return f"ngày {found.day:02} tháng {month} năm {found.year}"


def hour(value):
    """09:42."""
    found = moment(value)
    return f"{found:%H:%M}" if found else ""


def hour_in_words(value):
    """“08 giờ 00 phút”, as on official paper."""
    found = moment(value)
    return f"{found:%H} giờ {found:%M} phút" if found else ""


def weekday(value):
    """“thứ Hai”."""
    found = the_day(value)
    return str(WEEKDAYS[found.weekday()]) if found else ""


def days_left(value, today):
    """“Còn 4 ngày”, “Hết hạn hôm nay”, “Trễ 3 ngày”; a due day ends at 24:00."""
    due, now = the_day(value), the_day(today)
    if not due or not now:
        return ""
    days = (due - now).days
    if days == 0:
        return _("Hết hạn hôm nay")
    return _("Còn %(days)s\u00a0ngày") % {"days": days} if days > 0 else _("Trễ %(days)s\u00a0ngày") % {"days": -days}
