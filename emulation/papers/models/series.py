"""Kỳ đánh số, dãy số, thể thức riêng: how an issuer numbers its papers, and in which letterhead it prints them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emulation.ui.constraints import explain

from .kinds import PARTY, Kind

explain("one_numbering_of_an_issuer_at_a_time", _("Nơi ban hành đã có kỳ đánh số trong những ngày ấy."))


class Keeping(models.TextChoices):
    """Ai giữ sổ: this system counts, or the office's own registry does and the clerk types what it gave."""

    HERE = "here", _("Hệ thống cấp số")
    REGISTRY = "registry", _("Văn thư cấp số ở sổ của cơ quan")


class Numbering(models.Model):
    """Kỳ đánh số của một nơi ban hành: a calendar year (Nghị định 30/2020, Đ15), or a term of a Party committee (Hướng dẫn 05).

    `together`: abbreviations of the kinds that share one series; every other kind has a series of its own. An issuer has
    one numbering at a time (database guard).
    """

    issuer_key = models.CharField(max_length=60)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến hết ngày"))
    together = models.JSONField(_("loại văn bản chung một dãy"), default=list, blank=True)
    kept = models.CharField(_("sổ do ai giữ"), max_length=8, choices=Keeping, default=Keeping.HERE)

    stream = "system"

    class Meta:
        verbose_name = _("kỳ đánh số")
        ordering = ["issuer_key", "-since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["issuer_key", "since"], name="one_numbering_begins_on_a_day"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="a_numbering_ends_after_it_begins", violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu.")),
        ]  # fmt: skip

    def group_of(self, kind):
        """In which series of this period a kind counts: "" for the shared one, else its abbreviation."""
        return "" if kind.abbreviation in self.together else kind.abbreviation


class Series(models.Model):
    """Dãy số của một kỳ. The counter is locked while a paper takes its number; without a gap when it is kept here."""

    numbering = models.ForeignKey(Numbering, on_delete=models.PROTECT, related_name="series")
    group = models.CharField(_("nhóm"), max_length=4, blank=True)
    last_number = models.PositiveIntegerField(_("số gần nhất"), default=0)
    last_date = models.DateField(_("ngày gần nhất"), null=True, blank=True)

    class Meta:
        verbose_name = _("dãy số")
        ordering = ["numbering", "group", "pk"]
        constraints = [models.UniqueConstraint(fields=["numbering", "group"], name="one_series_per_group_and_period")]


class Style(models.Model):
    """Thể thức riêng: an issuer prints this kind of paper in this letterhead, whatever its usual one (e.g. tờ trình of a Party body, documents.md §2.4)."""

    issuer_key = models.CharField(max_length=60)
    kind = models.CharField(_("loại văn bản"), max_length=4, choices=Kind)
    letterhead = models.CharField(
        _("thể thức"), max_length=8, choices=[("state", _("nhà nước")), (PARTY, _("của Đảng"))]
    )

    stream = "system"

    class Meta:
        verbose_name = _("thể thức riêng")
        ordering = ["issuer_key", "kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["issuer_key", "kind"], name="one_style_per_issuer_and_kind")]
