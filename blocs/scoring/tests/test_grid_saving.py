"""Lưới tự lưu: từng ô đã lưu, đang lưu, chưa lưu; mất mạng mười phút, phiên hết, người khác đăng nhập: số đã gõ không mất."""

import json
import re

import pytest

from blocs.scoring import setting_aside
from blocs.scoring.models import Filler, Mark, MarkHistory
from emulation.testing import client_of

from .building import CHECKED, FULL, checker_for, sheet_of
from .on_grid import Ground, OnGrid, OwnGround

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ground():
    return Ground()


@pytest.fixture
def grid(screen, ground):
    return OnGrid(screen, ground)


def test_every_cell_says_saving_saved_or_refused(grid):
    """Mỗi ô tự nói: đang lưu khi chờ máy chủ, đã lưu khi xong, chưa lưu kèm lời báo khi bị từ chối; dòng dưới nói bằng lời."""
    held = []
    grid.page.route("**/luu/", lambda route: held.append(route))
    grid.type(1, "1.1", "8")
    grid.type(2, "1.1", "chín")
    grid.until("document.querySelectorAll('.grid .saving').length === 2")
    while not held:
        grid.page.wait_for_timeout(20)
    assert grid.state(1, "1.1") == {"cell", "saving"}
    for route in held:
        route.continue_()
    grid.page.unroute("**/luu/")
    grid.settled()
    grid.page.wait_for_selector("#st-failed:visible")
    assert "failed" in grid.state(2, "1.1")
    assert "Đã lưu 1 ô" in grid.status
    assert "1 ô chưa lưu được, xem lời báo ở ô" in grid.status
    grid.page.click("#st-failed")
    assert grid.active == grid.name(2, "1.1")
    assert "Bạn vừa nhập “chín”" in grid.page.inner_text("#bar-note")
    grid.open()
    grid.page.wait_for_selector(".grid .failed")
    assert (grid.text(1, "1.1"), grid.text(2, "1.1")) == ("8,00", "chín")  # what was refused is kept, too


def test_a_total_counts_what_the_cells_show(grid):
    """Tổng theo từng phím; ô đang sai thì tổng không tính giá trị cũ đã lưu của nó; số hiểu được hai cách cũng vậy."""
    total = f"[data-sum='{sheet_of(grid.ground.round, grid.ground.people.units[1]).pk}-all']"
    for text, told in (("8", "8,00"), ("chín", "–"), ("1.234", "–"), ("9", "9,00")):
        grid.type(1, "1.1", text)
        assert grid.page.inner_text(total) == told
        grid.settled()
        assert grid.page.inner_text(total) == told


def test_a_locked_cell_takes_nothing_and_says_why(grid):
    """Ô khóa (phiếu của trưởng khối) không nhận gì, kể cả khi dán đè, và nói vì sao."""
    grid.cell(0, "1.1").click()
    grid.page.keyboard.type("9")
    grid.paste("9")
    grid.press("Delete")
    assert grid.text(0, "1.1") == ""
    assert "phó khối" in grid.page.inner_text("#bar-note")
    assert grid.sent == []


def test_a_reason_is_kept_beside_the_cell(grid):
    """Lý do trừ điểm gõ dưới lưới được lưu cùng ô."""
    grid.type(1, "1.1", "5")
    grid.cell(1, "1.1").click()
    grid.page.fill("#bar-reason", "2 tờ trình sai thể thức")
    grid.press("Tab")
    grid.settled()
    assert Mark.objects.get(column__kind=Filler.CHECKERS).reason == "2 tờ trình sai thể thức"


def minutes(grid, number):
    """Let the browser's clock go on, half a minute at a time; requests answer in their own time."""
    for _half in range(2 * number):
        grid.page.clock.run_for("00:30")
        grid.page.wait_for_timeout(20)


def test_ten_minutes_without_a_line_are_caught_up(screen, ground):
    """Mất mạng mười phút: gõ tiếp được, ô nào cũng được đánh dấu; có mạng thì tự gửi tất cả trong một lần, không cần bấm gì."""
    grid = OnGrid(screen, ground, clock=True)
    grid.page.route("**/luu/", lambda route: route.abort())
    grid.type(1, "1.1", "6")
    minutes(grid, 5)
    grid.type(2, "1.1", "7")
    minutes(grid, 5)
    grid.page.wait_for_selector("#st-failed:has-text('2 ô chưa lưu được (mất mạng), sẽ tự thử lại')")
    assert not Mark.objects.exists()
    assert 10 < len(grid.sent) < 60  # it tries again by itself, ever more slowly
    grid.page.unroute("**/luu/")
    grid.page.clock.run_for("00:29")  # the next try begins, and has its own seconds to be answered
    grid.page.wait_for_timeout(300)
    grid.page.clock.run_for("00:10")
    grid.caught_up()
    assert ground.stored("1.1") == ["6", "7"]
    assert len(json.loads(grid.sent[-1].post_data)["cells"]) == 2


def test_what_was_typed_without_a_line_outlives_the_page(grid):
    """Mất mạng rồi tải lại trang: số đã gõ vẫn còn và được lưu ngay."""
    grid.page.context.set_offline(True)
    grid.type(1, "1.1", "6")
    grid.page.wait_for_selector(".grid .failed")
    grid.page.context.set_offline(False)
    grid.open()
    grid.caught_up()
    assert grid.ground.stored("1.1") == ["6"]


def test_an_answer_lost_on_the_way_is_asked_for_again(grid):
    """Máy chủ đã ghi nhưng câu trả lời lạc mất: gửi lại, chỉ một lần ghi trong lịch sử."""
    routes = iter([lambda route: (route.fetch(), route.abort())])
    grid.page.route("**/luu/", lambda route: next(routes, lambda r: r.continue_())(route))
    grid.type(1, "1.1", "6")
    grid.page.wait_for_selector(".grid .failed")
    grid.caught_up()
    assert (grid.ground.stored("1.1"), MarkHistory.objects.count()) == (["6"], 1)


@pytest.mark.parametrize(("gone", "told"), [("sessionid", "phiên đã hết"), (re.compile("."), "Trang đã mở quá lâu")])
def test_an_ended_session_keeps_what_was_typed(grid, gone, told):
    """Phiên hết (hay mất cả cookie): nói rõ, số đã gõ còn nguyên; đăng nhập lại ở thẻ khác rồi trở lại là tự lưu, không phải tải lại trang."""
    cookies = grid.page.context.cookies()
    grid.page.context.clear_cookies(name=gone)
    grid.type(1, "1.1", "6")
    grid.page.wait_for_selector(f"#st-failed:has-text('{told}')")
    assert grid.text(1, "1.1") == "6,00"
    grid.page.context.add_cookies(cookies)
    grid.page.evaluate("dispatchEvent(new Event('focus'))")
    grid.caught_up()
    assert grid.ground.stored("1.1") == ["6"]


def test_nobody_saves_what_another_typed(grid):
    """Máy dùng chung: người khác đăng nhập ở thẻ khác thì số đang gõ không bị ghi dưới tên người ấy."""
    cookies = grid.page.context.cookies()
    other = client_of(grid.ground.people.deputy)
    address = grid.page.evaluate("location.origin")
    grid.page.context.add_cookies([{"name": k, "value": v.value, "url": address} for k, v in other.cookies.items()])
    grid.type(1, "1.1", "6")
    grid.page.wait_for_selector(f"#st-failed:has-text('nay do {grid.ground.people.deputy} đăng nhập')")
    assert not Mark.objects.exists()
    grid.page.context.add_cookies(cookies)
    grid.page.evaluate("dispatchEvent(new Event('focus'))")
    grid.caught_up()
    assert Mark.objects.get().by == grid.ground.people.lead


def test_a_cell_locked_meanwhile_gives_back_what_was_typed(grid, ground):
    """Gõ lúc mất mạng, trong lúc đó phiếu đã khóa: số đã gõ được kể lại, còn đó cho tới khi chính người gõ bỏ đi."""
    grid.page.context.set_offline(True)
    grid.type(1, "1.1", "6")
    grid.page.wait_for_selector(".grid .failed")
    by, sheet = checker_for(ground.people, ground.people.units[1]), sheet_of(ground.round, ground.people.units[1])
    setting_aside.exclude(sheet, ground="Quy chế của khối", reason="Mới sáp nhập", by=by, at=CHECKED)
    grid.page.context.set_offline(False)
    for _visit in range(2):
        grid.open()
        told = grid.page.inner_text("#kept")
        assert "đã khóa" in told
        assert f"{ground.people.units[1].name} · Hoàn thành chương trình công tác: “6”" in told
    grid.page.click("#kept-drop")
    grid.caught_up()
    assert not Mark.objects.exists()


# --- what acts on the sheets waits --------------------------------------------------------------------
def fill(grid):
    """Every open cell is given points and saved."""
    grid.cell(1, "1.1").click()
    grid.paste("\r\n".join("\t".join([text] * 3) for text in FULL.values()))
    grid.settled()


def states(ground):
    return [sheet_of(ground.round, unit).state for unit in ground.people.units[1:]]


def test_handing_in_waits_for_a_save_that_is_on_its_way(grid, ground):
    """«Nộp cột chấm» bấm ngay khi vừa gõ, lượt lưu trước còn chưa về: lưu hết rồi mới nộp, phiếu nộp có đúng số vừa gõ."""
    fill(grid)
    held, steady = [], []
    grid.page.route("**/luu/", lambda route: route.continue_() if steady else held.append(route))
    grid.type(1, "1.1", "6")
    while not held:
        grid.page.wait_for_timeout(20)
    grid.type(2, "1.1", "7")
    grid.page.get_by_role("button", name="Nộp cột chấm").click()
    grid.page.wait_for_selector("#status:has-text('Đang lưu, xong thì “Nộp cột chấm”.')")
    assert states(ground) == ["submitted"] * 3
    steady.append(True)
    with grid.page.expect_navigation():
        held[0].continue_()
    assert states(ground) == ["checked"] * 3
    assert ground.stored("1.1") == ["6", "7", "9"]


def test_handing_in_saves_first_what_failed_before(grid, ground):
    """Lượt lưu trước đã hỏng vì mất mạng: có mạng lại, bấm nộp thì lưu trước rồi nộp."""
    fill(grid)
    grid.page.route("**/luu/", lambda route: route.abort())
    grid.type(1, "1.1", "6")
    grid.page.wait_for_selector(".grid .failed")
    grid.page.unroute("**/luu/")
    with grid.page.expect_navigation():
        grid.page.get_by_role("button", name="Nộp cột chấm").click()
    assert (states(ground), ground.stored("1.1")) == (["checked"] * 3, ["6", "9", "9"])


def test_what_cannot_be_saved_is_not_handed_in(grid, ground):
    """Mất mạng, hay ô bị từ chối: không nộp, nói còn mấy ô chưa lưu và đưa về ô đó; sửa xong thì nộp được."""
    fill(grid)
    hand_in = grid.page.get_by_role("button", name="Nộp cột chấm")
    grid.page.route("**/luu/", lambda route: route.abort())
    grid.type(1, "1.1", "6")
    hand_in.click()
    grid.page.wait_for_selector("#why-send:has-text('Chưa “Nộp cột chấm”: còn 1 ô chưa lưu được.')")
    assert grid.active == grid.name(1, "1.1")
    grid.page.unroute("**/luu/")
    grid.type(1, "1.1", "chín")
    hand_in.click()
    grid.until(f"document.activeElement.name === '{grid.name(1, '1.1')}'")
    assert "! Chưa “Nộp cột chấm”: còn 1 ô chưa lưu được." in grid.status
    assert states(ground) == ["submitted"] * 3
    grid.type(1, "1.1", "5")
    with grid.page.expect_navigation():
        hand_in.click()
    assert (states(ground), ground.stored("1.1")) == (["checked"] * 3, ["5", "9", "9"])


def test_taking_the_claims_waits_too(grid, ground):
    """«Lấy điểm tự chấm cho ô trống» bấm khi ô vừa gõ chưa lưu: ô ấy không bị coi là trống."""
    grid.type(1, "1.1", "6")
    with grid.page.expect_navigation():
        grid.page.get_by_role("button", name="Lấy điểm tự chấm cho ô trống").click()
    assert ground.stored("1.1") == ["6"]


def test_the_way_to_submitting_waits_too(screen):
    """Cột tự chấm: đường tới trang nộp cũng chờ lưu; chưa lưu được thì ở lại."""
    ground = OwnGround()
    grid = OnGrid(screen, ground, ground.people.head(ground.people.units[1]))
    grid.page.route("**/luu/", lambda route: route.abort())
    grid.type(1, "1.1", "6")
    go = grid.page.get_by_role("link", name="Xem lại và nộp")
    go.click()
    grid.page.wait_for_selector("#why-send:has-text('Chưa “Xem lại và nộp”: còn 1 ô chưa lưu được.')")
    grid.page.unroute("**/luu/")
    with grid.page.expect_navigation():
        go.click()
    assert ground.stored("1.1") == ["6"]
