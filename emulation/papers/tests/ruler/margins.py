"""Khổ giấy, lề: A4, margins of 20 to 25, 30 to 35, 20 to 25 and 15 to 20 mm; nothing outside; only the black of our faces."""

from .looks import MILLIMETRE
from .printed import is_page_number

FACES = {"regular", "bold", "italic", "bold-italic", "signs"}
LEFT, RIGHT, TOP, BOTTOM = 30.0, 15.0, 20.0, 20.0
RANGE = 5.0  # the state may go this far inside; the Party's margins are fixed
LEADING = 1.0  # room above the letters of the first line that belongs to the line


def findings(printed, manuscript):
    """Out: sentences about paper, margins, faces, colour and the mark of a draft."""
    wrong = []
    for page in printed.pages:
        wrong += [f"page {page.number}: {words}" for words in (*_paper(page, manuscript), *_inside(page), *_ink(page))]
        if page.watermark != manuscript.paper.watermark:
            wrong.append(f"page {page.number}: the mark is «{page.watermark}», not «{manuscript.paper.watermark}»")
    return wrong + _flush(printed, manuscript)


def _paper(page, manuscript):
    sides = sorted((page.width, page.height))
    if abs(sides[0] - 210) > MILLIMETRE or abs(sides[1] - 297) > MILLIMETRE:
        return [f"the sheet is {page.width:.1f} × {page.height:.1f} mm"]
    across = page.width > page.height
    if page.number == 1 and across != manuscript.landscape:
        return ["the first page lies the wrong way"]
    return []


def _inside(page):
    text = [line for line in page.lines if not is_page_number(line)]
    boxes = [(ln.left, ln.top, ln.right, ln.y, ln.text[:40]) for ln in text]
    boxes += [(r.left, r.top, r.right, r.bottom, "a rule") for r in page.rules]
    limits = (LEFT - MILLIMETRE, TOP - MILLIMETRE, page.width - RIGHT + MILLIMETRE, page.height - BOTTOM + MILLIMETRE)
    return [
        f"«{what}» leaves the margins ({left:.1f}, {top:.1f}, {right:.1f}, {bottom:.1f})"
        for left, top, right, bottom, what in boxes
        if left < limits[0] or top < limits[1] or right > limits[2] or bottom > limits[3]
    ]


def _ink(page):
    letters = [g for line in page.lines for g in line.glyphs if not g.text.isspace()]
    wrong = [f"a letter is printed in {face}" for face in {g.face for g in letters} - FACES]
    return wrong + [f"a letter is printed in the colour {c}" for c in {g.colour for g in letters} - {(0, 0, 0)}]


def _flush(printed, manuscript):
    """The text uses its margins: some line begins at the left one, some at the upper one."""
    wrong, spare = [], MILLIMETRE if manuscript.party else RANGE + MILLIMETRE
    text = [line for page in printed.pages for line in page.lines if not is_page_number(line)]
    left = min([line.left for line in text] + [rule.left for page in printed.pages for rule in page.rules])
    if left > LEFT + spare:
        wrong.append(f"no line begins left of {left:.1f} mm")
    highest = min([line.top for line in text] + [rule.top for page in printed.pages for rule in page.rules])
    if highest > TOP + LEADING + spare:
        wrong.append(f"the text begins only {highest:.1f} mm below the edge")
    return wrong
