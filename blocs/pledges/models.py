"""Đăng ký thi đua: what each unit promises for the year, which titles it aims at, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.catalogue.models import AwardType
from blocs.roster.models import COUNCIL_OFFICES, Office, seats_of
from blocs.roster.rules import STAFF
from blocs.years.models import Duty, Member, Stage
from emulation.ui.fields import LineField, PointsField, TextField

from . import arithmetic

FOR_THE_COUNCIL = (Stage.PROPOSED, Stage.DECIDED, Stage.CLOSED)
OF_THE_BLOC = (Office.CHECKING_TEAM, Office.CONFERENCE_SECRETARY, Office.FOLLOWER)


class State(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Đã nộp")
    RETURNED = "returned", _("Trả lại để bổ sung")
    RECEIVED = "received", _("Đã tiếp nhận")


OPEN_TO_THE_UNIT = (State.DRAFT, State.RETURNED)


class PledgeQuerySet(models.QuerySet):
    def for_user(self, user):
        """Đơn vị thấy bản của mình; trưởng khối, phó khối, cơ quan thường trực thấy từ khi nộp; đơn vị khác trong năm và tổ của khối thấy từ khi tiếp nhận; Hội đồng thấy khi năm đã trình."""
        seats = seats_of(user)
        units = seats.units(*STAFF)
        in_the_year = Member.objects.filter(bloc_year=OuterRef("member__bloc_year"), unit__in=units)
        on_duty = Exists(in_the_year.exclude(duty=Duty.MEMBER))
        followed = Q(member__bloc_year__bloc__secretariat__in=seats.units(Office.SECRETARIAT))
        teams = Q(member__bloc_year__bloc__in=seats.blocs(*OF_THE_BLOC))
        judged = Q(member__bloc_year__bloc__council__in=seats.units(*COUNCIL_OFFICES))
        return self.filter(
            Q(member__unit__in=units)
            | ~Q(state=State.DRAFT) & (on_duty | followed)
            | Q(state=State.RECEIVED) & (Exists(in_the_year) | teams)
            | Q(state=State.RECEIVED, member__bloc_year__state__in=FOR_THE_COUNCIL) & judged
        )


class Pledge(models.Model):
    """Bản đăng ký thi đua của một đơn vị thành viên trong năm."""

    member = models.OneToOneField(Member, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="pledge")
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.DRAFT)
    note = TextField(_("ghi chú"), blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("nộp lúc"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField(_("tiếp nhận lúc"), null=True, blank=True)
    returned_at = models.DateTimeField(_("trả lại lúc"), null=True, blank=True)
    written_at = models.DateTimeField(_("soạn lần cuối lúc"), null=True, blank=True)
    returned_reason = LineField(_("lý do trả lại"), max_length=500, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản đăng ký")
        ordering = ["member__position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["draft", "returned"], submitted_at=None, submitted_by=None) | Q(state__in=["submitted", "received"], submitted_at__isnull=False, submitted_by__isnull=False), name="a_pledge_is_submitted_exactly_when_stamped", violation_error_message=_("Đã nộp thì phải ghi người nộp và giờ nộp.")),
            models.CheckConstraint(condition=Q(state="received", received_at__isnull=False, received_by__isnull=False) | (~Q(state="received") & Q(received_at=None, received_by=None)), name="a_pledge_is_received_exactly_when_stamped", violation_error_message=_("Đã tiếp nhận thì phải ghi người nhận và giờ nhận.")),
            models.CheckConstraint(condition=~Q(state="returned") | (~Q(returned_reason="") & Q(returned_at__isnull=False)), name="a_returned_pledge_has_a_reason", violation_error_message=_("Trả lại thì phải nêu lý do.")),
        ]  # fmt: skip

    def __str__(self):
        return gettext("Đăng ký thi đua của %(unit)s") % {"unit": self.member}

    @property
    def bloc_year(self):
        return self.member.bloc_year

    @property
    def stream(self):
        return self.member.stream

    @property
    def is_open(self):
        """Whether the unit may still write."""
        return self.state in OPEN_TO_THE_UNIT

    @property
    def is_supplemented(self):
        """Whether the unit has written again after it was sent back, so that only the head's hand is missing."""
        return self.state == State.RETURNED and self.written_at is not None and self.written_at > self.returned_at

    @property
    def is_for_the_head(self):
        """Whether what is written waits for the head: a first draft, or one supplemented since it was sent back."""
        return self.state == State.DRAFT or self.is_supplemented

    def missing_to_submit(self):
        """Còn thiếu gì để nộp: list of sentences, empty when ready."""
        missing = [] if self.targets.exists() else [_("chưa có chỉ tiêu nào")]
        return missing if self.titles.exists() else [*missing, _("chưa chọn danh hiệu, hình thức nào")]


class TargetKind(models.TextChoices):
    NUMBER = "number", _("Bằng số")
    TEXT = "text", _("Bằng chữ")


class Target(models.Model):
    """Một chỉ tiêu: its measure (đơn vị tính) and the level promised, a number or words."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    name = LineField(_("chỉ tiêu"), max_length=300)
    kind = models.CharField(_("cách ghi"), max_length=6, choices=TargetKind, default=TargetKind.NUMBER)
    value = PointsField(_("mức đăng ký"), max_digits=16, null=True, blank=True)
    level = LineField(_("mức đăng ký, bằng chữ"), max_length=200, blank=True)
    measure = LineField(_("đơn vị tính"), max_length=40, blank=True)
    note = LineField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("chỉ tiêu")
        ordering = ["pledge", "position"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "position"], name="targets_of_a_pledge_are_numbered_once"),
            models.CheckConstraint(condition=Q(kind="number", value__isnull=False, value__gte=0, level="") | (Q(kind="text", value=None) & ~Q(level="")), name="a_target_is_a_number_or_words", violation_error_message=_("Chỉ tiêu phải có mức: một số không âm, hoặc bằng chữ.")),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def promised(self):
        """Mức đăng ký như đọc được: “98,5%”, “120 hồ sơ”, “Đạt”."""
        return arithmetic.with_measure(self.value, self.measure) if self.kind == TargetKind.NUMBER else self.level


class Registration(models.Model):
    """Một danh hiệu hoặc hình thức khen thưởng được đăng ký, và bao nhiêu."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="titles")
    award_type = models.ForeignKey(
        AwardType, verbose_name=_("danh hiệu, hình thức"), on_delete=models.PROTECT, related_name="+"
    )
    quantity = models.PositiveIntegerField(_("số lượng"), default=1)
    note = LineField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("danh hiệu đăng ký")
        ordering = ["award_type__position", "award_type", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "award_type"], name="each_title_is_registered_once", violation_error_message=_("Mỗi danh hiệu, hình thức chỉ đăng ký một dòng.")),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="at_least_one_is_registered", violation_error_message=_("Số lượng đăng ký từ 1 trở lên.")),
        ]  # fmt: skip


class Period(models.TextChoices):
    MIDYEAR = "midyear", _("6 tháng")
    YEAR_END = "year_end", _("cả năm")


class Result(models.Model):
    """Kết quả của một chỉ tiêu ở giữa năm hoặc cuối năm; head confirms, then it is read by the bloc."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="results")
    period = models.CharField(_("kỳ"), max_length=8, choices=Period)
    value = PointsField(_("kết quả"), max_digits=16, null=True, blank=True)
    percent = models.DecimalField(_("đạt (%)"), max_digits=12, decimal_places=1, null=True, blank=True)
    remark = LineField(_("nhận xét"), max_length=500, blank=True)
    evidence = LineField(_("minh chứng (số, ký hiệu văn bản)"), max_length=500, blank=True, default="")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("kết quả")
        ordering = ["period", "target"]
        constraints = [
            models.UniqueConstraint(fields=["target", "period"], name="one_result_per_target_and_period"),
            models.CheckConstraint(condition=Q(value__isnull=False) | ~Q(remark=""), name="a_result_says_something", violation_error_message=_("Kết quả phải có số, hoặc nhận xét bằng chữ.")),
            models.CheckConstraint(condition=Q(confirmed_by=None, confirmed_at=None) | Q(confirmed_by__isnull=False, confirmed_at__isnull=False), name="a_result_is_confirmed_exactly_when_stamped"),
        ]  # fmt: skip

    @property
    def achieved(self):
        """Kết quả như đọc được: “97%”, hoặc nhận xét."""
        return arithmetic.with_measure(self.value, self.target.measure) if self.value is not None else self.remark
