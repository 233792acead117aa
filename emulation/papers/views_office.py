"""Pages of the office: what can be done with one paper (hoàn tất, thu hồi, hủy số), and how an issuer numbers its papers."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from emulation.accounts.proof import ask_again, proven_recently
from emulation.journal import clock
from emulation.journal.words import who_may
from emulation.ui.forms import attempt

from . import missing, numbering, workflow
from .forms_office import CompleteForm, GoOnForm, NumberingForm, RecallForm, StyleForm, VoidForm
from .models import Keeping, Numbering, PaperState, Stage, Style

ACTS = {"complete": workflow.complete, "recall": workflow.recall, "void": workflow.void}
# What cannot be taken back is done by who has just proved who they are.
PROVEN = ("recall", "void")


def forms_for(request, paper):
    """The forms that this person may use on this paper now, by name; bound where one was sent. Out: dict."""
    sent = request.POST.get("act", "")
    return {
        form.name: form(request.POST if sent == form.name else None, **more)
        for form, permission, more in _open(paper, request.at)
        if request.user.has_perm(permission, paper)
    }


def _open(paper, at):
    if paper.state == PaperState.PREPARED:
        given = {"dated": paper.dated or clock.today()}
        yield CompleteForm, "papers.complete", {"lacks": missing.find(paper, kept="here", at=at), "initial": given}
    elif paper.state == PaperState.ISSUED:
        if paper.rendering.stage == Stage.FAILED and paper.number:
            yield VoidForm, "papers.recall", {}
        elif paper.rendering.stage == Stage.DONE and not paper.watermark:
            yield RecallForm, "papers.recall", {}


def take(request, paper, forms):
    """Do what was sent from a paper's page. Out: a redirect when it was done, None when the form has to come back.

    Raises PermissionDenied for a form that was not open to this person, Refused for one that came too late.
    """
    name = request.POST.get("act", "")
    if not name:
        workflow.retry(paper, by=request.user, at=request.at)
        return HttpResponseRedirect(request.path)
    form = forms.get(name)
    if form is None:
        return _too_late(request, paper, name)
    if not form.is_valid():
        return None
    if name in PROVEN and not proven_recently(request):
        return ask_again(request)
    given = {key: value for key, value in form.cleaned_data.items() if key != "act"}
    done = attempt(form, partial(ACTS[name], paper), **given, by=request.user, at=request.at)
    return HttpResponseRedirect(request.path) if done else None


def _too_late(request, paper, name):
    """A form that is not on the page: the act itself says why, whether by its hand or by the state of the paper."""
    if name not in ACTS:
        raise Http404
    given = {} if name == "complete" else {"reason": request.POST.get("reason", "")}
    ACTS[name](paper, **given, by=request.user, at=request.at)
    return HttpResponseRedirect(request.path)


# --- số và thể thức của một nơi ban hành ----------------------------------------------------------
def numbers(request, issuer, *, back, template="papers/numbers.html", **context):
    """Trang «Số và thể thức văn bản» of an issuer, for a view that has checked who may see it; its forms for who keeps the book.

    Raises PermissionDenied when one of them is sent by somebody else.
    """
    current, sent = numbering.numbering_on(issuer.key, clock.today()), request.POST.get("act", "")
    forms = _of_the_book(request, issuer, current)
    if sent and not forms:
        raise PermissionDenied(_("Trang này dành cho: %(who)s") % {"who": who_may("papers.keep_numbers")})
    if sent in forms and forms[sent].is_valid() and _kept(request, issuer, current, forms[sent]):
        return HttpResponseRedirect(request.path)
    periods = Numbering.objects.filter(issuer_key=issuer.key).prefetch_related("series")
    styles = Style.objects.filter(issuer_key=issuer.key)
    page = {"issuer": issuer, "periods": periods, "styles": styles, "forms": forms, "current": current}
    page["back"] = dict(zip(("words", "address"), back, strict=True))
    return render(request, template, page | context)


def _of_the_book(request, issuer, current):
    if not request.user.has_perm("papers.keep_numbers", Numbering(issuer_key=issuer.key)):
        return {}
    forms = {"open": NumberingForm(_bound(request, "open")), "style": StyleForm(_bound(request, "style"))}
    if current and current.kept == Keeping.HERE:
        forms["go_on"] = GoOnForm(_bound(request, "go_on"), numbering=current)
    return forms


def _bound(request, name):
    return request.POST if request.POST.get("act") == name else None


def _kept(request, issuer, current, form):
    given = {key: value for key, value in form.cleaned_data.items() if key != "act"}
    hand = {"by": request.user, "at": request.at}
    if form.name == "open":
        return attempt(form, numbering.open_numbering, issuer.key, **given, **hand)
    if form.name == "go_on":
        return attempt(form, numbering.go_on_from, current, given.pop("group"), **given, **hand)
    return attempt(form, numbering.set_style, issuer.key, given["kind"], given["letterhead"], **hand)
