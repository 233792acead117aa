"""Addresses of proposals."""

from django.urls import path

from . import views, views_report

app_name = "proposals"
urlpatterns = [
    path("", views.index, name="index"),
    path("nam/<int:pk>/", views.year, name="year"),
    path("nam/<int:pk>/lap/", views.prepare, name="prepare"),
    path("nam/<int:pk>/tiep-nhan/", views.receive_several, name="receive_several"),
    path("to-trinh/<int:pk>/danh-sach/", views.list_proposals, name="list_proposals"),
    path("to-trinh/<int:pk>/", views.submit, name="submit"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/thanh-tich/", views.describe, name="describe"),
    path("<int:pk>/bao-cao/", views_report.report, name="report"),
    path("<int:pk>/bao-cao/pdf/", views_report.report_pdf, name="report_pdf"),
    path("<int:pk>/bao-cao/soan/", views_report.write_report, name="write_report"),
    path("<int:pk>/bao-cao/phat-hanh/", views_report.issue_report, name="issue_report"),
    path("<int:pk>/tiep-nhan/", views.receive, name="receive"),
    path("<int:pk>/tham-dinh/", views.appraise, name="appraise"),
    path("<int:pk>/tra-lai/", views.send_back, name="send_back"),
    path("<int:pk>/trinh-lai/", views.resubmit, name="resubmit"),
    path("<int:pk>/tam-dung/", views.hold, name="hold"),
    path("<int:pk>/xet-tiep/", views.release, name="release"),
]
