"""Những việc làm được với khối, đơn vị, ghế và người. Each act with its row of the table stands in one of these four files."""

from .delegations import DELEGATE, REVOKE, delegate, revoke, why_not
from .division import DIVIDE, Part, divide, plan_of_division
from .intake import TAKE_IN, plan_of, take_in
from .people import (
    CLEAR_FACTORS,
    CLOSE_SHIFT,
    ISSUE_SLIP,
    ISSUE_SLIPS,
    OPEN_SHIFT,
    REGISTER,
    clear_factors,
    close_shift,
    issue_slip,
    issue_slips,
    open_shift,
    register_person,
)
from .places import (
    AMEND_UNIT,
    CREATE_BLOC,
    CREATE_UNIT,
    FOUND,
    JOIN,
    LEAVE,
    Province,
    amend_unit,
    create_bloc,
    create_unit,
    found,
    join_bloc,
    leave_bloc,
)
from .seats import (
    LEAVE_SEAT,
    PLACE,
    REPLACE,
    SEAT,
    leave_seat,
    place,
    replace_by_newcomer,
    replace_officer,
    seat,
    seat_newcomer,
)
from .successions import SUCCEED, succeed

__all__ = [
    "AMEND_UNIT", "CLEAR_FACTORS", "CLOSE_SHIFT", "CREATE_BLOC", "CREATE_UNIT", "DELEGATE", "DIVIDE", "FOUND", "ISSUE_SLIP",
    "ISSUE_SLIPS", "JOIN", "LEAVE", "LEAVE_SEAT", "OPEN_SHIFT", "PLACE", "REGISTER", "REPLACE", "REVOKE", "SEAT", "SUCCEED",
    "TAKE_IN", "Part", "Province", "amend_unit", "clear_factors", "close_shift", "create_bloc", "create_unit", "delegate", "divide",
    "found", "issue_slip", "issue_slips", "join_bloc", "leave_bloc", "leave_seat", "open_shift", "place", "plan_of", "plan_of_division",
    "register_person", "replace_by_newcomer", "replace_officer", "revoke", "seat", "seat_newcomer", "succeed", "take_in",
    "why_not",
]  # fmt: skip
