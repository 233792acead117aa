"""Giao ước: nhiều người cùng một giây."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from blocs.covenant import workflow
from blocs.covenant.models import Covenant, Signature, SignatureState, State
from blocs.years.models import BlocYear, Stage
from emulation.accounts.models import User
from emulation.journal import steps
from emulation.journal.chain import first_broken
from emulation.journal.models import Stream
from emulation.papers.models import Paper
from emulation.testing import day

from .conftest import a_year, frozen

MARCH = day(2026, 3, 2, 10)
pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(covenant, year, *, before=lambda: None):
    """Every head signs in a thread of its own, all set off together. Out: the errors, in the order of the units."""
    start = Barrier(len(year.heads))

    def sign(place):
        try:
            connection.ensure_connection()
            before()
            signature = Signature.objects.get(covenant=covenant, member=year.members[place])
            start.wait(20)
            workflow.sign(signature, by=User.objects.get(pk=year.heads[place].pk), at=MARCH)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(year.heads)) as threads:
        return list(threads.map(sign, range(len(year.heads))))


def test_thirty_heads_in_the_same_second_lose_nothing_and_print_once():
    """Ba mươi thủ trưởng bấm cùng một giây: không mất chữ nào, đúng một bản in, nhật ký liền mạch."""
    year = a_year(30)
    covenant = frozen(year)

    errors = all_at_once(covenant, year)

    assert errors == [None] * 30
    assert Signature.objects.filter(state=SignatureState.SIGNED).count() == 30
    assert (Covenant.objects.get().state, Paper.objects.count(), BlocYear.objects.get().state) == (
        State.SIGNED,
        1,
        Stage.RUNNING,
    )
    assert first_broken(Stream.objects.get(name=covenant.stream)) is None


def meeting_in_the_act(monkeypatch):
    """Both heads wait for each other between reading and writing; whoever holds the lock waits in vain, and goes on."""
    meeting, check = Barrier(2), workflow._refuse_unless_signable

    def check_and_wait(*args):
        check(*args)
        with contextlib.suppress(BrokenBarrierError):
            meeting.wait(2)

    monkeypatch.setattr(workflow, "_refuse_unless_signable", check_and_wait)


def outcome(errors):
    """(signatures made, papers printed, errors)."""
    return (
        Signature.objects.filter(state=SignatureState.SIGNED).count(),
        Paper.objects.count(),
        [type(e) for e in errors if e],
    )


def test_two_last_heads_meet_in_the_act_and_one_prints(monkeypatch):
    """Hai người cuối cùng gặp nhau đúng lúc ghi: người sau chờ người trước, và người sau in."""
    year = a_year(2)
    covenant = frozen(year)
    meeting_in_the_act(monkeypatch)

    assert outcome(all_at_once(covenant, year)) == (2, 1, [])


def test_without_the_locks_something_is_lost(monkeypatch):
    """Đối chứng: bỏ khóa đi thì mất chữ ký hoặc mất bản in, nên phép thử trên có ý nghĩa."""
    year = a_year(2)
    covenant = frozen(year)
    meeting_in_the_act(monkeypatch)
    monkeypatch.setattr(steps, "_lock", lambda subject, parents: subject.pk and subject.refresh_from_db())

    def deferred():
        # On SQLite the protection is the IMMEDIATE transaction, since there are no row locks.
        if connection.vendor == "sqlite":
            connection.transaction_mode = "DEFERRED"

    assert outcome(all_at_once(covenant, year, before=deferred)) != (2, 1, [])


def test_two_leaders_freeze_once():
    """Hai lãnh đạo trưởng khối cùng bấm chốt: một bản chốt, một bộ chữ ký, người kia được báo."""
    year = a_year(2)
    covenant = workflow.draft(year.row, by=year.leader, at=MARCH)
    start = Barrier(2)

    def freeze(_):
        try:
            start.wait(20)
            workflow.freeze(Covenant.objects.get(pk=covenant.pk), by=User.objects.get(pk=year.leader.pk), at=MARCH)
        except steps.Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        refusals = [r for r in threads.map(freeze, range(2)) if r]

    assert len(refusals) == 1
    assert "Chốt giao ước" in str(refusals[0])
    assert Signature.objects.count() == 2
