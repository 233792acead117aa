"""Lưới và bảng tạm: dán từ Excel, LibreOffice, Word; dán thừa, ô gộp, nhiều dòng trong một ô; chép ra; hoàn tác cả lần dán."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from blocs.scoring.models import Mark

from .building import SCHEME
from .on_grid import Ground, OnGrid, long_scheme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def grid(screen):
    return OnGrid(screen, Ground())


def test_a_block_is_pasted_in_one_request_and_undone_in_one_press(grid):
    """Dán một khối: mọi cách viết số, một lần gửi; hoàn tác trả lại tất cả, làm lại dán lại; ô trống không xóa gì."""
    grid.cell(1, "1.1").click()
    grid.paste("8,5\t8.5\t08,50\r\n90/100\t95/100\t\r\n")
    grid.settled()
    assert (grid.ground.stored("1.1"), grid.ground.stored("1.2")) == (["8.5"] * 3, ["4.5", "4.75"])
    assert len(grid.sent) == 1
    grid.press("Control+z")
    grid.settled()
    assert grid.ground.stored("1.1") == [None] * 3
    grid.press("Control+y")
    grid.settled()
    assert grid.ground.stored("1.1") == ["8.5"] * 3
    grid.paste("\t7")
    grid.settled()
    assert grid.ground.stored("1.1") == ["8.5", "7", "8.5"]


def test_a_quoted_cell_of_several_lines_is_one_cell(grid):
    """Ô có xuống dòng, dấu tab hay ngoặc kép (Excel bọc trong ngoặc kép) vẫn là một ô."""
    grid.cell(1, "1.1").click()
    grid.paste('"8,\n5"\t"9\t"\r\n"a ""b"""\t"90\r\n/100"\r\n')
    grid.settled()
    assert grid.ground.stored("1.1") == ["8.5", "9"]
    assert grid.text(1, "1.2") == 'a "b"'
    assert grid.ground.stored("1.2") == ["4.5"]


def test_merged_cells_stand_where_they_begin(grid):
    """Ô gộp ngang, gộp dọc (bảng HTML của Excel, LibreOffice, Word): giá trị ở ô đầu, ô bị phủ giữ nguyên, cột không lệch."""
    grid.type(2, "1.1", "3")
    grid.settled()
    grid.cell(1, "1.1").click()
    grid.paste(
        "không dùng tới\n",
        html="""<html><body><!--StartFragment--><table><tr><td colspan="2">8</td><td>7</td></tr>
        <tr><td><p>90</p>\n<p>/100</p></td><td rowspan="2">đạt</td><td>80/100</td></tr><tr><td>đ</td><td>không đạt</td></tr></table></body></html>""",
    )
    grid.settled()
    assert grid.ground.stored("1.1") == ["8", "3", "7"]
    assert grid.ground.stored("1.2") == ["4.5", "4"]
    assert (grid.text(2, "1.2"), grid.text(1, "2.1"), grid.text(3, "2.1")) == ("đạt", "5,00", "0,00")


# --- what LibreOffice really puts on the clipboard ----------------------------------------------------
# pasted/: text/html and text/plain as LibreOffice Calc 7.4 hands them over (getTransferable) for A1:C6 and A8:C9 of libreoffice.ods.
PASTED = Path(__file__).parent / "pasted"


def handed_over(name):
    """(text, HTML) of one range."""
    return tuple((PASTED / f"libreoffice_{name}.{form}").read_text(encoding="utf-8") for form in ("txt", "html"))


@pytest.mark.parametrize("has_html", [True, False])
def test_a_sheet_of_libreoffice_is_pasted_as_it_looks_there(grid, has_html):
    """Từ LibreOffice: số có dấu phẩy, ô gộp ngang và dọc, dòng trống, công thức: ô nào vào ô nấy, phần thừa được đếm."""
    text, html = handed_over("sheet")
    for unit in (1, 2, 3):
        grid.type(unit, "3.1", "4")
    grid.settled()
    grid.cell(1, "1.1").click()
    grid.paste(text, html if has_html else "")
    grid.settled()
    assert (grid.ground.stored("1.1"), grid.ground.stored("1.2")) == (["8.5", "7"], ["4.5", "4.75", "4"])
    assert (grid.ground.stored("2.1"), grid.ground.stored("3.1")) == (["5", "0"], ["2"] * 3)
    assert grid.ground.stored("4.1") == ["-1.5", "-1", "-2"]
    assert "Dán thừa 3 ô" in grid.status


def test_numbers_of_libreoffice_are_the_numbers_that_it_says(screen):
    """1.234,50, 1.234 và 0,125 theo cách viết Việt Nam: HTML nói rõ là số nào; chỉ có chữ thì số hiểu được hai cách bị hỏi lại."""
    grid = OnGrid(screen, Ground(text=long_scheme(4)))
    text, html = handed_over("numbers")
    grid.cell(1, "1.1").click()
    grid.paste(text, html)
    grid.cell(1, "1.3").click()
    grid.paste(text)
    grid.settled()
    assert [[m and Decimal(m) for m in grid.ground.stored(f"1.{row}")] for row in (1, 2, 3, 4)] == [
        [Decimal("1234.5"), 1234, Decimal("0.125")], [Decimal("12.345")], [Decimal("1234.5"), Decimal("0.125")], [Decimal("12.345")],
    ]  # fmt: skip
    assert (grid.text(1, "1.2"), grid.text(2, "1.3")) == ("tám phẩy năm", "1.234")
    assert {"failed"} <= grid.state(1, "1.2") & grid.state(2, "1.3")


def test_what_lies_outside_the_table_is_left_out_and_said(grid):
    """Dán lớn hơn bảng hoặc đè ô khóa: phần trong bảng vẫn dán, phần thừa được đếm và nói rõ."""
    grid.cell(3, "4.1").click()
    grid.paste("1\t2\t3\r\n4\t5\t6")
    grid.settled()
    assert grid.ground.stored("4.1") == ["-0.5"]
    assert "Dán thừa 5 ô" in grid.status
    grid.cell(0, "1.1").click()
    grid.paste("1\t2\t3\t4\t5\r\n")
    grid.settled()
    assert grid.ground.stored("1.1") == ["2", "3", "4"]
    assert "Dán thừa 2 ô" in grid.status


def test_a_selection_is_filled_with_the_block(grid):
    """Vùng chọn lớn gấp mấy lần khối dán thì được lấp đầy; một ô dán vào vùng thì mọi ô như nhau."""
    grid.cell(1, "1.1").click()
    grid.press("Shift+ArrowRight", "Shift+ArrowRight")
    grid.paste("8")
    grid.settled()
    assert grid.ground.stored("1.1") == ["8"] * 3
    grid.cell(1, "3.1").click()
    grid.cell(3, "4.1").click(modifiers=["Shift"])
    grid.paste("1\r\n2\r\n")
    grid.settled()
    assert (grid.ground.stored("3.1"), grid.ground.stored("4.1")) == (["0.5"] * 3, ["-1"] * 3)


def test_a_range_is_copied_as_excel_understands_it(grid):
    """Chép ra: số là số ở mọi ngôn ngữ của Excel và LibreOffice, “3/4” không thành ngày; dán lại vào lưới thì như cũ."""
    grid.cell(1, "1.1").click()
    grid.paste("8,5\t7\r\n3/4\t\r\n")
    grid.settled()
    grid.cell(1, "1.1").click()
    grid.press("Shift+ArrowRight", "Shift+ArrowDown")
    text, html = grid.copy()
    assert text == "8,50\t7,00\r\n3/4\t"
    assert '<td x:num="8.5" sdval="8.5">8,50</td>' in html
    assert """<td style='mso-number-format:"\\@"'>3/4</td>""" in html
    grid.cell(2, "1.1").click()
    grid.paste(text, html)
    grid.settled()
    assert (grid.ground.stored("1.1"), grid.ground.stored("1.2")) == (["8.5", "8.5", "7"], ["3.75", "3.75"])


def test_what_is_taken_away_is_copied_with_a_minus_that_excel_knows(screen):
    """Điểm trừ chép ra bằng dấu trừ của bàn phím; cắt thì ô thành trống và hoàn tác được."""
    grid = OnGrid(screen, Ground(text=SCHEME + '  - {code: "4.2", name: Vi phạm, max: 2, kind: direct}\n'))
    grid.type(1, "4.2", "0,5")
    grid.settled()
    grid.cell(1, "4.2").click()
    assert (grid.text(1, "4.2"), grid.copy()[0]) == ("−0,50", "-0,50")
    assert grid.cut() == "-0,50"
    grid.settled()
    assert grid.ground.stored("4.2") == [None]
    grid.press("Control+z")
    grid.settled()
    assert grid.ground.stored("4.2") == ["-0.5"]


def test_a_thousand_cells_are_pasted_with_one_request(screen):
    """Dán 25 đơn vị × 40 tiêu chí: một lần gửi, một nghìn ô được lưu; hoàn tác cũng một lần gửi."""
    grid = OnGrid(screen, Ground(26, long_scheme(40)))
    grid.cell(1, "1.1").click()
    grid.paste("\r\n".join("\t".join(f"{(u + r) % 10},{r % 10}" for r in range(40)) for u in range(25)))
    grid.settled()
    assert [len(json.loads(request.post_data)["cells"]) for request in grid.sent] == [1000]
    assert Mark.objects.count() == 1000
    assert grid.ground.stored("1.1") == [str(n % 10) for n in range(25)]
    grid.press("Control+z")
    grid.settled()
    assert Mark.objects.filter(points=None).count() == 1000
    assert len(grid.sent) == 2


@pytest.mark.soak
def test_more_cells_than_one_request_carries_are_saved_one_request_after_the_other(screen):
    """Dán 67 đơn vị × 200 tiêu chí (13 400 ô): ba lần gửi nối nhau, ô nào cũng được lưu."""
    grid = OnGrid(screen, Ground(68, long_scheme(200)))
    grid.cell(1, "1.1").click()
    grid.paste("\r\n".join("\t".join(f"{(u + r) % 10},{r % 10}" for r in range(200)) for u in range(67)))
    for _moment in range(600):
        if Mark.objects.count() == 13_400:
            break
        grid.page.wait_for_timeout(100)
    grid.settled()
    assert [len(json.loads(request.post_data)["cells"]) for request in grid.sent] == [5000, 5000, 3400]
    assert grid.page.locator(".grid .failed").count() == 0
