"""Bộ tiêu chí: versions of what a bloc scores by. A version that has been adopted is never edited (database guard)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Bloc
from blocs.years.models import Draft
from emulation.ui.fields import LineField, PointsField


class SchemeState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    ADOPTED = "adopted", _("Đã thông qua")


class SchemeQuerySet(models.QuerySet):
    def for_user(self, user):
        """Bộ tiêu chí của những khối mà mình thấy."""
        return self.filter(bloc__in=Bloc.objects.for_user(user).values("pk"))

    def in_force(self, bloc, since=None):
        """Bản đã thông qua mới nhất của khối mà vòng `since` («2026-midyear») đã tới; None khi chưa có bản nào."""
        adopted = self.filter(bloc=bloc, state=SchemeState.ADOPTED)
        if since:
            adopted = adopted.filter(Q(since=None) | Q(since__lte=since))
        return adopted.order_by("-version").first()


class Scheme(models.Model):
    """Bộ tiêu chí chấm điểm, một bản. `scale` is what a full sheet without bonus reaches; totals may exceed it."""

    bloc = models.ForeignKey(Bloc, verbose_name=_("khối"), on_delete=models.PROTECT, related_name="schemes")
    version = models.PositiveIntegerField(_("bản"))
    title = LineField(_("tên bộ tiêu chí"), max_length=255)
    source = LineField(_("văn bản ban hành"), max_length=255, blank=True)
    scale = PointsField(_("thang điểm"))
    decimals = models.PositiveSmallIntegerField(_("số chữ số thập phân"), default=2)
    round_rows = models.BooleanField(_("làm tròn từng dòng"), default=False)
    tie_rules = models.JSONField(_("cách phân định đồng điểm, theo thứ tự"), default=list, blank=True)
    core_group = LineField(_("mã nhóm tiêu chí chính"), max_length=20, blank=True)
    settings = models.JSONField(_("cách tính của cả bộ"), null=True, blank=True)
    state = models.CharField(_("trạng thái"), max_length=8, choices=SchemeState, default=SchemeState.DRAFT)
    # “2026-midyear”, “2026-year_end”: rounds sort by it. Null keeps the table as it is on SQLite.
    since = models.CharField(_("áp dụng từ vòng"), max_length=13, null=True, blank=True)  # noqa: DJ001
    adopted_on = models.DateField(_("thông qua ngày"), null=True, blank=True)
    consulted = models.ForeignKey(
        Draft, verbose_name=_("lấy ý kiến"), on_delete=models.PROTECT, null=True, blank=True, related_name="schemes"
    )

    objects = SchemeQuerySet.as_manager()
    stream = "system"

    class Meta:
        verbose_name = _("bộ tiêu chí")
        ordering = ["bloc", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["bloc", "version"],
                name="scheme_versions_are_numbered_once",
                violation_error_message=_("Khối đã có bộ tiêu chí mang số bản này."),
            ),
            models.UniqueConstraint(
                fields=["consulted"], condition=Q(consulted__isnull=False), name="a_draft_asks_about_one_scheme"
            ),
            models.CheckConstraint(
                condition=Q(scale__gt=0) & Q(decimals__lte=4),
                name="a_scheme_has_a_scale_and_at_most_four_decimals",
                violation_error_message=_("Thang điểm phải lớn hơn 0, nhiều nhất 4 chữ số thập phân."),
            ),
            models.CheckConstraint(
                condition=Q(state="adopted", adopted_on__isnull=False) | Q(state="draft", adopted_on=None),
                name="a_scheme_is_adopted_exactly_when_dated",
            ),
        ]

    def __str__(self):
        return gettext("%(title)s (bản %(version)d)") % {"title": self.title, "version": self.version}


class Sign(models.TextChoices):
    BASE = "base", _("Điểm chuẩn")
    BONUS = "bonus", _("Điểm cộng")
    PENALTY = "penalty", _("Điểm trừ")


GROUP = "group"


class Criterion(models.Model):
    """Tiêu chí: a node of the tree. A group sums its children; a leaf has a kind (`kinds/`) that makes points of inputs.

    `max_points` is never negative; for a penalty it is the most that is taken away. `position` runs through the whole
    scheme in the order of print. `params` are the settings of the kind, or of the group (caps), as plain JSON.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="criteria")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    code = LineField(_("mã"), max_length=20, blank=True)
    name = LineField(_("tên tiêu chí"), max_length=1000)
    position = models.PositiveIntegerField(_("thứ tự"))
    kind = models.CharField(_("loại"), max_length=40)
    sign = models.CharField(_("chuẩn, cộng hay trừ"), max_length=7, choices=Sign, default=Sign.BASE)
    max_points = PointsField(_("điểm tối đa"), null=True, blank=True)
    params = models.JSONField(_("tham số"), default=dict, blank=True)
    evidence_required = models.BooleanField(_("phải nêu minh chứng"), default=False)

    class Meta:
        verbose_name = _("tiêu chí")
        ordering = ["scheme", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "position"], name="criteria_of_a_scheme_stand_in_one_order"),
            models.CheckConstraint(
                condition=Q(max_points=None) | Q(max_points__gte=0),
                name="the_most_of_a_criterion_is_not_negative",
                violation_error_message=_("Điểm tối đa không được âm; điểm trừ ghi bằng số dương."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}".strip()

    @property
    def is_group(self):
        return self.kind == GROUP

    @property
    def label(self):
        """How the row is called in a sentence: its code, or its name when it has none."""
        return self.code or f"«{self.name[:60]}»"

    @property
    def signed_most(self):
        """Điểm tối đa như in trên bảng: negative for penalties, None when there is none (Decimal)."""
        if self.max_points is None:
            return None
        return -self.max_points if self.sign == Sign.PENALTY else self.max_points
