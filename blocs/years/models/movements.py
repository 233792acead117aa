"""Phong trào thi đua trong năm: what it is for, who takes part with what, and its model examples."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import LineField, TextField

from .years import BlocYear, Member


class Movement(models.Model):
    """Phong trào thi đua trong năm."""

    bloc_year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="movements")
    name = LineField(_("tên phong trào"), max_length=300)
    launched_by = LineField(_("do ai phát động"), max_length=255, blank=True)
    since = models.DateField(_("từ ngày"), null=True, blank=True)
    until = models.DateField(_("đến ngày"), null=True, blank=True)
    goals = TextField(_("mục tiêu"), blank=True, default="")
    result = TextField(_("kết quả"), blank=True)

    class Meta:
        verbose_name = _("phong trào")
        ordering = ["bloc_year", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="a_movement_ends_after_it_begins", violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi.")),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"


class Participation(models.Model):
    """Một đơn vị tham gia phong trào, và kết quả của đơn vị."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="participations")
    member = models.ForeignKey(
        Member, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="participations"
    )
    result = TextField(_("kết quả của đơn vị"))

    class Meta:
        verbose_name = _("tham gia phong trào")
        ordering = ["movement", "member__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "member"], name="a_unit_takes_part_in_a_movement_once"),
            models.CheckConstraint(condition=~Q(result=""), name="who_takes_part_tells_a_result", violation_error_message=_("Ghi kết quả của đơn vị.")),
        ]  # fmt: skip

    @property
    def stream(self):
        return self.member.stream


class Example(models.Model):
    """Điển hình tiên tiến của một phong trào: a collective or a person of a unit, and what they did."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="examples")
    member = models.ForeignKey(Member, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="examples")
    who = LineField(_("tập thể, cá nhân"), max_length=200)
    deed = TextField(_("thành tích"))

    class Meta:
        verbose_name = _("điển hình tiên tiến")
        ordering = ["movement", "member__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "member", "who"], name="an_example_is_named_once", violation_error_message=_("Điển hình này đã có tên.")),
            models.CheckConstraint(condition=~Q(who="") & ~Q(deed=""), name="an_example_says_who_and_what", violation_error_message=_("Ghi tên và thành tích của điển hình.")),
        ]  # fmt: skip

    @property
    def stream(self):
        return self.member.stream
