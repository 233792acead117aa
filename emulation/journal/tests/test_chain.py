from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from emulation.journal.chain import anchor, first_broken, first_broken_anchor, sha256
from emulation.journal.models import Anchor, Entry, Particulars, Stream
from emulation.testing import day, person

from .builders import AT, notes, paper, past_the_guards

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 10)


@pytest.fixture
def stream():
    """Five entries in year:1, two in year:2."""
    by = person()
    notes(paper(by=by), 5, by)
    notes(paper("year:2", by=by), 2, by)
    return Stream.objects.get(name="year:1")


def third(stream):
    return stream.entries.get(number=3)


def verify(*names):
    out = StringIO()
    call_command("verify_journal", *names, stdout=out)
    return out.getvalue()


def test_what_was_written_verifies(stream):
    """Nhật ký nguyên vẹn thì kiểm qua, nói rõ bao nhiêu dòng."""
    assert first_broken(stream) is None
    assert "2 dòng nhật ký, 7 việc" in verify()


def test_hours_with_microseconds_verify():
    """Giờ có phần lẻ vẫn khớp sau khi đọc lại từ cơ sở dữ liệu."""
    by = person()
    notes(paper(by=by), 2, by, at=AT + timedelta(microseconds=123456))
    assert first_broken(Stream.objects.get()) is None


def test_one_changed_byte_is_found_and_named(stream):
    """Đổi một byte trong phần được băm thì tìm ra đúng dòng."""
    body = bytearray(bytes(third(stream).body))
    body[len(body) // 2] ^= 1
    past_the_guards("UPDATE journal_entry SET body = %s WHERE id = %s", bytes(body), third(stream).pk)
    assert first_broken(stream) == (3, "dòng số 3 không khớp mã băm")


def test_every_changed_byte_is_found(stream):
    """Đổi bất kỳ byte nào của một dòng cũng bị tìm ra."""
    entry = third(stream)
    body = bytes(entry.body)
    past_the_guards("SELECT 1")
    for place in range(0, len(body), 7):
        changed = body[:place] + bytes([body[place] ^ 0x20]) + body[place + 1 :]
        Entry.objects.filter(pk=entry.pk).update(body=changed)
        assert first_broken(stream)[0] == 3
    Entry.objects.filter(pk=entry.pk).update(body=body)
    assert first_broken(stream) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("label", "Việc khác"), ("before", "issued"), ("after", "recalled"), ("subject_id", 999), ("subject_type", "x.y"),
        ("at", day(2026, 2, 11)), ("digest", "0" * 64), ("number", 30),
    ],
)  # fmt: skip
def test_one_changed_column_is_found_and_named(stream, column, value):
    """Sửa một cột hiện trên trang (việc, giờ, trạng thái, số thứ tự…) thì tìm ra đúng dòng."""
    past_the_guards(f"UPDATE journal_entry SET {column} = %s WHERE id = %s", value, third(stream).pk)  # noqa: S608 - columns named above
    assert first_broken(stream)[0] == 3


def test_another_persons_name_on_an_entry_is_found(stream):
    """Đổi người làm sang người khác thì tìm ra."""
    past_the_guards("UPDATE journal_entry SET by_id = %s WHERE id = %s", person("Khách").pk, third(stream).pk)
    assert first_broken(stream)[0] == 3


@pytest.mark.parametrize("column", ["name", "note", "salt"])
def test_changed_particulars_are_found_and_named(stream, column):
    """Sửa tên người ghi, lý do hay muối băm thì tìm ra đúng dòng."""
    past_the_guards(f"UPDATE journal_particulars SET {column} = 'khác' WHERE entry_id = %s", third(stream).pk)  # noqa: S608 - columns named above
    assert first_broken(stream) == (3, "phần người ghi của dòng số 3 đã bị sửa hoặc bỏ")


def test_particulars_that_are_gone_are_found(stream):
    """Bỏ hẳn phần người ghi thì tìm ra."""
    past_the_guards("DELETE FROM journal_particulars WHERE entry_id = %s", third(stream).pk)
    assert first_broken(stream)[0] == 3


def test_blanked_particulars_keep_the_chain_valid(stream):
    """Ẩn dữ liệu cá nhân theo yêu cầu thì nhật ký vẫn kiểm qua."""
    Particulars.objects.filter(entry=third(stream)).update(name="", note="", blanked_at=AT)
    assert first_broken(stream) is None


def test_blanking_cannot_put_another_name_in(stream):
    """Đánh dấu đã ẩn mà điền tên khác vào thì bị tìm ra."""
    Particulars.objects.filter(entry=third(stream)).update(name="Người khác", note="", blanked_at=AT)
    assert first_broken(stream)[0] == 3


@pytest.mark.parametrize(("gone", "named"), [(3, 3), (1, 1), (5, 5)])
def test_a_missing_entry_is_found_and_named(stream, gone, named):
    """Mất dòng đầu, dòng giữa hay dòng cuối đều tìm ra."""
    entry = stream.entries.get(number=gone)
    past_the_guards("DELETE FROM journal_particulars WHERE entry_id = %s", entry.pk)
    past_the_guards("DELETE FROM journal_entry WHERE id = %s", entry.pk)
    assert first_broken(stream)[0] == named


def test_an_entry_written_again_with_its_own_hash_breaks_the_next(stream):
    """Viết lại một dòng kèm mã băm mới thì dòng sau không nối được."""
    body = bytes(third(stream).body).replace(b'"by":', b'"by": ')
    past_the_guards(
        "UPDATE journal_entry SET body = %s, digest = %s WHERE id = %s", body, sha256(body), third(stream).pk
    )
    assert first_broken(stream) == (4, "dòng số 4 không nối với dòng trước")


def test_the_last_entry_written_again_does_not_match_the_head(stream):
    """Viết lại dòng cuối thì không khớp mốc cuối."""
    last = stream.entries.get(number=5)
    body = bytes(last.body).replace(b'"by":', b'"by": ')
    past_the_guards("UPDATE journal_entry SET body = %s, digest = %s WHERE id = %s", body, sha256(body), last.pk)
    assert first_broken(stream)[0] == 5


def test_a_stream_under_another_name_is_found(stream):
    """Đổi tên dòng nhật ký để đem việc của khối này sang khối khác thì tìm ra."""
    Stream.objects.filter(pk=stream.pk).update(name="year:99")
    assert first_broken(Stream.objects.get(pk=stream.pk))[0] == 1


def test_the_command_names_the_first_broken_entry_of_every_stream_and_fails(stream):
    """Lệnh kiểm nêu dòng hỏng đầu tiên của từng dòng nhật ký và thoát với mã lỗi."""
    past_the_guards("UPDATE journal_entry SET label = 'khác' WHERE number = 2")
    with pytest.raises(
        CommandError, match="year:1: dòng số 2 đã bị sửa cột\nyear:2: dòng số 2 đã bị sửa cột"
    ) as failure:
        verify()
    assert failure.value.returncode == 1
    with pytest.raises(CommandError, match=r"^year:2: "):
        verify("year:2")


def test_the_command_does_not_call_an_unknown_stream_whole(stream):
    """Gõ sai tên dòng nhật ký thì không được báo là còn nguyên."""
    with pytest.raises(CommandError, match="year:404: không có"):
        verify("year:404")


# --- append-only ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_entry SET label = 'khác'", "UPDATE journal_entry SET number = number + 100", "DELETE FROM journal_entry",
        "UPDATE journal_particulars SET salt = 'khác'", "DELETE FROM journal_particulars",
        "UPDATE journal_anchor SET digest = 'khác'", "DELETE FROM journal_anchor",
    ],
)  # fmt: skip
def test_the_database_itself_neither_changes_nor_deletes(stream, sql):
    """Cơ sở dữ liệu không cho sửa, không cho xóa, kể cả bằng câu lệnh trực tiếp."""
    anchor(TODAY)
    with pytest.raises(IntegrityError, match="is_append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_entry_cannot_be_saved_again_through_the_model(stream):
    """Sửa qua mô hình cũng bị chặn."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(stream=stream).update(number=F("number") + 1)


# --- anchors ------------------------------------------------------------------------------------
def test_a_day_has_one_anchor_and_the_command_prints_it(stream):
    """Mỗi ngày một mốc neo; lệnh in ngày, mã băm, số dòng nhật ký."""
    lines = [StringIO(), StringIO()]
    for line in lines:
        call_command("anchor", stdout=line)
    assert lines[0].getvalue() == lines[1].getvalue()
    assert Anchor.objects.get().digest in lines[0].getvalue()
    assert lines[0].getvalue().endswith(" 2\n")


def test_anchors_hold_while_streams_grow(stream):
    """Ghi thêm sau khi neo thì mốc cũ vẫn đúng."""
    anchor(TODAY)
    by = person()
    notes(paper(by=by), 2, by)
    anchor(TODAY + timedelta(days=1))
    assert first_broken_anchor() is None
    assert "còn nguyên" in verify()


def test_a_stream_written_anew_from_the_first_entry_is_found_by_its_anchor(stream):
    """Xóa sạch rồi viết lại cả dòng nhật ký cho khớp thì mốc neo vẫn tố cáo."""
    anchor(TODAY)
    past_the_guards("DELETE FROM journal_particulars")
    past_the_guards("DELETE FROM journal_entry")
    Stream.objects.all().delete()
    by = person()
    notes(paper(by=by), 5, by)
    with pytest.raises(CommandError, match="10/02/2026: dòng nhật ký year:1 không còn mốc"):
        verify()


def test_a_changed_anchor_is_found(stream):
    """Sửa mốc neo thì tìm ra."""
    anchor(TODAY)
    past_the_guards("UPDATE journal_anchor SET heads = '{}'")
    assert first_broken_anchor() == (TODAY, "mốc neo không khớp mã băm")


def test_a_missing_anchor_breaks_the_next(stream):
    """Bỏ một mốc neo thì mốc sau không khớp."""
    for days in range(3):
        anchor(TODAY + timedelta(days=days))
    past_the_guards("DELETE FROM journal_anchor WHERE day = %s", TODAY + timedelta(days=1))
    assert first_broken_anchor()[0] == TODAY + timedelta(days=2)
