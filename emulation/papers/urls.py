"""Addresses: the verify page, open to everybody."""

from django.urls import path

from . import views

app_name = "papers"
urlpatterns = [
    path("", views.verify, name="verify"),
    path("<str:code>/", views.one, name="one"),
]
