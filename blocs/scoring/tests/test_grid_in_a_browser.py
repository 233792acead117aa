"""Lưới chấm điểm trong trình duyệt thật: gõ, mũi tên, dán từ Excel, hoàn tác, tự lưu, mất mạng, hai người một ô."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from blocs.scoring import workflow
from blocs.scoring.models import Filler, Mark
from emulation.testing import client_of

from .building import CHECKED, cast, cells, handed_in, opened, sheet_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class OnGrid:
    """The checking column of a round, open in a browser, as the lead's clerk reads it."""

    def __init__(self, screen, width=1280):
        self.people = cast(4)
        self.round = handed_in(self.people, opened(self.people))
        self.page = screen(client_of(self.people.lead), width)
        self.open()

    def open(self):
        self.page.goto(reverse("scoring:grid", args=[self.round.pk, "team"]))
        self.page.wait_for_selector(".scripted #undo:visible")

    def cell(self, unit, code):
        ((sheet, row),) = cells(self.round, self.people.units[unit], {code: ""})
        return self.page.locator(f"input[name='m-{sheet}-{row}']")

    def settled(self):
        """Until nothing waits to be saved (asked from outside: the page allows no eval)."""
        for _moment in range(100):
            if self.page.evaluate("!document.querySelector('.grid .saving') && !Object.keys(localStorage).length"):
                return
            self.page.wait_for_timeout(100)
        pytest.fail("ô vẫn chưa lưu xong sau 10 giây")

    def paste(self, text):
        self.page.evaluate(
            """text => { const data = new DataTransfer(); data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
            text,
        )

    def stored(self, code):
        rows = Mark.objects.filter(column__kind=Filler.CHECKERS, criterion__code=code).order_by(
            "sheet__member__position"
        )
        return [None if m.points is None else str(m.points.normalize()) for m in rows]

    def text(self, *place):
        return self.cell(*place).input_value()

    @property
    def active(self):
        return self.page.evaluate("document.activeElement.name")


@pytest.fixture
def grid(screen):
    return OnGrid(screen)


def test_typing_moves_down_saves_by_itself_and_is_there_after_a_reload(grid):
    """Gõ rồi Enter: xuống dòng, tự lưu, tải lại trang vẫn còn; tổng theo ngay."""
    grid.cell(1, "1.1").click()
    grid.page.keyboard.type("8,5")
    grid.page.keyboard.press("Enter")
    assert grid.active == grid.cell(1, "1.2").get_attribute("name")
    grid.page.keyboard.type("95/100")
    grid.page.keyboard.press("Tab")
    grid.settled()
    assert (grid.text(1, "1.1"), grid.text(1, "1.2")) == ("8,50", "4,75")
    sheet = sheet_of(grid.round, grid.people.units[1]).pk
    assert grid.page.inner_text(f"[data-sum='{sheet}-all']") == "13,25"
    grid.open()
    assert (grid.text(1, "1.1"), grid.text(1, "1.2")) == ("8,50", "4,75")
    assert [c for c in grid.page.complaints if "404" not in c] == []  # an icon that the browser asks for by itself


def test_arrows_walk_and_escape_takes_back_what_was_typed(grid):
    """Mũi tên đi từng ô; Escape bỏ chữ đang gõ; gõ là thay, không phải nối."""
    grid.cell(1, "1.1").click()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        grid.page.keyboard.press(key)
    assert grid.active == grid.cell(1, "1.1").get_attribute("name")
    grid.page.keyboard.type("7")
    grid.page.keyboard.press("Escape")
    assert grid.text(1, "1.1") == ""
    assert not Mark.objects.filter(column__kind=Filler.CHECKERS).exists()


def test_a_block_from_excel_is_pasted_in_one_request_and_undone_in_one_press(grid):
    """Dán một khối từ Excel: mọi cách viết số, một lần gửi; hoàn tác trả lại tất cả, làm lại dán lại."""
    sent = []
    grid.page.on("request", lambda r: sent.append(r) if r.url.endswith("/luu/") else None)
    grid.cell(1, "1.1").click()
    grid.paste("8,5\t8.5\t08,50\r\n90/100\t95/100\t\r\n")
    grid.settled()
    assert (grid.stored("1.1"), grid.stored("1.2")) == (["8.5"] * 3, ["4.5", "4.75"])
    assert len(sent) == 1
    grid.page.keyboard.press("Control+z")
    grid.settled()
    assert grid.stored("1.1") == [None] * 3
    grid.page.keyboard.press("Control+y")
    grid.settled()
    assert grid.stored("1.1") == ["8.5"] * 3


def test_what_lies_outside_the_table_is_left_out_and_said(grid):
    """Dán thừa ra ngoài bảng: phần trong bảng vẫn dán, phần thừa được nói rõ."""
    grid.cell(3, "4.1").click()
    grid.paste("1\t2\t3\r\n4\t5\t6")
    grid.settled()
    assert grid.stored("4.1") == ["-0.5"]
    assert re.search("Dán thừa 5 ô", grid.page.inner_text("#status"))


def test_a_range_is_copied_filled_down_and_emptied(grid):
    """Chọn vùng bằng Shift: chép ra như Excel, điền xuống, xóa cả vùng."""
    grid.cell(1, "1.1").click()
    grid.paste("8\t7")
    grid.settled()
    grid.cell(1, "1.1").click()
    grid.page.keyboard.press("Shift+ArrowRight")
    copied = grid.page.evaluate(
        """() => { const data = new DataTransfer();
        document.activeElement.dispatchEvent(new ClipboardEvent("copy", {clipboardData: data, bubbles: true, cancelable: true}));
        return data.getData("text/plain"); }"""
    )
    assert copied == "8,00\t7,00"
    assert "1 × 2 ô · tổng 15,00" in grid.page.inner_text("#status")
    grid.page.keyboard.press("Delete")
    grid.settled()
    assert grid.stored("1.1") == [None, None]


def test_a_locked_cell_takes_nothing(grid):
    """Ô khóa (phiếu của trưởng khối) không nhận gì, kể cả khi dán đè."""
    grid.cell(0, "1.1").click()
    grid.page.keyboard.type("9")
    grid.paste("9")
    assert grid.text(0, "1.1") == ""
    assert "phó khối" in grid.page.inner_text("#bar")


def test_letters_in_a_number_stay_with_their_sentence(grid):
    """Chữ trong ô số: giữ nguyên chữ, đánh dấu, nói rõ phải làm gì."""
    grid.cell(1, "1.1").click()
    grid.page.keyboard.type("chín")
    grid.page.keyboard.press("Enter")
    grid.page.wait_for_selector(".grid .failed")
    grid.cell(1, "1.1").click()
    assert grid.text(1, "1.1") == "chín"
    assert "Bạn vừa nhập “chín”" in grid.page.inner_text("#bar-note")


def test_a_total_does_not_count_what_the_cell_no_longer_shows(grid):
    """Ô đang sai thì tổng không tính giá trị cũ đã lưu của nó."""
    sheet = sheet_of(grid.round, grid.people.units[1]).pk
    for text in ("8", "chín"):
        grid.cell(1, "1.1").click()
        grid.page.keyboard.type(text)
        grid.page.keyboard.press("Enter")
        grid.settled()
    grid.page.wait_for_selector(".grid .failed")
    assert grid.page.inner_text(f"[data-sum='{sheet}-all']") == "–"


def test_what_was_typed_without_a_line_is_saved_when_it_comes_back(grid):
    """Mất mạng: ô được đánh dấu, tải lại trang vẫn còn số đã gõ, có mạng thì tự lưu."""
    grid.page.context.set_offline(True)
    grid.cell(1, "1.1").click()
    grid.page.keyboard.type("6")
    grid.page.keyboard.press("Enter")
    grid.page.wait_for_selector(".grid .failed")
    grid.page.wait_for_timeout(2100)
    assert "mất mạng" in grid.page.inner_text("#status")
    grid.page.context.set_offline(False)
    grid.open()
    grid.settled()
    assert grid.stored("1.1") == ["6"]


def test_an_ended_session_keeps_what_was_typed(grid):
    """Phiên hết: nói rõ, số đã gõ vẫn còn trong trang và được lưu khi đăng nhập lại."""
    grid.page.context.clear_cookies()
    grid.cell(1, "1.1").click()
    grid.page.keyboard.type("6")
    grid.page.keyboard.press("Enter")
    grid.page.wait_for_selector(".grid .failed")
    assert grid.text(1, "1.1") == "6,00"
    assert grid.page.evaluate("Object.keys(localStorage).length") == 1


def test_two_people_on_one_cell_choose(grid):
    """Hai người một ô: hiện cả hai giá trị, tên và giờ; chọn một là lưu, không mất lặng lẽ."""
    cell = cells(grid.round, grid.people.units[1], {"1.1": "4"})
    other = grid.people.head(grid.people.lead_unit)
    workflow.save_marks(grid.round, "team", cell, by=other, at=CHECKED)
    grid.cell(1, "1.1").click()
    grid.page.keyboard.type("5")
    grid.page.keyboard.press("Enter")
    box = grid.page.locator(".choice")
    box.wait_for()
    assert re.sub(r"\d\d:\d\d", "hh:mm", box.inner_text()).split("\n")[-4:] == [
        "Giữ 5,00",
        "bạn, lúc hh:mm",
        "Lấy 4,00",
        f"{other}, lúc hh:mm",
    ]
    box.get_by_text("Giữ 5,00").click()
    grid.settled()
    assert grid.stored("1.1") == ["5"]


def test_a_reason_is_kept_beside_the_cell(grid):
    """Lý do trừ điểm gõ dưới lưới được lưu cùng ô."""
    grid.cell(1, "1.1").click()
    grid.page.keyboard.type("5")
    grid.page.keyboard.press("Enter")
    grid.cell(1, "1.1").click()
    grid.page.fill("#bar-reason", "2 tờ trình sai thể thức")
    grid.page.keyboard.press("Tab")
    grid.settled()
    assert Mark.objects.get(column__kind=Filler.CHECKERS).reason == "2 tờ trình sai thể thức"


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_screens_fit_and_are_read_by_a_screen_reader(screen, width):
    """Lưới, phiếu, vòng chấm: không cuộn ngang cả trang, axe không chê điều gì."""
    axe = Axe()
    grid = OnGrid(screen, width)
    sheet = sheet_of(grid.round, grid.people.units[1]).pk
    pages = [("grid", grid.round.pk, "team"), ("sheet", sheet), ("round", grid.round.pk), ("index",)]
    for name, *args in pages:
        grid.page.goto(reverse(f"scoring:{name}", args=args))
        found = [(v["id"], v["nodes"][0]["html"][:120]) for v in axe.run(grid.page).response["violations"]]
        assert found == [], name
        assert grid.page.evaluate("document.documentElement.scrollWidth") == width, name
