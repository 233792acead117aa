from datetime import date

import pytest
from django.urls import reverse

from blocs.roster.models import Office
from emulation.law import reports
from emulation.law.models import Fact, FactKind, Holiday
from emulation.testing import day, person, province, secretariat_of, sitting

pytestmark = pytest.mark.django_db
AT = day(2026, 11, 21)


@pytest.fixture
def officer():
    return sitting(Office.SECRETARIAT, unit=secretariat_of(province()))


def nd152():
    return Fact.objects.get(slug="text-nd152")


def test_anybody_signed_in_reads_the_list_and_finds_without_tones(client_of):
    """Ai đăng nhập cũng tra được; gõ không dấu vẫn thấy."""
    page = client_of(person(), AT).get(reverse("law:index"), {"q": "luong co so", "day": "01/11/2026"})
    assert "2.530.000" in page.content.decode()
    assert "2.340.000" not in page.content.decode()


def test_a_visitor_is_asked_to_sign_in(client):
    """Người chưa đăng nhập được đưa tới trang đăng nhập."""
    assert client.get(reverse("law:index")).status_code == 302


def test_the_filter_shows_what_waits_for_a_check(client_of):
    """Bộ lọc «cần xác minh» chỉ ra dòng chưa chắc."""
    page = (
        client_of(person(), AT).get(reverse("law:index"), {"confidence": "to_check", "kind": "text"}).content.decode()
    )
    assert "Cần xác minh" in page
    assert "Luật Thi đua, khen thưởng 06/2022/QH15" not in page


def test_a_wrong_day_in_the_filter_is_answered_with_a_sentence(client_of):
    """Gõ sai ngày thì có câu nói rõ, danh sách vẫn hiện."""
    page = client_of(person(), AT).get(reverse("law:index"), {"day": "31/02/2026"})
    assert page.status_code == 200
    assert "31/02/2026" in page.content.decode()


def test_the_officer_confirms_through_the_page(client_of, officer):
    """Cơ quan thường trực xác nhận trên trang; tên và lý do hiện lại, nhật ký ghi."""
    client = client_of(officer, AT)
    answer = client.post(reverse("law:confirm", args=["fact", nd152().pk]), {"note": "Công báo số 807."}, follow=True)
    assert nd152().confirmed_by == officer
    assert "Công báo số 807." in answer.content.decode()


def test_nobody_else_sees_the_button_or_gets_through(client_of):
    """Người khác không thấy nút và không gửi được."""
    client, address = client_of(person(), AT), reverse("law:confirm", args=["fact", nd152().pk])
    assert address not in client.get(reverse("law:row", args=["fact", nd152().pk])).content.decode()
    assert client.post(address, {"note": "Tôi nhớ vậy."}).status_code == 403
    assert nd152().needs_checking


def test_a_confirmation_without_a_note_stays_on_the_page(client_of, officer):
    """Không nêu đã đối chiếu với đâu thì chưa ghi gì."""
    assert (
        client_of(officer, AT).post(reverse("law:confirm", args=["fact", nd152().pk]), {"note": ""}).status_code == 422
    )
    assert nd152().needs_checking


def test_the_officer_takes_a_confirmation_back_through_the_page(client_of, officer):
    """Rút xác nhận bằng trang, có lý do."""
    client = client_of(officer, AT)
    client.post(reverse("law:confirm", args=["fact", nd152().pk]), {"note": "Công báo số 807."})
    client.post(reverse("law:doubt", args=["fact", nd152().pk]), {"note": "Đọc nhầm."})
    assert nd152().needs_checking


def test_the_preview_shows_what_would_be_printed_on_a_day(client_of):
    """Trang xem trước phân biệt dòng được in và dòng còn chờ."""
    page = (
        client_of(person(), AT).get(reverse("law:citations"), {"kind": "report", "day": "01/07/2025"}).content.decode()
    )
    assert "Được in" in page
    assert "Cần xác minh, chưa in" in page


def test_the_calendar_of_a_year_is_readable(client_of):
    """Trang lịch nghỉ nêu ngày, dịp, ngày làm bù."""
    page = client_of(person(), AT).get(reverse("law:holidays_of", args=[2026])).content.decode()
    assert "Giỗ Tổ Hùng Vương (nghỉ bù)" in page
    assert "làm việc" in page


def test_a_holiday_has_a_page_of_its_own(client_of):
    """Mỗi ngày nghỉ mở ra nguồn của nó."""
    holiday = Holiday.objects.get(day=date(2026, 11, 24))
    assert "80-NQ/TW" in client_of(person(), AT).get(reverse("law:row", args=["holiday", holiday.pk])).content.decode()


def test_the_secretariat_is_told_what_waits_for_confirmation(officer):
    """Trang đầu của cơ quan thường trực nhắc văn bản chưa xác nhận; người khác không bị nhắc."""
    (task,) = reports.waiting(officer, AT)
    assert "2 văn bản" in task.note
    assert reports.waiting(person(), AT) == []


@pytest.mark.parametrize("extra", [3, 30])
def test_the_list_asks_the_same_number_of_questions_for_3_and_for_30_rows(client_of, django_assert_num_queries, extra):
    """Số câu hỏi tới cơ sở dữ liệu không tăng theo số dòng."""
    told = {
        "kind": FactKind.QUOTA,
        "about": "Dòng đo",
        "valid_from": date(2026, 1, 1),
        "source": "đo",
        "confidence": "seen_in_text",
    }
    Fact.objects.bulk_create(Fact(slug=f"do-{n}", key=f"do-{n}", **told) for n in range(extra))
    client = client_of(person(), AT)
    client.get(reverse("law:index"))
    with django_assert_num_queries(4):
        client.get(reverse("law:index"), {"q": "dong do"})
