"""Theo khoảng: a number, or a share in percent, falls into one of the bands; with a volume, the table is chosen first."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .around import NoPoints
from .base import Example, Kind
from .inputs import Input, told
from .options import Choice, Number, Table

VALUE, SHARE = "value", "share"
FIRST, HIGHEST, LOWEST = "first", "highest", "lowest"
EDGES = (
    Number("from", gettext_lazy("từ (kể cả)")),
    Number("over", gettext_lazy("trên (không kể)")),
    Number("to", gettext_lazy("đến (kể cả)")),
    Number("below", gettext_lazy("dưới (không kể)")),
)
PICK = Choice(
    "pick", gettext_lazy("nhiều mức cùng đúng thì lấy mức nào, mặc định first"), choices=(FIRST, HIGHEST, LOWEST)
)
ELSE = Number("else", gettext_lazy("điểm khi không rơi vào mức nào"))
PICKING = {FIRST: lambda points: points[0], HIGHEST: max, LOWEST: min}


def inside(value, line, prefix=""):
    """Whether a value lies in a band: from ≤, over <, to ≥, below >; an edge that is not written is open."""
    edges = {edge: line.get(prefix + edge) for edge in ("from", "over", "to", "below")}
    return (
        (edges["from"] is None or value >= edges["from"])
        and (edges["over"] is None or value > edges["over"])
        and (edges["to"] is None or value <= edges["to"])
        and (edges["below"] is None or value < edges["below"])
    )


def edges_told(line, prefix=""):
    """A band in words: “từ 97 đến dưới 98”."""
    words = {"from": _("từ %s"), "over": _("trên %s"), "to": _("đến %s"), "below": _("dưới %s")}
    return " ".join(w % told(line[prefix + edge]) for edge, w in words.items() if prefix + edge in line)


def empty_band(line, prefix=""):
    """Whether no number can lie in a band: its lower edge stands above its upper one."""
    lower = [line[prefix + e] for e in ("from", "over") if prefix + e in line]
    upper = [line[prefix + e] for e in ("to", "below") if prefix + e in line]
    return bool(lower and upper) and max(lower) > min(upper)


class Bands(Kind):
    """Khoảng giá trị → điểm. Gaps stay gaps: a value in no band has no points unless `else` says how many."""

    code = "bands"
    label = gettext_lazy("Theo khoảng")
    about = gettext_lazy(
        "Giá trị rơi vào khoảng nào thì được điểm của khoảng đó. measure: value thì nhập giá trị; share thì nhập phần/tổng và hệ thống tính %."
    )
    options = (
        Table("bands", gettext_lazy("các khoảng"), required=True, columns=(Number("points", gettext_lazy("điểm"), required=True), *EDGES)),
        Choice("measure", gettext_lazy("nhập giá trị hay phần/tổng, mặc định value"), choices=(VALUE, SHARE)),
        PICK,
        ELSE,
    )  # fmt: skip
    examples = (
        Example("5", {"bands": [{"over": 98, "points": 5}, {"from": 97, "below": 98, "points": 4}]}, "97,5", "4"),
        Example(
            "5", {"bands": [{"from": 90, "points": 5}, {"below": 90, "points": 3}], "measure": "share"}, "45/50", "5"
        ),
        Example("5", {"bands": [{"over": 98, "points": 5}], "else": 0}, "98", "0"),
    )

    def __init__(self, most, sign, params, decimals=2):
        super().__init__(most, sign, params, decimals)
        labels = self.params.get("ask") or []
        self.inputs = tuple(i.named(labels[n] if n < len(labels) else "") for n, i in enumerate(self.asked()))

    def asked(self):
        """The inputs before their labels are changed."""
        if self.params.get("measure") == SHARE:
            return Input("part", gettext_lazy("phần"), least=Decimal(0)), Input(
                "whole", gettext_lazy("tổng"), least=Decimal(0)
            )
        return (Input("value", gettext_lazy("giá trị")),)

    def faults(self):
        for number, line in enumerate(self.params["bands"], start=1):
            if empty_band(line):
                yield _("khoảng %(n)d không chứa số nào: đầu dưới cao hơn đầu trên") % {"n": number}

    def measured(self, inputs):
        """The number that is looked up (Decimal). NoPoints: a share of nothing."""
        if "value" in inputs:
            return Decimal(inputs["value"])
        if Decimal(inputs["whole"]) == 0:
            raise NoPoints(_("tổng là 0 nên không có tỷ lệ"))
        return Decimal(inputs["part"]) / Decimal(inputs["whole"]) * 100

    def points(self, inputs):
        value = self.measured(inputs)
        return self.picked([b["points"] for b in self.params["bands"] if inside(value, b)], told(round(value, 4)))

    def picked(self, found, value):
        """The points of one of several bands that hold; of none: `else`, or no points at all."""
        if found:
            return PICKING[self.params.get("pick", FIRST)](found)
        if "else" in self.params:
            return self.params["else"]
        raise NoPoints(
            _("%(value)s không thuộc mức nào đã ghi; ghi thẳng điểm, ví dụ “= 4”, và nêu lý do") % {"value": value}
        )

    @property
    def formula(self):
        told_bands = [f"{edges_told(b)}: {told(self.signed(b['points']))}" for b in self.params["bands"]]
        return "; ".join(told_bands + ([_("còn lại: %s") % told(self.params["else"])] if "else" in self.params else []))


class VolumeBands(Bands):
    """Bảng mức chọn theo khối lượng: first the volume says which lines count, then the value (or its share of the volume)."""

    code = "volume_bands"
    label = gettext_lazy("Bảng mức chọn theo khối lượng")
    about = gettext_lazy(
        "Khối lượng (ví dụ số hồ sơ trong năm) chọn bảng, rồi tỷ lệ hoặc giá trị chọn mức. measure: share (mặc định) thì nhập khối lượng/phần; value thì nhập khối lượng/giá trị."
    )
    options = (
        Table(
            "bands", gettext_lazy("các mức"), required=True,
            columns=(
                Number("points", gettext_lazy("điểm"), required=True), *EDGES,
                *(type(e)(f"volume_{e.code}", e.label) for e in EDGES),
            ),
        ),
        Choice("measure", gettext_lazy("nhập phần hay giá trị, mặc định share"), choices=(VALUE, SHARE)),
        PICK,
        ELSE,
    )  # fmt: skip
    examples = (
        Example(
            "2.5",
            {"bands": [
                {"volume_below": 1000, "from": 10, "points": 2}, {"volume_from": 1000, "from": 10, "points": 2.5},
            ], "else": 0},
            "723/626", "2",
        ),
    )  # fmt: skip

    def asked(self):
        second = (
            Input("value", gettext_lazy("giá trị"))
            if self.params.get("measure") == VALUE
            else Input("part", gettext_lazy("phần"), least=Decimal(0))
        )
        return Input("volume", gettext_lazy("khối lượng"), least=Decimal(0)), second

    def faults(self):
        yield from super().faults()
        for number, line in enumerate(self.params["bands"], start=1):
            if empty_band(line, "volume_"):
                yield _("mức %(n)d không chứa khối lượng nào") % {"n": number}

    def measured(self, inputs):
        return super().measured(inputs if "value" in inputs else {"part": inputs["part"], "whole": inputs["volume"]})

    def points(self, inputs):
        volume, value = Decimal(inputs["volume"]), self.measured(inputs)
        found = [b["points"] for b in self.params["bands"] if inside(volume, b, "volume_") and inside(value, b)]
        return self.picked(found, f"{told(volume)}; {told(round(value, 4))}")

    @property
    def formula(self):
        lines = (
            f"{edges_told(b, 'volume_')}, {edges_told(b)}: {told(self.signed(b['points']))}".strip(", ")
            for b in self.params["bands"]
        )
        return "; ".join([*lines] + ([_("còn lại: %s") % told(self.params["else"])] if "else" in self.params else []))
