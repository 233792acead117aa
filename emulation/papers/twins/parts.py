"""Mảnh của tệp Word: paragraphs, runs, tables as elements of the format, its order of children kept (ECMA-376, part 1, 17.3 and 17.4)."""

import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TWIPS = 1440 / 25.4  # in a millimetre
LINE_END = re.compile("(\n)")


def element(tag, *children, **attributes):
    """An element of the format: element("w:jc", val="center"). Attributes are in its main namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def twips(mm):
    """Millimetres in twentieths of a point."""
    return round(mm * TWIPS)


def paragraph(style, runs=(), *, kept=False, align="", indents=None, border=""):
    """A paragraph. runs: of markup.Run; kept: with the next; indents: (left, right) in mm; border: line above it (`single`, `dashed`)."""
    of_it = [element("w:pStyle", val=style)]
    if kept:
        of_it.append(element("w:keepNext"))
    if border:
        of_it.append(element("w:pBdr", element("w:top", val=border, sz=6, space=0, color="000000")))
    if indents:
        of_it.append(element("w:ind", left=twips(indents[0]), right=twips(indents[1])))
    if align:
        of_it.append(element("w:jc", val=align))
    return element("w:p", element("w:pPr", *of_it), *[_run(run) for run in runs])


def keep(paragraph):
    """Keep a paragraph that was made before with the next."""
    if paragraph.pPr.find(qn("w:keepNext")) is None:
        paragraph.pPr.insert(1, element("w:keepNext"))


def _run(run):
    made = element("w:r")
    if looks := _looks(run.marks):
        made.append(element("w:rPr", *looks))
    for words in LINE_END.split(run.text):
        if words == "\n":
            made.append(element("w:br"))
        elif words:
            shown = element("w:t")
            shown.text = words
            shown.set(qn("xml:space"), "preserve")
            made.append(shown)
    return made


def _looks(marks):
    looks = []
    if "bold" in marks:
        looks.append(element("w:b"))
    if "italic" in marks:
        looks.append(element("w:i"))
    if "small" in marks:
        looks += [element("w:sz", val=20), element("w:szCs", val=20)]
    if "boxed" in marks:
        looks.append(element("w:bdr", val="single", sz=4, space=1, color="000000"))
    return looks


def table(widths, rows, *, lines=False):
    """A table of fixed columns. widths: mm; rows: of row(); lines: drawn around every cell."""
    of_it = [element("w:tblW", w=twips(sum(widths)), type="dxa")]
    if lines:
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        of_it.append(
            element(
                "w:tblBorders", *[element(f"w:{side}", val="single", sz=4, space=0, color="000000") for side in sides]
            )
        )
    margin = 1 if lines else 0
    of_it.append(element("w:tblLayout", type="fixed"))
    of_it.append(
        element("w:tblCellMar", *[element(f"w:{side}", w=twips(margin), type="dxa") for side in ("left", "right")])
    )
    grid = element("w:tblGrid", *[element("w:gridCol", w=twips(width)) for width in widths])
    return element("w:tbl", element("w:tblPr", *of_it), grid, *rows)


def row(cells, *, heading=False, height=0):
    """A row that stays on one page. heading: repeated on every page; height: at least so many mm."""
    of_it = [element("w:cantSplit")]
    if height:
        of_it.append(element("w:trHeight", val=twips(height), hRule="atLeast"))
    if heading:
        of_it.append(element("w:tblHeader"))
    return element("w:tr", element("w:trPr", *of_it), *cells)


def cell(width, content, *, across=1, middle=False):
    """A cell. width: mm; content: paragraphs and tables, the last a paragraph; across: how many columns."""
    of_it = [element("w:tcW", w=twips(width), type="dxa")]
    if across > 1:
        of_it.append(element("w:gridSpan", val=across))
    if middle:
        of_it.append(element("w:vAlign", val="center"))
    return element("w:tc", element("w:tcPr", *of_it), *content)


def field(style, instruction):
    """A paragraph with a field of Word, such as PAGE."""
    return element(
        "w:p", element("w:pPr", element("w:pStyle", val=style)), element("w:fldSimple", _run_of("2"), instr=instruction)
    )


def _run_of(words):
    shown = element("w:t")
    shown.text = words
    return element("w:r", shown)
