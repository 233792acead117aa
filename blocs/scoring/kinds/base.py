"""What every kind of criterion declares, and the reading of cells that they share."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from emulation.ui.fields import parse_number
from emulation.ui.numbers import points as shown

KINDS: dict[str, type["Kind"]] = {}
FINE = Decimal("0.0001")
MOST_INPUT, MOST_POINTS = Decimal(10) ** 12, Decimal(100_000)


@dataclass(frozen=True)
class Input:
    """Một số phải nhập. `code`: name in the JSON of a mark; `least`: smallest value allowed."""

    code: str
    label: str
    whole: bool = False
    least: Decimal | None = None
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def title(self):
        """The label as a sentence begins with it."""
        return str(self.label)[:1].upper() + str(self.label)[1:]


@dataclass(frozen=True)
class Option:
    """Một tham số của tiêu chí, viết trong bộ tiêu chí."""

    code: str
    label: str
    required: bool = False
    above: Decimal | None = None


@dataclass(frozen=True)
class Example:
    """Một ví dụ: printed in the help, checked by a test."""

    most: str
    options: dict
    cell: str
    points: str


class Kind:
    """Một loại tiêu chí, bound to one row. Subclasses declare; `points` is the arithmetic.

    Points never depend on the column: the same inputs give the same points whoever types them. A claim above the most
    of the row is kept as it is and warned about; only what the formula itself says («nhiều nhất …») limits points.
    """

    code: str
    label: str
    about: str
    inputs: tuple[Input, ...]
    options: tuple[Option, ...] = ()
    signs: tuple[str, ...] = ("base", "bonus", "penalty")
    examples: tuple[Example, ...] = ()
    example_sign = "base"

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        KINDS[cls.code] = cls

    def __init__(self, most, sign, params, decimals=2):
        self.most, self.sign, self.decimals = most, sign, decimals
        self.params = {k: Decimal(str(v)) if _is_number(v) else v for k, v in (params or {}).items()}

    # --- written by each kind ---
    def points(self, inputs):
        """Inputs (dict of str, complete) → points (Decimal, negative for penalties)."""
        raise NotImplementedError

    @property
    def formula(self):
        """How the points come about, in words, for this row."""
        raise NotImplementedError

    def explain(self, inputs):
        """The same with the numbers of one mark; "" when the points are simply typed."""
        return ""

    # --- shared ---
    def check(self):
        """What is wrong with the settings of this row (list of sentences), asked before a scheme is saved."""
        found = [
            _("thiếu “%(code)s” (%(label)s)") % {"code": o.code, "label": o.label}
            for o in self.options
            if o.required and o.code not in self.params
        ]
        known = {o.code: o for o in self.options}
        for code, value in self.params.items():
            if code not in known:
                found.append(_("không hiểu “%(code)s” ở loại %(kind)s") % {"code": code, "kind": self.code})
            elif not isinstance(value, Decimal):
                found.append(_("“%(code)s” phải là số") % {"code": code})
            elif known[code].above is not None and value <= known[code].above:
                found.append(
                    _("“%(code)s” phải lớn hơn %(least)s") % {"code": code, "least": shown(known[code].above, 0)}
                )
        if self.sign not in self.signs:
            found.append(_("loại %(kind)s không dùng cho %(sign)s") % {"kind": self.code, "sign": self.sign})
        return found

    def read(self, raw):
        """One cell as typed (text, inputs separated by “/”) or a dict of texts → inputs to keep ({} for an empty cell).

        Raises ValueError with a sentence that repeats what was typed.
        """
        texts = self._texts(raw)
        if not any(texts.values()):
            return {}
        missing = [str(i.label) for i in self.inputs if not texts[i.code]]
        if missing:
            raise ValueError(_("Còn thiếu: %(what)s.") % {"what": ", ".join(missing)})
        return {i.code: self._one(i, texts[i.code]) for i in self.inputs}

    def _texts(self, raw):
        if isinstance(raw, dict):
            return {i.code: str(raw.get(i.code) or "").strip() for i in self.inputs}
        parts = [p.strip() for p in str(raw or "").split("/")]
        if len(parts) > len(self.inputs):
            wanted = " / ".join(str(i.label) for i in self.inputs)
            raise ValueError(_("Nhập %(what)s. Bạn vừa nhập “%(typed)s”.") % {"what": wanted, "typed": raw})
        return {i.code: p for i, p in zip(self.inputs, parts + [""] * len(self.inputs), strict=False)}

    def _one(self, wanted, text):
        number = parse_number(text)
        if wanted.whole and number != number.to_integral_value():
            raise ValueError(
                _("%(what)s phải là số nguyên. Bạn vừa nhập “%(typed)s”.") % {"what": wanted.title, "typed": text}
            )
        if abs(number) >= MOST_INPUT:
            raise ValueError(
                _("%(what)s quá lớn. Bạn vừa nhập “%(typed)s”.") % {"what": wanted.title, "typed": text[:40]}
            )
        if wanted.least is not None and number < wanted.least:
            least = shown(wanted.least, 0)
            raise ValueError(
                _("%(what)s phải từ %(least)s trở lên. Bạn vừa nhập “%(typed)s”.")
                % {"what": wanted.title, "least": least, "typed": text}
            )
        return _plain(number)

    def show(self, inputs):
        """Inputs → the text of one cell, as it would be typed."""
        if not inputs:
            return ""
        return "/".join(shown_plain(inputs[i.code]) for i in self.inputs)

    def warn(self, points):
        """A sentence when a claim is above the most of the row; "" otherwise. Nothing is cut."""
        if points is None or self.most is None or abs(points) <= self.most:
            return ""
        return _("%(points)s vượt mức tối đa %(most)s") % {
            "points": shown(points, self.decimals),
            "most": shown(self.most, self.decimals),
        }

    def signed(self, points):
        """Points with the sign of the row: what is taken away is negative however it was typed."""
        return -abs(points) + 0 if self.sign == "penalty" else points

    def fine(self, points):
        """To the four decimals that are stored. ValueError: more points than any row of any scheme can give."""
        if abs(points) >= MOST_POINTS:
            raise ValueError(
                _("Một dòng phải dưới %(most)s điểm: xem lại số vừa nhập.") % {"most": shown(MOST_POINTS, 0)}
            )
        return points.quantize(FINE, ROUND_HALF_UP)


def _is_number(value):
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _plain(number):
    return f"{number.normalize():f}" if number else "0"


def shown_plain(text):
    """`8.5` → “8,5”, no padding; the minus as typed on paper."""
    return str(text).replace(".", ",").replace("-", "−")
