"""In hàng loạt: how many papers of four pages the worker's two processes make in a minute, and how long pages take meanwhile."""

import time

from django.urls import reverse

from emulation.journal import clock
from emulation.papers.models import Kind, Rendering, Stage
from emulation.papers.tasks import sweep

from . import client, server
from .papers import PARAGRAPHS, Press
from .timing import Measured

PAPERS, WARM = 150, 10
A_MINUTE = 200
WEB_GOAL = 0.300
PATIENCE = 300
FOUR_PAGES = {
    "sections": [
        {"heading": f"{number}. Kết quả", "paragraphs": PARAGRAPHS[:16], "last": number == "III"}
        for number in ("I", "II", "III")
    ],
    "recipients": ["Các đơn vị thành viên", "Lưu: VT"],
}


def papers_a_minute(province, person, cpu_of, told):
    """Papers queued in bulk are made by one worker of two processes while one person opens pages without a pause. Out: [Measured].

    The first line is seconds per paper, its goal 200 a minute; the second the pages opened meanwhile.
    """
    paths = (reverse("papers:verify"), reverse("home"), reverse("years:index"))
    pages = Measured("mở trang trong lúc in hàng loạt", person.name, WEB_GOAL)
    with server.worker():
        sweep()
        _until(lambda: not Rendering.objects.exclude(stage=Stage.DONE).exists())
        rows = _queued(province)
        while sweep():  # some at a time: nobody sweeps every five seconds here
            pass
        _until(lambda: _done(rows) >= WARM)
        begun, before, done = time.monotonic(), cpu_of(), _done(rows)
        while _done(rows) < PAPERS:
            if time.monotonic() > begun + PATIENCE:
                raise client.Unexpected("Phần in văn bản không in xong (xem câu báo ở trên).")
            pages.seconds.append(person.visit(paths[len(pages.seconds) % len(paths)]))
        spent, made = time.monotonic() - begun, PAPERS - done
    pages.cpu = (cpu_of() - before) / len(pages.seconds)
    lengths = set(rows.values_list("pages", flat=True))
    told(f"In {made} văn bản, mỗi văn bản {', '.join(map(str, lengths))} trang: {made / spent * 60:.0f} một phút.")
    each = Measured("in một văn bản trong hàng loạt, hai tiến trình", "", 60 / A_MINUTE, [spent / made])
    return [each, pages]


def _queued(province):
    press, now = Press(province), clock.current()
    bloc_year = province.running[0]
    papers = [
        press.issue(
            bloc_year, Kind.LIST, f"Danh sách số {n}", "papers/paper_plain.html", FOUR_PAGES, at=now, to_render=True
        )
        for n in range(PAPERS)
    ]
    press.store()
    return Rendering.objects.filter(paper__in=[paper.pk for paper in papers])


def _done(rows):
    return rows.filter(stage=Stage.DONE).count()


def _until(true):
    until = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > until:
            raise client.Unexpected("Phần in văn bản chưa in được tệp nào (xem câu báo ở trên).")
        time.sleep(0.05)
