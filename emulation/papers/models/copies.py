"""Bản ký số và bản quét: what came back of an issued paper with signatures that were made outside this house."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import LineField

from .papers import Paper


class Level(models.TextChoices):
    """Cách ký (documents.md §4.2); what is confirmed in the system itself is no copy but printed on the paper."""

    SIGNED = "signed", _("Bản đã ký số")
    SCAN = "scan", _("Bản quét văn bản ký tay")


class Verdict(models.TextChoices):
    """Kết quả kiểm tra chữ ký số. An unknown root makes a signature uncertain, never invalid."""

    VALID = "valid", _("Hợp lệ")
    INVALID = "invalid", _("Không hợp lệ")
    UNKNOWN = "unknown", _("Chưa xác định được độ tin cậy")


class CopyQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawal=None)


class Copy(models.Model):
    """Một bản đã ký của văn bản: stored once as it came, never saved anew. Digital ones continue each other byte for byte.

    `findings`: what was found of each signature when it was last checked (dicts of examiner.py). Only these two and
    `verdict` ever change (database guard).
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="copies")
    level = models.CharField(_("cách ký"), max_length=6, choices=Level)
    extends = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="extended_by")
    signers = LineField(_("ai đã ký"), max_length=300, blank=True)
    kind = models.CharField(max_length=4)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    verdict = models.CharField(_("kết quả kiểm tra"), max_length=8, choices=Verdict, blank=True)
    findings = models.JSONField(default=list, blank=True)
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("tải lên lúc"))

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản đã ký")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "sha256"], name="a_copy_is_kept_once", violation_error_message=_("Tệp này đã có ở văn bản rồi.")),
            models.UniqueConstraint(fields=["paper"], condition=Q(level="signed", extends=None), name="signed_copies_form_one_sequence", violation_error_message=_("Vừa có người khác tải bản đã ký lên. Tải bản ấy về, ký tiếp vào đó rồi tải lên lại.")),
            models.CheckConstraint(condition=(Q(level="signed", checked_at__isnull=False, signers="") & ~Q(verdict="")) | (Q(level="scan", checked_at=None, verdict="", extends=None) & ~Q(signers="")), name="digital_signatures_are_checked_and_hands_are_named", violation_error_message=_("Bản quét thì phải ghi ai đã ký; bản ký số thì phải kiểm tra chữ ký.")),
        ]  # fmt: skip

    @property
    def stream(self):
        return self.paper.stream

    @property
    def issuer_key(self):
        return self.paper.issuer_key

    @property
    def called(self):
        """Số, ký hiệu or title of the paper."""
        return self.paper.called

    @property
    def file_name(self):
        """What the file is called when it is saved."""
        stem = self.paper.file_name.removesuffix(".pdf")
        return f"{stem}-{'ky-so' if self.level == Level.SIGNED else 'ban-quet'}-{self.pk}.{self.kind}"


class Withdrawal(models.Model):
    """Rút một bản quét tải lên nhầm: the file stays, and is no longer told as a signed copy. A row, because a copy never changes."""

    copy = models.OneToOneField(Copy, on_delete=models.PROTECT, related_name="withdrawal")
    reason = LineField(_("lý do rút"), max_length=300)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("rút lúc"))

    class Meta:
        verbose_name = _("bản quét đã rút")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_withdrawal_has_a_reason")]
