"""Niêm phong: a paper is sealed so that only the key of its ballot opens it; that key lives in a file, never in the database.

Every paper has the same length, a blank one too. A paper names its slot, so that a copy laid into another slot is void.
"""

import hashlib
import os
import secrets
import struct
from pathlib import Path

from django.conf import settings
from django.views.decorators.debug import sensitive_variables
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

PAPER = struct.Struct(">BqH16s37x")  # form, slot, choice, salt, padding: 64 bytes
FORM = 1
BLANK = 0xFFFF


class KeyMissing(Exception):
    """The key file of a ballot is not in the folder."""


class Spoiled(Exception):
    """These bytes are not a paper of this slot."""


def new_key():
    """Make a key pair and write the secret half to its file (0600, in a 0700 folder). Out: the public half, 32 bytes."""
    key = PrivateKey.generate()
    public = bytes(key.public_key)
    folder = Path(settings.BALLOT_KEYS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    descriptor = os.open(_file(public), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(bytes(key))
        file.flush()
        os.fsync(file.fileno())
    _sync(folder)
    return public


def destroy(public):
    """Overwrite and remove the key file; nothing happens when it is already gone."""
    path = _file(bytes(public))
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(PrivateKey.SIZE))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    _sync(path.parent)


@sensitive_variables()
def seal(public, slot, choice):
    """One paper: `choice` (index, None for blank) on the slot with this number. Out: bytes, always as many."""
    paper = PAPER.pack(FORM, slot, BLANK if choice is None else choice, secrets.token_bytes(16))
    return SealedBox(PublicKey(bytes(public))).encrypt(paper)


@sensitive_variables()
def kept_key(public):
    """The PrivateKey read again from its file. Raises KeyMissing."""
    try:
        return PrivateKey(_file(bytes(public)).read_bytes())
    except (FileNotFoundError, PermissionError) as error:
        raise KeyMissing from error


@sensitive_variables()
def opener(key):
    """Out: a function (slot, sealed) → choice or None; it raises Spoiled."""
    box = SealedBox(key)

    @sensitive_variables()
    def open_one(slot, sealed):
        try:
            form, named, choice, _salt = PAPER.unpack(box.decrypt(bytes(sealed)))
        except (CryptoError, ValueError, struct.error) as error:
            raise Spoiled from error
        if (form, named) != (FORM, slot):
            raise Spoiled
        return None if choice == BLANK else choice

    return open_one


def receipt(papers):
    """Biên nhận: sixteen hexadecimal signs, in fours, of one person's sealed papers in the order of the lines."""
    signs = hashlib.sha256(b"".join(bytes(p) for p in papers)).hexdigest()[:16]
    return " ".join(signs[i : i + 4] for i in range(0, 16, 4))


def _file(public):
    return Path(settings.BALLOT_KEYS) / f"{hashlib.sha256(public).hexdigest()[:32]}.key"


def _sync(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
