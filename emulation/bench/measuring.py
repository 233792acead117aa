"""Cả phép đo, theo thứ tự: pages, a mark, a mark while papers render, a covenant, a thousand marks at once."""

import time
from contextlib import ExitStack, closing, contextmanager
from functools import partial

from emulation.journal import clock
from emulation.papers.models import Rendering, Stage
from emulation.papers.tasks import sweep

from . import building, client, printing, server, timing, visits
from .province import Size

PATIENCE = 60


def everything(province, requests, told=lambda sentence: None):
    """Measure through gunicorn and the worker, as ./dev serve runs them. Out: list of Measured, the lightest page first."""
    with server.web() as (port, process), signed_in(province, port) as people:
        cpu_of = partial(server.cpu_seconds, process.pid)
        told("Đo các trang.")
        measured = pages(province, people, requests, cpu_of)
        told("Đo việc ghi điểm và việc in.")
        measured.append(timing.save_marks(province, people[visits.HEAD], requests, "ghi một điểm", cpu_of))
        measured.append(while_papers_render(province, people[visits.HEAD], requests, cpu_of, told))
        told("Đo việc in hàng loạt.")
        measured += printing.papers_a_minute(province, people[visits.OFFICER], cpu_of, told)
    measured.append(timing.render_covenants(max(3, requests // 5)))
    told("Đo việc dán một nghìn ô.")
    return [*measured, paste(province.now, max(3, requests // 5))]


WIDE = Size(blocs=1, units=40, criteria=40, years=3)


def paste(now, requests):
    """A block of a thousand cells, in a bloc wide enough for it: a province of its own, after everything else. Out: Measured."""
    wide = building.build(WIDE, now)
    with server.web() as (port, process), signed_in(wide, port) as people:
        return timing.paste_marks(wide, people[visits.HEAD], requests, partial(server.cpu_seconds, process.pid))


@contextmanager
def signed_in(province, port):
    """Everybody who opens pages, with a session of their own: {key: Person}."""
    users = visits.people(province)
    with ExitStack() as doors:
        people = {who: doors.enter_context(closing(client.Person(who, port))) for who in users}
        for who, user in users.items():
            people[who].sign_in(user.username, province.password)
        yield people


def pages(province, people, requests, cpu_of=None):
    """Every visit in turn. Out: list of Measured."""
    users = visits.people(province)
    return [timing.visit(v, people[v.who], users[v.who], requests, cpu_of) for v in visits.visits(province)]


def while_papers_render(province, person, requests, cpu_of, told):
    """Marks are saved while the worker renders the covenants of the running year."""
    with server.worker():
        sweep()
        _await_a_file()
        begun = clock.current()
        measured = timing.save_marks(province, person, requests, "ghi một điểm trong lúc in giao ước", cpu_of)
        files = Rendering.objects.filter(stage=Stage.DONE, done_at__gt=begun).count()
        left = Rendering.objects.exclude(stage=Stage.DONE).count()
        told(f"Trong lúc ghi điểm có {files} giao ước in xong, {left} còn chờ.")
    return measured


def _await_a_file():
    """Until the worker has stored its first file: from then on it is warm and busy."""
    before, until = Rendering.objects.filter(stage=Stage.DONE).count(), time.monotonic() + PATIENCE
    while Rendering.objects.filter(stage=Stage.DONE).count() == before:
        if time.monotonic() > until:
            raise client.Unexpected("Phần in văn bản chưa in được tệp nào (xem câu báo ở trên).")
        time.sleep(0.05)
