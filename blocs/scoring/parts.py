"""Lưới chia phần: without the script a grid is one form, and a form carries only so many cells; a larger grid is offered in parts of whole units."""

from dataclasses import dataclass
from math import ceil

from django.conf import settings

OTHER_FIELDS = 10  # of the form, beside its cells


@dataclass(frozen=True)
class Part:
    """Một phần của lưới: its number, the place of its first and last unit (from 1), its sheets."""

    number: int
    first: int
    last: int
    sheets: list


def parts_of(sheets, rows):
    """The sheets in as few even parts as one form of so many rows allows (list of Part); one part when all of it fits."""
    room = max(1, (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - OTHER_FIELDS) // max(rows, 1))
    size = ceil(len(sheets) / ceil(len(sheets) / room)) if sheets else 1
    starts = range(0, len(sheets), size)
    return [
        Part(n, at + 1, min(at + size, len(sheets)), sheets[at : at + size]) for n, at in enumerate(starts, start=1)
    ]


def part_named(parts, text):
    """The Part of that number, as an address names it; None for the whole grid, or a number that is not there."""
    return next((p for p in parts if len(parts) > 1 and str(p.number) == text), None)
