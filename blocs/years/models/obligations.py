"""Mốc của năm, việc mỗi đơn vị còn nợ."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Office, seats_of
from blocs.roster.rules import STAFF
from emulation.journal import clock
from emulation.ui.fields import LineField

from .years import BlocYear, Duty, Member, Stage


class Due(models.TextChoices):
    """Việc mà mỗi đơn vị phải làm, hoặc việc của cả khối, theo mốc."""

    REGISTER = "register", _("Đăng ký thi đua")
    SIGN = "sign", _("Ký giao ước")
    MIDYEAR = "midyear", _("Báo cáo 6 tháng")
    SELF_SCORE = "self_score", _("Tự chấm điểm")
    RESULTS = "results", _("Kết quả cả năm")
    DOSSIER = "dossier", _("Hồ sơ khen thưởng")


class Milestone(models.Model):
    """Mốc của năm: a kind of obligation and its day; the day ends at 24:00 in Việt Nam."""

    bloc_year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(_("việc"), max_length=12, choices=Due)
    due = models.DateField(_("hạn"))

    class Meta:
        verbose_name = _("mốc")
        ordering = ["bloc_year", "due", "kind"]
        constraints = [models.UniqueConstraint(fields=["bloc_year", "kind"], name="each_milestone_once_a_year")]


class ObligationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(met_on=None, member__left_on=None)

    def late(self):
        """Quá hạn, kể cả hạn đã gia hạn; của năm chưa khép."""
        today = clock.today()
        past = Q(extended_to=None, milestone__due__lt=today) | Q(extended_to__lt=today)
        return self.open().filter(past).exclude(member__bloc_year__state=Stage.CLOSED)


class Obligation(models.Model):
    """Việc một đơn vị phải làm đến một mốc: met, late, or extended with a reason."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="obligations")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="obligations")
    met_on = models.DateField(_("xong ngày"), null=True, blank=True)
    extended_to = models.DateField(_("gia hạn đến"), null=True, blank=True)
    extension_reason = LineField(_("lý do gia hạn"), max_length=300, blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc phải làm")
        ordering = ["milestone", "member"]
        constraints = [
            models.UniqueConstraint(fields=["member", "milestone"], name="one_obligation_per_member_and_milestone"),
            models.CheckConstraint(condition=Q(extended_to=None) | ~Q(extension_reason=""), name="an_extension_has_a_reason", violation_error_message=_("Gia hạn thì phải nêu lý do.")),
        ]  # fmt: skip

    @property
    def due(self):
        """Ngày hết hạn (date), kể cả gia hạn."""
        return self.extended_to or self.milestone.due

    @property
    def came_on_paper(self):
        """Whether it was received on paper and written down later."""
        return hasattr(self, "reception")

    @property
    def stream(self):
        return self.member.stream


class ReceptionQuerySet(models.QuerySet):
    def for_user(self, user):
        """Người của chính đơn vị, của trưởng khối, phó khối, và cơ quan thường trực theo dõi khối."""
        seats = seats_of(user)
        mine = Member.objects.filter(unit__in=seats.units(*STAFF))
        on_duty = mine.exclude(duty=Duty.MEMBER).values("bloc_year")
        followed = Q(obligation__member__bloc_year__bloc__secretariat__in=seats.units(Office.SECRETARIAT))
        return self.filter(
            Q(obligation__member__in=mine) | Q(obligation__member__bloc_year__in=on_duty) | followed
        ).distinct()


class Reception(models.Model):
    """Nhận trên giấy trước ngày ghi: on which day the paper came, why it is written down only later, and its scan."""

    obligation = models.OneToOneField(Obligation, on_delete=models.PROTECT, related_name="reception")
    received_on = models.DateField(_("nhận ngày"))
    reason = LineField(_("lý do ghi sau"), max_length=300)
    kind = models.CharField(max_length=4)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("ghi lúc"))

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhận trên giấy")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(name="") & ~Q(sha256=""), name="a_reception_has_a_reason_and_a_scan", violation_error_message=_("Nhận trên giấy thì phải nêu lý do và kèm bản quét.")),
        ]  # fmt: skip

    @property
    def stream(self):
        return self.obligation.stream
