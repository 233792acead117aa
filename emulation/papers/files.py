"""Tệp đã phát hành: stored once under its own hash, never made again, compared on demand."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

PIECE = 1024 * 1024


def store(content, paper):
    """Keep the bytes under papers/<year>/<sha256>.pdf. Out: (name, sha256). A torso left by a killed worker is replaced."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"papers/{paper.issued_at:%Y}/{digest}.pdf"
    if default_storage.exists(name):
        if digest_of(name) == digest:
            return name, digest
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(content)), digest


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
