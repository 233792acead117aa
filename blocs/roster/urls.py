"""Addresses."""

from django.urls import path

from . import views

app_name = "roster"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.bloc, name="bloc"),
    path("<int:pk>/giao-viec/", views.seat_in_bloc, name="seat_in_bloc"),
    path("<int:pk>/ra/<int:unit>/", views.leave_bloc, name="leave_bloc"),
    path("don-vi/<int:pk>/", views.unit, name="unit"),
    path("don-vi/<int:pk>/sua/", views.amend_unit, name="amend_unit"),
    path("don-vi/<int:pk>/lap-don-vi/", views.create_unit, name="create_unit"),
    path("don-vi/<int:pk>/lap-khoi/", views.create_bloc, name="create_bloc"),
    path("don-vi/<int:pk>/bo-tri/", views.seat_in_unit, name="seat_in_unit"),
    path("don-vi/<int:pk>/nhap/", views.intake, name="intake"),
    path("don-vi/<int:pk>/nhap/ghi/", views.take_in, name="take_in"),
    path("don-vi/<int:pk>/nhap/mau.xlsx", views.template, name="template"),
    path("don-vi/<int:pk>/phieu/", views.slips, name="slips"),
    path("don-vi/<int:pk>/giao-ky/", views.delegate, name="delegate"),
    path("giao-ky/<int:pk>/", views.delegation, name="delegation"),
    path("giao-ky/<int:pk>/thu-hoi/", views.revoke, name="revoke"),
    path("ghe/<int:pk>/thay/", views.replace, name="replace"),
    path("ghe/<int:pk>/thoi/", views.leave_seat, name="leave_seat"),
    path("ghe/<int:pk>/phieu/", views.slip, name="slip"),
    path("ghe/<int:pk>/go-xac-thuc/", views.clear_factors, name="clear_factors"),
    path("ca-quan-tri/", views.shift, name="shift"),
]
