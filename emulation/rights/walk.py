"""Đi hết nhà: the name of every address, allauth's included, and of every permission."""

import re
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.urls import get_resolver


def names():
    """Names of all addresses, with their namespace (sorted list). An address without a name: its route, so that it is missed."""
    return sorted(_below(get_resolver(), ""))


def permissions():
    """Names of the permissions that the rooms give, as their rules are written (set of "room.verb")."""
    files = (find_spec(f"{room}.rules") for room in settings.ROOMS)
    texts = (Path(found.origin).read_text(encoding="utf-8") for found in files if found)
    return {name for text in texts for name in re.findall(r'add_perm\(\s*"([\w.]+)"', text)}


def _below(resolver, space):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _below(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield space + (pattern.name or str(pattern.pattern))
