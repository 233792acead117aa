"""Chỗ thử riêng: a PostgreSQL, a Redis, a small disk and Celery workers of its own, each of which may be killed at any moment."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2
from django.conf import settings

DISK = "24m"
PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(true, what, seconds=PATIENCE):
    """Ask `true()` again and again until it holds. Raises AssertionError, naming `what`, after `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what}: not within {seconds} s"
        time.sleep(0.1)


class Postgres:
    """One cluster in a temporary folder. It refuses to run as root, so root lends it the user `postgres`."""

    def __init__(self, folder):
        self.bin = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.folder, self.port = folder / "pg", free_port()
        self.folder.mkdir()
        self.as_user = []
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self._run(
            "initdb", "-D", self.folder / "data", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        self.start()
        with self.connection("postgres") as connection:
            connection.autocommit = True
            connection.cursor().execute("CREATE DATABASE storm")

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-w", "-D", self.folder / "data", "-l", self.folder / "log", "-o", options, "start")

    def kill(self):
        """As a power cut would: nothing is flushed, nobody is told."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    @contextmanager
    def connection(self, name="storm"):
        found = psycopg2.connect(host="127.0.0.1", port=self.port, user="postgres", dbname=name)
        try:
            yield found
        finally:
            found.close()

    def asked(self, sql):
        """The rows that a query gives."""
        with self.connection() as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def _run(self, program, *arguments):
        command = [*self.as_user, str(self.bin / program), *map(str, arguments)]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)  # noqa: S603


class Program:
    """A process group that can be killed and started again."""

    def __init__(self, command, env=None):
        self.command, self.env = [str(part) for part in command], env
        self.start()

    def start(self):
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            self.command, cwd=settings.BASE_DIR, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def kill(self):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Ground:
    """Everything that the storm needs: `env` for Django, the two services, the disk, the workers."""

    def __init__(self, folder):
        self.folder = folder
        folder.chmod(0o755)
        self.home = folder / "home"
        self.home.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", self.home], check=True)  # noqa: S603, S607
        self.postgres = Postgres(folder)
        port = free_port()
        self.redis = Program(
            ["redis-server", "--port", port, "--bind", "127.0.0.1", "--appendonly", "yes", "--dir", folder]
        )
        self.env = {
            **os.environ, "EMULATION_HOME": str(self.home), "REDIS_URL": f"redis://127.0.0.1:{port}/0", "EMULATION_MODE": "demo",
            "DATABASE_URL": f"postgres://postgres@127.0.0.1:{self.postgres.port}/storm",
        }  # fmt: skip
        self.manage("migrate", "--verbosity=0")
        celery = [sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "--app=emulation"]
        worker = [*celery, "worker", "--concurrency=1", "--loglevel=CRITICAL", "--without-gossip", "--without-mingle"]
        self.workers = [Program([*worker, f"--hostname=w{n}@storm"], self.env) for n in range(2)]
        self.beat = Program([*celery, "beat", "--loglevel=CRITICAL", "--pidfile="], self.env)

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, check=True, cwd=settings.BASE_DIR, env=self.env, capture_output=True, text=True)  # noqa: S603

    @property
    def ballast(self):
        return self.home / "ballast"

    def look_after(self):
        """What ended by itself is started again, as the supervisor of ./dev serve does."""
        for program in (*self.workers, self.beat):
            if program.process.poll() is not None:
                program.start()

    def fill_the_disk(self):
        """Leave no room: whoever writes now gets half a file or none."""
        with suppress(OSError), open(self.ballast, "wb") as file:
            while True:
                file.write(b"\0" * 65536)

    def empty_the_disk(self):
        self.ballast.unlink(missing_ok=True)

    def close(self):
        for program in (*self.workers, self.beat, self.redis):
            program.kill()
        with suppress(subprocess.CalledProcessError):
            self.postgres.kill()
        subprocess.run(["umount", "-l", self.home], check=False)  # noqa: S603, S607


@contextmanager
def ground():
    """A Ground in a temporary folder, taken down afterwards whatever happened."""
    folder = Path(tempfile.mkdtemp(prefix="storm"))
    made = None
    try:
        made = Ground(folder)
        yield made
    finally:
        if made:
            made.close()
        shutil.rmtree(folder, ignore_errors=True)
