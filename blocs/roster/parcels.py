"""Từ bản xem trước đến lúc ghi: what was read travels in the page itself, signed for one person and province; nothing is kept here."""

from django.core import signing
from django.http import HttpResponse
from django.utils.translation import gettext as _

from emulation.journal.steps import Refused

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PREVIEW_HOURS = 2


def excel(content, name):
    """A workbook (bytes) as a download."""
    return HttpResponse(content, content_type=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def pack(request, root, what, told):
    """`told`: JSON-ready; `what`: of which import. Out: str for a hidden field."""
    return signing.dumps(told, salt=_salt(request, root, what), compress=True)


def unpack(request, root, what):
    """What was packed for this person, province and import. Raises Refused when it is old or somebody else's."""
    try:
        packed = request.POST.get("packed", "")
        return signing.loads(packed, salt=_salt(request, root, what), max_age=PREVIEW_HOURS * 3600)
    except signing.BadSignature as error:
        raise Refused(_("Bản xem trước đã quá 2 giờ hoặc không phải của bạn. Gửi lại tệp để xem trước.")) from error


def _salt(request, root, what):
    return f"roster.{what}:{request.user.pk}:{root.pk}"
