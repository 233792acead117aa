"""Đăng ký thi đua qua trình duyệt: gõ, xem lại, nộp, tiếp nhận, kết quả."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocs.covenant.tests.conftest import a_year
from blocs.pledges import reports, workflow
from blocs.pledges.models import Pledge, State
from blocs.roster.models import Office
from emulation.journal import clock
from emulation.testing import day, prove, sitting

FEBRUARY, JULY = day(2026, 2, 10), day(2026, 7, 5)


def typed(titles, *rows, **more):
    """The form as a browser sends it: `rows` of (name, level, measure), one flag."""
    data = {"target-TOTAL_FORMS": len(rows), "target-INITIAL_FORMS": 0, f"title_{titles.flag.pk}": "on", "note": ""}
    for n, (name, level, measure) in enumerate(rows):
        data |= {
            f"target-{n}-name": name,
            f"target-{n}-level": level,
            f"target-{n}-measure": measure,
            f"target-{n}-note": "",
        }
    return data | more


def url(name, member, *more):
    return reverse(f"pledges:{name}", args=[member.pk, *more])


def test_a_pledge_is_typed_with_a_decimal_comma_or_a_dot(year, titles, head, client_of):
    """Mức đăng ký gõ 98,5 hay 98.5 đều được; bằng chữ cũng được; dòng trống thì bỏ qua."""
    rows = [("Hồ sơ đúng hạn", "98.5", "%"), ("Cơ quan văn hóa", "Đạt", ""), ("", "", "")]

    response = client_of(head, FEBRUARY).post(url("write", year.plain), typed(titles, *rows))

    assert response.status_code == 302
    assert [t.promised for t in Pledge.objects.get().targets.all()] == ["98,5%", "Đạt"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("Hồ sơ", "98.5.0", "%"), "Bạn vừa nhập “98.5.0”"),
        (("Hồ sơ", "2 đề tài", ""), "Đơn vị tính ghi ở ô bên"),
        (("Hồ sơ", "-3", "%"), "từ 0 trở lên"),
        (("", "98,5", "%"), "Dòng 1, tên chỉ tiêu: Chưa điền ô này"),
        (("Hồ sơ", "", "%"), "Dòng 1, mức đăng ký: Chưa điền ô này"),
    ],
)
def test_what_is_wrong_is_said_above_and_linked(year, titles, head, client_of, row, sentence):
    """Gõ sai thì ô tóm tắt nói sai gì, dẫn tới ô, và không mất gì đã gõ."""
    page = client_of(head, FEBRUARY).post(url("write", year.plain), typed(titles, row)).content.decode()

    assert "Chưa ghi được" in page
    assert sentence in page
    assert 'href="#id_target-0-' in page
    assert not Pledge.objects.exists()


def test_at_least_one_title_is_chosen(year, titles, head, client_of):
    """Không chọn danh hiệu nào thì chưa ghi."""
    data = typed(titles, ("Hồ sơ", "98,5", "%"))
    del data[f"title_{titles.flag.pk}"]

    assert (
        "chọn ít nhất một danh hiệu" in client_of(head, FEBRUARY).post(url("write", year.plain), data).content.decode()
    )


def test_more_lines_keep_what_was_typed_and_check_nothing(year, titles, head, client_of):
    """«Thêm dòng» giữ những gì đã gõ, thêm ba dòng trống, chưa soát lỗi, chưa ghi."""
    data = typed(titles, ("Hồ sơ", "98.5.0", "%"), more="3")
    response = client_of(head, FEBRUARY).post(url("write", year.plain), data)

    page = response.content.decode()
    assert 'value="98.5.0"' in page
    assert 'name="target-3-name"' in page
    assert "Chưa ghi được" not in page
    assert f'name="title_{titles.flag.pk}"' in page
    assert not Pledge.objects.exists()


def test_the_form_shows_what_was_written(pledge, year, head, client_of):
    """Mở lại thì thấy số đã ghi với dấu phẩy, và danh hiệu đã chọn."""
    page = client_of(head, FEBRUARY).get(url("write", year.plain)).content.decode()

    assert 'value="98,5"' in page
    assert 'value="Đạt"' in page
    assert "checked" in page


def test_others_do_not_open_the_form(pledge, year, client_of):
    """Đơn vị khác trong khối mở trang soạn thì được trả lời 403, người tỉnh khác 404."""
    neighbour = client_of(year.head_of(year.deputy), FEBRUARY).get(url("write", year.plain))
    assert neighbour.status_code == 403
    assert "của chính đơn vị" in neighbour.content.decode()


def test_a_draft_is_not_found_by_the_lead(pledge, year, leader, client_of):
    """Bản đang soạn: trưởng khối chưa thấy."""
    assert client_of(leader, FEBRUARY).get(url("page", year.plain)).status_code == 404


def test_submitting_is_read_back_and_proven(pledge, year, head, client_of):
    """Nộp: xem lại, rồi bấm; chứng minh là mình quá 5 phút thì phải làm lại và chưa nộp."""
    client = client_of(head, FEBRUARY)
    assert "Khi bạn nộp" in client.get(url("submit", year.plain)).content.decode()
    prove(client, head, seconds_ago=301)
    assert "next=" in client.post(url("submit", year.plain)).url
    assert Pledge.objects.get().state == State.DRAFT

    prove(client, head)
    client.post(url("submit", year.plain))
    assert Pledge.objects.get().state == State.SUBMITTED


def test_the_lead_receives_or_sends_back(submitted, year, leader, client_of):
    """Trưởng khối trả lại phải nêu lý do; tiếp nhận thì một nút."""
    client = client_of(leader, FEBRUARY)
    assert "Chưa điền ô này" in client.post(url("send_back", year.plain), {"reason": ""}).content.decode()
    client.post(url("receive", year.plain))

    assert Pledge.objects.get().state == State.RECEIVED


def test_the_unit_reads_why_it_was_sent_back(submitted, year, leader, head, client_of):
    """Lý do trả lại hiện nguyên văn cho đơn vị."""
    client_of(leader, FEBRUARY).post(url("send_back", year.plain), {"reason": "Thiếu chỉ tiêu chuyển đổi số"})

    assert "Thiếu chỉ tiêu chuyển đổi số" in client_of(head, FEBRUARY).get(url("page", year.plain)).content.decode()
    assert "Thiếu chỉ tiêu chuyển đổi số" in client_of(head, FEBRUARY).get(url("write", year.plain)).content.decode()


def test_results_are_typed_confirmed_and_read(received, year, head, leader, client_of):
    """Ghi kết quả, thủ trưởng xác nhận, khối đọc được tỷ lệ đạt."""
    number, words = received.targets.all()
    data = {f"t{number.pk}-value": "49,3", f"t{number.pk}-remark": "", f"t{words.pk}-remark": "Đang làm thủ tục"}
    client = client_of(head, JULY)
    client.post(url("results", year.plain, "midyear"), data)
    assert "Khi bạn xác nhận" in client.get(url("confirm_results", year.plain, "midyear")).content.decode()
    client.post(url("confirm_results", year.plain, "midyear"))

    page = client_of(leader, JULY).get(reverse("pledges:bloc_results", args=[year.row.pk, "midyear"])).content.decode()
    assert "50,1%" in page
    assert "Đang làm thủ tục" in page


def test_a_wrong_number_in_the_results_is_said(received, year, head, client_of):
    """Kết quả gõ sai số thì nói sai ở đâu, không ghi gì."""
    number = received.targets.first()

    page = (
        client_of(head, JULY)
        .post(url("results", year.plain, "midyear"), {f"t{number.pk}-value": "4x"})
        .content.decode()
    )

    assert "Bạn vừa nhập “4x”" in page
    assert f'href="#id_t{number.pk}-value"' in page


def test_confirmed_results_are_reopened_by_the_lead(received, year, head, leader, client_of):
    """Trưởng khối mở lại kết quả đã xác nhận, có lý do."""
    results = {t: (Decimal(1), "Đạt") for t in received.targets.all()}
    workflow.report_results(received, period="midyear", results=results, by=head, at=JULY)
    workflow.confirm_results(received, period="midyear", by=head, at=JULY)
    assert client_of(head, JULY).get(url("results", year.plain, "midyear")).status_code == 302

    client_of(leader, JULY).post(url("reopen_results", year.plain, "midyear"), {"reason": "Nhầm"})

    assert client_of(head, JULY).get(url("results", year.plain, "midyear")).status_code == 200


def test_every_state_of_the_page_opens(pledge, year, head, leader, client_of):
    """Trang bản đăng ký mở được ở mọi trạng thái, cho đơn vị và cho trưởng khối."""
    for act, by in ((None, None), (workflow.submit, head), (workflow.receive, leader)):
        if act:
            act(pledge, by=by, at=FEBRUARY)
        assert client_of(head, FEBRUARY).get(url("page", year.plain)).status_code == 200
        assert client_of(head, FEBRUARY).get(url("submit", year.plain)).status_code == 200
    assert client_of(leader, FEBRUARY).get(url("page", year.plain)).status_code == 200


def test_a_stranger_finds_nothing(received, year, client_of):
    """Người không có ghế trong tỉnh không thấy trang nào."""
    stranger = client_of(sitting(Office.HEAD, unit=a_stranger_unit()), FEBRUARY)

    for page in (
        url("page", year.plain),
        url("write", year.plain),
        reverse("pledges:registrations", args=[year.row.pk]),
    ):
        assert stranger.get(page).status_code == 404


def a_stranger_unit():
    from emulation import testing

    return testing.unit("Sở tỉnh khác", testing.province("Tỉnh khác"))


@pytest.mark.parametrize(
    ("page", "state"),
    [("registrations", State.RECEIVED), ("bloc_results", State.RECEIVED)],
)
def test_pages_of_the_bloc_ask_the_same_questions_for_3_and_30(db, client_of, page, state):
    """Bảng của khối hỏi cơ sở dữ liệu như nhau với 3 và 30 đơn vị."""
    more = {"bloc_results": ["midyear"]}.get(page, [])
    counts = []
    for size in (3, 30):
        year = a_year(size, named=f"Khối {size}")
        client = client_of(year.leader, FEBRUARY)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(f"pledges:{page}", args=[year.row.pk, *more])).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def waits(user, at, *, elsewhere=False):
    """Titles of what waits for a person."""
    with clock.at(at):
        user.forget_powers()
        return [t.title for t in reports.waiting(user, at) if t.elsewhere == elsewhere]


def test_what_the_clerk_has_done_waits_for_the_head(year, titles, head, leader):
    """Soạn đủ rồi: thủ trưởng thấy «Nộp bản đăng ký», cán bộ đầu mối thấy việc đang chờ thủ trưởng; kết quả cũng vậy."""
    clerk = year.clerk_of(year.plain)
    aims, promises = [workflow.Aim(titles.flag)], [workflow.Promise("Một", Decimal(1))]
    pledge = workflow.write(year.plain, targets=promises, titles=[], by=clerk, at=FEBRUARY)
    assert waits(clerk, FEBRUARY) == waits(head, FEBRUARY) == ["Đăng ký chỉ tiêu và danh hiệu năm 2026"]
    workflow.write(year.plain, targets=promises, titles=aims, by=clerk, at=FEBRUARY)
    assert waits(head, FEBRUARY) == waits(clerk, FEBRUARY, elsewhere=True) == ["Nộp bản đăng ký năm 2026"]
    assert waits(clerk, FEBRUARY) == waits(head, FEBRUARY, elsewhere=True) == []
    assert [t.note for t in reports.waiting(clerk, FEBRUARY)] == ["Sở thứ ba, chờ thủ trưởng"]
    workflow.submit(pledge, by=head, at=FEBRUARY)
    workflow.receive(pledge, by=leader, at=FEBRUARY)
    told = {target: (Decimal(1), "") for target in pledge.targets.all()}
    workflow.report_results(pledge, period="midyear", results=told, by=clerk, at=JULY)
    assert waits(head, JULY) == waits(clerk, JULY, elsewhere=True) == ["Xác nhận kết quả 6 tháng năm 2026"]
    assert waits(clerk, JULY) == []


def test_forms_of_a_pledge_close_with_their_moment(year, titles, head, leader, client_of):
    """Đã trả lại: trang trả lại không mở nữa. Đã xác nhận kết quả: trang xác nhận dẫn về bản đăng ký."""
    aims, promises = [workflow.Aim(titles.flag)], [workflow.Promise("Một", Decimal(1))]
    pledge = workflow.write(year.plain, targets=promises, titles=aims, by=head, at=FEBRUARY)
    workflow.submit(pledge, by=head, at=FEBRUARY)
    lead = client_of(leader, FEBRUARY)
    assert lead.get(url("send_back", year.plain)).status_code == 200
    workflow.send_back(pledge, reason="Thiếu", by=leader, at=FEBRUARY)
    assert lead.get(url("send_back", year.plain)).status_code == 409
    workflow.submit(pledge, by=head, at=FEBRUARY)
    workflow.receive(pledge, by=leader, at=FEBRUARY)
    told, unit = {target: (Decimal(1), "") for target in pledge.targets.all()}, client_of(head, JULY)
    workflow.report_results(pledge, period="midyear", results=told, by=head, at=JULY)
    confirming = url("confirm_results", year.plain, "midyear")
    assert unit.get(confirming).status_code == 200
    workflow.confirm_results(pledge, period="midyear", by=head, at=JULY)
    assert unit.get(confirming).status_code == 302


def test_a_returned_pledge_waits_for_one_hand_at_a_time(year, titles, head, leader, client_of):
    """Bị trả lại: cán bộ đầu mối bổ sung, thủ trưởng thấy ở «chờ nơi khác»; bổ sung rồi thì thủ trưởng nộp lại. Trang nói ai giữ bút."""
    clerk = year.clerk_of(year.plain)
    aims, promises = [workflow.Aim(titles.flag)], [workflow.Promise("Một", Decimal(1))]
    pledge = workflow.write(year.plain, targets=promises, titles=aims, by=clerk, at=FEBRUARY)
    workflow.submit(pledge, by=head, at=FEBRUARY)
    workflow.send_back(pledge, reason="Thiếu", by=leader, at=FEBRUARY)
    later = FEBRUARY + timedelta(hours=1)

    assert waits(clerk, later) == waits(head, later, elsewhere=True) == ["Bổ sung bản đăng ký năm 2026"]
    assert waits(head, later) == waits(clerk, later, elsewhere=True) == []
    assert [t.note for t in reports.waiting(head, later)] == ["Sở thứ ba, chờ cán bộ đầu mối"]
    assert "<b>Sở thứ ba</b>" in client_of(clerk, later).get(url("page", year.plain)).content.decode()
    workflow.write(year.plain, targets=promises, titles=aims, by=clerk, at=later)
    assert waits(head, later) == waits(clerk, later, elsewhere=True) == ["Nộp lại bản đăng ký năm 2026"]
    assert waits(clerk, later) == []
    assert "<b>thủ trưởng Sở thứ ba</b>" in client_of(clerk, later).get(url("page", year.plain)).content.decode()


def test_a_saved_registration_and_saved_results_say_so(year, titles, head, leader, client_of):
    """Ghi xong thì trang nói đã ghi lúc mấy giờ; không có chỉ tiêu nào thì nói thiếu, và chưa ghi."""
    client = client_of(head, FEBRUARY)
    empty = client.post(url("write", year.plain), typed(titles, ("", "", ""))).content.decode()
    assert "Ghi ít nhất một chỉ tiêu" in empty
    assert "Đã ghi bản đăng ký" not in empty
    page = client.post(url("write", year.plain), typed(titles, ("Hồ sơ", "98,5", "%")), follow=True).content.decode()
    assert "Đã ghi bản đăng ký lúc 09:00." in page
    pledge = Pledge.objects.get()
    workflow.submit(pledge, by=head, at=FEBRUARY)
    workflow.receive(pledge, by=leader, at=FEBRUARY)
    cell = f"t{pledge.targets.get().pk}"
    cells = {f"{cell}-value": "97", f"{cell}-remark": ""}
    page = client.post(url("results", year.plain, "midyear"), cells, follow=True).content.decode()
    assert "Đã ghi kết quả lúc 09:00." in page


def test_what_waits_for_whom(year, titles, head, leader):
    """Việc chờ: đơn vị đăng ký; trưởng khối tiếp nhận; đến gần mốc thì ghi kết quả."""
    assert waits(head, FEBRUARY) == ["Đăng ký chỉ tiêu và danh hiệu năm 2026"]
    aims, promises = [workflow.Aim(titles.flag)], [workflow.Promise("Một", Decimal(1))]
    pledge = workflow.write(year.plain, targets=promises, titles=aims, by=head, at=FEBRUARY)
    workflow.submit(pledge, by=head, at=FEBRUARY)
    assert waits(head, FEBRUARY) == []
    assert "Tiếp nhận đăng ký của Sở thứ ba" in waits(leader, FEBRUARY)
    workflow.send_back(pledge, reason="Thiếu", by=leader, at=FEBRUARY)
    assert waits(head, FEBRUARY) == ["Bổ sung bản đăng ký năm 2026"]
    workflow.submit(pledge, by=head, at=FEBRUARY)
    workflow.receive(pledge, by=leader, at=FEBRUARY)
    assert waits(head, FEBRUARY) == []
    assert waits(head, JULY) == ["Ghi kết quả 6 tháng năm 2026"]


@pytest.mark.parametrize("level", ["12000", "1.234.567,5", "98,5"])
def test_what_was_saved_is_saved_again_as_it_stands(year, titles, head, client_of, level):
    """Mở lại bản đã ghi rồi ghi ngay: con số của chính phần mềm không bị chê."""
    client, page = client_of(head, FEBRUARY), url("write", year.plain)
    client.post(page, typed(titles, ("Thu ngân sách", level, "triệu đồng")))
    saved = Pledge.objects.get().targets.get().value
    shown = re.search(r'name="target-0-level" value="([^"]*)"', client.get(page).content.decode()).group(1)

    answer = client.post(page, typed(titles, ("Thu ngân sách", shown, "triệu đồng")))

    assert answer.status_code == 302
    assert Pledge.objects.get().targets.get().value == saved
