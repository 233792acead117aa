"""Đếm × điểm: so many points for each thing counted, up to a cap that the formula itself states."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.numbers import points as shown

from .base import Example, Input, Kind, Option, shown_plain


class Count(Kind):
    """Số lượng × điểm mỗi cái, không quá điểm tối đa của dòng (`max`) khi có."""

    code = "count"
    label = gettext_lazy("Số lượng × điểm")
    about = gettext_lazy("Mỗi cái được một số điểm, không quá điểm tối đa của dòng. Nhập số lượng.")
    inputs = (Input("count", gettext_lazy("số lượng"), whole=True, least=Decimal(0)),)
    options = (Option("each", gettext_lazy("điểm mỗi cái"), required=True, above=Decimal(0)),)
    signs = ("base", "bonus")
    examples = (Example("3", {"each": 0.5}, "4", "2"), Example("3", {"each": 0.5}, "9", "3"))

    def points(self, inputs):
        reached = Decimal(inputs["count"]) * self.params["each"]
        return self.fine(self.signed(reached if self.most is None else min(reached, self.most)))

    def explain(self, inputs):
        each, reached = self.params["each"], shown(self.points(inputs), self.decimals)
        return f"{shown_plain(inputs['count'])} × {shown_plain(f'{each.normalize():f}')} = {reached}"

    @property
    def formula(self):
        each = shown_plain(f"{self.params['each'].normalize():f}")
        if self.most is None:
            return _("Số lượng × %(each)s điểm.") % {"each": each}
        return _("Số lượng × %(each)s điểm, nhiều nhất %(most)s.") % {
            "each": each,
            "most": shown(self.most, self.decimals),
        }
