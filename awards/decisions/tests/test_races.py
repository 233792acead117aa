"""Nhiều người ghi số một lúc: real threads, real database — no gold number twice, none missing, no decision number twice."""

import threading

import pytest
from django.db import connection

from awards.decisions.models import Award, Decision, GoldBook
from emulation.journal.steps import Refused

from . import building as b

THREADS = 6


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


@pytest.fixture(autouse=True)
def nobody_is_woken(monkeypatch):
    monkeypatch.setattr("emulation.papers.tasks.take.apply_async", lambda *args, **options: None)


def many_drafts():
    """Drafts of as many blocs as there are threads, two awards each. Out: (council, list of Decision)."""
    made = [b.concluded("CO_TINH", "BK_TINH", members=3, name=f"Khối thứ {n}") for n in range(THREADS)]
    room = made[0][1]
    return room, [b.drafted(room, session) for _cast, _room, session in made]


def fresh(decision):
    return Decision.objects.get(pk=decision.pk)


@pytest.mark.django_db(transaction=True)
def test_gold_numbers_are_given_once_and_without_a_gap():
    """Sáu quyết định cùng ghi số: mười hai dòng mang số 1 đến 12, mỗi quyết định hai số liền nhau."""
    room, drafts = many_drafts()
    assert together(lambda n: b.issued(room, fresh(drafts[n]), number=f"{n + 1}/QĐ-UBND")) == []
    numbers = list(Award.objects.order_by("gold_number").values_list("gold_number", "decision"))
    assert [n for n, _decision in numbers] == list(range(1, 2 * THREADS + 1))
    assert all(one[1] == two[1] for one, two in zip(numbers[::2], numbers[1::2], strict=True))
    assert GoldBook.objects.get().last_number == 2 * THREADS


@pytest.mark.django_db(transaction=True)
def test_one_decision_number_goes_to_one_decision():
    """Sáu người cùng ghi một số: một người được, năm người nhận câu từ chối, sổ vàng chỉ có hai dòng."""
    room, drafts = many_drafts()
    broken = together(lambda n: b.issued(room, fresh(drafts[n]), number="15/QĐ-UBND"))
    assert len(broken) == THREADS - 1
    assert all(isinstance(error, Refused) for error in broken)
    assert Decision.objects.filter(number="15/QĐ-UBND", state="issued").count() == 1
    assert Award.objects.exclude(gold_number=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_draft_is_issued_once():
    """Sáu người cùng ghi số cho một dự thảo: một người được."""
    _cast, room, session = b.concluded("CO_TINH", "BK_TINH")
    draft = b.drafted(room, session)
    broken = together(lambda n: b.issued(room, fresh(draft), number=f"{n + 1}/QĐ-UBND"))
    assert len(broken) == THREADS - 1
    assert all(isinstance(error, Refused) for error in broken)
    assert GoldBook.objects.get().last_number == 2
