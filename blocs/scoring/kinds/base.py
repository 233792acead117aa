"""What every kind of criterion declares, and what all rows share: reading a cell, points written straight, “không giao”."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.fields import parse_number
from emulation.ui.numbers import points as shown
from emulation.ui.text import fold

from .around import Alone
from .inputs import MOST_POINTS, Input, plain, shown_plain
from .options import Choice, Names, Number, Option, Text, Truth

KINDS: dict[str, type["Kind"]] = {}
FINE = Decimal("0.0001")
STRAIGHT, NOT_ASSIGNED = "=", "-"
NOT_ASSIGNED_WORDS = ("kg", "khong giao")
CUT, WARN = "cut", "warn"
PARENT = "parent"

# What may be said of any row, whatever its kind.
ROW_OPTIONS = (
    Truth("optional", gettext_lazy("đơn vị có thể không được giao dòng này (gõ kg): điểm tối đa giảm")),
    Names("only_if_full", gettext_lazy("chỉ có điểm khi những dòng này đạt đủ điểm chuẩn; parent là nhóm chứa dòng")),
    Choice("excess", gettext_lazy("quá mức tối đa thì cắt hay chỉ báo"), choices=(CUT, WARN)),
    Number("weight", gettext_lazy("hệ số nhân vào điểm của dòng"), above=Decimal(0)),
    Names("ask", gettext_lazy("tên các số phải nhập, thay cho tên chung của loại")),
    Number("max_bonus", gettext_lazy("điểm cộng nhiều nhất ghi ở dòng"), least=Decimal(0)),
    Number("max_penalty", gettext_lazy("điểm trừ nhiều nhất ghi ở dòng"), least=Decimal(0)),
    Text("scorer", gettext_lazy("bộ phận chấm dòng này")),
    Text("due", gettext_lazy("hạn của dòng, ví dụ 30/11")),
)


@dataclass(frozen=True)
class Example:
    """Một ví dụ: printed in the help, checked by a test. others: cells of the other members; rows, outside: what else is known."""

    most: str
    options: dict
    cell: str
    points: str
    others: tuple = ()
    rows: tuple = ()
    outside: tuple = ()


class Kind:
    """Một loại tiêu chí, bound to one row. Subclasses declare; `points` (or `points_among`) is the arithmetic.

    Points never depend on the column: the same inputs give the same points whoever types them. A claim above the most
    of the row is kept as it is and warned about; only what the formula itself says («nhiều nhất …») limits points, and
    with `excess: warn` not even that.
    """

    code: str
    label: str
    about: str
    inputs: tuple[Input, ...] = ()
    options: tuple[Option, ...] = ()
    signs: tuple[str, ...] = ("base", "bonus", "penalty")
    examples: tuple[Example, ...] = ()
    example_sign = "base"
    needs_most = False
    looks_around = False  # asks for other rows, members or sheets
    needs_members = False  # asks for the inputs or points of every member
    scored = True  # False: gives no points at all

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "code" in vars(cls):
            KINDS[cls.code] = cls

    def __init__(self, most, sign, params, decimals=2):
        self.most, self.sign, self.decimals = most, sign, decimals
        self.stored = dict(params or {})
        known = self.known_options() if self.stored else ()
        self.params = {o.code: o.value(self.stored[o.code]) for o in known if o.code in self.stored}
        self.weight = self.params.get("weight", Decimal(1))
        if labels := self.params.get("ask"):
            self.inputs = tuple(i.named(labels[n] if n < len(labels) else "") for n, i in enumerate(self.inputs))

    @classmethod
    def known_options(cls):
        """Every option that a row of this kind may carry."""
        return (*cls.options, *ROW_OPTIONS)

    # --- written by each kind ---
    def points(self, inputs):
        """Inputs (dict of str, complete) → points (Decimal). NoPoints: complete, yet nothing says how many."""
        raise NotImplementedError

    def points_among(self, inputs, around):
        """The same for kinds that look around (around.Alone)."""
        return self.points(inputs)

    def parts(self, inputs, points):
        """{sign: points} for rows that count in more than one part; None: all of it in the sign of the row."""

    def rows_asked(self):
        """Other rows whose points this row asks for (references as written)."""
        return ()

    def faults(self):
        """What is wrong with the settings beyond each by itself (list of sentences)."""
        return []

    @property
    def formula(self):
        """How the points come about, in words, for this row."""
        raise NotImplementedError

    def explain(self, inputs):
        """The same with the numbers of one mark; "" when the points are simply typed."""
        return ""

    # --- shared ---
    @property
    def settled(self):
        """Whether the row's own inputs settle its points, in one part, so that stored points stay true."""
        return (
            not (self.looks_around or {"only_if_full", "optional"} & set(self.params))
            and self.scored
            and bool(self.inputs)
        )

    def check(self):
        """What is wrong with the settings of this row (list of sentences), asked before a scheme is saved."""
        known = {o.code: o for o in self.known_options()}
        found = [
            _("thiếu “%(code)s” (%(label)s)") % {"code": o.code, "label": o.label}
            for o in self.options
            if o.required and o.code not in self.stored
        ]
        for code, stored in self.stored.items():
            if code not in known:
                found.append(_("không hiểu “%(code)s” ở loại %(kind)s") % {"code": code, "kind": self.code})
                continue
            try:
                known[code].read(stored)
            except ValueError as error:
                found.append(f"“{code}” {error}")
        if self.sign not in self.signs:
            found.append(_("loại %(kind)s không dùng cho %(sign)s") % {"kind": self.code, "sign": self.sign})
        if self.needs_most and self.most is None:
            found.append(_("thiếu “max” (điểm khi đạt)"))
        return found or list(self.faults())

    def result(self, inputs, around=None):
        """Inputs as kept → points with sign and weight (Decimal, four decimals), None when the row is not assigned.

        ValueError: what was typed cannot be; NoPoints: something is missing.
        """
        if STRAIGHT in inputs:
            return self.fine(self.signed(Decimal(inputs[STRAIGHT])))
        if self.dropped(inputs):
            return None
        return self.fine(self.signed(self.points_among(inputs, around or Alone())) * self.weight)

    def dropped(self, inputs):
        """Whether these inputs say that the row is not the unit's: its maximum drops."""
        return NOT_ASSIGNED in inputs

    def read(self, raw):
        """One cell as typed (text, inputs separated by “/”) or a dict of texts → inputs to keep ({} for an empty cell).

        “= 4” writes points straight, past the formula; “kg” says that the row is not assigned to the unit.
        Raises ValueError with a sentence that repeats what was typed.
        """
        texts = self._texts(raw)
        first = next((t for t in texts.values() if t), "")
        if first.startswith(STRAIGHT) and self.scored:
            return {STRAIGHT: plain(parse_number(first[1:].strip()))}
        if fold(first) in NOT_ASSIGNED_WORDS:
            if not self.params.get("optional"):
                raise ValueError(_("Dòng này giao cho mọi đơn vị. Bạn vừa nhập “%(typed)s”.") % {"typed": first})
            return {NOT_ASSIGNED: "1"}
        if not first:
            return {}
        missing = [str(i.label) for i in self.inputs if not texts[i.code] and not i.optional]
        if missing:
            raise ValueError(_("Còn thiếu: %(what)s.") % {"what": ", ".join(missing)})
        return {i.code: i.read(texts[i.code]) for i in self.inputs}

    def _texts(self, raw):
        if isinstance(raw, dict):
            if NOT_ASSIGNED in raw:
                return {NOT_ASSIGNED: NOT_ASSIGNED_WORDS[0]}
            texts = {i.code: str(raw.get(i.code) or "").strip() for i in self.inputs}
            return {STRAIGHT: f"= {raw[STRAIGHT]}"} if STRAIGHT in raw else texts
        text = str(raw or "").strip()
        if text.startswith(STRAIGHT) or fold(text) in NOT_ASSIGNED_WORDS:
            return {STRAIGHT: text}
        if not self.inputs and text:
            raise ValueError(_("Dòng này do hệ thống tính. Bạn vừa nhập “%(typed)s”.") % {"typed": text[:40]})
        parts = [text] if len(self.inputs) == 1 and self.inputs[0].choices else [p.strip() for p in text.split("/")]
        if len(parts) > len(self.inputs) and text:
            wanted = " / ".join(str(i.label) for i in self.inputs)
            raise ValueError(_("Nhập %(what)s. Bạn vừa nhập “%(typed)s”.") % {"what": wanted, "typed": raw})
        return {i.code: p for i, p in zip(self.inputs, parts + [""] * len(self.inputs), strict=False)}

    def show(self, inputs):
        """Inputs → the text of one cell, as it would be typed."""
        if not inputs:
            return ""
        if STRAIGHT in inputs:
            return "= " + shown_plain(inputs[STRAIGHT])
        if NOT_ASSIGNED in inputs:
            return "kg"
        return "/".join(i.show(inputs[i.code]) for i in self.inputs)

    def warn(self, points, inputs=None):
        """A sentence when a claim is above the most of the row; "" otherwise. Nothing is cut."""
        most = None if self.most is None else self.most * self.weight
        if points is None or most is None or abs(points) <= most:
            return ""
        return _("%(points)s vượt mức tối đa %(most)s") % {
            "points": shown(points, self.decimals),
            "most": shown(most, self.decimals),
        }

    def cut(self, points):
        """Not more than the most of the row, unless the scheme only warns."""
        if self.most is None or self.params.get("excess") == WARN:
            return points
        return min(points, self.most)

    def signed(self, points):
        """Points with the sign of the row: what is taken away is negative however it was typed."""
        return -abs(points) + 0 if self.sign == "penalty" else points

    def fine(self, points):
        """To the four decimals that are stored. ValueError: more points than any row of any scheme can give."""
        if abs(points) >= MOST_POINTS:
            raise ValueError(
                _("Một dòng phải dưới %(most)s điểm: xem lại số vừa nhập.") % {"most": shown(MOST_POINTS, 0)}
            )
        return points.quantize(FINE, ROUND_HALF_UP) + 0

    def told_most(self):
        """The most of the row in a sentence, as printed."""
        return shown(self.most, self.decimals)
