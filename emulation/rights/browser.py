"""Trình duyệt của ma trận: one request in, one answer's name out; nothing is remembered between two requests."""

import sys
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.shortcuts import resolve_url
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse
from django.utils.http import urlencode

from .patterns import FORBIDDEN, LEADS_ON, LOGIN, NOT_FOUND, PAGE, REAUTH, REFUSED

BY_STATUS = {200: PAGE, 202: PAGE, 401: LOGIN, 409: REFUSED, 422: REFUSED, 403: FORBIDDEN, 404: NOT_FOUND}
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
DOORS = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")


@dataclass(frozen=True)
class Asked:
    """What came back: the answer's name, and the text that was sent."""

    answer: str
    told: str


class Browser(RequestFactory):
    """The test client without its memory: cookies stay as given, contexts of templates are not copied."""

    handler = ClientHandler(enforce_csrf_checks=False)

    def __init__(self, cookies, **defaults):
        super().__init__(**defaults)
        self.cookies.load(cookies)

    def request(self, **request):
        return self.handler(self._base_environ(**request))

    def ask(self, method, address, body="", *, judge=None, short=False):
        """One request. `body`: dict, or JSON text; `judge(response)` may name the answer; `short`: a refusal in one line. Out: Asked."""
        cache.clear()  # where attempts per minute are counted
        text, kind = (body, JSON) if isinstance(body, str) else (urlencode(body), FORM)
        headers = {"accept": JSON} if short else None
        broken = []

        def listen(**said):
            broken.append(f"500 {sys.exc_info()[1]!r}"[:160])

        got_request_exception.connect(listen)
        try:
            response = self.generic(
                method, address, "" if method == "GET" else text, content_type=kind, headers=headers
            )
        finally:
            got_request_exception.disconnect(listen)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        judged = judge(response) if judge and method == "POST" else None
        return Asked(broken[0] if broken else judged or name_of(response), content.decode(errors="replace"))


def name_of(response):
    """The name of an answer: page, leads on, refused, 403, 404, login, reauth, or its status."""
    if response.status_code in (301, 302, 303):
        return _destination(response["Location"])
    return BY_STATUS.get(response.status_code, str(response.status_code))


def _destination(location):
    path = location.partition("?")[0]
    if path == resolve_url(settings.LOGIN_URL):
        return LOGIN
    return REAUTH if path in [reverse(door) for door in DOORS] else LEADS_ON
