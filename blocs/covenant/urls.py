"""Addresses of the covenant: by its year; a confirmation by its signature."""

from django.urls import path

from . import views

app_name = "covenant"
urlpatterns = [
    path("<int:bloc_year>/", views.page, name="page"),
    path("<int:bloc_year>/xac-nhan/", views.signatures, name="signatures"),
    path("<int:bloc_year>/soan/", views.edit, name="edit"),
    path("<int:bloc_year>/gui-gop-y/", views.circulate, name="circulate"),
    path("<int:bloc_year>/chot/", views.freeze, name="freeze"),
    path("<int:bloc_year>/y-kien/", views.remark, name="remark"),
    path("<int:bloc_year>/ban-in/", views.paper, name="paper"),
    path("<int:bloc_year>/ban-in/tep/", views.pdf, name="pdf"),
    path("chu-ky/<int:pk>/", views.confirm, name="confirm"),
    path("chu-ky/<int:pk>/rut/", views.withdraw, name="withdraw"),
    path("chu-ky/<int:pk>/khong-cho/", views.go_without, name="go_without"),
]
