"""Trang dự thảo đã cho thấy gì: carried by every form of a draft, so that a page that grew old is known by what it carries."""

import json
from dataclasses import dataclass
from hashlib import sha256

from .form import Row, Written

FIRST = 0  # the position before the first row


def digest_of(written: Written) -> str:
    """Sixteen signs that change with any row of a draft, or with its place."""
    positions, rows = {id(None): FIRST}, []
    for position, (row, parent) in enumerate(written.walk(), start=1):
        positions[id(row)] = position
        rows.append([positions[id(parent)], _facts(row)])
    return _short(rows)


def label_of(row: Row) -> str:
    """How a row is called in a sentence: its code, or its name when it has none."""
    return row.code or f"«{row.name[:60]}»"


@dataclass(frozen=True)
class Seen:
    """What a page showed: the whole draft, and the row it stood at, told by position, own facts and label."""

    draft: str
    position: int = FIRST
    mark: str = ""
    label: str = ""

    def __str__(self):
        return f"{self.draft}|{self.position}|{self.mark}|{self.label}"

    @classmethod
    def at(cls, written, position):
        """What a page shows now that stands at this position. LookupError: no such row."""
        if position == FIRST:
            return cls(digest_of(written))
        row = _numbered(written)[position]
        return cls(digest_of(written), position, _short(_facts(row)), label_of(row))

    @classmethod
    def read(cls, text, position):
        """What a page carried back; text that no page of ours carried has seen nothing of the row at `position`."""
        parts = text.split("|", 3)
        if len(parts) == 4 and parts[1].isdecimal():
            return cls(parts[0], int(parts[1]), parts[2], parts[3])
        return cls("", position)

    def label_in(self, written):
        """What the row at this position is called now; "" when there is none."""
        row = _numbered(written).get(self.position)
        return label_of(row) if row else ""

    def place_in(self, written):
        """Where the row stands now as it was shown (position); None: it is not there, or not as it was shown."""
        rows = _numbered(written)
        if self.position == FIRST or (self.position in rows and self.draft == digest_of(written)):
            return self.position
        same = [n for n, row in rows.items() if _short(_facts(row)) == self.mark]
        return same[0] if len(same) == 1 else None

    def successor_in(self, written):
        """Where the row stands now, changed or not (position); None: nothing there is called like it."""
        rows = _numbered(written)
        if not self.label:
            return self.position if self.position in rows else None
        same = [n for n, row in rows.items() if label_of(row) == self.label]
        return same[0] if len(same) == 1 else None


def _numbered(written):
    return {n: row for n, (row, _parent) in enumerate(written.walk(), start=1)}


def _facts(row):
    return [row.code, row.name, row.kind, str(row.sign), str(row.most), row.params, row.evidence]


def _short(facts):
    told = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(told.encode()).hexdigest()[:16]
