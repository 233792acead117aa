"""Nền dựng một lần: bài kiểm thử sau nhận đúng những dòng mà các việc đã ghi, và đi đường riêng khi nó đã làm khác."""

import pytest
from django.db import IntegrityError, transaction

from awards.council.tests import building as council
from blocs.roster.models import Unit
from blocs.scoring.tests import building as scores
from emulation import testing_rows
from emulation.journal.chain import first_broken
from emulation.journal.models import Entry, Stream
from emulation.testing_ground import ground, laid_once

pytestmark = pytest.mark.django_db
calls = []


@laid_once
def place(name):
    calls.append(name)
    return Unit.objects.create(name=name, kind="root", place=name, symbol="T")


@laid_once
def renamed(unit, name):
    calls.append(name)
    Unit.objects.filter(pk=unit.pk).update(name=name)
    unit.refresh_from_db()
    return unit


def begun_again():
    """Everything is taken back, as between two tests."""
    calls.clear()
    ground.begin()
    return transaction.atomic()


def test_the_second_time_no_act_is_done_and_the_rows_are_the_same():
    """Lần thứ hai không việc nào được làm lại mà mọi dòng vẫn y như thế, nhật ký vẫn khớp mã băm."""
    states = []
    for _time in range(2):
        with begun_again():
            _cast, room, proposals = council.eligible()
            council.closed(room, proposals)
            states.append({table: set(rows) for table, rows in testing_rows.everything().items()})
            assert [first_broken(s) for s in Stream.objects.all()] == [None] * Stream.objects.count()
            transaction.set_rollback(True)
    assert states[0] == states[1]
    assert len(states[0]) > len(testing_rows.migrated)


@pytest.mark.parametrize("time", ["first", "second"])
def test_an_answer_follows_what_the_next_builder_did(time):
    """Vật đã nhận ở bước trước được đưa tới đúng chỗ mà bước sau để lại, lần đầu cũng như lần sau."""
    with begun_again():
        unit = place("Tỉnh Một")
        assert renamed(unit, "Tỉnh Hai") is unit
        assert (unit.name, Unit.objects.get().name) == ("Tỉnh Hai", "Tỉnh Hai")
        assert calls in ([], ["Tỉnh Một", "Tỉnh Hai"])
        transaction.set_rollback(True)


def repeated(meanwhile):
    """How often `renamed` is done by its act on the third of three equal ways, after `meanwhile` was done to the unit."""
    for time in range(3):
        with begun_again():
            unit = place("Tỉnh Một")
            if time == 2:
                meanwhile(unit)
            renamed(unit, "Tỉnh Hai")
            done = calls.count("Tỉnh Hai")
            transaction.set_rollback(True)
    return done


def undone(unit):
    with transaction.atomic():
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("meanwhile", "done"),
    [
        (lambda unit: Unit.objects.count(), 0),
        (lambda unit: Unit.objects.update(place="Nơi khác"), 1),
        (lambda unit: setattr(unit, "place", "Nơi khác"), 1),
        (undone, 1),
    ],
    ids=["reading", "writing", "changing an answer", "taking a step back"],
)
def test_whoever_did_something_else_is_served_by_the_acts(meanwhile, done):
    """Đọc thì vẫn nhận nền cũ; đã ghi, đã đổi vật trong tay, đã lùi một bước thì các việc được làm lại thật."""
    assert repeated(meanwhile) == done


def test_the_guards_are_back_when_the_rows_are_laid():
    """Dòng đã dựng lại vẫn được cơ sở dữ liệu giữ: tiêu chí đã thông qua không thêm, không sửa, nhật ký không xóa."""
    for _time in range(2):
        with begun_again():
            scheme = scores.scheme_of(scores.cast())
            row = scheme.criteria.first()
            for act in (
                lambda row=row: row.save(force_insert=True),
                lambda row=row: type(row).objects.filter(pk=row.pk).update(name="Khác"),
                lambda: Entry.objects.all()._raw_delete("default"),
            ):
                with pytest.raises(IntegrityError), transaction.atomic():
                    act()
            transaction.set_rollback(True)
