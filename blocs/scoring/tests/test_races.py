"""Hai người cùng lúc: một ô thì một người ghi được, người kia được hỏi; nộp và chấm không lọt qua nhau."""

from random import Random
from threading import Barrier, Thread

import pytest
from django.db import connection

from blocs.scoring import workflow
from blocs.scoring.models import Mark, MarkHistory, Round
from emulation.accounts.models import User
from emulation.journal.chain import first_broken
from emulation.journal.models import Stream

from .building import SCORED, cast, cells, opened

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """Run every act(barrier) at the same moment, each on its own connection. Out: what each gave, in order."""
    barrier, given = Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            given[place] = act(barrier)
        except Exception as problem:
            given[place] = repr(problem)
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    return given


def saving(round_, by, claims):
    def act(barrier):
        mine, me = Round.objects.get(pk=round_.pk), User.objects.get(pk=by.pk)
        barrier.wait(10)
        return [a.state for a in workflow.save_marks(mine, "self", claims, by=me, at=SCORED).answers.values()]

    return act


def test_of_two_hands_on_one_cell_exactly_one_is_saved():
    """Hai người ghi một ô trong cùng một lúc: một người được ghi, người kia gặp hai giá trị."""
    people = cast()
    round_, unit = opened(people), people.neighbour_unit
    hands = [people.clerk(unit), people.head(unit)]
    claims = [
        {k: workflow.Claim(str(n), seen=0) for k in cells(round_, unit, {"1.1": ""})} for n in (7, 8)
    ]  # fmt: skip
    given = together(*[saving(round_, by, claim) for by, claim in zip(hands, claims, strict=True)])
    assert sorted(given) == [["conflict"], ["saved"]]
    assert (Mark.objects.count(), MarkHistory.objects.count()) == (1, 1)


def typing(round_, by, rows, seed, times):
    """One person who reads a cell, types another value and saves, again and again. Out: how many were saved."""

    def act(barrier):
        mine, me, chance = Round.objects.get(pk=round_.pk), User.objects.get(pk=by.pk), Random(seed)  # noqa: S311
        barrier.wait(10)
        saved = 0
        for turn in range(times):
            key = chance.choice(rows)
            seen = Mark.objects.filter(sheet=key[0], criterion=key[1]).values_list("version", flat=True).first() or 0
            text = f"{turn},{seed % 10}"
            answers = workflow.save_marks(
                mine, "self", {key: workflow.Claim(text, seen=seen)}, by=me, at=SCORED
            ).answers
            saved += answers[key].state == "saved"
        return saved

    return act


def two_person_run(times, seed):
    people = cast()
    round_, unit = opened(people), people.neighbour_unit
    rows = list(cells(round_, unit, {"1.1": "", "4.1": ""}))
    given = together(
        typing(round_, people.clerk(unit), rows, seed, times), typing(round_, people.head(unit), rows, seed + 1, times)
    )
    assert all(isinstance(saved, int) for saved in given), given
    assert MarkHistory.objects.count() == sum(given)
    for mark in Mark.objects.all():
        assert list(mark.history.values_list("version", flat=True)) == list(range(1, mark.version + 1))
    assert first_broken(Stream.objects.get(name=round_.stream)) is None


def test_two_people_typing_lose_nothing():
    """Hai người gõ chen nhau: giá trị nào được báo đã lưu thì còn trong lịch sử, không thiếu, không thừa."""
    two_person_run(times=25, seed=1)


@pytest.mark.soak
def test_two_people_typing_for_long_lose_nothing():
    """Như trên, hàng nghìn lần."""
    two_person_run(times=1500, seed=20261121)
