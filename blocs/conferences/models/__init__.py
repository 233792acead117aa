"""Hội nghị của khối: agenda, attendance, nomination, hand-over, papers."""

from .conferences import (
    AgendaItem,
    Attendance,
    Candidate,
    Conference,
    ConferenceKind,
    ConferencePaper,
    ConferenceQuerySet,
    ConferenceState,
    Handover,
    ItemKind,
    Nomination,
    NominationQuerySet,
    PaperOf,
    ReportSection,
    TieBreak,
    TieKind,
)
from .floor import Motion, Remark, RemarkQuerySet

__all__ = [
    "AgendaItem",
    "Attendance",
    "Candidate",
    "Conference",
    "ConferenceKind",
    "ConferencePaper",
    "ConferenceQuerySet",
    "ConferenceState",
    "Handover",
    "ItemKind",
    "Motion",
    "Nomination",
    "NominationQuerySet",
    "PaperOf",
    "Remark",
    "RemarkQuerySet",
    "ReportSection",
    "TieBreak",
    "TieKind",
]
