"""Trang đầu: what waits for the person who signed in."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blocs.years.models import BlocYear
from emulation.accounts.reminding import reader_of
from emulation.journal.clock import today
from emulation.journal.models import Entry
from emulation.journal.procedure import consequences
from emulation.ui import ics
from emulation.ui.waiting import grouped


@require_safe
def home(request):
    """Việc đang chờ bạn."""
    told = waiting(request.user, request.at)
    tasks = [task for task in told if not task.elsewhere]
    groups = grouped(tasks, today())
    page = {
        "tasks": tasks,
        "groups": groups,
        "counts": _counts(tasks, groups),
        "elsewhere": [task for task in told if task.elsewhere],
        "done": _just_done(request.user, request.at),
        "today": today(),
    }
    return render(request, "home.html", page)


def waiting(user, at):
    """What all rooms have for this person: a list of Task."""
    rooms = (module for room in settings.ROOMS if hasattr(module := _module(room, "reports"), "waiting"))
    return [task for room in rooms for task in room.waiting(user, at)]


@login_not_required
@require_safe
def calendar(request, key):
    """Lịch của một người (.ics), cho ai có địa chỉ riêng của họ: calendars of telephones do not sign in."""
    reader = reader_of(key, at=request.at)
    if reader is None:
        raise Http404
    rooms = (module for room in settings.ROOMS if hasattr(module := _module(room, "calendar"), "events"))
    events = [event for room in rooms for event in room.events(reader)]
    host = settings.PUBLIC_URL.partition("//")[2]
    content = ics.calendar(events, name=_("Khối thi đua"), host=host, at=request.at)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def _module(room, name):
    try:
        return import_module(f"{room}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{room}.{name}":
            raise
        return None


def _counts(tasks, groups):
    """“6 việc: 1 việc đã trễ, 2 việc đến hạn trong tuần này.”"""
    count = {group.key: len(group.tasks) for group in groups}
    told = []
    if late := count.get("late"):
        told.append(_("%(n)s\u00a0việc đã trễ") % {"n": late})
    if week := count.get("week"):
        told.append(_("%(n)s\u00a0việc đến hạn trong tuần này") % {"n": week})
    all_ = _("%(n)s\u00a0việc") % {"n": len(tasks)}
    if not told:
        return _("%(all)s, chưa việc nào đến hạn trong tuần này.") % {"all": all_}
    if len(told) == 1 and len(tasks) in (late or 0, week or 0):
        return f"{told[0]}."
    return _("%(all)s: %(told)s.") % {"all": all_, "told": ", ".join(told)}


def _just_done(user, at, most=4):
    """The person's last acts of two weeks, newest first, each once, without what only followed from them: (label, bloc-year or None, its page, hour)."""
    acts = Entry.objects.filter(by=user, at__gt=at - timedelta(days=14)).exclude(label__in=consequences())
    entries = acts.select_related("stream").order_by("-at", "-pk")
    last = {}
    for entry in entries[: 10 * most]:
        last.setdefault((entry.label, entry.stream_id), entry)
    kept = list(last.values())[:most]
    years = BlocYear.objects.select_related("bloc").in_bulk(filter(None, map(_year_of, kept)))
    return [(entry.label, year := years.get(_year_of(entry)), _page_of(year), entry.at) for entry in kept]


def _year_of(entry):
    kind, _colon, number = entry.stream.name.partition(":")
    return int(number) if kind == "year" else None


def _page_of(bloc_year):
    try:
        return reverse("years:page", args=[bloc_year.pk]) if bloc_year else ""
    except NoReverseMatch:
        return ""
