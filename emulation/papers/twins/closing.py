"""Cuối văn bản: signatures, nơi nhận, the note that this is no issued paper; kept together, with the last words above them."""

import re

from .markup import Run, Unknown, children, first, kinds, runs
from .parts import cell, keep, paragraph, row, table

LINES = ("unit", "behalf", "office", "person")
COLUMNS = re.compile(r"columns-(\d)")


def closing(node, note, *, width):
    """In: <div class=closing>, the note (str), mm. Out: elements. Raises Unknown."""
    signatures, after, foot = [], [], None
    for child in children(node):
        if kinds(child) & {"signature", "signature-grid"}:
            signatures.append(child)
        elif kinds(child) == {"foot"}:
            foot = child
        elif child.tag == "p" and kinds(child) == {"frozen"}:
            after.append(paragraph("fine", runs(child)))
        else:
            raise Unknown(child)
    recipients = _recipients(first(foot, "div[@class='recipients']"))
    return [paragraph("gap", kept=True), *_signed(signatures, recipients, after, width), *_notes(foot, note)]


def _signed(signatures, recipients, after, width):
    """One signature beside the recipients; two or many above them."""
    if not signatures:
        return [*after, *recipients]
    [signature] = signatures
    half = width / 2
    if "one" in kinds(signature):
        pair = row([cell(half, recipients or [paragraph("recipient")]), cell(half, _block(signature))])
        return [table((half, half), [pair]), *after]
    if "two" in kinds(signature):
        sides = [_block(signature, side) for side in ("left", "right")]
        return [table((half, half), [row([cell(half, side) for side in sides])]), *after, paragraph("gap"), *recipients]
    return [_grid(signature, width), *after, paragraph("gap"), *recipients]


def _grid(node, width):
    columns = int(COLUMNS.search(node.get("class"))[1])
    blocks = [_block(found) for found in children(node)]
    blocks += [[paragraph("person")] for _empty in range(-len(blocks) % columns)]
    widths = [width / columns] * columns
    rows = [blocks[at : at + columns] for at in range(0, len(blocks), columns)]
    return table(widths, [row([cell(width / columns, block) for block in found]) for found in rows])


def _block(node, side=""):
    """The lines of one signature: who, the confirmation or the place of the pen, the name."""
    lines = [line for line in node.iter("p") if not side or side in kinds(line) | kinds(line.getparent())]
    return [_line(line) for line in lines] + [paragraph("gap")]


def _line(node):
    kind = next((kind for kind in (*LINES, "act") if kind in kinds(node)), "")
    if not kind:
        raise Unknown(node)
    if kind == "act":
        found = runs(node)
        marks = {"italic"} if "unsigned" in kinds(node) else set()
        return paragraph("act", [Run(run.text, run.marks | marks) for run in found]) if found else paragraph("pen")
    return paragraph(kind, runs(node, lines_kept=True))


def _recipients(node):
    if node is None:
        return []
    word, lines = children(node)
    return [paragraph("recipients", runs(word)), *[paragraph("recipient", runs(line)) for line in lines]]


def _notes(foot, note):
    """Instead of the QR code, which belongs to the issued paper: what this file is; then what else the paper said there."""
    verify = first(foot, "div[@class='verify']/div")
    if verify is None:
        return []
    made = [paragraph("note", [Run(note)]), *[paragraph("fine", runs(line)) for line in children(verify)[1:]]]
    for line in made[:-1]:
        keep(line)
    return made
