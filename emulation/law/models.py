"""Căn cứ pháp lý: facts of law, the lines that cite them, and public holidays. Each row is dated and names its source."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import KeyField, LineField, TextField
from emulation.ui.numbers import points


class Confidence(models.TextChoices):
    """Độ tin cậy: how near to the text itself someone has been."""

    SEEN = "seen_in_text", _("Đã đọc trong văn bản")
    QUOTED = "quoted_by_a_page", _("Có trang dẫn nguyên văn")
    SECOND_HAND = "second_hand", _("Nghe lại hoặc suy ra")
    BACKGROUND = "background", _("Hiểu biết chung, chưa thấy văn bản")


CERTAIN = (Confidence.SEEN, Confidence.QUOTED)


class SourcedQuerySet(models.QuerySet):
    def usable(self):
        """Rows that may be printed: certain, or confirmed by a named person."""
        return self.filter(Q(confidence__in=CERTAIN) | Q(confirmed_by__isnull=False))

    def to_be_checked(self):
        """Cần xác minh: neither certain nor confirmed."""
        return self.exclude(Q(confidence__in=CERTAIN) | Q(confirmed_by__isnull=False))


class FactQuerySet(SourcedQuerySet):
    def on(self, day):
        """Rows in force on a day (date)."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Sourced(models.Model):
    """A row that says where it comes from. An uncertain one is «cần xác minh» until a named person has confirmed it."""

    source = LineField(_("nguồn"), max_length=700)
    confidence = models.CharField(_("độ tin cậy"), max_length=20, choices=Confidence)
    note = TextField(_("ghi chú"), blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người xác nhận"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True, blank=True)

    stream = "system"

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="every_%(class)s_names_its_source", violation_error_message=_("Ghi nguồn của dòng này.")),
            models.CheckConstraint(condition=Q(confidence__in=Confidence.values), name="every_%(class)s_has_a_confidence", violation_error_message=_("Chọn độ tin cậy của dòng này.")),
            models.CheckConstraint(condition=Q(confirmed_by=None, confirmed_at=None) | Q(confirmed_by__isnull=False, confirmed_at__isnull=False), name="a_confirmed_%(class)s_names_who_and_when"),
        ]  # fmt: skip

    @property
    def needs_checking(self):
        return self.confidence not in CERTAIN and self.confirmed_by_id is None

    @property
    def mark(self):
        """What stands beside the row wherever it is shown: «cần xác minh», or nothing."""
        return _("cần xác minh") if self.needs_checking else ""


class FactKind(models.TextChoices):
    TEXT = "text", _("Văn bản")
    CONDITION = "condition", _("Điều kiện")
    THRESHOLD = "threshold", _("Tỷ lệ tối thiểu")
    DEADLINE = "deadline", _("Thời hạn")
    MONEY = "money", _("Tiền")
    FORM = "form", _("Mẫu, thể thức")
    COMPOSITION = "composition", _("Thẩm quyền, thành phần")
    QUOTA = "quota", _("Số lượng")


class Fact(Sourced):
    """Một điều luật định, từ ngày đến ngày. `slug` names the row, `key` the question that rows of different years answer."""

    slug = models.SlugField(unique=True, max_length=60)
    key = models.SlugField(max_length=60)
    kind = models.CharField(_("loại"), max_length=12, choices=FactKind)
    about = LineField(_("về việc"), max_length=255)
    value = LineField(_("nội dung"), max_length=700, blank=True)
    number = models.DecimalField(_("số"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = LineField(_("đơn vị tính"), max_length=120, blank=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    text = LineField(_("văn bản"), max_length=255, blank=True)
    article = LineField(_("điều, khoản"), max_length=120, blank=True)
    search = KeyField(of="about", make="fold")

    objects = FactQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = _("căn cứ")
        ordering = ["kind", "key", "valid_from", "pk"]
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="a_fact_ends_after_it_begins"),
        ]  # fmt: skip

    def __str__(self):
        return self.about

    @property
    def number_text(self):
        """The number as it is read: 2.530.000, 1,5; nothing for a row without one."""
        if self.number is None:
            return ""
        return points(self.number, max(0, -self.number.normalize().as_tuple().exponent))


class CitedBy(models.TextChoices):
    """Loại văn bản có căn cứ pháp lý."""

    COVENANT = "covenant", _("Giao ước")
    PLAN = "plan", _("Kế hoạch")
    REGULATION = "regulation", _("Quy chế")
    REPORT = "report", _("Báo cáo")
    MINUTES = "minutes", _("Biên bản")
    SUBMISSION = "submission", _("Tờ trình")
    DECISION = "decision", _("Quyết định")
    HANDOVER = "handover", _("Biên bản bàn giao")
    NOTICE = "notice", _("Thông báo")
    SCORES = "scores", _("Bảng điểm")
    LETTER = "letter", _("Công văn")
    INVITATION = "invitation", _("Giấy mời")


class Citation(models.Model):
    """Dòng căn cứ của một loại văn bản. Printed while its fact is in force (and within its own days, if it has any)."""

    kind = models.CharField(_("loại văn bản"), max_length=12, choices=CitedBy)
    fact = models.ForeignKey(Fact, verbose_name=_("căn cứ"), on_delete=models.PROTECT, related_name="citations")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    wording = LineField(_("câu in"), max_length=600)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("dòng căn cứ")
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "fact", "valid_from"], name="a_text_is_cited_once_by_a_kind_of_paper"),
            models.UniqueConstraint(fields=["kind", "fact"], condition=Q(valid_from=None), name="a_text_is_cited_once_without_days"),
            models.CheckConstraint(condition=Q(wording__startswith="Căn cứ "), name="a_citation_begins_with_can_cu"),
        ]  # fmt: skip

    def __str__(self):
        return self.wording


class Holiday(Sourced):
    """Ngày nghỉ lễ, tết, nghỉ bù; or (`works`) a Saturday on which work is made up."""

    day = models.DateField(_("ngày"), unique=True)
    name = LineField(_("dịp"), max_length=120)
    works = models.BooleanField(_("làm bù"), default=False)

    objects = SourcedQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = _("ngày nghỉ")
        ordering = ["day"]
        constraints = [*Sourced.Meta.constraints]

    def __str__(self):
        return self.name
