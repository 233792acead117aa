"""Bước thứ hai khi ký: khóa trên máy, mã trong ứng dụng hoặc mã dự phòng. A password alone does not sign."""

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from . import forms
from .proof import proven_recently, second_factor_shown_recently

CODES = {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}


class SecondStep:
    """What this person has still to show before signing, and whether what was posted shows it.

    way: "fresh" (shown within the last minutes), "passkey", "code", "password" (only in the demonstration, whose
    accounts anybody may enter), "nothing" (none is set up yet: the page leads there). errors: sentences, after `is_shown`.
    """

    def __init__(self, request):
        self.request, self.errors = request, []
        self.kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
        self.way = self._way()

    def _way(self):
        if second_factor_shown_recently(self.request):
            return "fresh"
        if Authenticator.Type.WEBAUTHN in self.kinds:
            return "passkey"
        if self.has_codes:
            return "code"
        return "password" if settings.DEMO else "nothing"

    @property
    def has_codes(self):
        return bool(self.kinds & CODES)

    @cached_property
    def js_data(self):
        """What the browser needs to ask the person's passkey; the challenge is kept in the session."""
        return {"request_options": auth.begin_authentication(self.request.user)}

    def is_shown(self):
        """Whether the second factor is shown, now or minutes ago; what was posted is checked once and recorded."""
        if self.way == "fresh":
            return True
        if self.way == "password":
            return proven_recently(self.request)
        form = self._posted()
        if form is None:
            self.errors = [_("Chưa xác nhận gì: dùng khóa trên máy, hoặc nhập mã, rồi bấm lại.")]
            return False
        if not form.is_valid():
            self.errors = [sentence for sentences in form.errors.values() for sentence in sentences]
            return False
        form.save()
        return True

    def _posted(self):
        """allauth's form for what was posted; None when nothing was."""
        typed = self.request.POST
        if self.way == "passkey" and typed.get("credential"):
            return ReauthenticateWebAuthnForm(typed, user=self.request.user)
        if self.has_codes and typed.get("code"):
            return forms.ProofByCodeForm(typed, user=self.request.user)
        return None
