"""Bảng ra Excel: tables with their numbers as numbers, and the paper they come from."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from emulation.papers import twins
from emulation.papers.models import Kind

from . import manuscripts, samples


def book(paper):
    """The workbook of a paper, read back."""
    return load_workbook(BytesIO(twins.xlsx(paper)))


def with_table(rows, **columns):
    """A report with one table. Out: Paper (not saved)."""
    table = {"head": ["TT", "Đơn vị", "Điểm"], "rows": rows, "centre_columns": [1], "number_columns": [3]} | columns
    return samples.paper(Kind.REPORT, "Báo cáo có bảng", {"sections": [{"heading": "I. Kết quả", "table": table}]})


def below_the_head(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]


def test_every_table_of_every_paper_is_a_sheet():
    """Mẫu nào có bảng cũng ra được Excel, mỗi bảng một trang, đủ dòng đủ ô chữ."""
    for template in sorted(manuscripts.GENERATORS):
        manuscript = manuscripts.manuscript(template, 2, "2027")
        tables = twins.markup.tables(twins.markup.body(manuscript.paper))
        assert twins.has_tables(manuscript.paper) == bool(tables)
        if tables:
            sheets = book(manuscript.paper).worksheets
            assert len(sheets) == len(tables)
            rows = [
                [node.xpath("count(thead/tr|tbody/tr)"), sheet.max_row - 3]
                for node, sheet in zip(tables, sheets, strict=True)
            ]
            assert [shown for shown, _kept in rows] == [kept for _shown, kept in rows], manuscript.seed


@pytest.mark.parametrize(
    ("printed", "value", "shown"),
    [("8,50", 8.5, "0.00"), ("1.234,50", 1234.5, "#,##0.00"), ("\u22120,25", -0.25, "0.00"), ("1.490.000", 1490000, "#,##0"),
     ("98,5%", 0.985, "0.0%"), ("0", 0, "0"), ("20", 20, "0")],
)  # fmt: skip
def test_a_printed_number_is_a_number(printed, value, shown):
    """Số in kiểu Việt Nam thành số tính được, giữ số lẻ như in."""
    cell = book(with_table([["1", "Sở Nội vụ", printed]])).worksheets[0]["C5"]
    assert (cell.data_type, float(cell.value), cell.number_format) == ("n", value, shown)


@pytest.mark.parametrize("printed", ["17/20", "1.2", "05", "–", "theo điểm", "1.2.3", "12.34"])
def test_what_is_no_number_stays_as_it_was_printed(printed):
    """Mã, tỷ số, gạch ngang vẫn là chữ."""
    assert book(with_table([["1", "Sở Nội vụ", printed]])).worksheets[0]["C5"].value == printed


def test_a_name_that_looks_like_a_formula_is_a_name():
    """Tên bắt đầu bằng dấu bằng không thành công thức."""
    cell = book(with_table([["1", "=1+1", "8,50"]])).worksheets[0]["B5"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_codes_of_criteria_stay_codes_and_places_are_numbers():
    """Cột giữa chỉ toàn số thì là số; lẫn mã 1.2 thì cả cột là chữ."""
    whole, mixed = with_table([["1", "A", "1"], ["2", "B", "2"]]), with_table([["1", "A", "1"], ["1.2", "B", "2"]])
    assert [row[0] for row in below_the_head(book(whole).worksheets[0])] == [1, 2]
    assert [row[0] for row in below_the_head(book(mixed).worksheets[0])] == ["1", "1.2"]


def test_what_stands_under_a_number_goes_into_a_column_of_its_own():
    """«(98,25%)» dưới tổng điểm sang cột bên, để tổng điểm vẫn là số."""
    manuscript = manuscripts.manuscript("scoring/paper_scores.html", 2, "2027")
    sheet = book(manuscript.paper).worksheets[0]
    head = [cell.value for cell in sheet[4]]
    total = head.index("Tổng điểm")
    assert head[total + 1] == "Tổng điểm, ghi thêm"
    first = manuscript.data["ranking"][0]
    assert f"{sheet.cell(5, total + 1).value:.2f}".replace(".", ",") == first["total"].replace(".", "")
    assert sheet.cell(5, total + 2).value == "(98,25%)"


def test_a_sheet_says_where_it_comes_from_and_keeps_its_head_in_sight():
    """Trang bảng ghi tên bảng, số, ngày và mã của văn bản; dòng đầu đậm và đứng yên khi cuộn."""
    sheet = book(with_table([["1", "Sở Nội vụ", "8,50"]])).worksheets[0]
    assert sheet.title == "1. I. Kết quả"
    assert sheet["A1"].value == "I. Kết quả"
    assert sheet["A2"].value == (
        "Trích từ: Báo cáo có bảng, số 05/BC-KTĐ, ngày 05 tháng 01 năm 2027, mã tra cứu K7QF-2M9X-D4TB-8HWR"
    )
    assert [cell.value for cell in sheet[4]] == ["TT", "Đơn vị", "Điểm"]
    assert all(cell.font.bold for cell in sheet[4])
    assert sheet.freeze_panes == "A5"


def test_a_paper_without_tables_has_no_workbook():
    """Văn bản không có bảng thì không ra Excel."""
    assert not twins.has_tables(samples.minutes())
    with pytest.raises(ValueError, match="no tables"):
        twins.xlsx(samples.minutes())
