"""Câu chuyện 5. Hà Nội 2018: đơn vị đăng cai và Văn phòng Thành ủy cùng tổ chức; dự thảo kế hoạch được bàn, thông qua, ký."""

import pytest

from emulation.testing import day

from .player import Player

pytestmark = pytest.mark.django_db


def test_a_plan_is_discussed_adopted_and_the_covenant_signed_in_one_meeting():
    """Mỗi ý kiến được trả lời; kế hoạch in cả ý kiến và giải trình; cụm ký giao ước tại hội nghị."""
    play = Player("ha_noi")
    play.open_year(at=day(2018, 1, 15))
    play.adopt_rules(at=day(2018, 2, 1))
    facts = {
        "kind": "plan",
        "title": "Kế hoạch hoạt động cụm thi đua năm 2018",
        "text": "I. Mục đích\nII. Nội dung thi đua",
    }
    play.post(play.lead_clerk, "years:write_draft", play.year.pk, at=day(2018, 3, 20), **facts)
    draft = play.year.drafts.get(kind="plan")
    play.post(play.lead_clerk, "years:consult", draft.pk, at=day(2018, 3, 21), respond_by="31/03/2018")
    for member in play.members():
        play.register(member, at=day(2018, 3, 25))

    meeting = day(2018, 3, 31)
    conference = play.hold("briefing", "Hội nghị giao ban triển khai kế hoạch", at=meeting, host=play.told["host"])
    speaker = play.members()[1]
    words = "Bổ sung thi đua chào mừng ngày truyền thống văn phòng cấp ủy."
    play.post(play.clerk(speaker), "years:comment", draft.pk, at=meeting, agrees="no", text=words)
    play.refused(play.lead_head, "years:adopt", draft.pk, at=meeting)
    opinion = draft.comments.get(agrees=False)
    play.post(play.lead_clerk, "years:answer", opinion.pk, at=meeting, text="Đã bổ sung vào phần II.")
    play.post(play.lead_head, "years:adopt", draft.pk, at=meeting)
    play.sign_covenant(at=meeting)
    play.conclude(conference, at=day(2018, 3, 31, hour=11))

    draft.refresh_from_db()
    assert draft.paper.data["opinions"] == [
        {"unit": speaker.name, "agrees": False, "text": words, "answer": "Đã bổ sung vào phần II."}
    ]
    assert play.year.covenants.get().state == "signed"
    assert conference.minutes.data["host"] == "Văn phòng Thành ủy Hà Nội phối hợp với Huyện ủy Mỹ Đức"
