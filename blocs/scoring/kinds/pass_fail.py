"""Đạt hay không đạt: all of the points or none."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.numbers import points as shown
from emulation.ui.text import fold

from .base import Example, Input, Kind

YES, NO = "1", "0"
WORDS = {YES: ("d", "dat", "x", "co", "1"), NO: ("k", "khong", "khong dat", "0")}


class PassFail(Kind):
    """Đạt: the most of the row. Không đạt: 0. Typed as đ or k, x, có, không."""

    code = "pass_fail"
    label = gettext_lazy("Đạt / không đạt")
    about = gettext_lazy("Đạt thì được đủ điểm của dòng, không đạt thì 0. Nhập đ hoặc k.")
    inputs = (
        Input(
            "passed", gettext_lazy("đạt hay không"), choices={YES: gettext_lazy("đạt"), NO: gettext_lazy("không đạt")}
        ),
    )
    examples = (Example("10", {}, "đ", "10"), Example("10", {}, "không đạt", "0"))

    def check(self):
        return super().check() + ([_("thiếu “max” (điểm khi đạt)")] if self.most is None else [])

    def _one(self, wanted, text):
        for value, words in WORDS.items():
            if fold(text) in words:
                return value
        raise ValueError(_("Nhập đ (đạt) hoặc k (không đạt). Bạn vừa nhập “%(typed)s”.") % {"typed": text})

    def points(self, inputs):
        return self.signed(self.most if inputs["passed"] == YES else Decimal(0))

    def show(self, inputs):
        return {YES: "đ", NO: "k"}[inputs["passed"]] if inputs else ""

    def explain(self, inputs):
        return str(self.inputs[0].choices[inputs["passed"]])

    @property
    def formula(self):
        return _("Đạt: %(most)s điểm; không đạt: 0.") % {"most": shown(self.signed(self.most), self.decimals)}
