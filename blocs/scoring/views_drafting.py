"""Chấm điểm: sửa từng dòng của một bản dự thảo — thêm, sửa, chuyển chỗ, bỏ, tách trong số điểm của dòng."""

from functools import partial

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
from .stale import Stale
from .views import said
from .views_schemes import rows_told, scheme_or_404
from .written import Seen, editing
from .written.seen import FIRST


def _draft(request, pk):
    """(scheme, its rows as written) for those who may write it."""
    found = scheme_or_404(request, pk)
    refuse_other_hands(request, "scoring.write_scheme", found.bloc)
    return found, schemes.as_written(found)


def _seen(request, rows, position, first=FIRST + 1):
    """What the page shows; posted, what it showed. 404: the page of a row that is not there, or before the `first`."""
    if position < first:
        raise Http404
    if request.method == "POST":
        return Seen.read(request.POST.get("seen", ""), position)
    try:
        return Seen.at(rows, position)
    except LookupError as error:
        raise Http404 from error


def _row(rows, seen):
    """The row that the page stands at as it is now; None: it is gone."""
    position = seen.place_in(rows) or seen.successor_in(rows)
    return editing.row_at(rows, position) if position else None


def _stored(request, scheme, form, seen, did, change):
    """The draft changed where the page showed it, judged as a whole and stored; what does not go stands above the form."""

    def act():
        try:
            return _rewritten(request, scheme, seen, did, change)
        except Stale as stale:
            form.see(stale.seen or seen)
            raise

    return attempt(form, act)


def _rewritten(request, scheme, seen, did, change):
    """Refused: what is wrong with the draft as a whole once it is changed."""

    def judged(rows, position):
        try:
            return editing.judged(change(rows, position))
        except LookupError as error:
            raise Http404 from error
        except ValueError as error:
            raise Refused(str(error)) from error
        except written.Faulty as error:
            raise Refused("; ".join(sentence for _place, sentence in error.faults)) from error

    return schemes.rewrite_scheme(scheme, judged, seen=seen, did=did, by=request.user, at=request.at)


@require_safe
def draft(request, pk):
    """Bản dự thảo, mỗi dòng với những việc làm được ở dòng đó."""
    found, rows = _draft(request, pk)
    told = [(row, depth, formula, number) for number, (row, depth, formula) in enumerate(rows_told(rows), start=1)]
    return render(
        request, "scoring/scheme_draft.html", {"scheme": found, "rows": told, "seen": written.digest_of(rows)}
    )


def edit_row(request, pk, position):
    """Sửa một dòng."""
    found, rows = _draft(request, pk)
    seen = _seen(request, rows, position)
    form = RowForm(typed(request), row=_row(rows, seen), seen=seen)
    if form.is_valid() and _stored(
        request, found, form, seen, "edit", lambda r, n: editing.changed(r, n, **form.facts)
    ):
        said(request, _("Đã sửa dòng"))
        return _back_to(pk, position)
    return _page(request, found, form, _("Sửa dòng"))


def add_row(request, pk, position):
    """Thêm một dòng sau dòng này; ?trong=1: vào trong nhóm của dòng này."""
    found, rows = _draft(request, pk)
    seen = _seen(request, rows, position, first=FIRST)
    form, inside = RowForm(typed(request), seen=seen), "trong" in request.GET
    did = "add" if position != FIRST else "add_first"
    if form.is_valid() and _stored(
        request, found, form, seen, did, lambda r, n: editing.added(r, n, inside, **form.facts)
    ):
        said(request, _("Đã thêm dòng"))
        return _back_to(pk, position)
    return _page(request, found, form, _("Thêm dòng"))


def split_row(request, pk, position):
    """Tách một dòng thành nhiều phần trong số điểm của nó."""
    found, rows = _draft(request, pk)
    seen = _seen(request, rows, position)
    form = SplitForm(typed(request), seen=seen)
    if form.is_valid() and _stored(request, found, form, seen, "split", lambda r, n: editing.split(r, n, **form.facts)):
        said(request, _("Đã tách dòng"))
        return _back_to(pk, position)
    return _page(request, found, form, _("Tách dòng %(row)s") % {"row": seen.label})


@require_POST
def move_row(request, pk, position):
    """Chuyển một dòng lên, xuống, vào nhóm trên, ra khỏi nhóm, hay bỏ đi."""
    found, rows = _draft(request, pk)
    way, label = request.POST.get("way"), Seen.read("", position).label_in(rows)
    seen = Seen(request.POST.get("seen", ""), position, label=label)
    did, change = ("remove", editing.removed) if way == "remove" else ("move", partial(editing.moved, way=way))
    _rewritten(request, found, seen, did, change)
    said(request, _("Đã bỏ dòng") if way == "remove" else _("Đã chuyển dòng"))
    return _back_to(pk, position)


def _back_to(pk, position):
    """The draft, at the row that was worked on: nobody looks for it again among two hundred."""
    return redirect(f"{reverse('scoring:draft', args=[pk])}#d{position or 1}")


def _page(request, scheme, form, h1):
    return act_page(request, form, h1=h1, over=scheme, back=reverse("scoring:draft", args=[scheme.pk]))
