"""Trình đơn: chỉ có lối mà người ấy dùng được; mục đang mở được đánh dấu; ngôn ngữ là do người chọn."""

import pytest
import rules
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path, resolve
from django.utils.translation import get_language

from emulation.ui.context import page
from emulation.ui.language import LanguageMiddleware
from emulation.ui.refusals import not_found


def nothing(request):
    return HttpResponse("")


def room(label, *names):
    return path(f"{label}/", include(([path(f"{n}/", nothing, name=n) for n in names], label)))


urlpatterns = [
    path("", nothing, name="home"),
    room("years", "index", "papers"),
    room("council", "index"),
    room("covenant", "page"),
    room("scoring", "index", "rankings"),
]
handler404 = not_found
pytestmark = pytest.mark.urls(__name__)


class Person:
    is_authenticated = True

    def __init__(self, *permissions):
        self.permissions = permissions

    def has_perm(self, permission, subject=None):
        return permission in self.permissions


def menu(address="/", person=None):
    request = RequestFactory().get(address)
    request.user, request.resolver_match = person or Person(), resolve(address)
    return page(request)["nav"]


def labels(entries):
    return [str(e["label"]) for e in entries]


def current(address):
    return [str(e["label"]) for e in menu(address) if e["current"]]


def test_the_menu_has_only_the_pages_that_exist():
    """Phòng chưa có trang thì không có mục."""
    assert labels(menu()) == ["Việc của tôi", "Năm thi đua", "Chấm điểm", "Xếp hạng", "Văn bản", "Hội đồng"]


def test_a_room_may_keep_its_pages_for_some():
    """Phòng khai quyền “browse” thì chỉ người có quyền thấy mục ấy."""
    rules.add_perm("council.browse", rules.always_false)
    try:
        assert "Hội đồng" not in labels(menu())
        assert "Hội đồng" in labels(menu(person=Person("council.browse")))
    finally:
        rules.remove_perm("council.browse")


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/", "Việc của tôi"),
        ("/years/index/", "Năm thi đua"),
        ("/covenant/page/", "Năm thi đua"),
        ("/years/papers/", "Văn bản"),
        ("/scoring/index/", "Chấm điểm"),
        ("/scoring/rankings/", "Xếp hạng"),
    ],
)
def test_the_entry_of_the_open_page_is_marked(address, label):
    """Đúng một mục được đánh dấu là đang mở."""
    assert current(address) == [label]


def test_a_browser_in_english_still_gets_vietnamese():
    """Máy cài Windows tiếng Anh vẫn thấy tiếng Việt; chỉ người dùng mới đổi được."""
    seen = []
    middleware = LanguageMiddleware(lambda request: seen.append(get_language()) or HttpResponse(""))
    request = RequestFactory().get("/", headers={"accept-language": "en-US"})
    middleware(request)
    request.COOKIES["django_language"] = "en"
    middleware(request)
    request.COOKIES["django_language"] = "xx"
    middleware(request)
    assert seen == ["vi", "en", "vi"]
