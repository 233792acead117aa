"""Addresses of the interface itself."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

app_name = "ui"
urlpatterns = [
    path("", login_not_required(set_language), name="set_language"),
]
