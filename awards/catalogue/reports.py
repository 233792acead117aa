"""Hỏi danh mục: which awards exist on a day, and under which rules."""

from django.utils.translation import gettext as _

from emulation.journal.steps import Refused
from emulation.ui import dates

from .models import AwardType


def award_types(on):
    """Danh hiệu, hình thức theo quy định của ngày `on` (date): a queryset in the order of the catalogue, one row per code."""
    return AwardType.objects.on(on)


def award_type(code, on):
    """The rules of one award on a day, e.g. award_type("CO_TINH", date(2026, 12, 1)). Raises Refused when there are none."""
    row = award_types(on).filter(code=code).first()
    if row is None:
        raise Refused(
            _("Danh mục chưa có «%(code)s» cho ngày %(day)s. Cơ quan thường trực bổ sung vào danh mục trước.")
            % {"code": code, "day": dates.day(on)}
        )
    return row
