"""Máy chủ như ./dev serve chạy nó: gunicorn with its own configuration, and the Celery worker, each on its own process."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings

from emulation.dev.supervise import WEB, WORKER

PATIENCE = 60
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def web():
    """gunicorn on a free port of this machine. Out: (port, the process)."""
    port = _free_port()
    with _running(WEB, PORT=str(port)) as process:
        _await_an_answer(port, process)
        yield port, process


@contextmanager
def worker():
    """The Celery worker that renders papers. Out: the process."""
    with _running(WORKER) as process:
        yield process


@contextmanager
def _running(command, **env):
    command = [str(part) for part in command]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | env, stdin=subprocess.DEVNULL)  # noqa: S603
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await_an_answer(port, process):
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("HEAD", "/")
                connection.getresponse()
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("Máy chủ để đo chưa chạy được (xem câu báo ở trên).")


def cpu_seconds(pid):
    """Seconds of processor that a process and its children have used so far."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_used(each) for each in (pid, *children))


def _used(pid):
    """User and system time, from /proc/<pid>/stat (fields 14 and 15; the name before them may hold spaces)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
