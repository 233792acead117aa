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
    "Nomination",
    "NominationQuerySet",
    "PaperOf",
    "ReportSection",
    "TieBreak",
    "TieKind",
]
