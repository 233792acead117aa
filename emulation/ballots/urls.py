"""Addresses."""

from django.urls import path

from . import views

app_name = "ballots"
urlpatterns = [
    path("<int:pk>/", views.vote, name="vote"),
    path("<int:pk>/bien-nhan/", views.receipt, name="receipt"),
    path("<int:pk>/ket-qua/", views.result, name="result"),
]
