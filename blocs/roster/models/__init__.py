"""Khối, đơn vị, ghế: who exists, who belongs to which bloc, who sits where, who signs for whom, what became of whom."""

from .delegations import (
    Delegation,
    DelegationQuerySet,
    DelegationState,
    Matter,
)
from .places import (
    COUNCIL_OFFICES,
    Bloc,
    BlocKind,
    BlocQuerySet,
    Letterhead,
    Membership,
    Office,
    Rotation,
    Seat,
    SeatQuerySet,
    Seats,
    Unit,
    UnitKind,
    UnitQuerySet,
    seats_of,
)
from .successions import (
    Change,
    Succession,
    SuccessionQuerySet,
)

__all__ = [
    "COUNCIL_OFFICES",
    "Bloc",
    "BlocKind",
    "BlocQuerySet",
    "Change",
    "Delegation",
    "DelegationQuerySet",
    "DelegationState",
    "Letterhead",
    "Matter",
    "Membership",
    "Office",
    "Rotation",
    "Seat",
    "SeatQuerySet",
    "Seats",
    "Succession",
    "SuccessionQuerySet",
    "Unit",
    "UnitKind",
    "UnitQuerySet",
    "seats_of",
]
