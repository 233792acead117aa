"""Nhắc hạn bằng thư: a row for every mark reached, then one worker per row. A message may be lost: the sweep wakes again."""

import datetime as dt
import logging
import smtplib

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from blocs.roster.models import Seat
from blocs.roster.rules import STAFF
from emulation.journal import clock

from .documents import reminder_body, reminder_subject
from .models import Mark, Obligation, Posting, Reminder, Stage, mark_of

log = logging.getLogger(__name__)
MORNING, EVENING = 7, 20  # nobody is written to at night
LEASE = dt.timedelta(minutes=2)
AT_ONCE = 500
PAUSES = tuple(dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360))
NEXT = 10  # rows that a free worker tries for, while others lease them before it


@shared_task(name="years.remind")
def remind():
    """Write a row for everybody to be told something today, and wake a worker for each row that waits. Out: how many wait."""
    now = clock.current()
    if not settings.SENDS_MAIL or not MORNING <= timezone.localtime(now).hour < EVENING:
        return 0
    plan(clock.today())
    waiting = Reminder.objects.due(now)[:AT_ONCE].count()
    for _row in range(waiting):
        wake()
    return waiting


def plan(today):
    """A row for each mark that an open obligation has reached by `today` and each person of its unit with an address."""
    nearest, oldest = today + dt.timedelta(days=Mark.FIFTEEN), today - dt.timedelta(days=Mark.FIFTEEN)
    open_ = Obligation.objects.open().exclude(member__bloc_year__state=Stage.CLOSED)
    open_ = open_.filter(milestone__due__lte=nearest).select_related("milestone", "member")
    owed = [(o, mark) for o in open_ if o.due >= oldest and (mark := mark_of(o.due, today)) is not None]
    people = _people({o.member.unit_id for o, _mark in owed}, today)
    Reminder.objects.bulk_create(
        (Reminder(obligation=o, person_id=who, due=o.due, mark=mark) for o, mark in owed for who in people[o.member.unit_id]),
        ignore_conflicts=True, batch_size=AT_ONCE,
    )  # fmt: skip


def _people(units, today):
    """{unit id: ids of its staff who gave an address}. One query."""
    seats = Seat.objects.on(today).filter(unit__in=units, office__in=STAFF, person__is_active=True)
    found = {unit: set() for unit in units}
    for unit, person in seats.exclude(person__email="").values_list("unit", "person"):
        found[unit].add(person)
    return found


def wake():
    """Tell a worker that a reminder waits. A broker that is down fails nothing: the next sweep finds the row."""
    try:
        deliver.apply_async(retry=False)
    except Exception:
        log.exception("the queue could not be told of a reminder")


@shared_task(name="years.deliver")
def deliver():
    """A worker is free: it sends the reminder that is next in turn. Nothing when nothing is due."""
    for pk in list(Reminder.objects.due(clock.current()).values_list("pk", flat=True)[:NEXT]):
        if reminder := lease(pk):
            send(reminder)
            return


def lease(pk):
    """Take one row under the next fencing number. Out: Reminder, or None when another worker has it."""
    now = clock.current()
    free = Reminder.objects.due(now).filter(pk=pk)
    seen = free.first()
    if seen is None:
        return None
    taken = free.filter(fence=seen.fence).update(
        stage=Posting.LEASED, fence=F("fence") + 1, attempts=F("attempts") + 1, lease_until=now + LEASE
    )
    row = Reminder.objects.select_related("person", "obligation__milestone", "obligation__member__bloc_year__bloc")
    return row.filter(pk=pk).held(seen.fence + 1).first() if taken else None


def send(reminder):
    """Send what was leased, unless the work was done meanwhile; a failure goes back to the queue or ends with a reason.

    The Message-ID is that of the row: a mail server drops the copy that a worker sends who died before writing it down.
    """
    if not reminder.is_needed or not reminder.person.email:
        return _settle(reminder, stage=Posting.VOID)
    host = settings.PUBLIC_URL.partition("//")[2].partition(":")[0]
    letter = EmailMessage(
        reminder_subject(reminder, clock.today()), reminder_body(reminder, clock.today()), to=[reminder.person.email],
        headers={"Message-ID": f"<nhac-han-{reminder.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        letter.send()
    except (smtplib.SMTPRecipientsRefused, ValueError):
        return _settle(reminder, stage=Posting.FAILED, reason=_("Máy chủ thư không nhận địa chỉ này."))
    except OSError:
        log.exception("reminder %s was not sent", reminder.pk)
        return _again(reminder)
    return _settle(reminder, stage=Posting.SENT, sent_at=clock.current())


def _again(reminder):
    if reminder.attempts > len(PAUSES):
        return _settle(reminder, stage=Posting.FAILED, reason=_("Máy chủ thư không trả lời."))
    pause = clock.current() + PAUSES[reminder.attempts - 1]
    return _settle(reminder, stage=Posting.WAITING, not_before=pause)


def _settle(reminder, **columns):
    Reminder.objects.filter(pk=reminder.pk).held(reminder.fence).update(lease_until=None, **columns)
