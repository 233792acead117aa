"""Quy trình: every step of every room, read from the code and said in Vietnamese."""

import pkgutil
from functools import cache
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.utils.translation import override

from .steps import Record, Step
from .words import who_may

NOT_READ = ("tests", "migrations", "management")
HEAD = """# Quy trình

Mỗi dòng là một việc làm được trong hệ thống: từ trạng thái nào, sang trạng thái nào, ai được làm. Trang này do
`manage.py quytrinh --write` viết ra từ mã; thấy sai thì sửa quy định, rồi sửa mã, rồi viết lại.
"""
NOBODY = "Xảy ra theo một việc khác."


def written():
    """The whole procedure as Markdown. Raises KeyError when a step names a permission that nobody declared."""
    with override("vi"):
        parts = [_room(room) for room in settings.ROOMS]
    return HEAD + "".join(part for part in parts if part)


def unexplained():
    """Permissions whose words still hold the bare name of a predicate (no @says): a sorted list."""
    steps = [step for room in settings.ROOMS for step in steps_of(room)]
    return sorted({step.permission for step in steps if step.permission and "_" in who_may(step.permission)})


@cache
def consequences():
    """Labels, as the journal keeps them, of what happens only as part of another act and is nobody's own work (frozenset)."""
    steps = [step for room in settings.ROOMS for step in steps_of(room)]
    with override("vi"):
        own = {str(step.label) for step in steps if step.permission}
        return frozenset(str(step.label) for step in steps) - own


def steps_of(room):
    """Steps and records that a room declares, in the order of its files and lines (list)."""
    found = {}
    for module in _modules(import_module(room)):
        for value in vars(module).values():
            found |= {id(step): step for step in _in(value) if id(step) not in found}
    return list(found.values())


def _in(value):
    """The steps that a module-level name stands for: itself, or those it collects."""
    collected = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else [value]
    return [step for step in collected if isinstance(step, Step | Record)]


def _modules(package):
    yield package
    for info in pkgutil.iter_modules(package.__path__):
        if info.name in NOT_READ:
            continue
        module = import_module(f"{package.__name__}.{info.name}")
        yield from _modules(module) if info.ispkg else [module]


def _room(room):
    steps = steps_of(room)
    if not steps:
        return ""
    title = next(config.verbose_name for config in apps.get_app_configs() if config.name == room)
    rows = "".join(f"| {' | '.join(_cells(step))} |\n" for step in steps)
    return f"\n## {title}\n\n| Việc | Từ | Sang | Ai làm | Lý do |\n|---|---|---|---|---|\n{rows}"


def _cells(step):
    who = who_may(step.permission) if step.permission else NOBODY
    reason = "phải nêu" if step.reason else ""
    if isinstance(step, Record):
        return [str(step.label), "–", "–", who, reason]
    return [str(step.label), ", ".join(_word(s) for s in step.sources), _word(step.target), who, reason]


def _word(state):
    return str(getattr(state, "label", state))
