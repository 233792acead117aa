"""Đạt hay không đạt: all of the points or none."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.numbers import points as shown

from .base import Example, Kind
from .inputs import NO, YES, Input, yes_or_no
from .options import Choice

NOT_APPLICABLE = "2"
DROP, FULL, ZERO = "drop", "full", "zero"


class PassFail(Kind):
    """Đạt: the most of the row. Không đạt: 0. Typed as đ or k, x, có, không."""

    code = "pass_fail"
    label = gettext_lazy("Đạt / không đạt")
    about = gettext_lazy("Đạt thì được đủ điểm của dòng, không đạt thì 0. Nhập đ hoặc k.")
    inputs = (
        yes_or_no("passed", gettext_lazy("đạt hay không"), gettext_lazy("đạt"), gettext_lazy("không đạt"), short="đ"),
    )
    examples = (Example("10", {}, "đ", "10"), Example("10", {}, "không đạt", "0"))
    needs_most = True

    def points(self, inputs):
        return self.most if inputs["passed"] == YES else Decimal(0)

    def explain(self, inputs):
        return str(self.inputs[0].choices[inputs["passed"]]) if "passed" in inputs else ""

    @property
    def formula(self):
        return _("Đạt: %(most)s điểm; không đạt: 0.") % {"most": shown(self.signed(self.most), self.decimals)}


class OneOff(PassFail):
    """Xảy ra một lần: when it has happened, the points of the row (added or taken away); else 0."""

    code = "one_off"
    label = gettext_lazy("Có thì tính, một lần")
    about = gettext_lazy("Có thì cộng (hoặc trừ) trọn điểm của dòng, không có thì 0. Nhập c hoặc k.")
    inputs = (yes_or_no("passed", gettext_lazy("có hay không")),)
    examples = (Example("1.5", {}, "c", "-1.5"), Example("1.5", {}, "k", "0"))
    example_sign = "penalty"

    @property
    def formula(self):
        return _("Có: %(most)s điểm; không: 0.") % {"most": shown(self.signed(self.most), self.decimals)}


class YesNo(PassFail):
    """Có, không, hoặc không áp dụng; what «không áp dụng» does is the scheme's choice."""

    code = "yes_no"
    label = gettext_lazy("Có / không / không áp dụng")
    about = gettext_lazy(
        "Có: đủ điểm; không: 0; không áp dụng: điểm tối đa giảm (drop), được đủ điểm (full) hoặc 0 điểm (zero). Nhập c, k hoặc kad."
    )
    inputs = (
        Input(
            "passed", gettext_lazy("có, không hay không áp dụng"),
            choices={YES: gettext_lazy("có"), NO: gettext_lazy("không"), NOT_APPLICABLE: gettext_lazy("không áp dụng")},
            shorts={YES: "c", NO: "k", NOT_APPLICABLE: "kad"},
        ),
    )  # fmt: skip
    options = (Choice("not_applicable", gettext_lazy("không áp dụng thì sao"), choices=(DROP, FULL, ZERO)),)
    signs = ("base", "bonus")
    examples = (
        Example("0.5", {}, "c", "0.5"),
        Example("0.5", {}, "k", "0"),
        Example("0.5", {"not_applicable": FULL}, "kad", "0.5"),
    )
    example_sign = "base"

    @property
    def settled(self):
        return super().settled and self.params.get("not_applicable", DROP) != DROP

    def dropped(self, inputs):
        answer = inputs.get("passed") == NOT_APPLICABLE and self.params.get("not_applicable", DROP) == DROP
        return answer or super().dropped(inputs)

    def points(self, inputs):
        full = inputs["passed"] == YES or (
            inputs["passed"] == NOT_APPLICABLE and self.params.get("not_applicable") == FULL
        )
        return self.most if full else Decimal(0)

    @property
    def formula(self):
        effect = {
            DROP: _("điểm tối đa giảm"),
            FULL: _("đủ điểm"),
            ZERO: _("0 điểm"),
        }[self.params.get("not_applicable", DROP)]
        return _("Có: %(most)s điểm; không: 0; không áp dụng: %(effect)s.") % {
            "most": self.told_most(),
            "effect": effect,
        }
