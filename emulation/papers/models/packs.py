"""Bộ tài liệu: several papers in one file, to be printed or handed round. No paper itself: no number, no code, no seal."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import LineField


class Pack(models.Model):
    """Một bộ tài liệu như lúc tạo: `parts` (packs.Part as dicts) are frozen; changed data make another pack.

    key: what it belongs to, such as "conference:3"; digest: of title and parts, by which a change is seen.
    """

    key = models.CharField(max_length=60, db_index=True)
    title = LineField(_("tên bộ tài liệu"), max_length=500)
    issuer = models.JSONField(help_text="name, parent_name, symbol, place as printed")
    letterhead = models.CharField(max_length=8)
    parts = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("tạo lúc"))

    class Meta:
        verbose_name = _("bộ tài liệu")
        ordering = ["-pk"]

    def __str__(self):
        return self.title

    @property
    def file_name(self):
        """What the file is called when it is saved."""
        return self.title[:80].replace("/", "-") + ".pdf"
