"""Trang đầu: ai giữ bút thì thấy việc; hội nghị chỉ gợi người đang đọc việc của chính họ."""

import pytest

from blocs.conferences import nomination, reports, workflow
from blocs.covenant.tests.conftest import a_year as signing_year
from blocs.covenant.tests.conftest import frozen
from blocs.years.models import Obligation
from blocs.years.workflow import reach
from emulation.testing import client_of, day

from . import building as b

pytestmark = pytest.mark.django_db


def waits(person, at=b.MEETING):
    """Titles of what waits for a person because of conferences."""
    person.forget_powers()
    return [t.title for t in reports.waiting(person, at)]


def test_a_conference_waits_for_the_next_hand_at_each_stage():
    """Dự kiến: gửi giấy mời; đã mời: khai mạc; đang họp: điều hành; đã kết luận: lãnh đạo phát hành biên bản."""
    cast = b.balloted()
    clerk, head, neighbour = cast.lead, cast.head(cast.lead_unit), cast.head(cast.neighbour_unit)
    conference = b.planned(cast)
    assert (waits(clerk), waits(neighbour)) == (["Gửi giấy mời Hội nghị tổng kết"], [])
    workflow.invite(conference, by=clerk, at=b.PLANNED)
    assert (waits(clerk), waits(neighbour)) == (["Khai mạc Hội nghị tổng kết"], ["Dự Hội nghị tổng kết"])
    workflow.open_session(conference, by=clerk, at=b.MEETING)
    workflow.attend(conference, b.rows(cast, conference), by=clerk, at=b.MEETING)
    assert waits(clerk) == ["Điều hành Hội nghị tổng kết"]
    workflow.conclude(b.finished(cast, conference), conclusions="Xong.", by=head, at=b.ENDED)
    assert (waits(clerk), waits(head)) == ([], ["Phát hành biên bản Hội nghị tổng kết"])
    assert waits(cast.secretary) == ["Phát hành biên bản Hội nghị tổng kết"]
    workflow.minute(conference, by=head, at=b.ENDED)
    assert waits(head) == []


def test_a_published_ranking_asks_for_the_year_end_conference():
    """Điểm đã công bố mà chưa ai lập hội nghị: trưởng khối thấy, đơn vị khác không."""
    cast = b.ranked()
    assert (waits(cast.lead), waits(cast.deputy)) == (["Lập hội nghị tổng kết"], [])
    b.planned(cast)
    assert waits(cast.lead) == ["Gửi giấy mời Hội nghị tổng kết"]


def test_reports_of_all_units_ask_for_the_midyear_conference():
    """Đủ báo cáo 6 tháng thì trưởng khối lập hội nghị sơ kết; còn một đơn vị thì chưa."""
    cast = b.balloted()
    reach_running(cast)
    owed = Obligation.objects.filter(milestone__kind="midyear")
    owed.exclude(member__unit=cast.neighbour_unit).update(met_on=day(2026, 7, 5).date())
    assert waits(cast.lead) == []
    owed.update(met_on=day(2026, 7, 6).date())
    assert waits(cast.lead) == ["Lập hội nghị sơ kết 6 tháng"]


def reach_running(cast):
    """The year under way, as the last signature of a covenant brings it."""
    conference = b.planned(cast)
    with workflow.EDIT.on(conference, by=cast.lead, at=b.PLANNED):
        reach(cast.year, "running", by=cast.lead, at=b.PLANNED)
    conference.items.all().delete()
    conference.attendances.all().delete()
    conference.delete()


def steps(person, conference):
    person.forget_powers()
    return [t.title for t in reports.next_steps(person, conference)]


def test_the_page_leads_an_elector_to_the_ballot():
    """Phiếu đang mở: người đại diện thấy nút bỏ phiếu cho đến khi bỏ; người khác không thấy."""
    cast = b.balloted()
    conference = b.voting(cast)
    elector, clerk = cast.head(cast.neighbour_unit), cast.clerk(cast.neighbour_unit)
    assert (steps(elector, conference), steps(clerk, conference)) == (["Bỏ phiếu suy tôn"], [])
    page = client_of(elector, b.VOTED).get(f"/hoi-nghi/{conference.pk}/").content.decode()
    assert f'btn btn-seal w-100" href="/phieu/{conference.ballot_id}/"' in page
    b.vote(conference.ballot, elector)
    assert steps(elector, conference) == []
    nomination.call_off_vote(conference, reason="Thử", by=cast.lead, at=b.VOTED)
    assert steps(cast.head(cast.deputy_unit), conference) == []


def test_the_page_leads_a_head_to_the_covenant():
    """Mục ký kết của năm nào thì thủ trưởng chưa xác nhận được dẫn tới giao ước năm ấy."""
    year = signing_year()
    about = {
        "held_at": day(2026, 2, 25, 17),
        "place": "Hội trường",
        "chairs": "Giám đốc",
        "by": year.leader,
        "at": day(2026, 2, 20),
    }
    conference = workflow.plan(
        year.row, kind="signing", title="Hội nghị ký kết", items=[("sign", "Ký kết", year.row)], **about
    )
    assert steps(year.heads[2], conference) == []
    frozen(year)
    assert steps(year.heads[2], conference) == ["Đọc và xác nhận giao ước năm 2026"]
    assert steps(year.officer, conference) == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("planned", "Giấy mời được gửi khi chương trình xong"),
        ("invited", "Dự họp lúc 08:00, 20/12/2026 tại Hội trường"),
        ("in_session", "Hội nghị đang họp"),
        ("concluded", "Chờ trưởng khối phát hành biên bản"),
        ("minuted", "bạn không còn việc gì ở đây"),
    ],
)
def test_who_has_nothing_to_do_reads_why(state, words):
    """Không có việc thì trang nói đang chờ gì."""
    from .test_states import brought_to

    cast = b.balloted()
    conference = brought_to(state, cast)
    page = client_of(cast.head(cast.neighbour_unit), b.MEETING).get(f"/hoi-nghi/{conference.pk}/").content.decode()
    assert words in page
