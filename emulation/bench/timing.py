"""Đo: how long each visit takes, how much processor, how many queries; how long a mark takes while papers render."""

import os
import statistics
import time
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocs.covenant.models import Covenant
from blocs.scoring.models import Criterion, Filler, Mark, SheetState

from .visits import leading_member

WARM_UP = 10
BACKEND = "emulation.accounts.backends.PasswordBackend"


@dataclass
class Measured:
    """Một dòng của bảng. seconds: one per request; cpu: seconds of processor of the server per request; queries: of the last address."""

    what: str
    who: str
    goal: float | None = None
    seconds: list = field(default_factory=list)
    cpu: float | None = None
    queries: int | None = None

    def percentile(self, percent):
        """p50, p95: the value that so many per cent of the requests do not exceed."""
        return sorted(self.seconds)[max(0, -(-len(self.seconds) * percent // 100) - 1)]

    @property
    def holds(self):
        """Whether the goal is reached; None without a goal."""
        return None if self.goal is None else self.percentile(95) <= self.goal


def load():
    """Tải của máy trong phút vừa qua, as `uptime` says it."""
    return os.getloadavg()[0]


# --- trang --------------------------------------------------------------------------------------------
PAGE_GOAL, MARK_GOAL, PASTE_GOAL = 0.150, 0.040, 1.5


def visit(found, person, user, requests, cpu_of=None):
    """Open the addresses of a Visit in turn, `requests` times, after a warm-up. Out: Measured."""
    measured = Measured(found.page, found.who, PAGE_GOAL, queries=queries_of(user, found.paths[0]))
    for n in range(min(WARM_UP, requests)):
        person.visit(found.paths[n % len(found.paths)])
    before = cpu_of() if cpu_of else 0
    measured.seconds = [person.visit(found.paths[n % len(found.paths)]) for n in range(requests)]
    measured.cpu = (cpu_of() - before) / requests if cpu_of else None
    return measured


def queries_of(user, path):
    """How many queries one page asks, session and person included."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend=BACKEND)
    with CaptureQueriesContext(connection) as caught:
        client.get(path)
    return len(caught)


# --- điểm ---------------------------------------------------------------------------------------------
def save_marks(province, person, requests, what, cpu_of=None):
    """The lead unit types into the checking column, one cell at a time. Out: Measured."""
    round_, cells = province.rounds[province.running[0].pk], _open_cells(province)
    path = reverse("scoring:save", args=[round_.pk, Filler.CHECKERS])
    measured, seen = Measured(what, person.name, MARK_GOAL), {}
    before = cpu_of() if cpu_of else 0
    for n in range(requests):
        key, version = cells[n % len(cells)]
        raw = f"{6 + n % 4},{n // len(cells) % 10}"
        answers, seconds = person.save(
            path, {key: {"raw": raw, "seen": seen.get(key, version), "reason": "Theo hồ sơ"}}
        )
        seen[key] = answers[0]["version"]
        measured.seconds.append(seconds)
    measured.cpu = (cpu_of() - before) / requests if cpu_of else None
    return measured


A_BLOCK = 1000


def paste_marks(province, person, requests, cpu_of=None):
    """The lead unit pastes a block of 1 000 cells (all that are open, if fewer) into the checking column, one request each time.

    Out: Measured.
    """
    round_, cells = province.rounds[province.running[0].pk], _open_cells(province)[:A_BLOCK]
    path = reverse("scoring:save", args=[round_.pk, Filler.CHECKERS])
    measured, seen = Measured(f"dán {len(cells)} ô, một lần gửi", person.name, PASTE_GOAL), dict(cells)
    before = cpu_of() if cpu_of else 0
    for n in range(requests):
        block = {
            key: {"raw": f"{n % 9},{place % 10}", "seen": seen[key], "reason": "Theo hồ sơ"}
            for place, key in enumerate(seen)
        }
        answers, seconds = person.save(path, block)
        seen = {answer["key"]: answer["version"] for answer in answers}
        measured.seconds.append(seconds)
    measured.cpu = (cpu_of() - before) / requests if cpu_of else None
    return measured


def _open_cells(province):
    """Cells that the lead unit may write: [(key, version)] of sheets handed in, the lead's own excepted."""
    round_ = province.rounds[province.running[0].pk]
    sheets = round_.sheets.filter(state=SheetState.SUBMITTED).exclude(member=leading_member(province))
    rows = Criterion.objects.filter(scheme=round_.scheme).exclude(kind="group").values_list("pk", flat=True)
    marks = Mark.objects.filter(sheet__in=sheets, column__kind=Filler.CHECKERS).values_list(
        "sheet", "criterion", "version"
    )
    versions = {(sheet, row): version for sheet, row, version in marks}
    return [(f"{s}-{row}", versions.get((s, row), 0)) for row in rows for s in sheets.values_list("pk", flat=True)]


# --- giấy ---------------------------------------------------------------------------------------------
def render_covenants(requests):
    """Render covenants in this process, the first one apart (fonts and style sheets are read then). Out: Measured."""
    from emulation.papers.rendering import pdf  # noqa: PLC0415 - loads Pango

    papers = [c.paper for c in Covenant.objects.select_related("paper").order_by("-pk")[:requests]]
    measured = Measured("in một giao ước, máy đã ấm", "")
    pdf(papers[0])
    before = time.process_time()
    for n in range(requests):
        begun = time.perf_counter()
        pdf(papers[n % len(papers)])
        measured.seconds.append(time.perf_counter() - begun)
    measured.cpu = (time.process_time() - before) / requests
    return measured


def ratio(measured, to):
    """How many times as long as another measurement of the same run, by the median."""
    return statistics.median(measured.seconds) / statistics.median(to.seconds)
