"""Điều kiện và công thức trên các số có tên: inputs declared by the scheme, read by expressions/."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blocs.scoring.expressions import NUMBER, TRUTH, WORDS, parse

from .around import NoPoints
from .bands import ELSE, PICK, Bands
from .base import STRAIGHT, Example, Kind
from .inputs import YES, Input, told, yes_or_no
from .options import Choice, Formula, Number, Table, Text, Word

MOST = "M"
ABOUT_ALL = ("max", "min", "sum", "mean")
INPUTS = Table(
    "inputs", gettext_lazy("các số phải nhập"),
    columns=(
        Word("name", gettext_lazy("tên trong công thức"), required=True),
        Text("label", gettext_lazy("tên để đọc")),
        Choice("type", gettext_lazy("loại, mặc định number"), choices=("number", "whole", "yes_no")),
        Number("least", gettext_lazy("không dưới")),
    ),
)  # fmt: skip
ROWS = Table(
    "rows", gettext_lazy("điểm của các dòng khác"),
    columns=(
        Word("name", gettext_lazy("tên trong công thức"), required=True),
        Text("row", gettext_lazy("mã dòng"), required=True),
    ),
)  # fmt: skip


class Named(Kind):
    """Dòng có các số đặt tên: `inputs`, điểm của dòng khác (`rows`), và M là điểm tối đa của dòng."""

    options = (INPUTS, ROWS)

    def __init__(self, most, sign, params, decimals=2):
        super().__init__(most, sign, params, decimals)
        self.inputs = tuple(_input(line) for line in self.params.get("inputs", []))
        self.looks_around = bool(self.params.get("rows"))

    def rows_asked(self):
        return tuple(line["row"] for line in self.params.get("rows", []))

    def names(self):
        """{name: NUMBER or TRUTH} that a formula of this row may use."""
        found = {i.code: TRUTH if i.choices else NUMBER for i in self.inputs}
        found |= {line["name"]: NUMBER for line in self.params.get("rows", [])}
        return found if self.most is None or MOST in found else found | {MOST: NUMBER}

    def values(self, inputs, around):
        """{name: Decimal or bool} for one mark."""
        found = {i.code: inputs[i.code] == YES if i.choices else Decimal(inputs[i.code]) for i in self.inputs}
        found |= {line["name"]: around.row(line["row"]) for line in self.params.get("rows", [])}
        return found if self.most is None or MOST in found else found | {MOST: self.most}

    def faults(self):
        names = [line["name"] for key in ("inputs", "rows") for line in self.params.get(key, [])]
        if doubled := sorted({n for n in names if names.count(n) > 1}):
            yield _("tên “%(name)s” dùng hai lần") % {"name": doubled[0]}
        if taken := [n for n in names if n.lower() in WORDS]:
            yield _("“%(name)s” là chữ của công thức, chọn tên khác") % {"name": taken[0]}


def _input(line):
    label = line.get("label") or line["name"].replace("_", " ")
    if line.get("type") == "yes_no":
        return yes_or_no(line["name"], label)
    return Input(line["name"], label, whole=line.get("type") == "whole", least=line.get("least"))


class Tiers(Named):
    """Mức theo điều kiện, tried in order: «thiếu 1 báo cáo quý hoặc 3 báo cáo tháng»."""

    code = "tiers"
    label = gettext_lazy("Mức theo điều kiện")
    about = gettext_lazy(
        "Mỗi mức có một điều kiện trên các số đã đặt tên; xét lần lượt, lấy mức đúng đầu tiên (hoặc cao nhất, thấp nhất). Nhập các số theo thứ tự, ngăn bằng /."
    )
    options = (
        INPUTS,
        Table(
            "tiers", gettext_lazy("các mức"), required=True,
            columns=(
                Number("points", gettext_lazy("điểm"), required=True),
                Formula("when", gettext_lazy("điều kiện"), most=1000, required=True),
            ),
        ),
        PICK,
        ELSE,
        ROWS,
    )  # fmt: skip
    examples = (
        Example(
            "8",
            {"inputs": [{"name": "quy", "type": "whole"}, {"name": "thang", "type": "whole"}], "tiers": [
                {"points": 8, "when": "quy = 0 và thang = 0"}, {"points": 4, "when": "quy = 1 hoặc thang = 3"},
            ], "else": 0},
            "1/0", "4",
        ),
        Example(
            "4",
            {"inputs": [{"name": "bang_ron", "type": "yes_no"}, {"name": "nam"}], "tiers": [
                {"points": 4, "when": "bang_ron và nam >= 60"}, {"points": 2, "when": "không bang_ron và nam >= 90"},
            ], "else": 0},
            "c/75", "4",
        ),
    )  # fmt: skip
    picked = Bands.picked

    def faults(self):
        yield from super().faults()
        for number, line in enumerate(self.params["tiers"], start=1):
            try:
                parse(line["when"], self.names(), TRUTH)
            except ValueError as error:
                yield _("mức %(n)d, “when”: %(what)s") % {"n": number, "what": error}

    def points_among(self, inputs, around):
        values, names = self.values(inputs, around), self.names()
        try:
            found = [t["points"] for t in self.params["tiers"] if parse(t["when"], names, TRUTH).value(values)]
        except ValueError as error:
            raise NoPoints(str(error)) from error
        return self.picked(found, self.show(inputs))

    @property
    def formula(self):
        lines = [f"{t['when']}: {told(self.signed(t['points']))}" for t in self.params["tiers"]]
        return "; ".join(lines + ([_("còn lại: %s") % told(self.params["else"])] if "else" in self.params else []))


class FormulaKind(Named):
    """Công thức trên các số có tên; names of all members' numbers (x_max, x_min, x_sum, x_mean) make it relative to the bloc."""

    code = "formula"
    label = gettext_lazy("Công thức")
    about = gettext_lazy(
        "Điểm là kết quả của một công thức trên các số đã đặt tên. M là điểm tối đa của dòng; x_max, x_min, x_sum, x_mean là số lớn nhất, nhỏ nhất, tổng, trung bình của x ở mọi đơn vị. Nhập các số theo thứ tự, ngăn bằng /."
    )
    options = (
        INPUTS,
        Formula("formula", gettext_lazy("công thức"), most=1000, required=True),
        Table(
            "let", gettext_lazy("các số trung gian"),
            columns=(
                Word("name", gettext_lazy("tên"), required=True),
                Formula("is", gettext_lazy("công thức"), most=1000, required=True),
            ),
        ),
        ROWS,
    )  # fmt: skip
    examples = (
        Example("5", {"inputs": [{"name": "a"}, {"name": "b"}], "formula": "min(M; M * a / b)"}, "9/12", "3.75"),
        Example("10", {"inputs": [{"name": "x"}], "formula": "M * x / x_max"}, "30", "7.5", others=("40", "10")),
        Example(
            "10", {"rows": [{"name": "p", "row": "1.1"}], "formula": "r * 10", "let": [{"name": "r", "is": "p / 20"}]},
            "", "8", rows=(("1.1", "16"),),
        ),
    )  # fmt: skip

    def __init__(self, most, sign, params, decimals=2):
        super().__init__(most, sign, params, decimals)
        self.lets = {line["name"]: line["is"] for line in self.params.get("let", [])}
        texts = " ".join([self.params.get("formula", ""), *self.lets.values()])
        self.about_all = {f"{i.code}_{end}": (i.code, end) for i in self.inputs if not i.choices for end in ABOUT_ALL}
        self.needs_members = any(name in texts for name in self.about_all)
        self.looks_around = self.looks_around or self.needs_members

    def names(self):
        return super().names() | dict.fromkeys([*self.about_all, *self.lets], NUMBER)

    def faults(self):
        yield from super().faults()
        asked = {}
        for name, text in [*self.lets.items(), ("formula", self.params["formula"])]:
            try:
                asked[name] = parse(text, self.names()).names & set(self.lets)
            except ValueError as error:
                yield f"“{name}”: {error}"
        if circle := _circle(asked):
            yield _("các công thức gọi vòng: %(names)s") % {"names": " → ".join(circle)}

    def points_among(self, inputs, around):
        values = self.values(inputs, around)
        try:
            values |= self._about_all(around) if self.needs_members else {}
            for name in _in_order({n: parse(t, self.names()).names & set(self.lets) for n, t in self.lets.items()}):
                values[name] = parse(self.lets[name], self.names()).value(values)
            found = parse(self.params["formula"], self.names()).value(values)
        except ValueError as error:
            raise NoPoints(str(error)) from error
        return self.cut(found)

    def _about_all(self, around):
        """{x_max: Decimal, …} over the numbers of every member."""
        found, every = {}, [i for i in around.inputs() if STRAIGHT not in i]
        for name, (code, end) in self.about_all.items():
            numbers = [Decimal(i[code]) for i in every]
            if not numbers:
                raise NoPoints(_("chưa có đơn vị nào nhập"))
            total = sum(numbers, Decimal(0))
            found[name] = {"max": max(numbers), "min": min(numbers), "sum": total, "mean": total / len(numbers)}[end]
        return found

    @property
    def formula(self):
        lets = "; ".join(f"{name} = {text}" for name, text in self.lets.items())
        return _("Điểm = %(formula)s") % {"formula": self.params["formula"]} + (f"; {lets}" if lets else "")


def _in_order(asked):
    """Names after those that they ask for."""
    done = []
    while len(done) < len(asked):
        done += [name for name in asked if name not in done and asked[name] <= set(done)][:1]
    return done


def _circle(asked):
    """A chain of names that comes back to its beginning (list), [] when there is none."""
    trail = []

    def visit(name):
        if name in trail:
            return [*trail[trail.index(name) :], name]
        trail.append(name)
        found = next((c for other in sorted(asked.get(name, ())) if (c := visit(other))), [])
        trail.pop()
        return found

    return next((c for name in asked if (c := visit(name))), [])
