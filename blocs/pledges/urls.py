"""Addresses of pledges: a unit's by its member, a bloc's by its year."""

from django.urls import path, register_converter

from . import views
from .models import Period


class PeriodConverter:
    """`6-thang` or `ca-nam` in the address."""

    regex = "6-thang|ca-nam"
    words = {"6-thang": Period.MIDYEAR, "ca-nam": Period.YEAR_END}

    def to_python(self, value):
        return self.words[value]

    def to_url(self, value):
        return next(word for word, period in self.words.items() if period == value)


register_converter(PeriodConverter, "period")

app_name = "pledges"
urlpatterns = [
    path("nam/<int:bloc_year>/", views.registrations, name="registrations"),
    path("nam/<int:bloc_year>/ket-qua/<period:period>/", views.bloc_results, name="bloc_results"),
    path("<int:member>/", views.page, name="page"),
    path("<int:member>/ghi/", views.write, name="write"),
    path("<int:member>/nop/", views.submit, name="submit"),
    path("<int:member>/tiep-nhan/", views.receive, name="receive"),
    path("<int:member>/tra-lai/", views.send_back, name="send_back"),
    path("<int:member>/ket-qua/<period:period>/", views.results, name="results"),
    path("<int:member>/ket-qua/<period:period>/xac-nhan/", views.confirm_results, name="confirm_results"),
    path("<int:member>/ket-qua/<period:period>/mo-lai/", views.reopen_results, name="reopen_results"),
]
