"""Hai tay cùng lúc: nhiều lần bấm của một người; đóng và bỏ phiếu cùng một khắc."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, connections, transaction

from emulation.ballots import casting, seals, workflow
from emulation.ballots.models import Ballot, Slot
from emulation.ballots.tests.builders import CALLER, NOON, all_choose, opened, people_of, votes, within
from emulation.ballots.tests.evidence import is_postgres
from emulation.journal.steps import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def together(acts):
    """Run the acts in threads that start at one signal, each with a connection of its own. Out: [(outcome, refusal)]."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            connections["default"].ensure_connection()
            barrier.wait(30)
            return act(), None
        except Refused as refusal:
            return None, str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_fifty_attempts_at_once_one_is_cast():
    """Một người bấm năm mươi lần cùng lúc thì đúng một phiếu được ghi, và biên nhận là của phiếu ấy."""
    ballot = opened(2)
    voter = people_of(ballot)[0]
    choices = all_choose(ballot, voter, 0)

    def attempt(n):
        return lambda: workflow.cast(ballot, by=voter, choices=dict.fromkeys(choices, n % 2), at=NOON)

    outcomes = together([attempt(n) for n in range(50)])

    receipts = [receipt for receipt, refusal in outcomes if receipt]
    papers = Slot.objects.filter(elector__person=voter).order_by("line__position").values_list("sealed", flat=True)
    assert receipts == [seals.receipt(papers)]
    assert {refusal for receipt, refusal in outcomes if refusal} == {casting._already()}


def test_without_the_guard_many_of_fifty_attempts_are_cast():
    """Đối chứng: đọc rồi ghi, không có điều kiện «ô còn trống», thì nhiều lần bấm cùng được nhận."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_slot (id integer PRIMARY KEY, sealed integer)")
        cursor.execute("INSERT INTO naive_slot VALUES (1, NULL)")
    seen = Barrier(50)

    def attempt(n):
        def naive():
            with connection.cursor() as cursor:
                cursor.execute("SELECT sealed FROM naive_slot WHERE id = 1")
                empty = cursor.fetchone()[0] is None
                seen.wait(30)
                if empty:
                    cursor.execute("UPDATE naive_slot SET sealed = %s WHERE id = 1", [n])
                return empty

        return naive

    try:
        taken = sum(outcome for outcome, _refusal in together([attempt(n) for n in range(50)]))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE naive_slot")

    assert taken == 50


@pytest.mark.parametrize("again", range(3))
def test_a_vote_at_the_instant_of_closing_is_counted_or_refused(again):
    """Bỏ phiếu đúng lúc đóng: có biên nhận thì được đếm, không được đếm thì bị từ chối bằng một câu."""
    ballot = opened(12)
    people = people_of(ballot)

    def close_and_count():
        time.sleep(0.02 * again)
        mine = Ballot.objects.get(pk=ballot.pk)
        within(workflow.close, mine)
        return within(workflow.count, mine) and None

    acts = [lambda user=user: votes(ballot, user) for user in people]
    outcomes = together([*acts, close_and_count])[:-1]

    accepted = [receipt for receipt, refusal in outcomes if receipt]
    assert all("đã đóng" in refusal for receipt, refusal in outcomes if not receipt)
    assert [line.yes for line in ballot.lines.all()] == [len(accepted)] * 2


def vote_held_open(monkeypatch, ballot, voter):
    """A vote that has filled its slots and waits before its commit. Out: (start, filled, let_go): call start in a thread."""
    filled, let_go = Event(), Event()
    fill = casting._fill

    def fill_and_wait(*args):
        number = fill(*args)
        if not filled.is_set():
            filled.set()
            assert let_go.wait(30)
        return number

    monkeypatch.setattr(casting, "_fill", fill_and_wait)
    return in_thread(lambda: votes(ballot, voter)), filled, let_go


def in_thread(act):
    def run():
        try:
            return act()
        finally:
            connections.close_all()

    return run


def close_in_own_hand(ballot):
    mine = Ballot.objects.get(pk=ballot.pk)
    within(workflow.close, mine)
    return within(workflow.count, mine)


def test_closing_waits_for_the_vote_that_is_being_cast(monkeypatch):
    """Đóng phải chờ phiếu đang ghi dở: phiếu ấy được đếm."""
    ballot = opened(2, ["Sở Nội vụ"])
    start, filled, let_go = vote_held_open(monkeypatch, ballot, people_of(ballot)[0])

    with ThreadPoolExecutor(2) as pool:
        vote = pool.submit(start)
        assert filled.wait(30)
        closing = pool.submit(in_thread(lambda: close_in_own_hand(ballot)))
        time.sleep(0.5)
        waited = not closing.done()
        let_go.set()
        assert vote.result(30)
        closing.result(30)

    assert waited
    assert ballot.lines.get().yes == 1


@pytest.mark.skipif(not is_postgres(), reason="trên SQLite chỉ một người ghi một lúc, không tắt khóa ấy được")
def test_without_the_share_lock_an_accepted_vote_is_lost(monkeypatch):
    """Đối chứng: không giữ khóa chia sẻ thì có phiếu được nhận mà không được đếm."""
    monkeypatch.setattr(casting, "_hold", lambda ballot: Ballot.objects.get(pk=ballot.pk))
    ballot = opened(2, ["Sở Nội vụ"])
    start, filled, let_go = vote_held_open(monkeypatch, ballot, people_of(ballot)[0])

    with ThreadPoolExecutor(1) as pool:
        vote = pool.submit(start)
        assert filled.wait(30)
        close_in_own_hand(ballot)
        let_go.set()
        assert vote.result(30)

    assert ballot.lines.get().yes == 0
    assert Slot.objects.filter(sealed__isnull=False).count() == 1


@pytest.mark.skipif(not is_postgres(), reason="trên SQLite chỉ một người ghi một lúc")
def test_two_people_vote_without_waiting_for_each_other(monkeypatch):
    """Người này đang bỏ phiếu không làm người kia phải chờ."""
    ballot = opened(2, ["Sở Nội vụ"])
    first, second = people_of(ballot)
    start, filled, let_go = vote_held_open(monkeypatch, ballot, first)

    with ThreadPoolExecutor(1) as pool:
        vote = pool.submit(start)
        assert filled.wait(30)
        assert votes(ballot, second)
        let_go.set()
        assert vote.result(30)


def test_a_paper_and_a_written_opinion_at_once_fill_the_slot_once():
    """Bỏ phiếu và ghi ý kiến bằng văn bản cùng lúc cho một người: chỉ một trong hai được ghi."""
    ballot = opened(2, ["Sở Nội vụ"])
    voter = people_of(ballot)[0]
    words = {"elector": ballot.electors.get(person=voter), "choices": all_choose(ballot, voter, 0)}

    def write():
        mine = Ballot.objects.get(pk=ballot.pk)
        with transaction.atomic(), CALLER.on(mine, by=voter, at=NOON):
            return workflow.record_written_opinion(mine, by=voter, at=NOON, **words)

    outcomes = together([lambda: votes(ballot, voter), write])

    assert sum(outcome is not None for outcome, _refusal in outcomes) == 1
    slot = Slot.objects.get(elector__person=voter)
    assert (slot.sealed is None) == hasattr(slot, "named_vote")
