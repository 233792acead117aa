"""Addresses."""

from django.urls import path

from . import views, views_team

app_name = "ballots"
urlpatterns = [
    path("to-kiem-phieu/<int:pk>/", views_team.team, name="team"),
    path("<int:pk>/", views.vote, name="vote"),
    path("<int:pk>/bien-nhan/", views.receipt, name="receipt"),
    path("<int:pk>/ket-qua/", views.result, name="result"),
]
