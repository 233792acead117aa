"""Two hands at once. The protected step is taken exactly once; the control, without protection, shows that the test would notice."""

from threading import Barrier, BrokenBarrierError, Thread
from time import sleep

import pytest
from django.db import OperationalError, connection

from emulation.journal import steps
from emulation.journal.chain import first_broken
from emulation.journal.models import Entry, Stream
from emulation.journal.steps import Refused
from emulation.testing import person

from .builders import AT, NOTE, RECALL, RECALLED, paper

pytestmark = pytest.mark.django_db(transaction=True)


def in_two_threads(act):
    """Run act(barrier) twice at the same moment. Out: sorted words of what came of each."""
    barrier, outcomes = Barrier(2), []

    def run():
        try:
            act(barrier)
            outcomes.append("taken")
        except (Refused, OperationalError) as problem:
            outcomes.append(type(problem).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def recall(subject, by, inside):
    def act(barrier):
        mine = type(subject).objects.get(pk=subject.pk)
        barrier.wait(10)
        with RECALL.on(mine, by=type(by).objects.get(pk=by.pk), at=AT):
            inside(barrier)

    return act


def test_of_two_hands_at_once_exactly_one_takes_the_step():
    """Hai người cùng bấm một lúc: đúng một người làm được, người kia được từ chối bằng câu chữ."""
    by = person()
    subject = paper(by=by)
    assert in_two_threads(recall(subject, by, lambda barrier: sleep(0.3))) == ["DoneBefore", "taken"]
    assert type(subject).objects.get().state == RECALLED
    assert Entry.objects.count() == 1
    assert first_broken(Stream.objects.get()) is None


def test_without_the_lock_both_would_pass_the_check(monkeypatch):
    """Đối chứng: bỏ khóa thì cả hai cùng qua được chỗ xét trạng thái."""
    passed = []

    def meet(barrier):
        passed.append(1)
        try:
            barrier.wait(5)
        except BrokenBarrierError:
            passed.append("alone")

    monkeypatch.setattr(steps, "_lock", lambda subject, parents: subject.refresh_from_db())
    by = person()
    act = recall(paper(by=by), by, meet)
    outcomes = in_two_threads(deferred(act))
    assert passed == [1, 1]
    # PostgreSQL lets both through; SQLite notices only when the second one writes.
    assert outcomes == (["taken", "taken"] if connection.vendor == "postgresql" else ["OperationalError", "taken"])


def deferred(act):
    """On SQLite: transactions of this thread take no lock before they write."""

    def run(barrier):
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            connection.transaction_mode = "DEFERRED"
        act(barrier)

    return run


def test_two_entries_at_once_in_one_stream_are_both_there_and_the_chain_holds():
    """Hai việc khác nhau cùng lúc trong một dòng nhật ký: đủ cả hai, số liền nhau, kiểm qua."""
    by = person()
    subjects = [paper(by=by), paper(by=by)]

    def act(barrier):
        mine = subjects.pop()
        barrier.wait(10)
        with NOTE.on(mine, by=by, at=AT):
            sleep(0.1)

    assert in_two_threads(act) == ["taken", "taken"]
    assert list(Entry.objects.values_list("number", flat=True)) == [1, 2]
    assert first_broken(Stream.objects.get()) is None
