"""Phiếu trên màn hình: chọn → đọc lại → bỏ phiếu → biên nhận; and the result page.

What a person chooses is in the body of a request and in hidden fields, nowhere else: not in the session, not in an
address, not in a log. Pages that show it have one length whatever was chosen.
"""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from emulation.accounts.proof import proven, proven_to_open
from emulation.journal.steps import Refused

from . import reports, workflow
from .forms import VoteForm
from .models import Ballot


@never_cache
@sensitive_post_parameters()
@proven_to_open
@proven
def vote(request, pk):
    """Trang bỏ phiếu: GET hỏi, POST đọc lại (step=check), sửa (edit), bỏ phiếu (cast)."""
    ballot = get_object_or_404(Ballot.objects.for_user(request.user), pk=pk)
    if request.method == "POST":
        return _answer(request, ballot)
    try:
        slots = workflow.requires_a_vote(ballot, by=request.user, at=request.at)
    except Refused:
        return redirect("ballots:receipt" if reports.has_voted(ballot, request.user) else "ballots:result", pk)
    return _ask(request, ballot, VoteForm(ballot=ballot, slots=slots))


@require_safe
@never_cache
def receipt(request, pk):
    """Biên nhận của mình."""
    ballot = get_object_or_404(Ballot.objects.for_user(request.user), pk=pk)
    if not reports.has_voted(ballot, request.user):
        return redirect("ballots:result", pk)
    mine = reports.receipt_of(ballot, request.user)
    spoken = [] if mine else reports.spoken_by(ballot, request.user)
    return render(request, "ballots/receipt.html", {"ballot": ballot, "receipt": mine, "spoken": spoken})


@require_safe
def result(request, pk):
    """Kết quả, hoặc số người đã bỏ phiếu khi chưa kiểm phiếu."""
    ballot = get_object_or_404(Ballot.objects.for_user(request.user), pk=pk)
    mine = reports.receipt_of(ballot, request.user)
    return render(request, "ballots/result.html", {"result": reports.result(ballot), "ballot": ballot, "mine": mine})


@sensitive_variables()
def _answer(request, ballot):
    slots = workflow.requires_a_vote(ballot, by=request.user, at=request.at)
    form = VoteForm(request.POST, ballot=ballot, slots=slots)
    step = request.POST.get("step")
    if step == "edit" or not form.is_valid():
        return _ask(request, ballot, form)
    if step == "cast":
        workflow.cast(ballot, by=request.user, choices=form.choices, at=request.at)
        return redirect("ballots:receipt", ballot.pk)
    return _sealed_size(render(request, "ballots/check.html", {"ballot": ballot, "form": form}))


def _ask(request, ballot, form):
    positions = ballot.lines.values_list("position", flat=True)
    cast, issued = ballot.turnout()
    page = {
        "ballot": ballot, "form": form, "cast": cast, "issued": issued,
        "barred": [n for n in positions if n not in {line.position for line in form.lines}],
        "rule": reports.rule_in_words(ballot),
    }  # fmt: skip
    return _sealed_size(render(request, "ballots/vote.html", page))


def _sealed_size(response):
    """No proxy may compress a page with choices on it: the compressed size would tell them to whoever reads its log."""
    response["Content-Encoding"] = "identity"
    patch_cache_control(response, no_transform=True)
    return response
