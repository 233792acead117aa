"""Văn bản: what was issued, under which number, and the row by which it is rendered. Knows no bloc: issuers are text."""

from .copies import Copy, Level, Verdict, Withdrawal
from .kinds import PARTY, Issuer, Kind
from .packs import Pack
from .papers import ALPHABET, Paper, PaperState, grouped, new_code
from .renderings import Rendering, RenderingQuerySet, Stage
from .series import Keeping, Numbering, Series, Style

__all__ = [
    "ALPHABET",
    "PARTY",
    "Copy",
    "Issuer",
    "Keeping",
    "Kind",
    "Level",
    "Numbering",
    "Pack",
    "Paper",
    "PaperState",
    "Rendering",
    "RenderingQuerySet",
    "Series",
    "Stage",
    "Style",
    "Verdict",
    "Withdrawal",
    "grouped",
    "new_code",
]
