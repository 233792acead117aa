"""Giao ước thi đua và phụ lục: each a text frozen once, with one signature per member; remarks that are read and answered."""

import re

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Delegation, Office, Seat, seats_of
from blocs.roster.rules import STAFF
from blocs.years.models import BlocYear, Duty, Member
from emulation.journal.chain import canonical, sha256
from emulation.papers.models import Paper
from emulation.ui.fields import LineField, TextField

# Kept in every frozen content, so that a later form of it can be told apart.
FORM = 1
HEADING = re.compile(r"^[IVX]+\. ")


class State(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    SIGNING = "signing", _("Đang lấy xác nhận")
    SIGNED = "signed", _("Đã đủ xác nhận")


class CovenantQuerySet(models.QuerySet):
    def originals(self):
        """Giao ước gốc, không kể phụ lục."""
        return self.filter(position=0)

    def for_user(self, user):
        """Trưởng khối, phó khối, cơ quan thường trực thấy từ khi soạn; đơn vị thành viên thấy từ khi gửi góp ý; từ khi chốt thì ai thấy năm thi đua đều thấy."""
        seats = seats_of(user)
        in_the_year = Member.objects.filter(bloc_year=OuterRef("bloc_year"), unit__in=seats.units(*STAFF))
        on_duty = Exists(in_the_year.exclude(duty=Duty.MEMBER))
        followed = Q(bloc_year__bloc__secretariat__in=seats.units(Office.SECRETARIAT))
        return self.filter(
            on_duty | followed
            | Q(circulated_at__isnull=False) & Exists(in_the_year)
            | ~Q(state=State.DRAFT) & Q(bloc_year__in=BlocYear.objects.for_user(user).values("pk"))
        )  # fmt: skip


class Covenant(models.Model):
    """Giao ước của khối trong năm (position 0), hoặc một phụ lục của nó (1, 2, …).

    `frozen` holds what was copied in when the text was frozen (documents.py); all of it is hashed. A signed text is never
    edited: an annex `amends` the text before it, and its hash binds that text's hash.
    """

    bloc_year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="covenants")
    position = models.PositiveSmallIntegerField(_("phụ lục số"), default=0)
    amends = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="amended_by")
    reason = LineField(_("lý do bổ sung"), max_length=300, blank=True)
    theme = LineField(_("chủ đề"), max_length=300, blank=True)
    text = TextField(_("nội dung"))
    grounds = TextField(_("căn cứ do trưởng khối ghi"), blank=True)
    frozen = models.JSONField(_("phần chốt kèm"), default=dict, blank=True)
    state = models.CharField(_("trạng thái"), max_length=8, choices=State, default=State.DRAFT)
    circulated_at = models.DateTimeField(_("gửi góp ý lúc"), null=True, blank=True)
    sha256 = models.CharField(_("mã bản chốt"), max_length=64, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    frozen_at = models.DateTimeField(_("chốt lúc"), null=True, blank=True)
    frozen_paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    missing_reason = LineField(_("lý do chốt khi chưa đủ đăng ký"), max_length=500, blank=True)
    signed_at = models.DateTimeField(_("đủ xác nhận lúc"), null=True, blank=True)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = CovenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("giao ước")
        ordering = ["-bloc_year__year", "bloc_year", "position"]
        constraints = [
            models.UniqueConstraint(fields=["bloc_year", "position"], name="covenant_and_annexes_are_numbered_once"),
            models.CheckConstraint(condition=Q(position=0, amends=None, reason="") | (Q(position__gt=0, amends__isnull=False) & ~Q(reason="")), name="an_annex_says_what_it_amends_and_why", violation_error_message=_("Phụ lục phải ghi bổ sung văn bản nào và vì sao.")),
            models.CheckConstraint(condition=Q(state="draft", sha256="", frozen_at=None, frozen_by=None, frozen_paper=None) | (~Q(state="draft") & ~Q(sha256="") & Q(frozen_at__isnull=False, frozen_by__isnull=False)), name="a_covenant_is_frozen_exactly_when_hashed", violation_error_message=_("Đã chốt thì phải có mã, người chốt và giờ chốt.")),
            models.CheckConstraint(condition=Q(state="signed", signed_at__isnull=False, paper__isnull=False) | (~Q(state="signed") & Q(signed_at=None, paper=None)), name="a_covenant_is_signed_exactly_when_printed", violation_error_message=_("Đủ xác nhận thì phải có giờ và văn bản in.")),
        ]  # fmt: skip

    def __str__(self):
        facts = {"year": self.bloc_year.year, "number": self.position}
        if self.position:
            return gettext("Phụ lục số %(number)d của giao ước thi đua năm %(year)s") % facts
        return gettext("Giao ước thi đua năm %(year)s") % facts

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"

    def fingerprint(self):
        """SHA-256 of the canonical bytes of everything that is signed: theme, text, members, annex, citations. Out: hex str."""
        return sha256(canonical({"form": FORM, "theme": self.theme, "text": self.text, "frozen": self.frozen}))

    @property
    def is_intact(self):
        """Whether the frozen text is still the one that was hashed."""
        return self.fingerprint() == self.sha256

    @property
    def code(self):
        """Mã bản chốt ngắn: `7f3a 91c4 0be2`."""
        return short(self.sha256)

    def blocks(self):
        """The text as it is set: list of (is_heading, line); a heading starts with a Roman numeral and a full stop."""
        return [(bool(HEADING.match(line)), line) for line in self.text.split("\n") if line.strip()]

    def annex_of(self, member):
        """Phần đăng ký của một đơn vị in the frozen annex: dict, or None."""
        return next((part for part in self.frozen.get("annex", ()) if part["member"] == member.pk), None)


def short(digest):
    """The first twelve signs of a hash in groups of four; "" for none."""
    return " ".join(digest[i : i + 4] for i in (0, 4, 8)).strip()


class RemarkQuerySet(models.QuerySet):
    def for_user(self, user):
        """Ai thấy giao ước thì thấy ý kiến."""
        return self.filter(covenant__in=Covenant.objects.for_user(user).values("pk"))

    def unanswered(self):
        """Ý kiến chờ trưởng khối trả lời; nhất trí thì không phải trả lời."""
        return self.filter(agrees=False, answered_at=None)


class Remark(models.Model):
    """Ý kiến của một đơn vị về giao ước, và trả lời của trưởng khối. What was said is never changed or deleted (database guard)."""

    covenant = models.ForeignKey(Covenant, on_delete=models.PROTECT, related_name="remarks")
    member = models.ForeignKey(Member, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField(_("nhất trí"), default=False)
    declines = models.BooleanField(_("chưa đồng ý xác nhận"), default=False)
    text = TextField(_("ý kiến"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))
    answer = TextField(_("trả lời"), blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến về giao ước")
        ordering = ["covenant", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(agrees=True, declines=False) | (Q(agrees=False) & ~Q(text="")), name="a_remark_says_something", violation_error_message=_("Ghi ý kiến trước khi gửi.")),
            models.CheckConstraint(condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)), name="a_remark_is_answered_exactly_when_dated"),
        ]  # fmt: skip

    @property
    def bloc_year(self):
        return self.covenant.bloc_year

    @property
    def stream(self):
        return self.member.stream


class SignatureState(models.TextChoices):
    AWAITED = "awaited", _("Chưa xác nhận")
    SIGNED = "signed", _("Đã xác nhận trên hệ thống")
    ABSENT = "absent", _("Không xác nhận")


class Authority(models.TextChoices):
    SELF = "self", _("Thủ trưởng tự ký")
    KT = "kt", _("Cấp phó ký thay (KT.)")
    TUQ = "tuq", _("Ký thừa ủy quyền (TUQ.)")


class Level(models.TextChoices):
    """Mức xác nhận (documents.md §4.2). B and C come later; A is never called a digital signature."""

    A = "A", _("Đã xác nhận trên hệ thống")


class SignatureQuerySet(models.QuerySet):
    def for_user(self, user):
        """Ai thấy giao ước thì thấy ai đã xác nhận."""
        return self.filter(covenant__in=Covenant.objects.for_user(user).values("pk"))

    def awaited(self):
        return self.filter(state=SignatureState.AWAITED)


class Signature(models.Model):
    """Xác nhận của một đơn vị vào giao ước: who, by which seat, on whose behalf, over which hash, proven when (documents.md §4.3)."""

    covenant = models.ForeignKey(Covenant, on_delete=models.PROTECT, related_name="signatures")
    member = models.ForeignKey(Member, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="signatures")
    position = models.PositiveIntegerField(_("thứ tự"))
    state = models.CharField(_("trạng thái"), max_length=8, choices=SignatureState, default=SignatureState.AWAITED)
    level = models.CharField(_("mức"), max_length=1, choices=Level, default=Level.A)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(_("xác nhận lúc"), null=True, blank=True)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    office_title = LineField(_("chức vụ in trên văn bản"), max_length=120, blank=True)
    authority = models.CharField(_("thẩm quyền"), max_length=4, choices=Authority, blank=True)
    delegation = models.ForeignKey(
        Delegation,
        verbose_name=_("theo giấy ủy quyền"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    on_behalf_of = LineField(_("ký thay chức vụ"), max_length=120, blank=True)
    consent = TextField(_("câu xác nhận"), blank=True)
    text_sha256 = models.CharField(_("mã văn bản đã xác nhận"), max_length=64, blank=True)
    pdf_sha256 = models.CharField(_("mã tệp PDF của bản chốt"), max_length=64, blank=True)
    authenticated_at = models.DateTimeField(_("chứng minh là mình lúc"), null=True, blank=True)
    method = models.CharField(_("bằng cách"), max_length=40, blank=True)
    factor = models.CharField(_("bước thứ hai"), max_length=20, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)
    user_agent = LineField(_("trình duyệt"), max_length=300, blank=True)
    absent_reason = LineField(_("lý do không xác nhận"), max_length=300, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("xác nhận giao ước")
        ordering = ["covenant", "position"]
        constraints = [
            models.UniqueConstraint(fields=["covenant", "member"], name="one_signature_per_member"),
            models.UniqueConstraint(fields=["covenant", "position"], name="signatures_stand_in_one_order"),
            models.CheckConstraint(condition=(Q(state="signed", signed_by__isnull=False, signed_at__isnull=False, seat__isnull=False) & ~Q(office_title="") & ~Q(authority="") & ~Q(consent="") & ~Q(text_sha256="")) | (~Q(state="signed") & Q(signed_by=None, signed_at=None, seat=None, delegation=None, office_title="", authority="", consent="", text_sha256="", pdf_sha256="")), name="signed_exactly_when_stamped", violation_error_message=_("Đã xác nhận thì phải ghi đủ người, chức vụ, thẩm quyền, giờ và mã văn bản.")),
            models.CheckConstraint(condition=Q(authority__in=["kt", "tuq"]) & (Q(delegation__isnull=False) | Q(pdf_sha256="")) & ~Q(on_behalf_of="") | ~Q(authority__in=["kt", "tuq"]) & Q(on_behalf_of="", delegation=None), name="signing_for_names_the_office_signed_for", violation_error_message=_("Ký thay, ký thừa ủy quyền thì phải ghi thay chức vụ nào, theo giấy nào.")),
            models.CheckConstraint(condition=~Q(state="absent") | ~Q(absent_reason=""), name="an_absent_signature_has_a_reason", violation_error_message=_("Chốt thiếu một đơn vị thì phải nêu lý do.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.member}: {self.get_state_display()}"

    @property
    def bloc_year(self):
        return self.covenant.bloc_year

    @property
    def stream(self):
        return self.member.stream
