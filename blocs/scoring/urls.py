"""Addresses."""

from django.urls import path

from . import views, views_correction, views_grid, views_schemes, views_sheets

app_name = "scoring"
urlpatterns = [
    path("", views.index, name="index"),
    path("xep-hang/", views.rankings, name="rankings"),
    path("nam/<int:pk>/", views.year, name="year"),
    path("nam/<int:pk>/mo-vong/", views.open_round, name="open"),
    path("vong/<int:pk>/", views.round_page, name="round"),
    path("vong/<int:pk>/doi-han/", views.reschedule, name="reschedule"),
    path("vong/<int:pk>/giao-cham/", views.name_lead_checker, name="name_lead_checker"),
    path("vong/<int:pk>/bat-dau-kiem-tra/", views.begin_checking, name="begin_checking"),
    path("vong/<int:pk>/chot/", views.agree, name="agree"),
    path("vong/<int:pk>/cong-bo/", views.publish, name="publish"),
    path("vong/<int:pk>/xep-hang/", views.ranking, name="ranking"),
    path("vong/<int:pk>/chenh-lech/", views.gaps, name="gaps"),
    path("vong/<int:pk>/bang-diem/", views.paper, name="paper"),
    path("vong/<int:pk>/bang-diem/pdf/", views.pdf, name="pdf"),
    path("vong/<int:pk>/dinh-chinh/", views_correction.choose, name="choose_correction"),
    path("phieu/<int:pk>/dinh-chinh/", views_correction.correct, name="correct"),
    path("dinh-chinh/<int:pk>/", views_correction.paper, name="correction"),
    path("dinh-chinh/<int:pk>/pdf/", views_correction.pdf, name="correction_pdf"),
    path("vong/<int:pk>/cot/", views_grid.column, name="column"),
    path("vong/<int:pk>/lay-diem-tu-cham/", views_grid.take_claims, name="take_claims"),
    path("vong/<int:pk>/nop-cot-cham/", views_grid.finish, name="finish"),
    path("vong/<int:pk>/cot/<slug:kind>/", views_grid.grid, name="grid"),
    path("vong/<int:pk>/cot/<slug:kind>/luu/", views_grid.save, name="save"),
    path("phieu/<int:pk>/", views_sheets.sheet, name="sheet"),
    path("phieu/<int:pk>/nop/", views_sheets.submit, name="submit"),
    path("phieu/<int:pk>/kiem-tra-xong/", views_sheets.check_done, name="check_done"),
    path("phieu/<int:pk>/lay-diem-tu-cham/", views_sheets.accept_claims, name="accept_claims"),
    path("phieu/<int:pk>/tra-lai/", views_sheets.send_back, name="send_back"),
    path("phieu/<int:pk>/mo-lai/", views_sheets.reopen, name="reopen"),
    path("phieu/<int:pk>/khong-xet/", views_sheets.exclude, name="exclude"),
    path("phieu/<int:pk>/xet-lai/", views_sheets.readmit, name="readmit"),
    path("phieu/<int:pk>/dong/<int:criterion>/", views_sheets.history, name="history"),
    path("bo-tieu-chi/khoi/<int:pk>/", views_schemes.schemes, name="schemes"),
    path("bo-tieu-chi/khoi/<int:pk>/soan/", views_schemes.new_scheme, name="new_scheme"),
    path("bo-tieu-chi/<int:pk>/", views_schemes.scheme, name="scheme"),
    path("bo-tieu-chi/<int:pk>/yaml/", views_schemes.scheme_file, name="scheme_file"),
    path("bo-tieu-chi/<int:pk>/excel/", views_schemes.scheme_workbook, name="scheme_workbook"),
    path("bo-tieu-chi/mau-excel/", views_schemes.scheme_template, name="scheme_template"),
    path("bo-tieu-chi/cach-viet/", views_schemes.scheme_help, name="scheme_help"),
    path("bo-tieu-chi/<int:pk>/thong-qua/", views_schemes.adopt, name="adopt_scheme"),
]
