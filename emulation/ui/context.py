"""What every page knows without asking: the menu, the note over demonstration data, the words of the foot."""

from dataclasses import dataclass

import rules
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Entry:
    """Một mục trình đơn. `name`: name of its address; `rooms`: whose pages light it up, by namespace or full view name."""

    label: str
    name: str
    rooms: tuple[str, ...] = ()


# The first entry whose `rooms` holds the full name of the page, else its namespace, is the current one.
MENU = (
    Entry(gettext_lazy("Việc của tôi"), "home", ("home",)),
    Entry(gettext_lazy("Năm thi đua"), "years:index", ("years", "pledges", "covenant", "conferences")),
    Entry(gettext_lazy("Chấm điểm"), "scoring:index", ("scoring",)),
    Entry(gettext_lazy("Xếp hạng"), "scoring:rankings", ("scoring:rankings", "scoring:ranking")),
    Entry(gettext_lazy("Văn bản"), "years:papers", ("years:papers", "papers")),
    Entry(gettext_lazy("Đề nghị"), "proposals:index", ("proposals",)),
    Entry(gettext_lazy("Hội đồng"), "council:index", ("council",)),
    Entry(gettext_lazy("Quyết định"), "decisions:index", ("decisions",)),
    Entry(gettext_lazy("Đơn vị"), "roster:index", ("roster",)),
)
FOOT = (
    Entry(gettext_lazy("Danh mục khen thưởng"), "catalogue:index"),
    Entry(gettext_lazy("Căn cứ pháp lý"), "law:index"),
    Entry(gettext_lazy("Nhật ký"), "journal:index"),
)


def page(request):
    """`nav`, `foot`, `demo_note` and `house` for base.html; a view overrides any of them by giving its own."""
    note = _("Dữ liệu trình diễn: tên đơn vị, con số và văn bản ở đây chỉ để xem thử.") if settings.DEMO else ""
    house = getattr(settings, "HOUSE", "")
    return {
        "nav": _entries(MENU, request),
        "foot": _entries(FOOT, request),
        "demo_note": note,
        "demonstration": _found("demo:accounts") if settings.DEMO else "",
        "house": house,
    }


def _entries(entries, request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    current = _current(request)
    usable = ((entry, _address(entry, user)) for entry in entries)
    return [{"label": e.label, "url": url, "current": e is current} for e, url in usable if url]


def _address(entry, user):
    """The address, or "" when the room has no such page or keeps it for others (permission "<room>.browse", if declared)."""
    permission = f"{entry.name.partition(':')[0]}.browse"
    if rules.perm_exists(permission) and not user.has_perm(permission):
        return ""
    return _found(entry.name)


def _found(name):
    """The address of that name, "" where the house has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _current(request):
    match = request.resolver_match
    for name in (match.view_name, match.namespace) if match else ():
        for entry in MENU:
            if name in entry.rooms:
                return entry
    return None
