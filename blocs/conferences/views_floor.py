"""Tại diễn đàn: trang ghi ý kiến khi đang nói, biểu quyết giơ tay, đọc và thông qua biên bản."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blocs.years.views import refuse_other_hands, typed
from emulation.accounts.proof import proven
from emulation.ui.forms import attempt

from . import floor, forms_floor
from .models import Conference, Motion, Remark
from .views import conference_or_404, form_page


def page(request, pk):
    """Ghi ý kiến: one form that comes back empty after each, under it what has been taken down."""
    conference = conference_or_404(request, pk)
    refuse_other_hands(request, "conferences.take_down", conference)
    form = forms_floor.RemarkForm(typed(request), conference=conference, initial={"item": _in_hand(conference)})
    if request.method == "POST" and form.is_valid():
        if attempt(form, _taken_down, conference, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("conferences:floor", pk)
    remarks = Remark.objects.standing().filter(item__conference=conference).select_related("item", "member")
    context = {"conference": conference, "form": form, "remarks": remarks.reverse(), "demo_note": conference.bloc_year.bloc.demo_note}  # fmt: skip
    return render(request, "conferences/floor.html", context)


def _in_hand(conference):
    """The item under way, else the first that is not done."""
    left = list(conference.items.filter(done_at=None))
    return next((item for item in left if item.is_under_way), left[0] if left else None)


def _taken_down(conference, *, item, **facts):
    return floor.take_down(item, **facts)


def _of_visible(request, rows, pk):
    """The remark or motion, if this person sees its conference, else 404."""
    visible = Conference.objects.for_user(request.user).values("pk")
    found = rows.filter(item__conference__in=visible).select_related("item__conference__bloc_year__bloc")
    return get_object_or_404(found, pk=pk)


def correct_remark(request, pk):
    """Sửa một ý kiến đã ghi."""
    remark = _of_visible(request, Remark.objects.standing(), pk)
    form = forms_floor.CorrectionForm(typed(request), initial={"speaker": remark.speaker, "text": remark.text})
    return form_page(
        request, remark.item.conference, form, lambda _conference, **facts: floor.correct(remark, **facts),
        h1=_("Sửa ý kiến đã ghi"), permission="conferences.take_down",
    )  # fmt: skip


def decide(request, pk):
    """Ghi một biểu quyết giơ tay."""
    conference = conference_or_404(request, pk)
    initial = {"item": _in_hand(conference), "yes": conference.attendances.filter(present=True).count()}
    form = forms_floor.MotionForm(typed(request), conference=conference, initial=initial)
    return form_page(
        request, conference, form, lambda _conference, item, **facts: floor.decide(item, **facts),
        h1=_("Biểu quyết giơ tay"), permission="conferences.run",
    )  # fmt: skip


def strike(request, pk):
    """Hủy một biểu quyết ghi nhầm."""
    motion = _of_visible(request, Motion.objects.all(), pk)
    form = forms_floor.StrikeForm(typed(request))
    return form_page(
        request, motion.item.conference, form, lambda _conference, **facts: floor.strike(motion, **facts),
        h1=_("Hủy biểu quyết «%s»") % motion.text, permission="conferences.run",
    )  # fmt: skip


@require_POST
def read_out(request, pk):
    """Đã đọc biên bản trước hội nghị."""
    floor.read_out(conference_or_404(request, pk), by=request.user, at=request.at)
    return redirect("conferences:page", pk)


@proven
def agree(request, pk):
    """Hội nghị thông qua biên bản."""
    form = forms_floor.AgreeForm(typed(request))
    will = [
        _("Ý kiến và biểu quyết đã ghi không sửa được nữa."),
        _("Biên bản in giờ đọc, giờ thông qua và ý kiến khác."),
    ]
    return form_page(
        request, conference_or_404(request, pk), form, floor.agree, h1=_("Thông qua biên bản"),
        permission="conferences.conclude", when=_("Khi hội nghị thông qua"), will=will,
    )  # fmt: skip
