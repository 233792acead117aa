"""Bản đôi của một văn bản: Word để sửa, bảng ra Excel. For pages that have checked who may see the paper."""

from datetime import timedelta

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from . import twins
from .models import PaperState

OFFICE = "application/vnd.openxmlformats-officedocument"
REMEMBERED = timedelta(days=30)


def asked(request, paper):
    """The twin that an address asks for: ?docx or ?xlsx. Out: a response, None when neither is asked for.

    Raises Http404 for a workbook of a paper without tables, and for a paper whose number was voided.
    """
    kind = next((kind for kind in ("docx", "xlsx") if kind in request.GET), "")
    if not kind:
        return None
    if paper.state == PaperState.VOIDED or (kind == "xlsx" and not _has_tables(paper)):
        raise Http404
    return word(paper) if kind == "docx" else _download(paper, twins.xlsx(paper), "xlsx", "spreadsheetml.sheet")


def word(paper):
    """Bản Word của một văn bản, kể cả dự thảo chưa lưu. Out: a response."""
    return _download(paper, twins.docx(paper), "docx", "wordprocessingml.document")


def section(paper):
    """What the page of a paper offers. Out: dict for papers/_twins.html."""
    return {"has_twins": paper.state != PaperState.VOIDED, "has_tables": _has_tables(paper)}


def _has_tables(paper):
    """Found out once, by printing the paper to HTML: whether its frozen data fill a table never changes."""
    key = f"papers:tables:{paper.code}"
    return cache.get_or_set(key, lambda: twins.has_tables(paper), REMEMBERED.total_seconds())


def _download(paper, content, kind, media):
    response = HttpResponse(content, content_type=f"{OFFICE}.{media}")
    name = f"{paper.file_name.removesuffix('.pdf')}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"], response["X-Content-Type-Options"] = "private, no-store", "nosniff"
    return response
