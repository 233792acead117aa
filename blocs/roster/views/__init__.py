"""Trang của khối, đơn vị, ghế và người."""

from .delegations import delegate, delegation, revoke
from .intake import intake, take_in, template
from .people import clear_factors, shift, slip, slips
from .places import amend_unit, bloc, create_bloc, create_unit, index, leave_bloc, unit
from .seats import leave_seat, replace, seat_in_bloc, seat_in_unit

__all__ = [
    "amend_unit", "bloc", "clear_factors", "create_bloc", "create_unit", "delegate", "delegation", "index", "intake",
    "leave_bloc", "leave_seat", "replace", "revoke", "seat_in_bloc", "seat_in_unit", "shift", "slip", "slips", "take_in", "template", "unit",
]  # fmt: skip
