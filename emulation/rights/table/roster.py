"""Khối, đơn vị, ghế: units and seats are public in a province; the secretariat (and an administrator on shift) manage them."""

from dataclasses import replace

from blocs.roster.models import Seat
from emulation.rights.kinds import ADMINS, BLOC, PROVINCE, SIGNED_IN, UNIT
from emulation.rights.patterns import (
    DONE,
    EVERYBODY,
    FORBIDDEN,
    NO,
    PAGE,
    REFUSED,
    Pattern,
    Row,
    act,
    form,
    give,
    reads,
)
from emulation.rights.situations import after, typed
from emulation.rights.situations import years as given

MANAGERS = {"officer", "admin_on_shift"}


def manages(ends, own=(), without=()):
    """The whole province sees; MANAGERS may anywhere in it, `own` kinds for their own unit only, `without` not themselves."""
    everywhere = give(FORBIDDEN, PROVINCE) | give(ends, MANAGERS)
    return Pattern(everywhere | give(ends, own) | give(FORBIDDEN, without), province=everywhere)


def own_unit(ends):
    """The whole province sees the unit; its head and its registry clerk may."""
    everywhere = give(FORBIDDEN, PROVINCE)
    return Pattern(everywhere | give(ends, {"head", "registry"}), province=everywhere)


def bloc(corner):
    return [corner.bloc.pk]


def membership(corner):
    return [corner.bloc.pk, corner.unit("neighbour").pk]


def unit(corner):
    return [corner.unit("member").pk]


def root(corner):
    return [corner.root.pk]


def seat(kind):
    return lambda corner: [Seat.objects.get(person=corner.people[kind]).pk]


def the_registry_clerk(corner):
    return [Seat.objects.get(office="registry", unit=corner.unit("member")).pk]


def a_guest(corner):
    person = corner.people["councillor"]
    return {"office": "guest", "full_name": person.full_name, "username": person.username} | BY_DECISION


def changed(corner):
    found = corner.unit("member")
    fields = ("name", "short_name", "symbol", "kind", "letterhead", "place", "position")
    return {field: getattr(found, field) for field in fields} | {"symbol": "NEW"}


def new_bloc(corner):
    province = corner.cast.province
    named = {"name": "Bloc new", "kind": "khoi", "symbol": "KN", "rotation": "round_robin", "place": "Place"}
    return named | {"secretariat": province.secretariat.pk, "council": province.council.pk}


def delegation(corner):
    return [given.delegation(corner).pk]


def to_the_vice(corner):
    """The head names no number: the paper is made here. The registry clerk records a paper that exists."""
    receiver = given.delegate(corner).pk
    days = {
        "since": typed(corner.now.date()),
        "until": after(corner, 30),
        "dated": typed(corner.now.date()),
    }
    return {"receiver": receiver, "matter": "covenant", "number": "12", **days}


BY_DECISION = {"since": "01/12/2026", "decision": "02/QD"}
NEW_UNIT = {"name": "Unit new", "kind": "agency", "letterhead": "state", "place": "Place", "position": "9"}


def _followed(pattern, outcome):
    """The officer of the secretariat follows every unit of the province."""
    return replace(pattern, province={"officer": outcome})


PUBLIC_IN_THE_PROVINCE = Pattern(give(PAGE, PROVINCE), province=give(PAGE, PROVINCE))
OF_THE_UNIT = UNIT | {"registry", "officer"}
MANAGE_FORM, MANAGE = manages(PAGE), manages(DONE)
FOLLOWS = {"officer"}
ROWS = [
    Row("roster:index", EVERYBODY, NO),
    Row(
        "roster:bloc", reads(BLOC), act(FOLLOWS), bloc,
        lambda c: {"unit": c.cast.province.secretariat.pk, "since": "01/12/2026", "position": ""},
    ),
    Row("roster:seat_in_bloc", form(FOLLOWS), act(FOLLOWS), bloc, a_guest),
    Row("roster:leave_bloc", form(FOLLOWS), act(FOLLOWS), membership, {"until": "01/12/2026", "note": "Reason"}),
    Row("roster:unit", PUBLIC_IN_THE_PROVINCE, NO, unit),
    Row("roster:amend_unit", MANAGE_FORM, MANAGE, unit, changed),
    Row("roster:create_unit", MANAGE_FORM, MANAGE, unit, NEW_UNIT),
    Row("roster:create_bloc", MANAGE_FORM, MANAGE, root, new_bloc),
    Row("roster:seat_in_unit", MANAGE_FORM, MANAGE, unit, {"office": "clerk", "full_name": "New Clerk", **BY_DECISION}),
    Row("roster:intake", MANAGE_FORM, manages(PAGE), root),
    Row("roster:take_in", NO, manages(REFUSED), root),
    Row("roster:template", MANAGE_FORM, NO, root),
    Row("roster:slips", MANAGE_FORM, manages(PAGE), root),
    Row("roster:replace", manages(PAGE, UNIT), manages(DONE, UNIT), seat("clerk"), {"full_name": "New Clerk", **BY_DECISION}, case="of the unit"),
    Row("roster:replace", MANAGE_FORM, MANAGE, seat("councillor"), {"full_name": "New Member", **BY_DECISION}, case="of the council", home=True),
    Row("roster:replace", MANAGE_FORM, MANAGE, seat("head"), {"full_name": "New Head", **BY_DECISION}, case="of the unit's head", home=True),
    Row("roster:replace", manages(PAGE, {"head"}), manages(DONE, {"head"}), the_registry_clerk, {"full_name": "New Registry", **BY_DECISION}, case="of the unit's registry clerk", home=True),
    Row("roster:leave_seat", MANAGE_FORM, MANAGE, seat("clerk"), {"until": "01/12/2026", "decision": "02/QD"}),
    Row("roster:slip", manages(PAGE), manages(PAGE), seat("head"), case="of the unit's head"),
    Row("roster:slip", manages(PAGE), manages(PAGE), the_registry_clerk, case="of the unit's registry clerk", home=True),
    Row("roster:slip", manages(PAGE), manages(PAGE), seat("councillor"), case="of a councillor", home=True),
    Row("roster:slip", manages(PAGE, without=FOLLOWS), manages(PAGE, without=FOLLOWS), seat("officer"), case="of the officer"),
    # Nothing to clear: the form comes back with the sentence, past the hand.
    Row("roster:clear_factors", MANAGE_FORM, manages(PAGE), seat("head"), {"reason": "Reason"}),
    Row(
        "roster:shift", Pattern(give(FORBIDDEN, SIGNED_IN) | give(PAGE, ADMINS)), Pattern(give(FORBIDDEN, SIGNED_IN) | give(DONE, ADMINS)),
        body={"reason": "Reason"},
    ),
    Row("roster:delegate", own_unit(PAGE), own_unit(DONE), unit, to_the_vice),
    Row("roster:delegation", _followed(reads(OF_THE_UNIT), PAGE), _followed(reads(OF_THE_UNIT, REFUSED), REFUSED), delegation),
    Row(
        "roster:revoke", _followed(form({"head", "registry"}, OF_THE_UNIT), FORBIDDEN),
        _followed(act({"head", "registry"}, OF_THE_UNIT), FORBIDDEN), delegation, {"reason": "Reason"},
    ),
]  # fmt: skip
