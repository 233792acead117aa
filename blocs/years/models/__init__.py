"""Năm thi đua của một khối: members, who leads, the days that matter, what each member owes, what is on file."""

from .drafts import Comment, Draft, DraftKind, DraftQuerySet, DraftState, Filing, FilingQuerySet
from .obligations import Due, Milestone, Movement, Obligation, ObligationQuerySet
from .years import Base, Basis, BlocYear, BlocYearQuerySet, Duty, IssuesAs, Member, MemberQuerySet, RuleSet, Stage

__all__ = [
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
    "Filing",
    "FilingQuerySet",
    "IssuesAs",
    "Member",
    "MemberQuerySet",
    "Milestone",
    "Movement",
    "Obligation",
    "ObligationQuerySet",
    "RuleSet",
    "Stage",
]
