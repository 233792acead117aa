"""Thư nhắc hạn: one row for one person, one obligation and one mark of its day; the row is the task."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import LineField

from .obligations import Obligation


class Mark(models.IntegerChoices):
    """Chặng nhắc: so many days before the day ends; LATE once it has passed."""

    FIFTEEN = 15, _("còn 15 ngày")
    SEVEN = 7, _("còn 7 ngày")
    THREE = 3, _("còn 3 ngày")
    LATE = 0, _("đã trễ")


def mark_of(due, today):
    """The mark that a due day has reached (Mark); None while it is far, or passed so long ago that nobody is told anew."""
    days = (due - today).days
    if days < 0:
        return Mark.LATE if days >= -Mark.FIFTEEN else None
    return next((mark for mark in (Mark.THREE, Mark.SEVEN, Mark.FIFTEEN) if days <= mark), None)


class Posting(models.TextChoices):
    """Chặng của một thư. Not `state`: a machine leases and sends, no hand moves it."""

    WAITING = "waiting", _("Chờ gửi")
    LEASED = "leased", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    VOID = "void", _("Không còn cần gửi")
    FAILED = "failed", _("Không gửi được")


class ReminderQuerySet(models.QuerySet):
    def due(self, now):
        """What a worker may take: waiting and past its pause, or leased by a worker that died."""
        waiting = Q(stage=Posting.WAITING) & (Q(not_before=None) | Q(not_before__lte=now))
        return self.filter(waiting | Q(stage=Posting.LEASED, lease_until__lt=now))

    def held(self, fence):
        """The row, if the lease with this fencing number is still the newest one."""
        return self.filter(stage=Posting.LEASED, fence=fence)


class Reminder(models.Model):
    """Thư nhắc một người về một việc. `due`: the day it speaks of, so that an extended day is reminded of anew."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    due = models.DateField(_("hạn"))
    mark = models.PositiveSmallIntegerField(_("chặng nhắc"), choices=Mark)
    stage = models.CharField(_("chặng"), max_length=8, choices=Posting, default=Posting.WAITING)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("lần thử"), default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    reason = LineField(_("vì sao không gửi được"), max_length=300, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("thư nhắc hạn")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "person", "due", "mark"], name="nobody_is_reminded_twice_of_one_mark"),
            models.CheckConstraint(condition=Q(stage="sent", sent_at__isnull=False) | (~Q(stage="sent") & Q(sent_at=None)), name="a_reminder_is_sent_exactly_when_dated"),
            models.CheckConstraint(condition=~Q(stage="failed") | ~Q(reason=""), name="a_failed_reminder_has_a_reason"),
            models.CheckConstraint(condition=~Q(stage="leased") | Q(lease_until__isnull=False), name="a_reminder_is_leased_until_an_hour"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["stage", "id"], name="reminders_in_their_turn")]

    @property
    def is_needed(self):
        """Whether the work is still owed by the day of which this tells."""
        owed = self.obligation
        year = owed.member.bloc_year
        return owed.met_on is None and owed.member.left_on is None and year.state != "closed" and owed.due == self.due
