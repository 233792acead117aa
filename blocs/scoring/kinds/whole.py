"""Tham số của nhóm và của cả bộ tiêu chí: caps at every level, what counts of a group, how members are ranked and classed (classes.py)."""

from decimal import Decimal

from django.utils.translation import gettext_lazy

from blocs.scoring.arithmetic import ALL, HIGHEST, LOWEST, MEAN

from .bands import EDGES
from .base import CUT, WARN
from .options import Choice, Names, Number, Table, Text

TOTAL, PERCENT = "total", "percent"

CAPS = (
    Number("cap_bonus", gettext_lazy("điểm cộng của cả nhóm không quá"), least=Decimal(0)),
    Number("cap_penalty", gettext_lazy("điểm trừ của cả nhóm không quá (số dương)"), least=Decimal(0)),
    Number("cap_total", gettext_lazy("tổng của cả nhóm không quá"), least=Decimal(0)),
    Number("floor", gettext_lazy("tổng của cả nhóm không dưới")),
    Choice("excess", gettext_lazy("quá các mức trên thì cắt (cut, mặc định) hay chỉ báo (warn)"), choices=(CUT, WARN)),
)
GROUP_OPTIONS = (
    *CAPS,
    Choice(
        "take",
        gettext_lazy("tính mọi dòng con (all, mặc định), trung bình (mean), hay chỉ dòng cao nhất, thấp nhất"),
        choices=(ALL, MEAN, HIGHEST, LOWEST),
    ),
    Names("only_if_full", gettext_lazy("chỉ tính khi những dòng này đạt đủ điểm chuẩn; parent là nhóm chứa nhóm này")),
    Number("weight", gettext_lazy("hệ số nhân vào tổng của nhóm"), above=Decimal(0)),
    Number("max_bonus", gettext_lazy("điểm cộng nhiều nhất ghi ở nhóm, chỉ báo"), least=Decimal(0)),
    Number("max_penalty", gettext_lazy("điểm trừ nhiều nhất ghi ở nhóm, chỉ báo"), least=Decimal(0)),
    Text("scorer", gettext_lazy("bộ phận chấm nhóm này")),
    Text("due", gettext_lazy("hạn của nhóm, ví dụ 30/11")),
)
# What a floor without a row looks at: every outermost group, or every row that is scored.
OUTERMOST, EVERY_ROW = "groups", "rows"
FLOOR = (
    Text("class", gettext_lazy("tên loại"), required=True),
    Text("row", gettext_lazy("mã dòng hay nhóm; groups (mặc định) là mọi nhóm ngoài cùng, rows là mọi dòng được chấm")),
    Number("percent", gettext_lazy("ít nhất bao nhiêu % điểm tối đa của dòng"), above=Decimal(0)),
    Number("points", gettext_lazy("ít nhất bao nhiêu điểm; nhóm điểm trừ ghi số âm")),
)
HEAD_OPTIONS = (
    *CAPS,
    Choice("rank_by", gettext_lazy("xếp hạng theo tổng điểm (total, mặc định) hay % điểm tối đa được giao"), choices=(TOTAL, PERCENT)),
    Table("classes", gettext_lazy("xếp loại theo khoảng"), columns=(Text("name", gettext_lazy("tên loại"), required=True), *EDGES)),
    Choice("class_by", gettext_lazy("xếp loại theo tổng điểm (total, mặc định) hay % điểm tối đa"), choices=(TOTAL, PERCENT)),
    Table("floors", gettext_lazy("mức sàn của loại: một dòng hay nhóm không tới thì xuống loại dưới"), columns=FLOOR),
)  # fmt: skip


def read_all(options, stored):
    """Stored settings → {code: value for arithmetic}; what is not among the options is left out."""
    known = {o.code: o for o in options}
    return {code: known[code].value(v) for code, v in (stored or {}).items() if code in known}
