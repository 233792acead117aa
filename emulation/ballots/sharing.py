"""Chia khóa: a secret number is split among n holders so that any k of them find it again and fewer learn nothing (Shamir, 1979)."""

import secrets

from django.views.decorators.debug import sensitive_variables

FIELD = 2**521 - 1  # a prime above every 32-byte key
WIDTH = 66  # bytes of one number of the field


@sensitive_variables()
def split(secret, needed, holders):
    """Points 1 … `holders` of a random polynomial of degree `needed` - 1 that is `secret` at 0. Out: [(x, y)]."""
    polynomial = [secret, *(secrets.randbelow(FIELD) for _power in range(needed - 1))]
    return [(x, _at(polynomial, x)) for x in range(1, holders + 1)]


@sensitive_variables()
def join(points, field=FIELD):
    """The number at 0 of the polynomial through `points` [(x, y)], whose x all differ (Lagrange)."""
    total = 0
    for x, y in points:
        above, below = 1, 1
        for other, _y in points:
            if other != x:
                above, below = above * other % field, below * (other - x) % field
        total += y * above * pow(below, -1, field)
    return total % field


@sensitive_variables()
def _at(polynomial, x):
    value = 0
    for factor in reversed(polynomial):
        value = (value * x + factor) % FIELD
    return value
