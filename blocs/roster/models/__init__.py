"""Khối, đơn vị, ghế: who exists, who belongs to which bloc, and who sits where, each from when to when."""

from .delegations import Delegation, DelegationQuerySet, DelegationState, Matter
from .places import (
    COUNCIL_OFFICES,
    Bloc,
    BlocKind,
    BlocQuerySet,
    Letterhead,
    Membership,
    Named,
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
from .successions import Change, Succession, SuccessionQuerySet

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
    "Named",
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
