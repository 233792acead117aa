"""Chấm điểm: phiếu của một đơn vị; nộp, trả lại, kiểm tra xong, không xét; lịch sử của một dòng."""

import json

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.years.views import refuse_other_hands
from emulation.accounts.proof import proven
from emulation.journal.clock import today
from emulation.ui.forms import attempt

from . import forms, kinds, results, self_scores, workflow
from .lateness import owed
from .marking import SAVED
from .models import Filler, RoundKind, Sheet, SheetState
from .sheet import page_of, pen_of
from .standing import standings
from .views import said, told_of
from .views_grid import _left, _seen


def sheet_or_404(request, pk):
    """The sheet if this person sees it, else 404."""
    sheets = Sheet.objects.for_user(request.user)
    return get_object_or_404(
        sheets.select_related("member", "round__bloc_year__bloc__root", "round__scheme", "round__lead_checker"), pk=pk
    )


def sheet(request, pk):
    """Phiếu chấm: đọc, và điền cột của mình."""
    found = sheet_or_404(request, pk)
    typed = {}
    if request.method == "POST":
        claims = forms.claims_from(request.POST, _seen(request.POST.get("seen", "{}")))
        column = request.POST.get("column", "")
        if found.round.columns.filter(code=column).exists():
            saving = workflow.save_marks(found.round, column, claims, by=request.user, at=request.at)
            typed = {
                tuple(map(int, key.split("-"))): (claim, sentence) for key, claim, sentence in _left(saving, claims)
            }
            if not typed:
                said(request, _("Đã ghi %(n)d dòng") % {"n": saving.count(SAVED)})
                return redirect("scoring:sheet", pk)
        found = sheet_or_404(request, pk)
    page = page_of(request.user, found, typed, request.POST.get("column") or request.GET.get("cot", ""))
    printed, printable = self_scores.on_paper(found)
    context = {
        "sheet": found,
        "round": found.round,
        "page": page,
        "seen": json.dumps(page.seen, ensure_ascii=False),
        "pen": pen_of(found),
        "typed": typed,
        "owed": owed([found])[found.pk],
        "today": today(),
        "printed": printed,
        "printable": printable,
    }
    return render(request, "scoring/sheet.html", context | told_of(found.round), status=409 if typed else 200)


@proven
def submit(request, pk):
    """Nộp bảng tự chấm: xem lại rồi nộp."""
    found = sheet_or_404(request, pk)
    refuse_other_hands(request, "scoring.submit", found)
    if request.method == "POST":
        workflow.submit(found, by=request.user, at=request.at)
        said(request, _("Đã nộp bảng tự chấm"))
        return redirect("scoring:sheet", pk)
    scheme = found.round.scheme
    standing = standings(found.round, [found])[found.pk]
    context = {
        "sheet": found, "round": found.round, "missing": standing.missing_to_submit(),
        "tally": standing.sums(Filler.SELF)[None], "owed": owed([found])[found.pk], "today": today(),
        "is_open": found.state in (SheetState.DRAFT, SheetState.RETURNED), "decimals": scheme.decimals,
        "year_end": found.round.kind == RoundKind.YEAR_END,
    }  # fmt: skip
    return render(request, "scoring/submit.html", context)


@require_POST
def check_done(request, pk):
    """Nút «Kiểm tra xong»."""
    workflow.check_done(sheet_or_404(request, pk), by=request.user, at=request.at)
    said(request, _("Đã kiểm tra xong"))
    return redirect("scoring:sheet", pk)


@require_POST
def accept_claims(request, pk):
    """Nút «Lấy điểm tự chấm cho ô trống»."""
    found = sheet_or_404(request, pk)
    refuse_other_hands(request, "scoring.check", found)
    saving = workflow.accept_claims(found.round, [found], by=request.user, at=request.at)
    said(request, _("Đã lấy điểm tự chấm cho %(n)d ô") % {"n": saving.count(SAVED)})
    return redirect("scoring:sheet", pk)


def _with_reason(request, pk, act, step, title, word):
    """A page that asks for the reason, then does the act: only for the hand that may, while the step can be taken."""
    found = sheet_or_404(request, pk)
    refuse_other_hands(request, step.permission, found)
    step.check_state(found)
    form = forms.ReasonForm(request.POST or None, word=word)
    if request.method == "POST" and form.is_valid():
        if attempt(form, act, found, reason=form.cleaned_data["reason"], by=request.user, at=request.at):
            return redirect("scoring:round", found.round_id)
    context = {
        "form": form,
        "round": found.round,
        "h1": title,
        "over": str(found),
        "back": reverse("scoring:sheet", args=[pk]),
    }
    return render(request, "scoring/form.html", context)


def send_back(request, pk):
    """Trả lại để bổ sung: lý do chung, và hỏi từng dòng; hỏi dòng nào thì chỉ dòng đó mở lại."""
    found = sheet_or_404(request, pk)
    refuse_other_hands(request, workflow.SEND_BACK.permission, found)
    workflow.SEND_BACK.check_state(found)
    form, asked = forms.ReasonForm(request.POST or None, word=_("Trả lại phiếu")), forms.questions_from(request.POST)
    if request.method == "POST" and form.is_valid():
        told = {"reason": form.cleaned_data["reason"], "questions": asked, "by": request.user, "at": request.at}
        if attempt(form, workflow.send_back, found, **told):
            said(request, _("Đã trả lại phiếu"))
            return redirect("scoring:round", found.round_id)
    page = page_of(request.user, found)
    context = {
        "form": form,
        "sheet": found,
        "round": found.round,
        "lines": [(x, asked.get(x.criterion.pk, "")) for x in page.lines],
    }
    return render(request, "scoring/send_back.html", context)


def reopen(request, pk):
    """Mở lại phiếu đã kiểm tra."""
    title, word = _("Mở lại phiếu đã kiểm tra"), _("Mở lại phiếu")
    return _with_reason(request, pk, workflow.reopen, workflow.REOPEN, title, word)


@require_safe
def history(request, pk, criterion):
    """Một dòng: công thức, mọi lần ghi, ai, lúc nào."""
    found = sheet_or_404(request, pk)
    row = get_object_or_404(found.round.scheme.criteria.exclude(kind="group"), pk=criterion)
    kind = kinds.of(row, found.round.scheme.decimals)
    histories = list(results.history_of(request.user, found, row))
    numbers = results.journal_of(request.user, found, histories)
    entries = [
        (h, kind.show(h.inputs), kind.explain(h.inputs) if h.inputs else "", numbers.get(h.batch)) for h in histories
    ]
    context = {
        "sheet": found,
        "round": found.round,
        "criterion": row,
        "kind": kind,
        "entries": entries,
        "sources": results.sources_of(found, row),
        "decimals": kind.decimals,
    }
    return render(request, "scoring/history.html", context)
