"""Tham số của tiêu chí: what a scheme may say of a row; each type reads YAML, a cell of Excel and a field of a page alike.

`read`: what was written (text, number, list) → plain JSON to store; ValueError with a sentence. `value`: stored → for arithmetic.
`text`: stored → one cell, which `read` takes back.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.ui.fields import parse_number
from emulation.ui.numbers import points as shown
from emulation.ui.text import clean, fold

from .inputs import MOST_INPUT, plain

MOST_LINES = 100


@dataclass(frozen=True)
class Option:
    """Một tham số. `code`: its key in the file; `required`: the row means nothing without it."""

    code: str
    label: str
    required: bool = False

    def read(self, written):
        raise NotImplementedError

    def value(self, stored):
        return stored

    def text(self, stored):
        return str(stored)

    @property
    def form(self):
        """How it is written, in words, for the help."""
        return _("chữ")


@dataclass(frozen=True)
class Number(Option):
    """Một số. `above`: greater than; `least`: not below."""

    above: Decimal | None = None
    least: Decimal | None = None
    whole: bool = False

    def read(self, written):
        if isinstance(written, bool) or not isinstance(written, (str, int, float, Decimal)):
            raise ValueError(_("phải là số"))
        number = parse_number(written) if isinstance(written, str) else Decimal(str(written))
        if self.above is not None and number <= self.above:
            raise ValueError(_("phải lớn hơn %(least)s") % {"least": shown(self.above, 0)})
        if self.least is not None and number < self.least:
            raise ValueError(_("phải từ %(least)s trở lên") % {"least": shown(self.least, 0)})
        if abs(number) >= MOST_INPUT:
            raise ValueError(_("quá lớn"))
        if self.whole and number != number.to_integral_value():
            raise ValueError(_("phải là số nguyên"))
        return as_json(number)

    def value(self, stored):
        return Decimal(str(stored))

    def text(self, stored):
        return plain(Decimal(str(stored))).replace(".", ",")

    @property
    def form(self):
        return _("số nguyên") if self.whole else _("số")


@dataclass(frozen=True)
class Text(Option):
    """Một dòng chữ."""

    most: int = 200

    def read(self, written):
        if isinstance(written, (list, dict)):
            raise ValueError(_("phải là một dòng chữ"))
        text = clean(str(written))
        if len(text) > self.most:
            raise ValueError(_("dài quá %(most)d chữ") % {"most": self.most})
        return text


class Formula(Text):
    """Một công thức hay điều kiện (expressions/); its names are known to the kind, which reads it whole."""

    @property
    def form(self):
        return _("công thức")


@dataclass(frozen=True)
class Word(Text):
    """Một tên dùng trong công thức: letters, digits and _, not beginning with a digit."""

    def read(self, written):
        text = super().read(written)
        if not re.fullmatch(r"[^\W\d]\w{0,29}", text):
            raise ValueError(
                _("tên chỉ gồm chữ, số và dấu _, không bắt đầu bằng số; bạn viết “%(text)s”") % {"text": text[:40]}
            )
        return text

    @property
    def form(self):
        return _("tên")


@dataclass(frozen=True)
class Truth(Option):
    """true hoặc false."""

    def read(self, written):
        text = fold(str(written))
        if text not in ("true", "yes", "co", "x", "1", "false", "no", "khong", "0"):
            raise ValueError(_("là true hoặc false"))
        return text in ("true", "yes", "co", "x", "1")

    def text(self, stored):
        return "true" if stored else "false"

    @property
    def form(self):
        return _("true hoặc false")


@dataclass(frozen=True)
class Choice(Option):
    """Một trong vài chữ định sẵn."""

    choices: tuple = ()

    def read(self, written):
        if str(written) not in self.choices:
            raise ValueError(_("là một trong: %(known)s") % {"known": ", ".join(self.choices)})
        return str(written)

    @property
    def form(self):
        return _(" hoặc ").join(self.choices)


@dataclass(frozen=True)
class Names(Option):
    """Một danh sách chữ; in one cell separated by “;”."""

    def read(self, written):
        found = [t.strip() for t in re.split(r"[;\n]", written)] if isinstance(written, str) else written
        if not isinstance(found, list) or any(isinstance(t, (list, dict)) for t in found):
            raise ValueError(_("phải là danh sách"))
        found = [clean(str(t)) for t in found if clean(str(t))]
        if not found or len(found) > MOST_LINES or any(len(t) > 200 for t in found):
            raise ValueError(_("cần 1–%(most)d mục, mỗi mục không quá 200 chữ") % {"most": MOST_LINES})
        return found

    def text(self, stored):
        return "; ".join(stored)

    @property
    def form(self):
        return _("danh sách, trong một ô ngăn bằng “;”")


@dataclass(frozen=True)
class Table(Option):
    """Một bảng nhỏ: a list of mappings; in one cell a line each, the columns in their order separated by “|”."""

    columns: tuple = ()

    def read(self, written):
        lines = self._lines(written) if isinstance(written, str) else written
        if not isinstance(lines, list) or not lines or len(lines) > MOST_LINES:
            raise ValueError(_("phải là danh sách 1–%(most)d dòng") % {"most": MOST_LINES})
        return [self._line(n, line) for n, line in enumerate(lines, start=1)]

    def _lines(self, text):
        codes = [c.code for c in self.columns]
        cells = [[c.strip() for c in line.split("|")] for line in text.splitlines() if line.strip()]
        for number, found in enumerate(cells, start=1):
            if len(found) > len(codes):
                raise ValueError(_("dòng %(n)d có quá %(most)d cột") % {"n": number, "most": len(codes)})
        return [{code: cell for code, cell in zip(codes, found, strict=False) if cell} for found in cells]

    def _line(self, number, line):
        known, found = {c.code: c for c in self.columns}, {}
        if not isinstance(line, dict):
            raise ValueError(_("dòng %(n)d phải gồm: %(codes)s") % {"n": number, "codes": ", ".join(known)})
        for code, written in line.items():
            if code not in known:
                raise ValueError(_("dòng %(n)d: không hiểu “%(code)s”") % {"n": number, "code": code})
            try:
                found[code] = known[code].read(written)
            except ValueError as error:
                facts = {"n": number, "code": code, "what": error}
                raise ValueError(_("dòng %(n)d, “%(code)s”: %(what)s") % facts) from error
        if missing := [c.code for c in self.columns if c.required and c.code not in found]:
            raise ValueError(_("dòng %(n)d: thiếu “%(code)s”") % {"n": number, "code": missing[0]})
        return {c: found[c] for c in known if c in found}

    def value(self, stored):
        known = {c.code: c for c in self.columns}
        return [{code: known[code].value(v) for code, v in line.items()} for line in stored]

    def text(self, stored):
        lines = (" | ".join(c.text(line[c.code]) if c.code in line else "" for c in self.columns) for line in stored)
        return "\n".join(line.rstrip(" |") for line in lines)

    @property
    def form(self):
        needed = ", ".join(f"`{c.code}`" for c in self.columns)
        return _("bảng, mỗi dòng: %(columns)s") % {"columns": needed}


def as_json(number):
    """A Decimal as the plainest JSON number."""
    return int(number) if number == number.to_integral_value() else float(number)
