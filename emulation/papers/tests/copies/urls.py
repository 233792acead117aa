"""A page of any paper for these tests, beside everything else."""

from django.shortcuts import get_object_or_404
from django.urls import include, path

import emulation.urls
from emulation.papers import views
from emulation.papers.models import Paper


def shown(request, pk):
    return views.show(request, get_object_or_404(Paper, pk=pk), back=("Năm thi đua 2026", "/ve/"))


handler403 = emulation.urls.handler403
urlpatterns = [path("thu/<int:pk>/", shown), path("", include("emulation.urls"))]
