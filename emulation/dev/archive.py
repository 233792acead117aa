"""One file that holds the whole house: a consistent copy of the database, and the private files. Never ballot keys.

A tar of `manifest.json` (kind of database, hour, SHA-256 of everything else), the copy of the database and `files/…`.
The database is copied first: files are only ever added, so every file that the copy names is there.
"""

import contextlib
import datetime as dt
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection

FORMAT = "khoi-thi-dua-backup-1"
FILES = Path(settings.MEDIA_ROOT)
KEYS = Path(settings.BALLOT_KEYS)


class Unreadable(Exception):
    """The archive cannot be made or used. The text is the sentence that the operator reads."""


# --- out ----------------------------------------------------------------------------------------
def write(target):
    """Write the archive to `target` (a path that does not exist yet), readable by its owner only. Out: number of files in it."""
    with tempfile.TemporaryDirectory(dir=settings.HOME) as scratch:
        copy = Path(scratch) / database_name()
        _copy_database(copy)
        members = {copy.name: copy} | {f"files/{p.relative_to(FILES)}": p for p in _private_files()}
        half = target.with_name(target.name + ".part")
        with (
            open(os.open(half, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as out,
            tarfile.open(fileobj=out, mode="w") as tar,
        ):
            sums = {name: _add(tar, name, path) for name, path in members.items()}
            _add_manifest(tar, sums)
        half.rename(target)
    return len(members) - 1


def database_name():
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.pgdump"


def _copy_database(target):
    if connection.vendor == "sqlite":
        with (
            contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
    else:
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _private_files():
    """Everything in the private folder of files, ballot keys excepted even if somebody put them there."""
    return sorted(p for p in FILES.rglob("*") if p.is_file() and not p.is_relative_to(KEYS))


def _add(tar, name, path):
    """Add one file and answer its SHA-256."""
    tar.add(path, name, recursive=False)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add_manifest(tar, sums):
    made_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    body = json.dumps({"format": FORMAT, "vendor": connection.vendor, "made_at": made_at, "sha256": sums}).encode()
    entry = tarfile.TarInfo("manifest.json")
    entry.size, entry.mode = len(body), 0o600
    tar.addfile(entry, io.BytesIO(body))


# --- back ---------------------------------------------------------------------------------------
def is_empty():
    """Whether there is nothing here that a restore could overwrite."""
    return not any(FILES.rglob("*")) and not _has_people()


def _has_people():
    with connection.cursor() as cursor:
        if "accounts_user" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT 1 FROM accounts_user LIMIT 1")
        return cursor.fetchone() is not None


def read(source):
    """Check the whole archive, then put database and files back. What stood here is moved aside, not deleted.

    Raises Unreadable, with nothing changed. Out: the folder that holds what stood here before.
    """
    with tempfile.TemporaryDirectory(dir=settings.HOME) as scratch:
        scratch = Path(scratch)
        _unpack(source, scratch)
        aside = settings.HOME / f"before-restore-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S-%f}"
        aside.mkdir(mode=0o700)
        _put_database_back(scratch / database_name(), aside)
        if FILES.exists():
            FILES.rename(aside / "files")
        FILES.parent.mkdir(parents=True, exist_ok=True)
        (scratch / "files").rename(FILES)
    return aside


def _unpack(source, into):
    """Unpack exactly what the manifest names, comparing every hash."""
    (into / "files").mkdir(mode=0o700)
    try:
        with tarfile.open(source) as tar:
            manifest = json.load(tar.extractfile("manifest.json"))
            if manifest["format"] != FORMAT or database_name() not in manifest["sha256"]:
                raise Unreadable(
                    f"Bản sao này là của {manifest['vendor']}, ở đây đang dùng {connection.vendor}; đặt DATABASE_URL cho khớp rồi chạy lại."
                )
            for name, digest in manifest["sha256"].items():
                _unpack_one(tar, name, digest, into)
    except (OSError, tarfile.TarError, KeyError, AttributeError, ValueError) as error:
        raise Unreadable(f"{source} không phải bản sao đọc được ({error}); chọn tệp khác.") from error


def _unpack_one(tar, name, digest, into):
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or (path.parts[0] != "files" and name != database_name()):
        raise Unreadable(f"Bản sao chứa đường dẫn lạ «{name}»; không dùng tệp này.")
    target = into / path
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tar.extractfile(name) as inside, open(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as out:
        shutil.copyfileobj(inside, out)
    with target.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != digest:
            raise Unreadable(f"«{name}» trong bản sao đã hỏng; dùng bản sao khác.")


def _put_database_back(copy, aside):
    if connection.vendor != "sqlite":
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={aside / database_name()}")
        _postgres(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}",
            str(copy),
        )
        return
    connection.close()
    database = Path(connection.settings_dict["NAME"])
    for name in (database.name, database.name + "-wal", database.name + "-shm"):
        if (old := database.with_name(name)).exists():
            old.rename(aside / name)
    shutil.move(copy, database)


def _postgres(program, *arguments):
    connection.close()
    here = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env = os.environ | {variable: str(here[key]) for variable, key in names.items() if here.get(key)}
    try:
        subprocess.run([program, *arguments], env=env, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise Unreadable(f"Máy này chưa có {program}; cài gói postgresql-client rồi chạy lại.") from error
    except subprocess.CalledProcessError as error:
        raise Unreadable(f"{program} dừng lại: {error.stderr.strip()}") from error
