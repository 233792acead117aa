"""Addresses of the demonstration."""

from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("vao/<int:pk>/", views.enter, name="enter"),
    path("nam/<int:pk>/cac-don-vi-khac/", views.let_others, name="let_others"),
]
