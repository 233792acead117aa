"""Mọi trang của dữ liệu trình diễn, trong trình duyệt thật: every page that a demonstration account reaches by links."""

import re
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from blocs.roster.models import Seat
from emulation.demo import casting
from emulation.demo.stories import Teller
from emulation.testing import client_of

pytestmark = [pytest.mark.soak, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 390)
LINK = re.compile(r'href="(/[^"#]*)"')
OUTSIDE = ("account_login", "accounts:first_sign_in", "papers:verify", "demo:accounts")
ROOMS = {
    "home", "accounts", "roster", "years", "pledges", "covenant", "scoring", "conferences", "proposals", "council", "decisions",
    "catalogue", "papers", "law",
}  # fmt: skip


def one_for_every_office():
    """One person of each province in each office (list of User)."""
    chosen = {}
    for seat in Seat.objects.on(timezone.localdate()).select_related("person").order_by("pk"):
        chosen.setdefault((seat.root_id, seat.office), seat.person)
    return list(dict.fromkeys(chosen.values()))


def view_of(path):
    """The full name of the view behind an address; "" when there is none."""
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""


def reached(client):
    """{view name: first address of it} for every page that links lead to, from the first page on."""
    found, waiting = {}, ["/"]
    while waiting:
        path = waiting.pop(0)
        name = view_of(path)
        if not name or name in found:
            continue
        answer = client.get(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found[name] = path
            waiting += LINK.findall(answer.content.decode())
    return found


def looked_at(page, path, width):
    """What is wrong with a page at a width: list of sentences."""
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(path)
    found = [f"{path} {width}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"{path} {width}: scrolls sideways, {wide}"] if wide > width else [])


def test_axe_finds_nothing_on_any_page_and_no_page_scrolls_sideways(screen, capsys):
    """Không trang nào axe chê, không trang nào phải cuộn ngang, ở 1280 và 390 điểm ảnh."""
    teller = Teller(timezone.now())
    for story in casting.names():
        teller.tell(story)
    people = one_for_every_office()
    pages, wrong = set(), []
    for person in people:
        client = client_of(person)
        page = screen(client)
        for name, path in reached(client).items():
            if name not in pages or name == "home":
                pages.add(name)
                wrong += [said for width in WIDTHS for said in looked_at(page, path, width)]
        # "[DOM]": the browser's advice to authors, no fault of the page.
        wrong += [f"{person.username}: {said}" for said in page.complaints if not said.startswith("[DOM]")]
    outside = screen(Client())
    wrong += [said for name in OUTSIDE for width in WIDTHS for said in looked_at(outside, reverse(name), width)]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(pages)} pages of {len(people)} people, {len(OUTSIDE)} from outside, at {WIDTHS} px: {sorted(pages)}\n"
        )
    assert not wrong, "\n".join(wrong)
    assert {name.partition(":")[0] for name in pages} >= ROOMS
