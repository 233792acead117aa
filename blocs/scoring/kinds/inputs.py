"""Số phải nhập: what one cell asks for, how it is read and shown again."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.fields import parse_number
from emulation.ui.numbers import points as shown
from emulation.ui.text import fold

MOST_INPUT, MOST_POINTS = Decimal(10) ** 12, Decimal(100_000)
YES, NO = "1", "0"
NONE = "-"
NOTHING = ("-", "−", "–")
# What people type for yes and no, folded.
WORDS = {
    YES: ("d", "dat", "x", "co", "c", "1", "true", "yes", "dung"),
    NO: ("k", "khong", "khong dat", "0", "false", "no", "sai"),
}


@dataclass(frozen=True)
class Input:
    """Một số phải nhập. `code`: name in the JSON of a mark; `least`: smallest value allowed; `choices`: {value: label} instead of a number.

    `shorts`: {value: what is typed for it}; `optional`: “-” says that there is none.
    """

    code: str
    label: str
    whole: bool = False
    least: Decimal | None = None
    choices: dict[str, str] = field(default_factory=dict)
    shorts: dict[str, str] = field(default_factory=dict)
    optional: bool = False

    @property
    def title(self):
        """The label as a sentence begins with it."""
        return str(self.label)[:1].upper() + str(self.label)[1:]

    def named(self, label):
        """The same input under another label."""
        return replace(self, label=label) if label else self

    def read(self, text):
        """What was typed → the text to keep. ValueError: a sentence that repeats it."""
        if self.optional and text in NOTHING:
            return NONE
        return self._chosen(text) if self.choices else self._counted(text)

    def show(self, value):
        """A kept text → as it would be typed."""
        if value == NONE:
            return NONE
        return self.shorts.get(value, str(self.choices[value])) if self.choices else shown_plain(value)

    def _chosen(self, text):
        typed = fold(text)
        for value, label in self.choices.items():
            words = {fold(str(label)), fold(self.shorts.get(value, "")), fold(value)} - {""}
            if typed in words | set(WORDS.get(value, ()) if self.shorts else ()):
                return value
        known = _(" hoặc ").join(self._told(v) for v in self.choices)
        raise ValueError(_("Nhập %(known)s. Bạn vừa nhập “%(typed)s”.") % {"known": known, "typed": text[:40]})

    def _told(self, value):
        short, label = self.shorts.get(value), str(self.choices[value])
        return f"{short} ({label})" if short else label

    def _counted(self, text):
        number = parse_number(text.removeprefix("+").removesuffix("%"))
        facts = {"what": self.title, "typed": text[:40]}
        if self.whole and number != number.to_integral_value():
            raise ValueError(_("%(what)s phải là số nguyên. Bạn vừa nhập “%(typed)s”.") % facts)
        if abs(number) >= MOST_INPUT:
            raise ValueError(_("%(what)s quá lớn. Bạn vừa nhập “%(typed)s”.") % facts)
        if self.least is not None and number < self.least:
            facts["least"] = shown(self.least, 0)
            raise ValueError(_("%(what)s phải từ %(least)s trở lên. Bạn vừa nhập “%(typed)s”.") % facts)
        return plain(number)


HAS, HAS_NOT = gettext_lazy("có"), gettext_lazy("không")


def yes_or_no(code, label, yes=HAS, no=HAS_NOT, short="c"):
    """An input answered by yes or no."""
    return Input(code, label, choices={YES: yes, NO: no}, shorts={YES: short, NO: "k"})


def given_number(inputs, code):
    """One number of a mark (Decimal), None where “-” was typed."""
    return None if inputs.get(code, NONE) == NONE else Decimal(inputs[code])


def plain(number):
    """A Decimal as the shortest text: 8.50 → “8.5”."""
    return f"{number.normalize():f}" if number else "0"


def shown_plain(text):
    """`8.5` → “8,5”, no padding; the minus as typed on paper."""
    return str(text).replace(".", ",").replace("-", "−")


def told(number):
    """A Decimal in a sentence: “8,5”."""
    return shown_plain(plain(number))
