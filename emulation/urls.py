"""Addresses of the house: one prefix per room."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("lich/<str:key>.ics", views.calendar, name="calendar"),
    path("khoi/", include("blocs.roster.urls")),
    path("nam/", include("blocs.years.urls")),
    path("dang-ky/", include("blocs.pledges.urls")),
    path("giao-uoc/", include("blocs.covenant.urls")),
    path("cham-diem/", include("blocs.scoring.urls")),
    path("hoi-nghi/", include("blocs.conferences.urls")),
    path("de-nghi/", include("awards.proposals.urls")),
    path("hoi-dong/", include("awards.council.urls")),
    path("quyet-dinh/", include("awards.decisions.urls")),
    path("danh-muc/", include("awards.catalogue.urls")),
    path("phieu/", include("emulation.ballots.urls")),
    path("tra-cuu/", include("emulation.papers.urls")),
    path("can-cu/", include("emulation.law.urls")),
    path("nhat-ky/", include("emulation.journal.urls")),
    path("tai-khoan/", include("emulation.accounts.urls")),
    path("ngon-ngu/", include("emulation.ui.urls")),
    path("trinh-dien/", include("emulation.demo.urls")),
]
handler400 = "emulation.ui.refusals.bad_request"
handler403 = "emulation.ui.refusals.forbidden"
handler404 = "emulation.ui.refusals.not_found"
handler429 = "emulation.accounts.views.too_many"
handler500 = "emulation.ui.refusals.server_error"
