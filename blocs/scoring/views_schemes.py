"""Chấm điểm: bộ tiêu chí — đọc, tải lên có xem trước, thông qua, tải xuống."""

from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.roster.models import Bloc
from blocs.years import drafts
from blocs.years.forms import ConsultForm
from blocs.years.views import refuse_other_hands
from emulation.ui.forms import attempt
from emulation.ui.uploads import kind_of

from . import forms, helping, kinds, told, workflow, written
from .models import Scheme
from .schemes import circulate_scheme, rounds_ahead
from .standing import criteria_of, tree_of
from .views import said

EXAMPLE = Path(__file__).parent / "data" / "example.yaml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def scheme_or_404(request, pk):
    """The scheme if this person sees its bloc, else 404."""
    return get_object_or_404(
        Scheme.objects.for_user(request.user).select_related("bloc__root", "consulted__bloc_year"), pk=pk
    )


@require_safe
def schemes(request, pk):
    """Các bản bộ tiêu chí của một khối."""
    bloc = get_object_or_404(Bloc.objects.for_user(request.user), pk=pk)
    return render(request, "scoring/schemes.html", {"bloc": bloc, "schemes": bloc.schemes.all()})


@require_safe
def scheme(request, pk):
    """Một bộ tiêu chí, mỗi dòng với công thức của nó."""
    return _show(request, pk)


def _show(request, pk, consult=None):
    """`consult`: the form that came back with errors."""
    found = scheme_or_404(request, pk)
    tree, depths, rows = tree_of(found), {}, []
    for c in tree.rows:
        depths[c.pk] = depths.get(c.parent_id, -1) + 1
        rows.append((c, depths[c.pk], "" if c.is_group else tree.kinds[c.pk].formula))
    context = {"scheme": found, "rows": rows, "is_used": found.rounds.exists(), "ahead": rounds_ahead()}
    context |= {"ties": told.of_ranking(found), "classes": told.of_classes(tree)}
    context |= {
        "why": drafts.not_yet(found.consulted) if found.consulted_id else "",
        "consult": consult or ConsultForm(),
    }
    context["seen"] = written.digest_of(written.written_of(found, tree.rows))
    return render(
        request, "scoring/scheme.html", context | {"since": dict(context["ahead"]).get(found.since, found.since)}
    )


@require_safe
def scheme_file(request, pk):
    """Bộ tiêu chí viết ra YAML, đọc lại được."""
    found = scheme_or_404(request, pk)
    response = HttpResponse(written.write(found, criteria_of(found.pk)), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bo-tieu-chi-{found.bloc_id}-ban-{found.version}.yaml"'
    return response


@require_safe
def scheme_workbook(request, pk):
    """Bộ tiêu chí viết ra Excel, đọc lại được."""
    found = scheme_or_404(request, pk)
    content = written.workbook_of(written.written_of(found, criteria_of(found.pk)))
    return _workbook(content, f"bo-tieu-chi-{found.bloc_id}-ban-{found.version}.xlsx")


@require_safe
def scheme_template(request):
    """Mẫu Excel để điền, với vài dòng ví dụ."""
    return _workbook(written.workbook_of(written.read(EXAMPLE.read_bytes())), "mau-bo-tieu-chi.xlsx")


def _workbook(content, name):
    return HttpResponse(content, content_type=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_safe
def scheme_help(request):
    """Cách viết bộ tiêu chí: mọi loại, sinh từ mã."""
    options = [
        (_("Cả bộ"), helping.of_the_whole()),
        (_("Nhóm"), helping.of_groups()),
        (_("Mọi dòng"), helping.of_rows()),
    ]
    return render(request, "scoring/scheme_help.html", {"entries": helping.entries(), "options": options})


def new_scheme(request, pk):
    """Soạn bản mới từ Excel hay YAML: xem trước, mọi chỗ sai nêu dòng hay ô; bấm lần nữa mới ghi."""
    bloc = get_object_or_404(Bloc.objects.for_user(request.user), pk=pk)
    refuse_other_hands(request, "scoring.write_scheme", bloc)
    form = forms.SchemeForm(request.POST or None, request.FILES or None)
    context = {"bloc": bloc, "form": form}
    if request.method == "POST" and form.is_valid():
        context |= _read(form)
        form.show(context["text"])
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
    """What the form holds, read: {"text", "written", "rows", "warnings", "counts"} or {"text", "faults", "places"}."""
    file, text = form.cleaned_data.get("file"), form.cleaned_data["text"]
    try:
        found = _read_file(file) if file else written.read(text)
    except written.Faulty as error:
        told = [(written.form.told_place(place), sentence) for place, sentence in error.faults]
        return {"faults": error.faults, "places": told, "text": "" if file else text}
    warnings = [(written.form.told_place(place), sentence) for place, sentence in found.warnings]
    rows = rows_told(found)
    counts = {"all": len(rows), "groups": sum(bool(row.children) for row, _depth, _formula in rows)}
    return {
        "written": found, "rows": rows, "warnings": warnings, "counts": counts,
        "text": written.yaml_of(found) if file else text,
    }  # fmt: skip


def _read_file(file):
    """An uploaded workbook or YAML file → Written; what it is, is told by its content."""
    if kind_of(file) == "xlsx":
        if file.size > written.MOST_WORKBOOK:
            raise written.Faulty([(file.name, _("tệp quá lớn, nhiều nhất %(most)d MB") % {"most": 5})])
        file.seek(0)
        return written.read_workbook(file)
    if file.size > written.MOST_BYTES:
        raise written.Faulty([(1, _("tệp quá lớn, nhiều nhất %(most)d MB") % {"most": 1})])
    file.seek(0)
    return written.read(file.read())


def rows_told(found):
    """(row, depth, formula) of a written scheme, in the order of print."""
    depths, rows = {id(None): -1}, []
    for row, parent in found.walk():
        depths[id(row)] = depths[id(parent)] + 1
        rows.append((row, depths[id(row)], kinds.of_row(row, found.decimals)))
    return rows


@require_POST
def circulate(request, pk):
    """Gửi dự thảo bộ tiêu chí cho các đơn vị góp ý."""
    found, form = scheme_or_404(request, pk), ConsultForm(request.POST)
    refuse_other_hands(request, "scoring.write_scheme", found.bloc)
    facts = {"by": request.user, "at": request.at}
    if form.is_valid() and attempt(form, circulate_scheme, found, **form.cleaned_data, **facts):
        return redirect("years:draft", form.outcome.pk)
    return _show(request, pk, consult=form)


@require_POST
def adopt(request, pk):
    """Nút «Thông qua bộ tiêu chí»."""
    facts = {"since": request.POST.get("since", ""), "seen": request.POST.get("seen", "")}
    workflow.adopt_scheme(scheme_or_404(request, pk), by=request.user, at=request.at, **facts)
    said(request, _("Đã thông qua bộ tiêu chí"))
    return redirect("scoring:scheme", pk)
