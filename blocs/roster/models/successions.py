"""Biến động: what became of a unit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import LineField

from .places import Unit


class Change(models.TextChoices):
    """Biến động của một đơn vị."""

    RENAMED = "renamed", _("Đổi tên")
    MERGED = "merged", _("Sáp nhập vào đơn vị khác")
    SPLIT = "split", _("Chia, tách thành nhiều đơn vị")
    DISSOLVED = "dissolved", _("Giải thể")


class SuccessionQuerySet(models.QuerySet):
    def for_user(self, user):
        """Biến động trong tỉnh của mình là điều công khai trong tỉnh."""
        return self.filter(unit__in=Unit.objects.for_user(user))


class Succession(models.Model):
    """Biến động: what a unit became, from which day, by which decision, and what it was called until then."""

    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="successions")
    kind = models.CharField(_("biến động"), max_length=10, choices=Change)
    since = models.DateField(_("từ ngày"))
    decision = LineField(_("theo văn bản"), max_length=255)
    old_name = LineField(_("tên trước đó"), max_length=255)
    successors = models.ManyToManyField(Unit, verbose_name=_("đơn vị kế tục"), related_name="predecessions", blank=True)

    objects = SuccessionQuerySet.as_manager()
    stream = "system"

    class Meta:
        verbose_name = _("biến động của đơn vị")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(decision="") & ~Q(old_name=""), name="a_succession_names_its_decision", violation_error_message=_("Ghi số và ngày của quyết định.")),
            models.UniqueConstraint(fields=["unit"], condition=~Q(kind="renamed"), name="a_unit_ends_once", violation_error_message=_("Đơn vị này đã chấm dứt hoạt động.")),
        ]  # fmt: skip
