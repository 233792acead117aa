"""Đề nghị khen thưởng: what a bloc asks for, file by file, until the council and the decision."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from awards.catalogue.models import AwardType
from blocs.conferences.models import Nomination
from blocs.roster.models import COUNCIL_OFFICES, Office, Unit, seats_of
from blocs.years.models import BlocYear, Duty, Member
from emulation.papers.models import Paper
from emulation.ui.fields import LineField, TextField


class SubmissionState(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SENT = "sent", _("Đã trình")


class Submission(models.Model):
    """Tờ trình của khối: one letter for all proposals of a bloc-year."""

    bloc_year = models.OneToOneField(
        BlocYear, verbose_name=_("năm thi đua"), on_delete=models.PROTECT, related_name="submission"
    )
    summary = TextField(_("tóm tắt thành tích chung"), blank=True)
    state = models.CharField(_("trạng thái"), max_length=8, choices=SubmissionState, default=SubmissionState.DRAFT)
    sent_at = models.DateTimeField(_("trình lúc"), null=True, blank=True)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposal_list = models.OneToOneField(
        Paper, verbose_name=_("danh sách đề nghị"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("tờ trình")
        constraints = [
            models.CheckConstraint(condition=Q(state="draft", sent_at=None) | Q(state="sent", sent_at__isnull=False), name="sent_exactly_when_dated"),
        ]  # fmt: skip

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"


class ProposalState(models.TextChoices):
    DRAFT = "draft", _("Đang lập hồ sơ")
    SUBMITTED = "submitted", _("Đã trình")
    RECEIVED = "received", _("Đã tiếp nhận")
    RETURNED = "returned", _("Trả lại để bổ sung")
    HELD = "held", _("Tạm dừng xét")
    ELIGIBLE = "eligible", _("Đủ điều kiện")
    INELIGIBLE = "ineligible", _("Không đủ điều kiện")
    TABLED = "tabled", _("Trình Hội đồng")
    PASSED = "passed", _("Hội đồng thông qua")
    FAILED = "failed", _("Hội đồng không thông qua")
    DECIDED = "decided", _("Đã có quyết định")


BEFORE_THE_COUNCIL = ("tabled", "passed", "failed", "decided")


class ProposalQuerySet(models.QuerySet):
    def for_user(self, user):
        """Đơn vị thấy hồ sơ của mình; trưởng khối thấy của cả khối; cơ quan thường trực, thư ký Hội đồng thấy từ khi trình; Hội đồng từ khi đưa ra phiên họp."""
        seats = seats_of(user)
        led = Member.objects.filter(bloc_year=OuterRef("bloc_year"), duty=Duty.LEAD, unit__in=seats.units())
        appraised = Q(bloc_year__bloc__secretariat__in=seats.units(Office.SECRETARIAT))
        appraised |= Q(bloc_year__bloc__council__in=seats.units(Office.COUNCIL_SECRETARY))
        return self.filter(bloc_year__bloc__root__in=seats.roots).filter(
            Q(unit__in=seats.units())
            | Exists(led)
            | (appraised & ~Q(state=ProposalState.DRAFT))
            | Q(bloc_year__bloc__council__in=seats.units(*COUNCIL_OFFICES), state__in=BEFORE_THE_COUNCIL)
        )


class Proposal(models.Model):
    """Đề nghị tặng một danh hiệu, hình thức cho một đơn vị, từ kết quả suy tôn."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="proposals")
    bloc_year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="proposals")
    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="proposal")
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="proposals")
    award_type = models.ForeignKey(AwardType, verbose_name=_("đề nghị tặng"), on_delete=models.PROTECT)
    achievements = TextField(_("thành tích"), blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=ProposalState, default=ProposalState.DRAFT)
    received_on = models.DateField(_("tiếp nhận ngày"), null=True, blank=True)
    appraised_on = models.DateField(_("thẩm định ngày"), null=True, blank=True)
    appraised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    findings = TextField(_("ý kiến thẩm định"), blank=True)
    hold_ground = LineField(_("lý do tạm dừng, trả lại"), max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị khen thưởng")
        ordering = ["award_type__position", "nomination__rank", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state__in=["held", "returned"]) | ~Q(hold_ground=""), name="a_hold_or_return_names_its_ground", violation_error_message=_("Tạm dừng hoặc trả lại thì phải nêu lý do.")),
            models.CheckConstraint(condition=~Q(state__in=["eligible", "ineligible", "tabled", "passed", "failed", "decided"]) | Q(appraised_on__isnull=False, appraised_by__isnull=False), name="what_goes_on_was_appraised"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.award_type} – {self.unit}"

    @property
    def member(self):
        return self.nomination.member

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"


class AchievementReport(models.Model):
    """Báo cáo thành tích của một đơn vị được đề nghị: what people wrote; the tables come from the data when it is issued."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="report")
    situation = TextField(_("đặc điểm, tình hình"))
    results = TextField(_("kết quả đạt được"))
    measures = TextField(_("biện pháp"), blank=True)
    policies = TextField(_("thực hiện chủ trương, chính sách"), blank=True)
    party_work = TextField(_("hoạt động Đảng, đoàn thể"), blank=True)
    honours = TextField(_("đã được khen thưởng"), blank=True)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("báo cáo thành tích")

    def __str__(self):
        return str(self.proposal)

    @property
    def member(self):
        return self.proposal.member

    @property
    def bloc_year(self):
        return self.proposal.bloc_year

    @property
    def stream(self):
        return self.proposal.stream
