"""Lưới bằng bàn phím: gõ, mũi tên, Enter, Tab, Escape, chọn vùng, điền xuống, hoàn tác; số phím so với Excel."""

from decimal import Decimal

import pytest

from blocs.scoring.models import Mark

from .building import sheet_of
from .on_grid import Ground, OnGrid, long_scheme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def grid(screen):
    return OnGrid(screen, Ground())


def test_typing_moves_down_saves_by_itself_and_is_there_after_a_reload(grid):
    """Gõ rồi Enter: xuống dòng, tự lưu, tải lại trang vẫn còn; tổng theo ngay; trang không kêu lỗi."""
    grid.type(1, "1.1", "8,5")
    assert grid.active == grid.name(1, "1.2")
    grid.page.keyboard.type("95/100")
    grid.press("Tab")
    total = f"[data-sum='{sheet_of(grid.ground.round, grid.ground.people.units[1]).pk}-all']"
    assert grid.page.inner_text(total) == "8,50"
    grid.settled()
    assert (grid.text(1, "1.1"), grid.text(1, "1.2"), grid.page.inner_text(total)) == ("8,50", "4,75", "13,25")
    grid.open()
    assert (grid.text(1, "1.1"), grid.text(1, "1.2")) == ("8,50", "4,75")
    assert [c for c in grid.page.complaints if "404" not in c] == []  # an icon that the browser asks for by itself


def test_arrows_walk_typing_replaces_and_escape_takes_it_back(grid):
    """Mũi tên đi từng ô; gõ là thay, không phải nối; Escape bỏ chữ đang gõ; F2 sửa tiếp chữ đã có."""
    grid.cell(1, "1.1").click()
    grid.press("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp")
    assert grid.active == grid.name(1, "1.1")
    grid.page.keyboard.type("7")
    grid.press("Escape")
    assert grid.text(1, "1.1") == ""
    assert not Mark.objects.exists()
    for text, stored in (("7", "7"), ("6", "6")):
        grid.type(1, "1.1", text)
        grid.settled()
        assert grid.ground.stored("1.1") == [stored]
    grid.press("ArrowUp", "F2", "Backspace", "5", "Enter")
    grid.settled()
    assert grid.ground.stored("1.1") == ["6.05"]


def test_tab_and_enter_go_on_as_in_excel(grid):
    """Tab đi ngang, bỏ qua ô khóa; Enter sau Tab về lại cột đầu; Enter ở dòng cuối sang đầu cột kế."""
    grid.cell(3, "1.1").click()
    grid.press("Tab")
    assert grid.active == grid.name(1, "1.2")
    grid.press("Shift+Tab")
    assert grid.active == grid.name(3, "1.1")
    grid.cell(1, "1.2").click()
    grid.press("Tab", "Tab", "Enter")
    assert grid.active == grid.name(1, "2.1")
    grid.cell(1, "4.1").click()
    grid.press("Enter")
    assert grid.active == grid.name(2, "1.1")
    grid.press("Shift+Enter")
    assert grid.active == grid.name(1, "4.1")


def test_the_table_is_one_stop_of_tab(grid):
    """Cả bảng là một chặng Tab: từ ô cuối, Tab ra khỏi bảng; Shift+Tab trở lại đúng ô ấy."""
    grid.cell(3, "4.1").click()
    grid.press("Tab")
    assert grid.page.evaluate("!document.activeElement.closest('table')")
    grid.press("Shift+Tab")
    assert grid.active == grid.name(3, "4.1")


def test_a_range_is_picked_copied_filled_down_and_emptied(grid):
    """Chọn vùng bằng Shift và bằng chuột: thấy cỡ và tổng; điền xuống; xóa cả vùng; hoàn tác từng việc."""
    grid.type(1, "1.1", "8")
    grid.type(2, "1.1", "7")
    grid.cell(1, "1.1").click()
    grid.press("Shift+ArrowRight")
    grid.page.wait_for_selector("#st-picked:has-text('1 × 2 ô · tổng 15,00')")
    assert grid.page.locator(".picked").count() == 2
    grid.cell(3, "3.1").click(modifiers=["Shift"])
    assert grid.page.locator(".picked").count() == 12
    grid.cell(1, "1.1").hover()
    grid.page.mouse.down()
    grid.cell(2, "3.1").hover()
    grid.page.mouse.up()
    assert grid.page.locator(".picked").count() == 8
    grid.cell(1, "2.1").click()
    grid.page.keyboard.type("đ")
    grid.press("Enter", "ArrowUp", "Shift+ArrowRight", "Control+d")
    grid.press("ArrowLeft", "ArrowLeft", "ArrowUp")
    grid.settled()
    grid.cell(1, "1.1").click()
    grid.press("Shift+ArrowRight", "Delete")
    grid.settled()
    assert grid.ground.stored("1.1") == [None, None]
    grid.press("Control+z")
    grid.settled()
    assert grid.ground.stored("1.1") == ["8", "7"]


def test_fill_down_repeats_the_first_row_of_the_range(grid):
    """Ctrl+D: dòng đầu của vùng xuống các dòng dưới; chỉ một ô thì lấy ô ngay trên."""
    grid.type(1, "3.1", "2")
    grid.cell(1, "3.1").click()
    grid.press("Shift+ArrowDown", "Control+d")
    grid.settled()
    assert (grid.ground.stored("3.1"), grid.ground.stored("4.1")) == (["1"], ["-1"])
    grid.type(2, "3.1", "4")
    grid.press("Control+d")
    grid.settled()
    assert grid.ground.stored("4.1") == ["-1", "-2"]


# --- keystrokes ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("units", "rows", "in_excel"), [(3, 30, 360), pytest.param(10, 30, 1200, marks=pytest.mark.soak)]
)
def test_units_and_rows_take_no_more_keys_than_in_excel(screen, units, rows, in_excel):
    """3 (khi thử lâu: 10) đơn vị × 30 tiêu chí: không phím nào nhiều hơn Excel.

    How Excel is counted, most favourable to it: the range is already selected, so that Enter after the last row goes to the
    head of the next column by itself: the characters of each value, one Enter per cell, nothing for moving.
    """
    grid = OnGrid(screen, Ground(units + 1, long_scheme(rows)))  # the lead's own sheet is locked
    values = [[f"{(unit + row) % 9 + 1},{row % 10}" for row in range(rows)] for unit in range(units)]
    grid.page.evaluate("() => { window.pressed = 0; addEventListener('keydown', () => window.pressed++, true); }")
    grid.cell(1, "1.1").focus()
    grid.page.keyboard.type("".join(f"{text}\n" for column in values for text in column))
    pressed = grid.page.evaluate("window.pressed")
    grid.settled()
    stored = Mark.objects.order_by("sheet__member__position", "criterion__position").values_list("points", flat=True)
    assert list(stored) == [Decimal(text.replace(",", ".")) for column in values for text in column]
    assert pressed <= sum(len(text) + 1 for column in values for text in column) == in_excel
