"""Một hội nghị trong ba trình duyệt thật: trưởng khối điều hành, đơn vị theo dõi, màn hình; không con số nào sai ở giữa."""

import pytest
from django.urls import reverse
from django.utils import timezone

from blocs.conferences import nomination, workflow
from emulation.testing import client_of

from . import building as b

pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.django_db(transaction=True)]
WITHIN = 8000  # ms; pages ask every two seconds, the rest is a slow machine


def test_a_conference_in_three_browsers(screen):
    """Mục bắt đầu, phiếu phát, từng phiếu bỏ, kiểm phiếu: mọi trang cho thấy đúng số ấy; trang đang gõ không mất chữ."""
    cast = b.balloted(certificates=3)
    conference = b.planned(cast)
    now = timezone.now()
    type(conference).objects.filter(pk=conference.pk).update(held_at=now, state="in_session", opened_at=now)
    conference.refresh_from_db()
    workflow.attend(conference, b.rows(cast, conference), by=cast.lead, at=now)
    lead, member, wall = (screen(client_of(who)) for who in (cast.lead, cast.head(cast.neighbour_unit), cast.lead))
    pages = {lead: "page", member: "page", wall: "screen"}
    for page, name in pages.items():
        page.goto(reverse(f"conferences:{name}", args=[conference.pk]))
    _none_has_news(pages)
    lead.get_by_role("button", name="Bắt đầu mục này").click()
    member.get_by_text("Đang bàn", exact=True).wait_for(timeout=WITHIN)
    wall.get_by_role("heading", name="Mục 1").wait_for(timeout=WITHIN)
    lead.get_by_label("Kết quả").fill("Đang gõ dở")
    b.put_forward(cast, conference, "CO_TINH", "BK_TINH", at=now)
    member.get_by_text("Bằng khen").first.wait_for(timeout=WITHIN)
    assert lead.get_by_label("Kết quả").input_value() == "Đang gõ dở"
    nomination.open_vote(conference, by=cast.lead, at=now)
    lead.reload()
    electors = list(conference.ballot.electors.select_related("person"))
    for cast_now, elector in enumerate(electors, 1):
        b.vote(conference.ballot, elector.person)
        wall.get_by_text(f"{cast_now} trong 3", exact=True).first.wait_for(timeout=WITHIN)
        told = f"{cast_now} trong 3 đơn vị" if cast_now < 3 else "Cả 3 đơn vị"
        member.locator("p.lead", has_text=told).wait_for(timeout=WITHIN)
        lead.locator("p.lead", has_text=told).wait_for(timeout=WITHIN)
        assert wall.get_by_text("phiếu", exact=False).count() == 2  # «đang bỏ phiếu», «đơn vị đã bỏ phiếu»: no result
    lead.get_by_role("button", name="Thu phiếu và kiểm phiếu").click()
    wall.get_by_text("3 trong 3 phiếu").first.wait_for(timeout=WITHIN)
    member.get_by_text("3 trong 3 phiếu đồng ý").first.wait_for(timeout=WITHIN)
    _none_has_news(pages)
    assert [page.complaints for page in pages] == [[], [], []]


def _none_has_news(pages):
    """Every page asks again, is told 304, and stays as it is."""
    for page in pages:
        with page.expect_response(lambda answer: answer.status == 304, timeout=WITHIN):
            pass
