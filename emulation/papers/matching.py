"""Đối chiếu tệp: a dropped file is hashed and forgotten. Told apart: what was issued, what came back signed, and what began so."""

import hashlib
import re
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from .models import Copy, Level, Paper, Rendering, Stage

END = re.compile(rb"%%EOF(\r\n|\n|\r)?")
MOST_ENDS = 400  # as many times may a file have been saved on


class Likeness(Enum):
    """How like a kept file a dropped one is. EXTENDED: it begins with the kept bytes and somebody added to them."""

    ISSUED = "issued"
    SIGNED = "signed"
    SCAN = "scan"
    WITHDRAWN = "withdrawn"
    EXTENDED = "extended"


@dataclass(frozen=True)
class Match:
    """What a file turned out to be. copy: the kept Copy that it is or begins with, if it is one."""

    paper: Paper
    likeness: Likeness
    copy: Copy | None = None


def match(file):
    """Compare an open binary file with everything kept. Out: Match, or None when not even its beginning is known."""
    lengths = beginnings(file.read())
    if not lengths:
        return None
    rows = Rendering.objects.filter(paper__isnull=False, stage=Stage.DONE, sha256__in=lengths)
    rows = rows.select_related("paper__rendering")
    copies = Copy.objects.filter(sha256__in=lengths).select_related("paper__rendering", "withdrawal")
    known = [*rows, *copies]
    if not known:
        return None
    best = max(known, key=lambda row: (lengths[row.sha256], not hasattr(row, "withdrawal"), row.pk))
    whole = lengths[best.sha256] == max(lengths.values())
    copy = best if isinstance(best, Copy) else None
    return Match(best.paper, _likeness(copy) if whole else Likeness.EXTENDED, copy)


def _likeness(copy):
    if copy is None:
        return Likeness.ISSUED
    if hasattr(copy, "withdrawal"):
        return Likeness.WITHDRAWN
    return Likeness.SIGNED if copy.level == Level.SIGNED else Likeness.SCAN


def beginnings(content):
    """SHA-256 of the file and of everything it can have been before something was appended. Out: {digest: length}."""
    digest, found, done = hashlib.sha256(), {}, 0
    ends = {end for m in islice(END.finditer(content), MOST_ENDS) for end in (m.start() + 5, m.end())}
    for end in sorted(ends | {len(content)}):
        digest.update(content[done:end])
        found[digest.copy().hexdigest()], done = end, end
    return found if content else {}
