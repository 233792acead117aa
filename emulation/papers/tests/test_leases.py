"""Hạn thuê: a worker killed for real, a rendering longer than its lease, a database that is away for a moment."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import OperationalError, connection

from emulation.papers import tasks
from emulation.papers.models import Rendering, Stage
from emulation.papers.rendering import Made

from .builders import issued
from .test_queue import printing, run_at, woken  # noqa: F401 - a fixture that every test here has

pytestmark = pytest.mark.django_db(transaction=True)

DYING = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "emulation.settings"
import emulation.testing_plugin
from emulation.testing_plugin import settings
settings.DATABASES["default"]["NAME"] = sys.argv[2]
import django
django.setup()
from emulation.papers import rendering, tasks
def hang(paper, told):
    print("leased", flush=True)
    __import__("time").sleep(60)
rendering.pdf = hang
tasks.render(int(sys.argv[1]))
"""


def test_a_worker_killed_for_real_loses_nothing():
    """Máy bị kill -9 giữa lúc dựng: việc còn nguyên, máy sau làm xong."""
    row = issued(template="papers/paper_plain.html").rendering
    command = [sys.executable, "-c", DYING, str(row.pk), str(connection.settings_dict["NAME"])]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - our own interpreter
    with worker:
        assert worker.stdout.readline() == b"leased\n"
        os.kill(worker.pid, signal.SIGKILL)
    row.refresh_from_db()
    assert (row.stage, row.fence) == (Stage.LEASED, 1)
    run_at(row.lease_until + dt.timedelta(seconds=1), row)
    assert (row.stage, row.fence) == (Stage.DONE, 2)


def longer_than_its_lease(row):
    """A renderer that waits until the lease was extended; its pages say whether it was."""

    def slow(paper, told):
        ends = Rendering.objects.get(pk=row.pk).lease_until
        deadline = time.monotonic() + 5
        while Rendering.objects.get(pk=row.pk).lease_until <= ends and time.monotonic() < deadline:
            time.sleep(0.02)
        return Made(b"%PDF", int(Rendering.objects.get(pk=row.pk).lease_until > ends))

    return slow


@pytest.mark.parametrize("away", [0, 3], ids=["always there", "away for three beats"])
def test_a_long_rendering_keeps_its_lease(monkeypatch, away):
    """Dựng lâu hơn hạn thuê: nhịp gia hạn giữ việc, không ai lấy mất, kể cả khi cơ sở dữ liệu vắng vài nhịp."""
    row = issued(template="papers/paper_plain.html").rendering
    extend, beats = tasks._extend, []

    def extended(rendering, **columns):
        beats.append(rendering)
        if len(beats) <= away:
            raise OperationalError("the server closed the connection")
        return extend(rendering, **columns)

    monkeypatch.setattr(tasks, "BEAT", 0.05)
    monkeypatch.setattr(tasks, "_extend", extended)
    printing(monkeypatch, longer_than_its_lease(row))
    tasks.render(row.pk)
    row.refresh_from_db()
    assert (row.stage, row.pages) == (Stage.DONE, 1)
