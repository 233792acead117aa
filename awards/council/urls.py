"""Addresses of the council."""

from django.urls import path

from . import views, views_count

app_name = "council"
urlpatterns = [
    path("", views.index, name="index"),
    path("lap/<int:council>/", views.convene, name="convene"),
    path("<int:pk>/", views.session, name="session"),
    path("<int:pk>/dua-ra/", views.table, name="table"),
    path("<int:pk>/hen-lai/", views.reschedule, name="reschedule"),
    path("<int:pk>/mo/", views.open_vote, name="open_vote"),
    path("<int:pk>/dong/", views.close_vote, name="close_vote"),
    path("<int:pk>/hoan/", views.adjourn, name="adjourn"),
    path("<int:pk>/ket-luan/", views.conclude, name="conclude"),
    path("<int:pk>/bien-ban/", views.minutes, name="minutes"),
    path("<int:pk>/bien-ban/tep/", views.minutes_pdf, name="minutes_pdf"),
    path("<int:pk>/kiem-phieu/lap/", views_count.issue_count, name="issue_count"),
    path("<int:pk>/kiem-phieu/", views_count.count, name="count"),
    path("<int:pk>/kiem-phieu/tep/", views_count.count_pdf, name="count_pdf"),
    path("<int:pk>/nhat-ky/", views.journal, name="journal"),
    path("de-nghi/<int:pk>/", views.line, name="line"),
    path("de-nghi/<int:pk>/khong-bieu-quyet/", views.recuse, name="recuse"),
    path("de-nghi/<int:pk>/y-kien/", views.write_opinion, name="write_opinion"),
]
