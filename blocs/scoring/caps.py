"""Các mức trần của bộ tiêu chí: which caps cut, and how an office reads them."""

from .kinds.base import WARN
from .kinds.whole import CAPS, GROUP_OPTIONS, read_all
from .models import Cap


def caps_of(tree):
    """The caps by which a scheme cuts: [(group row, None for the whole; cap; Decimal)]."""
    said = [(row, read_all(GROUP_OPTIONS, row.params)) for row in tree.rows if row.is_group]
    whole = [(None, read_all(CAPS, tree.settings))]
    cutting = [(row, found) for row, found in said + whole if found.get("excess") != WARN]
    return [(row, cap, found[cap]) for row, found in cutting for cap in Cap.values if cap in found]
