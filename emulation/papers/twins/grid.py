"""Bảng kẻ ô: a table of a paper in Word, its heading row repeated on every page, its columns as wide as their words ask."""

from emulation.papers import fonts

from .markup import Run, Unknown, children, first, kinds, printed_width, runs, text
from .parts import cell, paragraph, row, table

SIZE = {"small": 10}  # pt; 12 unless small
USUAL_SIZE = 12
BESIDE = 3  # mm of margins and lines beside the words
WIDEST_WORD, WIDEST_CELL = 60, 110  # mm that one word, one cell may ask for
BOX = (24, 11)  # mm: where a voter puts a cross
ALIGN = {"number": "right", "centre": "center"}


def lines(node, width):
    """A table with its caption. In: <table class=lines>, mm. Out: elements."""
    rows = node.xpath("thead/tr|tbody/tr")
    widths = column_widths(node, width)
    small = "small_" if "small" in kinds(node) else ""
    made = [_row(found, widths, small) for found in rows]
    caption = first(node, "caption")
    above = [paragraph("caption", runs(caption))] if caption is not None else []
    return [*above, table(widths, made, lines=True)]


def _row(node, widths, small):
    cells, at = [], 0
    for found in children(node):
        if found.tag not in ("td", "th"):
            raise Unknown(found)
        across = int(found.get("colspan", 1))
        cells.append(_cell(found, sum(widths[at : at + across]), across, small))
        at += across
    boxed = any("box" in kinds(found) for found in children(node))
    return row(cells, heading=node.getparent().tag == "thead", height=BOX[1] if boxed else 0)


def _cell(node, width, across, small):
    heading = node.getparent().getparent().tag == "thead"
    align = next((ALIGN[kind] for kind in kinds(node) if kind in ALIGN), "")
    found = runs(node)
    if "total" in kinds(node.getparent()):
        found = [Run(run.text, run.marks | {"bold"}) for run in found]
    style = f"{small}column" if heading else f"{small}cell"
    return cell(width, [paragraph(style, found, align=align)], across=across, middle=True)


def column_widths(node, width):
    """How wide each column is, together `width` mm: as the template says, else every column its longest word, then more by its text."""
    size = SIZE["small"] if "small" in kinds(node) else USUAL_SIZE
    asked = [_asked(column, size) for column in zip(*_single(node), strict=True)]
    least, most = zip(*asked, strict=True)
    if sum(least) >= width:
        return [width * low / sum(least) for low in least]
    more, spare = sum(most) - sum(least), width - sum(least)
    if not more:
        return [low + spare / len(least) for low in least]
    return [low + spare * (high - low) / more for low, high in asked]


def _single(node):
    """The rows whose cells each stand in one column."""
    rows = [children(found) for found in node.xpath("thead/tr|tbody/tr")]
    return [found for found in rows if len(found) == len(rows[0])]


def _asked(column, size):
    """What the cells of a column ask for. Out: (at least, at most) in mm."""
    if fixed := next(filter(None, map(printed_width, column)), None):
        return fixed, fixed
    if any("box" in kinds(found) for found in column):
        return BOX[0], BOX[0]
    least = max(_least(found, size) for found in column)
    return least, max(least, *(min(_longest(text(found).split("\n"), size), WIDEST_CELL) + BESIDE for found in column))


def _least(found, size):
    words = text(found)
    if kinds(found) & {"number", "nobreak"}:
        return _longest(words.split("\n"), size) + BESIDE
    return min(_longest(words.split(), size), WIDEST_WORD) + BESIDE


def _longest(words, size):
    return max((fonts.width(word, "bold", size) for word in words), default=0)
