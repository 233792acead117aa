"""Chấm điểm: bộ tiêu chí — đọc, tải lên có xem trước, thông qua, tải xuống."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.roster.models import Bloc
from blocs.years.views import refuse_other_hands
from emulation.ui.forms import attempt

from . import forms, kinds, workflow, written
from .models import Scheme
from .standing import criteria_of
from .views import said


def scheme_or_404(request, pk):
    """The scheme if this person sees its bloc, else 404."""
    return get_object_or_404(Scheme.objects.for_user(request.user).select_related("bloc__root"), pk=pk)


@require_safe
def schemes(request, pk):
    """Các bản bộ tiêu chí của một khối."""
    bloc = get_object_or_404(Bloc.objects.for_user(request.user), pk=pk)
    return render(request, "scoring/schemes.html", {"bloc": bloc, "schemes": bloc.schemes.all()})


@require_safe
def scheme(request, pk):
    """Một bộ tiêu chí, mỗi dòng với công thức của nó."""
    found = scheme_or_404(request, pk)
    depths, rows = {}, []
    for c in criteria_of(found.pk):
        depths[c.pk] = depths.get(c.parent_id, -1) + 1
        rows.append((c, depths[c.pk], "" if c.is_group else kinds.of(c, found.decimals).formula))
    return render(request, "scoring/scheme.html", {"scheme": found, "rows": rows, "is_used": found.rounds.exists()})


@require_safe
def scheme_file(request, pk):
    """Bộ tiêu chí viết ra YAML, đọc lại được."""
    found = scheme_or_404(request, pk)
    response = HttpResponse(written.write(found, criteria_of(found.pk)), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bo-tieu-chi-{found.bloc_id}-ban-{found.version}.yaml"'
    return response


def new_scheme(request, pk):
    """Soạn bản mới từ YAML: xem trước, mọi chỗ sai nêu số dòng; bấm lần nữa mới ghi."""
    bloc = get_object_or_404(Bloc.objects.for_user(request.user), pk=pk)
    refuse_other_hands(request, "scoring.write_scheme", bloc)
    form = forms.SchemeForm(request.POST or None, request.FILES or None)
    context = {"bloc": bloc, "form": form}
    if request.method == "POST" and form.is_valid():
        context |= _read(form)
        wanted = context.get("written")
        if (
            wanted
            and "save" in request.POST
            and attempt(form, workflow.new_scheme_version, bloc, wanted, by=request.user, at=request.at)
        ):
            said(request, _("Đã soạn bản mới"))
            return redirect("scoring:scheme", form.outcome.pk)
    elif request.method == "GET" and (newest := bloc.schemes.first()):
        form.initial["text"] = written.write(newest, criteria_of(newest.pk))
    return render(request, "scoring/scheme_new.html", context)


def _read(form):
    """What the form holds, read: {"text", "written", "rows"} or {"text", "faults"}."""
    file = form.cleaned_data.get("file")
    if file and file.size > written.MOST_BYTES:
        return {"faults": [(1, _("tệp quá lớn, nhiều nhất 1 MB"))], "text": ""}
    content = file.read() if file else form.cleaned_data["text"]
    text = content.decode("utf-8-sig", errors="replace") if isinstance(content, bytes) else content
    try:
        found = written.read(content)
    except written.Faulty as error:
        return {"faults": error.faults, "text": text}
    return {"written": found, "rows": _rows(found), "text": text}


def _rows(found):
    depths, rows = {id(None): -1}, []
    for row, parent in found.walk():
        depths[id(row)] = depths[id(parent)] + 1
        rows.append((row, depths[id(row)], kinds.of_row(row, found.decimals)))
    return rows


@require_POST
def adopt(request, pk):
    """Nút «Thông qua bộ tiêu chí»."""
    workflow.adopt_scheme(scheme_or_404(request, pk), by=request.user, at=request.at)
    said(request, _("Đã thông qua bộ tiêu chí"))
    return redirect("scoring:scheme", pk)
