"""Addresses that exist only in these tests: pages that refuse, forbid, break, and one with every kind of field."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect

from emulation.ui.fields import CleanCharField, DecimalCommaField
from emulation.ui.forms import DateField, Form, attempt
from emulation.ui.refusals import Refusal

handler400 = "emulation.ui.refusals.bad_request"
handler403 = "emulation.ui.refusals.forbidden"
handler404 = "emulation.ui.refusals.not_found"
handler500 = "emulation.ui.refusals.server_error"
SENTENCE = "Chưa chốt được: còn 2 dòng chờ trả lời (2.2 và 6.1)."
PAGE = """{% extends "base.html" %}{% load crispy_forms_tags %}
{% block title %}Đăng ký chỉ tiêu{% endblock %}{% block width %}narrow{% endblock %}
{% block crumbs %}<a href="/nam/">Khối thi đua Hành chính – Tổng hợp</a>{% endblock %}
{% block over %}Sở Ngoại vụ · Năm 2026{% endblock %}{% block h1 %}Đăng ký chỉ tiêu thi đua{% endblock %}
{% block holder %}<span>Người giữ bút: <b>bạn</b></span>{% endblock %}{% block content %}{% crispy form %}{% endblock %}"""
FRONT = """{% extends "base.html" %}{% block title %}Trang đầu{% endblock %}{% block h1 %}Trang đầu{% endblock %}"""
PRESS = """{% extends "base.html" %}{% block title %}Bấm{% endblock %}{% block h1 %}Bấm{% endblock %}
{% block content %}<button class="btn btn-plain" hx-post="/thu/tu-choi/">Chốt điểm</button>{% endblock %}"""
TITLES = [("a", "Tập thể lao động tiên tiến"), ("b", "Tập thể lao động xuất sắc"), ("c", "Cờ thi đua của UBND tỉnh")]


class Target(Form):
    submit = "Ghi và kiểm tra lại"
    name = CleanCharField(label="Tên chỉ tiêu", max_length=60)
    target = DecimalCommaField(
        label="Chỉ tiêu (%)", help_text="Số phần trăm, viết 98,5 hay 98.5 đều được", min_value=0, max_value=100
    )
    due = DateField(label="Ngày hoàn thành")
    title = forms.MultipleChoiceField(label="Danh hiệu đăng ký", choices=TITLES, widget=forms.CheckboxSelectMultiple)
    way = forms.ChoiceField(label="Cách đo", choices=[("", "Chọn cách đo"), ("a", "Theo báo cáo")], required=False)
    read = forms.BooleanField(label="Đã đọc quy chế")
    file = forms.FileField(label="Minh chứng", required=False)
    note = CleanCharField(label="Ghi chú", widget=forms.Textarea(attrs={"rows": 3}), required=False)


def act(name, **rest):
    if name == "Từ chối":
        raise Refusal(SENTENCE)
    return name


def form(request):
    typed = Target(request.POST or None, request.FILES or None)
    if request.method == "POST" and typed.is_valid() and attempt(typed, act, **typed.cleaned_data):
        return redirect("home")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": typed}, request))


def front(request):
    return HttpResponse(engines["django"].from_string(FRONT).render({}, request))


def press(request):
    return HttpResponse(engines["django"].from_string(PRESS).render({}, request))


def refuse(request):
    raise Refusal(SENTENCE)


def forbid(request):
    raise PermissionDenied("«Ký giao ước» là việc của: thủ trưởng đơn vị.")


def forbid_silently(request):
    raise PermissionDenied


def suspect(request):
    raise SuspiciousOperation("a header that lies")


def break_(request):
    raise RuntimeError("broken on purpose")


@csrf_protect
def guarded(request):
    return HttpResponse("ok")


urlpatterns = [
    path("", front, name="home"),
    path("vao/", login_not_required(front), name="account_login"),
    path("ngon-ngu/", include("emulation.ui.urls")),
    path("thu/bieu-mau/", form),
    path("thu/bam/", press),
    path("thu/tu-choi/", refuse),
    path("thu/cam/", forbid),
    path("thu/cam-im/", forbid_silently),
    path("thu/nghi-ngo/", suspect),
    path("thu/hong/", login_not_required(break_)),
    path("thu/gac/", guarded),
]
