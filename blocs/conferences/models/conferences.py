"""Hội nghị của khối: agenda, attendance, nomination, hand-over. One meeting may close year N and open year N + 1."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.catalogue.models import AwardType
from blocs.roster.models import Unit
from blocs.scoring.ranking import DECISION, REVOTE
from blocs.years.models import BlocYear, Member
from emulation.ballots.models import Ballot, Team
from emulation.papers.models import Paper
from emulation.ui.fields import LineField, PointsField, TextField


class ConferenceKind(models.TextChoices):
    SIGNING = "signing", _("Hội nghị ký kết giao ước")
    MIDYEAR = "midyear", _("Hội nghị sơ kết 6 tháng")
    YEAR_END = "year_end", _("Hội nghị tổng kết")
    CHECKING = "checking", _("Hội nghị kiểm tra, chấm điểm")
    BRIEFING = "briefing", _("Hội nghị giao ban")


class ConferenceState(models.TextChoices):
    PLANNED = "planned", _("Dự kiến")
    INVITED = "invited", _("Đã mời")
    IN_SESSION = "in_session", _("Đang họp")
    CONCLUDED = "concluded", _("Đã kết luận")
    MINUTED = "minuted", _("Đã có biên bản")


class ConferenceQuerySet(models.QuerySet):
    def for_user(self, user):
        """Hội nghị của những năm thi đua mà mình thấy."""
        return self.filter(bloc_year__in=BlocYear.objects.for_user(user).values("pk"))


class Conference(models.Model):
    """Hội nghị. `bloc_year`: the year whose lead unit convenes it; each agenda item names its own year."""

    bloc_year = models.ForeignKey(
        BlocYear, verbose_name=_("năm thi đua"), on_delete=models.PROTECT, related_name="conferences"
    )
    kind = models.CharField(_("loại"), max_length=10, choices=ConferenceKind)
    title = LineField(_("tên hội nghị"), max_length=300)
    held_at = models.DateTimeField(_("họp lúc"))
    place = LineField(_("địa điểm"), max_length=255)
    host = LineField(_("đơn vị đăng cai, phối hợp"), max_length=255, blank=True)
    chairs = LineField(_("chủ trì"), max_length=300, help_text=_("chức danh, cách nhau dấu chấm phẩy"))
    guests = LineField(_("khách mời"), max_length=500, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=ConferenceState, default=ConferenceState.PLANNED)
    opened_at = models.DateTimeField(_("khai mạc lúc"), null=True, blank=True)
    closed_at = models.DateTimeField(_("bế mạc lúc"), null=True, blank=True)
    strengths = TextField(_("mặt được"), blank=True)
    limits = TextField(_("hạn chế, nguyên nhân"), blank=True)
    next_tasks = TextField(_("phương hướng, nhiệm vụ"), blank=True)
    requests = TextField(_("đề xuất, kiến nghị"), blank=True)
    conclusions = TextField(_("kết luận"), blank=True)
    read_at = models.DateTimeField(_("đọc biên bản lúc"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("thông qua biên bản lúc"), null=True, blank=True)
    objections = TextField(_("ý kiến khác về biên bản"), blank=True)
    ballot = models.OneToOneField(
        Ballot,
        verbose_name=_("phiếu suy tôn"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conference",
    )
    counting_team = models.ForeignKey(
        Team, verbose_name=_("tổ kiểm phiếu"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    invitation = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    report = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    minutes = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("hội nghị")
        ordering = ["-held_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state__in=["in_session", "concluded", "minuted"]) | Q(opened_at__isnull=False), name="a_conference_in_session_was_opened"),
            models.CheckConstraint(condition=~Q(state__in=["concluded", "minuted"]) | Q(closed_at__isnull=False), name="a_concluded_conference_was_closed"),
            models.CheckConstraint(condition=Q(agreed_at=None) | Q(read_at__isnull=False, closed_at__isnull=False, agreed_at__gte=F("read_at")), name="agreed_minutes_were_read_out"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def has_report(self):
        """Whether it concludes with a report."""
        return self.kind in (ConferenceKind.MIDYEAR, ConferenceKind.YEAR_END)

    @property
    def is_over(self):
        return self.state in (ConferenceState.CONCLUDED, ConferenceState.MINUTED)

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"


class ItemKind(models.TextChoices):
    REPORT = "report", _("Báo cáo")
    PLAN = "plan", _("Thông qua kế hoạch, quy chế")
    SCORES = "scores", _("Công bố điểm")
    NOMINATE = "nominate", _("Bình xét, suy tôn")
    HANDOVER = "handover", _("Trao quyền trưởng khối")
    SIGN = "sign", _("Ký kết giao ước")
    FREE = "free", _("Nội dung khác")


class AgendaItem(models.Model):
    """Một mục chương trình, thuộc một năm thi đua."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="items")
    bloc_year = models.ForeignKey(BlocYear, verbose_name=_("năm thi đua"), on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    kind = models.CharField(_("loại"), max_length=10, choices=ItemKind)
    title = LineField(_("nội dung"), max_length=300)
    minutes = models.PositiveSmallIntegerField(_("số phút dự kiến"), null=True, blank=True)
    opened_at = models.DateTimeField(_("bắt đầu lúc"), null=True, blank=True)
    outcome = TextField(_("kết quả"), blank=True)
    done_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("mục chương trình")
        ordering = ["conference", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "position"], name="agenda_positions_are_given_once"),
            models.CheckConstraint(condition=Q(done_at=None) | ~Q(outcome=""), name="a_finished_item_has_an_outcome", violation_error_message=_("Mục đã xong thì ghi kết quả.")),
            models.CheckConstraint(condition=Q(done_at=None) | Q(opened_at=None) | Q(done_at__gte=F("opened_at")), name="an_item_ends_after_it_began"),
            models.UniqueConstraint(fields=["conference"], condition=Q(opened_at__isnull=False, done_at=None), name="one_item_is_under_way_at_a_time"),
        ]  # fmt: skip

    @property
    def is_under_way(self):
        return self.opened_at is not None and self.done_at is None

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"


class Attendance(models.Model):
    """Đơn vị dự họp: present or not, and the one person who casts for it."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="attendances")
    present = models.BooleanField(_("có mặt"), default=False)
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người đại diện"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    delegation = LineField(_("giấy ủy quyền"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("dự họp")
        ordering = ["conference", "member__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "member"], name="a_unit_attends_once"),
            models.CheckConstraint(condition=Q(present=False) | Q(representative__isnull=False), name="who_is_present_is_represented", violation_error_message=_("Đơn vị có mặt thì phải có người đại diện.")),
        ]  # fmt: skip


class Candidate(models.Model):
    """Đề cử: a member put forward for one award, before the vote; one line of the ballot."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="candidates")
    member = models.ForeignKey(Member, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="candidacies")
    award_type = models.ForeignKey(AwardType, verbose_name=_("hình thức"), on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("đề cử")
        ordering = ["conference", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["conference", "member"], name="a_unit_is_put_forward_for_one_award", violation_error_message=_("Mỗi đơn vị chỉ được đề cử một hình thức."))]  # fmt: skip


class TieKind(models.TextChoices):
    REVOTE = REVOTE, _("Bỏ phiếu lại")
    DECISION = DECISION, _("Quyết định")


class TieBreak(models.Model):
    """Phân định đồng hạng giữa các đơn vị cùng hạng đã công bố: a re-vote has votes, a decision an order, who decided and why."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="tie_breaks")
    member = models.ForeignKey(Member, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("cách phân định"), max_length=8, choices=TieKind, default=TieKind.DECISION)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    votes = models.PositiveSmallIntegerField(_("số phiếu"), null=True, blank=True)
    base_number = models.PositiveSmallIntegerField(_("tính trên"), null=True, blank=True)
    who = LineField(_("ai quyết định"), max_length=160, blank=True)
    reason = LineField(_("lý do"), max_length=300)

    class Meta:
        verbose_name = _("phân định đồng hạng")
        ordering = ["conference", "-kind", "order", "-votes", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "member", "kind"], name="a_tie_is_broken_once_in_a_way_for_a_unit"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_tie_break_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind="revote", votes__isnull=False, base_number__isnull=False, base_number__gte=F("votes"))
                | Q(kind="decision", votes=None, base_number=None, order__gte=1) & ~Q(who=""),
                name="a_revote_has_votes_and_a_decision_says_who",
                violation_error_message=_("Bỏ phiếu lại thì ghi số phiếu, quyết định thì ghi thứ tự và ai quyết định."),
            ),
        ]  # fmt: skip

    @property
    def told(self):
        """What is printed behind the rule: «6/9 phiếu; bỏ phiếu kín», «Trưởng khối; nhiều sáng kiến hơn»."""
        if self.kind == TieKind.REVOTE:
            facts = {"votes": self.votes, "base": self.base_number, "reason": self.reason}
            return gettext("%(votes)d/%(base)d phiếu; %(reason)s") % facts
        return f"{self.who}; {self.reason}"


class NominationQuerySet(models.QuerySet):
    def for_user(self, user):
        """Kết quả suy tôn của những năm mà mình thấy."""
        return self.filter(bloc_year__in=BlocYear.objects.for_user(user).values("pk"))


class Nomination(models.Model):
    """Kết quả suy tôn, đóng băng tại hội nghị: rank, score and votes as they stood; proposals read it."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="nominations")
    bloc_year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="nominations")
    member = models.ForeignKey(Member, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="nominations")
    award_type = models.ForeignKey(AwardType, verbose_name=_("hình thức"), on_delete=models.PROTECT)
    rank = models.PositiveSmallIntegerField(_("hạng"), null=True, blank=True)
    score = PointsField(_("điểm"), null=True, blank=True)
    yes = models.PositiveSmallIntegerField(_("phiếu đồng ý"), null=True, blank=True)
    base_number = models.PositiveSmallIntegerField(_("tính trên"), null=True, blank=True)
    passed = models.BooleanField(_("đạt"))
    why = LineField(_("vì sao"), max_length=300)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("suy tôn")
        ordering = ["conference", "-passed", "award_type__position", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bloc_year", "member", "award_type"], name="nominated_once_for_an_award_in_a_year"),
            models.CheckConstraint(condition=Q(yes=None) | Q(base_number__gte=F("yes")), name="votes_do_not_exceed_their_base"),
        ]  # fmt: skip

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"


class Handover(models.Model):
    """Trao quyền trưởng khối: from the lead unit of one year to that of the next, with the list of files handed over."""

    conference = models.OneToOneField(
        Conference, on_delete=models.PROTECT, null=True, blank=True, related_name="handover"
    )
    from_year = models.OneToOneField(BlocYear, on_delete=models.PROTECT, related_name="handover")
    to_year = models.OneToOneField(BlocYear, on_delete=models.PROTECT, related_name="taken_over")
    lead = models.ForeignKey(Unit, verbose_name=_("trưởng khối mới"), on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(
        Unit, verbose_name=_("phó khối mới"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    how = LineField(_("theo cách"), max_length=255)
    items = TextField(_("danh mục bàn giao"), blank=True)
    held_on = models.DateField(_("ngày"))

    class Meta:
        verbose_name = _("bàn giao")

    @property
    def bloc_year(self):
        return self.from_year

    @property
    def stream(self):
        return f"year:{self.from_year_id}"


class PaperOf(models.TextChoices):
    """Văn bản của hội nghị ngoài giấy mời, báo cáo và biên bản."""

    BALLOT = "ballot", _("Mẫu phiếu")
    COUNT = "count", _("Biên bản kiểm phiếu")
    NOMINATION = "nomination", _("Biên bản bình xét, suy tôn")
    NOTICE = "notice", _("Thông báo kết luận")


class ConferencePaper(models.Model):
    """Một văn bản của hội nghị, mỗi loại một bản đang có hiệu lực: `paper` is the newest revision."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="papers")
    what = models.CharField(_("văn bản"), max_length=10, choices=PaperOf)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("văn bản của hội nghị")
        ordering = ["conference", "pk"]
        constraints = [models.UniqueConstraint(fields=["conference", "what"], name="a_conference_has_one_paper_of_a_kind")]  # fmt: skip

    @property
    def bloc_year(self):
        return self.conference.bloc_year

    @property
    def stream(self):
        return self.conference.stream


class ReportSection(models.Model):
    """Một mục báo cáo đã sửa lời: `text` stands instead of what the data say («» when the drafted words were taken back); `drafted`: what the data said then."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="report_sections")
    key = models.CharField(_("mục"), max_length=12)
    drafted = TextField(_("lời soạn từ dữ liệu"), blank=True)
    text = TextField(_("lời đã sửa"), blank=True)
    version = models.PositiveIntegerField(_("lần sửa"))
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người sửa"), on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(_("sửa lúc"))

    class Meta:
        verbose_name = _("mục báo cáo")
        ordering = ["conference", "pk"]
        constraints = [models.UniqueConstraint(fields=["conference", "key"], name="a_section_of_a_report_is_edited_in_one_place")]  # fmt: skip

    @property
    def bloc_year(self):
        return self.conference.bloc_year

    @property
    def stream(self):
        return self.conference.stream
