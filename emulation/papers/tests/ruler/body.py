"""Nội dung văn bản: sizes, indents, justification, line spacing, headings and the end mark of running text."""

import re
from itertools import pairwise

from .grounds import INDENTS
from .looks import MILLIMETRE, looks
from .names import text_middle
from .printed import body_rows
from .sheet import MM

SECTION = re.compile(r"[IVX]+\. \S")
ARTICLE = re.compile(r"Điều \d+\.")


def findings(printed, manuscript, begin, end):
    """begin, end: (page number, baseline) where the running text begins and where the closing does. Out: sentences."""
    wrong = []
    for page in printed.pages[begin[0] - 1 : end[0]]:
        top = begin[1] if page.number == begin[0] else 0
        bottom = end[1] if page.number == end[0] else page.height
        rows = [row for row in body_rows(printed, page, top, bottom) if row]
        wrong += [f"page {page.number}: {words}" for words in _page(printed, page, rows, manuscript)]
    return wrong + _end_mark(printed, manuscript)


def _page(printed, page, rows, manuscript):
    look, middle, wrong = looks(manuscript), text_middle(page), []
    for row in rows:
        line = row[0]
        wrong += _look(line, look, middle)
        if not _stands_well(line, middle, page):
            wrong.append(f"«{line.text[:40]}» begins at {line.left:.1f} mm")
        if SECTION.match(line.text) and line.face == "bold" and line.text != line.text.upper():
            wrong.append(f"the heading «{line.text[:40]}» is not upper case")
        if ARTICLE.match(line.text) and _begins(line) and line.face != "bold":
            wrong.append(f"«{line.text[:20]}» is not bold")
    for above, below in pairwise(rows):
        if not _something_between(printed, page, above[0], below[0]):
            wrong += _between(above, below[0], middle, page, manuscript)
    return wrong


def _look(line, look, middle):
    """Size of every letter; a face of the family. Centred lines are titles, which are bold."""
    sizes = {g.size for g in line.glyphs if not g.text.isspace()}
    body = look["body"]
    if any(not body.smallest - 0.1 <= size <= body.largest + 0.1 for size in sizes):
        return [
            f"«{line.text[:40]}» is {', '.join(f'{s:g}' for s in sorted(sizes))} pt, not {body.smallest} to {body.largest}"
        ]
    return []


def _stands_well(line, middle, page):
    return line.left < 30 + MILLIMETRE or _begins(line) or abs(line.centre - middle) < MILLIMETRE


def _begins(line):
    """Whether a line is the first of its paragraph."""
    return any(abs(line.left - indent) < MILLIMETRE for indent in INDENTS)


def _centred(line, middle):
    return abs(line.centre - middle) < MILLIMETRE and line.left > 30 + MILLIMETRE and not _begins(line)


def _something_between(printed, page, above, below):
    return any(number == page.number and above.y < top < below.y for number, _l, top, _r, _b in printed.tables)


def _between(above, below, middle, page, manuscript):
    """Spacing of two lines, and whether the upper one is full when its paragraph goes on below."""
    last, above = above[-1], above[0]
    gap = (below.y - above.y) / MM
    if not above.faces & below.faces or above.faces == below.faces == {"bold"}:
        return [] if gap > 1.1 * below.size else [f"only {gap:.1f} pt above «{below.text[:30]}»"]
    if _begins(below):
        spacing = 18 if manuscript.party else 1.1 * below.size
        return [] if gap >= spacing + 6 - 0.6 else [f"only {gap:.1f} pt above «{below.text[:30]}», a new paragraph"]
    wrong = []
    if _is_title(above, middle) or _is_title(below, middle):
        return [] if gap > 1.1 * below.size else [f"only {gap:.1f} pt above «{below.text[:30]}»"]
    least, most = (18, 22) if manuscript.party else (1.1 * below.size, 1.75 * below.size)
    if not least - 0.1 <= gap <= most + 0.1:
        wrong.append(f"lines {gap:.1f} pt apart at «{below.text[:30]}», not {least:.1f} to {most:.1f}")
    if abs(last.right - (page.width - 15)) > MILLIMETRE:
        wrong.append(f"the line «{last.text[-30:]}» ends {page.width - 15 - last.right:.1f} mm short of the margin")
    return wrong


def _is_title(line, middle):
    """Headings are bold and flush left or centred: their lines need not be full."""
    return line.faces == {"bold"} or _centred(line, middle)


def _end_mark(printed, manuscript):
    marks = printed.text.count("./.")
    if manuscript.party:
        return ["./. stands on a Party paper"] if marks else []
    if manuscript.ends and marks != 1:
        return [f"./. is printed {marks} times"]
    return []
