"""Sau khi đã ghi: wake a worker, lease, render, store. A message carries an id only and may be lost: the sweep wakes again."""

import logging
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from celery import shared_task
from django.core.files.storage import default_storage
from django.db import Error, connection
from django.db.models import F, Q
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.utils.translation import gettext as _

from emulation.journal import clock
from emulation.journal.steps import Refused

from . import files
from .models import Rendering, Stage

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=20)  # a living worker extends it, however long it renders
BEAT = 5  # seconds between two extensions of a lease
QUIET = timedelta(seconds=15)
AT_ONCE = 50  # rows that one sweep wakes: more than the workers render until the next
NEXT = 10  # rows that a free worker tries for, while others lease them before it
BACKOFF = tuple(timedelta(seconds=s) for s in (5, 10, 20, 30, 45, 60))
ATTEMPTS = len(BACKOFF) + 1
MAY_PASS = (OSError, Error, MemoryError)  # a full disk, a busy database: worth another try


class LeaseLost(Exception):
    """Another worker holds the row now; what this one made is dropped."""


@shared_task(name="papers.take")
def take():
    """A worker is free: it renders whatever is next in turn, whoever was the one to wake it. Nothing when nothing is due."""
    now = clock.current()
    for pk in list(Rendering.objects.due(now).in_turn().values_list("pk", flat=True)[:NEXT]):
        if rendering := lease(pk):
            work(rendering)
            return


def render(rendering_id):
    """Lease, render, store one row under the fencing number: short transactions, nothing slow inside them."""
    rendering = lease(rendering_id)
    if rendering:
        work(rendering)


@shared_task(name="papers.sweep")
def sweep():
    """Wake what waits or whose worker died, unless it was woken less than QUIET ago. Out: how many."""
    now = clock.current()
    quiet = Q(woken_at=None) | Q(woken_at__lt=now - QUIET)
    due = list(Rendering.objects.due(now).filter(quiet).values_list("pk", flat=True)[:AT_ONCE])
    for pk in due:
        wake(pk)
    return len(due)


def wake(rendering_id):
    """Tell a worker that something waits. A broker that is down fails nobody's request: the sweep will find the row."""
    try:
        Rendering.objects.filter(pk=rendering_id).exclude(stage=Stage.DONE).update(woken_at=clock.current())
        take.apply_async(retry=False)
    except Exception:
        log.exception("the queue could not be told of rendering %s", rendering_id)


def lease(rendering_id):
    """Take the row for LEASE under the next fencing number. Out: Rendering, or None when it is not to be had.

    A row whose workers died ATTEMPTS times fails here, with a reason: it may be the paper that kills them.
    """
    now = clock.current()
    free = Rendering.objects.due(now).filter(pk=rendering_id)
    seen = free.first()
    if seen is None:
        return None
    mine = free.filter(fence=seen.fence)
    if seen.attempts >= ATTEMPTS:
        mine.update(stage=Stage.FAILED, lease_until=None, reason=_("Máy tạo tệp đã dừng giữa chừng nhiều lần."))
        return None
    taken = mine.update(
        stage=Stage.LEASED, fence=F("fence") + 1, attempts=F("attempts") + 1, lease_until=now + LEASE, progress=10
    )
    return (
        Rendering.objects.select_related("paper", "pack").filter(pk=rendering_id).held(seen.fence + 1).first()
        if taken
        else None
    )


def work(rendering):
    """Render and store what was leased; a failure goes back to the queue or ends with a plain reason."""
    try:
        with _kept_alive(rendering):
            made, at = _made(rendering, told=lambda percent: _extend(rendering, progress=percent))
            name, digest = files.store(made.content, at)
        _settle(rendering, stage=Stage.DONE, name=name, sha256=digest, size=len(made.content), pages=made.pages,
                progress=100, reason="", done_at=clock.current())  # fmt: skip
    except LeaseLost:
        log.warning("rendering %s is held by another worker now", rendering.pk)
        default_storage.delete(name)  # sealed in another second than the successor's: nobody else's bytes
    except Exception as error:
        log.exception("rendering %s did not come out", rendering.pk)
        if not connection.is_usable():  # the database was restarted: reached by a new connection
            connection.close()
        fail(rendering, error)


def _made(rendering, told):
    """The bytes of a paper under its seal, or of a pack, which has none. Out: (Made, hour of the paper or pack)."""
    # Pango and pyHanko: only the worker needs them
    from . import binding, seal  # noqa: PLC0415
    from .rendering import pdf  # noqa: PLC0415

    if rendering.pack:
        return binding.bound(rendering.pack, told), rendering.pack.made_at
    made = pdf(rendering.paper, told=told)
    return replace(made, content=seal.sealed(made.content)), rendering.paper.issued_at


def fail(rendering, error):
    """Back to the queue with a pause if it may pass, else the end, with a sentence. A stale lease changes nothing."""
    again = isinstance(error, MAY_PASS) and rendering.attempts < ATTEMPTS
    pause = BACKOFF[min(rendering.attempts, len(BACKOFF)) - 1]
    Rendering.objects.filter(pk=rendering.pk).held(rendering.fence).update(
        stage=Stage.WAITING if again else Stage.FAILED, reason=_sentence(error), progress=0, lease_until=None,
        not_before=clock.current() + pause if again else None,
    )  # fmt: skip


def _sentence(error):
    from .seal import NoTimeStamp  # noqa: PLC0415 - as above

    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, NoTimeStamp):
        return _("Dịch vụ dấu thời gian chưa trả lời, nên tệp chưa niêm phong được.")
    if isinstance(error, OSError):
        return _("Chưa ghi được tệp: ổ lưu trữ đầy hoặc không trả lời.")
    if isinstance(error, (Error, MemoryError)):
        return _("Máy chủ đang quá tải.")
    if isinstance(error, TemplateDoesNotExist):
        return _("Không tìm thấy mẫu văn bản «%(name)s».") % {"name": str(error)[:120]}
    if isinstance(error, TemplateSyntaxError):
        return _("Mẫu văn bản viết sai: cần người quản trị sửa mẫu.")
    return _("Mẫu văn bản không dàn được trang với dữ liệu này (%(name)s).") % {"name": type(error).__name__}


def _settle(rendering, **columns):
    if not Rendering.objects.filter(pk=rendering.pk).held(rendering.fence).update(lease_until=None, **columns):
        raise LeaseLost


def _extend(rendering, **columns):
    hour = clock.current() + LEASE
    return Rendering.objects.filter(pk=rendering.pk).held(rendering.fence).update(lease_until=hour, **columns)


def _still_held(rendering):
    """Extend the lease once. A database that is away for a moment is asked again at the next beat."""
    try:
        return _extend(rendering)
    except Error:
        connection.close()
        return True


@contextmanager
def _kept_alive(rendering):
    """While inside, a thread extends the lease; it stops by itself when the lease is lost."""
    over = threading.Event()

    def beat():
        try:
            while not over.wait(BEAT) and _still_held(rendering):
                pass
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
