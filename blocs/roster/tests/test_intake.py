"""Nhập nhân sự từ Excel."""

import datetime as dt
import time
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from blocs.roster import documents, workbooks, workflow
from blocs.roster.models import Membership, Office, Seat, Unit
from emulation.accounts.models import User
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.testing import day

AT = day(2026, 2, 10)
HEADER = [str(c.title) for c in documents.COLUMNS]
ROW = {
    "Đơn vị": "Sở Công Thương", "Tên ngắn": "Công Thương", "Ký hiệu": "SCT", "Khối": "Khối các sở",
    "Họ tên": "Thủ trưởng Sở Công Thương", "Chức vụ": "Giám đốc", "Chức phận": "thu truong", "Từ ngày": "01/01/2026",
}  # fmt: skip


def workbook(*rows, header=HEADER):
    """An .xlsx with these rows ({title: value}) below the header. Out: a file."""
    book = Workbook()
    book.active.append(header)
    for row in rows:
        book.active.append([row.get(title) for title in header])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def plan(p, *rows):
    return workflow.plan_of(p.root, documents.read(workbook(*rows)), at=AT)


def wrong(p, **changes):
    """The cells that are named when one row is changed so: {column key: sentence}."""
    changes = {key.replace("_", " "): value for key, value in changes.items()}
    return {key: sentence for _number, key, sentence in plan(p, ROW | changes).errors}


def test_a_row_makes_unit_person_seat_and_membership(kon_tum):
    """Một dòng lập đơn vị, người, ghế và đưa vào khối, đúng tên đăng nhập và ngày."""
    workflow.take_in(kon_tum.root, documents.read(workbook(ROW)), **kon_tum.hand)
    seat = Seat.objects.select_related("unit", "person").get(unit__name="Sở Công Thương")
    assert (seat.office, seat.title, seat.since) == (Office.HEAD, "Giám đốc", dt.date(2026, 1, 1))
    assert seat.person.username == "sct.thutruong"
    assert not seat.person.has_usable_password()
    assert Membership.objects.get(unit=seat.unit).position == 3
    assert Unit.objects.get(search="so cong thuong").order


def test_the_same_file_twice_adds_nothing(kon_tum):
    """Gửi lại cùng tệp thì không có gì thêm."""
    workflow.take_in(kon_tum.root, documents.read(workbook(ROW)), **kon_tum.hand)
    again = workflow.take_in(kon_tum.root, documents.read(workbook(ROW)), **kon_tum.hand)
    assert again.is_empty
    assert again.kept == 1
    assert User.objects.filter(username__startswith="sct.").count() == 1


def test_one_person_may_hold_two_seats(kon_tum):
    """Hai dòng cùng tên đăng nhập, cùng họ tên là một người giữ hai ghế."""
    rows = [ROW | {"Tên đăng nhập": "sct.binh", "Chức phận": office} for office in ("Cán bộ đầu mối", "Văn thư")]
    made = plan(kon_tum, *rows)
    assert (len(made.people), len(made.seats)) == (1, 2)


def test_an_excel_date_is_a_date(kon_tum):
    """Ô ngày của Excel và ngày gõ chữ đều nhận."""
    lines = documents.read(workbook(ROW | {"Từ ngày": dt.date(2026, 3, 5)}, ROW | {"Từ ngày": "5/3/2026"}))
    assert [line.since for line in lines] == [dt.date(2026, 3, 5)] * 2


@pytest.mark.parametrize(
    ("changes", "column", "sentence"),
    [
        ({"Đơn_vị": ""}, "unit", "Điền tên đơn vị"),
        ({"Khối": "Khối không có"}, "bloc", "Chưa có khối “Khối không có”"),
        ({"Chức_phận": "Giám đốc"}, "office", "Chọn một chức phận"),
        ({"Chức_phận": "Quản trị hệ thống"}, "office", "Chọn một chức phận"),
        ({"Từ_ngày": "31/02/2026"}, "since", "Trong tệp là “31/02/2026”"),
        ({"Từ_ngày": ""}, "since", "Điền ngày bắt đầu"),
        ({"Từ_ngày": "01/01/1820"}, "since", "Năm phải từ"),
        ({"Họ_tên": ""}, "person", "Điền họ tên"),
        ({"Tên_đăng_nhập": "Sở CT"}, "username", "chữ thường không dấu"),
        ({"Tên_đăng_nhập": "stc.thutruong"}, "username", "là của người khác"),
        ({"Ký_hiệu": "X" * 21}, "symbol", "nhiều nhất 20 chữ"),
        ({"Đơn_vị": "Sở Tài chính"}, "office", "Sở Tài chính đã có thủ trưởng"),
    ],
)
def test_a_bad_cell_is_named(kon_tum, changes, column, sentence):
    """Ô sai được gọi tên, và nói cần sửa gì."""
    assert sentence in wrong(kon_tum, **changes)[column]


def test_two_heads_in_one_file_are_refused(kon_tum):
    """Một tệp có hai thủ trưởng cho một đơn vị thì dòng sau bị gọi tên."""
    ((number, column, sentence),) = plan(kon_tum, ROW, ROW | {"Họ tên": "Người thứ hai"}).errors
    assert (number, column) == (3, "office")
    assert "Thủ trưởng Sở Công Thương" in sentence


def test_a_head_does_not_begin_while_the_one_before_still_sits(kon_tum):
    """Thủ trưởng trước vừa thôi thì ngày của người mới phải sau ngày ấy."""
    workflow.leave_seat(kon_tum.finance_head, dt.date(2026, 2, 5), decision="QĐ 1", **kon_tum.hand)
    changes = {"Đơn_vị": "Sở Tài chính", "Họ_tên": "Giám đốc mới"}
    assert "đến hết 05/02/2026" in wrong(kon_tum, **changes, Từ_ngày="05/02/2026")["since"]
    assert wrong(kon_tum, **changes, Từ_ngày="06/02/2026") == {}


def test_one_bad_cell_stops_everything(kon_tum):
    """Còn một ô sai thì không dòng nào được nhập."""
    before = Unit.objects.count(), User.objects.count()
    lines = documents.read(workbook(ROW, ROW | {"Đơn vị": "Sở Khác", "Khối": "Khối không có"}))
    with pytest.raises(Refused, match="còn 1 ô cần sửa"):
        workflow.take_in(kon_tum.root, lines, **kon_tum.hand)
    assert (Unit.objects.count(), User.objects.count()) == before


def test_the_accounts_of_another_province_are_not_touched(kon_tum, elsewhere):
    """Tên đăng nhập của người tỉnh khác không dùng được ở đây, dù cùng họ tên."""
    changes = {"Tên_đăng_nhập": elsewhere.clerk.username, "Họ_tên": elsewhere.clerk.full_name}
    assert "là của người khác" in wrong(kon_tum, **changes, Chức_phận="Văn thư")["username"]


def test_only_the_secretariat_takes_in(kon_tum):
    """Đầu mối không nhập được danh sách."""
    with pytest.raises(PermissionDenied):
        workflow.take_in(kon_tum.root, documents.read(workbook(ROW)), by=kon_tum.finance_clerk.person, at=AT)


def test_an_import_is_one_line_of_the_journal(kon_tum):
    """Cả tệp là một dòng nhật ký có mã băm, không chép họ tên vào chuỗi."""
    workflow.take_in(kon_tum.root, documents.read(workbook(ROW)), **kon_tum.hand)
    entry = Entry.objects.about(kon_tum.root).last()
    assert (entry.detail["units"], entry.detail["seats"], len(entry.detail["digest"])) == (1, 1, 64)
    assert "Công Thương".encode() not in bytes(entry.body)


def test_seven_hundred_units_come_in_at_once(kon_tum):
    """700 đơn vị với thủ trưởng nhập xong trong vài giây, số truy vấn không theo số dòng."""
    rows = [ROW | {"Đơn vị": f"Xã số {n}", "Ký hiệu": f"X{n}", "Họ tên": f"Chủ tịch xã số {n}"} for n in range(700)]
    file, started = workbook(*rows), time.process_time()
    with CaptureQueriesContext(connection) as asked:
        made = workflow.take_in(kon_tum.root, documents.read(file), **kon_tum.hand)
    assert len(made.units) == len(made.people) == len(made.seats) == len(made.memberships) == 700
    assert len(asked) < 60
    assert time.process_time() - started < 5


def test_the_template_reads_back(kon_tum):
    """Mẫu tải về đọc lại được, dòng ví dụ không có ô sai nào."""
    (line,) = documents.read(BytesIO(documents.template()))
    assert (line.unit, line.office, line.errors) == ("Sở Tài chính", Office.HEAD, {})
    assert [s.title for s in load_workbook(BytesIO(documents.template())).worksheets][1] == "Chức phận"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (BytesIO(b"PK\x03\x04 not a workbook"), "Không mở được"),
        (workbook(header=HEADER[1:]), "thiếu cột: Đơn vị"),
        (workbook(), "chưa có dòng nào"),
    ],
)
def test_a_file_that_is_not_the_template_is_told_so(file, sentence):
    """Tệp hỏng, thiếu cột hoặc rỗng thì nói rõ và chỉ cách sửa."""
    with pytest.raises(ValidationError, match=sentence):
        documents.read(file)


def test_a_file_with_too_many_rows_is_refused(monkeypatch):
    """Tệp quá dài thì yêu cầu chia nhỏ."""
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)
    with pytest.raises(ValidationError, match="hơn 2 dòng"):
        documents.read(workbook(ROW, ROW, ROW))


def test_a_formula_that_excel_never_computed_is_an_empty_cell():
    """Công thức chưa có giá trị thì coi là ô trống, không chạy công thức nào."""
    (line,) = documents.read(workbook(ROW | {"Chức vụ": '=WEBSERVICE("http://vi.du")'}))
    assert line.title == ""
