"""Đầu văn bản: the two columns of the letterhead, tên loại and trích yếu, in Word."""

from emulation.papers import fonts

from .markup import Unknown, first, kinds, runs, text
from .parts import cell, paragraph, row, table

STATE_COLUMNS, PARTY_COLUMNS = (68, 97), (68, 97)
LONG_STATE, LONG_PARTY = (62, 103), (60, 105)
SHORT = 0.4  # of the line above: the rule under the agency and under the summary
WIDEST_SUMMARY = 145


def head(node, names, *, party):
    """The letterhead, with the summary of a letter (công văn) under its number. In: <header>, <div class=names>. Out: elements."""
    widths = _columns(node, party)
    left, right = (_column(node, side, width, party) for side, width in zip(("left", "right"), widths, strict=True))
    number, place = first(node, "p[@class='number']"), first(node, "p[@class='place']")
    rows = [(left, right), ([paragraph("number", runs(number))], [paragraph("place", runs(place))])]
    if _is_letter(names):
        rows.append(([paragraph("letter", runs(first(names, "h1")))], [paragraph("place")]))
    drawn = [row([cell(width, content) for width, content in zip(widths, pair, strict=True)]) for pair in rows]
    return [table(widths, drawn), paragraph("gap")]


def _columns(node, party):
    if "long" in kinds(node):
        return LONG_PARTY if party else LONG_STATE
    return PARTY_COLUMNS if party else STATE_COLUMNS


def _column(node, side, width, party):
    made = []
    for line in first(node, f"div[@class='{side}']"):
        kind = line.get("class")
        if kind not in ("parent", "issuer", "star", "country", "motto"):
            raise Unknown(line)
        made.append(paragraph(kind, runs(line, lines_kept=True)))
        if share := _share(kind, party):
            size = {"issuer": 13, "motto": 14, "country": 15}[kind]
            made.append(rule(share * _widest(text(line, lines_kept=True), size), width))
    return made


def _share(kind, party):
    """How much of the line above a rule is as long as; 0 for no rule."""
    return {"country": 1}.get(kind, 0) if party else {"issuer": SHORT, "motto": 1}.get(kind, 0)


def _widest(words, size):
    return max(fonts.width(line, "bold", size) for line in words.split("\n"))


def rule(length, width):
    """A rule of `length` mm in the middle of a column of `width` mm."""
    beside = max(width - length, 0) / 2
    return paragraph("rule", indents=(beside, beside), border="single")


def _is_letter(names):
    return first(names, "p[@class='summary']") is None


def titles(names, *, party, width):
    """Tên loại, trích yếu and what stands under it. Out: elements, none for a letter."""
    if _is_letter(names):
        return []
    summary = first(names, "p[@class='summary']")
    made = [paragraph("heading", runs(first(names, "h1"))), paragraph("summary", runs(summary))]
    if party:
        made.append(paragraph("hyphens", runs(first(names, "p[@class='hyphens']"))))
    elif text(summary):
        made.append(rule(SHORT * min(_widest(text(summary), 14), WIDEST_SUMMARY), width))
    return [*made, paragraph("gap")]
