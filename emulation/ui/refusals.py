"""Refusals: what a person reads when something was not done, with a way on. Never a bare code, never a dead end."""

import logging
import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_SESSION_OVER = gettext_noop("Phiên đã đóng. Đăng nhập lại ở một thẻ khác rồi bấm lại: điều đã gõ ở đây còn nguyên.")
log = logging.getLogger(__name__)


class Refusal(Exception):
    """The act was not done. The text is the sentence that the user reads; `page` the page that carries it."""

    page = "refused"


class RefusalMiddleware:
    """A `Refusal` that no view caught becomes a page (409) with its sentence and the way back.

    A script whose session is over gets 401 and a sentence, not the page for signing in, so that nothing typed is lost.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL)):
            return _short(request, 401, _(_SESSION_OVER)) or response
        return response

    def process_exception(self, request, exception):
        return refused(request, exception) if isinstance(exception, Refusal) else None


def refused(request, refusal):
    """409: the state does not allow it, or it has been done before."""
    return _answer(request, 409, refusal.page, str(refusal))


def bad_request(request, exception=None):
    """400: what was sent cannot be read."""
    return _answer(request, 400, "bad_request", _("Trang gửi lên thiếu hoặc thừa dữ liệu nên chưa ghi gì."))


def forbidden(request, exception=None):
    """403: visible, but another hand's turn. The sentence of PermissionDenied, if it has one."""
    sentence = str(exception or "") or _("Trang này dành cho người giữ việc khác.")
    return _answer(request, 403, "forbidden", sentence)


@login_not_required
def csrf_failure(request, reason=""):
    """403 from the guard against forged forms: nearly always a page that stayed open too long."""
    return _answer(request, 403, "csrf", _("Trang đã mở quá lâu, hoặc trình duyệt chặn cookie, nên chưa ghi gì."))


def not_found(request, exception=None):
    """404: no such page, or not for this person's eyes; the two are not told apart."""
    return _answer(request, 404, "not_found", _("Địa chỉ gõ nhầm, trang đã gỡ, hoặc không thuộc phần bạn được xem."))


def server_error(request):
    """500: rendered without the request, because the database may be what failed."""
    code = f"{timezone.localtime():%d-%m-%H%M}-{secrets.token_hex(2).upper()}"
    log.error("Mã %s: %s %s", code, request.method, request.path)
    sentence = _("Máy chủ dừng giữa chừng. Mở lại trang trước, xem việc đã ghi chưa rồi làm lại.")
    page = render_to_string("errors/server_error.html", {"sentence": sentence, "code": code})
    return _short(request, 500, sentence) or HttpResponse(page, status=500)


def _answer(request, status, page, sentence):
    """The sentence as JSON, as a piece for htmx, or as a page."""
    if short := _short(request, status, sentence):
        return short
    return render(request, f"errors/{page}.html", {"sentence": sentence, "back": _back(request)}, status=status)


def _short(request, status, sentence):
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"refusal": sentence}, status=status)
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(render_to_string("errors/_sentence.html", {"sentence": sentence}), status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#refusal", "innerHTML show:top"
        return response
    return None


def _back(request):
    """The page the person came from, when it is ours and not this one; else the list of what waits."""
    referer = request.headers.get("Referer", "")
    try:
        ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    except DisallowedHost:
        ours = False
    same = request.method == "GET" and referer == request.build_absolute_uri() if ours else True
    return reverse("home") if same else referer
