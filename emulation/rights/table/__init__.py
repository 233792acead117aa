"""Bảng viết tay: one module per room. Written from the rules and the docstrings, never from what the code answers."""

from . import (
    accounts,
    conferences,
    council,
    covenant,
    decisions,
    house,
    permissions,
    pledges,
    proposals,
    roster,
    scoring,
    years,
)

__all__ = ["ROWS", "permissions"]
ROOMS = (accounts, conferences, council, covenant, decisions, house, pledges, proposals, roster, scoring, years)
ROWS = [row for room in ROOMS for row in room.ROWS]
