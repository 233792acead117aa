"""Chấm điểm: sửa từng dòng của một bản dự thảo — thêm, sửa, chuyển chỗ, bỏ, tách trong số điểm của dòng."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.years.views import act_page, refuse_other_hands, typed
from emulation.journal.steps import Refused
from emulation.ui.forms import attempt

from . import schemes, written
from .forms_schemes import RowForm, SplitForm
from .standing import criteria_of
from .views import said
from .views_schemes import rows_told, scheme_or_404
from .written import editing

FIRST = 0  # the position before the first row


def _draft(request, pk):
    """(scheme, its rows as written) for those who may write it."""
    found = scheme_or_404(request, pk)
    refuse_other_hands(request, "scoring.write_scheme", found.bloc)
    return found, written.written_of(found, criteria_of(found.pk))


def _row(rows, position):
    try:
        return editing.row_at(rows, position)
    except LookupError as error:
        raise Http404 from error


def _stored(request, scheme, rows):
    """The whole scheme judged again and stored. Refused: what is wrong with it now."""
    try:
        judged = editing.judged(rows)
    except written.Faulty as error:
        raise Refused("; ".join(sentence for _place, sentence in error.faults)) from error
    return schemes.rewrite_scheme(scheme, judged, by=request.user, at=request.at)


@require_safe
def draft(request, pk):
    """Bản dự thảo, mỗi dòng với những việc làm được ở dòng đó."""
    found, rows = _draft(request, pk)
    told = [(row, depth, formula, number) for number, (row, depth, formula) in enumerate(rows_told(rows), start=1)]
    return render(request, "scoring/scheme_draft.html", {"scheme": found, "rows": told})


def edit_row(request, pk, position):
    """Sửa một dòng."""
    found, rows = _draft(request, pk)
    form = RowForm(typed(request), row=_row(rows, position))
    if form.is_valid():
        new = editing.changed(rows, position, **form.cleaned_data)
        if attempt(form, lambda: _stored(request, found, new)):
            said(request, _("Đã sửa dòng"))
            return redirect("scoring:draft", pk)
    return _page(request, found, form, _("Sửa dòng"))


def add_row(request, pk, position):
    """Thêm một dòng sau dòng này; ?trong=1: vào trong nhóm của dòng này."""
    found, rows = _draft(request, pk)
    if position != FIRST:
        _row(rows, position)
    form = RowForm(typed(request))
    if form.is_valid():
        new = editing.added(rows, position, inside="trong" in request.GET, **form.cleaned_data)
        if attempt(form, lambda: _stored(request, found, new)):
            said(request, _("Đã thêm dòng"))
            return redirect("scoring:draft", pk)
    return _page(request, found, form, _("Thêm dòng"))


def split_row(request, pk, position):
    """Tách một dòng thành nhiều phần trong số điểm của nó."""
    found, rows = _draft(request, pk)
    row, form = _row(rows, position), SplitForm(typed(request))
    if form.is_valid() and attempt(
        form, lambda: _stored(request, found, _split(rows, position, form.cleaned_data["parts"]))
    ):
        said(request, _("Đã tách dòng"))
        return redirect("scoring:draft", pk)
    return _page(request, found, form, _("Tách dòng %(row)s") % {"row": row.code or row.name})


def _split(rows, position, parts):
    try:
        return editing.split(rows, position, parts)
    except ValueError as error:
        raise Refused(str(error)) from error


@require_POST
def move_row(request, pk, position):
    """Chuyển một dòng lên, xuống, vào nhóm trên, ra khỏi nhóm, hay bỏ đi."""
    found, rows = _draft(request, pk)
    _row(rows, position)
    way = request.POST.get("way")
    try:
        new = editing.removed(rows, position) if way == "remove" else editing.moved(rows, position, way)
    except ValueError as error:
        raise Refused(str(error)) from error
    _stored(request, found, new)
    said(request, _("Đã bỏ dòng") if way == "remove" else _("Đã chuyển dòng"))
    return redirect("scoring:draft", pk)


def _page(request, scheme, form, h1):
    return act_page(request, form, h1=h1, over=scheme, back=reverse("scoring:draft", args=[scheme.pk]))
