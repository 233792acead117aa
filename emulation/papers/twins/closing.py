"""Cuối văn bản: signatures, nơi nhận, the note that this is no issued paper; kept together, with the last words above them."""

from .markup import Run, Unknown, children, first, kinds, runs
from .parts import cell, keep, paragraph, row, table

LINES = ("unit", "behalf", "office", "person")
ABREAST = 3


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
        return [_pair(signature, half), *after, paragraph("gap"), *recipients]
    return [_grid(signature, width), *after, paragraph("gap"), *recipients]


def _grid(node, width):
    """Every unit of a covenant, so many abreast."""
    rows = []
    for abreast in children(node):
        if kinds(abreast) != {"abreast"}:
            raise Unknown(abreast)
        blocks = [_block(found) for found in children(abreast)]
        blocks += [[paragraph("person")] for _place in range(ABREAST - len(blocks))]
        rows.append(row([cell(width / ABREAST, block) for block in blocks]))
    return table([width / ABREAST] * ABREAST, rows)


def _pair(node, half):
    """Two signatures side by side: offices, confirmations and names each on one level."""
    sides = [
        [line for line in node.iter("p") if side in kinds(line) | kinds(line.getparent())] for side in ("left", "right")
    ]
    levels = [
        [[_line(line) for line in lines if kinds(line) & level] or [paragraph("gap")] for lines in sides]
        for level in ({"unit", "behalf", "office"}, {"act"}, {"person"})
    ]
    for line in [line for level in levels[:-1] for lines in level for line in lines]:
        keep(line)
    return table((half, half), [row([cell(half, lines) for lines in level]) for level in levels])


def _block(node):
    """The lines of one signature: who, the confirmation or the place of the pen, the name."""
    return [_line(line) for line in node.iter("p")] + [paragraph("gap")]


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
