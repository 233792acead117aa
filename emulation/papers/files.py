"""Tệp đã phát hành: stored once under its own hash, never made again, compared on demand."""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from emulation.journal.steps import Refused

log = logging.getLogger(__name__)
PIECE = 1024 * 1024


def store(content, at, kind="pdf"):
    """Keep the bytes under papers/<year of `at`>/<sha256>.<kind>. Out: (name, sha256). A torso left by a killed worker is replaced."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"papers/{at:%Y}/{digest}.{kind}"
    if default_storage.exists(name):
        if digest_of(name) == digest:
            return name, digest
        default_storage.delete(name)
    try:
        return default_storage.save(name, ContentFile(content)), digest
    except OSError:
        default_storage.delete(name)  # half a file, on a disk that is full
        raise


def stored():
    """The names of all stored files. Out: iterator of str."""
    yield from _below("papers")


def _below(folder):
    if not default_storage.exists(folder):
        return
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in sorted(names))
    for inner in sorted(folders):
        yield from _below(f"{folder}/{inner}")


def opened(name):
    """A stored file, open for reading. Raises Refused (a sentence) when it cannot be read, and says so in the log."""
    try:
        return default_storage.open(name, "rb")
    except OSError as error:
        log.exception("a stored file cannot be read: %s", name)
        raise Refused(_("Chưa đọc được tệp đã lưu. Báo người quản trị chạy lệnh check_files.")) from error


def read(name):
    """The bytes of a stored file. Raises Refused when it cannot be read."""
    with opened(name) as stored:
        return stored.read()


def digest_of(name):
    """SHA-256 of a stored file, read in pieces. Raises OSError (FileNotFoundError) when it cannot be read."""
    with default_storage.open(name, "rb") as stored:
        return digest_of_stream(stored)


def digest_of_stream(stream):
    """SHA-256 of an open binary file."""
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()
