"""Mã giữ khóa: what one member of the counting team holds. 110 random bits a person can type, never stored; the public half stays.

The key of a ballot is split (`sharing`) and each share is sealed to the public half of one code, so that only `needed`
codes together open the ballot, whatever machine reads them.
"""

import hashlib
import secrets

from django.views.decorators.debug import sensitive_variables
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from . import sharing

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O, 1 I
SECRET, CHECK, GROUP = 22, 2, 4


class Mistyped(Exception):
    """These signs are no code: too few, or one of them is wrong."""


class WrongKey(Exception):
    """The shares do not make the key of this ballot."""


@sensitive_variables()
def new_code():
    """A fresh code in six groups of four, and its public half. Out: (str, 32 bytes)."""
    signs = "".join(secrets.choice(LETTERS) for _place in range(SECRET))
    return spaced(signs + _check(signs)), bytes(_key(signs).public_key)


def spaced(signs):
    """«ABCD-EFGH-…»."""
    return "-".join(signs[i : i + GROUP] for i in range(0, len(signs), GROUP))


@sensitive_variables()
def read(typed):
    """A code as somebody typed it, small letters, spaces and dashes as they like. Out: its PrivateKey. Raises Mistyped."""
    signs = "".join(typed.upper().replace("-", " ").split())
    if len(signs) != SECRET + CHECK or set(signs) - set(LETTERS) or _check(signs[:SECRET]) != signs[SECRET:]:
        raise Mistyped
    return _key(signs[:SECRET])


@sensitive_variables()
def split_key(key, publics, needed):
    """Shares of a PrivateKey, one for each public half, in their order. Out: list of bytes of one length."""
    points = sharing.split(int.from_bytes(bytes(key), "big"), needed, len(publics))
    return [
        SealedBox(PublicKey(bytes(public))).encrypt(bytes([x]) + y.to_bytes(sharing.WIDTH, "big"))
        for public, (x, y) in zip(publics, points, strict=True)
    ]


@sensitive_variables()
def join_key(shares, public):
    """The PrivateKey from [(PrivateKey of a code, sealed share)], as many as are needed. Raises WrongKey unless it opens `public`."""
    try:
        opened = [SealedBox(code).decrypt(bytes(share)) for code, share in shares]
        number = sharing.join([(plain[0], int.from_bytes(plain[1:], "big")) for plain in opened])
        key = PrivateKey(number.to_bytes(PrivateKey.SIZE, "big"))
    except (CryptoError, OverflowError, ValueError) as error:
        raise WrongKey from error
    if bytes(key.public_key) != bytes(public):
        raise WrongKey
    return key


def _key(signs):
    return PrivateKey(hashlib.blake2b(signs.encode(), digest_size=32, person=b"phieu: ma giu").digest())


def _check(signs):
    number = int.from_bytes(hashlib.blake2b(signs.encode(), digest_size=2, person=b"phieu: ma thu").digest(), "big")
    return LETTERS[number % 32] + LETTERS[number // 32 % 32]
