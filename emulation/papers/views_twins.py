"""Bản đôi của một văn bản: Word để sửa, bảng ra Excel. For pages that have checked who may see the paper."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from . import twins
from .models import PaperState

OFFICE = "application/vnd.openxmlformats-officedocument"


def asked(request, paper):
    """The twin that an address asks for: ?docx or ?xlsx. Out: a response, None when neither is asked for.

    Raises Http404 for a workbook of a paper without tables, and for a paper whose number was voided.
    """
    kind = next((kind for kind in ("docx", "xlsx") if kind in request.GET), "")
    if not kind:
        return None
    if paper.state == PaperState.VOIDED or (kind == "xlsx" and not twins.has_tables(paper)):
        raise Http404
    return word(paper) if kind == "docx" else _download(paper, twins.xlsx(paper), "xlsx", "spreadsheetml.sheet")


def word(paper):
    """Bản Word của một văn bản, kể cả dự thảo chưa lưu. Out: a response."""
    return _download(paper, twins.docx(paper), "docx", "wordprocessingml.document")


def section(paper):
    """What the page of a paper offers. Out: dict for papers/_twins.html."""
    return {"has_twins": paper.state != PaperState.VOIDED, "has_tables": twins.has_tables(paper)}


def _download(paper, content, kind, media):
    response = HttpResponse(content, content_type=f"{OFFICE}.{media}")
    name = f"{paper.file_name.removesuffix('.pdf')}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"], response["X-Content-Type-Options"] = "private, no-store", "nosniff"
    return response
