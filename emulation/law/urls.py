"""Addresses."""

from django.urls import path, re_path

from . import views

app_name = "law"
ROW = r"^(?P<kind>fact|holiday)/(?P<pk>\d+)/"
urlpatterns = [
    path("", views.index, name="index"),
    path("trich-dan/", views.citations, name="citations"),
    path("lich-nghi/", views.holidays, name="holidays"),
    re_path(r"^lich-nghi/(?P<year>20\d\d)/$", views.holidays, name="holidays_of"),
    re_path(ROW + "$", views.row, name="row"),
    re_path(ROW + "xac-nhan/$", views.confirm, name="confirm"),
    re_path(ROW + "rut-xac-nhan/$", views.doubt, name="doubt"),
]
