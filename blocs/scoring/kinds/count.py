"""Đếm × điểm: so many points for each thing counted, up to a cap that the formula itself states."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.numbers import points as shown

from .base import Example, Kind
from .inputs import Input, shown_plain, told
from .options import Number


class Count(Kind):
    """Số lượng × điểm mỗi cái, không quá điểm tối đa của dòng (`max`) khi có; the first `free` are not counted."""

    code = "count"
    label = gettext_lazy("Số lượng × điểm")
    about = gettext_lazy("Mỗi cái được một số điểm, không quá điểm tối đa của dòng. Nhập số lượng.")
    inputs = (Input("count", gettext_lazy("số lượng"), whole=True, least=Decimal(0)),)
    options = (
        Number("each", gettext_lazy("điểm mỗi cái"), required=True, above=Decimal(0)),
        Number("free", gettext_lazy("số cái đầu không tính"), least=Decimal(0), whole=True),
    )
    signs = ("base", "bonus")
    examples = (
        Example("3", {"each": 0.5}, "4", "2"),
        Example("3", {"each": 0.5}, "9", "3"),
        Example("2", {"each": 0.5, "excess": "warn"}, "6", "3"),
        Example("3", {"each": 0.5, "free": 2}, "5", "1.5"),
    )

    def points(self, inputs):
        return self.cut(self._counted(inputs) * self.params["each"])

    def _counted(self, inputs):
        return max(Decimal(inputs["count"]) - self.params.get("free", 0), Decimal(0))

    def explain(self, inputs):
        if "count" not in inputs:
            return ""
        counted, each = self._counted(inputs), self.params["each"]
        full = f"{told(counted)} × {told(self.signed(each))} = {self._shown(counted * each)}"
        if self.cut(counted * each) == counted * each:
            return full
        return _("%(full)s, nhiều nhất %(most)s") % {"full": full, "most": self._shown(self.most)}

    def _shown(self, points):
        return shown(self.signed(points) * self.weight, self.decimals)

    @property
    def formula(self):
        each = shown_plain(f"{self.params['each'].normalize():f}")
        if self.most is None:
            return _("Số lượng × %(each)s điểm.") % {"each": each}
        return _("Số lượng × %(each)s điểm, nhiều nhất %(most)s.") % {"each": each, "most": self.told_most()}
