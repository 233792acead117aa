"""Lời báo cáo: soạn từ dữ liệu, sửa trên trang, đứng yên khi dữ liệu đổi, chỗ khác được nói ra, phát hành như đang đứng."""

import re
from html import unescape

import pytest
from django.urls import reverse

from blocs.conferences import workflow
from blocs.conferences.models import ConferenceKind, ReportSection
from blocs.years.movements import add_movement
from emulation.papers.rendering import pdf
from emulation.testing import client_of

from . import building as b
from .test_pages import queries
from .test_papers import headings_of, pledged, text_of

pytestmark = pytest.mark.django_db
SAID = "01 trong 03 đơn vị đã xác nhận kết quả; 01 trong 01 chỉ tiêu đạt từ 100% trở lên."
WRITTEN = "Các đơn vị hoàn thành tốt chỉ tiêu.\n- Sở số 01 vượt mức;\n- Sở số 02 chưa báo cáo."


@pytest.fixture
def cast():
    """Three units; the first has pledged, and reached what it pledged."""
    cast = b.balloted(3)
    pledged(cast, cast.units[0], 98, 99)
    return cast


@pytest.fixture
def conference(cast):
    return b.in_session(cast)


@pytest.fixture
def lead(cast):
    return client_of(cast.lead, b.MEETING)


def address(conference, name="report", key=None):
    return reverse(f"conferences:{name}", args=[conference.pk, *([key] if key else [])])


def shown(client, conference):
    """The whole report as it stands on the page, in plain words."""
    return plain(client.get(address(conference)))


def plain(answer):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))).replace(" .", ".")


def seen(client, conference, key):
    """What the page of a section keeps of what it showed."""
    return client.get(address(conference, "report_section", key)).context["form"].initial["seen"]


def write(client, conference, key, text, on=None):
    """Opens the page of a section, types, sends. `on`: what an older page showed."""
    facts = {"text": text, "seen": on or seen(client, conference, key)}
    return client.post(address(conference, "report_section", key), facts)


def press(client, conference, name, key, on=None):
    return client.post(address(conference, name, key), {"seen": on or seen(client, conference, key)})


def second_unit_reports(cast, achieved=45):
    pledged(cast, cast.units[1], 90, achieved)


def conclude(cast, conference):
    b.finished(cast, conference)
    workflow.conclude(conference, conclusions="Nhất trí.", by=cast.head(cast.lead_unit), at=b.ENDED)
    return conference.report


# --- soạn từ dữ liệu --------------------------------------------------------------------------------
def test_the_draft_reads_as_it_will_be_printed(cast, conference, lead):
    """Trang soạn đọc từng mục như sẽ in: lời soạn từ số liệu, phong trào, hạn chế, và bảng của năm."""
    add_movement(cast.year, name="Phong trào chung", launched_by="UBND tỉnh", by=cast.lead, at=b.PLANNED)
    page = shown(lead, conference)
    for words in (
        "II. Kết quả thực hiện", "2. Thực hiện chỉ tiêu đã giao ước", SAID, "98%", "99%",
        "Đạt từ 100% trở lên ở mọi chỉ tiêu: Sở số 01 của Khối thi đua thử nghiệm.", "Phong trào chung, do UBND tỉnh phát động.",
        "III. Tồn tại, hạn chế và nguyên nhân", "Còn 02 đơn vị chưa xác nhận kết quả năm 2026.",
        "Kết quả chấm điểm chưa công bố tại thời điểm báo cáo.", "Tiếp tục thực hiện các nội dung đã giao ước.", "01 đơn vị đã đăng ký danh hiệu",
    ):  # fmt: skip
        assert words in page, words


def test_unedited_words_follow_the_data(cast, conference, lead):
    """Mục chưa sửa thì dữ liệu đổi là lời đổi theo, không hỏi gì."""
    second_unit_reports(cast)
    page = shown(lead, conference)
    assert "02 trong 03 đơn vị đã xác nhận kết quả; 01 trong 02 chỉ tiêu đạt từ 100% trở lên." in page
    assert "Còn 01 chỉ tiêu đạt dưới 100%: Sở số 02 của Khối thi đua thử nghiệm (01)." in page
    assert "Dữ liệu đã đổi" not in page


def test_a_section_nobody_wrote_is_left_out_and_the_numbers_close_up(conference, lead, cast):
    """Mục không có lời thì không in và không chiếm số; viết vào thì có số, mục sau lùi một số."""
    assert "Xây dựng Đảng, xây dựng hệ thống chính trị: chưa có lời, không in." in shown(lead, conference)
    assert "4. Danh hiệu, hình thức" in shown(lead, conference)
    write(lead, conference, "party", "Các tổ chức đảng hoàn thành nhiệm vụ.")
    text = text_of(conclude(cast, conference))
    assert "4. Xây dựng Đảng, xây dựng hệ thống chính trị Các tổ chức đảng hoàn thành nhiệm vụ." in text
    assert "5. Danh hiệu, hình thức" in text


# --- sửa ------------------------------------------------------------------------------------------
def test_what_was_edited_is_printed_word_for_word_with_the_table_of_the_data(cast, conference, lead):
    """Sửa một mục: báo cáo in đúng lời đã sửa, dòng gạch đầu dòng thành danh sách; bảng vẫn từ dữ liệu; mục khác không đổi."""
    assert write(lead, conference, "targets", WRITTEN).url == f"{address(conference)}#muc-targets"
    paper = conclude(cast, conference)
    text = text_of(paper)
    assert "Các đơn vị hoàn thành tốt chỉ tiêu. Sở số 01 vượt mức; Sở số 02 chưa báo cáo. TT Đơn vị, chỉ tiêu" in text
    assert SAID not in text
    assert "98% 99% 101,0" in text
    assert len(headings_of(paper)) == 6
    assert pdf(paper).content.startswith(b"%PDF")


def test_the_page_says_who_edited_and_when(conference, lead, cast):
    """Mục đã sửa nói ai sửa lúc nào; đầu trang đếm số mục đã sửa."""
    write(lead, conference, "targets", WRITTEN)
    page = shown(lead, conference)
    assert f"Đã sửa · {cast.lead}, 08:00, 20/12/2026" in page
    assert "1 mục đã sửa" in page


def test_words_that_say_what_the_data_say_are_no_edit(cast, conference, lead):
    """Ghi mà không đổi chữ nào thì mục vẫn theo dữ liệu."""
    drafted = lead.get(address(conference, "report_section", "targets")).context["form"].initial["text"]
    write(lead, conference, "targets", drafted)
    second_unit_reports(cast)
    page = shown(lead, conference)
    assert "02 trong 03 đơn vị đã xác nhận kết quả" in page
    assert SAID not in page
    assert "0 mục đã sửa" in page


def test_an_empty_section_is_asked_for_again(conference, lead):
    """Bỏ trống thì biểu mẫu nói, không ghi gì."""
    assert write(lead, conference, "targets", "  \n ").status_code == 200
    assert not ReportSection.objects.exists()


def test_a_sign_that_cannot_be_printed_is_told_at_once(conference, lead):
    """Ký tự giấy không in được thì báo ngay lúc ghi, không đợi đến lúc kết luận."""
    answer = write(lead, conference, "targets", "Hoàn thành 字.")
    assert "Phông chữ giấy không có ký tự “字”" in plain(answer)
    assert not ReportSection.objects.exists()


# --- dữ liệu đổi sau khi sửa --------------------------------------------------------------------------
def test_what_was_edited_stays_when_the_data_change_and_the_difference_is_shown(cast, conference, lead):
    """Sửa rồi dữ liệu đổi: lời đã sửa đứng yên, trang nói dữ liệu đổi chữ nào, bằng lời chứ không chỉ bằng màu."""
    write(lead, conference, "targets", f"Kết quả tốt. {SAID}")
    assert "Dữ liệu đã đổi" not in shown(lead, conference)
    second_unit_reports(cast)
    page = shown(lead, conference)
    assert f"Kết quả tốt. {SAID}" in page
    assert "1 mục có dữ liệu đã đổi từ khi sửa" in page
    assert "bỏ: 01 thêm: 02 trong 03 đơn vị đã xác nhận kết quả; 01 trong bỏ: 01 thêm: 02 chỉ tiêu đạt" in page
    assert "bỏ: Kết quả tốt. 01 thêm: 02 trong 03 đơn vị" in page
    html = lead.get(address(conference)).content.decode()
    assert '<del><span class="visually-hidden">bỏ: </span>Kết quả tốt. 01</del>' in html


def test_keeping_the_edited_words_settles_it_until_the_data_change_again(cast, conference, lead):
    """«Giữ lời đã sửa»: hết báo khác; dữ liệu đổi lần nữa thì báo lại; in lời đã giữ."""
    write(lead, conference, "targets", WRITTEN)
    second_unit_reports(cast)
    press(lead, conference, "keep_section", "targets")
    assert "Dữ liệu đã đổi" not in shown(lead, conference)
    pledged(cast, cast.units[2], 70, 70)
    assert "Dữ liệu đã đổi" in shown(lead, conference)
    assert "Các đơn vị hoàn thành tốt chỉ tiêu." in text_of(conclude(cast, conference))


def test_taking_the_new_words_makes_the_section_follow_the_data_again(cast, conference, lead):
    """«Lấy lời mới»: lời của dữ liệu lúc này thay lời đã sửa, và lại theo dữ liệu."""
    write(lead, conference, "targets", WRITTEN)
    second_unit_reports(cast)
    press(lead, conference, "restore_section", "targets")
    page = shown(lead, conference)
    assert "02 trong 03 đơn vị đã xác nhận kết quả" in page
    assert "hoàn thành tốt" not in page
    assert "0 mục đã sửa" in page


def test_what_is_settled_is_what_was_seen(cast, conference, lead):
    """Dữ liệu đổi sau khi mở trang: bấm giữ hoặc lấy lời mới trên trang cũ bị từ chối, vì chưa đọc lời mới nhất."""
    write(lead, conference, "targets", WRITTEN)
    old = seen(lead, conference, "targets")
    second_unit_reports(cast)
    for name in ("keep_section", "restore_section"):
        answer = press(lead, conference, name, "targets", on=old)
        assert answer.status_code == 409
        assert "Dữ liệu của mục này vừa thay đổi" in plain(answer)
    assert "hoàn thành tốt" in shown(lead, conference)


def test_concluding_warns_of_sections_that_differ_from_the_data(cast, conference, lead):
    """Trước khi kết luận, trang nói mục nào giữ lời đã sửa trong khi dữ liệu đã đổi."""
    write(lead, conference, "targets", WRITTEN)
    b.finished(cast, conference)
    head = client_of(cast.head(cast.lead_unit), b.ENDED)
    sentence = "1 mục báo cáo giữ lời đã sửa trong khi dữ liệu đã đổi: Thực hiện chỉ tiêu đã giao ước."
    assert sentence not in plain(head.get(address(conference, "conclude")))
    second_unit_reports(cast)
    assert sentence in plain(head.get(address(conference, "conclude")))


# --- hai người cùng sửa -------------------------------------------------------------------------------
def test_two_people_in_one_section_lose_nothing(cast, conference, lead):
    """Người sau gửi trang cũ: không ghi, nói ai đã sửa; điều mình gõ còn nguyên, khác nhau được chỉ ra; gửi lần nữa thì ghi."""
    secretary = client_of(cast.secretary, b.VOTED)
    opened = seen(secretary, conference, "targets")
    write(lead, conference, "targets", "Lời của trưởng khối.")
    answer = write(secretary, conference, "targets", "Lời của thư ký.", on=opened)
    assert f"{cast.lead} đã sửa mục này lúc 08:00, 20/12/2026, sau khi bạn mở trang." in plain(answer)
    assert answer.context["form"]["text"].value() == "Lời của thư ký."
    assert "Lời của bỏ: trưởng khối. thêm: thư ký." in plain(answer)
    assert ReportSection.objects.get().text == "Lời của trưởng khối."
    write(secretary, conference, "targets", "Lời của thư ký.", on=answer.context["form"]["seen"].value())
    assert ReportSection.objects.get().text == "Lời của thư ký."


def test_two_people_in_two_sections_do_not_meet(cast, conference, lead):
    """Hai người sửa hai mục khác nhau thì cả hai được ghi."""
    secretary = client_of(cast.secretary, b.VOTED)
    opened = seen(secretary, conference, "limits")
    write(lead, conference, "targets", "Lời một.")
    write(secretary, conference, "limits", "Lời hai.", on=opened)
    page = shown(lead, conference)
    assert "Lời một." in page
    assert "Lời hai." in page


# --- khi nào, ai ------------------------------------------------------------------------------------
def test_the_report_is_written_before_the_conference(cast):
    """Soạn được từ khi lập hội nghị, trước ngày họp."""
    conference, client = b.planned(cast), client_of(cast.lead, b.PLANNED)
    assert address(conference) in client.get(address(conference, "page")).content.decode()
    write(client, conference, "targets", WRITTEN)
    assert "hoàn thành tốt" in shown(client, conference)


def test_an_issued_report_is_edited_no_more(cast, conference, lead):
    """Kết luận rồi thì trang soạn nói báo cáo đã phát hành; gửi trang cũ cũng không ghi; lời trên giấy giữ nguyên."""
    old = seen(lead, conference, "targets")
    paper = conclude(cast, conference)
    after = client_of(cast.lead, b.ENDED)
    for answer in (after.get(address(conference)), write(after, conference, "targets", WRITTEN, on=old)):
        assert answer.status_code == 409
        assert "báo cáo đã phát hành, không sửa được nữa" in plain(answer)
    assert address(conference) not in after.get(address(conference, "page")).content.decode()
    paper.refresh_from_db()
    assert SAID in text_of(paper)


def test_a_meeting_without_report_has_nothing_to_write(cast):
    """Hội nghị giao ban không có báo cáo để soạn."""
    conference = b.planned(cast, ConferenceKind.BRIEFING)
    answer = client_of(cast.lead, b.PLANNED).get(address(conference))
    assert answer.status_code == 409
    assert "Hội nghị này không có báo cáo." in plain(answer)


def test_members_do_not_read_a_report_that_is_being_written(cast, conference):
    """Đơn vị thành viên chưa đọc được báo cáo đang soạn, và không thấy lối vào."""
    client = client_of(cast.head(cast.neighbour_unit), b.MEETING)
    assert client.get(address(conference)).status_code == 403
    assert address(conference) not in client.get(address(conference, "page")).content.decode()


def test_an_unknown_section_is_not_there(conference, lead):
    """Mục không có trong báo cáo thì 404."""
    assert lead.get(address(conference, "report_section", "khong-co")).status_code == 404


def test_the_draft_asks_the_same_number_of_questions_for_30_members():
    """Trang soạn báo cáo: 3 hay 30 đơn vị, cùng số câu hỏi."""
    asked = set()
    for members in (3, 30):
        cast = b.ranked(members, name=f"Khối {members} đơn vị")
        conference = b.in_session(cast)
        write(client_of(cast.lead, b.MEETING), conference, "targets", WRITTEN)
        asked.add(queries(cast.lead, address(conference), b.MEETING))
    assert len(asked) == 1
