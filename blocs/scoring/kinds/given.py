"""Dòng không phải nhập: given beforehand, taken from elsewhere, a note; and the row that takes a unit out of the ranking."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.numbers import points as shown

from .base import Example, Kind
from .inputs import YES, told, yes_or_no
from .options import Choice, Number, Text

ROW, MIDYEAR, TARGET = "row", "midyear", "target"


class Given(Kind):
    """Điểm cho sẵn: everybody has the most of the row to begin with; penalty rows beside it take away."""

    code = "given"
    label = gettext_lazy("Điểm cho sẵn")
    about = gettext_lazy("Đơn vị nào cũng có sẵn điểm tối đa của dòng; các dòng trừ bên cạnh lấy bớt. Không phải nhập.")
    signs = ("base", "bonus")
    needs_most = True
    looks_around = True
    examples = (Example("3", {}, "", "3"),)

    def points_among(self, inputs, around):
        return self.most

    @property
    def formula(self):
        return _("Cho sẵn %(most)s điểm.") % {"most": shown(self.most, self.decimals)}


class Taken(Kind):
    """Lấy từ nơi khác: another row of the sheet, the mid-year sheet, or the result of a registered target."""

    code = "taken"
    label = gettext_lazy("Lấy từ nơi khác")
    about = gettext_lazy(
        "Lấy điểm của một dòng khác (row), của bảng điểm 6 tháng (midyear; total là tổng điểm), hoặc tỷ lệ % thực hiện một chỉ tiêu đã đăng ký (target). Có whole thì điểm = giá trị ÷ whole × max, không quá max; không có thì lấy nguyên giá trị × factor."
    )
    options = (
        Choice("source", gettext_lazy("lấy từ đâu"), required=True, choices=(ROW, MIDYEAR, TARGET)),
        Text("what", gettext_lazy("mã dòng, total, hoặc tên chỉ tiêu"), required=True),
        Number("whole", gettext_lazy("giá trị ứng với đủ điểm"), above=Decimal(0)),
        Number("factor", gettext_lazy("hệ số, mặc định 1")),
    )
    looks_around = True
    examples = (
        Example("10", {"source": "target", "what": "Thu ngân sách", "whole": 100}, "", "9", outside=(("target", "Thu ngân sách", "90"),)),
        Example("50", {"source": "midyear", "what": "total", "factor": 0.5}, "", "45", outside=(("midyear", "total", "90"),)),
        Example("10", {"source": "row", "what": "1.1"}, "", "7", rows=(("1.1", "7"),)),
    )  # fmt: skip

    def rows_asked(self):
        return (self.params["what"],) if self.params.get("source") == ROW else ()

    def faults(self):
        if "whole" in self.params and self.most is None:
            yield _("“whole” cần “max” của dòng")

    def points_among(self, inputs, around):
        source, what = self.params["source"], self.params["what"]
        found = around.row(what) if source == ROW else around.outside(source, what)
        if "whole" in self.params:
            return self.cut(found / self.params["whole"] * self.most)
        return found * self.params.get("factor", Decimal(1))

    @property
    def formula(self):
        places = {ROW: _("điểm dòng “%s”"), MIDYEAR: _("bảng điểm 6 tháng, “%s”"), TARGET: _("kết quả chỉ tiêu “%s”")}
        place = places[self.params["source"]] % self.params["what"]
        if "whole" in self.params:
            return _("Lấy từ %(place)s ÷ %(whole)s × %(most)s.") % {
                "place": place,
                "whole": told(self.params["whole"]),
                "most": self.told_most(),
            }
        return _("Lấy từ %(place)s × %(factor)s.") % {
            "place": place,
            "factor": told(self.params.get("factor", Decimal(1))),
        }


class Note(Kind):
    """Ghi chú: a row that is printed and never scored."""

    code = "note"
    label = gettext_lazy("Ghi chú, không chấm điểm")
    about = gettext_lazy("Dòng chỉ để đọc, không có điểm, không phải nhập.")
    looks_around = True
    scored = False
    examples = (Example("0", {}, "", "0"),)

    def points_among(self, inputs, around):
        return Decimal(0)

    @property
    def formula(self):
        return _("Không chấm điểm.")


class Exclusion(Kind):
    """Không xếp loại: a yes takes the unit out of the ranking; the row gives no points."""

    code = "exclusion"
    label = gettext_lazy("Không xếp loại")
    about = gettext_lazy("Có thì đơn vị không được xếp hạng; dòng không có điểm. Nhập c hoặc k.")
    inputs = (yes_or_no("happened", gettext_lazy("có hay không")),)
    scored = False
    examples = (Example("0", {}, "c", "0"),)

    def points(self, inputs):
        return Decimal(0)

    def excludes(self, inputs):
        """Whether these inputs take the unit out of the ranking."""
        return inputs.get("happened") == YES

    @property
    def formula(self):
        return _("Có: không xếp loại.")
