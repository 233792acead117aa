"""Năm thi đua của một khối: its Quy chế, its stage, its members and who leads."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Bloc, Unit
from emulation.ui.fields import LineField, TextField


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
    ALL = "all", _("tổng số đơn vị thành viên")
    PRESENT = "present", _("số đơn vị có mặt")
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
    base = models.CharField(_("tính trên"), max_length=10, choices=Base, default=Base.PRESENT)
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


class IssuesAs(models.TextChoices):
    """Văn bản của khối do ai ban hành (documents.md §3.2): both are found in practice."""

    BLOC = "bloc", _("Khối, bằng dãy số riêng của khối")
    LEAD = "lead", _("Trưởng khối, bằng tên và số của cơ quan ấy")


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
    # Null keeps the table as it is on SQLite.
    bloc_name = LineField(_("tên khối khi ấy"), max_length=255, null=True, blank=True)
    issues_as = models.CharField(_("nơi ban hành văn bản"), max_length=4, choices=IssuesAs, default=IssuesAs.BLOC)

    objects = BlocYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("năm thi đua")
        ordering = ["-year", "bloc"]
        constraints = [
            models.UniqueConstraint(fields=["bloc", "year"], name="a_bloc_has_each_year_once", violation_error_message=_("Khối đã có năm thi đua này.")),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="a_year_ends_after_it_begins"),
        ]  # fmt: skip

    def __str__(self):
        return gettext("%(bloc)s năm %(year)s") % {"bloc": self.called, "year": self.year}

    @property
    def called(self):
        """The bloc's name as it was when the year was opened."""
        return self.bloc_name or self.bloc.name

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
    left_reason = LineField(_("vì sao ra"), max_length=300, blank=True, default="")
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
