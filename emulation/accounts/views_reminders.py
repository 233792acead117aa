"""Nhắc việc: where reminders are sent, and the private address of one's calendar."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from . import forms, reminding
from .models import CalendarKey


@never_cache
def reminders(request):
    """Nhắc việc của tôi. POST: an address for letters, a new address of the calendar (shown once), or its end."""
    act = request.POST.get("act")
    form = forms.EmailForm(request.POST if act == "email" else None, initial={"email": request.user.email})
    if form.is_bound and form.is_valid():
        reminding.write_to(request.user, form.cleaned_data["email"])
        return redirect("accounts:reminders")
    if act == "end":
        reminding.end_calendar_key(request.user)
        return redirect("accounts:reminders")
    key = reminding.new_calendar_key(request.user, at=request.at) if act == "calendar" else ""
    context = {
        "form": form,
        "address": f"{settings.PUBLIC_URL}{reverse('calendar', args=[key])}" if key else "",
        "known": CalendarKey.objects.filter(person=request.user).first(),
        "sends": settings.SENDS_MAIL,
    }
    return render(request, "accounts/reminders.html", context)
