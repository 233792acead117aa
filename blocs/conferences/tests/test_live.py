"""Trang theo hội nghị và trang trình chiếu: mọi việc trong phòng họp hiện ra, 304 khi chưa có gì mới, phiếu không lộ."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocs.conferences import documents, handover, nomination, workflow
from blocs.conferences.models import ConferenceKind
from emulation.journal.steps import Refused
from emulation.testing import bloc_year, client_of

from . import building as b

pytestmark = pytest.mark.django_db
SOON = b.MEETING + dt.timedelta(minutes=5)


class Follower:
    """A page that asks again as htmx does, with the tag that it got last."""

    def __init__(self, person, name, pk, at=b.VOTED):
        self.client, self.path = client_of(person, at), reverse(f"conferences:{name}", args=[pk])
        self.words = self.client.get(self.path).content.decode()

    def asks(self):
        tag = re.search(r'If-None-Match": "\\"(\w+)\\""', self.words)[1]
        answer = self.client.get(self.path, headers={"HX-Request": "true", "If-None-Match": f'"{tag}"'})
        self.words = answer.content.decode() if answer.status_code == 200 else self.words
        return answer.status_code


@pytest.fixture
def cast():
    return b.balloted()


def test_everything_that_happens_in_the_room_reaches_the_pages(cast):
    """Chưa có gì mới thì 304; mục, điểm danh, đề cử, phát phiếu, từng phiếu bỏ, kiểm phiếu, trao quyền đều làm trang đổi."""
    conference = b.in_session(cast, cast.neighbour_unit)
    item, lead = conference.items.get(), {"by": cast.lead, "at": b.VOTED}
    pages = [
        Follower(cast.head(cast.neighbour_unit), "page", conference.pk),
        Follower(cast.lead, "screen", conference.pk),
    ]

    def cast_a_vote():
        b.vote(conference.ballot, conference.ballot.electors.first().person)

    def vote_for_the_rest():
        for elector in conference.ballot.electors.all()[1:]:
            b.vote(conference.ballot, elector.person)

    acts = [
        lambda: workflow.open_item(item, **lead),
        lambda: workflow.attend(conference, b.rows(cast, conference), **lead),
        lambda: b.put_forward(cast, conference, "CO_TINH", "BK_TINH"),
        lambda: nomination.open_vote(conference, **lead),
        cast_a_vote,
        vote_for_the_rest,
        lambda: nomination.count_vote(conference, **lead),
        lambda: workflow.finish_item(item, outcome="Thống nhất.", **lead),
        lambda: handover.hand_over(conference, lead=cast.units[1], by=cast.head(cast.lead_unit), at=b.VOTED),
        lambda: workflow.conclude(conference, conclusions="Xong.", by=cast.head(cast.lead_unit), at=b.ENDED),
    ]  # fmt: skip
    for act in acts:
        assert [page.asks() for page in pages] == [304, 304]
        act()
        assert [page.asks() for page in pages] == [200, 200]
    assert "Xong." in pages[0].words
    assert "Hội nghị đã kết luận" in pages[1].words


def test_an_act_for_next_year_reaches_the_pages_too(cast):
    """Mục thuộc năm sau: việc của năm ấy cũng làm trang đổi."""
    ahead = bloc_year(cast.year.bloc, b.YEAR + 1, lead=cast.lead_unit)
    items = [("free", "Việc năm nay", cast.year), ("free", "Việc năm sau", ahead)]
    page = Follower(cast.head(cast.neighbour_unit), "page", b.in_session(cast, items=items).pk)
    assert page.asks() == 304
    facts = {"title": "Giao ban", "held_at": b.ENDED, "place": "Hội trường", "chairs": "Giám đốc"}
    workflow.plan(ahead, kind=ConferenceKind.BRIEFING, **facts, by=cast.lead, at=b.VOTED)
    assert page.asks() == 200


def test_a_poll_asks_little_and_the_same_for_every_size():
    """Hỏi lại mà chưa có gì mới: cùng vài câu hỏi cơ sở dữ liệu cho 3 hay 30 đơn vị; một câu là nhịp của hội nghị."""
    asked = {}
    for members in (3, 30):
        cast = b.balloted(members, name=f"Khối {members} đơn vị")
        conference = b.voting(cast)
        for person, name in ((cast.head(cast.neighbour_unit), "page"), (cast.lead, "screen")):
            page = Follower(person, name, conference.pk)
            with CaptureQueriesContext(connection) as queries:
                assert page.asks() == 304
            asked.setdefault(name, []).append(len(queries))
    assert asked["page"][0] == asked["page"][1] <= 5
    assert asked["screen"][0] == asked["screen"][1] <= 10


def test_the_projector_shows_how_many_voted_and_never_what(cast):
    """Đang bỏ phiếu: chỉ số đơn vị đã bỏ; kiểm xong mới có tên và số phiếu. Trang không có biểu mẫu, nút, đường dẫn nào."""
    conference = b.voting(cast)
    elector = conference.ballot.electors.first()
    b.vote(conference.ballot, elector.person)
    page = Follower(cast.lead, "screen", conference.pk)
    assert "<b>1</b> trong 3" in page.words
    assert "phiếu suy tôn" in page.words
    main = page.words.partition("<main")[2].partition("</main>")[0]
    for way in ("<form", "<button", "<a ", "href="):
        assert way not in main
    assert "Cờ thi đua" not in main
    for other in conference.ballot.electors.all()[1:]:
        b.vote(conference.ballot, other.person, yes=False)
    nomination.count_vote(conference, by=cast.lead, at=b.VOTED)
    assert page.asks() == 200
    assert "1 trong 3 phiếu" in page.words
    assert "chưa đạt" in page.words


def test_the_ranking_is_on_the_wall_once_it_is_published():
    """Công bố rồi thì xếp hạng hiện trên màn hình, điểm đúng số lẻ; khối chưa công bố thì không có gì."""
    ranked = b.ranked()
    words = Follower(ranked.lead, "screen", b.in_session(ranked).pk).words
    found = re.findall(r'<span class="place">(\d)</span><b>([^<]+)</b><span class="number">([\d,]+)', words)
    assert [(place, name) for place, name, _points in found] == [
        (str(n), u.name) for n, u in enumerate(ranked.units, 1)
    ]
    plain = b.balloted(name="Khối chưa chấm")
    assert "Xếp hạng đã công bố" not in Follower(plain.lead, "screen", b.in_session(plain).pk).words


def test_the_projector_is_opened_by_who_runs_the_conference(cast):
    """Đơn vị bên cạnh: 403; khối khác: 404, cả khi hỏi lại bằng đúng nhãn của người điều hành."""
    conference = b.in_session(cast)
    tag = re.search(r'\\"(\w+)\\""', Follower(cast.lead, "screen", conference.pk).words)[1]
    headers = {"HX-Request": "true", "If-None-Match": f'"{tag}"'}
    path = reverse("conferences:screen", args=[conference.pk])
    assert client_of(cast.head(cast.neighbour_unit), b.VOTED).get(path, headers=headers).status_code == 403
    stranger = b.balloted(name="Khối khác")
    for name in ("screen", "page"):
        path = reverse(f"conferences:{name}", args=[conference.pk])
        assert client_of(stranger.lead, b.VOTED).get(path, headers=headers).status_code == 404


def test_a_conference_of_another_day_is_not_followed(cast):
    """Trước ngày họp trang không hỏi lại; tới ngày, đã mời, thì hỏi."""
    conference = b.planned(cast)
    path = reverse("conferences:page", args=[conference.pk])
    assert "data-follows" not in client_of(cast.lead, b.PLANNED).get(path).content.decode()
    assert "data-follows" in client_of(cast.lead, b.MEETING).get(path).content.decode()


# --- từng mục, giờ giấc -----------------------------------------------------------------------------
def test_items_are_timed_opened_and_closed(cast):
    """Ghi số phút thì trang tính giờ từng mục; một lúc chỉ bàn một mục; màn hình hiện số phút đã dùng và quá giờ; biên bản in giờ."""
    items = [("free", f"Việc {n}", cast.year) for n in (1, 2)]
    conference = b.in_session(cast, items=items)
    first, second = conference.items.all()
    lead = client_of(cast.lead, b.MEETING)
    lead.post(reverse("conferences:time_agenda", args=[conference.pk]), {f"i{first.pk}": "15", f"i{second.pk}": "20"})
    words = lead.get(reverse("conferences:page", args=[conference.pk])).content.decode()
    assert "dự kiến 08:00, 15 phút" in words
    assert "dự kiến 08:15, 20 phút" in words
    lead.post(reverse("conferences:open_item", args=[first.pk]))
    with pytest.raises(Refused, match="«Việc 1» đang bàn"):
        workflow.open_item(second, by=cast.lead, at=SOON)
    wall = Follower(cast.lead, "screen", conference.pk, at=b.MEETING + dt.timedelta(minutes=18))
    assert "đã dùng 18 phút" in wall.words
    assert "quá 3 phút" in wall.words
    workflow.finish_item(first, outcome="Xong.", by=cast.lead, at=b.MEETING + dt.timedelta(minutes=20))
    agenda = documents.minutes(conference)["agenda"]
    assert agenda[0] == ["Việc 1", ["Bắt đầu lúc 08 giờ 00 phút, xong lúc 08 giờ 20 phút.", "Xong."]]
    assert agenda[1] == ["Việc 2", []]


def test_the_database_keeps_one_item_under_way(cast):
    """Cơ sở dữ liệu không nhận hai mục đang bàn."""
    conference = b.in_session(cast, items=[("free", "Một", cast.year), ("free", "Hai", cast.year)])
    with pytest.raises(IntegrityError):
        conference.items.update(opened_at=b.MEETING)


def test_a_checking_meeting_has_its_agenda(cast):
    """Hội nghị kiểm tra: có trong danh sách loại, với chương trình thường lệ."""
    conference = workflow.plan(
        cast.year, kind=ConferenceKind.CHECKING, title="Hội nghị kiểm tra", held_at=b.MEETING, place="Hội trường",
        chairs="Giám đốc", by=cast.lead, at=b.PLANNED,
    )  # fmt: skip
    assert conference.items.exists()
    assert not conference.has_report
