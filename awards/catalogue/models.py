"""Danh mục: danh hiệu thi đua và hình thức khen thưởng, each a dated row with source and confidence."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emulation.law.models import CERTAIN, Confidence
from emulation.ui.fields import LineField


class Scope(models.TextChoices):
    COLLECTIVE = "collective", _("Tập thể")
    INDIVIDUAL = "individual", _("Cá nhân")


class AwardKind(models.TextChoices):
    TITLE = "title", _("Danh hiệu thi đua")
    COMMENDATION = "commendation", _("Hình thức khen thưởng")


class VoteBase(models.TextChoices):
    ALL = "all", _("tổng số thành viên Hội đồng")
    PRESENT = "present", _("số thành viên có mặt")
    RETURNED = "returned", _("số phiếu thu về")
    VALID = "valid", _("số phiếu hợp lệ")


class Level(models.TextChoices):
    STATE = "state", _("Nhà nước")
    PROVINCE = "province", _("Tỉnh, bộ")
    BASE = "base", _("Cơ sở")


class AwardTypeQuerySet(models.QuerySet):
    def on(self, day):
        """Rows in force on a day (date)."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class AwardType(models.Model):
    """Một danh hiệu hoặc hình thức khen thưởng, theo quy định từ ngày đến ngày."""

    code = models.CharField(_("mã"), max_length=16)
    name = LineField(_("tên"), max_length=160)
    scope = models.CharField(_("cho"), max_length=10, choices=Scope)
    kind = models.CharField(_("loại"), max_length=14, choices=AwardKind)
    level = models.CharField(_("cấp"), max_length=10, choices=Level, default=Level.BASE)
    decided_by = LineField(_("người quyết định"), max_length=160)
    needs_council = models.BooleanField(_("phải qua Hội đồng"), default=True)
    needs_ballot = models.BooleanField(_("phải bỏ phiếu kín"), default=False)
    threshold_percent = models.PositiveSmallIntegerField(_("đồng ý tối thiểu (%)"), default=50)
    threshold_base = models.CharField(_("tính trên"), max_length=10, choices=VoteBase, default=VoteBase.ALL)
    quorum_percent = models.PositiveSmallIntegerField(_("tham gia tối thiểu (%)"), default=67)
    multiplier = models.DecimalField(
        _("mức thưởng (lần lương cơ sở)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    source = LineField(_("căn cứ"), max_length=500)
    confidence = models.CharField(_("độ tin cậy"), max_length=20, choices=Confidence)
    note = LineField(_("ghi chú"), max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = AwardTypeQuerySet.as_manager()
    stream = "system"

    class Meta:
        verbose_name = _("danh hiệu, hình thức")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_row_per_award_and_first_day"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_from=None), name="one_row_per_award_without_first_day"),
            models.CheckConstraint(condition=Q(threshold_percent__range=(1, 100), quorum_percent__range=(1, 100)), name="award_percents_are_1_to_100"),
            models.CheckConstraint(condition=~Q(source=""), name="every_award_type_names_its_source"),
            models.CheckConstraint(condition=Q(confidence__in=Confidence.values), name="every_award_type_has_a_confidence"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")), name="an_award_type_ends_after_it_begins"),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def needs_checking(self):
        """Cần xác minh: some part of the row has not been seen in a text nor quoted from one."""
        return self.confidence not in CERTAIN
