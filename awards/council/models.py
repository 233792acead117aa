"""Hội đồng Thi đua - Khen thưởng: session, agenda, recusal, one sealed ballot per proposal, conclusion."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.proposals.models import Proposal
from blocs.roster.models import COUNCIL_OFFICES, Office, Unit, seats_of
from emulation.ballots.models import Ballot
from emulation.papers.models import Paper
from emulation.ui.fields import LineField, TextField


class SessionState(models.TextChoices):
    PREPARING = "preparing", _("Chuẩn bị")
    VOTING = "voting", _("Đang biểu quyết")
    CLOSED = "closed", _("Đã kiểm phiếu")
    CONCLUDED = "concluded", _("Đã kết luận")


class CouncilSessionQuerySet(models.QuerySet):
    def for_user(self, user):
        """Thành viên Hội đồng và cơ quan thường trực của Hội đồng đó."""
        seats = seats_of(user)
        member_of = seats.units(*COUNCIL_OFFICES)
        served = Q(council__blocs_judged__secretariat__in=seats.units(Office.SECRETARIAT))
        return self.filter(pk__in=self.model._base_manager.filter(Q(council__in=member_of) | served).values("pk"))


class CouncilSession(models.Model):
    """Phiên họp Hội đồng."""

    council = models.ForeignKey(Unit, verbose_name=_("Hội đồng"), on_delete=models.PROTECT, related_name="sessions")
    title = LineField(_("tên phiên họp"), max_length=300)
    held_at = models.DateTimeField(_("họp lúc"))
    place = LineField(_("địa điểm"), max_length=255)
    state = models.CharField(_("trạng thái"), max_length=10, choices=SessionState, default=SessionState.PREPARING)
    opened_at = models.DateTimeField(_("mở biểu quyết lúc"), null=True, blank=True)
    closed_at = models.DateTimeField(_("kiểm phiếu lúc"), null=True, blank=True)
    conclusions = TextField(_("kết luận"), blank=True)
    minutes = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    count_minutes = models.OneToOneField(
        Paper, verbose_name=_("biên bản kiểm phiếu"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CouncilSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên họp Hội đồng")
        ordering = ["-held_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state="preparing") | Q(opened_at__isnull=False), name="a_voting_session_was_opened"),
            models.CheckConstraint(condition=Q(state__in=["preparing", "voting"]) | Q(closed_at__isnull=False), name="a_counted_session_was_closed"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def root_id(self):
        return self.council.boundary_id

    @property
    def stream(self):
        return f"session:{self.pk}"


class AgendaLine(models.Model):
    """Một đề nghị trong chương trình phiên họp, với phiếu kín riêng."""

    session = models.ForeignKey(CouncilSession, on_delete=models.PROTECT, related_name="lines")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="agenda_line")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    ballot = models.OneToOneField(Ballot, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_line")

    class Meta:
        verbose_name = _("đề nghị trong chương trình")
        ordering = ["session", "position"]
        constraints = [models.UniqueConstraint(fields=["session", "position"], name="council_lines_are_numbered_once")]


class Recusal(models.Model):
    """Thành viên không biểu quyết một đề nghị, có lý do: they get no slot on its ballot."""

    line = models.ForeignKey(AgendaLine, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = LineField(_("lý do"), max_length=300)

    class Meta:
        verbose_name = _("không biểu quyết")
        constraints = [
            models.UniqueConstraint(fields=["line", "person"], name="recused_once_from_a_line"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_recusal_has_a_reason"),
        ]
