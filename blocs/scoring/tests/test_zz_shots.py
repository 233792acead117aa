import datetime as dt
import pytest
from django.urls import reverse
from blocs.scoring import schemes
from blocs.years import drafts
from emulation.papers import rendering
from emulation.papers.models import Paper
from emulation.testing import client_of, day
from .building import OPENED, cast, scheme_of
pytestmark = pytest.mark.django_db(transaction=True)

def test_shots(screen):
    from django.utils import timezone
    people = cast()
    scheme = scheme_of(people, adopted=False)
    def shoot(name):
        for width in (1280, 390):
            page = screen(client_of(people.lead, None), width)
            page.goto(name[1])
            page.screenshot(path=f"/tmp/year_scratch/shots/{name[0]}-{width}.png", full_page=True)
    shoot(("scheme", reverse("scoring:scheme", args=[scheme.pk])))
    draft = schemes.circulate_scheme(scheme, respond_by=dt.date(2026, 12, 10), by=people.secretary, at=timezone.now())
    m = people.year.members.get(unit=people.neighbour_unit)
    drafts.comment(draft, m, agrees=False, text="Nêu rõ nhiệm vụ nào.", by=people.clerk(people.neighbour_unit), at=timezone.now())
    shoot(("scheme2", reverse("scoring:scheme", args=[scheme.pk])))
    shoot(("draft", reverse("years:draft", args=[draft.pk])))
    page = screen(client_of(people.lead, None), 390)
    page.goto(reverse("years:set_due", args=[people.year.pk]))
    page.select_option("[name=kind]", "sign"); page.fill("[name=due]", "08/03/2026"); page.click("form:has([name=due]) [type=submit]")
    page.screenshot(path="/tmp/year_scratch/shots/due-390.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 844})
    page.screenshot(path="/tmp/year_scratch/shots/due-1280.png", full_page=True)
    c = draft.comments.get()
    drafts.answer(c, text="Đã ghi rõ.", by=people.lead, at=timezone.now())
    for u in (people.lead_unit, people.deputy_unit):
        drafts.comment(draft, people.year.members.get(unit=u), agrees=True, by=people.clerk(u), at=timezone.now())
    schemes.adopt_scheme(scheme.__class__.objects.get(pk=scheme.pk), by=people.secretary, at=timezone.now())
    draft.refresh_from_db()
    for head in ("state", "party"):
        Paper.objects.filter(pk=draft.paper.pk)
        draft.paper.letterhead = head
        open(f"/tmp/year_scratch/scheme-{head}.html", "w").write(rendering.html(draft.paper))
        open(f"/tmp/year_scratch/scheme-{head}.pdf", "wb").write(pdf_of(draft.paper))

def pdf_of(paper):
    import inspect
    for name in ("pdf", "draw", "pdf_of", "rendered"):
        if hasattr(rendering, name):
            return getattr(rendering, name)(paper)
    raise AssertionError([n for n in dir(rendering) if not n.startswith("_")])
