"""Addresses: of the covenant by its year, of an annex by its year and number; a confirmation by its signature."""

from django.urls import include, path

from . import views, views_drafting, views_signing

app_name = "covenant"
text = [
    path("", views.page, name="page"),
    path("xac-nhan/", views.signatures, name="signatures"),
    path("soan/", views_drafting.edit, name="edit"),
    path("gui-gop-y/", views_drafting.circulate, name="circulate"),
    path("nhat-tri/", views_drafting.agree, name="agree"),
    path("y-kien/", views_drafting.remark, name="remark"),
    path("chot/", views_drafting.freeze, name="freeze"),
    path("ban-chot/", views.frozen_paper, name="frozen_paper"),
    path("ban-in/", views.paper, name="paper"),
    path("ban-in/tep/", views.pdf, name="pdf"),
]
urlpatterns = [
    path("<int:bloc_year>/", include(text)),
    path("<int:bloc_year>/phu-luc/moi/", views_drafting.amend, name="amend"),
    path("<int:bloc_year>/phu-luc/<int:position>/", include(text)),
    path("y-kien/<int:pk>/tra-loi/", views_drafting.answer, name="answer"),
    path("chu-ky/<int:pk>/", views_signing.confirm, name="confirm"),
    path("chu-ky/<int:pk>/rut/", views_signing.withdraw, name="withdraw"),
    path("chu-ky/<int:pk>/khong-cho/", views_signing.go_without, name="go_without"),
]
