"""Chấm thẳng: the points themselves are typed."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.numbers import points as shown

from .base import Example, Input, Kind


class Direct(Kind):
    """Điểm nhập thẳng. In a penalty row 0,5 and −0,5 are the same: half a point is taken away."""

    code = "direct"
    label = gettext_lazy("Chấm thẳng")
    about = gettext_lazy("Nhập thẳng số điểm; vượt mức tối đa thì được báo, không bị cắt.")
    inputs = (Input("points", gettext_lazy("điểm")),)
    examples = (Example("15", {}, "13,5", "13.5"), Example("15", {}, "16", "16"))

    def points(self, inputs):
        return self.fine(self.signed(Decimal(inputs["points"])))

    def read(self, raw):
        inputs = super().read(raw)
        if inputs and self.sign != "penalty" and Decimal(inputs["points"]) < 0:
            raise ValueError(_("Dòng này không nhận điểm âm. Bạn vừa nhập “%(typed)s”.") % {"typed": self.show(inputs)})
        return inputs

    def show(self, inputs):
        return shown(self.points(inputs), self.decimals) if inputs else ""

    @property
    def formula(self):
        if self.most is None:
            return _("Nhập thẳng số điểm.")
        return _("Nhập thẳng số điểm, tối đa %(most)s.") % {"most": shown(self.most, self.decimals)}
