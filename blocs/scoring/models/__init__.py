"""Chấm điểm: what a scheme is, what a round holds, who sees which sheet."""

from .columns import HANDED_IN_WHOLE, MAY_ADD, ColumnState, Filler, Join, Moment
from .exceptions import AddedMark, AddedRow, Cap, Hold, HoldState, Lift, Question
from .rounds import Column, Correction, RankRow, Round, RoundKind, RoundState
from .schemes import GROUP, Criterion, Scheme, SchemeState, Sign
from .seeing import BY_THE_UNIT, CHECKED_ON, SheetState, columns_seen
from .sheets import Mark, MarkHistory, SelfScorePaper, Sheet

__all__ = [
    "BY_THE_UNIT",
    "CHECKED_ON",
    "GROUP",
    "HANDED_IN_WHOLE",
    "MAY_ADD",
    "AddedMark",
    "AddedRow",
    "Cap",
    "Column",
    "ColumnState",
    "Correction",
    "Criterion",
    "Filler",
    "Hold",
    "HoldState",
    "Join",
    "Lift",
    "Mark",
    "MarkHistory",
    "Moment",
    "Question",
    "RankRow",
    "Round",
    "RoundKind",
    "RoundState",
    "Scheme",
    "SchemeState",
    "SelfScorePaper",
    "Sheet",
    "SheetState",
    "Sign",
    "columns_seen",
]
