"""Điểm danh: ai đứng cho đơn vị nào; đủ tỷ lệ hay chưa."""

import re

import pytest

from blocs.conferences import nomination, workflow
from blocs.conferences.quorum import Quorum
from blocs.roster.models import Office
from emulation.journal.steps import Refused
from emulation.testing import client_of, day, sitting

from . import building as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return b.balloted()


@pytest.fixture
def conference(cast):
    return b.in_session(cast)


def attend(cast, conference, **who):
    """Attendance with the rows of some units (by place) replaced: place_2=(True, person, "giấy")."""
    rows = b.rows(cast, conference)
    for place, row in who.items():
        rows[b.member(cast, int(place[-1])).pk] = row
    workflow.attend(conference, rows, by=cast.lead, at=b.MEETING)


@pytest.mark.parametrize(
    ("present", "members", "percent", "reached"),
    [
        (2, 3, 67, False),
        (2, 3, 66, True),
        (3, 3, 100, True),
        (7, 10, 70, True),
        (6, 10, 67, False),
        (0, 0, 50, False),
        (1, 2, 50, True),
    ],
)
def test_quorum_compares_whole_numbers(present, members, percent, reached):
    """Đủ khi có mặt × 100 ≥ tỷ lệ × số đơn vị; không làm tròn."""
    assert Quorum(present, members, percent).reached is reached


def test_the_sentence_says_what_to_do_without_a_quorum():
    """Chưa đủ thì câu nói rõ và bảo hẹn ngày khác."""
    assert Quorum(1, 3, 67).sentence == "Có mặt 1 trong 3 đơn vị, chưa đủ 67% theo quy chế: hẹn ngày họp khác."
    assert Quorum(3, 3, 67).sentence == "Có mặt 3 trong 3 đơn vị, đủ (quy chế cần từ 67%)."


def test_a_unit_present_has_somebody(cast, conference):
    """Có mặt mà không có người đại diện thì không ghi."""
    with pytest.raises(Refused, match="có mặt thì phải có người đại diện"):
        attend(cast, conference, place_2=(True, None, ""))


def test_somebody_without_a_seat_needs_a_delegation(cast, conference):
    """Người của đơn vị bên cạnh không đứng thay được nếu không có giấy."""
    stranger = sitting(Office.REGISTRY, unit=cast.units[2])
    with pytest.raises(Refused, match=r"không giữ ghế nào ở .*ghi giấy ủy quyền"):
        attend(cast, conference, place_2=(True, stranger, "  "))
    attend(cast, conference, place_2=(True, stranger, "Giấy ủy quyền số 12"))
    row = conference.attendances.get(member__unit=cast.units[2])
    assert (row.representative, row.delegation) == (stranger, "Giấy ủy quyền số 12")


def test_a_seat_that_has_ended_does_not_count(cast, conference):
    """Ghế đã hết hạn thì không đại diện được nữa."""
    former = sitting(Office.VICE_HEAD, unit=cast.units[2], until=day(2026, 11, 30).date())
    with pytest.raises(Refused, match="không giữ ghế nào"):
        attend(cast, conference, place_2=(True, former, ""))


def test_one_person_stands_for_one_unit(cast, conference):
    """Một người không đứng cho hai đơn vị, có giấy cũng không."""
    head = cast.head(cast.units[1])
    with pytest.raises(Refused, match=r"không đại diện cho cả Sở số 02.* và Sở số 03"):
        attend(cast, conference, place_2=(True, head, "Giấy ủy quyền"))


def test_a_refused_list_changes_nobody(cast, conference):
    """Một dòng sai thì cả bảng điểm danh giữ như cũ."""
    with pytest.raises(Refused):
        attend(cast, conference, place_1=(False, None, ""), place_2=(True, None, ""))
    assert conference.attendances.filter(present=True).count() == 3


def test_attendance_is_closed_once_the_vote_is_out(cast, conference):
    """Phát phiếu rồi thì danh sách có mặt đã chốt."""
    b.put_forward(cast, conference, "CO_TINH")
    nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    with pytest.raises(Refused, match="Phiếu suy tôn đã phát"):
        attend(cast, conference)


def test_attendance_is_closed_with_the_meeting(cast, conference):
    """Đã kết luận thì không điểm danh nữa."""
    workflow.conclude(b.finished(cast, conference), conclusions="Xong.", by=cast.secretary, at=b.ENDED)
    with pytest.raises(Refused, match="đã kết luận"):
        attend(cast, conference)


def test_the_page_offers_delegates_by_name(cast, conference):
    """Trang điểm danh đưa ra tên những người khác của đơn vị và của khối; chọn một người kèm giấy thì người ấy đại diện."""
    stranger, unit = sitting(Office.FOLLOWER, bloc=cast.year.bloc), b.member(cast, 2)
    registry = sitting(Office.REGISTRY, unit=unit.unit)
    typed = {f"present-{unit.pk}": "on", f"delegate-{unit.pk}": stranger.pk, f"delegation-{unit.pk}": "Giấy số 5"}
    client = client_of(cast.lead, b.MEETING)
    page = client.get(f"/hoi-nghi/{conference.pk}/").content.decode()
    offered = re.search(rf'<select[^>]*name="delegate-{unit.pk}".*?</select>', page, re.DOTALL).group()
    assert re.findall(r'value="(\d+)"', offered) == [str(registry.pk), str(stranger.pk)]
    assert client.post(f"/hoi-nghi/{conference.pk}/diem-danh/", typed).status_code == 302
    assert list(conference.attendances.filter(present=True).values_list("representative", "delegation")) == [
        (stranger.pk, "Giấy số 5")
    ]


def test_the_page_refuses_a_delegate_who_is_not_offered(cast, conference):
    """Người không có trong danh sách của đơn vị ấy: một câu có tên đơn vị; không ai được ghi."""
    unit, elsewhere = b.member(cast, 2), sitting(Office.REGISTRY, unit=cast.units[1])
    typed = {f"present-{unit.pk}": "on", f"delegate-{unit.pk}": elsewhere.pk, f"delegation-{unit.pk}": "Giấy số 5"}
    answer = client_of(cast.lead, b.MEETING).post(f"/hoi-nghi/{conference.pk}/diem-danh/", typed)
    assert answer.status_code == 409
    assert f"{unit}: chọn người được ủy quyền trong danh sách." in answer.content.decode()
    assert conference.attendances.filter(present=True).count() == 3


def test_without_a_quorum_a_new_day_is_set_and_nothing_counts(cast):
    """Không đủ đơn vị: hẹn ngày khác, điểm danh bỏ đi, giấy mời gửi lại."""
    conference = b.in_session(cast, *cast.units[1:])
    with pytest.raises(Refused, match="Có mặt 1 trong 3 đơn vị, chưa đủ 67%"):
        workflow.conclude(b.finished(cast, conference), conclusions="Xong.", by=cast.secretary, at=b.ENDED)
    later = day(2026, 12, 27, 8)
    workflow.postpone(conference, held_at=later, reason="Chỉ một đơn vị có mặt", by=cast.lead, at=b.ENDED)
    conference.refresh_from_db()
    assert (conference.state, conference.held_at, conference.opened_at) == ("planned", later, None)
    assert not conference.attendances.filter(present=True).exists()


def test_a_new_day_lies_ahead_and_has_a_reason(cast, conference):
    """Ngày mới phải ở phía trước; hẹn lại thì nói vì sao."""
    with pytest.raises(Refused, match="phải sau lúc này"):
        workflow.postpone(conference, held_at=day(2026, 12, 1), reason="x", by=cast.lead, at=b.ENDED)
    with pytest.raises(Refused, match="phải nêu lý do"):
        workflow.postpone(conference, held_at=day(2026, 12, 28), reason=" ", by=cast.lead, at=b.ENDED)
