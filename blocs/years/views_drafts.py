"""Dự thảo: soạn, lấy ý kiến, góp ý, trả lời, thông qua."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from emulation.accounts.proof import proven
from emulation.ui.forms import attempt

from . import drafts, forms, forms_drafts
from .models import Comment, Draft, DraftState
from .rules import staffs_the_member
from .views import refuse_other_hands, typed, year_or_404


def _draft_or_404(request, pk):
    visible = Draft.objects.for_user(request.user).select_related("bloc_year__bloc", "paper__filing", "rule_set")
    return get_object_or_404(visible, pk=pk)


def _my_member(request, draft):
    """The member for which this person may speak, if any."""
    members = draft.bloc_year.members.present().select_related("bloc_year__bloc")
    return next((m for m in members if staffs_the_member(request.user, m)), None)


def write(request, pk):
    """Soạn dự thảo mới. `?loai=`: kế hoạch (plan) hay quy chế (regulation)."""
    bloc_year = year_or_404(request, pk)
    refuse_other_hands(request, "years.prepare", bloc_year)
    form = _form(request, request.POST.get("kind") or request.GET.get("loai"), bloc_year)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("title", "text")} | {"kind": form.of, "rules": form.rules()}
        if attempt(form, drafts.write, bloc_year, **facts, by=request.user, at=request.at):
            return redirect("years:draft", form.outcome.pk)
    return render(request, "years/form.html", {"form": form, "h1": form.heading, "bloc_year": bloc_year})


def _form(request, kind, bloc_year, **initial):
    """The form of a kind of draft; a kind that nobody knows is read as a plan."""
    form = forms_drafts.FORMS.get(kind, forms_drafts.PlanForm)
    return form(typed(request), bloc_year=bloc_year, in_force=drafts.in_force(bloc_year.bloc), initial=initial)


def edit(request, pk):
    """Sửa dự thảo đang soạn."""
    draft = _draft_or_404(request, pk)
    refuse_other_hands(request, "years.prepare", draft)
    if draft.state != DraftState.WRITING:
        return redirect("years:draft", pk)
    written = {"title": draft.title, "text": draft.text} | forms_drafts.typed(draft.rules_proposed)
    form = _form(request, draft.kind, draft.bloc_year, **written)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("title", "text")}
        if attempt(form, drafts.edit, draft, **facts, rules=form.rules(), by=request.user, at=request.at):
            return redirect("years:draft", pk)
    return render(request, "years/form.html", {"form": form, "h1": draft.title, "bloc_year": draft.bloc_year})


@require_safe
def page(request, pk):
    """Dự thảo, ý kiến của các đơn vị và trả lời."""
    return _show(request, pk)


def _show(request, pk, consult=None, comment=None):
    """The page of a draft; `consult`, `comment`: forms that came back with errors."""
    draft = _draft_or_404(request, pk)
    opinions = list(draft.comments.select_related("member"))
    silent = drafts.silent(draft)
    mine = _my_member(request, draft)
    holder, sentence = drafts.turn(draft, opinions, silent)
    consulting = draft.state == DraftState.CONSULTING
    context = {
        "draft": draft,
        "holder": holder,
        "sentence": sentence,
        "why": drafts.not_yet(draft) if consulting else "",
        "to_answer": sum(not o.agrees and not o.answer for o in opinions),
        "opinions": opinions,
        "silent": silent,
        "consult": consult or forms.ConsultForm(),
        "comment": comment or forms.CommentForm(),
        "mine": mine,
        "may_comment": consulting and mine in silent,
        "rule_words": forms_drafts.rule_words(draft.rules_proposed, drafts.in_force(draft.bloc_year.bloc)),
        "demo_note": draft.bloc_year.bloc.demo_note,
    }
    return render(request, "years/draft.html", context)


@require_POST
def consult(request, pk):
    """Gửi dự thảo lấy ý kiến."""
    draft = _draft_or_404(request, pk)
    form = forms.ConsultForm(request.POST)
    if form.is_valid() and attempt(form, drafts.consult, draft, **form.cleaned_data, by=request.user, at=request.at):
        return redirect("years:draft", pk)
    return _show(request, pk, consult=form)


@require_POST
def comment(request, pk):
    """Góp ý của đơn vị mình."""
    draft = _draft_or_404(request, pk)
    form = forms.CommentForm(request.POST)
    member = _my_member(request, draft) or draft.bloc_year.members.first()
    if form.is_valid() and attempt(
        form, drafts.comment, draft, member, **form.cleaned_data, by=request.user, at=request.at
    ):
        return redirect("years:draft", pk)
    return _show(request, pk, comment=form)


@require_POST
def answer(request, pk):
    """Trả lời một ý kiến."""
    visible = Comment.objects.filter(draft__in=Draft.objects.for_user(request.user).values("pk"))
    opinion = get_object_or_404(visible.select_related("draft__bloc_year__bloc"), pk=pk)
    drafts.answer(opinion, text=request.POST.get("text", ""), by=request.user, at=request.at)
    return redirect("years:draft", opinion.draft_id)


@require_POST
@proven
def adopt(request, pk):
    """Thông qua dự thảo, phát hành thành văn bản."""
    drafts.adopt(_draft_or_404(request, pk), by=request.user, at=request.at)
    return redirect("years:draft", pk)
