"""Addresses of proposals."""

from django.urls import path

from . import views

app_name = "proposals"
urlpatterns = [
    path("", views.index, name="index"),
    path("nam/<int:pk>/", views.year, name="year"),
    path("nam/<int:pk>/lap/", views.prepare, name="prepare"),
    path("nam/<int:pk>/tiep-nhan/", views.receive_several, name="receive_several"),
    path("to-trinh/<int:pk>/", views.submit, name="submit"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/thanh-tich/", views.describe, name="describe"),
    path("<int:pk>/tiep-nhan/", views.receive, name="receive"),
    path("<int:pk>/tham-dinh/", views.appraise, name="appraise"),
    path("<int:pk>/tra-lai/", views.send_back, name="send_back"),
    path("<int:pk>/trinh-lai/", views.resubmit, name="resubmit"),
    path("<int:pk>/tam-dung/", views.hold, name="hold"),
    path("<int:pk>/xet-tiep/", views.release, name="release"),
]
