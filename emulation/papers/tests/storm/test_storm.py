"""Bão: workers killed, database and broker restarted, the disk filled, at random moments over a few hundred papers."""

import os
import random
import secrets
import subprocess
import sys
import time
from collections import Counter

import psycopg2
import pytest
from django.conf import settings

from .ground import ground, until

PAPERS = int(os.environ.get("STORM_PAPERS", "300"))
RECOVERY = 120  # seconds after the last fault within which everything must be settled
NUMBERS = "SELECT number FROM papers_paper WHERE number IS NOT NULL ORDER BY number"
STAGES = "SELECT stage, count(*) FROM papers_rendering GROUP BY stage"
OPEN = "SELECT count(*) FROM papers_rendering WHERE stage IN ('waiting', 'leased')"
RESULTS = "SELECT name, sha256, reason FROM papers_rendering WHERE stage = 'done'"


def kill_a_worker(here, rng):
    worker = rng.choice(here.workers)
    worker.kill()
    time.sleep(rng.random() * 2)
    worker.start()


def restart_the_broker(here, rng):
    here.redis.kill()
    time.sleep(rng.random() * 3)
    here.redis.start()


def restart_the_database(here, rng):
    here.postgres.kill()
    time.sleep(rng.random() * 3)
    here.postgres.start()


def fill_the_disk(here, rng):
    here.fill_the_disk()
    time.sleep(1 + rng.random() * 5)
    here.empty_the_disk()


FAULTS = (kill_a_worker, kill_a_worker, kill_a_worker, restart_the_broker, restart_the_database, fill_the_disk)


@pytest.mark.soak
def test_a_storm_loses_nothing_and_makes_nothing_twice():
    """Giết máy tạo tệp, khởi động lại cơ sở dữ liệu và hàng tin, làm đầy ổ: không mất việc nào, không số nào và không tệp nào hai lần."""
    seed = int(os.environ.get("STORM_SEED") or secrets.randbelow(2**32))
    rng = random.Random(seed)  # noqa: S311 - repeatable from its seed
    with ground() as here:
        act = f"from emulation.papers.tests.storm.issuing import issue_papers; issue_papers({PAPERS}, {seed})"
        office = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", act], cwd=settings.BASE_DIR, env=here.env,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        until(lambda: here.postgres.asked("SELECT count(*) FROM papers_paper")[0][0] > 5, "the first papers")
        faults = Counter()
        while office.poll() is None or faults.total() < 20:
            time.sleep(rng.random() * 4)
            fault = rng.choice(FAULTS)
            fault(here, rng)
            faults[fault.__name__] += 1
            here.look_after()
        told = [int(line) for line in office.communicate()[0].split()]
        calm = time.monotonic()
        until(lambda: here.look_after() or _asked(here, OPEN) == 0, "an end state for every paper", RECOVERY)
        slowest = time.monotonic() - calm
        _told(here, seed, faults, slowest)
        numbers = [row[0] for row in here.postgres.asked(NUMBERS)]
        assert numbers == list(range(1, len(numbers) + 1))  # no number missing, none given twice
        assert len(told) == PAPERS
        assert set(told) <= set(numbers)  # what was said to be issued is there
        results = here.postgres.asked(RESULTS)
        assert len({name for name, _sha256, _reason in results}) == len(results)  # no file belongs to two papers
        assert dict(here.postgres.asked(STAGES)) == {"done": len(numbers)}
        assert f"{len(numbers)} tệp" in here.manage("check_files", "--drop-strays").stdout
        assert _files(here) == len(numbers)  # what a killed worker left is gone, what the papers name is there
        here.manage("verify_journal")


def _asked(here, sql):
    try:
        return here.postgres.asked(sql)[0][0]
    except psycopg2.OperationalError:
        return -1


def _files(here):
    return sum(1 for file in (here.home / "files").rglob("*.pdf"))


def _told(here, seed, faults, slowest):
    stages = dict(here.postgres.asked(STAGES))
    done = sum(stages.values())
    sys.stdout.write(
        f"\nBão, hạt giống {seed}: {done} văn bản, {faults.total()} sự cố {dict(faults)}, kết thúc {stages}, "
    )
    sys.stdout.write(
        f"xong {slowest:.0f} giây sau sự cố cuối; {_files(here)} tệp trong kho cho {stages.get('done', 0)} văn bản.\n"
    )
