"""Phiếu chấm và điểm: one sheet per member and round, one mark per sheet, criterion and column, every value kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.years.models import Member
from emulation.papers.models import Paper
from emulation.ui.fields import LineField, PointsField

from .rounds import Column, Round
from .schemes import Criterion
from .seeing import SheetState, cells_seen, sheets_seen


class SheetQuerySet(models.QuerySet):
    def for_user(self, user):
        """Đơn vị thấy phiếu mình; người kiểm tra và cơ quan thường trực thấy phiếu đã nộp; các đơn vị khác thấy sau khi chốt; Hội đồng thấy sau khi công bố."""
        return self.filter(sheets_seen(user))


class Sheet(models.Model):
    """Phiếu chấm của một đơn vị trong một vòng. Totals are stored: `self_total` and `checked_total` as they stand, the rest when agreed."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sheets")
    member = models.ForeignKey(Member, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="sheets")
    state = models.CharField(_("trạng thái"), max_length=9, choices=SheetState, default=SheetState.DRAFT)
    self_total = PointsField(_("tổng tự chấm"), max_digits=15, default=0)
    self_missing = models.PositiveIntegerField(_("số dòng chưa tự chấm"), default=0)
    checked_total = PointsField(_("tổng kiểm tra"), max_digits=15, default=0)
    checked_missing = models.PositiveIntegerField(_("số dòng chưa kiểm tra"), default=0)
    base = PointsField(_("điểm chuẩn"), max_digits=15, null=True, blank=True)
    bonus = PointsField(_("điểm cộng"), max_digits=15, null=True, blank=True)
    penalty = PointsField(_("điểm trừ"), max_digits=15, null=True, blank=True)
    total = PointsField(_("tổng điểm chốt"), max_digits=15, null=True, blank=True)
    core = PointsField(_("điểm nhóm chính"), max_digits=15, null=True, blank=True)
    percent = PointsField(_("% điểm tối đa được giao"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("nộp lúc"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(_("kiểm tra xong lúc"), null=True, blank=True)
    returns = models.PositiveSmallIntegerField(_("số lần trả lại"), default=0)
    has_extras = models.BooleanField(_("có dòng thêm hay trần được nới"), default=False)
    return_reason = LineField(_("lý do trả lại"), max_length=1000, blank=True)
    excluded_reason = LineField(_("lý do không xét"), max_length=1000, blank=True)
    excluded_ground = LineField(_("căn cứ không xét"), max_length=500, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu chấm")
        ordering = ["round", "member__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "member"], name="a_member_has_one_sheet_in_a_round"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "excluded"]) | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="a_sheet_handed_in_is_stamped",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "agreed"]) | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="a_checked_sheet_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(state="excluded") & ~Q(excluded_reason="") & ~Q(excluded_ground="")
                | ~Q(state="excluded") & Q(excluded_reason="", excluded_ground=""),
                name="a_sheet_is_excluded_exactly_with_a_reason",
                violation_error_message=_("Không xét thì phải nêu căn cứ và lý do."),
            ),
            models.CheckConstraint(
                condition=Q(state="agreed", total__isnull=False, base__isnull=False, bonus__isnull=False, penalty__isnull=False, core__isnull=False)
                | (~Q(state="agreed") & Q(total=None, base=None, bonus=None, penalty=None, core=None)),
                name="totals_are_frozen_exactly_when_agreed",
            ),
        ]  # fmt: skip

    def __str__(self):
        return gettext("Phiếu chấm của %(member)s") % {"member": self.member}

    @property
    def bloc_year(self):
        """The BlocYear this sheet belongs to (for the predicates of years)."""
        return self.round.bloc_year

    @property
    def stream(self):
        return self.round.stream


class SelfScorePaper(models.Model):
    """Bảng tự chấm trên giấy: `paper` is the newest revision of what the unit handed in. Who sees the sheet sees it."""

    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="self_score_paper")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("bảng tự chấm trên giấy")

    @property
    def member(self):
        return self.sheet.member

    @property
    def stream(self):
        return self.sheet.stream


class MarkQuerySet(models.QuerySet):
    def for_user(self, user):
        """Điểm trong những phiếu và những cột mà mình thấy (bảng SEEING, seeing.py)."""
        return self.filter(cells_seen(user, "sheet__", "column__"))


class Mark(models.Model):
    """Điểm của một dòng trong một cột: what was typed (`inputs`), the points it makes, why, by whom, when.

    `version` counts the values written so far: who saves says which version was on the screen, so that two hands on one
    cell meet (conflict) instead of one silently losing. Empty inputs: the cell was emptied.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="marks")
    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="marks")
    inputs = models.JSONField(default=dict)
    points = PointsField(_("điểm"), null=True, blank=True)
    reason = LineField(_("lý do, giải trình"), max_length=1000, blank=True)
    evidence = LineField(_("minh chứng (số, ký hiệu văn bản)"), max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người nhập"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("lúc"))
    version = models.PositiveIntegerField(_("lần ghi"), default=1)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm")
        ordering = ["sheet", "criterion__position", "column__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "column", "criterion"], name="one_mark_per_sheet_criterion_and_column"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="a_mark_has_been_written"),
        ]

    def __str__(self):
        return f"{self.criterion.code}: {self.points}"


class MarkHistoryQuerySet(models.QuerySet):
    def for_user(self, user):
        """Lịch sử của những điểm mà mình thấy."""
        return self.filter(mark__in=Mark.objects.for_user(user).values("pk"))


class MarkHistory(models.Model):
    """Mỗi lần ghi một điểm: append-only. `batch` is the digest that the journal entry of the same save holds."""

    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="history")
    version = models.PositiveIntegerField()
    inputs = models.JSONField(default=dict)
    points = PointsField(null=True, blank=True)
    reason = LineField(max_length=1000, blank=True)
    evidence = LineField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))
    batch = models.CharField(max_length=64)

    objects = MarkHistoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần ghi điểm")
        ordering = ["mark", "version"]
        constraints = [models.UniqueConstraint(fields=["mark", "version"], name="each_version_of_a_mark_is_kept_once")]
