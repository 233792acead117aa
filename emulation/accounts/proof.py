"""Xác nhận danh tính: who signs, submits, votes or publishes has shown within the last minutes that it is they."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _


def _fresh(request):
    """allauth's own records of what was shown within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds (list, oldest first)."""
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return [record for record in get_authentication_records(request, request.user) if record["at"] > since]


def proven_recently(request):
    """Whether password, passkey or code was shown within the last minutes."""
    return bool(_fresh(request))


def second_factor_shown_recently(request):
    """Whether a passkey, or a code of the app or of the reserve, was shown within the last minutes; a password does not count."""
    return any(record["method"] == "mfa" for record in _fresh(request))


# --- what is kept of a proof --------------------------------------------------------------------
@dataclass(frozen=True)
class Shown:
    """Đã chứng minh là mình: at (aware datetime or None), method (mfa, password…), factor (webauthn, totp, recovery_codes or "")."""

    at: datetime | None = None
    method: str = ""
    factor: str = ""


def latest(request):
    """The newest proof that still counts, a second factor before a password. Out: Shown."""
    fresh = sorted(_fresh(request), key=lambda record: (record["method"] == "mfa", record["at"]))
    if not fresh:
        return Shown()
    return Shown(datetime.fromtimestamp(fresh[-1]["at"], UTC), fresh[-1]["method"], fresh[-1].get("type", ""))


def address_of(request):
    """Network address and port of the person's device, as far as it is known; behind a proxy the port is the proxy's."""
    return f"{get_adapter().get_client_ip(request)}:{request.META.get('REMOTE_PORT', '')}"


def hidden(of, text):
    """A keyed hash by which a personal datum can be confirmed later but not read (hex). `of`: what it is."""
    return salted_hmac(f"proof.{of}", text, algorithm="sha256").hexdigest()


# --- asking for it ------------------------------------------------------------------------------


def proven_to_open(view):
    """View decorator: the page itself asks for the proof, so that nothing is chosen on it before (a ballot paper)."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if request.method not in ("GET", "HEAD") or proven_recently(request):
            return view(request, *args, **kwargs)
        messages.info(request, _("Xác nhận danh tính trước, rồi phiếu mở ra."))
        return HttpResponseRedirect(f"{_door(request)}?{urlencode({'next': request.path})}")

    return wrapper


def proven(view):
    """View decorator: reading passes; writing needs a fresh proof, else the person is sent to give it and presses again.

    What was typed is never kept aside: the way back leads to the page with the button, not into the act.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if request.method in ("GET", "HEAD") or proven_recently(request):
            return view(request, *args, **kwargs)
        return ask_again(request)

    return wrapper


def ask_again(request):
    """Send the person to give a proof, and back to the page with the button."""
    messages.info(request, _("Xác nhận lại danh tính rồi bấm lại nút vừa bấm. Chưa có gì được ghi."))
    return HttpResponseRedirect(f"{_door(request)}?{urlencode({'next': _page_of_the_button(request)})}")


def _door(request):
    methods = get_adapter().get_reauthentication_methods(request.user)
    return methods[0]["url"] if methods else reverse("account_reauthenticate")


def _page_of_the_button(request):
    """The page that holds the button: the referring page of this very host, else the same address by GET."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    if referrer.netloc == request.get_host() and referrer.path:
        return f"{referrer.path}?{referrer.query}" if referrer.query else referrer.path
    return request.path
