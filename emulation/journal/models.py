"""Nhật ký: append-only streams, each entry chained to the one before it by SHA-256."""

import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Stream(models.Model):
    """Một dòng nhật ký: one per bloc-year, per council session, and one for the system. Name e.g. `year:12`."""

    name = models.CharField(max_length=60, unique=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)

    def __str__(self):
        return self.name


class EntryQuerySet(models.QuerySet):
    def about(self, subject):
        """Entries on one object, oldest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def readable(self):
        return self.select_related("particulars")


class Entry(models.Model):
    """Một dòng ghi: who did which step on what. The hash covers `body`, exactly as stored."""

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("việc"), max_length=120)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    body = models.BinaryField()
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng nhật ký")
        ordering = ["stream", "number"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="entries_of_a_stream_are_numbered_once")
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="journal_of_one_subject")]

    @property
    def detail(self):
        """What else the act left behind: a dict, from the hashed body."""
        return json.loads(bytes(self.body))["detail"]

    @property
    def batch(self):
        """The digest of the cells that the act wrote, as each of them carries it; "" when it wrote none."""
        return self.detail.get("digest", "")


class Particulars(models.Model):
    """Phần có dữ liệu cá nhân của một dòng ghi: bound by a salted hash, so it can be blanked while the chain verifies."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="particulars")
    salt = models.CharField(max_length=32)
    name = models.CharField(_("người ghi"), max_length=200, blank=True)
    note = models.TextField(_("lý do, ghi chú"), blank=True)
    blanked_at = models.DateTimeField(null=True, blank=True)


class Anchor(models.Model):
    """Mốc neo hằng ngày: one hash over all heads, to be exported and kept elsewhere."""

    day = models.DateField(unique=True)
    digest = models.CharField(max_length=64)
    heads = models.JSONField()
