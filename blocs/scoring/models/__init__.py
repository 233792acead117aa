"""Chấm điểm: what a scheme is, what a round holds, who sees which sheet."""

from .columns import HANDED_IN_WHOLE, ColumnState, Filler, Join, Moment
from .rounds import Column, Correction, RankRow, Round, RoundKind, RoundState
from .schemes import Criterion, Scheme, SchemeState, Sign
from .seeing import BY_THE_UNIT, CHECKED_ON, SheetState, columns_seen
from .sheets import Mark, MarkHistory, Sheet

__all__ = [
    "BY_THE_UNIT",
    "CHECKED_ON",
    "HANDED_IN_WHOLE",
    "Column",
    "ColumnState",
    "Correction",
    "Criterion",
    "Filler",
    "Join",
    "Mark",
    "MarkHistory",
    "Moment",
    "RankRow",
    "Round",
    "RoundKind",
    "RoundState",
    "Scheme",
    "SchemeState",
    "Sheet",
    "SheetState",
    "Sign",
    "columns_seen",
]
