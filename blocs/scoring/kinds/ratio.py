"""Tỷ lệ so với kế hoạch: result over plan, at most the whole."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.numbers import points as shown

from .base import Example, Input, Kind, Option, shown_plain


class Ratio(Kind):
    """Kết quả / kế hoạch × điểm tối đa, không quá điểm tối đa. Typed as 95/100."""

    code = "ratio"
    label = gettext_lazy("Tỷ lệ so với kế hoạch")
    about = gettext_lazy(
        "Kết quả chia kế hoạch, nhân điểm tối đa; vượt kế hoạch vẫn là điểm tối đa. Nhập kết quả/kế hoạch, ví dụ 95/100."
    )
    inputs = (
        Input("actual", gettext_lazy("kết quả"), least=Decimal(0)),
        Input("plan", gettext_lazy("kế hoạch"), least=Decimal(0)),
    )
    options = (Option("plan", gettext_lazy("kế hoạch chung cho mọi đơn vị"), above=Decimal(0)),)
    signs = ("base", "bonus")
    examples = (
        Example("10", {}, "95/100", "9.5"),
        Example("10", {}, "120/100", "10"),
        Example("10", {"plan": 40}, "30", "7.5"),
        Example("10", {}, "2/3", "6.6667"),
    )

    def __init__(self, most, sign, params, decimals=2):
        super().__init__(most, sign, params, decimals)
        if "plan" in self.params:
            self.inputs = self.inputs[:1]

    def check(self):
        return super().check() + ([_("thiếu “max” (điểm khi đạt kế hoạch)")] if self.most is None else [])

    def read(self, raw):
        inputs = super().read(raw)
        if inputs and Decimal(inputs.get("plan", 1)) == 0:
            raise ValueError(_("Kế hoạch phải lớn hơn 0: đơn vị không được giao thì để trống và nêu ở cột lý do."))
        return inputs

    def points(self, inputs):
        share = min(Decimal(inputs["actual"]) / self._plan(inputs), Decimal(1))
        return self.fine(share * self.most)

    def _plan(self, inputs):
        return Decimal(inputs["plan"]) if "plan" in inputs else self.params["plan"]

    def explain(self, inputs):
        actual, plan = shown_plain(inputs["actual"]), shown_plain(self._plan(inputs))
        most, reached = (shown(p, self.decimals) for p in (self.most, self.points(inputs)))
        return f"{actual} / {plan} × {most} = {reached}"

    @property
    def formula(self):
        return _("Kết quả ÷ kế hoạch × %(most)s, không quá %(most)s.") % {"most": shown(self.most, self.decimals)}
