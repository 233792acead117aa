"""Pages: one paper with its progress, its file, and the verify page that needs no account."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import evidence, files, reports, views_copies, views_office, views_twins
from .forms import LookUp
from .matching import match
from .models import Stage


def show(request, paper, *, back, pdf="", told=evidence.Told):
    """Trang của một văn bản, for a view that has checked who may see it. GET: the page, or the file with ?tep; POST: an act.

    The acts: «Tạo lại», and those of the office (views_office).
    back: where it leads back, as (words, address); pdf: address of the file, if it has its own. ?ban-ky: its signed copies.
    ?docx, ?xlsx: its twins for Word and Excel. ?chung-cu: the bundle of evidence; `told()`: what the room adds to it (evidence.Told).
    """
    if "chung-cu" in request.GET:
        return views_copies.bundle(request, paper, told)
    if "ban-ky" in request.GET:
        return views_copies.page(request, paper, back=(paper.title, request.path))
    forms = views_office.forms_for(request, paper)
    if request.method == "POST" and (done := views_office.take(request, paper, forms)):
        return done
    if "tep" in request.GET:
        return file(request, paper)
    if twin := views_twins.asked(request, paper):
        return twin
    here = {
        "back": dict(zip(("words", "address"), back, strict=True)),
        "file": pdf or f"{request.path}?tep",
        "here": request.path,
    }
    return _told_apart(_shown(request, {"paper": paper, "rendering": paper.rendering, "forms": forms} | here))


def _shown(request, context):
    if request.headers.get("HX-Request") != "true":
        more = views_copies.section(request, context["paper"]) | views_twins.section(context["paper"])
        return render(request, "papers/show.html", context | more)
    return told_by_tag(request, context["rendering"], "papers/_progress.html", context)


def told_by_tag(request, rendering, template, context):
    """How far a rendering is, as a piece of a page that asks again; 304 while nothing has changed."""
    tag = f'"{rendering.stage}-{rendering.progress}-{rendering.place}"'
    here = {"rendering": rendering, "here": request.path}
    response = get_conditional_response(request, etag=tag) or render(request, template, context | here)
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return _told_apart(response)


def _told_apart(response):
    patch_vary_headers(response, ["HX-Request"])  # page and piece share an address: «Back» must not bring up the piece
    return response


def pdf(request, paper):
    """Tệp PDF as it was stored, for a view that has checked who may see it; a page (202) while it is not there yet."""
    if paper.rendering.stage != Stage.DONE:
        return render(request, "papers/not_yet.html", {"paper": paper, "rendering": paper.rendering}, status=202)
    return answer_with_file(paper.rendering, paper.file_name)


def answer_with_file(rendering, name):
    """The stored bytes of a rendering that is done; name: what the file is called when it is saved."""
    response = FileResponse(files.opened(rendering.name), filename=name, content_type="application/pdf")
    response["ETag"] = f'"{rendering.sha256}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


file = pdf  # `pdf` is also the name of an argument of `show`


@login_not_required
def verify(request):
    """Tra cứu: a code goes to its page; a dropped file is hashed, compared and forgotten."""
    form = LookUp(request.POST, request.FILES) if request.method == "POST" else LookUp()
    if not form.is_valid():
        return render(request, "papers/verify.html", {"form": form})
    if reports.too_often(request):
        return _too_often(request)
    if not form.cleaned_data["file"]:
        return redirect("papers:one", form.cleaned_data["code"])
    found = match(form.cleaned_data["file"])
    if found and form.cleaned_data["code"] not in ("", found.paper.code_text):
        found = None
    return _answer(request, found and found.paper, of_file=True, compared=found)


@login_not_required
@require_safe
def one(request, code):
    """Kết quả tra cứu một mã: genuine or not, current or not, and nothing else of the paper."""
    if reports.too_often(request):
        return _too_often(request)
    return _answer(request, reports.paper_of_code(code), code=code)


def _answer(request, paper, code="", of_file=False, compared=None):
    context = {"form": LookUp(), "paper": paper, "code": code, "of_file": of_file, "asked": True}
    if paper:
        context["answer"] = reports.answer(paper, compared)
    response = render(request, "papers/verify.html", context, status=200 if paper else 404)
    response["Cache-Control"], response["X-Robots-Tag"] = "no-store", "noindex"
    return response


def _too_often(request):
    sentence = _("Từ địa chỉ mạng này đã tra cứu %(times)s lần trong một phút. Chờ một phút rồi tra cứu lại.")
    context = {"form": LookUp(), "sentence": sentence % {"times": reports.LOOK_UPS}}
    response = render(request, "papers/verify.html", context, status=429)
    response["Retry-After"] = "60"
    return response
