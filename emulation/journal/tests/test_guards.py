from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from blocs.roster.models import Membership, Office, Seat
from emulation.journal.guards import AppendOnly, NoOverlap
from emulation.testing import bloc, person, sitting, unit

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1), date(2026, 6, 30)


def head(place, since, until=None, office=Office.HEAD):
    return Seat.objects.create(
        root_id=place.boundary_id,
        person=person(),
        office=office,
        unit=place,
        since=since,
        until=until,
        decision="Quyết định thử",
    )


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 6, 10), date(2026, 6, 20)),  # nằm trong
        (date(2026, 5, 1), date(2026, 7, 31)),  # trùm lên
        (date(2026, 6, 30), date(2026, 7, 31)),  # chung ngày cuối
        (date(2026, 5, 1), date(2026, 6, 1)),  # chung ngày đầu
        (date(2026, 6, 15), None),
        (date(2020, 1, 1), None),
    ],
)
def test_a_unit_never_has_two_heads_on_one_day(since, until):
    """Một đơn vị không có hai thủ trưởng trong cùng một ngày."""
    place = unit()
    head(place, *JUNE)
    with pytest.raises(IntegrityError, match="one_head_of_a_unit_at_a_time"), transaction.atomic():
        head(place, since, until)


def test_one_head_follows_another_on_the_next_day():
    """Người sau nhận ghế từ hôm sau ngày người trước thôi."""
    place = unit()
    head(place, *JUNE)
    head(place, date(2026, 7, 1))
    head(place, date(2020, 1, 1), date(2026, 5, 31))
    assert place.seats.count() == 3


def test_other_units_and_other_offices_are_free():
    """Đơn vị khác, chức phận khác không bị vướng."""
    place = unit()
    head(place, *JUNE)
    head(unit("Sở khác"), *JUNE)
    head(place, *JUNE, office=Office.VICE_HEAD)
    head(place, *JUNE, office=Office.VICE_HEAD)


@pytest.mark.parametrize("change", [{"until": None}, {"office": Office.HEAD}, {"since": date(2026, 6, 30)}])
def test_a_seat_cannot_be_changed_into_an_overlap(change):
    """Sửa ngày hay chức phận thành chồng nhau cũng bị chặn."""
    place = unit()
    head(place, *JUNE)
    earlier = head(place, date(2026, 1, 1), date(2026, 5, 31))
    other = head(place, *JUNE, office=Office.VICE_HEAD)
    later = head(place, date(2026, 7, 1))
    row = {"until": earlier, "office": other, "since": later}[next(iter(change))]
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=row.pk).update(**change)


def test_rows_written_together_are_held_apart_too():
    """Ghi nhiều dòng một lần cũng không chồng được."""
    place = unit()
    told = {"root_id": place.boundary_id, "office": Office.HEAD, "unit": place, "decision": "Quyết định thử"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.bulk_create(Seat(person=person(), since=JUNE[0], until=JUNE[1], **told) for _ in range(2))


def test_a_unit_is_in_a_bloc_once_at_a_time():
    """Một đơn vị không vào một khối hai lần cùng lúc; ra rồi vào lại thì được."""
    place = unit("Sở Nội vụ")
    made = bloc(place, unit("Sở Tài chính"))
    with pytest.raises(IntegrityError, match="a_unit_is_in_a_bloc_once_at_a_time"), transaction.atomic():
        Membership.objects.create(bloc=made, unit=place, position=9, since=date(2026, 1, 1))
    Membership.objects.filter(unit=place).update(until=date(2025, 12, 31))
    Membership.objects.create(bloc=made, unit=place, position=9, since=date(2026, 1, 1))


def test_the_same_person_may_sit_in_two_places():
    """Một người giữ hai ghế ở hai đơn vị thì không vướng luật này."""
    user = sitting(Office.HEAD, unit=unit())
    sitting(Office.HEAD, unit=unit("Sở khác"), user=user)
    assert user.seats.count() == 2


def guards():
    """Every guard that any migration of the house has put in place."""
    migrations = MigrationLoader(connection).graph.nodes.values()
    return [op for migration in migrations for op in migration.operations if isinstance(op, AppendOnly | NoOverlap)]


def test_every_guard_of_every_migration_is_still_in_the_database():
    """Không lần đổi bảng nào về sau làm rơi mất khóa của cơ sở dữ liệu (SQLite dựng lại bảng thì trigger mất theo)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger UNION SELECT conname FROM pg_constraint")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {name for (name,) in cursor.fetchall()}
    wanted = {name for guard in guards() for name in names(guard)}
    assert wanted
    assert wanted - there == set()


def names(guard):
    """What a guard is called in this database."""
    if isinstance(guard, AppendOnly):
        name = f"{guard.table}_is_append_only"
        return [name] if connection.vendor == "postgresql" else [name, f"{name}_delete"]
    return [guard.name] if connection.vendor == "postgresql" else [f"{guard.name}_insert", f"{guard.name}_update"]
