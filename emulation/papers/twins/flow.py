"""Phần chữ: addressees, căn cứ, the text and its annexes, from template elements to paragraphs of Word."""

from .grid import lines
from .markup import Run, Unknown, children, kinds, runs
from .parts import keep, paragraph
from .styles import POINTS

PARAGRAPHS = {
    ("p", ""): "body", ("p", "lead-in"): "body", ("p", "plain"): "flush", ("p", "theme"): "theme", ("p", "authority"): "authority",
    ("p", "decides"): "authority", ("p", "of"): "theme", ("p", "with"): "with", ("p", "annex-name"): "annex", ("h2", ""): "section",
    ("h2", "item"): "item", ("h2", "chapter"): "chapter", ("h3", ""): "point",
}  # fmt: skip
OF_ANNEX = PARAGRAPHS | {("p", ""): "flush", ("h2", ""): "annex_title", ("h3", ""): "part"}


def flow(node, *, width, annex=False):
    """The children of a container as paragraphs and tables; width: mm. Out: elements. Raises Unknown."""
    return [made for child in children(node) for made in _block(child, width, annex)]


def _block(node, width, annex):
    kind, known = node.get("class", ""), OF_ANNEX if annex else PARAGRAPHS
    if (node.tag, kind) == ("p", "legend"):
        return []  # of pictures, which only the PDF has
    if (node.tag, kind) in known:
        return [paragraph(known[node.tag, kind], runs(node), kept=kind == "lead-in")]
    if (node.tag, kind) in (("ul", "dashes"), ("ol", "points")):
        return [
            paragraph("body", [Run(mark), *runs(item)]) for mark, item in zip(_marks(node), children(node), strict=True)
        ]
    if node.tag == "table" and "lines" in kinds(node):
        return [*lines(node, width), paragraph("gap")]
    if (node.tag, kind) in (("section", "slip"), ("div", "part")):
        return _container(node, width, annex)
    raise Unknown(node)


def _container(node, width, annex):
    """What stays together: the part of one unit, or one ballot paper; from the second on, a line to cut along."""
    made = flow(node, width=width, annex=annex)
    if node.get("class") == "slip" and node.getprevious() is not None:
        made.insert(0, paragraph("gap", kept=True, border="dashed"))
    return made


def _marks(node):
    count = len(children(node))
    return ["- "] * count if node.tag == "ul" else [f"{letters(number)}) " for number in range(1, count + 1)]


def letters(number):
    """The name of a điểm: 5 is đ; after y comes aa."""
    named = ""
    while number:
        number, left = divmod(number - 1, len(POINTS))
        named = POINTS[left] + named
    return named


def addressees(node):
    """Kính gửi: one addressee on its line, several under it."""
    if "many" not in kinds(node):
        return [paragraph("to", runs(node))]
    word, lines = children(node)
    return [
        paragraph("to_many", runs(word), kept=True),
        *[paragraph("addressee", runs(line)) for line in lines],
        paragraph("gap"),
    ]


def grounds(node):
    """Căn cứ, one per line."""
    return [paragraph("ground", runs(line)) for line in children(node)]


def keep_with_the_signature(made):
    """The last words of the text, or the last row of its table, stay with what comes after them."""
    for last in reversed(made):
        if last.tag.endswith("}tbl"):
            for inner in last.tr_lst[-1].iter("{*}p"):
                keep(inner)
            return
        keep(last)
        if last.pPr.pStyle.val != "gap":
            return
