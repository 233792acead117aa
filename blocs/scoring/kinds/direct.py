"""Chấm thẳng: the points themselves are typed."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.numbers import points as shown

from .base import NOT_ASSIGNED, STRAIGHT, Example, Kind
from .inputs import Input, given_number


class Direct(Kind):
    """Điểm nhập thẳng. In a penalty row 0,5 and −0,5 are the same: half a point is taken away."""

    code = "direct"
    label = gettext_lazy("Chấm thẳng")
    about = gettext_lazy("Nhập thẳng số điểm; vượt mức tối đa thì được báo, không bị cắt.")
    inputs = (Input("points", gettext_lazy("điểm")),)
    examples = (Example("15", {}, "13,5", "13.5"), Example("15", {}, "16", "16"))

    def points(self, inputs):
        return Decimal(inputs["points"])

    def read(self, raw):
        inputs = super().read(raw)
        if "points" in inputs and self.sign != "penalty" and Decimal(inputs["points"]) < 0:
            raise ValueError(_("Dòng này không nhận điểm âm. Bạn vừa nhập “%(typed)s”.") % {"typed": self.show(inputs)})
        return inputs

    def show(self, inputs):
        if not inputs or STRAIGHT in inputs or NOT_ASSIGNED in inputs:
            return super().show(inputs)
        points = self.points(inputs)
        typed = -points.as_tuple().exponent  # never fewer decimals than were typed: what is shown may be copied
        return shown(self.signed(points), max(self.decimals, typed))

    @property
    def formula(self):
        if self.most is None:
            return _("Nhập thẳng số điểm.")
        return _("Nhập thẳng số điểm, tối đa %(most)s.") % {"most": self.told_most()}


class Parts(Kind):
    """Điểm chuẩn, thưởng và trừ của cùng một dòng, typed side by side; “-” where a part has none."""

    code = "parts"
    label = gettext_lazy("Chuẩn / thưởng / trừ trong một dòng")
    about = gettext_lazy("Nhập điểm chuẩn/thưởng/trừ của dòng; phần không có thì gõ dấu -. Ví dụ 5/1/- hoặc 5/-/0,5.")
    inputs = (
        Input("base", gettext_lazy("điểm chuẩn"), least=Decimal(0), optional=True),
        Input("bonus", gettext_lazy("điểm thưởng"), least=Decimal(0), optional=True),
        Input("penalty", gettext_lazy("điểm trừ"), optional=True),
    )
    signs = ("base",)
    examples = (Example("5", {"max_bonus": 1}, "5/1/-", "6"), Example("5", {"max_penalty": 2}, "5/-/0,5", "4.5"))
    settled = False

    def points(self, inputs):
        return sum(self._parts(inputs).values(), Decimal(0))

    def _parts(self, inputs):
        found = {sign: given_number(inputs, sign) or Decimal(0) for sign in ("base", "bonus", "penalty")}
        return found | {"penalty": -abs(found["penalty"]) + 0}

    def parts(self, inputs, points):
        if STRAIGHT in inputs:
            return None
        return {sign: self.fine(p * self.weight) for sign, p in self._parts(inputs).items()}

    def warn(self, points, inputs=None):
        if points is None or not inputs or STRAIGHT in inputs:
            return super().warn(points)
        limits = {"base": self.most, "bonus": self.params.get("max_bonus"), "penalty": self.params.get("max_penalty")}
        above = [(p, limits[s]) for s, p in self._parts(inputs).items() if limits[s] is not None and abs(p) > limits[s]]
        if not above:
            return ""
        facts = {"points": shown(above[0][0], self.decimals), "most": shown(above[0][1], self.decimals)}
        return _("%(points)s vượt mức tối đa %(most)s") % facts

    @property
    def formula(self):
        limits = [
            (_("chuẩn"), self.most),
            (_("thưởng"), self.params.get("max_bonus")),
            (_("trừ"), self.params.get("max_penalty")),
        ]
        told = [f"{name} {shown(most, self.decimals)}" for name, most in limits if most is not None]
        return _("Nhập điểm chuẩn, thưởng, trừ.") + (
            " " + _("Tối đa: %(most)s.") % {"most": ", ".join(told)} if told else ""
        )
