"""Nhiều người bấm một lúc ở hội nghị: real threads, real database — one vote, one count, one hand-over."""

import threading

import pytest
from django.db import connection

from blocs.conferences import handover, nomination
from blocs.conferences.models import Conference, Handover, Nomination
from blocs.years.models import BlocYear
from emulation.ballots.models import Ballot
from emulation.journal.steps import Refused

from . import building as b

THREADS = 5


def together(work):
    """Run `work(n)` in THREADS threads that start at the same moment. Out: the exceptions they raised."""
    start, broken = threading.Barrier(THREADS), []

    def run(n):
        try:
            start.wait()
            work(n)
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[n]) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return broken


def fresh(conference):
    return Conference.objects.get(pk=conference.pk)


def one_of_many(broken):
    """Everybody but one was refused with a sentence."""
    return len(broken) == THREADS - 1 and all(isinstance(error, Refused) for error in broken)


@pytest.fixture(autouse=True)
def nobody_is_woken(monkeypatch):
    monkeypatch.setattr("emulation.papers.tasks.take.apply_async", lambda *args, **options: None)


@pytest.mark.django_db(transaction=True)
def test_the_ballot_goes_out_and_is_counted_once():
    """Năm người cùng phát phiếu: một cuộc bỏ phiếu; năm người cùng kiểm: một kết quả."""
    cast = b.balloted()
    conference = b.put_forward(cast, b.in_session(cast), "CO_TINH", "BK_TINH")
    assert one_of_many(together(lambda n: nomination.open_vote(fresh(conference), by=cast.lead, at=b.VOTED)))
    ballot = Ballot.objects.get()
    for elector in ballot.electors.all():
        b.vote(ballot, elector.person)
    assert one_of_many(together(lambda n: nomination.count_vote(fresh(conference), by=cast.lead, at=b.VOTED)))
    assert Nomination.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_lead_is_handed_over_once_from_two_meetings():
    """Hai hội nghị, năm người cùng trao quyền: một lần bàn giao, một năm sau."""
    cast = b.balloted(4)
    meetings = [b.in_session(cast), b.in_session(cast, title="Hội nghị khác")]
    head = cast.head(cast.lead_unit)
    broken = together(lambda n: handover.hand_over(fresh(meetings[n % 2]), lead=cast.units[1], by=head, at=b.VOTED))
    assert one_of_many(broken)
    assert Handover.objects.count() == BlocYear.objects.filter(year=2027).count() == 1
