"""Đến lượt ai, việc gì trước: câu đứng đầu trang hội nghị, và nút của nó; chưa làm được thì nút mờ và nói vì sao."""

import re

import pytest
from django.urls import reverse

from blocs.conferences import handover, nomination, workflow
from blocs.covenant import signing
from blocs.covenant.tests.conftest import a_year as signing_year
from blocs.covenant.tests.conftest import frozen
from emulation.testing import client_of, day

from . import building as b

pytestmark = pytest.mark.django_db


def seen(person, conference, at=b.VOTED):
    """The page of a conference as a person reads it. Out: (lead sentence, the box of their own acts)."""
    page = client_of(person, at).get(reverse("conferences:page", args=[conference.pk])).content.decode()
    lead = re.search(r'<p class="lead">(.*?)</p>', page, re.DOTALL).group(1)
    return lead, page[page.index('id="h-now"') : page.index('id="h-agenda"')]


def has_button(box, words, *, disabled=False):
    return bool(re.search(rf"<(?:button|a)[^>]*btn[^>]*{'disabled' if disabled else ''}[^>]*>{words}<", box)) and (
        disabled or not re.search(rf"disabled[^>]*>{words}<", box)
    )


def test_what_to_do_now_stands_before_the_agenda():
    """Trên điện thoại, việc của mình đứng trên chương trình, điểm danh và lịch sử."""
    cast = b.balloted()
    page = client_of(cast.lead, b.MEETING).get(reverse("conferences:page", args=[b.planned(cast).pk])).content.decode()
    assert page.index('id="h-now"') < page.index('id="h-agenda"') < page.index('id="h-attendance"')


def test_before_the_meeting_the_invitation_then_the_opening():
    """Dự kiến: gửi giấy mời trước. Đã mời: khai mạc, và cần mấy đơn vị."""
    cast = b.balloted()
    conference = b.planned(cast)
    assert seen(cast.lead, conference)[0] == "Gửi giấy mời trước; khai mạc khi tới giờ họp."
    workflow.invite(conference, by=cast.lead, at=b.PLANNED)
    lead, box = seen(cast.lead, conference)
    assert "cần ít nhất 3 trong 3 đơn vị có mặt" in lead
    assert has_button(box, "Khai mạc hội nghị")


def test_before_its_hour_the_meeting_cannot_be_opened():
    """Chưa tới giờ: nút khai mạc mờ và nói khai mạc được từ mấy giờ."""
    cast = b.balloted()
    conference = b.planned(cast)
    workflow.invite(conference, by=cast.lead, at=b.PLANNED)
    lead, box = seen(cast.lead, conference, b.day(2026, 12, 20, 5))
    assert "khai mạc được từ 06:00" in lead
    assert has_button(box, "Khai mạc hội nghị", disabled=True)


def test_without_a_quorum_attendance_comes_first():
    """Chưa đủ đơn vị: nói đang có mấy, cần mấy; không nút nào khác."""
    cast = b.balloted(4)
    conference = b.in_session(cast, cast.units[2], cast.units[3])
    lead, box = seen(cast.lead, conference)
    assert "mới có 2 trong 4 đơn vị, cần ít nhất 3" in lead
    assert has_button(box, "Ghi điểm danh")
    assert "Kết luận hội nghị" not in box


def test_the_agenda_is_taken_in_its_order():
    """Mục đầu chưa xong là mục kế tiếp; xong hết mới kết luận, và việc ấy của lãnh đạo."""
    cast = b.balloted()
    conference = b.in_session(cast, items=[("report", "Báo cáo", cast.year), ("free", "Phát biểu", cast.year)])
    assert seen(cast.lead, conference)[0].startswith("Mục 1 «Báo cáo» là mục kế tiếp")
    workflow.finish_item(conference.items.first(), outcome="Đã nghe.", by=cast.lead, at=b.MEETING)
    assert seen(cast.lead, conference)[0].startswith("Mục 2 «Phát biểu» là mục kế tiếp")
    b.finished(cast, conference)
    assert has_button(seen(cast.head(cast.lead_unit), conference)[1], "Kết luận hội nghị")
    lead, box = seen(cast.lead, conference)
    assert lead == "Mọi mục đã xong: còn kết luận hội nghị."
    assert has_button(box, "Kết luận hội nghị", disabled=True)
    assert "Việc này của lãnh đạo trưởng khối." in box
    assert ("Đang chờ lãnh đạo trưởng khối" in box, "Việc của bạn lúc này" in box) == (True, False)
    assert "Việc của bạn lúc này" in seen(cast.head(cast.lead_unit), conference)[1]


def test_an_item_that_cannot_be_done_yet_says_why():
    """Công bố điểm khi chưa công bố: câu nói làm gì trước, nút mờ."""
    cast = b.balloted()
    conference = b.in_session(cast, items=[("scores", "Công bố điểm", cast.year)])
    lead, box = seen(cast.lead, conference)
    assert lead.startswith("Mục 1 «Công bố điểm» chưa làm được. Kết quả «Chấm điểm cuối năm» năm 2026 chưa công bố")
    assert has_button(box, "Ghi kết quả mục 1", disabled=True)


def test_nomination_goes_from_candidates_to_the_ballot():
    """Suy tôn: đề cử trước, rồi phát phiếu; đang bỏ phiếu thì chờ đủ số mới kiểm được."""
    cast = b.balloted(4)
    conference = b.in_session(cast, items=[("nominate", "Bình xét", cast.year)])
    lead, box = seen(cast.lead, conference)
    assert "Đề cử trước, nhiều nhất 1 cờ và 1 bằng khen" in lead
    assert has_button(box, "Đề cử")
    b.put_forward(cast, conference, "CO_TINH")
    assert has_button(seen(cast.lead, conference)[1], "Phát phiếu suy tôn")
    nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    lead, box = seen(cast.lead, conference)
    assert "0 trong 4 đơn vị đã bỏ; kiểm phiếu được khi có ít nhất 3" in lead
    assert has_button(box, "Thu phiếu và kiểm phiếu", disabled=True)
    for elector in conference.ballot.electors.select_related("person")[:3]:
        b.vote(conference.ballot, elector.person)
    assert has_button(seen(cast.lead, conference)[1], "Thu phiếu và kiểm phiếu")


def test_without_rules_or_ranking_nobody_is_put_forward():
    """Chưa có quy chế, hoặc quy chế căn cứ vào điểm mà điểm chưa công bố: nói thiếu gì."""
    cast = b.balloted(basis="score_then_ballot")
    conference = b.in_session(cast, items=[("nominate", "Bình xét", cast.year)])
    lead, box = seen(cast.lead, conference)
    assert lead == "Chưa bình xét được: xếp hạng cuối năm chưa công bố."
    assert has_button(box, "Đề cử", disabled=True)
    cast.year.rule_set = None
    cast.year.save()
    assert seen(cast.lead, conference)[0] == "Chưa bình xét được: khối chưa thông qua quy chế."


def test_by_points_alone_the_head_acclaims():
    """Quy chế chỉ theo điểm: đề cử xong thì lãnh đạo suy tôn, cán bộ đầu mối thấy nút mờ."""
    cast = b.ranked(basis="score")
    conference = b.in_session(cast, items=[("nominate", "Bình xét", cast.year)])
    b.put_forward(cast, conference, "CO_TINH")
    assert has_button(seen(cast.head(cast.lead_unit), conference)[1], "Suy tôn theo điểm")
    assert has_button(seen(cast.lead, conference)[1], "Suy tôn theo điểm", disabled=True)


def test_the_lead_is_handed_over_before_its_item():
    """Mục trao quyền: trao quyền trước rồi ghi kết quả."""
    cast = b.balloted()
    conference = b.in_session(cast, items=[("handover", "Trao quyền", cast.year)])
    head = cast.head(cast.lead_unit)
    lead, box = seen(head, conference)
    assert lead == "Mục 1 «Trao quyền»: trao quyền cho trưởng khối năm sau trước, rồi ghi kết quả mục."
    assert has_button(box, "Trao quyền trưởng khối")
    handover.hand_over(conference, lead=cast.units[1], by=head, at=b.VOTED)
    assert has_button(seen(head, conference)[1], "Ghi kết quả mục 1")


def test_after_the_meeting_the_minutes_then_nobody():
    """Đã kết luận: còn biên bản, lãnh đạo giữ bút. Có biên bản rồi thì không ai giữ bút."""
    cast = b.balloted()
    conference = b.finished(cast, b.in_session(cast))
    head = cast.head(cast.lead_unit)
    workflow.conclude(conference, conclusions="Nhất trí.", by=head, at=b.ENDED)
    assert has_button(seen(head, conference, b.ENDED)[1], "Phát hành biên bản")
    workflow.minute(conference, by=head, at=b.ENDED)
    page = client_of(head, b.ENDED).get(reverse("conferences:page", args=[conference.pk])).content.decode()
    assert "Người giữ bút" not in page


def test_an_item_of_signing_waits_for_the_units():
    """Mục ký kết: nói còn mấy đơn vị chưa ký; ký đủ thì trưởng khối ghi kết quả."""
    year, hour = signing_year(), day(2026, 2, 25, 17)
    facts = {"held_at": hour, "place": "Hội trường", "chairs": "Giám đốc", "items": [("sign", "Ký kết", year.row)]}
    meeting = workflow.plan(year.row, kind="signing", title="Ký kết", **facts, by=year.leader, at=day(2026, 2, 20))
    workflow.open_session(meeting, by=year.leader, at=hour)
    rows = {m.pk: (True, head, "") for m, head in zip(year.members, year.heads, strict=True)}
    workflow.attend(meeting, rows, by=year.leader, at=hour)
    assert "«Ký kết» chưa làm được. Giao ước năm 2026 chưa chốt để ký" in seen(year.leader, meeting, hour)[0]
    covenant = frozen(year)
    assert "còn 3 đơn vị chưa ký giao ước" in seen(year.leader, meeting, hour)[0]
    for signature in covenant.signatures.select_related("member"):
        signing.sign(signature, by=year.heads[year.members.index(signature.member)], at=hour)
    assert seen(year.leader, meeting, hour)[0] == "Mục 1 «Ký kết» là mục kế tiếp: bàn xong thì ghi kết quả."
