"""Addresses of the year."""

from django.urls import path

from . import views, views_drafts, views_late, views_members, views_opening, views_papers

app_name = "years"
urlpatterns = [
    path("", views.index, name="index"),
    path("lap/<int:bloc>/", views.open_year, name="open"),
    path("lap-nhieu/<int:pk>/<int:year>/", views_opening.open_years, name="open_all"),
    path("van-ban/", views.papers, name="papers"),
    path("van-ban/<int:pk>/", views.paper, name="paper"),
    path("van-ban/<int:pk>/tep/", views.paper_pdf, name="paper_pdf"),
    path("viec/<int:pk>/gia-han/", views.extend, name="extend"),
    path("viec/<int:pk>/nhan-giay/", views_late.receive, name="receive_paper"),
    path("ban-quet/<int:pk>/", views_late.scan, name="scan"),
    path("<int:pk>/dua-vao/", views_members.admit, name="admit"),
    path("<int:pk>/doi-truong-khoi/", views_members.appoint, name="appoint"),
    path("don-vi/<int:pk>/ra/", views_members.release, name="release"),
    path("bien-dong/<int:pk>/", views_members.change, name="change"),
    path("tre/", views_late.index, name="late"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/moc/", views.set_due, name="set_due"),
    path("<int:pk>/phong-trao/", views.movements, name="movements"),
    path("phong-trao/<int:pk>/", views.movement, name="movement"),
    path("don-vi/<int:pk>/ty-le-nu/", views.women, name="women"),
    path("<int:pk>/nhat-ky/", views.journal, name="journal"),
    path("<int:pk>/so-van-ban/", views.numbers, name="numbers"),
    path("<int:pk>/khep/", views.close, name="close"),
    path("<int:pk>/du-thao/", views_drafts.write, name="write_draft"),
    path("du-thao/<int:pk>/", views_drafts.page, name="draft"),
    path("du-thao/<int:pk>/sua/", views_drafts.edit, name="edit_draft"),
    path("du-thao/<int:pk>/lay-y-kien/", views_drafts.consult, name="consult"),
    path("du-thao/<int:pk>/gop-y/", views_drafts.comment, name="comment"),
    path("du-thao/<int:pk>/thong-qua/", views_drafts.adopt, name="adopt"),
    path("<int:pk>/cong-van/", views_papers.write_letter, name="write_letter"),
    path("cong-van/<int:pk>/", views_papers.letter, name="letter"),
    path("cong-van/<int:pk>/sua/", views_papers.edit_letter, name="edit_letter"),
    path("cong-van/<int:pk>/phat-hanh/", views_papers.issue_letter, name="issue_letter"),
    path("<int:pk>/danh-sach/", views_papers.list_members, name="list_members"),
    path("quyet-dinh/<int:pk>/", views_papers.arrangements, name="arrangements"),
    path("quyet-dinh/<int:pk>/<int:year>/", views_papers.arrange, name="arrange"),
    path("quyet-dinh/du-thao/<int:pk>/", views_papers.arrangement, name="arrangement"),
    path("quyet-dinh/du-thao/<int:pk>/tep/", views_papers.arrangement_pdf, name="arrangement_pdf"),
    path("y-kien/<int:pk>/tra-loi/", views_drafts.answer, name="answer"),
]
