"""Hỏi lại danh tính giữa chừng: what was typed into the form comes back with the page."""

import pytest
from django.urls import reverse

from blocs.years.models import Filing
from emulation.papers.models import PaperState, Rendering, Stage
from emulation.testing import client_of, prove

from .test_numbers import adopted
from .test_pages import WHEN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mật khẩu thử 2026"


@pytest.fixture
def filing(cast):
    found = adopted(cast)
    stored = {"name": "papers/2026/x.pdf", "sha256": "0" * 64, "size": 1, "pages": 1}
    Rendering.objects.filter(paper=found.paper).update(stage=Stage.DONE, done_at=WHEN, **stored)
    return found


def test_what_was_typed_comes_back_after_the_password(cast, filing, screen):
    """Thu hồi: gõ lý do, bị hỏi lại mật khẩu, trở về thì lý do còn đó; bấm lại là xong. Lần mở sau thì không còn giữ."""
    clerk = cast.clerks[0]
    clerk.set_password(PASSWORD)
    clerk.save()
    client = client_of(clerk)
    prove(client, clerk, seconds_ago=600)
    page = screen(client)
    page.goto(reverse("years:paper", args=[filing.pk]))
    page.click("text=Thu hồi văn bản này")
    page.fill("[name=reason]", "Ban hành nhầm")
    page.click("button:has-text('Thu hồi')")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("[name=reason]:visible")
    assert page.input_value("[name=reason]") == "Ban hành nhầm"
    page.reload()
    assert page.input_value("[name=reason]") == ""
    page.click("text=Thu hồi văn bản này")
    page.fill("[name=reason]", "Ban hành nhầm")
    page.click("button:has-text('Thu hồi')")
    page.wait_for_selector("text=đã bị thu hồi")
    assert Filing.objects.get(pk=filing.pk).paper.state == PaperState.RECALLED
