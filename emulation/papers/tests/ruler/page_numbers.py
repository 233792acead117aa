"""Số trang: none on the first page of the paper and of each annex, then 2, 3, … in the middle of the top margin."""

from .looks import MILLIMETRE, looks
from .names import text_middle
from .printed import is_page_number, squeezed

PARTY_EDGE = 10.0  # mm from the edge to the top of the line


def findings(printed, manuscript):
    """Out: sentences about wrong page numbers."""
    wrong, expected = [], 0
    beginnings = annex_pages(printed, manuscript)
    if len(beginnings) != len(manuscript.annexes):
        wrong.append(f"of the annexes {list(manuscript.annexes)} these pages begin one: {sorted(beginnings)}")
    for page in printed.pages:
        expected = 1 if page.number in beginnings else expected + 1
        numbers = [line for line in page.lines if is_page_number(line)]
        told = [line.text for line in numbers]
        if told != ([str(expected)] if expected > 1 else []):
            wrong.append(f"page {page.number} is numbered {told}, not {expected if expected > 1 else 'at all'}")
        wrong += [f"page {page.number}: {words}" for line in numbers for words in _place(line, page, manuscript)]
    return wrong


def annex_pages(printed, manuscript):
    """Numbers of the pages on which an annex begins, in order."""
    pages, left = [], list(manuscript.annexes)
    for page in printed.pages[1:]:
        lines = [line for line in page.lines if not is_page_number(line)]
        top = squeezed("".join(line.text for line in sorted(lines, key=lambda ln: ln.y)[:6])).upper()
        if left and top.startswith(squeezed(left[0]).upper()):
            pages.append(page.number)
            left.pop(0)
    return pages


def _place(line, page, manuscript):
    wrong = []
    if odd := looks(manuscript)["page number"].wrong(line.glyphs):
        wrong.append(f"the page number {odd}")
    if abs(line.centre - text_middle(page)) > MILLIMETRE:
        wrong.append(f"the page number is {line.centre - text_middle(page):+.1f} mm off the middle")
    if manuscript.party and abs(line.top - PARTY_EDGE) > MILLIMETRE:
        wrong.append(f"the page number stands {line.top:.1f} mm from the edge, not {PARTY_EDGE:g}")
    return wrong
