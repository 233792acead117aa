"""Loại tiêu chí: a closed set, one class per kind. A new file in this folder is a new kind; nothing else changes.

Grid, sheet, YAML, Excel, help and points are all made from the class: its inputs, its options, its formula, its examples.
"""

from importlib import import_module
from pkgutil import iter_modules

from .around import Alone, Among, NoPoints
from .base import KINDS, ROW_OPTIONS, Example, Kind
from .inputs import Input
from .options import Option

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["KINDS", "ROW_OPTIONS", "Alone", "Among", "Example", "Input", "Kind", "NoPoints", "Option", "of"]


def of(criterion, decimals=2):
    """The Kind that makes points for one leaf (anything with kind, max_points, sign, params). KeyError: unknown kind."""
    return KINDS[criterion.kind](criterion.max_points, criterion.sign, criterion.params, decimals)


def of_row(row, decimals=2):
    """The formula of a written row (written.Row), "" for a group."""
    return "" if row.children else KINDS[row.kind](row.most, row.sign, row.params, decimals).formula
