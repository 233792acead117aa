"""Chọn một trong nhiều mức, hoặc nhiều ý trong một dòng."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.text import fold

from .base import Example, Kind
from .inputs import YES, Input, told, yes_or_no
from .options import Number, Table, Text

NONE = "0"


class Grade(Kind):
    """Xếp loại: the name of a grade is typed, the scheme says how many points it is worth."""

    code = "grade"
    label = gettext_lazy("Xếp loại")
    about = gettext_lazy(
        "Mỗi loại (Tốt, Khá…) được một số điểm hoặc một phần trăm điểm tối đa. Nhập tên loại, hoặc số thứ tự."
    )
    options = (
        Table(
            "choices", gettext_lazy("các mức"), required=True,
            columns=(
                Text("name", gettext_lazy("tên"), required=True),
                Number("points", gettext_lazy("điểm")),
                Number("percent", gettext_lazy("% điểm tối đa"), least=Decimal(0)),
            ),
        ),
    )  # fmt: skip
    examples = (
        Example("10", {"choices": [{"name": "Tốt", "points": 10}, {"name": "Khá", "points": 7.5}]}, "khá", "7.5"),
        Example("20", {"choices": [{"name": "A", "percent": 100}, {"name": "B", "percent": 80}]}, "B", "16"),
    )
    what = gettext_lazy("loại")

    def __init__(self, most, sign, params, decimals=2):
        super().__init__(most, sign, params, decimals)
        names = [c["name"] for c in self.params.get("choices", [])]
        labels = {str(n): name for n, name in enumerate(names, start=1)} | self.without()
        self.inputs = (Input("choice", self.what, choices=labels).named((self.params.get("ask") or [""])[0]),)

    def without(self):
        """The answer that takes none of them: {value: label}."""
        return {}

    def faults(self):
        choices = self.params["choices"]
        if len({fold(c["name"]) for c in choices}) < len(choices):
            yield _("hai mức trùng tên")
        for number, choice in enumerate(choices, start=1):
            if ("points" in choice) == ("percent" in choice):
                yield _("mức %(n)d cần “points” hoặc “percent”") % {"n": number}
            elif "percent" in choice and self.most is None:
                yield _("“percent” cần “max” của dòng")

    def points(self, inputs):
        if inputs["choice"] == NONE:
            return Decimal(0)
        chosen = self.params["choices"][int(inputs["choice"]) - 1]
        return chosen["points"] if "points" in chosen else self.most * chosen["percent"] / 100

    def explain(self, inputs):
        return str(self.inputs[0].choices[inputs["choice"]]) if "choice" in inputs else ""

    @property
    def formula(self):
        return "; ".join(
            f"{n}. {c['name']}: {told(self.signed(c['points'])) if 'points' in c else told(c['percent']) + '%'}"
            for n, c in enumerate(self.params["choices"], start=1)
        )


class ChooseOne(Grade):
    """Chọn một trong nhiều trường hợp; 0 when none of them holds."""

    code = "choose_one"
    label = gettext_lazy("Chọn một trường hợp")
    about = gettext_lazy(
        "Chỉ tính một trong các trường hợp đã ghi. Nhập số thứ tự của trường hợp (1, 2…); 0 là không có trường hợp nào."
    )
    examples = (
        Example("2", {"choices": [{"name": "Đạt từ 99%", "points": 1}, {"name": "Đạt cả hai", "points": 2}]}, "2", "2"),
        Example("2", {"choices": [{"name": "Có", "points": 2}, {"name": "Không có công văn", "points": 0}]}, "0", "0"),
    )
    what = gettext_lazy("trường hợp")

    def without(self):
        return {NONE: _("không có")}


class Checklist(Kind):
    """Nhiều ý trong một dòng, each with its own points, each answered by yes or no."""

    code = "checklist"
    label = gettext_lazy("Nhiều ý trong một dòng")
    about = gettext_lazy("Mỗi ý đạt được số điểm của ý đó. Nhập đ hoặc k cho từng ý, ngăn bằng /, ví dụ đ/k/đ.")
    options = (
        Table(
            "items", gettext_lazy("các ý"), required=True,
            columns=(Text("name", gettext_lazy("tên"), required=True), Number("points", gettext_lazy("điểm"), required=True)),
        ),
    )  # fmt: skip
    examples = (
        Example(
            "3", {"items": [{"name": "Có kế hoạch", "points": 2}, {"name": "Có báo cáo", "points": 1}]}, "đ/k", "2"
        ),
    )

    def __init__(self, most, sign, params, decimals=2):
        super().__init__(most, sign, params, decimals)
        self.inputs = tuple(
            yes_or_no(f"i{n}", item["name"], gettext_lazy("đạt"), gettext_lazy("không đạt"), short="đ")
            for n, item in enumerate(self.params.get("items", []), start=1)
        )

    def points(self, inputs):
        items = zip(self.inputs, self.params["items"], strict=True)
        return sum((item["points"] for i, item in items if inputs[i.code] == YES), Decimal(0))

    @property
    def formula(self):
        return "; ".join(f"{item['name']}: {told(self.signed(item['points']))}" for item in self.params["items"])
