"""Ý kiến ghi khi đang nói và biểu quyết giơ tay, dưới từng mục chương trình."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from blocs.years.models import Member
from emulation.ballots.arithmetic import enough
from emulation.ui.fields import LineField, TextField

from .conferences import AgendaItem


class RemarkQuerySet(models.QuerySet):
    def standing(self):
        """Những ý kiến đang đứng, theo thứ tự phát biểu: what was corrected gives way, what was taken back is gone."""
        return self.filter(corrected_by=None).exclude(text="").order_by("item__position", "position", "pk")


class Remark(models.Model):
    """Một ý kiến, ghi khi đang nói. Never changed: a correction is a new row that `replaces` this one (with "" it is taken back)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="remarks")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    member = models.ForeignKey(
        Member, verbose_name=_("đơn vị"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    speaker = LineField(_("người phát biểu"), max_length=200)
    text = TextField(_("ý kiến"), blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("ghi lúc"))

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến phát biểu")
        ordering = ["item", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], condition=Q(replaces=None), name="remarks_of_an_item_are_in_order"),
            models.CheckConstraint(condition=~Q(speaker="") & (Q(replaces__isnull=False) | ~Q(text="")), name="a_remark_says_who_and_what", violation_error_message=_("Ghi ai phát biểu và nói gì.")),
        ]  # fmt: skip

    @property
    def bloc_year(self):
        return self.item.conference.bloc_year

    @property
    def stream(self):
        return self.item.conference.stream


class Motion(models.Model):
    """Một việc biểu quyết giơ tay: the counts balance with the units present; passing is worked out, never stored."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="motions")
    text = LineField(_("nội dung biểu quyết"), max_length=300)
    percent = models.PositiveSmallIntegerField(_("tỷ lệ phải đạt (%)"), default=50)
    more_than = models.BooleanField(_("phải quá tỷ lệ ấy"), default=True)
    present = models.PositiveSmallIntegerField(_("đơn vị có mặt"))
    yes = models.PositiveSmallIntegerField(_("đồng ý"))
    no = models.PositiveSmallIntegerField(_("không đồng ý"))
    abstain = models.PositiveSmallIntegerField(_("không có ý kiến"))
    struck = LineField(_("lý do hủy"), max_length=300, blank=True)
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("biểu quyết")
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(present=F("yes") + F("no") + F("abstain"), present__gte=1), name="hands_balance_with_the_present", violation_error_message=_("Số tay phải bằng số đơn vị có mặt.")),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100) & ~Q(text=""), name="a_motion_has_words_and_a_share"),
        ]  # fmt: skip

    @property
    def passed(self):
        return enough(self.yes, self.percent, self.present, more_than=self.more_than)

    @property
    def bloc_year(self):
        return self.item.conference.bloc_year

    @property
    def stream(self):
        return self.item.conference.stream
