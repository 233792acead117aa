"""Dãy số: from which counter a paper takes its number."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """Dãy số của một nơi ban hành, một nhóm loại văn bản, một năm. The counter is locked while a paper takes its number.

    Party series run for a committee's term, not for a year (Hướng dẫn 05); until terms are kept here they run per year.
    """

    issuer_key = models.CharField(max_length=60)
    group = models.CharField(_("nhóm"), max_length=4)
    year = models.PositiveSmallIntegerField(_("năm"))
    last_number = models.PositiveIntegerField(_("số gần nhất"), default=0)
    last_date = models.DateField(_("ngày gần nhất"), null=True, blank=True)

    class Meta:
        verbose_name = _("dãy số")
        constraints = [models.UniqueConstraint(fields=["issuer_key", "group", "year"], name="one_series_per_issuer_group_and_year")]  # fmt: skip
