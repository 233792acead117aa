"""Chấm điểm: không xét, chưa xét một đơn vị; xét lại, xét tiếp; đưa đơn vị đã xét tiếp vào xếp hạng."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from blocs.years.views import refuse_other_hands
from emulation.accounts.proof import proven
from emulation.ui.forms import attempt

from . import correction, setting_aside
from .forms import CorrectionForm, ReasonForm
from .forms_aside import GroundForm
from .models import Hold
from .views import round_or_404, said
from .views_sheets import sheet_or_404


def _form(request, sheet, form, title):
    back, over = reverse("scoring:sheet", args=[sheet.pk]), str(sheet)
    return render(
        request, "scoring/form.html", {"form": form, "round": sheet.round, "h1": title, "back": back, "over": over}
    )


def _with_ground(request, sheet, act, title, **more):
    form = GroundForm(request.POST or None, round_=sheet.round, **more)
    hand = {"by": request.user, "at": request.at}
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: act(sheet, **form.words(), **hand)):
        said(request, title)
        return redirect("scoring:round", sheet.round_id)
    return _form(request, sheet, form, title)


def exclude(request, pk):
    """Không xét đơn vị trong vòng này."""
    sheet = sheet_or_404(request, pk)
    refuse_other_hands(request, "scoring.exclude", sheet)
    setting_aside.EXCLUDE.check_state(sheet)
    title, word = _("Không xét đơn vị trong vòng này"), _("Ghi không xét")
    return _with_ground(request, sheet, setting_aside.exclude, title, holding=False, word=word)


def hold(request, pk):
    """Chưa xét đơn vị cho tới khi có kết luận."""
    sheet = sheet_or_404(request, pk)
    refuse_other_hands(request, "scoring.exclude", sheet)
    title, word = _("Chưa xét đơn vị (tạm hoãn)"), _("Ghi chưa xét")
    return _with_ground(request, sheet, setting_aside.hold, title, holding=True, word=word)


def readmit(request, pk):
    """Xét lại đơn vị."""
    sheet = sheet_or_404(request, pk)
    refuse_other_hands(request, "scoring.exclude", sheet)
    setting_aside.READMIT.check_state(sheet)
    return _with_reason(request, sheet, setting_aside.readmit, sheet, _("Xét lại đơn vị"))


def release(request, pk):
    """Xét tiếp đơn vị khi đã có kết luận."""
    held = get_object_or_404(Hold.objects.for_user(request.user), pk=pk)
    held.sheet = sheet = sheet_or_404(request, held.sheet_id)
    refuse_other_hands(request, "scoring.release", held)
    setting_aside.RELEASE.check_state(held)
    return _with_reason(request, held, setting_aside.release, sheet, _("Xét tiếp đơn vị"))


def _with_reason(request, subject, act, sheet, title):
    form = ReasonForm(request.POST or None, word=title)
    if request.method == "POST" and form.is_valid():
        if attempt(form, act, subject, reason=form.cleaned_data["reason"], by=request.user, at=request.at):
            said(request, title)
            return redirect("scoring:round", sheet.round_id)
    return _form(request, sheet, form, title)


@proven
def include_released(request, pk):
    """Công bố bản mới có đơn vị đã xét tiếp."""
    round_ = round_or_404(request, pk)
    refuse_other_hands(request, "scoring.correct", round_)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    form.submit = _("Công bố bản mới")
    if request.method == "POST" and form.is_valid():
        if attempt(form, correction.correct, round_, {}, **form.cleaned_data, by=request.user, at=request.at):
            said(request, _("Đã công bố bản đính chính"))
            return redirect("scoring:ranking", pk)
    title = _("Đưa đơn vị đã xét tiếp vào xếp hạng")
    return render(request, "scoring/form.html", {"form": form, "round": round_, "h1": title})
