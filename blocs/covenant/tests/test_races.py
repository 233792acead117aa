"""Giao ước: nhiều người cùng một giây."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection
from django.urls import reverse

from blocs.covenant import signing, workflow
from blocs.covenant.models import Covenant, Signature, SignatureState, State
from blocs.years.models import BlocYear, Stage
from emulation.accounts.models import User
from emulation.journal import steps
from emulation.journal.chain import first_broken
from emulation.journal.models import Entry, Stream
from emulation.papers.models import Paper, Rendering
from emulation.testing import client_of

from .conftest import MARCH, a_year, circulated, frozen, signature_of

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(covenant, year, *, before=lambda: None):
    """Every head presses «Xác nhận giao ước» in a browser and a thread of their own, all set off together.

    Out: what went wrong (error or status), in the order of the units; None where nothing did.
    """
    start, browsers = Barrier(len(year.heads)), [client_of(head, MARCH) for head in year.heads]
    pages = [reverse("covenant:confirm", args=[signature_of(covenant, member).pk]) for member in year.members]

    def press(place):
        try:
            connection.ensure_connection()
            before()
            start.wait(20)
            status = browsers[place].post(pages[place]).status_code
        except Exception as error:
            return error
        else:
            return None if status == 302 else status
        finally:
            connection.close()

    with ThreadPoolExecutor(len(year.heads)) as threads:
        return list(threads.map(press, range(len(year.heads))))


def printed():
    """(papers of the signed covenant, their files waiting or made)."""
    papers = Paper.objects.filter(watermark="")
    return papers.count(), Rendering.objects.filter(paper__in=papers).count()


def test_thirty_heads_in_the_same_second_lose_nothing_and_print_once():
    """Ba mươi thủ trưởng bấm cùng một giây: không mất chữ nào, đúng một bản in, nhật ký liền mạch."""
    year = a_year(30)
    covenant = frozen(year)

    errors = all_at_once(covenant, year)

    assert errors == [None] * 30
    assert Signature.objects.filter(state=SignatureState.SIGNED).count() == 30
    assert (Covenant.objects.get().state, BlocYear.objects.get().state) == (State.SIGNED, Stage.RUNNING)
    assert printed() == (1, 1)
    assert Entry.objects.filter(label="Xác nhận giao ước").count() == 30
    assert first_broken(Stream.objects.get(name=covenant.stream)) is None


def meeting_in_the_act(monkeypatch):
    """Both heads wait for each other between reading and writing; whoever holds the lock waits in vain, and goes on."""
    meeting, check = Barrier(2), signing._refuse_unless_signable

    def check_and_wait(*args):
        check(*args)
        with contextlib.suppress(BrokenBarrierError):
            meeting.wait(2)

    monkeypatch.setattr(signing, "_refuse_unless_signable", check_and_wait)


def outcome(errors):
    """(signatures made, papers printed, errors)."""
    return (
        Signature.objects.filter(state=SignatureState.SIGNED).count(),
        printed()[0],
        [e for e in errors if e],
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
    covenant = circulated(year)
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
