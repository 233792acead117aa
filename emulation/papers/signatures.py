"""Chữ ký số làm ở nơi khác: checked by examiner.py in a process of its own; here its words become sentences."""

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from .models import Verdict

EXAMINER = Path(__file__).with_name("examiner.py")
PATIENCE = 40  # seconds; the examiner stops itself after 30 of work
LARGEST_ADDITION = (
    8 * 1024 * 1024
)  # bytes that one upload may add: a signature with its picture takes some hundred thousand


def examine(content, issued, base):
    """Check every signature in a file that a person sent. In: its bytes; the bytes issued; those before this upload.

    Out: list of findings (dicts of examiner.py). Raises ValidationError (a sentence) when it is not the issued file with
    nothing but signatures added.
    """
    if not content.startswith(base):
        raise ValidationError(_not_ours(content, issued))
    if len(content) - len(base) > LARGEST_ADDITION:
        raise ValidationError(_("Phần thêm vào quá lớn so với một chữ ký số."))
    return _asked(content, "signed", settings.SIGNATURE_ROOTS, len(issued), len(base))


def look(content, kind):
    """Raises ValidationError (a sentence) when a scan of `kind` (pdf, jpg, png) shows no page."""
    _asked(content, "scan", kind)


def verdict_of(findings):
    """The worst of all signatures. Out: Verdict."""
    found = {f["verdict"] for f in findings}
    return next(v for v in (Verdict.INVALID, Verdict.UNKNOWN, Verdict.VALID) if v in found)


def shown(finding):
    """A finding as people read it. Out: dict."""
    return finding | {
        "label": Verdict(finding["verdict"]).label, "sentence": _reason(finding["why"]), "at": parse_datetime(finding["at"]),
        "since": parse_datetime(finding["since"]), "until": parse_datetime(finding["until"]),
    }  # fmt: skip


def _asked(content, *question):
    """What the examiner answers. Raises ValidationError for what it cannot read, and when it had to be stopped."""
    command = [sys.executable, "-I", EXAMINER, *map(str, question)]
    try:
        told = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE)  # noqa: S603 - our own script
        answer = json.loads(told.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        answer = {"error": "unreadable"}
    if isinstance(answer, dict):
        raise ValidationError(_problem(answer["error"]))
    return answer


def _not_ours(content, issued):
    if content.startswith(issued):
        return _("Đã có bản ký sau bản này. Tải bản ký mới nhất về, ký tiếp vào bản ấy rồi tải lên lại.")
    return _(
        "Tệp này không phải tệp đã phát hành được ký thêm: phần đầu khác với bản lưu. Ký trực tiếp vào tệp PDF tải từ đây; không in lại, không lưu lại bằng phần mềm khác."
    )


def _problem(word):
    return {
        "unsigned": _("Tệp chưa có chữ ký số nào mới."),
        "too_many": _("Tệp có quá nhiều chữ ký."),
        "content_changed": _("Ngoài chữ ký, nội dung tệp đã bị thêm hoặc sửa sau khi phát hành."),
    }.get(word, _("Không đọc được nội dung tệp: tệp hỏng hoặc không đúng chuẩn."))


def _reason(word):
    return {
        "broken": _("Chữ ký không khớp với nội dung tệp."),
        "covers_part": _("Chữ ký chỉ phủ một phần của tệp."),
        "changed_after": _("Nội dung tệp đã bị sửa sau khi ký."),
        "revoked": _("Chứng thư đã bị thu hồi."),
        "out_of_time": _("Ký ngoài thời hạn của chứng thư."),
        "expired_since": _("Chứng thư nay đã hết hạn và chữ ký không có dấu thời gian."),
        "no_trusted_root": _("Chứng thư không dẫn tới cơ quan chứng thực nào mà hệ thống đã khai báo là tin cậy."),
    }.get(word, "")
