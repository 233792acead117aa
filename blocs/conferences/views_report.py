"""Báo cáo trước khi phát hành: đọc cả bản, sửa từng mục, lấy lại lời soạn từ dữ liệu, giữ lời đã sửa."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from blocs.years.views import refuse_other_hands, typed
from emulation.journal.steps import Refused
from emulation.ui.differences import differences
from emulation.ui.forms import attempt

from . import forms, report_text, reporting
from .views import conference_or_404


def _editable(request, pk):
    """The conference, once the hand is right and while its report can be edited."""
    conference = conference_or_404(request, pk)
    refuse_other_hands(request, "conferences.run", conference)
    if sentence := report_text.not_editable(conference):
        raise Refused(sentence)
    return conference


def _section(conference, key):
    """The section of this key as it stands, else 404."""
    found = [one for one in reporting.sections(conference) if one.section.key == key]
    if not found:
        raise Http404
    return found[0]


@require_safe
def draft(request, pk):
    """Cả báo cáo như sẽ in, mục nào đã sửa, mục nào dữ liệu đã đổi từ khi sửa."""
    conference = _editable(request, pk)
    facts = reporting.facts(conference)
    sections = reporting.standing(conference, facts)
    context = {
        "conference": conference,
        "bloc_year": conference.bloc_year,
        "data": facts,
        "sections": sections,
        "edited": [one for one in sections if one.is_edited],
        "outdated": [one for one in sections if one.is_outdated],
        "demo_note": conference.bloc_year.bloc.demo_note,
    }
    return render(request, "conferences/report.html", context)


def edit(request, pk, key):
    """Sửa một mục; ai sửa trước mình thì thấy khác nhau ở đâu, lời mình gõ còn nguyên."""
    conference = _editable(request, pk)
    now = _section(conference, key)
    form = forms.SectionForm(typed(request), initial={"text": now.text, "seen": now.seen})
    if request.method == "POST" and form.is_valid():
        if attempt(form, report_text.edit, conference, key, **form.cleaned_data, by=request.user, at=request.at):
            return redirect(_back(pk, key))
        form.see(now.seen)
    context = {"conference": conference, "section": now, "form": form, "back": _back(pk, key)}
    context["demo_note"] = conference.bloc_year.bloc.demo_note
    if form.errors and form.data.get("text"):
        context["typed"] = differences(now.text, form.data["text"])
    return render(request, "conferences/report_section.html", context)


@require_POST
def keep(request, pk, key):
    """Giữ lời đã sửa của một mục mà dữ liệu đã đổi."""
    return _settled(request, pk, key, report_text.keep)


@require_POST
def restore(request, pk, key):
    """Lấy lời soạn từ dữ liệu thay lời đã sửa."""
    return _settled(request, pk, key, report_text.restore)


def _settled(request, pk, key, act):
    conference = _editable(request, pk)
    _section(conference, key)
    act(conference, key, seen=request.POST.get("seen", ""), by=request.user, at=request.at)
    return redirect(_back(pk, key))


def _back(pk, key):
    return f"{reverse('conferences:report', args=[pk])}#muc-{key}"
