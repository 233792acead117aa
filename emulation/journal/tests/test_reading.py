from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from emulation.journal import procedure, reports, views
from emulation.journal.models import Entry, Particulars
from emulation.journal.words import who_may
from emulation.testing import person

from .builders import AT, RECALL, notes, paper

pytestmark = pytest.mark.django_db


def page_of(stream, number=1, **query):
    request = RequestFactory().get("/nam/1/nhat-ky/", {"page": number} | query)
    request.user, request.resolver_match = person(), None
    return views.show(request, stream, "Khối thi đua thử, năm 2026", "/nam/1/").content.decode()


def test_the_page_says_who_did_what_when_from_where_to_where_and_why():
    """Trang nhật ký: ai, lúc nào, việc gì, từ đâu sang đâu bằng chữ, vì sao."""
    by = person("Người thử ghi sổ")
    with RECALL.on(paper(by=by), by=by, at=AT, note="Sai số hiệu"):
        pass
    page = page_of("year:1")
    assert all(word in page for word in ("Người thử ghi sổ", "Thu hồi thử", "09:00", "10/02/2026", "Sai số hiệu"))
    assert "Đã phát hành → Đã thu hồi" in page


def test_the_page_of_one_stream_shows_nothing_of_another():
    """Nhật ký của khối này không lẫn việc của khối khác."""
    by = person()
    notes(paper("year:1", by=by), 1, by)
    other = person("Người thử khối khác")
    notes(paper("year:12", by=other), 3, other)
    assert "Người thử khối khác" not in page_of("year:1")


def test_blanked_names_are_said_to_be_blanked():
    """Phần đã ẩn theo yêu cầu thì nói là đã ẩn."""
    by = person("Người thử xin ẩn tên")
    notes(paper(by=by), 1, by)
    Particulars.objects.update(name="", note="", blanked_at=AT)
    page = page_of("year:1")
    assert "đã ẩn theo yêu cầu" in page
    assert "xin ẩn tên" not in page


def test_a_stream_without_entries_says_so():
    """Chưa có việc nào thì nói chưa có."""
    assert "Chưa có việc nào được ghi" in page_of("year:404")


@pytest.mark.parametrize(("number", "page"), [(120, 1), (71, 1), (70, 2), (21, 2), (20, 3), (1, 3)])
def test_an_entry_is_found_on_its_page_by_its_number(number, page):
    """Mở nhật ký theo số của một dòng: đúng trang có dòng ấy (120 dòng, mỗi trang 50)."""
    by = person()
    notes(paper(by=by), 120, by)
    found = page_of("year:1", so=str(number))
    assert (f'id="so-{number}"' in found, f"Trang {page} trong 3" in found) == (True, True)


@pytest.mark.parametrize("wanted", ["", "x", "²", "9" * 30, "-1", "0"])
def test_a_number_that_is_none_opens_the_journal_all_the_same(wanted):
    """Số lạ, số quá lớn: nhật ký vẫn mở."""
    by = person()
    notes(paper(by=by), 1, by)
    assert 'id="so-1"' in page_of("year:1", so=wanted)


def test_the_newest_come_first_and_older_ones_are_on_the_next_page():
    """Việc mới nhất ở đầu; quá 50 dòng thì sang trang."""
    by = person()
    notes(paper(by=by), 51, by)
    assert "lần 51" in page_of("year:1")
    assert "lần 1<" not in page_of("year:1")
    assert "lần 1<" in page_of("year:1", 2)


@pytest.mark.parametrize("count", [3, 30])
def test_reading_asks_the_same_number_of_questions_for_3_and_for_30_entries(django_assert_num_queries, count):
    """Số câu hỏi tới cơ sở dữ liệu không tăng theo số dòng."""
    by = person()
    notes(paper(by=by), count, by)
    with django_assert_num_queries(1):
        told = reports.told(reports.entries_for("year:1"))
        assert len([entry.particulars.name for entry in told]) == count


def test_an_entry_about_a_model_that_is_gone_is_still_readable():
    """Loại đối tượng đã bỏ khỏi hệ thống thì dòng cũ vẫn đọc được."""
    (entry,) = reports.told([Entry(subject_type="old.thing", before="a", after="b")])
    assert (entry.about, entry.came, entry.went) == ("old.thing", "a", "b")


# --- words and procedure --------------------------------------------------------------------------
def test_who_may_reads_as_a_clause_with_balanced_brackets():
    """Câu «ai được làm» đủ ngoặc, kết bằng dấu chấm."""
    words = who_may("roster.replace_officer")
    assert words.count("(") == words.count(")")
    assert words.endswith(".")
    assert ", hoặc " in words


def test_every_permission_that_a_step_names_is_explained_in_words():
    """Mọi quyền mà quy trình nhắc tới đều đọc được bằng tiếng Việt."""
    assert procedure.unexplained() == []


def test_the_procedure_lists_every_step_with_where_from_and_where_to():
    """Quy trình nêu từng bước, từ đâu, sang đâu, ai làm, gom theo phòng."""
    text = procedure.written()
    assert "## Căn cứ pháp lý" in text
    assert "| Xác nhận căn cứ | – | – |" in text
    assert "| Thay văn bản | Đã phát hành | Đã được thay thế | Xảy ra theo một việc khác. | phải nêu |" in text
    assert text.count("\n| Chuyển giai đoạn |") > 3


def test_writing_then_checking_agrees_and_a_change_is_shown(settings, tmp_path):
    """Viết ra rồi so thì khớp; sửa một chữ thì lệnh chỉ ra chỗ khác và thoát với mã lỗi."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    call_command("quytrinh", "--write", stdout=StringIO())
    call_command("quytrinh", "--check", stdout=StringIO())
    kept = tmp_path / "docs" / "quytrinh.md"
    kept.write_text(kept.read_text().replace("Xác nhận căn cứ", "Duyệt căn cứ"))
    with pytest.raises(CommandError, match="Duyệt căn cứ") as failure:
        call_command("quytrinh", "--check", stdout=StringIO())
    assert failure.value.returncode == 1


def test_the_procedure_is_printed_without_an_option():
    """Không chọn gì thì lệnh in ra màn hình."""
    out = StringIO()
    call_command("quytrinh", stdout=out)
    assert out.getvalue().startswith("# Quy trình")
