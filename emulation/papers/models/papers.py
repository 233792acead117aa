"""Văn bản: what was issued, under which number, with which code a stranger finds it."""

import re
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import LineField

from .kinds import PARTY, Kind
from .series import Series

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 signs without I, O, 0, 1


def new_code():
    """A verify code of 16 signs, 80 random bits."""
    return "".join(secrets.choice(ALPHABET) for _i in range(16))


def grouped(text):
    """`k7qf 2m9x…` → `K7QF-2M9X-…`; O and I, which no code has, are left as typed."""
    signs = re.sub(r"[\s.\-–]", "", text).upper()
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))


class PaperState(models.TextChoices):
    """Trạng thái. Prepared: complete but for what the office itself must give (a number of its registry, căn cứ)."""

    PREPARED = "prepared", _("Chờ văn thư hoàn tất")
    ISSUED = "issued", _("Đã phát hành")
    REPLACED = "replaced", _("Đã được thay thế")
    RECALLED = "recalled", _("Đã thu hồi")
    VOIDED = "voided", _("Đã hủy số")


class Paper(models.Model):
    """Một văn bản: frozen data, one template, one verify code. Never rendered from anything but `data`.

    `law_days`: the days whose căn cứ it cites, when they are not its own (the day a dossier was accepted).
    """

    kind = models.CharField(_("loại"), max_length=4, choices=Kind)
    title = LineField(_("trích yếu"), max_length=500)
    template = models.CharField(max_length=120)
    data = models.JSONField()
    letterhead = models.CharField(max_length=8)
    issuer_key = models.CharField(max_length=60)
    issuer = models.JSONField(help_text="name, parent_name, symbol, place as printed")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    numbered = models.BooleanField(_("có lấy số"), default=True)
    number = models.PositiveIntegerField(_("số"), null=True, blank=True)
    symbol = LineField(_("ký hiệu"), max_length=60, blank=True)
    dated = models.DateField(_("ngày"), null=True, blank=True)
    law_days = models.JSONField(default=list, blank=True)
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
            models.CheckConstraint(condition=Q(number=None, series=None) | Q(number__gt=0, series__isnull=False, dated__isnull=False), name="a_numbered_paper_is_dated"),
            models.CheckConstraint(condition=Q(state="prepared", number=None) | ~Q(state="prepared") & (Q(numbered=False) | Q(number__isnull=False)), name="a_paper_has_its_number_when_it_is_issued", violation_error_message=_("Văn bản phát hành phải có số.")),
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
    def called(self):
        """Số, ký hiệu, or the title of a paper that has none."""
        return self.symbol_text or self.title

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
