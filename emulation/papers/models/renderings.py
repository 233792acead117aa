"""Việc tạo tệp: the row by which a paper is rendered, and where its bytes are kept."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import LineField

from .packs import Pack
from .papers import Paper


class Stage(models.TextChoices):
    """Chặng của việc tạo tệp. Not `state`: no hand moves it, so no Step and no journal (see `Rendering`)."""

    HELD = "held", _("Chờ phát hành")
    WAITING = "waiting", _("Chờ tạo")
    LEASED = "leased", _("Đang tạo")
    DONE = "done", _("Đã tạo")
    FAILED = "failed", _("Chưa tạo được")


class RenderingQuerySet(models.QuerySet):
    def due(self, now):
        """What a worker may take: waiting and past its backoff, or leased by a worker that no longer extends its lease."""
        waiting = Q(stage=Stage.WAITING) & (Q(not_before=None) | Q(not_before__lte=now))
        return self.filter(waiting | Q(stage=Stage.LEASED, lease_until__lt=now))

    def in_turn(self):
        """The first paper of every act, then the second of every act, and so on; the oldest first."""
        return self.order_by("turn", "pk")

    def held(self, fence):
        """The row, if the lease with this fencing number is still the newest one."""
        return self.filter(stage=Stage.LEASED, fence=fence)


class Rendering(models.Model):
    """Việc tạo tệp của một văn bản hay một bộ tài liệu: the row is the task, one per paper (each revision is a paper) or pack.

    The exception to «a state changes through a Step»: a machine leases and stores, nobody decides anything, and the
    journal already binds the data. Every change is one conditional UPDATE under the fencing number, so a worker that
    was thought dead cannot store over its successor.

    turn: how many papers the same act had queued before this one, so that what is issued in bulk takes one worker at a time
    and never delays one person's paper; who already has a paper at the front waits one turn.
    """

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="rendering")
    pack = models.OneToOneField(Pack, on_delete=models.PROTECT, null=True, blank=True, related_name="rendering")
    turn = models.PositiveSmallIntegerField(_("lượt"), default=0)
    stage = models.CharField(_("chặng"), max_length=8, choices=Stage, default=Stage.WAITING)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("lần thử"), default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    woken_at = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(_("tiến độ (%)"), default=0)
    reason = LineField(_("vì sao chưa tạo được"), max_length=300, blank=True)
    name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(_("số trang"), null=True, blank=True)
    done_at = models.DateTimeField(_("tạo xong lúc"), null=True, blank=True)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc tạo tệp")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(paper=None, pack__isnull=False) | Q(paper__isnull=False, pack=None), name="a_rendering_makes_one_file"),
            models.CheckConstraint(condition=(Q(stage="done", done_at__isnull=False) & ~Q(sha256="") & ~Q(name="")) | (~Q(stage="done") & Q(sha256="", name="", done_at=None)), name="done_exactly_when_bytes_are_stored"),
            models.CheckConstraint(condition=~Q(stage="failed") | ~Q(reason=""), name="a_failed_rendering_has_a_reason"),
            models.CheckConstraint(condition=~Q(stage="leased") | Q(lease_until__isnull=False), name="a_lease_has_an_end"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["stage", "turn", "id"], name="renderings_in_their_turn")]

    @property
    def called(self):
        """Số, ký hiệu or title of what is made."""
        return str(self.pack) if self.pack else self.paper.called

    @property
    def is_settled(self):
        """Whether nothing more will happen by itself."""
        return self.stage in (Stage.DONE, Stage.FAILED, Stage.HELD)

    @property
    def place(self):
        """Thứ tự trong hàng chờ: 1 is the next one; 0 once taken."""
        if self.stage != Stage.WAITING:
            return 0
        before = Q(turn__lt=self.turn) | Q(turn=self.turn, pk__lt=self.pk)
        return Rendering.objects.filter(before, stage=Stage.WAITING).count() + 1
