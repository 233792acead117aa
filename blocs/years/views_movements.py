"""Phong trào thi đua: ghi, kết quả chung, phần của từng đơn vị, điển hình tiên tiến."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from emulation.journal.words import who_may
from emulation.ui.forms import attempt

from . import forms, movements
from .models import BlocYear, Example, Member, Movement
from .rules import leads_or_serves, staffs_the_member
from .views import refuse_other_hands, typed, year_or_404


def add(request, pk):
    """Ghi một phong trào thi đua của năm."""
    bloc_year = year_or_404(request, pk)
    refuse_other_hands(request, "years.prepare", bloc_year)
    form = forms.MovementForm(typed(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, movements.add_movement, bloc_year, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("years:page", pk)
    return render(request, "years/form.html", {"form": form, "h1": _("Ghi phong trào"), "bloc_year": bloc_year})


def _movement_or_404(request, pk):
    years = BlocYear.objects.for_user(request.user).values("pk")
    return get_object_or_404(Movement.objects.select_related("bloc_year__bloc"), pk=pk, bloc_year__in=years)


def page(request, pk):
    """Một phong trào: mục tiêu, kết quả, ai tham gia, điển hình. POST: kết quả chung."""
    found = _movement_or_404(request, pk)
    form = forms.MovementResultForm(typed(request), initial={"result": found.result})
    if request.method == "POST":
        refuse_other_hands(request, "years.prepare", found)
        if form.is_valid() and attempt(form, movements.report_movement, found, **form.cleaned_data, **_hand(request)):
            return redirect("years:movement", pk)
    return _show(request, found, result=form)


def _hand(request):
    return {"by": request.user, "at": request.at}


def _writable(request, movement):
    """Members for which this person may write: their own, or all for who leads or follows the bloc."""
    members = Member.objects.filter(bloc_year=movement.bloc_year_id).present().select_related("bloc_year__bloc")
    if leads_or_serves(request.user, movement):
        return members
    return members.filter(pk__in=[m.pk for m in members if staffs_the_member(request.user, m)])


def _show(request, movement, result=None, part=None, example=None):
    """The page of a movement; the forms: as they came back with errors."""
    members = _writable(request, movement)
    context = {
        "movement": movement,
        "parts": movement.participations.select_related("member"),
        "examples": movement.examples.select_related("member"),
        "writable": {m.pk for m in members},
        "result": result or forms.MovementResultForm(initial={"result": movement.result}),
        "part": part or forms.PartForm(members=members),
        "example": example or forms.ExampleForm(members=members),
    }
    return render(request, "years/movement.html", context)


def _write(request, pk, form_of, act, name):
    """A form of one member's part in a movement: done and back to the page, or the page with its errors."""
    movement = _movement_or_404(request, pk)
    members = _writable(request, movement)
    if not members:
        raise PermissionDenied(_("Việc này của: %(who)s") % {"who": who_may("years.take_part")})
    form = form_of(request.POST, members=members)
    if form.is_valid() and attempt(form, act, movement, **form.cleaned_data, **_hand(request)):
        return redirect("years:movement", pk)
    return _show(request, movement, **{name: form})


@require_POST
def take_part(request, pk):
    """Ghi kết quả của một đơn vị trong phong trào."""
    return _write(request, pk, forms.PartForm, movements.take_part, "part")


@require_POST
def name_example(request, pk):
    """Nêu một điển hình tiên tiến."""
    return _write(request, pk, forms.ExampleForm, movements.name_example, "example")


@require_POST
def strike_example(request, pk):
    """Bỏ một điển hình đã nêu."""
    years = BlocYear.objects.for_user(request.user).values("pk")
    rows = Example.objects.select_related("movement__bloc_year", "member__bloc_year__bloc")
    found = get_object_or_404(rows, pk=pk, movement__bloc_year__in=years)
    movements.strike_example(found, **_hand(request))
    return redirect("years:movement", found.movement_id)
