"""Văn bản: what was issued, under which number, and the row by which it is rendered. Knows no bloc: issuers are text."""

import re
import secrets
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import LineField

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 signs without I, O, 0, 1
PARTY = "party"


def new_code():
    """A verify code of 16 signs, 80 random bits."""
    return "".join(secrets.choice(ALPHABET) for _i in range(16))


def grouped(text):
    """`k7qf 2m9x…` → `K7QF-2M9X-…`; O and I, which no code has, are left as typed."""
    signs = re.sub(r"[\s.\-–]", "", text).upper()
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))


@dataclass(frozen=True)
class Issuer:
    """Cơ quan ban hành, as printed. key: "bloc:3" or "unit:12", owns the number series; letterhead: "state" or "party"."""

    key: str
    name: str
    parent_name: str
    symbol: str
    place: str
    letterhead: str = "state"

    def printed(self):
        """Out: dict of the four printed texts, as kept on the paper."""
        return {name: str(text) for name, text in asdict(self).items() if name not in ("key", "letterhead")}


class Kind(models.TextChoices):
    """Tên loại văn bản. Values are keys; the abbreviation in the number is `abbreviation` (Nghị định 30/2020, Phụ lục III)."""

    COVENANT = "GU", _("Giao ước")
    PLAN = "KH", _("Kế hoạch")
    REGULATION = "QC", _("Quy chế")
    REPORT = "BC", _("Báo cáo")
    MINUTES = "BB", _("Biên bản")
    SUBMISSION = "TTr", _("Tờ trình")
    DECISION = "QĐ", _("Quyết định")
    HANDOVER = "BBBG", _("Biên bản bàn giao")
    SCORES = "BĐ", _("Bảng điểm")
    NOTICE = "TB", _("Thông báo")
    LETTER = "CV", _("Công văn")
    INVITATION = "GM", _("Giấy mời")

    @property
    def abbreviation(self):
        """What stands in the number; empty for kinds that never take one (giao ước, bảng điểm)."""
        return {"GU": "", "BĐ": "", "BBBG": "BB"}.get(self.value, self.value)

    def symbol_of(self, issuer):
        """Ký hiệu: `BC-KTĐ` (state), `BC/BTCTU` (Party), `KTĐ` (state letter, which has no abbreviation)."""
        if issuer.letterhead == PARTY:
            return f"{self.abbreviation}/{issuer.symbol}"
        return issuer.symbol if self == Kind.LETTER else f"{self.abbreviation}-{issuer.symbol}"


class PaperState(models.TextChoices):
    ISSUED = "issued", _("Đã phát hành")
    REPLACED = "replaced", _("Đã được thay thế")
    RECALLED = "recalled", _("Đã thu hồi")


class Series(models.Model):
    """Dãy số của một nơi ban hành, một nhóm loại văn bản, một năm. The counter is locked while a paper takes its number.

    Party series run for a committee's term, not for a year (Hướng dẫn 05); until terms are kept here they run per year.
    """

    issuer_key = models.CharField(max_length=60)
    group = models.CharField(_("nhóm"), max_length=4)
    year = models.PositiveSmallIntegerField(_("năm"))
    last_number = models.PositiveIntegerField(_("số gần nhất"), default=0)
    last_date = models.DateField(_("ngày gần nhất"), null=True, blank=True)

    class Meta:
        verbose_name = _("dãy số")
        constraints = [models.UniqueConstraint(fields=["issuer_key", "group", "year"], name="one_series_per_issuer_group_and_year")]  # fmt: skip


class Paper(models.Model):
    """Một văn bản đã lấy số (nếu có số): frozen data, one template, one verify code. Never rendered from anything but `data`."""

    kind = models.CharField(_("loại"), max_length=4, choices=Kind)
    title = LineField(_("trích yếu"), max_length=500)
    template = models.CharField(max_length=120)
    data = models.JSONField()
    letterhead = models.CharField(max_length=8)
    issuer_key = models.CharField(max_length=60)
    issuer = models.JSONField(help_text="name, parent_name, symbol, place as printed")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    number = models.PositiveIntegerField(_("số"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    symbol = LineField(_("ký hiệu"), max_length=60, blank=True)
    dated = models.DateField(_("ngày"), null=True, blank=True)
    watermark = LineField(max_length=40, blank=True)
    revision = models.PositiveSmallIntegerField(_("bản"), default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    correction = LineField(_("lý do thay bản trước"), max_length=300, blank=True)
    code = models.CharField(_("mã tra cứu"), max_length=16, unique=True, default=new_code)
    state = models.CharField(_("trạng thái"), max_length=10, choices=PaperState, default=PaperState.ISSUED)
    stream = models.CharField(max_length=60)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("phát hành lúc"))

    class Meta:
        verbose_name = _("văn bản")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number", "revision"], condition=Q(number__isnull=False), name="a_number_is_given_once"),
            models.CheckConstraint(condition=Q(number=None, series=None) | Q(number__gt=0, series__isnull=False, year__isnull=False, dated__isnull=False), name="a_numbered_paper_is_dated"),
            models.CheckConstraint(condition=Q(revision=1, replaces=None) | (Q(revision__gt=1, replaces__isnull=False) & ~Q(correction="")), name="a_revision_replaces_with_a_reason"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def symbol_text(self):
        """`05/BC-KTĐ` (state), `05-BC/BTCTU` (Party); as another office gave it; empty for a paper without number."""
        if not self.number:
            return self.data.get("number_given", "")
        return f"{self.number:02d}{'-' if self.letterhead == PARTY else '/'}{self.symbol}"

    @property
    def code_text(self):
        """The verify code in groups of four: `K7QF-2M9X-D4TB-8HWR`."""
        return grouped(self.code)

    @property
    def heading(self):
        """Tên loại in hoa, e.g. `BÁO CÁO`."""
        return str(Kind(self.kind).label).upper()

    @property
    def summary(self):
        """Trích yếu: the title without a leading kind; capital first letter on state papers, as written on Party papers."""
        kind = str(Kind(self.kind).label)
        rest = self.title[len(kind) :].strip() if self.title.lower().startswith(kind.lower() + " ") else self.title
        return rest if self.letterhead == PARTY else rest[:1].upper() + rest[1:]

    @property
    def file_name(self):
        """What the file is called when it is saved: `05-BC-KTĐ.pdf`, or the title."""
        return (self.symbol_text.replace("/", "-") or self.title[:80].replace("/", "-")) + ".pdf"


class Stage(models.TextChoices):
    """Chặng của việc tạo tệp. Not `state`: no hand moves it, so no Step and no journal (see `Rendering`)."""

    WAITING = "waiting", _("Chờ tạo")
    LEASED = "leased", _("Đang tạo")
    DONE = "done", _("Đã tạo")
    FAILED = "failed", _("Chưa tạo được")


class RenderingQuerySet(models.QuerySet):
    def due(self, now):
        """What a worker may take: waiting and past its backoff, or leased by a worker that no longer extends its lease."""
        waiting = Q(stage=Stage.WAITING) & (Q(not_before=None) | Q(not_before__lte=now))
        return self.filter(waiting | Q(stage=Stage.LEASED, lease_until__lt=now))

    def held(self, fence):
        """The row, if the lease with this fencing number is still the newest one."""
        return self.filter(stage=Stage.LEASED, fence=fence)


class Rendering(models.Model):
    """Việc tạo tệp của một văn bản: the row is the task, one per paper (each revision is a paper).

    The exception to «a state changes through a Step»: a machine leases and stores, nobody decides anything, and the
    journal already binds the data. Every change is one conditional UPDATE under the fencing number, so a worker that
    was thought dead cannot store over its successor.
    """

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="rendering")
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
            models.CheckConstraint(condition=(Q(stage="done", done_at__isnull=False) & ~Q(sha256="") & ~Q(name="")) | (~Q(stage="done") & Q(sha256="", name="", done_at=None)), name="done_exactly_when_bytes_are_stored"),
            models.CheckConstraint(condition=~Q(stage="failed") | ~Q(reason=""), name="a_failed_rendering_has_a_reason"),
            models.CheckConstraint(condition=~Q(stage="leased") | Q(lease_until__isnull=False), name="a_lease_has_an_end"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["stage", "id"], name="renderings_in_the_queue")]

    @property
    def is_settled(self):
        """Whether nothing more will happen by itself."""
        return self.stage in (Stage.DONE, Stage.FAILED)

    @property
    def place(self):
        """Thứ tự trong hàng chờ: 1 is the next one; 0 once taken."""
        if self.stage != Stage.WAITING:
            return 0
        return Rendering.objects.filter(stage=Stage.WAITING, pk__lt=self.pk).count() + 1
