"""Chấm điểm: what a scheme is, what a round holds, who sees which sheet."""

from .rounds import Column, Correction, Filler, RankRow, Round, RoundKind, RoundState
from .schemes import Criterion, Scheme, SchemeState, Sign
from .sheets import Mark, MarkHistory, Sheet, SheetState

__all__ = [
    "Column",
    "Correction",
    "Criterion",
    "Filler",
    "Mark",
    "MarkHistory",
    "RankRow",
    "Round",
    "RoundKind",
    "RoundState",
    "Scheme",
    "SchemeState",
    "Sheet",
    "SheetState",
    "Sign",
]
