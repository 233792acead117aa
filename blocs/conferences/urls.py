"""Addresses of conferences."""

from django.urls import path

from . import views, views_floor, views_live, views_nomination, views_pack, views_papers, views_report, views_team

app_name = "conferences"
urlpatterns = [
    path("nam/<int:pk>/", views.year, name="year"),
    path("nam/<int:pk>/lap/", views.plan, name="plan"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/trinh-chieu/", views_live.screen, name="screen"),
    path("<int:pk>/ghi-y-kien/", views_floor.page, name="floor"),
    path("y-kien/<int:pk>/sua/", views_floor.correct_remark, name="correct_remark"),
    path("<int:pk>/bieu-quyet/", views_floor.decide, name="decide"),
    path("bieu-quyet/<int:pk>/huy/", views_floor.strike, name="strike"),
    path("<int:pk>/doc-bien-ban/", views_floor.read_out, name="read_out"),
    path("<int:pk>/thong-qua-bien-ban/", views_floor.agree, name="agree"),
    path("<int:pk>/muc/", views.add_item, name="add_item"),
    path("<int:pk>/thoi-gian/", views.time_agenda, name="time_agenda"),
    path("<int:pk>/noi-dung/", views.texts, name="texts"),
    path("<int:pk>/bao-cao/", views_report.draft, name="report"),
    path("<int:pk>/bao-cao/<slug:key>/", views_report.edit, name="report_section"),
    path("<int:pk>/bao-cao/<slug:key>/giu/", views_report.keep, name="keep_section"),
    path("<int:pk>/bao-cao/<slug:key>/soan-lai/", views_report.restore, name="restore_section"),
    path("<int:pk>/moi/", views.invite, name="invite"),
    path("<int:pk>/khai-mac/", views.open_session, name="open_session"),
    path("<int:pk>/hen-lai/", views.postpone, name="postpone"),
    path("<int:pk>/diem-danh/", views.attend, name="attend"),
    path("muc/<int:pk>/bat-dau/", views.open_item, name="open_item"),
    path("muc/<int:pk>/", views.finish_item, name="finish_item"),
    path("<int:pk>/dong-hang/<int:rank>/", views_nomination.break_tie, name="break_tie"),
    path("<int:pk>/dong-hang/<int:rank>/bo-phieu-lai/", views_nomination.revote, name="revote"),
    path("<int:pk>/de-cu/", views_nomination.put_forward, name="put_forward"),
    path("<int:pk>/phat-phieu/", views_nomination.open_vote, name="open_vote"),
    path("<int:pk>/huy-phieu/", views_nomination.call_off_vote, name="call_off_vote"),
    path("<int:pk>/kiem-phieu/", views_nomination.count_vote, name="count_vote"),
    path("<int:pk>/kiem-phieu/ma/", views_team.count_with_codes, name="count_with_codes"),
    path("<int:pk>/to-kiem-phieu/", views_team.name_team, name="name_team"),
    path("<int:pk>/suy-ton/", views_nomination.acclaim, name="acclaim"),
    path("<int:pk>/trao-quyen/", views_nomination.hand_over, name="hand_over"),
    path("<int:pk>/ket-luan/", views.conclude, name="conclude"),
    path("<int:pk>/bien-ban/", views.minute, name="minute"),
    path("<int:pk>/bo-tai-lieu/", views_pack.pack, name="pack"),
    path("<int:pk>/mau-phieu/", views_papers.issue_ballot, name="issue_ballot"),
    path("<int:pk>/bien-ban-kiem-phieu/", views_papers.issue_count, name="issue_count"),
    path("<int:pk>/bien-ban-binh-xet/", views_papers.issue_nomination, name="issue_nomination"),
    path("<int:pk>/thong-bao/", views_papers.issue_notice, name="issue_notice"),
]
