"""Bảng: letters stay inside their cells, sizes can be read, the heading is repeated on every page; nothing is printed over anything."""

from .printed import is_page_number

SMALLEST, LARGEST = 10, 14


def findings(printed, _manuscript):
    """Out: sentences about letters that cross a line, run into each other, or are too small."""
    wrong = []
    for page in printed.pages:
        text = [line for line in page.lines if not is_page_number(line)]
        wrong += [
            f"page {page.number}: {words}"
            for words in (*_crossed(page, text), *_collided(text), *_sized(printed, page, text))
        ]
    return wrong


def _crossed(page, text):
    standing = [r for r in page.rules if not r.lies]
    for line in text:
        for rule in standing:
            if line.left + 0.2 < rule.left and rule.right < line.right - 0.2 and rule.top < line.y - 1 < rule.bottom:
                yield f"«{line.text[:40]}» crosses a line of its table"
                break


def _collided(text):
    """Letters of two lines in one place: boxes from half their height down to the baseline."""
    boxes = sorted(((ln.y, ln.y - 0.16 * ln.size, ln.left, ln.right, ln.text) for ln in text), key=lambda box: box[0])
    for n, (y, _top, left, right, words) in enumerate(boxes):
        for _y, top, other_left, other_right, other in boxes[n + 1 : n + 40]:
            if top >= y - 0.1:
                continue
            if min(right, other_right) - max(left, other_left) > 0.3:
                yield f"«{words[:30]}» and «{other[:30]}» are printed over each other"


def _sized(printed, page, text):
    for line in text:
        if printed.in_table(page, line) and not SMALLEST - 0.1 <= line.size <= LARGEST + 0.1:
            yield f"«{line.text[:30]}» is {line.size:g} pt in a table"
