"""So với các đơn vị khác trong khối: points that need the results of every member."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .around import NoPoints
from .base import STRAIGHT, Example, Kind
from .inputs import Input, given_number, told
from .options import Choice, Names, Number, Table, Text

HIGH, LOW = "high", "low"
BETTER = Choice(
    "better", gettext_lazy("cao hơn là tốt (high, mặc định) hay thấp hơn là tốt (low)"), choices=(HIGH, LOW)
)
HUNDRED = Decimal(100)


class Relative(Kind):
    """What kinds that look at all members share."""

    looks_around = needs_members = True

    @property
    def low(self):
        return self.params.get("better") == LOW


class LeaderRelative(Relative):
    """Chấm theo mức dẫn đầu: half of the points for meeting the target, the other half by how far it is exceeded against the leader.

    A unit without a target (“-” or 0) is measured against the best of those without a target.
    """

    code = "leader_relative"
    label = gettext_lazy("So với đơn vị dẫn đầu")
    about = gettext_lazy(
        "Chưa đạt chỉ tiêu: một nửa điểm × tỷ lệ đạt; vừa đạt: một nửa; vượt: một nửa cộng một nửa × mức vượt so với mức vượt cao nhất trong khối. Đơn vị không được giao chỉ tiêu mà có kết quả: so với kết quả cao nhất của nhóm không được giao. Nhập kết quả/chỉ tiêu; không được giao thì gõ 150/-."
    )
    inputs = (
        Input("actual", gettext_lazy("kết quả"), least=Decimal(0)),
        Input("plan", gettext_lazy("chỉ tiêu"), least=Decimal(0), optional=True),
    )
    options = (
        Number("met", gettext_lazy("% điểm khi vừa đạt chỉ tiêu, mặc định 50"), least=Decimal(0)),
        Number("plan", gettext_lazy("chỉ tiêu chung cho mọi đơn vị"), above=Decimal(0)),
        BETTER,
    )
    signs = ("base", "bonus")
    needs_most = True
    examples = (
        Example("5", {}, "8/10", "2", others=("10/10", "20/10", "15/10")),
        Example("5", {}, "10/10", "2.5", others=("8/10", "20/10", "15/10")),
        Example("5", {}, "20/10", "5", others=("8/10", "10/10", "15/10")),
        Example("5", {}, "15/10", "3.75", others=("8/10", "10/10", "20/10")),
        Example("10", {}, "100/-", "6.6667", others=("150/-", "75/-", "120/100")),
    )

    def __init__(self, most, sign, params, decimals=2):
        super().__init__(most, sign, params, decimals)
        if "plan" in self.params:
            self.inputs = self.inputs[:1]

    def _texts(self, raw):
        texts = super()._texts(raw)
        if texts.get("actual") and "plan" in texts and not texts["plan"]:
            raise ValueError(
                _("Còn thiếu: chỉ tiêu; đơn vị không được giao thì gõ %(typed)s/-.") % {"typed": texts["actual"]}
            )
        return texts

    def _plan(self, inputs):
        """The target (Decimal), None without one."""
        plan = self.params["plan"] if "plan" in self.params else given_number(inputs, "plan")
        return plan or None

    def points_among(self, inputs, around):
        everyone = [i for i in around.inputs() if STRAIGHT not in i]
        actual, plan = Decimal(inputs["actual"]), self._plan(inputs)
        if plan is None:
            results = [Decimal(i["actual"]) for i in everyone if self._plan(i) is None]
            return _share_of_best(actual, results, self.low) * self.most
        half = self.params.get("met", Decimal(50)) / HUNDRED
        beyond = self._beyond(actual, plan)
        if beyond < 0:
            return self.most * half * (plan / actual if self.low else actual / plan)
        farthest = max(self._beyond(Decimal(i["actual"]), p) for i in everyone if (p := self._plan(i)))
        return self.most * (half + (1 - half) * (beyond / farthest if farthest > 0 else 0))

    def _beyond(self, actual, plan):
        return (plan - actual if self.low else actual - plan) / plan

    @property
    def formula(self):
        facts = {"met": told(self.params.get("met", Decimal(50))), "most": self.told_most()}
        return (
            _("Vừa đạt: %(met)s%% của %(most)s; chưa đạt: nhân tỷ lệ; vượt: thêm theo mức vượt so với đơn vị dẫn đầu.")
            % facts
        )


def _share_of_best(own, all_, low):
    """How near to the best: 1 for the best itself (Decimal); 0 where there is nothing to compare."""
    best = min(all_) if low else max(all_)
    if low:
        return best / own if own else Decimal(1)
    return own / best if best else Decimal(0)


class ShareOfBest(Relative):
    """Kết quả chia kết quả tốt nhất trong khối, nhân điểm tối đa."""

    code = "share_of_best"
    label = gettext_lazy("So với kết quả tốt nhất")
    about = gettext_lazy("Kết quả của đơn vị chia kết quả tốt nhất trong khối, nhân điểm tối đa. Nhập kết quả.")
    inputs = (Input("actual", gettext_lazy("kết quả"), least=Decimal(0)),)
    options = (BETTER,)
    signs = ("base", "bonus")
    needs_most = True
    examples = (
        Example("10", {}, "80", "8", others=("100", "60")),
        Example("10", {"better": "low"}, "8", "5", others=("4", "5")),
    )

    def points_among(self, inputs, around):
        everyone = [Decimal(i["actual"]) for i in around.inputs() if STRAIGHT not in i]
        return _share_of_best(Decimal(inputs["actual"]), everyone, self.low) * self.most

    @property
    def formula(self):
        return _("Kết quả ÷ kết quả tốt nhất trong khối × %(most)s.") % {"most": self.told_most()}


class Average(Kind):
    """Trung bình của nhiều người chấm; “-” where an assessor gave none; `trim` leaves out so many highest and lowest."""

    code = "average"
    label = gettext_lazy("Trung bình nhiều người chấm")
    about = gettext_lazy(
        "Điểm là trung bình của những người chấm có cho điểm. Nhập điểm của từng người theo thứ tự, ngăn bằng /; người không chấm thì gõ dấu -."
    )
    options = (
        Names("assessors", gettext_lazy("những người chấm"), required=True),
        Number("trim", gettext_lazy("bỏ bao nhiêu điểm cao nhất và thấp nhất"), least=Decimal(0), whole=True),
        Number("scale", gettext_lazy("thang của người chấm, khi khác điểm tối đa của dòng"), above=Decimal(0)),
    )
    signs = ("base", "bonus")
    examples = (
        Example("10", {"assessors": ["Cục A", "Cục B", "Cục C"]}, "8/9/-", "8.5"),
        Example("10", {"assessors": ["A", "B", "C"], "trim": 1}, "5/9/10", "9"),
        Example("10", {"assessors": ["A", "B"], "scale": 100}, "80/90", "8.5"),
    )

    def __init__(self, most, sign, params, decimals=2):
        super().__init__(most, sign, params, decimals)
        self.inputs = _assessors(self.params.get("assessors", []))

    def faults(self):
        if "scale" in self.params and self.most is None:
            yield _("“scale” cần “max” của dòng")

    def points(self, inputs):
        found = mean_of(inputs, self.inputs, int(self.params.get("trim", 0)))
        return found * self.most / self.params["scale"] if "scale" in self.params else found

    @property
    def formula(self):
        return _("Trung bình của: %(names)s.") % {"names": ", ".join(self.params["assessors"])}


def _assessors(names):
    return tuple(Input(f"a{n}", name, least=Decimal(0), optional=True) for n, name in enumerate(names, start=1))


def mean_of(inputs, wanted, trim=0):
    """The mean of what was given, without the `trim` highest and lowest (Decimal). NoPoints: nobody gave anything."""
    given = sorted(n for i in wanted if (n := given_number(inputs, i.code)) is not None)
    given = given[trim : len(given) - trim] if trim and len(given) > 2 * trim else given
    if not given:
        raise NoPoints(_("chưa có điểm của người chấm nào"))
    return sum(given, Decimal(0)) / len(given)


class RankToPoints(Relative):
    """Thứ hạng → điểm: members are ranked by a number (or the mean of several assessors, or another row), the rank is looked up."""

    code = "rank_to_points"
    label = gettext_lazy("Theo thứ hạng")
    about = gettext_lazy(
        "Xếp hạng các đơn vị theo số đã nhập (nhiều người chấm thì theo trung bình; hoặc theo điểm của dòng ghi ở of), rồi tra bảng hạng → điểm. Bằng nhau thì đồng hạng, hạng sau đếm tiếp. Nhập số, hoặc điểm của từng người ngăn bằng /."
    )
    options = (
        Table(
            "ranks", gettext_lazy("bảng hạng"), required=True,
            columns=(
                Number("rank", gettext_lazy("hạng"), required=True, above=Decimal(0), whole=True),
                Number("points", gettext_lazy("điểm"), required=True),
                Number("to", gettext_lazy("đến hạng"), above=Decimal(0), whole=True),
            ),
        ),
        Number("else", gettext_lazy("điểm của hạng không có trong bảng, mặc định 0")),
        Names("assessors", gettext_lazy("những người chấm")),
        Text("of", gettext_lazy("xếp theo điểm của dòng này")),
        BETTER,
    )  # fmt: skip
    examples = (
        Example("60", {"ranks": [{"rank": 1, "points": 60}, {"rank": 2, "points": 45}, {"rank": 3, "points": 30}]}, "88", "45", others=("90", "70")),
        Example("60", {"ranks": [{"rank": 1, "points": 60}, {"rank": 2, "to": 3, "points": 45}], "assessors": ["A", "B"]}, "8/10", "60", others=("9/-", "9/8")),
    )  # fmt: skip

    def __init__(self, most, sign, params, decimals=2):
        super().__init__(most, sign, params, decimals)
        usual = (Input("value", gettext_lazy("số để xếp hạng")).named((self.params.get("ask") or [""])[0]),)
        self.inputs = () if "of" in self.params else _assessors(self.params.get("assessors", [])) or usual

    def rows_asked(self):
        return (self.params["of"],) if "of" in self.params else ()

    def _number(self, inputs):
        return Decimal(inputs["value"]) if "value" in inputs else mean_of(inputs, self.inputs)

    def points_among(self, inputs, around):
        if "of" in self.params:
            own, everyone = around.row(self.params["of"]), around.rows(self.params["of"])
        else:
            own = self._number(inputs)
            everyone = [self._number(i) for i in around.inputs() if STRAIGHT not in i]
        ahead = sum(n < own if self.low else n > own for n in everyone)
        return self._looked_up(1 + ahead)

    def _looked_up(self, rank):
        for line in self.params["ranks"]:
            if line["rank"] <= rank <= line.get("to", line["rank"]):
                return line["points"]
        return self.params.get("else", Decimal(0))

    @property
    def formula(self):
        lines = (
            f"{told(r['rank'])}{'–' + told(r['to']) if 'to' in r else ''}: {told(r['points'])}"
            for r in self.params["ranks"]
        )
        return _("Hạng → điểm: %(ranks)s; hạng khác: %(rest)s.") % {
            "ranks": "; ".join(lines),
            "rest": told(self.params.get("else", Decimal(0))),
        }
