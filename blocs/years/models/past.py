"""Thứ hạng, khen thưởng của những năm trước khi khối dùng hệ thống."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Bloc, Unit
from emulation.ui.fields import LineField

from .years import BlocYear


class PastResultQuerySet(models.QuerySet):
    def for_user(self, user):
        """Ai thấy năm thi đua của khối thì thấy các năm trước đó."""
        return self.filter(bloc__in=BlocYear.objects.for_user(user).values("bloc"))


class PastResult(models.Model):
    """Một đơn vị đã xếp thứ mấy, được khen gì ở một năm trước khi khối dùng hệ thống; from which paper this is known."""

    bloc = models.ForeignKey(Bloc, verbose_name=_("khối"), on_delete=models.PROTECT, related_name="past_results")
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="past_results")
    year = models.PositiveSmallIntegerField(_("năm"))
    rank = models.PositiveSmallIntegerField(_("hạng"), null=True, blank=True)
    of = models.PositiveSmallIntegerField(_("trong số đơn vị"), null=True, blank=True)
    awards = LineField(_("khen thưởng"), max_length=300, blank=True)
    source = LineField(_("theo văn bản"), max_length=255)

    objects = PastResultQuerySet.as_manager()
    stream = "system"

    class Meta:
        verbose_name = _("kết quả năm trước")
        ordering = ["-year", "rank", "unit__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bloc", "unit", "year"], name="one_past_result_of_a_unit_in_a_year"),
            models.CheckConstraint(condition=~Q(source=""), name="a_past_result_names_its_source", violation_error_message=_("Ghi văn bản làm căn cứ.")),
            models.CheckConstraint(condition=Q(rank__isnull=False) | ~Q(awards=""), name="a_past_result_says_something"),
            models.CheckConstraint(condition=Q(rank=None, of=None) | Q(rank__gte=1, of__gte=F("rank")), name="a_past_rank_is_among_its_units", violation_error_message=_("Hạng phải từ 1 đến số đơn vị xếp hạng.")),
        ]  # fmt: skip

    def __str__(self):
        ranked = _now("hạng %(rank)d trong %(of)d đơn vị") % {"rank": self.rank, "of": self.of} if self.rank else ""
        return f"{self.year}: {', '.join(filter(None, [ranked, self.awards]))}"
