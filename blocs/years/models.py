"""Năm thi đua của một khối: members, who leads, the days that matter, what each member owes, what is on file."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Bloc, Office, Unit, seats_of
from emulation.journal import clock
from emulation.papers.models import Paper
from emulation.ui.fields import KeyField, LineField, TextField


class Stage(models.TextChoices):
    PREPARING = "preparing", _("Chuẩn bị, đăng ký")
    SIGNING = "signing", _("Ký giao ước")
    RUNNING = "running", _("Thực hiện")
    REVIEWED = "reviewed", _("Đã sơ kết 6 tháng")
    SCORING = "scoring", _("Chấm điểm")
    CONFERENCE = "conference", _("Hội nghị tổng kết")
    PROPOSED = "proposed", _("Trình Hội đồng")
    DECIDED = "decided", _("Có quyết định")
    CLOSED = "closed", _("Đã khép năm")


class Basis(models.TextChoices):
    SCORE = "score", _("Điểm")
    BALLOT = "ballot", _("Phiếu suy tôn")
    SCORE_THEN_BALLOT = "score_then_ballot", _("Điểm, rồi phiếu")


class Base(models.TextChoices):
    ALL = "all", _("tổng số được bỏ phiếu")
    RETURNED = "returned", _("số phiếu thu về")
    VALID = "valid", _("số phiếu hợp lệ")


class RuleSet(models.Model):
    """Quy chế của khối: how it nominates. A version in use is never edited; rounds opened after adoption take the newest."""

    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="rule_sets")
    version = models.PositiveIntegerField(_("bản"))
    title = LineField(_("tên"), max_length=255)
    text = TextField(_("nội dung"), blank=True)
    adopted_on = models.DateField(_("thông qua ngày"))
    basis = models.CharField(_("căn cứ suy tôn"), max_length=20, choices=Basis, default=Basis.SCORE_THEN_BALLOT)
    secret = models.BooleanField(_("bỏ phiếu kín"), default=True)
    quorum_percent = models.PositiveSmallIntegerField(_("có mặt tối thiểu (%)"), default=67)
    threshold_percent = models.PositiveSmallIntegerField(_("đồng ý tối thiểu (%)"), default=50)
    base = models.CharField(_("tính trên"), max_length=10, choices=Base, default=Base.ALL)
    self_vote = models.BooleanField(_("được bầu cho đơn vị mình"), default=True)
    flags = models.PositiveSmallIntegerField(_("số cờ được suy tôn"), default=1)
    certificates = models.PositiveSmallIntegerField(_("số bằng khen được suy tôn"), default=3)
    source = LineField(_("căn cứ"), max_length=255, blank=True)

    stream = "system"

    class Meta:
        verbose_name = _("quy chế")
        ordering = ["bloc", "version"]
        constraints = [
            models.UniqueConstraint(fields=["bloc", "version"], name="rule_set_versions_are_numbered_once"),
            models.CheckConstraint(condition=Q(quorum_percent__range=(1, 100), threshold_percent__range=(1, 100)), name="rule_set_percents_are_1_to_100", violation_error_message=_("Tỷ lệ phải từ 1 đến 100.")),
        ]  # fmt: skip

    def __str__(self):
        return gettext("%(title)s (bản %(version)d)") % {"title": self.title, "version": self.version}


class BlocYearQuerySet(models.QuerySet):
    def for_user(self, user):
        """Năm thi đua của những khối mà mình thấy."""
        return self.filter(bloc__in=Bloc.objects.for_user(user).values("pk"))


class BlocYear(models.Model):
    """Năm thi đua của một khối."""

    bloc = models.ForeignKey(Bloc, verbose_name=_("khối"), on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("năm"))
    theme = LineField(_("chủ đề"), max_length=300, blank=True)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến hết ngày"))
    rule_set = models.ForeignKey(RuleSet, verbose_name=_("quy chế"), on_delete=models.PROTECT, null=True, blank=True)
    state = models.CharField(_("giai đoạn"), max_length=12, choices=Stage, default=Stage.PREPARING)
    reviewed_on = models.DateField(_("sơ kết ngày"), null=True, blank=True)

    objects = BlocYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("năm thi đua")
        ordering = ["-year", "bloc"]
        constraints = [
            models.UniqueConstraint(fields=["bloc", "year"], name="a_bloc_has_each_year_once", violation_error_message=_("Khối đã có năm thi đua này.")),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="a_year_ends_after_it_begins"),
        ]  # fmt: skip

    def __str__(self):
        return gettext("%(bloc)s năm %(year)s") % {"bloc": self.bloc, "year": self.year}

    @property
    def stream(self):
        return f"year:{self.pk}"


class Duty(models.TextChoices):
    MEMBER = "", _("Thành viên")
    LEAD = "lead", _("Trưởng khối")
    DEPUTY = "deputy", _("Phó khối")
    DEPUTY_2 = "deputy2", _("Phó khối thứ hai")


class MemberQuerySet(models.QuerySet):
    def for_user(self, user):
        """Đơn vị thành viên của những năm mà mình thấy."""
        return self.filter(bloc_year__in=BlocYear.objects.for_user(user).values("pk"))

    def present(self):
        """Members that have not left."""
        return self.filter(left_on=None)


class Member(models.Model):
    """Đơn vị thành viên trong một năm: what pledges, signs, is scored, votes and is nominated. Names as printed then."""

    bloc_year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="members")
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="member_of")
    name = LineField(_("tên in trên văn bản"), max_length=255)
    short_name = LineField(_("tên ngắn"), max_length=60)
    position = models.PositiveIntegerField(_("thứ tự"))
    duty = models.CharField(_("vai trò"), max_length=8, choices=Duty, default=Duty.MEMBER, blank=True)
    joined_on = models.DateField(_("vào ngày"))
    left_on = models.DateField(_("ra ngày"), null=True, blank=True)
    women = models.PositiveIntegerField(_("số nữ"), null=True, blank=True)
    staff = models.PositiveIntegerField(_("tổng số người"), null=True, blank=True)
    women_source = LineField(_("nguồn của số nữ"), max_length=300, blank=True, default="")

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị thành viên")
        ordering = ["bloc_year", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bloc_year", "unit"], name="a_unit_is_a_member_once_a_year"),
            models.UniqueConstraint(
                fields=["bloc_year", "duty"], condition=~Q(duty=""), name="one_lead_and_at_most_two_deputies"
            ),
            models.CheckConstraint(
                condition=Q(women=None, staff=None, women_source="") | Q(women__isnull=False, staff__isnull=False, women__lte=F("staff"), staff__gte=1) & ~Q(women_source=""),
                name="women_are_counted_among_the_staff_with_a_source",
                violation_error_message=_("Ghi số nữ, tổng số người (không ít hơn số nữ) và nguồn."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"


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
    def stream(self):
        return self.member.stream


class Movement(models.Model):
    """Phong trào thi đua trong năm."""

    bloc_year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="movements")
    name = LineField(_("tên phong trào"), max_length=300)
    launched_by = LineField(_("do ai phát động"), max_length=255, blank=True)
    since = models.DateField(_("từ ngày"), null=True, blank=True)
    until = models.DateField(_("đến ngày"), null=True, blank=True)
    result = TextField(_("kết quả"), blank=True)

    class Meta:
        verbose_name = _("phong trào")
        ordering = ["bloc_year", "pk"]

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"


class DraftKind(models.TextChoices):
    PLAN = "plan", _("Kế hoạch")
    REGULATION = "regulation", _("Quy chế")


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
    """Dự thảo gửi các đơn vị góp ý: plan or Quy chế. Each unit comments or agrees; each comment is answered."""

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
