"""Đăng nhập, tài khoản của mình, các phiên của mình; allauth's views in our words."""

import ipaddress

from allauth.account import views as account
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from . import forms, workflow

# Public, so measured: one name ten times in five minutes, one address sixty times a minute.
FIRST_SIGN_IN_RATES = {"first_sign_in": "10/5m/key,60/m/ip"}
LOCKED = gettext_lazy("Đã thử quá nhiều lần. Chờ 5 phút rồi thử lại.")


@require_safe
def index(request):
    """Tài khoản của tôi: những việc một người làm được với tài khoản của chính mình."""
    kinds = Authenticator.objects.filter(user=request.user).values_list("type", flat=True)
    context = {
        "passkeys": sum(kind == Authenticator.Type.WEBAUTHN for kind in kinds),
        "codes": Authenticator.Type.TOTP in kinds,
        "sessions": UserSession.objects.filter(user=request.user).count(),
    }
    return render(request, "accounts/index.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters()
def first_sign_in(request):
    """Lần đầu đăng nhập, hoặc trở lại sau khi quên mật khẩu: mã một lần trên phiếu giấy."""
    if request.user.is_authenticated:
        return redirect("accounts:index")
    form = forms.FirstSignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = _redeem(request, form)
        if person:
            record_authentication(request, person, "slip")
            return perform_login(request, Login(user=person))
    return render(request, "accounts/first_sign_in.html", {"form": form})


def _redeem(request, form):
    typed = form.cleaned_data
    rates = {"app": "accounts", "action": "first_sign_in", "config": FIRST_SIGN_IN_RATES}
    if not ratelimit.consume(request, key=typed["username"].lower(), **rates):
        return form.add_error(None, LOCKED)
    try:
        return workflow.redeem(typed["username"], typed["code"], typed["password1"], at=request.at)
    except workflow.Unredeemed as refusal:
        return form.add_error("code", str(refusal))


@login_not_required
def too_many(request, exception=None):
    """429: quá nhiều lần trong một phút."""
    return render(request, "accounts/too_many.html", {"sentence": LOCKED}, status=429)


@require_POST
def end_session(request, pk):
    """Đóng một phiên khác của chính mình."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if not session.is_current():
        session.end()
        messages.info(request, _("Đã đóng phiên trên %(device)s.") % {"device": session.ip})
    return redirect("usersessions_list")


class PasskeysNeedAName:
    """Says to the page whether the browser will allow passkeys here: they are bound to a name, not to a bare address."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"host_has_a_name": _has_a_name(self.request)}


def _has_a_name(request):
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


class SignIn(PasskeysNeedAName, account.LoginView):
    form_class = forms.SignInForm


class Proof(account.ReauthenticateView):
    form_class = forms.ProofForm


class ProofByCode(mfa.ReauthenticateView):
    form_class = forms.ProofByCodeForm


class SecondFactor(mfa.AuthenticateView):
    form_class = forms.CodeForm


class ChangePassword(account.PasswordChangeView):
    form_class = forms.PasswordForm


class AddCodes(totp.ActivateTOTPView):
    form_class = forms.AddCodesForm


class AddPasskey(PasskeysNeedAName, webauthn.AddWebAuthnView):
    form_class = forms.AddPasskeyForm


class RenamePasskey(webauthn.EditWebAuthnView):
    form_class = forms.RenamePasskeyForm
