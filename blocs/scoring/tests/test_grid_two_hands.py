"""Hai người một bảng: ô khác nhau thì không vướng gì; cùng một ô thì hiện cả hai giá trị, tên, giờ, và chọn một."""

import datetime as dt
import re

import pytest

from blocs.scoring import workflow
from blocs.scoring.models import MarkHistory
from emulation.testing import VIETNAM

from .on_grid import Ground, OnGrid

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ground():
    return Ground()


@pytest.fixture
def grid(screen, ground):
    return OnGrid(screen, ground)


@pytest.fixture
def other(ground):
    return ground.people.head(ground.people.lead_unit)


def written(ground, other, key, text):
    """The other person saves one cell now. Out: the hour of it."""
    now = dt.datetime.now(VIETNAM)
    claims = {tuple(map(int, key.split("-"))): text}
    workflow.save_marks(ground.round, "team", claims, by=other, at=now)
    return now


def test_other_cells_never_conflict(screen, ground, other):
    """Hai người cùng một phiếu, khác ô: cả hai được lưu, không ai bị hỏi."""
    first, second = OnGrid(screen, ground), OnGrid(screen, ground, other)
    first.type(1, "1.1", "8")
    second.type(1, "2.1", "đ")
    second.type(2, "1.1", "7")
    for grid in (first, second):
        grid.settled()
        assert grid.page.locator(".choice").count() == 0
    assert (ground.stored("1.1"), ground.stored("2.1")) == (["8", "7"], ["5"])


@pytest.mark.parametrize(("pressed", "stored"), [("Giữ 5,00", "5"), ("Lấy 4,00", "4")])
def test_the_same_cell_shows_both_values_with_names_and_times(grid, ground, other, pressed, stored):
    """Cùng một ô: hai giá trị, tên, giờ; tới được bằng bàn phím; chọn bên nào thì bên đó được giữ, bên kia còn trong lịch sử."""
    theirs = written(ground, other, ground.key(1, "1.1"), "4")
    grid.type(1, "1.1", "5")
    grid.page.wait_for_selector("#st-conflict:has-text('1 ô có hai giá trị')")
    total = f"[data-sum='{ground.key(1, '1.1').split('-')[0]}-all']"
    assert (grid.page.inner_text(total), grid.page.locator(f"{total}.partial").count()) == ("5,00", 1)
    hours = re.findall(r"\d\d:\d\d", grid.page.inner_text(".choice"))
    lines = re.sub(r"\d\d:\d\d", "hh:mm", grid.page.inner_text(".choice")).split("\n")
    assert lines[-4:] == ["Giữ 5,00", "bạn, lúc hh:mm", "Lấy 4,00", f"{other}, lúc hh:mm"]
    assert hours[1] == f"{theirs:%H:%M}"
    grid.page.click("#st-conflict")
    assert grid.active == grid.name(1, "1.1")
    grid.press("Tab")
    while grid.page.evaluate("document.activeElement.textContent") != pressed:
        grid.press("Tab")
    grid.press("Escape")
    assert grid.active == grid.name(1, "1.1")
    grid.page.get_by_text(pressed).press("Enter")
    grid.settled()
    grid.caught_up()
    assert (ground.stored("1.1"), grid.page.inner_text(total)) == ([stored], f"{stored},00")
    assert [h.points for h in MarkHistory.objects.order_by("version")] == ([4, 5] if stored == "5" else [4])


def test_a_choice_not_made_waits_for_the_next_visit(grid, ground, other):
    """Chưa chọn mà đóng trang: lần sau mở lại, hai giá trị vẫn ở đó."""
    written(ground, other, ground.key(1, "1.1"), "4")
    grid.type(1, "1.1", "5")
    grid.page.locator(".choice").wait_for()
    grid.open()
    grid.page.get_by_text("Giữ 5,00").click()
    grid.caught_up()
    assert ground.stored("1.1") == ["5"]


def test_what_was_typed_long_ago_is_told_with_its_hour(screen, ground, other):
    """Gõ lúc mất mạng, mười phút sau mới gặp giá trị của người kia: giờ ghi bên cạnh là giờ đã gõ."""
    grid = OnGrid(screen, ground, clock=True)
    grid.page.context.set_offline(True)
    grid.type(1, "1.1", "5")
    grid.page.wait_for_selector(".grid .failed")
    grid.page.clock.run_for("10:00")
    written(ground, other, ground.key(1, "1.1"), "4")
    typed = dt.datetime.now(VIETNAM) - dt.timedelta(minutes=10)  # the server has not waited; its hour is what counts
    grid.page.context.set_offline(False)
    grid.page.evaluate("dispatchEvent(new Event('online'))")
    grid.page.clock.run_for("00:01")
    grid.page.locator(".choice").wait_for()
    told = re.search(r"bạn, lúc (\d\d:\d\d)", grid.page.inner_text(".choice"))[1]
    assert told in {f"{typed + dt.timedelta(minutes=late):%H:%M}" for late in (-1, 0, 1)}
