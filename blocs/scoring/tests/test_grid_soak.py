"""Hai người một bảng, hàng nghìn việc ngẫu nhiên: không giá trị nào mất mà không ai thấy; đối chứng thì mất."""

import secrets
import sys
from random import Random

import pytest

from blocs.scoring.models import Mark
from emulation.journal.chain import first_broken
from emulation.journal.models import Stream
from emulation.testing import client_of

from .on_grid import Ground, OnGrid, long_scheme
from .protocol import Log, Typist, in_the_database

ROWS = 6


# --- by the protocol, exactly as the script speaks it -------------------------------------------------
def value(dice):
    return f"{dice.randrange(10)},{dice.randrange(100):02}"


def act(typist, dice):
    """One random act of one person."""
    keys = list(typist.cells)
    kind = dice.choices(
        ("type", "paste", "undo", "redo", "empty", "choose", "line", "reload"), (40, 8, 8, 5, 4, 20, 4, 2)
    )[0]
    if kind == "type":
        typist.write({dice.choice(keys): value(dice)})
    elif kind == "paste":
        first = dice.randrange(len(keys))
        typist.write({key: value(dice) for key in keys[first : first + dice.randrange(2, 8)]})
    elif kind in ("undo", "redo"):
        typist.step(back=kind == "undo")
    elif kind == "empty":
        typist.write({dice.choice(keys): ""})
    elif kind == "choose" and typist.conflicts:
        typist.choose(dice.choice(list(typist.conflicts)), mine=dice.random() < 0.5)
    elif kind == "line":
        typist.offline = not typist.offline
    elif kind == "reload":
        typist.open()


def run(seed, acts, *, blind=False):
    """Two people on one column from a seed; then everything is sent and chosen. Out: Log."""
    dice, log, ground = Random(seed), Log(), Ground(4, long_scheme(ROWS))  # noqa: S311
    hands = (ground.people.lead, ground.people.head(ground.people.lead_unit))
    both = [Typist(hand, client_of(hand), ground.address, log, blind) for hand in hands]
    for typist in both:
        typist.open()
    for _turn in range(acts):
        typist = dice.choice(both)
        act(typist, dice)
        if dice.random() < 0.5:
            typist.receive(arrives=dice.random() < 0.9)
        if dice.random() < 0.5:
            typist.send()
    for typist in both:
        typist.finish()
    assert first_broken(Stream.objects.get(name=ground.round.stream)) is None
    return log


def the_run_holds(seed, acts, capsys=None):
    log = run(seed, acts)
    assert (log.lost(), log.unkept()) == ([], []), seed
    assert in_the_database() == log.last_told(), seed
    if capsys:
        with capsys.disabled():
            sys.stdout.write(
                f"\nhạt giống {seed}: {acts} việc, {log.sent} lần gửi, {sum(map(len, log.told.values()))} giá trị được báo đã lưu, 0 mất\n"
            )


@pytest.mark.django_db
def test_two_people_at_random_lose_nothing():
    """Hai người gõ, dán, hoàn tác, mất mạng, tải lại, chọn: giá trị nào được báo đã lưu cũng còn; không ai đè cái mình chưa thấy."""
    the_run_holds(20261122, 120)


@pytest.mark.django_db
def test_without_telling_what_was_seen_values_are_lost():
    """Đối chứng: cùng chuỗi việc ấy mà không nói mình đã thấy lần ghi nào thì có giá trị bị đè, không ai biết."""
    assert run(20261122, 120, blind=True).lost() != []


@pytest.mark.soak
@pytest.mark.django_db
def test_two_people_at_random_for_long_lose_nothing(capsys):
    """Như trên, sáu nghìn việc, hạt giống mới mỗi lần."""
    seed = secrets.randbelow(2**32)
    the_run_holds(seed, 6000, capsys)


# --- by two real browsers -----------------------------------------------------------------------------
class Watched(OnGrid):
    """A page whose line is held by the dice; the log sees what it sends and what it is told."""

    def __init__(self, screen, ground, user, log, dice):
        self.log, self.hand, self.dice, self.steady = log, user, dice, False
        super().__init__(screen, ground, user)
        self.page.route("**/luu/", self.carry)

    def open(self):
        super().open()
        cells = self.page.evaluate(
            "[...document.querySelectorAll('td.cell input:not([readonly])')].map(i => [i.name.slice(2), i.defaultValue, +i.dataset.v])"
        )
        self.keys = [key for key, _text, _version in cells]
        self.log.page(self.hand, [tuple(cell) for cell in cells])

    def carry(self, route):
        fate = 1 if self.steady else self.dice.random()
        if fate < 0.1:
            return route.abort()  # never sent
        answer = route.fetch()
        self.log.sent += 1
        if fate < 0.2:
            return route.abort()  # carried out, the answer lost
        self.log.answer(self.hand, answer.json()["cells"])
        return route.fulfill(response=answer)

    def act(self):
        kind = self.dice.choices(
            ("type", "paste", "undo", "redo", "choose", "line", "reload"), (40, 8, 8, 5, 15, 3, 2)
        )[0]
        if kind in ("undo", "redo"):
            self.page.click(f"#{kind}")
        elif kind == "choose":
            self.page.evaluate("n => document.querySelectorAll('.choice button')[n]?.click()", self.dice.randrange(2))
        elif kind == "line":
            self.page.context.set_offline(self.dice.random() < 0.5)
        elif kind == "reload":
            self.page.context.set_offline(False)
            self.open()
        elif kind in ("type", "paste"):
            self.page.locator(f"input[name='m-{self.dice.choice(self.keys)}']").focus()
            if kind == "paste":
                self.paste("\n".join("\t".join(value(self.dice) for _c in range(2)) for _r in range(3)))
            else:
                self.page.keyboard.type(f"{value(self.dice)}\n")
        self.page.wait_for_timeout(self.dice.randrange(150))

    def finish(self):
        """The line is steady; every choice is made, one's own value kept, until nothing is left."""
        self.steady = True
        self.page.context.set_offline(False)
        for _moment in range(300):
            self.page.evaluate("dispatchEvent(new Event('online'))")
            self.page.evaluate(
                "document.querySelectorAll('.choice').forEach(box => box.querySelector('button').click())"
            )
            self.page.wait_for_timeout(100)
            if self.page.evaluate("!Object.keys(localStorage).length"):
                return
        pytest.fail("trang vẫn còn số chưa lưu")


@pytest.mark.soak
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_random_lose_nothing(screen, capsys):
    """Hai trình duyệt thật, bốn trăm việc ngẫu nhiên, đường truyền chập chờn: như trên."""
    seed = secrets.randbelow(2**32)
    dice, log, ground = Random(seed), Log(), Ground(4, long_scheme(ROWS))  # noqa: S311
    hands = (ground.people.lead, ground.people.head(ground.people.lead_unit))
    both = [Watched(screen, ground, hand, log, dice) for hand in hands]
    for _turn in range(400):
        dice.choice(both).act()
    for page in both:
        page.finish()
    for page in both:
        page.open()
        texts = page.page.evaluate(
            "Object.fromEntries([...document.querySelectorAll('td.cell input')].map(i => [i.name.slice(2), i.value]))"
        )
        stored = in_the_database()
        assert {key: texts[key] for key in stored} == {key: text for key, (_v, text) in stored.items()}, seed
    assert (log.lost(), log.unkept()) == ([], []), seed
    assert in_the_database() == log.last_told(), seed
    with capsys.disabled():
        sys.stdout.write(f"\nhai trình duyệt, hạt giống {seed}: {log.sent} lần gửi, {Mark.objects.count()} ô, 0 mất\n")
