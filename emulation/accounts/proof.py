"""Xác nhận danh tính: who signs, submits, votes or publishes has shown within the last minutes that it is they."""

import time
from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _


def proven_recently(request):
    """Whether password, passkey or code was shown within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds, by allauth's own record."""
    shown = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(shown) and time.time() - max(shown) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


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
        messages.info(request, _("Xác nhận lại danh tính rồi bấm lại nút vừa bấm. Chưa có gì được ghi."))
        return HttpResponseRedirect(f"{_door(request)}?{urlencode({'next': _page_of_the_button(request)})}")

    return wrapper


def _door(request):
    methods = get_adapter().get_reauthentication_methods(request.user)
    return methods[0]["url"] if methods else reverse("account_reauthenticate")


def _page_of_the_button(request):
    """The page that holds the button: the referring page of this very host, else the same address by GET."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    if referrer.netloc == request.get_host() and referrer.path:
        return f"{referrer.path}?{referrer.query}" if referrer.query else referrer.path
    return request.path
