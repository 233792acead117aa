"""`./dev serve`: keep web, worker and beat running together until Ctrl-C.

Plain standard library, run as a file: it must say its sentences before anything of Django can fail.
"""

import ctypes
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
HOME = Path(os.environ.get("EMULATION_HOME", BASE / ".var"))
PORT = os.environ.get("PORT", "8000")
PATIENCE = 10  # seconds a child has for a tidy end
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)

WEB = [sys.executable, "-m", "gunicorn", "--config=python:emulation.dev.web"]
# A person trying this out as root in a container need not be told so at every start.
CALM = ["-W", "ignore:You're running the worker with superuser privileges"]
CELERY = [sys.executable, *CALM, "-m", "celery", "--quiet", "--app=emulation"]
# Papers can wait for a free moment of the processor; a person who types cannot.
WORKER = [
    "nice", "--adjustment=15", *CELERY, "worker", "--concurrency=2", "--loglevel=WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"
]  # fmt: skip
BEAT = [*CELERY, "beat", "--loglevel=WARNING", "--pidfile="]


class Child:
    """One program that is started again whenever it ends by itself."""

    def __init__(self, name, command):
        self.name, self.command = name, [str(part) for part in command]
        self.quick_deaths = 0
        self.start()

    def start(self):
        self.since = time.monotonic()
        self.process = subprocess.Popen(
            self.command, cwd=BASE, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_the_parent
        )

    def has_ended(self):
        return self.process.poll() is not None

    def look_after(self):
        """Start it again if it has ended. Out: False when it ends as fast as it is started."""
        if not self.has_ended():
            return True
        self.quick_deaths = self.quick_deaths + 1 if time.monotonic() - self.since < 5 else 1
        self.kill_group()
        if self.quick_deaths > 5:
            return False
        say(f"Phần «{self.name}» đã dừng (mã {self.process.returncode}); đang chạy lại.")
        time.sleep(min(self.quick_deaths, 3))
        self.start()
        return True

    def kill_group(self):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def finish(self, until):
        """Wait for a tidy end up to `until` (monotonic seconds); then nothing of its group is left."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, until - time.monotonic()))
        self.kill_group()
        self.process.wait()


def _die_with_the_parent():
    """If the supervisor itself is killed, the kernel ends its children."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def say(sentence):
    print(sentence, flush=True)


# --- before the start -----------------------------------------------------------------------------
def free_port():
    if not PORT.isdigit() or not 0 < int(PORT) < 65536:
        sys.exit(f"PORT={PORT} không phải số cổng; dùng một số từ 1 đến 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(PORT)))
        except PermissionError:
            sys.exit(f"Không có quyền mở cổng {PORT}; chọn cổng khác: PORT=8001 ./dev serve")
        except OSError:
            sys.exit(f"Cổng {PORT} đang có chương trình khác dùng; dừng nó hoặc chọn cổng khác: PORT=8001 ./dev serve")


def take_the_house():
    """One server per private folder. Out: the open lock file, to be kept."""
    HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = open(HOME / "serve.lock", "w")  # noqa: SIM115 - held until the process ends
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(f"Hệ thống đang chạy với thư mục {HOME}; dừng lần chạy kia trước.")
    return lock


# --- running --------------------------------------------------------------------------------------
def main():
    begun, over = time.monotonic(), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: over.set())
    free_port()
    lock = take_the_house()
    os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{PORT}")
    web = Child("web", WEB)
    if wait_for_an_answer(web, over):
        say(f"Mở http://127.0.0.1:{PORT} (sẵn sàng sau {time.monotonic() - begun:.1f} giây). Dừng bằng Ctrl-C.")
        keep_running([web, Child("worker", WORKER), Child("beat", BEAT)], over)
    else:
        stop([web])
    lock.close()
    say("Đã dừng.")


def wait_for_an_answer(web, over):
    """Out: False if it was broken off. Ends the program if the web cannot start."""
    while not answers():
        if web.has_ended():
            sys.exit("Trang web chưa chạy được (xem câu báo ở trên).")
        if over.wait(0.05):
            return False
    return True


def answers():
    """Whether the site answers, whatever it says."""
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", int(PORT), timeout=5)) as connection:
            connection.request("HEAD", "/")
            return bool(connection.getresponse().status)
    except OSError:
        return False


def keep_running(children, over):
    """Until told to stop: start again what ends by itself. Ends the program if something cannot be kept running."""
    tired = None
    while not over.wait(0.5) and not tired:
        tired = next((child for child in children if not child.look_after()), None)
    stop(children)
    if tired:
        sys.exit(f"Phần «{tired.name}» không chạy được (xem dòng báo ở trên); đã dừng tất cả.")


def stop(children):
    for child in children:
        if not child.has_ended():
            child.process.terminate()
    until = time.monotonic() + PATIENCE
    for child in children:
        child.finish(until)


if __name__ == "__main__":
    main()
