"""Builder words for tests: who exists, who sits where, who is signed in. Never imported by code of the rooms."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

from django.test import Client

from blocs.roster.models import Bloc, Membership, Office, Seat, Unit, UnitKind
from blocs.years import workflow as years
from blocs.years.models import BlocYear
from emulation.accounts.models import User
from emulation.testing_ground import laid_once

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
LONG_AGO = dt.date(2010, 1, 1)
BACKEND = "emulation.accounts.backends.PasswordBackend"
PASSWORD = "Mật khẩu để kiểm thử 1"  # noqa: S105 - of people who only live in tests


def day(year, month, date, hour=9, minute=0):
    """An hour in Việt Nam: day(2026, 2, 10) is 09:00 on 10/02/2026 (aware datetime)."""
    return dt.datetime(year, month, date, hour, minute, tzinfo=VIETNAM)


# --- people -------------------------------------------------------------------------------------
def person(name="Người thử", *, username=""):
    """An account with a password (PASSWORD) and no seat. Out: User."""
    user = User(full_name=name, username=username or f"nguoi{User.objects.count() + 1}", joined_at=day(2010, 1, 1))
    user.set_password(PASSWORD)
    user.save()
    return user


def sitting(office, *, unit=None, bloc=None, since=LONG_AGO, until=None, title="", user=None):
    """A person who sits in `office` of a unit or a bloc from `since` (date; long ago unless told). Out: User.

    `user`: give one more seat to the same person instead of making a new one.
    """
    place = unit or bloc
    user = user or person(f"{Office(office).label} {place}")
    root = unit.boundary_id if unit else bloc.root_id
    Seat.objects.create(
        root_id=root, person=user, office=office, unit=unit, bloc=bloc, since=since, until=until, title=title,
        decision="Quyết định để kiểm thử",
    )  # fmt: skip
    user.forget_powers()
    return user


def client_of(user, at=None):
    """A signed-in Client whose requests happen at `at` (aware datetime; now if None) and count as freshly proven."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    prove(client, user)
    if at is not None:
        client.defaults["emulation.at"] = at
    return client


def prove(client, user, seconds_ago=0):
    """Write into the client's session that the person proved who they are `seconds_ago` (password, asked again)."""
    session = client.session
    proof = {"method": "password", "at": time.time() - seconds_ago, "reauthenticated": True}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


# --- who exists ---------------------------------------------------------------------------------
# The ground (places, people, seats) is laid as rows: roster's own tests and the stories lay it by acts, and a suite
# of a thousand tests should not chain a hundred entries before each. A year is opened by its act.
@laid_once
def province(name="Tỉnh Thử Nghiệm"):
    """A root: a province with its council and its standing secretariat below it. Out: Unit."""
    root, _new = Unit.objects.get_or_create(
        parent=None, name=name, defaults={"kind": UnitKind.ROOT, "place": "Thử Nghiệm", "symbol": "UBND"}
    )
    secretariat_of(root)
    council_of(root)
    return root


def unit(name="Sở Thử Nghiệm", parent=None, **columns):
    """A body below `parent` (a unit; the default province unless told); the same name below the same parent is the same row.

    `columns`: further columns of Unit (short_name, symbol, kind, letterhead, place, position). Out: Unit.
    """
    parent = parent or province()
    columns = {"place": "Thử Nghiệm", "position": parent.children.count() + 1} | columns
    return Unit.objects.get_or_create(parent=parent, name=name, defaults=columns | {"root_id": parent.boundary_id})[0]


def secretariat_of(root):
    """The body whose people follow the blocs of a province. Out: Unit."""
    return unit("Ban Thi đua - Khen thưởng", root, symbol="BTĐKT")


def council_of(root):
    """The council of a province. Out: Unit."""
    return unit("Hội đồng Thi đua - Khen thưởng", root, kind=UnitKind.COUNCIL, symbol="HĐTĐKT")


def bloc(*units, name="Khối thi đua thử nghiệm", since=LONG_AGO, **columns):
    """A bloc of `units` in this order (three of the default province unless told); `columns` of Bloc. Out: Bloc."""
    units = units or tuple(unit(f"Sở thứ {n}") for n in ("nhất", "hai", "ba"))
    root = units[0].root or units[0]
    columns = {"place": "Thử Nghiệm", "secretariat": secretariat_of(root), "council": council_of(root)} | columns
    made = Bloc.objects.create(root=root, name=name, **columns)
    for position, member in enumerate(units, start=1):
        Membership.objects.create(bloc=made, unit=member, position=position, since=since)
    return made


def bloc_year(bloc=None, year=2026, *, lead=None, deputies=(), **columns):
    """The year of a bloc as its secretariat opens it, led by `lead` (Unit; the bloc's first unless told). Out: BlocYear.

    `columns`: further columns of BlocYear (theme, rule_set, state), for tests that begin in the middle of a year.
    """
    bloc = bloc or globals()["bloc"]()
    lead = lead or bloc.memberships.order_by("position").first().unit
    officer = sitting(Office.SECRETARIAT, unit=bloc.secretariat)
    made = years.open_year(bloc, year=year, lead=lead, deputies=deputies, by=officer, at=day(year, 1, 5))
    if columns:
        BlocYear.objects.filter(pk=made.pk).update(**columns)
        made.refresh_from_db()
    return made


def member_of(bloc_year, unit):
    """The member row of a unit in a bloc-year. Out: Member."""
    return bloc_year.members.get(unit=unit)
