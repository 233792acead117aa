"""Nơi đo: a private folder and, on PostgreSQL, a database of its own. Nothing of the person's is opened or written."""

import fcntl
import os
import shutil
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import DatabaseError, connection

DATABASE = "emulation_bench"
# A queue, keys and secrets of the real house stay out of it: the queue would wake the person's own worker.
LEFT_BEHIND = ("REDIS_URL", "BALLOT_KEYS", "SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL")


class NoPlace(Exception):
    """There is nowhere to measure. The text is the sentence that the operator reads."""


@contextmanager
def own(keep=False):
    """The environment of the measuring process, in a place made for it and taken away afterwards (unless `keep`). Out: dict."""
    home = settings.HOME / "bench"
    with _alone():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700, parents=True)
        _make_database()
        env = {name: value for name, value in os.environ.items() if name not in LEFT_BEHIND}
        try:
            yield env | {"EMULATION_HOME": str(home), "EMULATION_MODE": "demo", "DATABASE_URL": url()}
        finally:
            if not keep:
                shutil.rmtree(home, ignore_errors=True)
                _drop_database(" WITH (FORCE)")


def url():
    """Address of the database for measuring; "" on SQLite, whose file is in the private folder."""
    given = os.environ.get("DATABASE_URL", "")
    return given and urlunsplit(urlsplit(given)._replace(path=f"/{DATABASE}"))


@contextmanager
def _alone():
    """One measurement per private folder."""
    with open(settings.HOME / "bench.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise NoPlace("Một phép đo khác đang chạy; chờ nó xong rồi chạy lại.") from error
        yield


def _make_database():
    if connection.vendor != "postgresql":
        return
    if connection.settings_dict["NAME"] == DATABASE:
        raise NoPlace(
            f"DATABASE_URL đang trỏ vào {DATABASE}, nơi phép đo sẽ xóa đi; dùng tên khác cho dữ liệu của bạn."
        )
    _drop_database()
    _order(f"CREATE DATABASE {DATABASE}")


def _drop_database(how=""):
    if connection.vendor == "postgresql":
        _order(f"DROP DATABASE IF EXISTS {DATABASE}{how}")


def _order(statement):
    """One statement that cannot stand in a transaction."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        raise NoPlace(f"Chưa lập được cơ sở dữ liệu {DATABASE} để đo: {str(error).strip()}") from error
    finally:
        connection.close()
