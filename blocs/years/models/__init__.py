"""Năm thi đua của một khối: members, who leads, the days that matter, what each member owes, what is on file."""

from .drafts import Comment, Draft, DraftKind, DraftQuerySet, DraftState, Filing, FilingQuerySet
from .movements import Example, Movement, Participation
from .obligations import Due, Milestone, Obligation, ObligationQuerySet, Reception, ReceptionQuerySet
from .papers import Arrangement, ArrangementQuerySet, Letter, LetterQuerySet, LetterState, MemberList
from .past import PastResult, PastResultQuerySet
from .reminders import Mark, Posting, Reminder, ReminderQuerySet, mark_of
from .years import Base, Basis, BlocYear, BlocYearQuerySet, Duty, IssuesAs, Member, MemberQuerySet, RuleSet, Stage

__all__ = [
    "Arrangement",
    "ArrangementQuerySet",
    "Base",
    "Basis",
    "BlocYear",
    "BlocYearQuerySet",
    "Comment",
    "Draft",
    "DraftKind",
    "DraftQuerySet",
    "DraftState",
    "Due",
    "Duty",
    "Example",
    "Filing",
    "FilingQuerySet",
    "IssuesAs",
    "Letter",
    "LetterQuerySet",
    "LetterState",
    "Mark",
    "Member",
    "MemberList",
    "MemberQuerySet",
    "Milestone",
    "Movement",
    "Obligation",
    "ObligationQuerySet",
    "Participation",
    "PastResult",
    "PastResultQuerySet",
    "Posting",
    "Reception",
    "ReceptionQuerySet",
    "Reminder",
    "ReminderQuerySet",
    "RuleSet",
    "Stage",
    "mark_of",
]
