"""Quyết định khen thưởng: the authority's decision, each award with its number in the gold book, revocation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.catalogue.models import AwardType
from awards.council.models import CouncilSession
from awards.proposals.models import Proposal
from blocs.roster.models import Unit, seats_of
from emulation.papers.models import Paper
from emulation.ui.fields import KeyField, LineField


class DecisionState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    ISSUED = "issued", _("Đã ban hành")
    REVOKED = "revoked", _("Đã hủy bỏ")


class DecisionQuerySet(models.QuerySet):
    def for_user(self, user):
        """Quyết định đã ban hành: mọi người trong tỉnh; dự thảo: người thấy phiên họp Hội đồng."""
        sessions = CouncilSession.objects.for_user(user).values("pk")
        return self.filter(root__in=seats_of(user).roots).filter(
            ~Q(state=DecisionState.DRAFT) | Q(session__in=sessions)
        )


class Decision(models.Model):
    """Quyết định của người có thẩm quyền. Number and day come from the authority's own registry."""

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="decisions")
    session = models.ForeignKey(CouncilSession, on_delete=models.PROTECT, related_name="decisions")
    title = LineField(_("trích yếu"), max_length=500)
    authority = LineField(_("người ban hành"), max_length=160)
    number = LineField(_("số, ký hiệu"), max_length=60, blank=True)
    dated = models.DateField(_("ngày"), null=True, blank=True)
    state = models.CharField(_("trạng thái"), max_length=8, choices=DecisionState, default=DecisionState.DRAFT)
    year = models.PositiveSmallIntegerField(_("năm của số"), null=True, blank=True, editable=False)
    draft = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_on = models.DateField(_("hủy bỏ ngày"), null=True, blank=True)
    revoked_reason = LineField(_("căn cứ hủy bỏ"), max_length=300, blank=True)
    search = KeyField(of="words", make="fold")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("quyết định")
        ordering = ["-dated", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["root", "number", "year"], condition=~Q(number=""), name="a_decision_number_is_used_once_a_year", violation_error_message=_("Số quyết định này đã dùng trong năm.")),
            models.CheckConstraint(condition=Q(state="draft") | (~Q(number="") & Q(dated__isnull=False, year__isnull=False)), name="an_issued_decision_has_number_and_day", violation_error_message=_("Ban hành thì phải có số và ngày.")),
            models.CheckConstraint(condition=Q(state="revoked", revoked_on__isnull=False) & ~Q(revoked_reason="") | ~Q(state="revoked") & Q(revoked_on=None, revoked_reason=""), name="revoked_exactly_with_a_ground", violation_error_message=_("Hủy bỏ thì phải có ngày và căn cứ.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.number or self.get_state_display()} – {self.title}"

    @property
    def words(self):
        """Everything by which a decision is looked for."""
        return f"{self.number} {self.title}"

    @property
    def stream(self):
        return self.session.stream


class AwardQuerySet(models.QuerySet):
    def for_user(self, user):
        """Sổ vàng là điều công khai trong tỉnh."""
        return self.filter(decision__in=Decision.objects.for_user(user).values("pk"))


class Award(models.Model):
    """Một dòng của quyết định: a unit receives an award; its number in the gold book (số sổ vàng) once issued."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="awards")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="award")
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="awards")
    award_type = models.ForeignKey(AwardType, verbose_name=_("hình thức"), on_delete=models.PROTECT)
    money = models.DecimalField(_("tiền thưởng (đồng)"), max_digits=14, decimal_places=0, null=True, blank=True)
    money_note = LineField(_("cách tính"), max_length=300, blank=True)
    money_to_check = models.BooleanField(_("mức thưởng cần xác minh"), default=False)
    gold_number = models.PositiveIntegerField(_("số sổ vàng"), null=True, blank=True)
    gold_year = models.PositiveSmallIntegerField(null=True, blank=True)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("khen thưởng")
        ordering = ["decision", "award_type__position", "gold_number", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(gold_number=None, gold_year=None, root=None) | Q(gold_number__isnull=False, gold_year__isnull=False, root__isnull=False), name="a_gold_number_has_its_year"),
            models.UniqueConstraint(fields=["root", "gold_year", "gold_number"], name="a_gold_number_is_given_once"),
        ]  # fmt: skip


class GoldBook(models.Model):
    """Sổ vàng của một tỉnh trong một năm: the last number given, taken under a lock."""

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "year"], name="one_gold_book_a_year")]
