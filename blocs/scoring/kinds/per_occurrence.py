"""Trừ theo lần: each occurrence takes points away, up to a cap that the formula itself states."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Example, Kind
from .count import Count
from .inputs import Input, told
from .options import Number


class PerOccurrence(Count):
    """Số lần × điểm trừ mỗi lần, trừ nhiều nhất `max` khi có."""

    code = "per_occurrence"
    label = gettext_lazy("Trừ theo lần")
    about = gettext_lazy("Mỗi lần vi phạm trừ một số điểm, trừ nhiều nhất đến mức tối đa của dòng. Nhập số lần.")
    inputs = (Input("count", gettext_lazy("số lần"), whole=True, least=Decimal(0)),)
    options = (
        Number("each", gettext_lazy("điểm trừ mỗi lần"), required=True, above=Decimal(0)),
        Number("free", gettext_lazy("số lần đầu không trừ"), least=Decimal(0), whole=True),
    )
    signs = ("penalty",)
    example_sign = "penalty"
    examples = (
        Example("2", {"each": 0.5}, "3", "-1.5"),
        Example("2", {"each": 0.5}, "9", "-2"),
        Example("2", {"each": 0.5}, "0", "0"),
    )

    @property
    def formula(self):
        each = told(self.params["each"])
        if self.most is None:
            return _("Mỗi lần trừ %(each)s điểm.") % {"each": each}
        return _("Mỗi lần trừ %(each)s điểm, nhiều nhất %(most)s.") % {"each": each, "most": self.told_most()}


class PlusMinus(Kind):
    """Cộng và trừ theo lần trong cùng một dòng: start + plus × n − minus × m, within the most of the row."""

    code = "plus_minus"
    label = gettext_lazy("Cộng, trừ theo lần")
    about = gettext_lazy(
        "Bắt đầu từ một số điểm, mỗi lần biểu dương cộng, mỗi lần phê bình trừ, không quá điểm tối đa và không dưới mức thấp nhất. Nhập số lần cộng/số lần trừ."
    )
    inputs = (
        Input("plus", gettext_lazy("số lần cộng"), whole=True, least=Decimal(0)),
        Input("minus", gettext_lazy("số lần trừ"), whole=True, least=Decimal(0)),
    )
    options = (
        Number("plus", gettext_lazy("điểm cộng mỗi lần"), required=True, least=Decimal(0)),
        Number("minus", gettext_lazy("điểm trừ mỗi lần"), required=True, least=Decimal(0)),
        Number("start", gettext_lazy("điểm ban đầu, mặc định 0")),
        Number("least", gettext_lazy("điểm thấp nhất, mặc định 0 − max")),
    )
    signs = ("base", "bonus")
    examples = (
        Example("10", {"plus": 3, "minus": 3}, "2/1", "3"),
        Example("10", {"plus": 3, "minus": 3}, "5/0", "10"),
        Example("10", {"plus": 3, "minus": 3, "start": 10, "least": 0}, "0/4", "0"),
    )

    def points(self, inputs):
        found = self.params.get("start", Decimal(0))
        found += Decimal(inputs["plus"]) * self.params["plus"] - Decimal(inputs["minus"]) * self.params["minus"]
        least = self.params.get("least", None if self.most is None else -self.most)
        found = self.cut(found)
        return found if least is None else max(found, least)

    @property
    def formula(self):
        facts = {
            "start": told(self.params.get("start", Decimal(0))),
            "plus": told(self.params["plus"]),
            "minus": told(self.params["minus"]),
        }
        words = _("%(start)s, mỗi lần cộng %(plus)s, mỗi lần trừ %(minus)s") % facts
        return words + ("." if self.most is None else _("; nhiều nhất %(most)s.") % {"most": self.told_most()})
