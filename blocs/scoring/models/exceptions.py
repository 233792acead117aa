"""Điều riêng của một phiếu: rows that were asked about, rows beyond the scheme, caps that were lifted, holds. All of it stays for ever."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import LineField, PointsField

from .rounds import Column
from .schemes import Criterion, Sign
from .seeing import cells_seen
from .sheets import Sheet


class OfSheetQuerySet(models.QuerySet):
    def for_user(self, user):
        """Của những phiếu mà mình thấy."""
        return self.filter(sheet__in=Sheet.objects.for_user(user).values("pk"))


class Signed(models.Model):
    """Ai ghi, lúc nào."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người ghi"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("lúc"))

    class Meta:
        abstract = True


class Question(Signed):
    """Một dòng bị hỏi khi trả lại phiếu lần thứ `nth`: only these rows are open to the unit then (append-only table)."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="questions")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    nth = models.PositiveSmallIntegerField(_("lần trả lại"))
    text = LineField(_("hỏi"), max_length=500)

    objects = OfSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu hỏi")
        ordering = ["sheet", "nth", "criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "nth", "criterion"], name="a_row_is_asked_about_once_in_a_return"),
            models.CheckConstraint(condition=Q(nth__gte=1) & ~Q(text=""), name="a_question_says_what_it_asks"),
        ]


class AddedRow(Signed):
    """Một dòng ngoài bộ tiêu chí, thêm theo tên vào một phiếu: counted in its group, marked wherever it is shown."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="added_rows")
    under = models.ForeignKey(
        Criterion, verbose_name=_("trong nhóm"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = LineField(_("tên dòng"), max_length=500)
    sign = models.CharField(_("chuẩn, cộng hay trừ"), max_length=7, choices=Sign, default=Sign.BONUS)

    objects = OfSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng thêm")
        ordering = ["sheet", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "name"], name="added_rows_of_a_sheet_have_their_own_names", violation_error_message=_("Phiếu đã có dòng thêm mang tên này.")),
            models.CheckConstraint(condition=~Q(name=""), name="an_added_row_has_a_name"),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def stream(self):
        return self.sheet.stream


class AddedMarkQuerySet(models.QuerySet):
    def for_user(self, user):
        """Trong những phiếu và những cột mà mình thấy (bảng SEEING, seeing.py)."""
        return self.filter(cells_seen(user, "row__sheet__", "column__"))


class AddedMark(Signed):
    """Điểm của một dòng thêm trong một cột, có lý do: the last one counts, all stay (append-only table). Penalties are negative."""

    row = models.ForeignKey(AddedRow, on_delete=models.PROTECT, related_name="marks")
    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="+")
    points = PointsField(_("điểm"))
    reason = LineField(_("lý do, minh chứng"), max_length=1000)

    objects = AddedMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm của dòng thêm")
        ordering = ["row", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="points_of_an_added_row_have_a_reason")]


class Cap(models.TextChoices):
    """Mức trần của một nhóm hay cả phiếu; the values are those of the scheme."""

    BONUS = "cap_bonus", _("trần điểm cộng")
    PENALTY = "cap_penalty", _("trần điểm trừ")
    TOTAL = "cap_total", _("trần tổng điểm")


class Lift(Signed):
    """Nới một mức trần cho một đơn vị, có lý do: visible for ever (append-only table); the last one of a cap counts."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="lifts")
    criterion = models.ForeignKey(
        Criterion, verbose_name=_("nhóm"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cap = models.CharField(_("mức trần"), max_length=11, choices=Cap)
    was = PointsField(_("trần của bộ tiêu chí"))
    to = PointsField(_("nới đến"))
    reason = LineField(_("lý do"), max_length=1000)

    objects = OfSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("nới trần")
        ordering = ["sheet", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & Q(to__gt=models.F("was")), name="a_lifted_cap_is_higher_and_has_a_reason", violation_error_message=_("Mức nới phải cao hơn trần của bộ tiêu chí, và phải nêu lý do.")),
        ]  # fmt: skip


class HoldState(models.TextChoices):
    HELD = "held", _("Chưa xét")
    RELEASED = "released", _("Xét tiếp")


class Hold(Signed):
    """Chưa xét một đơn vị theo một căn cứ: it is scored like the others, and printed without a rank until released."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="holds")
    state = models.CharField(_("trạng thái"), max_length=8, choices=HoldState, default=HoldState.HELD)
    ground = LineField(_("căn cứ"), max_length=500)
    reason = LineField(_("lý do"), max_length=1000)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(_("xét tiếp lúc"), null=True, blank=True)
    release_reason = LineField(_("kết luận"), max_length=1000, blank=True)

    objects = OfSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("tạm hoãn")
        ordering = ["sheet", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet"], condition=Q(state="held"), name="a_sheet_is_held_once_at_a_time", violation_error_message=_("Đơn vị đang chưa xét rồi.")),
            models.CheckConstraint(condition=~Q(ground="") & ~Q(reason=""), name="a_hold_has_a_ground_and_a_reason"),
            models.CheckConstraint(
                condition=Q(state="held", released_by=None, released_at=None, release_reason="")
                | Q(state="released", released_by__isnull=False, released_at__isnull=False) & ~Q(release_reason=""),
                name="a_hold_is_released_exactly_with_a_conclusion",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.sheet.member}: {self.reason}"

    @property
    def stream(self):
        return self.sheet.stream
