"""Quá lớn: a request that says it is larger than anything the house takes is not read, whoever sends it."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _


class SizesMiddleware:
    """413 before the guard against forged forms reads a body onto the disk: that guard knows nobody yet."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if int(request.META.get("CONTENT_LENGTH") or 0) <= settings.REQUEST_LIMIT:
            return self.get_response(request)
        sentence = _("Gửi lên quá lớn: một tệp nhiều nhất %(most)d MB. Chưa nhận gì.")
        most = {"most": settings.UPLOAD_LIMIT // 1024 // 1024}
        return HttpResponse(sentence % most, status=413, content_type="text/plain; charset=utf-8")
