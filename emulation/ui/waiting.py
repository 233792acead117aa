"""What waits for a person: one line of the home page, and how the lines are grouped by day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Task:
    """Một việc. title: verb and object; due: last day (date) or None; note: one grey line; state: extra word, may be empty;
    kind: colour of that word (turn, late, wait, draft, kept, done); others_wait: someone cannot go on before it is done;
    elsewhere: the person's own part is done, another hand goes on."""

    title: str
    url: str
    due: date | None = None
    note: str = ""
    state: str = ""
    kind: str = "turn"
    others_wait: bool = False
    elsewhere: bool = False


@dataclass(frozen=True)
class Group:
    """Một nhóm việc của trang đầu. key: late, now, week, next or open."""

    key: str
    heading: str
    tasks: list


HEADINGS = {
    "late": _("Đã trễ"),
    "now": _("Người khác đang chờ"),
    "week": _("Tuần này"),
    "next": _("Sau đó"),
    "open": _("Không có hạn"),
}


def grouped(tasks, today):
    """Tasks by when they are due, seen from `today` (date); a week ends on Sunday. Out: list of Group without empty ones."""
    by_key = {key: [] for key in HEADINGS}
    for task in sorted(tasks, key=lambda t: (t.due or date.max, str(t.title))):
        by_key[_when(task, today)].append(task)
    return [Group(key, HEADINGS[key], found) for key, found in by_key.items() if found]


def _when(task, today):
    if task.due and task.due < today:
        return "late"
    if task.others_wait:
        return "now"
    if task.due is None:
        return "open"
    sunday = today + timedelta(days=6 - today.weekday())
    return "week" if task.due <= sunday else "next"
