"""Tệp tải lên: what a file is, is told by its content, never by its name."""

import hashlib
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .numbers import points

KINDS = {"pdf": "PDF", "xlsx": "Excel (.xlsx)", "docx": "Word (.docx)", "png": "PNG", "jpg": "JPG"}
_HEADS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
_OFFICE = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
_UNPACKED = 10  # times the limit: an office file that unpacks to more is a trap


class Checked(NamedTuple):
    """kind: one of KINDS; sha256: hexadecimal, of the whole content."""

    kind: str
    sha256: str


def check(file, kinds=frozenset(KINDS)):
    """Look into an uploaded file. In: anything with name, size, read, seek. Out: Checked.

    Raises ValidationError (a sentence) when it is empty, above settings.UPLOAD_LIMIT, or of no kind in `kinds`.
    """
    if not file.size:
        raise ValidationError(_("Tệp “%(name)s” rỗng. Chọn lại tệp."), code="empty", params={"name": file.name})
    if file.size > settings.UPLOAD_LIMIT:
        raise ValidationError(
            _(
                "Tệp “%(name)s” nặng %(size)s MB, nhiều nhất %(most)s MB. Chia nhỏ hoặc quét lại ở độ phân giải thấp hơn."
            ),
            code="too_large",
            params={"name": file.name, "size": _megabytes(file.size), "most": _megabytes(settings.UPLOAD_LIMIT)},
        )
    kind = kind_of(file)
    if kind not in kinds:
        raise ValidationError(
            _("Nội dung tệp “%(name)s” không phải %(kinds)s. Chọn tệp khác."),
            code="wrong_kind",
            params={"name": file.name, "kinds": _listed(kinds)},
        )
    return Checked(kind, _digest(file))


def kind_of(file):
    """One of KINDS, or "" for anything else, macros and traps included."""
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(file)
    kind = next((k for k, magic in _HEADS.items() if head.startswith(magic)), "")
    return "" if kind == "pdf" and not _ends_like_pdf(file) else kind


def _ends_like_pdf(file):
    file.seek(max(0, file.size - 2048))
    return b"%%EOF" in file.read()


def _office_kind(file):
    try:
        with ZipFile(file) as packed:
            members = {m.filename: m for m in packed.infolist()}
            names = set(members)
    except (BadZipFile, ValueError, NotImplementedError):
        return ""
    heavy = sum(m.file_size for m in members.values()) > _UNPACKED * settings.UPLOAD_LIMIT
    macros = any(n.lower().endswith("vbaproject.bin") for n in names)
    if heavy or macros or "[Content_Types].xml" not in names:
        return ""
    return next((kind for kind, member in _OFFICE.items() if member in names), "")


def _digest(file):
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def _megabytes(size):
    return points(size / 1024 / 1024, 1)


def _listed(kinds):
    names = [KINDS[k] for k in KINDS if k in kinds]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + _(" hoặc ") + names[-1]
