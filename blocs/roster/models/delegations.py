"""Giao ký: who signs for the head, in what, from when to when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.journal import clock
from emulation.papers.models import Paper
from emulation.ui.constraints import explain

from .places import Office, Seat, Unit, seats_of

# The database keeps this by itself (migrations/0004_delegations.py).
explain("one_delegate_per_matter_at_a_time", _("Việc này đã giao người khác ký vào những ngày ấy. Thu hồi trước."))


class Matter(models.TextChoices):
    """Việc được giao ký."""

    COVENANT = "covenant", _("Ký giao ước thi đua và phụ lục giao ước của khối")


class DelegationState(models.TextChoices):
    GIVEN = "given", _("Đã giao")
    REVOKED = "revoked", _("Đã thu hồi")


class DelegationQuerySet(models.QuerySet):
    def for_user(self, user):
        """Người của chính đơn vị, và cơ quan thường trực trong tỉnh."""
        seats = seats_of(user)
        followed = {s.root_id for s in seats if s.office == Office.SECRETARIAT}
        return self.filter(Q(unit__in=seats.units()) | Q(unit__root__in=followed))

    def on(self, day):
        """Delegations in force on a day (date): given, begun, not ended, both people still in their seats."""
        held = Q(receiver__until=None) | Q(receiver__until__gte=day), Q(giver__until=None) | Q(giver__until__gte=day)
        return self.filter(*held, state=DelegationState.GIVEN, since__lte=day, until__gte=day, receiver__since__lte=day)

    def to_come(self):
        """Delegations that are in force or will be: given, and not ended."""
        return self.filter(state=DelegationState.GIVEN, until__gte=clock.today())


class Delegation(models.Model):
    """Giao ký: thủ trưởng giao cấp phó ký thay (KT.), hoặc ủy quyền cho người khác của đơn vị (TUQ.), bằng văn bản.

    Nghị định 30/2020/NĐ-CP, Điều 13 khoản 1 và 3: in writing, for one matter, from day to day, never passed on. One
    delegate per unit and matter at a time (database guard), so that it is never in doubt who signs.
    """

    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="delegations")
    matter = models.CharField(_("việc"), max_length=12, choices=Matter, default=Matter.COVENANT)
    giver = models.ForeignKey(Seat, verbose_name=_("người giao"), on_delete=models.PROTECT, related_name="given_away")
    receiver = models.ForeignKey(
        Seat, verbose_name=_("người được giao"), on_delete=models.PROTECT, related_name="delegations"
    )
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến hết ngày"))
    dated = models.DateField(_("ngày của giấy"))
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="delegation")
    state = models.CharField(_("trạng thái"), max_length=8, choices=DelegationState, default=DelegationState.GIVEN)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()
    stream = "system"

    class Meta:
        verbose_name = _("giao ký")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="a_delegation_ends_after_it_begins", violation_error_message=_("Ngày hết hạn phải từ ngày bắt đầu trở đi.")),
            models.CheckConstraint(condition=Q(since__gte=models.F("dated")), name="a_delegation_begins_no_earlier_than_its_paper", violation_error_message=_("Giao ký không có hiệu lực trước ngày của giấy.")),
            models.CheckConstraint(condition=Q(state="revoked", revoked_at__isnull=False) | Q(state="given", revoked_at=None), name="revoked_exactly_when_dated"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.paper.symbol_text}, {self.receiver.printed_title}"

    @property
    def is_to_the_vice_head(self):
        """Whether the delegate signs KT. (else TUQ.)."""
        return self.receiver.office == Office.VICE_HEAD
