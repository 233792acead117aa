"""Văn bản của năm: công văn, danh sách đơn vị thành viên, dự thảo quyết định về các khối."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Office, Unit, seats_of
from emulation.papers.models import Paper
from emulation.ui.fields import LineField, TextField

from .years import BlocYear, Duty, Member


class LetterState(models.TextChoices):
    WRITING = "writing", _("Đang soạn")
    ISSUED = "issued", _("Đã phát hành")


class LetterQuerySet(models.QuerySet):
    def for_user(self, user):
        """Trưởng khối và cơ quan thường trực thấy bản đang soạn; ai thấy năm thi đua thì thấy từ khi phát hành."""
        seats = seats_of(user)
        led = Member.objects.filter(duty=Duty.LEAD, unit__in=seats.units()).values("bloc_year")
        followed = Q(bloc_year__bloc__secretariat__in=seats.units(Office.SECRETARIAT))
        visible = self.filter(bloc_year__in=BlocYear.objects.for_user(user).values("pk"))
        return visible.filter(Q(state=LetterState.ISSUED) | Q(bloc_year__in=led) | followed)


class Letter(models.Model):
    """Công văn của khối: written by the lead unit's staff, issued by its head."""

    bloc_year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="letters")
    subject = LineField(_("về việc"), max_length=300)
    addressees = TextField(_("kính gửi"))
    text = TextField(_("nội dung"))
    recipients = TextField(_("nơi nhận khác"), blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=LetterState, default=LetterState.WRITING)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("công văn")
        ordering = ["bloc_year", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state="issued", paper__isnull=False) | Q(state="writing", paper=None), name="a_letter_is_issued_exactly_with_its_paper"),
        ]  # fmt: skip

    def __str__(self):
        return self.subject

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"


class MemberList(models.Model):
    """Danh sách đơn vị thành viên trên giấy: `paper` is the newest revision."""

    bloc_year = models.OneToOneField(BlocYear, on_delete=models.PROTECT, related_name="member_list")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("danh sách đơn vị thành viên")

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"


class ArrangementQuerySet(models.QuerySet):
    def for_user(self, user):
        """Dự thảo của cơ quan thường trực mà mình làm việc: the authority has not decided yet."""
        return self.filter(secretariat__in=seats_of(user).units(Office.SECRETARIAT))


class Arrangement(models.Model):
    """Dự thảo quyết định về các khối do một cơ quan thường trực theo dõi, cho một năm; the authority issues it under its own number."""

    secretariat = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="arrangements")
    year = models.PositiveSmallIntegerField(_("năm"))
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")

    objects = ArrangementQuerySet.as_manager()
    stream = "system"

    class Meta:
        verbose_name = _("dự thảo quyết định về khối")
        ordering = ["-year", "secretariat", "pk"]
        constraints = [models.UniqueConstraint(fields=["secretariat", "year"], name="one_arrangement_of_a_secretariat_in_a_year")]  # fmt: skip

    def __str__(self):
        return str(self.paper)
