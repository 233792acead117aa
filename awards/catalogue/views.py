"""Danh mục danh hiệu, hình thức khen thưởng theo ngày. Ai đăng nhập cũng xem được."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from emulation.journal import clock
from emulation.ui import dates

from .forms import DayForm
from .models import AwardType
from .reports import award_types


@require_safe
def index(request):
    """Danh mục có hiệu lực vào một ngày (hôm nay, nếu không chọn)."""
    form = DayForm(request.GET or {"day": dates.day(clock.today())})
    on = form.cleaned_data["day"] if form.is_valid() else clock.today()
    turns = AwardType.objects.filter(valid_from__isnull=False).dates("valid_from", "day")
    context = {"form": form, "on": on, "award_types": award_types(on), "turns": turns}
    return render(request, "catalogue/index.html", context)
