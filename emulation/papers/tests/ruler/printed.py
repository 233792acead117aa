"""Bản in: the letters of all pages in one row, so that words can be found wherever lines and pages break them."""

import re
from dataclasses import dataclass
from functools import cached_property

from .sheet import MM, pages_of, rows

TOP_MARGIN = 20.0


def squeezed(text):
    """Without white space."""
    return re.sub(r"\s", "", text)


def spaced(text):
    """With one blank between words, none where a line may break inside one."""
    return re.sub(r"(?<=[-–/]) ", "", re.sub(r"\s+", " ", text))


@dataclass(frozen=True)
class Found:
    """Letters found: where in the row they begin and end, the letters with the number of their page."""

    start: int
    end: int
    letters: tuple

    @property
    def glyphs(self):
        return [glyph for _page, glyph in self.letters]

    @property
    def page(self):
        return self.letters[0][0]

    @property
    def pages(self):
        return {page for page, _glyph in self.letters}

    @property
    def y(self):
        """Baseline of the first line."""
        return self.letters[0][1].y

    @property
    def lowest(self):
        return max(glyph.y for _page, glyph in self.letters)

    @property
    def size(self):
        return self.letters[0][1].size

    @property
    def lines(self):
        """(left, right, baseline) of each line the letters stand on, from top to bottom."""
        found = {}
        for page, glyph in self.letters:
            left, right, _y = found.get((page, round(glyph.y, 1)), (glyph.left, glyph.right, glyph.y))
            found[page, round(glyph.y, 1)] = (min(left, glyph.left), max(right, glyph.right), glyph.y)
        return list(found.values())


class Printed:
    """A PDF as printed: its pages; `text`, all letters without white space; `spaced`, the same with blanks between words.

    Page numbers are left out, so that a sentence goes on over the end of its page.
    """

    def __init__(self, content):
        self.content = content
        self.pages = pages_of(content)
        self.letters = [
            (page.number, glyph)
            for page in self.pages
            for line in page.lines
            if not is_page_number(line)
            for glyph in line.glyphs
            if not glyph.text.isspace()
        ]
        self.text = "".join(glyph.text for _page, glyph in self.letters)
        lines = (line.text for page in self.pages for line in page.lines if not is_page_number(line))
        self.spaced = spaced(" ".join(lines))
        # One letter may be two characters in the text: where each character's letter stands.
        self._places = [n for n, (_page, glyph) in enumerate(self.letters) for _char in glyph.text]

    @property
    def first(self):
        return self.pages[0]

    def page(self, number):
        return self.pages[number - 1]

    def find(self, words, start=0):
        """Where words are printed, from letter `start` on; upper case or not as given. Out: Found or None."""
        words = squeezed(words)
        at = self.text.find(words, start)
        if at < 0 or not words:
            return None
        letters = self.letters[self._places[at] : self._places[at + len(words) - 1] + 1]
        return Found(at, at + len(words), tuple(letters))

    def find_before(self, words, end):
        """Where words are printed for the last time before letter `end`. Out: Found or None."""
        at = self.text.rfind(squeezed(words), 0, end)
        return self.find(words, at) if at >= 0 else None

    @cached_property
    def tables(self):
        """(page number, left, top, right, bottom) of each table: where standing rules follow each other."""
        return [(page.number, *area) for page in self.pages for area in _areas(page)]

    def in_table(self, page, line):
        return any(
            number == page.number and left <= line.centre <= right and top <= line.y <= bottom
            for number, left, top, right, bottom in self.tables
        )


def is_page_number(line):
    """A number alone in the top margin."""
    return line.y < TOP_MARGIN and line.text.isdigit()


def _areas(page):
    areas = []
    for rule in sorted((r for r in page.rules if not r.lies), key=lambda r: r.top):
        if areas and rule.top <= areas[-1][3] + 1:
            left, top, right, bottom = areas[-1]
            areas[-1] = (min(left, rule.left), top, max(right, rule.right), max(bottom, rule.bottom))
        else:
            areas.append((rule.left, rule.top, rule.right, rule.bottom))
    return areas


def body_rows(printed, page, top, bottom):
    """Lines of running text of a page between two heights, tables left out, top to bottom; one row per baseline."""
    lines = [
        line
        for line in page.lines
        if top < line.y < bottom and not printed.in_table(page, line) and not is_page_number(line)
    ]
    return rows(lines, tolerance=2 * MM)
