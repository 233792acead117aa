"""Trang giấy: what stands on each page of a PDF — lines of letters and drawn rules, in millimetres from the left and top edge.

Read by PDFium, which shares no code with what printed the pages.
"""

import ctypes
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby

import pypdfium2 as pdfium
from pypdfium2 import raw

MM = 25.4 / 72
ASCENT = 0.891  # of the em, from the baseline to the top of the letters' box, in our faces as in Times New Roman
HYPHENS = {"\x02", "\ufffe"}  # how PDFium calls a hyphen at the end of a line
THICKEST = 3.0  # pt: what is thicker is a picture
GREY = (0xDD, 0xDD, 0xDD)


@dataclass(frozen=True)
class Glyph:
    """One printed letter: box from left to right (mm), baseline (mm from the top edge), face, size (pt), colour."""

    text: str
    left: float
    right: float
    y: float
    face: str
    size: float
    colour: tuple


@dataclass(frozen=True)
class Line:
    """Letters printed one after another on one baseline."""

    glyphs: tuple

    @property
    def text(self):
        return "".join(g.text for g in self.glyphs).strip()

    @property
    def left(self):
        return next(g.left for g in self.glyphs if not g.text.isspace())

    @property
    def right(self):
        return next(g.right for g in reversed(self.glyphs) if not g.text.isspace())

    @property
    def centre(self):
        return (self.left + self.right) / 2

    @property
    def width(self):
        return self.right - self.left

    @property
    def y(self):
        return self.glyphs[0].y

    @property
    def top(self):
        """Upper edge of the letters' box."""
        return self.y - ASCENT * self.size * MM

    @property
    def size(self):
        """The largest size on the line, pt."""
        return max(g.size for g in self.glyphs)

    @property
    def face(self):
        """The face of the first letter: regular, bold, italic, bold-italic or signs."""
        return next(g.face for g in self.glyphs if not g.text.isspace())

    @property
    def faces(self):
        return {g.face for g in self.glyphs if not g.text.isspace()}


@dataclass(frozen=True)
class Rule:
    """A straight line drawn on the page: where it lies and how thick it is (pt)."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self):
        return self.right - self.left

    @property
    def centre(self):
        return (self.left + self.right) / 2

    @property
    def y(self):
        return (self.top + self.bottom) / 2

    @property
    def lies(self):
        """Whether it lies (the others stand)."""
        return self.width > self.bottom - self.top

    @property
    def thickness(self):
        return min(self.width, self.bottom - self.top) / MM


@dataclass
class Page:
    """One page: number in the file (from 1), size (mm), lines in the order of the stream, rules, the boxes around all that is drawn, and what is only a mark."""

    number: int
    width: float
    height: float
    lines: list = field(default_factory=list)
    rules: list = field(default_factory=list)
    boxes: list = field(default_factory=list)
    watermark: str = ""

    def starting(self, words):
        """The first line that begins with `words`, or None."""
        return next((line for line in self.lines if line.text.startswith(words)), None)

    def rule_below(self, line, within=4.0):
        """The first lying rule under a line, at most `within` mm below its baseline, overlapping it; or None."""
        near = (r for r in self.rules if r.lies and 0 < r.y - line.y <= within and line.left < r.centre < line.right)
        return min(near, key=lambda r: r.y, default=None)


def pages_of(content):
    """In: bytes of a PDF. Out: list of Page."""
    with closing(pdfium.PdfDocument(content)) as document:
        return [_page(document[number], number + 1) for number in range(len(document))]


def _page(page, number):
    width, height = page.get_size()
    with closing(page), closing(page.get_textpage()) as text:
        glyphs = _glyphs(page, text, height)
        paths = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]))
        rules, boxes = [r for path in paths if (r := _rule(path, height))], [_box(path, height) for path in paths]
    marks = [g for g in glyphs if g.colour == GREY]
    glyphs = [g for g in glyphs if g.colour != GREY]
    return Page(number, width * MM, height * MM, _lines(glyphs), rules, boxes, "".join(g.text for g in marks).strip())


def _glyphs(page, text, height):
    """The letters in the order in which they were printed; PDFium itself sorts them by lines."""
    written = [_address(o) for o in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])]
    order, looks = {address: n for n, address in enumerate(written)}, {}
    x, y, box, found = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), []
    for i in range(raw.FPDFText_CountChars(text)):
        if raw.FPDFText_IsGenerated(text, i) == 1:
            continue
        letter = chr(raw.FPDFText_GetUnicode(text, i))
        raw.FPDFText_GetCharOrigin(text, i, x, y)
        raw.FPDFText_GetLooseCharBox(text, i, box)
        place = order[_address(raw.FPDFText_GetTextObject(text, i))]
        if place not in looks:
            looks[place] = _look(text, i)
        letter = "-" if letter in HYPHENS else letter
        found.append((place, i, Glyph(letter, x.value * MM, box.right * MM, (height - y.value) * MM, *looks[place])))
    return [glyph for _place, _i, glyph in sorted(found, key=lambda one: one[:2])]


def _look(text, i):
    """Face, size and colour of the letters that were printed together with letter `i`."""
    matrix, name, flags = raw.FS_MATRIX(), ctypes.create_string_buffer(80), ctypes.c_int()
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetMatrix(text, i, matrix)
    raw.FPDFText_GetFontInfo(text, i, name, len(name), flags)
    raw.FPDFText_GetFillColor(text, i, *colour)
    size = raw.FPDFText_GetFontSize(text, i) * (matrix.a**2 + matrix.b**2) ** 0.5
    face, font = _face(name.value.decode()), raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(text, i))
    lent = "" if raw.FPDFFont_GetIsEmbedded(font) == 1 else " (not embedded)"
    return face + lent, round(size, 2), tuple(c.value for c in colour[:3])


def _address(text_object):
    return ctypes.cast(getattr(text_object, "raw", text_object), ctypes.c_void_p).value


def _face(name):
    """`ABCDEF+Emulation-Serif-Bold-Italic` → `bold-italic`; a face that is not ours keeps its name."""
    own = name.partition("+")[2] or name
    if not own.startswith("Emulation-"):
        return own
    return own.removeprefix("Emulation-").removeprefix("Serif").strip("-").lower() or "regular"


def _lines(glyphs):
    """Letters whose baseline is the same and that follow each other closely."""
    lines, current = [], []
    for glyph in glyphs:
        if current and not _follows(current[-1], glyph):
            lines.append(current)
            current = []
        current.append(glyph)
    lines.append(current)
    return [Line(tuple(line)) for line in lines if any(not g.text.isspace() for g in line)]


def _follows(before, glyph):
    gap = glyph.left - before.right
    allowed = 2 if before.text.isspace() else 0.15  # of the em: justified lines spread their spaces
    return abs(glyph.y - before.y) < 0.1 and -0.2 * glyph.size * MM < gap < allowed * glyph.size * MM


def _box(path, height):
    """The box around a path, as PDFium says: a stroke's thickness wider."""
    left, bottom, right, top = path.get_bounds()
    return Rule(left * MM, right * MM, (height - top) * MM, (height - bottom) * MM)


def _rule(path, height):
    """A thin straight path as Rule; None for frames and pictures."""
    left, bottom, right, top = path.get_bounds()
    fill, stroke, thick = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if stroke.value:
        raw.FPDFPageObj_GetStrokeWidth(path, thick)
        # PDFium's bounds leave room around a stroke: take it away again.
        spare = (min(right - left, top - bottom) - thick.value * abs(path.get_matrix().a)) / 2
        left, bottom, right, top = left + spare, bottom + spare, right - spare, top - spare
    if min(right - left, top - bottom) > THICKEST:
        return None
    return Rule(left * MM, right * MM, (height - top) * MM, (height - bottom) * MM)


def rows(lines, tolerance=0.5):
    """Lines side by side on one baseline, from top to bottom. Out: list of lists of Line, each from left to right."""
    ordered = sorted(lines, key=lambda line: (line.y, line.left))
    numbered, row, last = [], 0, None
    for line in ordered:
        row += last is not None and line.y - last > tolerance
        last = line.y
        numbered.append((row, line))
    return [
        sorted((line for _row, line in group), key=lambda line: line.left)
        for _row, group in groupby(numbered, key=lambda pair: pair[0])
    ]
