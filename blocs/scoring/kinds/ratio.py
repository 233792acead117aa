"""Tỷ lệ so với kế hoạch: result over plan, or plan over result where less is better."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.numbers import points as shown

from .base import Example, Kind
from .inputs import Input, shown_plain, told
from .options import Number

WHOLE = Decimal(100)


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
    options = (
        Number("plan", gettext_lazy("kế hoạch chung cho mọi đơn vị"), above=Decimal(0)),
        Number("limit", gettext_lazy("tính đến bao nhiêu % kế hoạch, mặc định 100"), above=Decimal(0)),
        Number("from_percent", gettext_lazy("dưới bao nhiêu % thì 0 điểm"), least=Decimal(0)),
    )
    signs = ("base", "bonus")
    examples = (
        Example("10", {}, "95/100", "9.5"),
        Example("10", {}, "120/100", "10"),
        Example("10", {"plan": 40}, "30", "7.5"),
        Example("10", {}, "2/3", "6.6667"),
        Example("10", {"limit": 120}, "150/100", "12"),
        Example("10", {"from_percent": 50}, "49/100", "0"),
    )
    needs_most = True

    def __init__(self, most, sign, params, decimals=2):
        super().__init__(most, sign, params, decimals)
        if "plan" in self.params:
            self.inputs = self.inputs[:1]

    def read(self, raw):
        inputs = super().read(raw)
        if Decimal(inputs.get("plan", 1)) == 0:
            raise ValueError(_("Kế hoạch phải lớn hơn 0: đơn vị không được giao thì để trống và nêu ở cột lý do."))
        return inputs

    def points(self, inputs):
        share = min(self.share(inputs), self.params.get("limit", WHOLE) / WHOLE)
        return share * self.most if share * WHOLE >= self.params.get("from_percent", 0) else Decimal(0)

    def share(self, inputs):
        """How much of the plan was reached: 1 is all of it (Decimal)."""
        return Decimal(inputs["actual"]) / self._plan(inputs)

    def _plan(self, inputs):
        return Decimal(inputs["plan"]) if "plan" in inputs else self.params["plan"]

    def explain(self, inputs):
        if "actual" not in inputs:
            return ""
        actual, plan = shown_plain(inputs["actual"]), shown_plain(self._plan(inputs))
        return f"{actual} / {plan} × {self.told_most()} = {shown(self.result(inputs), self.decimals)}"

    @property
    def formula(self):
        limit = self.most * self.params.get("limit", WHOLE) / WHOLE
        facts = {"most": self.told_most(), "limit": shown(limit, self.decimals)}
        words = _("Kết quả ÷ kế hoạch × %(most)s, không quá %(limit)s.") % facts
        if "from_percent" in self.params:
            words += " " + _("Dưới %(least)s%%: 0.") % {"least": told(self.params["from_percent"])}
        return words


class InverseRatio(Ratio):
    """Kế hoạch / kết quả × điểm tối đa: the less the better; nothing at all is the whole."""

    code = "inverse_ratio"
    label = gettext_lazy("Tỷ lệ nghịch (càng ít càng tốt)")
    about = gettext_lazy(
        "Mức giao chia kết quả, nhân điểm tối đa; bằng hoặc ít hơn mức giao thì đủ điểm. Nhập kết quả/mức giao, ví dụ 12/10."
    )
    examples = (Example("10", {}, "20/10", "5"), Example("10", {}, "8/10", "10"), Example("10", {"plan": 4}, "0", "10"))

    def share(self, inputs):
        actual = Decimal(inputs["actual"])
        return self._plan(inputs) / actual if actual else Decimal(1)

    def points(self, inputs):
        return super().points(inputs) if Decimal(inputs["actual"]) else self.most

    def explain(self, inputs):
        return ""

    @property
    def formula(self):
        return _("Mức giao ÷ kết quả × %(most)s, không quá %(most)s.") % {"most": self.told_most()}
