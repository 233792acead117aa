"""The parts of a formula: what each is worth, whether it is a number or a condition, and which names it asks for."""

import operator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

GREATEST = Decimal(10) ** 15
ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul}
COMPARING = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "!=": operator.ne, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip


def _round(value, places=Decimal(0)):
    if places != places.to_integral_value() or not 0 <= places <= 6:
        raise ValueError(_("hàm round làm tròn đến 0–6 chữ số thập phân"))
    return value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


# name: (function, fewest arguments, most arguments)
FUNCTIONS = {
    "min": (min, 2, 10),
    "max": (max, 2, 10),
    "abs": (abs, 1, 1),
    "floor": (lambda v: v.to_integral_value(ROUND_FLOOR), 1, 1),
    "ceil": (lambda v: v.to_integral_value(ROUND_CEILING), 1, 1),
    "round": (_round, 1, 2),
}


def bounded(number):
    """The number itself. ValueError: beyond what any scheme counts."""
    if abs(number) >= GREATEST:
        raise ValueError(_("kết quả quá lớn"))
    return number


@dataclass(frozen=True)
class Number:
    """A number as written."""

    number: Decimal
    truth = False
    parts = ()

    def value(self, names):
        return self.number


@dataclass(frozen=True)
class Name:
    """A named value; `truth`: it is a yes or no."""

    name: str
    truth: bool
    parts = ()

    def value(self, names):
        return names[self.name]


@dataclass(frozen=True)
class Minus:
    """−a."""

    of: object
    truth = False

    @property
    def parts(self):
        return (self.of,)

    def value(self, names):
        return -self.of.value(names)


@dataclass(frozen=True)
class Arithmetic:
    """a + b, a − b, a × b, a ÷ b."""

    sign: str
    left: object
    right: object
    truth = False

    @property
    def parts(self):
        return (self.left, self.right)

    def value(self, names):
        left, right = self.left.value(names), self.right.value(names)
        if self.sign != "/":
            return bounded(ARITHMETIC[self.sign](left, right))
        if right == 0:
            raise ValueError(_("phép chia cho 0"))
        return bounded(left / right)


@dataclass(frozen=True)
class Comparison:
    """a < b, and chains: 97 <= x < 98."""

    first: object
    rest: tuple
    truth = True

    @property
    def parts(self):
        return (self.first, *(part for _sign, part in self.rest))

    def value(self, names):
        left = self.first.value(names)
        for sign, part in self.rest:
            right = part.value(names)
            if not COMPARING[sign](left, right):
                return False
            left = right
        return True


@dataclass(frozen=True)
class Logic:
    """a và b, a hoặc b; parts after the deciding one are not worked out."""

    every: bool
    parts: tuple
    truth = True

    def value(self, names):
        return (all if self.every else any)(part.value(names) for part in self.parts)


@dataclass(frozen=True)
class Not:
    """không a."""

    of: object
    truth = True

    @property
    def parts(self):
        return (self.of,)

    def value(self, names):
        return not self.of.value(names)


@dataclass(frozen=True)
class Call:
    """min(a; b), round(a; 2)…"""

    function: str
    parts: tuple
    truth = False

    def value(self, names):
        return bounded(FUNCTIONS[self.function][0](*(part.value(names) for part in self.parts)))


@dataclass(frozen=True)
class If:
    """if(condition; a; b): only the part chosen is worked out."""

    parts: tuple

    @property
    def truth(self):
        return self.parts[1].truth

    def value(self, names):
        condition, yes, no = self.parts
        return (yes if condition.value(names) else no).value(names)


def walk(node):
    """The node and everything inside it."""
    yield node
    for part in node.parts:
        yield from walk(part)
