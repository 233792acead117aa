"""Ngừng thao tác quá lâu thì phải đăng nhập lại.

The last activity is kept in a signed cookie bound to the session, so that no request writes to the database.
"""

import time

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.utils.translation import gettext as _

COOKIE = "active"
REFRESH_SECONDS = 60


class IdleMiddleware:
    """Signs out who has done nothing for IDLE_MINUTES; the page asked for is reached again after signing in.

    The seconds are those of the machine, not the hour of the act: what is guarded is a screen left alone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        last = _last_activity(request) if request.user.is_authenticated else None
        if last is not None and time.time() - last > settings.IDLE_MINUTES * 60:
            logout(request)
            sentence = _("Quá %(minutes)d phút không thao tác nên phiên đã đóng. Đăng nhập lại để làm tiếp.")
            messages.info(request, sentence % {"minutes": settings.IDLE_MINUTES})
        response = self.get_response(request)
        if request.user.is_authenticated and not _is_only_listening(request):
            _remember(request, response)
        return response


def _last_activity(request):
    """Seconds since 1970, or None when nothing is known: the cookie, else the last proof of person in this session."""
    cookie = request.get_signed_cookie(COOKIE, None, salt=request.session.session_key or "")
    if cookie:
        return int(cookie)
    shown = [record["at"] for record in get_authentication_records(request, request.user)]
    return max(shown, default=None)


def _is_only_listening(request):
    """A page that polls by itself is no sign of a person."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


def _remember(request, response):
    key, now = request.session.session_key or "", int(time.time())
    cookie = request.get_signed_cookie(COOKIE, None, salt=key)
    if cookie and now - int(cookie) < REFRESH_SECONDS:
        return
    response.set_signed_cookie(
        COOKIE, str(now), salt=key, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )
