"""Lập năm mới cho mọi khối của một cơ quan thường trực, trên một trang."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from emulation.ui.forms import attempt

from . import forms, opening
from .views import typed
from .views_papers import secretariat_or_404


def open_years(request, pk, year):
    """Mỗi khối một dòng: trưởng khối, phó khối đề nghị theo luân phiên, sửa được, rồi lập tất cả."""
    secretariat = secretariat_or_404(request, pk)
    prospects = opening.prospects(secretariat, year)
    form = forms.OpenYearsForm(typed(request), prospects=prospects)
    form.submit = _("Lập năm %d cho các khối đã chọn") % year
    if request.method == "POST" and form.is_valid():
        facts = {"year": year, "chosen": form.chosen(), "by": request.user, "at": request.at}
        if attempt(form, opening.open_years, secretariat, **facts):
            return redirect(reverse("years:open_all", args=[pk, year]))
    opened = [p for p in prospects if p.opened]
    return render(
        request, "years/open_all.html", {"secretariat": secretariat, "year": year, "form": form, "opened": opened}
    )
