"""Người dùng: one person, one account. What a person may do comes from seats (blocs.roster), never from a flag here."""

from datetime import timedelta

import rules
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import KeyField, LineField


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(username=username.lower())


class User(AbstractBaseUser):
    """Một người. `username` is lower-case ASCII, printed on the slip (e.g. `snv.daumoi`). There is no superuser."""

    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    full_name = LineField(_("họ và tên, hoặc chức danh"), max_length=120)
    email = models.EmailField(_("thư điện tử"), blank=True)
    is_active = models.BooleanField(_("đang dùng"), default=True)
    joined_at = models.DateTimeField(_("lập lúc"))
    seen_at = models.DateTimeField(_("đăng nhập gần nhất"), null=True, blank=True)
    order = KeyField(of="full_name", make="person")
    search = KeyField(of="full_name", make="fold")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ()
    objects = UserManager()
    stream = "system"

    class Meta:
        verbose_name = _("người dùng")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.full_name

    def has_perm(self, permission, subject=None):
        """Whether this person may do `permission` (e.g. "covenant.sign") on `subject` now."""
        return self.is_active and rules.has_perm(permission, self, subject)

    def is_dormant(self, at):
        """Whether the last sign-in is more than DORMANT_DAYS before `at` (aware datetime). Never signed in: not dormant."""
        return bool(self.seen_at) and self.seen_at < at - timedelta(days=settings.DORMANT_DAYS)

    @property
    def remembered(self):
        """What was read about this person's seats for the act in hand (dict); one per person, also behind `request.user`."""
        return self.__dict__.setdefault("_powers", {})

    def forget_powers(self):
        """Drop what was remembered of this person's seats; the next question reads them again."""
        self.__dict__.pop("_powers", None)


class Slip(models.Model):
    """Phiếu cấp tài khoản: a one-time code on paper for the first sign-in, or after a long absence. Only its hash is kept."""

    person = models.ForeignKey(User, verbose_name=_("người nhận"), on_delete=models.CASCADE, related_name="slips")
    code_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(
        User, verbose_name=_("người cấp"), on_delete=models.PROTECT, related_name="+", null=True
    )
    issued_at = models.DateTimeField(_("cấp lúc"))
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    used_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)

    stream = "system"

    class Meta:
        verbose_name = _("phiếu cấp tài khoản")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(used_at=None), name="one_open_slip_per_person"),
        ]


class CalendarKey(models.Model):
    """Địa chỉ lịch riêng của một người: whoever has it reads their due days. Only its hash is kept; a new one ends the old."""

    person = models.OneToOneField(User, verbose_name=_("của ai"), on_delete=models.CASCADE, related_name="calendar_key")
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("lập lúc"))

    class Meta:
        verbose_name = _("địa chỉ lịch")


class AdminShift(models.Model):
    """Ca quản trị: the administrator's power, opened with a reason, ending by itself, on the journal."""

    person = models.ForeignKey(User, verbose_name=_("người quản trị"), on_delete=models.PROTECT, related_name="shifts")
    reason = LineField(_("lý do"), max_length=300)
    since = models.DateTimeField(_("từ"))
    until = models.DateTimeField(_("đến"))

    stream = "system"

    class Meta:
        verbose_name = _("ca quản trị")
        constraints = [
            models.CheckConstraint(
                name="an_admin_shift_has_a_reason_and_an_end",
                condition=~Q(reason="") & Q(until__gt=models.F("since")),
                violation_error_message=_("Ca quản trị phải có lý do và giờ kết thúc."),
            )
        ]
