"""Thước: measures a printed paper against Nghị định 30/2020 and Hướng dẫn 05-HD/VPTW (documents.md §1.2 and §2.2).

`findings(content, manuscript)` takes the bytes of a PDF and what was handed to the press, and gives sentences about whatever is
wrong: an empty list when nothing is. One file per noun; what each expects comes from the rules, never from our templates.
"""

from . import addressees, body, charts, closing, grounds, letterhead, margins, names, page_numbers, tables, words
from .manuscript import Manuscript
from .printed import Printed

__all__ = ["Manuscript", "Printed", "findings", "measured"]

NOUNS = (margins, page_numbers, letterhead, names, addressees, grounds, closing, tables, charts, words)


def findings(content, manuscript):
    """Measure a paper. In: bytes of the PDF, Manuscript. Out: list of sentences, empty when the paper is right."""
    return measured(Printed(content), manuscript)


def measured(printed, manuscript):
    """The same for a paper that was read before."""
    wrong = [sentence for noun in NOUNS for sentence in noun.findings(printed, manuscript)]
    return wrong + body.findings(
        printed, manuscript, _text_begins(printed, manuscript), closing.begins(printed, manuscript)
    )


def _text_begins(printed, manuscript):
    """Just under the last line of names, addressees and căn cứ: (page number, baseline)."""
    to = addressees.addressee_lines(manuscript.data.get("addressees", []))
    said = [manuscript.heading, manuscript.summary, *to, *grounds.grounds_lines(manuscript)]
    at, last = 0, None
    for line in said:
        found = printed.find(line, at) if line else None
        if found:
            at, last = found.end, found
    return (last.letters[-1][0], last.lowest + 0.1) if last else (1, 0)
