"""Bậc thang: so many points for every further step beyond a start, up or down, within a cap."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Example, Kind
from .inputs import Input, told
from .options import Choice, Number, Truth

UP, DOWN = "up", "down"
WHOLE, BEGUN, EXACT = "whole", "begun", "exact"
ROUNDING = {WHOLE: ROUND_FLOOR, BEGUN: ROUND_CEILING}


class Steps(Kind):
    """Qua mức `start` được `first`, cứ mỗi `step` tiếp theo thêm `each`; chưa qua thì `before`."""

    code = "steps"
    label = gettext_lazy("Bậc thang")
    about = gettext_lazy(
        "Qua mức đầu được điểm đầu, cứ tăng (hoặc giảm) mỗi bậc thì thêm một số điểm, không quá điểm tối đa. Nhập giá trị."
    )
    inputs = (Input("value", gettext_lazy("giá trị")),)
    options = (
        Number("start", gettext_lazy("mức đầu"), required=True),
        Number("step", gettext_lazy("mỗi bậc dài bao nhiêu"), required=True, above=Decimal(0)),
        Number("each", gettext_lazy("điểm thêm mỗi bậc; số âm là bớt"), required=True),
        Number("first", gettext_lazy("điểm khi vừa qua mức đầu, mặc định 0")),
        Number("before", gettext_lazy("điểm khi chưa qua mức đầu, mặc định 0")),
        Truth("inclusive", gettext_lazy("đúng mức đầu đã là qua")),
        Choice("direction", gettext_lazy("qua mức đầu khi cao hơn (up, mặc định) hay thấp hơn (down)"), choices=(UP, DOWN)),
        Choice("part", gettext_lazy("bậc lẻ: bỏ (whole, mặc định), tính cả bậc (begun), tính theo tỷ lệ (exact)"), choices=(WHOLE, BEGUN, EXACT)),
        Number("least", gettext_lazy("điểm thấp nhất, mặc định 0")),
    )  # fmt: skip
    examples = (
        Example("0.5", {"start": 92, "step": 1, "first": 0.1, "each": 0.1}, "94", "0.3"),
        Example("0.5", {"start": 92, "step": 1, "first": 0.1, "each": 0.1}, "99", "0.5"),
        Example("0.5", {"start": 92, "step": 1, "first": 0.1, "each": 0.1}, "92", "0"),
        Example("5", {"start": 100, "direction": "down", "before": 5, "first": 5, "step": 1, "each": -0.5, "part": "begun"}, "98,5", "4"),
    )  # fmt: skip

    def points(self, inputs):
        beyond = Decimal(inputs["value"]) - self.params["start"]
        beyond = -beyond if self.params.get("direction") == DOWN else beyond
        if beyond < 0 or (beyond == 0 and not self.params.get("inclusive")):
            return self.params.get("before", Decimal(0))
        steps = beyond / self.params["step"]
        rounding = ROUNDING.get(self.params.get("part", WHOLE))
        steps = steps.to_integral_value(rounding) if rounding else steps
        found = self.params.get("first", Decimal(0)) + steps * self.params["each"]
        return max(self.cut(found), self.params.get("least", Decimal(0)))

    @property
    def formula(self):
        facts = {k: told(self.params.get(k, Decimal(0))) for k in ("start", "step", "each", "first", "before")}
        passing = _("Thấp hơn %(start)s") if self.params.get("direction") == DOWN else _("Trên %(start)s")
        words = (passing + _(": %(first)s; cứ mỗi %(step)s thêm %(each)s; chưa qua: %(before)s")) % facts
        return words + ("." if self.most is None else _("; nhiều nhất %(most)s.") % {"most": self.told_most()})
