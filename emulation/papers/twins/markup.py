"""Ngôn ngữ đánh dấu của mẫu giấy: the closed set of elements that our paper templates use, read back from the rendered HTML."""

import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import lxml.html
from django.utils import translation

from emulation.papers import rendering

BLANKS = re.compile(r"[ \t\r\n\f]+")
BLANKS_IN_LINE = re.compile(r"[ \t\r\f]+")
INLINE = {"a": "", "span": "", "b": "bold", "i": "italic", "em": "italic", "small": "small"}
PRINTED_WIDTH = re.compile(r"^width:(\d+)mm$")


class Unknown(ValueError):
    """An element of a template that the twins do not know: write its row beside its neighbours, in the module that met it."""

    def __init__(self, node):
        kind = node.get("class")
        super().__init__(f"<{node.tag}{f' class={kind!r}' if kind else ''}> in <{node.getparent().tag}>")


@dataclass(frozen=True)
class Run:
    """A stretch of text in one look. marks: any of bold, italic, small, boxed. A line end is `\\n`."""

    text: str
    marks: frozenset = frozenset()


def body(paper):
    """The rendered <body> of a paper. Out: lxml element."""
    with translation.override("vi"):
        return lxml.html.document_fromstring(rendering.html(paper)).body


def tables(page):
    """The tables of a page, in order. Out: list of elements."""
    return page.xpath(".//table")


def has_tables(paper):
    """Whether the paper has anything to take out as a workbook."""
    return bool(tables(body(paper)))


def kinds(node):
    """The classes of an element. Out: set of str."""
    return set(node.get("class", "").split())


def first(node, path):
    """The first element on an XPath, or None."""
    return next(iter(node.xpath(path)), None)


def children(node):
    """Child elements, comments left out."""
    return [child for child in node if isinstance(child.tag, str)]


def runs(node, *, lines_kept=False):
    """The text of a paragraph or cell. lines_kept: line ends of the source are line ends (`white-space: pre-line`).

    Out: list of Run, white space as a browser shows it. Raises Unknown for an element that is no part of a line of text.
    """
    if node is None:
        return []
    blanks = BLANKS_IN_LINE if lines_kept else BLANKS
    if not len(node) and not lines_kept:  # most cells of a table
        words = blanks.sub(" ", node.text or "").strip(" ")
        return [Run(words)] if words else []
    signs = [(sign, marks) for words, marks in _pieces(node) for sign in blanks.sub(" ", words).replace("\v", "\n")]
    stretches = groupby(_squeezed(signs), key=itemgetter(1))
    return [Run("".join(sign for sign, _marks in stretch), marks) for marks, stretch in stretches]


def text(node, *, lines_kept=False):
    """The same without looks. Out: str, line ends as `\\n`."""
    return "".join(run.text for run in runs(node, lines_kept=lines_kept))


def _pieces(node, marks=frozenset()):
    yield node.text or "", marks
    for child in children(node):
        if child.tag == "br":
            yield "\v", marks
        elif child.tag == "svg" and "score-bar" in kinds(child):
            pass  # a picture of the numbers beside it
        elif child.tag in INLINE:
            boxed = {"boxed"} if child.tag == "span" and "act" in kinds(node) else set()
            yield from _pieces(child, marks | boxed | ({INLINE[child.tag]} - {""}))
        else:
            raise Unknown(child)
        yield child.tail or "", marks


def _squeezed(signs):
    """One blank between words, none at either end or beside a line end. In and out: list of (sign, marks)."""
    kept = []
    for sign, marks in signs:
        if sign in " \n":
            while sign == "\n" and kept and kept[-1][0] == " ":
                kept.pop()
            if not kept or (sign == " " and kept[-1][0] in " \n"):
                continue
        kept.append((sign, marks))
    while kept and kept[-1][0] in " \n":
        kept.pop()
    return kept


def printed_width(cell):
    """The width a template gives a column, in mm; None where it gives none."""
    found = PRINTED_WIDTH.match(cell.get("style", ""))
    return int(found[1]) if found else None
