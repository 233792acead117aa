"""Nhiều người cùng phát hành một lúc: real threads, real database, no number twice, none missing."""

import threading

import pytest
from django.db import connection

from emulation.journal.steps import DoneBefore, Refused
from emulation.papers.models import Paper, PaperState, Series
from emulation.papers.workflow import complete
from emulation.testing import person

from .builders import HOUR, issued, office

THREADS = 8


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


@pytest.mark.django_db(transaction=True)
def test_numbers_are_given_once_and_without_a_gap():
    """Tám người phát hành cùng lúc: 01 đến 08, không trùng, không hở, kể cả khi dãy chưa có."""
    by = person()
    assert together(lambda n: issued(by=by, at=HOUR)) == []
    assert sorted(Paper.objects.values_list("number", flat=True)) == list(range(1, THREADS + 1))
    assert Series.objects.get().last_number == THREADS


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_midway_leaves_no_gap_for_the_others():
    """Người giữa chừng bỏ dở thì số của người ấy về người khác."""
    by = person()

    def work(n):
        issued(by=by, at=HOUR, data={"x": "字"} if n % 2 else {})

    assert [type(error) for error in together(work)] == [Refused] * (THREADS // 2)
    assert sorted(Paper.objects.values_list("number", flat=True)) == list(range(1, THREADS // 2 + 1))


@pytest.mark.django_db(transaction=True)
def test_eight_clerks_who_type_one_number_of_the_registry_issue_one_paper():
    """Tám người cùng ghi một số ở sổ cơ quan cho tám văn bản: một văn bản phát hành, bảy người nghe rằng số đã cấp."""
    issuer, clerk = office(kept="registry")
    waiting = [issued(issuer, by=clerk) for _n in range(THREADS)]
    hands = [type(clerk).objects.get(pk=clerk.pk) for _n in range(THREADS)]

    broken = together(lambda n: complete(waiting[n], number=187, dated=HOUR.date(), by=hands[n], at=HOUR))

    assert [type(error) for error in broken] == [Refused] * (THREADS - 1)
    assert {str(error) for error in broken} == {"Số 187 đã cấp cho «Báo cáo tổng kết năm 2026»."}
    assert Paper.objects.filter(number=187, state=PaperState.ISSUED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_paper_completed_by_eight_clerks_takes_one_number():
    """Tám người cùng hoàn tất một văn bản: một người xong, những người khác nghe rằng đã làm rồi; văn bản mang một số."""
    issuer, clerk = office(kept="registry")
    paper = issued(issuer, by=clerk)
    rows = [Paper.objects.get(pk=paper.pk) for _n in range(THREADS)]
    hands = [type(clerk).objects.get(pk=clerk.pk) for _n in range(THREADS)]

    broken = together(lambda n: complete(rows[n], number=n + 1, dated=HOUR.date(), by=hands[n], at=HOUR))

    assert [type(error) for error in broken] == [DoneBefore] * (THREADS - 1)
    assert Paper.objects.get(pk=paper.pk).number in range(1, THREADS + 1)
