"""Bản đã ký của một văn bản: the form that takes one, its file, another look at its signatures; the bundle of evidence. For pages that `views.show` has let in."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from emulation.journal.steps import other_hands
from emulation.ui.forms import attempt

from . import copies, evidence, files, signatures
from .forms import CopyForm, WithdrawForm
from .models import Level, PaperState, Stage

TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
NEW = "moi"


def page(request, paper, back):
    """?ban-ky=moi: the form; ?ban-ky=7: its file (GET), or its signatures are checked again (POST); with &rut a scan is withdrawn."""
    asked = request.GET["ban-ky"]
    if asked == NEW:
        return _take(request, paper, back)
    found = paper.copies.filter(pk=asked).first() if asked.isdecimal() else None
    if found is None:
        raise Http404
    if "rut" in request.GET:
        return _withdraw(request, found, back)
    if request.method == "POST" and found.level == Level.SIGNED:
        copies.recheck(found, by=request.user, at=request.at)
        return redirect(request.path)
    return _file(found)


def bundle(request, paper, told):
    """?chung-cu: the bundle of evidence as a download. Raises Http404 while there is no file."""
    if paper.rendering.stage != Stage.DONE:
        raise Http404
    content = evidence.bundle(paper, told(), at=request.at)
    response = HttpResponse(content, content_type="application/zip")
    name = f"{paper.file_name.removesuffix('.pdf')}-chung-cu.zip"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def section(request, paper):
    """What the page of a paper tells of its signed copies. Out: dict for papers/_copies.html."""
    kept = [
        {
            "copy": c,
            "withdrawn": getattr(c, "withdrawal", None),
            "findings": [signatures.shown(f) for f in c.findings],
            "may_withdraw": request.user.has_perm("papers.withdraw_copy", c),
        }
        for c in paper.copies.select_related("added_by", "withdrawal", "paper")
    ]
    taken = paper.rendering.stage == Stage.DONE and paper.state == PaperState.ISSUED and not paper.watermark
    may = request.user.has_perm("papers.add_copy", paper)
    return {"copies": kept, "may_add_copy": taken and may, "next_signer": copies.latest(paper)}


def _take(request, paper, back):
    if not request.user.has_perm("papers.add_copy", paper):
        raise other_hands(copies.ADD)
    form = CopyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, copies.add, paper, **form.cleaned_data, by=request.user, at=request.at):
            return redirect(request.path)
    before = copies.latest(paper)
    context = {
        "form": form, "paper": paper, "back": back, "findings": [signatures.shown(f) for f in form.findings],
        "signed_before": before, "to_sign": f"{request.path}?{f'ban-ky={before.pk}' if before else 'tep'}",
    }  # fmt: skip
    return render(request, "papers/add_copy.html", context)


def _withdraw(request, copy, back):
    if not request.user.has_perm("papers.withdraw_copy", copy):
        raise other_hands(copies.WITHDRAW)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, copies.withdraw, copy, **form.cleaned_data, by=request.user, at=request.at):
            return redirect(request.path)
    return render(request, "papers/withdraw_copy.html", {"form": form, "copy": copy, "back": back})


def _file(copy):
    """The bytes as they came, always as a download: nobody knows what an outside tool wrote."""
    response = FileResponse(
        files.opened(copy.name), as_attachment=True, filename=copy.file_name, content_type=TYPES[copy.kind]
    )
    response["Cache-Control"], response["X-Content-Type-Options"] = "private, no-store", "nosniff"
    return response
