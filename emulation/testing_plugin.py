"""How the tests of this house run: loaded by pytest.ini before Django reads its settings.

A private folder per process (database file, papers, queue), so that nothing of the person at the machine is touched;
a hasher that costs nothing; an unknown variable in one of our templates fails the test.
"""

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest

OWNER = "EMULATION_TEST_HOME" not in os.environ
BASE = os.environ.setdefault("EMULATION_TEST_HOME", "") or tempfile.mkdtemp(prefix="khoi-thi-dua-")
os.environ["EMULATION_TEST_HOME"] = BASE
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
HOME = Path(BASE) / WORKER
os.environ["EMULATION_HOME"] = str(HOME)
os.environ["EMULATION_MODE"] = "demo"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
# Playwright keeps an event loop in the test's thread; Django would refuse every query there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from emulation import settings  # noqa: E402 - the folder must be named first

# Copies of packages' templates, which lean on unset variables being empty.
LENIENT = ("bootstrap5/", "django/forms/")


class UnknownVariable(str):
    """What an unset variable prints: fails the test in our templates, is empty text in a package's own."""

    __slots__ = ()

    def __bool__(self):
        return _is_ours(_template_in_hand())

    def __contains__(self, text):
        return bool(self) if text == "%s" else super().__contains__(text)

    def __mod__(self, variable):
        pytest.fail(f"Biến «{variable}» không có khi in mẫu {_template_in_hand()}")


def _template_in_hand():
    """The file of the innermost template node being rendered: a path, or "" outside any."""
    frame = sys._getframe(1)
    while frame:
        if frame.f_code.co_name.startswith("render"):
            origin = getattr(frame.f_locals.get("self"), "origin", None)
            if origin is not None:
                return str(origin.name)
        frame = frame.f_back
    return ""


def _is_ours(path):
    folder = f"{settings.BASE_DIR / 'templates'}/"
    return path.startswith(folder) and not path.removeprefix(folder).startswith(LENIENT)


# What hypothesis times is the machine of the day, not our code.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], database=None
)
hypothesis.settings.load_profile("house")

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable()
if "sqlite3" in settings.DATABASES["default"]["ENGINE"]:
    # A file, so that threads, the live server and a real worker meet in it as they do in production.
    settings.DATABASES["default"]["TEST"] = {"NAME": str(HOME / "emulation.sqlite3")}
if os.environ.get("REDIS_URL"):
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": f"test-{WORKER}-"}
    # A database of Redis per process: a test that clears the cache must not clear the counters of another.
    place = 8 + int(WORKER.removeprefix("gw") if WORKER != "main" else 7) % 8
    settings.CACHES["default"]["LOCATION"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{place}"


def pytest_configure(config):
    # Registered late: of two fixtures with one name pytest takes the one that came last.
    config.pluginmanager.import_plugin("emulation.testing_fixtures")


def pytest_collection_finish(session):
    # What was imported stays; looking through it again and again costs a twentieth of the run.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_unconfigure(config):
    if OWNER and not hasattr(config, "workerinput"):
        shutil.rmtree(BASE, ignore_errors=True)
