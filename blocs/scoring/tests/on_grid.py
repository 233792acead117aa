"""A checking column open in real browsers: what the tests of the grid type, paste, read and hear."""

import pytest
from django.urls import reverse

from blocs.scoring.models import Filler, Mark, Round, RoundState, Sheet, SheetState
from emulation.testing import client_of

from .building import SCHEME, SCORED, cast, opened, sheet_of


def long_scheme(leaves):
    """A scheme of so many rows, all typed as points."""
    rows = "".join(
        f'  - {{code: "1.{n}", name: Chỉ tiêu số {n} theo chương trình công tác năm, max: 10, kind: direct}}\n'
        for n in range(1, leaves + 1)
    )
    head = f"title: Bộ tiêu chí dài\nscale: {leaves * 10}\ncriteria:\n"
    return f"{head}- code: I\n  name: Nhiệm vụ\n  max: {leaves * 10}\n  children:\n{rows}"


class OwnGround:
    """A round just opened: each unit fills its own column."""

    column = Filler.SELF

    def __init__(self, members=4, text=SCHEME):
        self.people = cast(members)
        self.round = opened(self.people, text=text)
        self.rows = dict(self.round.scheme.criteria.exclude(kind="group").values_list("code", "pk"))

    @property
    def address(self):
        return reverse("scoring:grid", args=[self.round.pk, self.column])

    def key(self, unit, code):
        """The cell of a unit (its place) and a row (its code), as the page and the protocol call it."""
        return f"{sheet_of(self.round, self.people.units[unit]).pk}-{self.rows[code]}"

    def stored(self, code):
        """The points of one row over the units, as text."""
        rows = Mark.objects.filter(column__kind=self.column, criterion__code=code)
        return [
            None if m.points is None else str(m.points.normalize()) for m in rows.order_by("sheet__member__position")
        ]


class Ground(OwnGround):
    """A round whose sheets are all handed in, laid as rows; the lead's clerk and head check it (never the lead's own sheet)."""

    column = Filler.CHECKERS

    def __init__(self, members=4, text=SCHEME):
        super().__init__(members, text)
        handed_in = {"state": SheetState.SUBMITTED, "submitted_by": self.people.secretary, "submitted_at": SCORED}
        Sheet.objects.filter(round=self.round).update(**handed_in)
        Round.objects.filter(pk=self.round.pk).update(state=RoundState.CHECKING)
        self.round.refresh_from_db()


class OnGrid:
    """One reader's page. `sent`: the saves that left it."""

    def __init__(self, screen, ground, user=None, width=1280, *, clock=False):
        self.ground = ground
        self.page = screen(client_of(user or ground.people.lead), width)
        self.page.set_default_timeout(10_000)
        self.sent = []
        self.page.on("request", lambda r: self.sent.append(r) if r.url.endswith("/luu/") else None)
        if clock:
            self.page.clock.install()
        self.open()

    def open(self):
        self.page.goto(self.ground.address)
        self.page.wait_for_selector(".scripted #undo:visible")

    def cell(self, unit, code):
        return self.page.locator(f"input[name='m-{self.ground.key(unit, code)}']")

    def state(self, unit, code):
        return set(self.cell(unit, code).locator("xpath=..").get_attribute("class").split())

    def name(self, unit, code):
        return f"m-{self.ground.key(unit, code)}"

    def text(self, unit, code):
        return self.cell(unit, code).input_value()

    @property
    def active(self):
        return self.page.evaluate("document.activeElement.name")

    @property
    def status(self):
        """The status line as it stands once it has been said (at most every 2 s)."""
        return self.page.inner_text("#status")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, unit, code, text, then="Enter"):
        self.cell(unit, code).click()
        self.page.keyboard.type(text)
        self.press(then)

    def paste(self, text, html=""):
        self.page.evaluate(
            """([text, html]) => { const data = new DataTransfer(); data.setData("text/plain", text);
            if (html) data.setData("text/html", html);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
            [text, html],
        )

    def copy(self, event="copy"):
        """What is put on the clipboard: (text, HTML)."""
        return self.page.evaluate(
            """event => { const data = new DataTransfer();
            document.activeElement.dispatchEvent(new ClipboardEvent(event, {clipboardData: data, bubbles: true, cancelable: true}));
            return [data.getData("text/plain"), data.getData("text/html")]; }""",
            event,
        )

    def cut(self):
        return self.copy("cut")[0]

    def until(self, question, told="trang chưa tới chỗ phải tới sau 10 giây"):
        """Until the page answers yes (asked from outside: the page allows no eval)."""
        for _moment in range(200):
            if self.page.evaluate(question):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(told)

    def settled(self):
        """Until the server has answered for every cell: saved, refused or two values."""
        self.until("!document.querySelector('.grid .saving')", "ô vẫn chưa lưu xong sau 10 giây")

    def caught_up(self):
        """Until nothing is kept in the browser any more."""
        self.until("!Object.keys(localStorage).length", "trình duyệt vẫn giữ số chưa lưu sau 10 giây")

    def heard(self):
        """What a screen reader is given for the focused cell: name, value, description, and its states."""
        session = self.page.context.new_cdp_session(self.page)
        here = session.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
        node = session.send("Accessibility.getPartialAXTree", {"objectId": here, "fetchRelatives": False})["nodes"][0]
        told = {p["name"]: p["value"].get("value") for p in node["properties"]}
        texts = {part: node.get(part, {}).get("value", "") for part in ("role", "name", "value", "description")}
        return texts | {"invalid": told.get("invalid"), "readonly": bool(told.get("readonly"))}
