"""Dự thảo kế hoạch, quy chế, bộ tiêu chí và ý kiến của các đơn vị; văn bản trong hồ sơ năm."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Office, seats_of
from emulation.papers.models import Paper
from emulation.ui.fields import KeyField, LineField, TextField

from .years import BlocYear, Duty, Member, RuleSet


class DraftKind(models.TextChoices):
    PLAN = "plan", _("Kế hoạch")
    REGULATION = "regulation", _("Quy chế")
    SCHEME = "scheme", _("Bộ tiêu chí")


class DraftState(models.TextChoices):
    WRITING = "writing", _("Đang soạn")
    CONSULTING = "consulting", _("Lấy ý kiến")
    ADOPTED = "adopted", _("Đã thông qua")


class DraftQuerySet(models.QuerySet):
    def for_user(self, user):
        """Trưởng khối và cơ quan thường trực thấy bản đang soạn; đơn vị thành viên thấy từ khi lấy ý kiến."""
        seats = seats_of(user)
        led = Member.objects.filter(duty=Duty.LEAD, unit__in=seats.units()).values("bloc_year")
        followed = Q(bloc_year__bloc__secretariat__in=seats.units(Office.SECRETARIAT))
        visible = self.filter(bloc_year__in=BlocYear.objects.for_user(user).values("pk"))
        return visible.filter(~Q(state=DraftState.WRITING) | Q(bloc_year__in=led) | followed)


class Draft(models.Model):
    """Dự thảo gửi các đơn vị góp ý: plan, Quy chế, or the text of a scheme. Each unit comments or agrees; each comment is answered."""

    bloc_year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(_("loại"), max_length=12, choices=DraftKind)
    title = LineField(_("tên"), max_length=300)
    text = TextField(_("nội dung"))
    respond_by = models.DateField(_("góp ý đến hết ngày"), null=True, blank=True)
    rules_proposed = models.JSONField(_("thay đổi trong quy chế"), default=dict, blank=True)
    state = models.CharField(_("trạng thái"), max_length=12, choices=DraftState, default=DraftState.WRITING)
    adopted_on = models.DateField(_("thông qua ngày"), null=True, blank=True)
    rule_set = models.OneToOneField(RuleSet, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("dự thảo")
        ordering = ["bloc_year", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state="adopted", adopted_on__isnull=False) | (~Q(state="adopted") & Q(adopted_on=None)), name="adopted_exactly_when_dated"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"


class Comment(models.Model):
    """Ý kiến của một đơn vị về dự thảo, và trả lời của trưởng khối."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="comments")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="comments")
    agrees = models.BooleanField(_("nhất trí"))
    text = TextField(_("ý kiến"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))
    answer = TextField(_("trả lời"), blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("ý kiến")
        ordering = ["draft", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "member"], name="one_opinion_per_member_and_draft"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(text=""), name="who_does_not_agree_says_why", violation_error_message=_("Chưa nhất trí thì phải nêu ý kiến.")),
            models.CheckConstraint(condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)), name="answered_exactly_when_dated"),
        ]  # fmt: skip


class FilingQuerySet(models.QuerySet):
    def for_user(self, user):
        """Ai thấy năm thi đua thì thấy văn bản của năm."""
        return self.filter(bloc_year__in=BlocYear.objects.for_user(user).values("pk"))


class Filing(models.Model):
    """Văn bản trong hồ sơ của năm: what was issued for this bloc-year. Who sees the year sees the paper."""

    bloc_year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="filings")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="filing")
    label = LineField(_("loại văn bản"), max_length=120)
    search = KeyField(of="words", make="fold")

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản của năm")
        ordering = ["-pk"]

    @property
    def words(self):
        """Everything by which a paper is looked for."""
        return f"{self.label} {self.paper.title} {self.paper.symbol_text} {self.bloc_year}"

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"
