"""Trang hội nghị: ai mở được, nút nào hỏi lại danh tính, số câu hỏi cơ sở dữ liệu không theo số đơn vị."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime

from blocs.conferences import documents, handover, reporting
from blocs.conferences.models import Conference, ConferenceKind
from emulation.testing import client_of, prove
from emulation.ui.numbers import points

from . import building as b
from .test_papers import pledged
from .test_states import brought_to

pytestmark = pytest.mark.django_db


def get(person, name, *args, at=b.MEETING):
    return client_of(person, at).get(reverse(f"conferences:{name}", args=args))


def post(person, name, *args, at=b.MEETING, **typed):
    return client_of(person, at).post(reverse(f"conferences:{name}", args=args), typed)


@pytest.fixture
def cast():
    return b.balloted()


FORMS = ["add_item", "texts", "postpone", "put_forward", "call_off_vote", "hand_over", "conclude"]
BUTTONS = ["invite", "open_session", "attend", "open_vote", "count_vote", "acclaim", "minute"]


def test_another_bloc_sees_nothing(cast):
    """Người của khối khác, cùng tỉnh: mọi địa chỉ đều 404."""
    conference = b.in_session(cast)
    stranger = b.balloted(name="Khối khác")
    person = stranger.head(stranger.lead_unit)
    for name in ("page", *FORMS):
        assert get(person, name, conference.pk).status_code == 404, name
    for name in (*BUTTONS, *FORMS):
        assert post(person, name, conference.pk).status_code == 404, name
    for name in ("year", "plan"):
        assert get(person, name, cast.year.pk).status_code == 404, name
    assert post(person, "finish_item", conference.items.get().pk, outcome="x").status_code == 404


def test_a_neighbour_reads_but_does_not_act(cast):
    """Đơn vị bên cạnh xem được trang; trang có biểu mẫu và mọi nút đều 403, kèm câu nói việc của ai."""
    conference = b.in_session(cast)
    neighbour = cast.head(cast.neighbour_unit)
    assert get(neighbour, "page", conference.pk).status_code == 200
    assert get(neighbour, "year", cast.year.pk).status_code == 200
    for name in FORMS:
        answer = get(neighbour, name, conference.pk)
        assert (name, answer.status_code) == (name, 403)
    assert "Lãnh đạo hoặc cán bộ đầu mối của trưởng khối" in get(neighbour, "add_item", conference.pk).content.decode()
    assert get(neighbour, "plan", cast.year.pk).status_code == 403


def test_a_neighbours_page_has_no_buttons(cast):
    """Trang của đơn vị bên cạnh không có nút nào mà bấm vào bị từ chối."""
    page = get(cast.head(cast.neighbour_unit), "page", b.in_session(cast).pk).content.decode()
    assert "Ghi kết quả" not in page
    assert "Ghi điểm danh" not in page
    assert "Thêm mục" not in page


PROVEN = {
    "invite": "planned", "minute": "concluded", "conclude": "in_session", "hand_over": "in_session", "open_vote": "in_session",
    "count_vote": "in_session", "acclaim": "in_session", "call_off_vote": "in_session",
}  # fmt: skip


@pytest.mark.parametrize("name", PROVEN)
def test_what_cannot_be_undone_asks_who_you_are_again(cast, name):
    """Việc không rút lại được: chứng minh quá năm phút thì dẫn đi xác nhận lại, và chưa có gì được ghi."""
    conference = brought_to(PROVEN[name], cast)
    client = client_of(cast.head(cast.lead_unit), b.MEETING)
    prove(client, cast.head(cast.lead_unit), seconds_ago=301)
    before = Conference.objects.values().get(pk=conference.pk)
    answer = client.post(reverse(f"conferences:{name}", args=[conference.pk]), {"conclusions": "Xong.", "reason": "x"})
    assert answer.status_code == 302
    assert "xac-nhan" in answer.url or "reauthenticate" in answer.url or "tai-khoan" in answer.url
    assert Conference.objects.values().get(pk=conference.pk) == before


def test_a_meeting_is_planned_through_the_page(cast):
    """Lập hội nghị: ngày và giờ Việt Nam thành một thời điểm; lập xong tới trang hội nghị."""
    typed = {
        "kind": "year_end",
        "title": "Hội nghị tổng kết năm 2026",
        "day": "20/12/2026",
        "hour": "08:00",
        "place": "Hội trường",
        "chairs": "Giám đốc",
    }
    answer = post(cast.lead, "plan", cast.year.pk, at=b.PLANNED, **typed)
    conference = Conference.objects.get()
    assert answer.url == reverse("conferences:page", args=[conference.pk])
    assert conference.held_at == b.MEETING


def test_the_kind_may_be_chosen_beforehand(cast):
    """Từ trang đầu tới, loại hội nghị đã chọn sẵn; loại lạ thì bỏ qua."""
    client = client_of(cast.lead, b.PLANNED)
    address = reverse("conferences:plan", args=[cast.year.pk])
    assert '<option value="midyear" selected' in client.get(f"{address}?loai=midyear").content.decode()
    assert client.get(f"{address}?loai=khac").status_code == 200


def test_the_usual_words_stand_in_the_form(cast):
    """Người chủ trì, nơi họp, khách mời được gợi sẵn; bỏ trống tên thì hội nghị lấy tên theo loại và năm."""
    stands = get(cast.lead, "plan", cast.year.pk, at=b.PLANNED).context["form"].initial
    assert stands["place"] == f"Hội trường {cast.lead_unit.name}"
    typed = stands | {"kind": "midyear", "title": "", "day": "20/12/2026", "hour": "08:00", "chairs": "Giám đốc"}
    post(cast.lead, "plan", cast.year.pk, at=b.PLANNED, **typed)
    assert Conference.objects.get().title == "Hội nghị sơ kết 6 tháng năm 2026"


@pytest.mark.parametrize(("typed", "hour"), [("8h", "08:00"), ("8 giờ", None), ("14H30", "14:30"), ("9:05", "09:05")])
def test_the_hour_is_typed_as_people_write_it(cast, typed, hour):
    """8h, 14h30, 9:05 đều được; sai thì nói ghi thế nào và đã nhập gì."""
    facts = {"kind": "briefing", "day": "20/12/2026", "hour": typed, "place": "Hội trường", "chairs": "Giám đốc"}
    page = post(cast.lead, "plan", cast.year.pk, **facts)
    held = Conference.objects.values_list("held_at", flat=True).first()
    assert (held and f"{localtime(held):%H:%M}") == hour
    assert hour or f"Ghi giờ họp như 08:00 hoặc 8h30. Bạn vừa nhập “{typed}”." in page.content.decode()


def test_the_usual_title_stands_in_the_form_and_follows_the_kind(cast):
    """Tên thường gọi có sẵn; đổi loại mà để nguyên tên thì tên theo loại mới; tên tự đặt thì giữ."""
    page = get(cast.lead, "plan", cast.year.pk).context["form"]
    usual = page.initial["title"]
    facts = {"kind": "briefing", "day": "20/12/2026", "hour": "8", "place": "Hội trường", "chairs": "Giám đốc"}
    for title in (usual, "Họp chuyên đề"):
        post(cast.lead, "plan", cast.year.pk, **facts, title=title)
    assert usual == f"{ConferenceKind(ConferenceKind.values[0]).label} năm 2026"
    titles = [c.title for c in Conference.objects.order_by("pk")]
    assert titles == [f"{ConferenceKind.BRIEFING.label} năm 2026", "Họp chuyên đề"]


def test_the_page_of_candidates_tells_points_and_the_limit():
    """Đề cử: mỗi đơn vị có hạng và điểm, và quy chế cho mấy cờ, mấy bằng khen."""
    cast = b.ranked()
    page = get(cast.lead, "put_forward", b.in_session(cast).pk, at=b.VOTED).content.decode()
    assert "Nhiều nhất 1 cờ và 1 bằng khen, theo quy chế của khối." in page
    assert page.count("điểm</") >= 3
    assert f"{points(cast.year.rounds.get().published_rows.first().total, 2)} điểm" in page


def test_the_page_of_conclusions_warns_with_numbers_when_results_are_missing():
    """Kết luận tổng kết: còn đơn vị chưa xác nhận kết quả thì báo trước, có số; đủ rồi thì thôi; họp giao ban thì không hỏi."""
    cast = b.balloted()
    head, warned = cast.head(cast.lead_unit), "Báo cáo sẽ thiếu kết quả"
    conference = b.finished(cast, b.in_session(cast))
    pledged(cast, cast.units[0], 98, 99)
    page = get(head, "conclude", conference.pk).content.decode()
    assert f"{warned}: mới 1 trong 3 đơn vị đã xác nhận kết quả cả năm; 1 trong 1 chỉ tiêu có kết quả." in page
    for unit in cast.units[1:]:
        pledged(cast, unit, 98, 99)
    assert warned not in get(head, "conclude", conference.pk).content.decode()
    briefing = b.in_session(b.balloted(name="Khối khác"), kind="briefing")
    other = briefing.attendances.first().representative
    assert warned not in get(other, "conclude", briefing.pk).content.decode()


def test_a_report_may_be_emptied(cast):
    """Mọi ô của nội dung báo cáo đều tùy ý: gửi trống là xóa, không phải mở biểu mẫu."""
    conference = b.in_session(cast)
    post(cast.lead, "texts", conference.pk, strengths="Đoàn kết")
    assert post(cast.lead, "texts", conference.pk).status_code == 302
    conference.refresh_from_db()
    assert conference.strengths == ""


def test_a_refused_button_says_why_and_changes_nothing(cast):
    """Phát phiếu khi chưa đề cử: trang 409 có câu, không có phiếu nào."""
    answer = post(cast.lead, "open_vote", b.in_session(cast).pk)
    assert answer.status_code == 409
    assert "Chưa có đề cử nào để bỏ phiếu." in answer.content.decode()


def test_a_refused_form_keeps_what_was_typed(cast):
    """Kết luận khi còn mục chưa xong: câu từ chối ở đầu biểu mẫu, lời kết luận còn nguyên."""
    answer = post(cast.head(cast.lead_unit), "conclude", b.in_session(cast).pk, conclusions="Hội nghị nhất trí.")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "còn mục Nội dung khác" in page
    assert "Hội nghị nhất trí." in page


def test_the_form_of_hand_over_proposes_the_next_in_turn(cast):
    """Trao quyền: đơn vị đến lượt được chọn sẵn; trang nói điều sẽ xảy ra."""
    page = get(cast.head(cast.lead_unit), "hand_over", b.in_session(cast).pk)
    assert page.context["form"].initial == {"lead": cast.units[1], "deputy": cast.units[2]}
    assert "Năm thi đua 2027 được lập" in page.content.decode()


def test_a_tie_is_broken_through_the_page():
    """Phân định đồng hạng: mỗi đơn vị một thứ tự; trùng thứ tự thì báo; hạng lạ thì 404."""
    cast = b.ranked(3, tied=2)
    conference = b.in_session(cast)
    one, two = b.member(cast, 0).pk, b.member(cast, 1).pk
    assert "đồng hạng 1" in get(cast.lead, "page", conference.pk).content.decode()
    wrong = post(cast.lead, "break_tie", conference.pk, 1, **{f"o{one}": 1, f"o{two}": 1, "reason": "x"})
    assert "Mỗi đơn vị một thứ tự khác nhau" in wrong.content.decode()
    order = {f"o{one}": 2, f"o{two}": 1, "who": "Trưởng khối, phó khối", "reason": "Nhiều sáng kiến"}
    post(cast.lead, "break_tie", conference.pk, 1, **order)
    assert list(conference.tie_breaks.values_list("member", "order")) == [(two, 1), (one, 2)]
    assert get(cast.lead, "break_tie", conference.pk, 2).status_code == 404


def test_a_revote_is_entered_through_the_page_and_stands_in_the_minutes():
    """Bỏ phiếu lại ghi qua trang; biên bản và báo cáo nêu hạng, cách phân định của từng đơn vị cùng điểm."""
    cast = b.ranked(3, tied=2)
    conference = b.in_session(cast)
    one, two = b.member(cast, 0).pk, b.member(cast, 1).pk
    address = reverse("conferences:revote", args=[conference.pk, 1])
    assert address in get(cast.lead, "page", conference.pk).content.decode()
    votes = {f"o{one}": 3, f"o{two}": 6, "base": 9, "reason": "Bỏ phiếu kín"}
    over = post(cast.lead, "revote", conference.pk, 1, **votes | {"base": 5})
    assert "6 phiếu là quá 5 phiếu đã bỏ" in over.content.decode()
    post(cast.lead, "revote", conference.pk, 1, **votes)
    page = get(cast.lead, "page", conference.pk).content.decode()
    assert ("6/9 phiếu; Bỏ phiếu kín" in page, address in page) == (True, False)
    first, second, *_rest = documents.told_ties(conference)
    assert first[1:] == [1, "cùng điểm với Sở 1: bỏ phiếu lại tại hội nghị (6/9 phiếu; Bỏ phiếu kín)"]
    assert second[1:] == [2, "cùng điểm với Sở 2: bỏ phiếu lại tại hội nghị (3/9 phiếu; Bỏ phiếu kín)"]
    assert [(row["rank"], row["tie"]) for row in reporting.report(conference)["ranking"]][:2] == [
        (1, first[2]), (2, second[2]),
    ]  # fmt: skip


def test_the_whole_afternoon_through_the_pages(cast):
    """Từ đề cử tới biên bản, qua trang, mỗi người phần mình."""
    conference = b.in_session(cast)
    clerk, head = cast.lead, cast.head(cast.lead_unit)
    post(clerk, "put_forward", conference.pk, **{f"m{b.member(cast, 1).pk}": "CO_TINH"})
    post(clerk, "open_vote", conference.pk)
    conference.refresh_from_db()
    for elector in conference.ballot.electors.all():
        b.vote(conference.ballot, elector.person)
    post(clerk, "count_vote", conference.pk)
    post(clerk, "texts", conference.pk, strengths="Đoàn kết", limits="", next_tasks="", requests="")
    post(clerk, "add_item", conference.pk, kind="free", title="Phát biểu", bloc_year=cast.year.pk)
    for item in conference.items.all():
        post(clerk, "finish_item", item.pk, outcome="Thống nhất.")
    post(head, "conclude", conference.pk, conclusions="Nhất trí.")
    post(head, "minute", conference.pk)
    conference.refresh_from_db()
    assert conference.state == "minuted"
    assert conference.nominations.get().passed
    assert "Đoàn kết" in get(cast.head(cast.neighbour_unit), "page", conference.pk).content.decode()


def queries(person, path, at=b.ENDED):
    client = client_of(person, at)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_page_asks_the_same_number_of_questions_for_30_members():
    """Trang hội nghị: 3 hay 30 đơn vị, có phiếu đã kiểm, cùng số câu hỏi."""
    asked = {}
    for members in (3, 30):
        cast = b.balloted(members, name=f"Khối {members} đơn vị", certificates=members)
        conference = b.nominated(cast, codes=["BK_TINH"] * members)
        handover.hand_over(conference, lead=cast.units[1], by=cast.head(cast.lead_unit), at=b.VOTED)
        path = reverse("conferences:page", args=[conference.pk])
        asked[members] = queries(cast.lead, path), queries(cast.head(cast.neighbour_unit), path)
    assert asked[3] == asked[30]
    assert max(asked[30]) <= 34


def test_the_attendance_form_asks_the_same_number_of_questions_for_30_members():
    """Bảng điểm danh với người đại diện để chọn: cùng số câu hỏi."""
    asked = set()
    for members in (3, 30):
        cast = b.balloted(members, name=f"Khối {members} đơn vị")
        asked.add(queries(cast.lead, reverse("conferences:page", args=[b.planned(cast).pk])))
    assert len(asked) == 1
