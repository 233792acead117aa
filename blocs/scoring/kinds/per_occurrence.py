"""Trừ theo lần: each occurrence takes points away, up to a cap that the formula itself states."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.numbers import points as shown

from .base import Example, Input, Option, shown_plain
from .count import Count


class PerOccurrence(Count):
    """Số lần × điểm trừ mỗi lần, trừ nhiều nhất `max` khi có."""

    code = "per_occurrence"
    label = gettext_lazy("Trừ theo lần")
    about = gettext_lazy("Mỗi lần vi phạm trừ một số điểm, trừ nhiều nhất đến mức tối đa của dòng. Nhập số lần.")
    inputs = (Input("count", gettext_lazy("số lần"), whole=True, least=0),)
    options = (Option("each", gettext_lazy("điểm trừ mỗi lần"), required=True, above=0),)
    signs = ("penalty",)
    example_sign = "penalty"
    examples = (
        Example("3", {"each": 0.5}, "2", "-1"),
        Example("1", {"each": 0.5}, "5", "-1"),
        Example("3", {"each": 0.5}, "0", "0"),
    )

    def points(self, inputs):
        return super().points(inputs) + 0  # −0 becomes 0

    def explain(self, inputs):
        each, reached = self.params["each"], shown(self.points(inputs), self.decimals)
        return f"{shown_plain(inputs['count'])} × {shown_plain(f'{-each.normalize():f}')} = {reached}"

    @property
    def formula(self):
        each = shown_plain(f"{self.params['each'].normalize():f}")
        if self.most is None:
            return _("Mỗi lần trừ %(each)s điểm.") % {"each": each}
        return _("Mỗi lần trừ %(each)s điểm, nhiều nhất %(most)s.") % {
            "each": each,
            "most": shown(self.most, self.decimals),
        }
