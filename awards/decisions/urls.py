"""Addresses of decisions and the gold book."""

from django.urls import path

from . import views

app_name = "decisions"
urlpatterns = [
    path("", views.index, name="index"),
    path("so-vang/", views.gold_book, name="gold_book"),
    path("du-thao/<int:session>/", views.draft, name="draft"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/ban-hanh/", views.issue, name="issue"),
    path("<int:pk>/huy-bo/", views.revoke, name="revoke"),
    path("<int:pk>/van-ban/", views.issued_paper, name="issued_paper"),
    path("<int:pk>/du-thao/", views.paper, name="paper"),
    path("<int:pk>/du-thao/tep/", views.paper_pdf, name="paper_pdf"),
]
