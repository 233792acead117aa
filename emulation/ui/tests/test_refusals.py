"""Từ chối: một câu nói điều gì chưa làm được và một lối đi tiếp, trên mọi đường."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from emulation.testing import client_of, day, person
from emulation.ui.policy import PolicyMiddleware
from emulation.ui.tests.pages import SENTENCE

pytestmark = [pytest.mark.django_db, pytest.mark.urls("emulation.ui.tests.pages")]
WAY_ON = "Về danh sách việc của bạn"


@pytest.fixture
def client():
    return client_of(person("Cán bộ đầu mối, Sở Nội vụ"), at=day(2026, 11, 23, 9, 42))


def text(response):
    return response.content.decode()


def test_a_refused_act_shows_its_sentence_and_the_way_back(client):
    """Câu từ chối hiện nguyên văn, có đường về trang trước."""
    answer = client.post("/thu/tu-choi/", headers={"referer": "http://testserver/nam/"})
    assert answer.status_code == 409
    assert SENTENCE in text(answer)
    assert 'href="http://testserver/nam/"' in text(answer)
    assert WAY_ON in text(answer)


@pytest.mark.parametrize(
    "referer", ["https://elsewhere.example/", "javascript:alert(1)", "", "//elsewhere.example/nam/"]
)
def test_a_refusal_never_leads_to_another_house(client, referer):
    """Đường về chỉ dẫn trong nhà, không tin địa chỉ người khác gửi lên."""
    page = text(client.post("/thu/tu-choi/", headers={"referer": referer}))
    assert "elsewhere" not in page
    assert "javascript:" not in page
    assert "Quay lại trang trước" not in page


def test_a_refusal_for_a_script_is_json(client):
    """Bảng chấm điểm hỏi bằng JSON thì nhận câu ấy bằng JSON."""
    answer = client.post("/thu/tu-choi/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (409, {"refusal": SENTENCE})


def test_a_refusal_for_a_piece_of_page_goes_to_its_place(client):
    """Bấm nút không tải lại trang thì câu từ chối hiện ở chỗ dành cho nó."""
    answer = client.post("/thu/tu-choi/", headers={"hx-request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#refusal")
    assert SENTENCE in text(answer)
    assert "<html" not in text(answer)


@pytest.mark.parametrize("header", [{"accept": "application/json"}, {"hx-request": "true"}])
def test_a_script_whose_session_is_over_is_told_so(header):
    """Phiên hết giữa lúc gõ: nhận một câu, không nhận cả trang đăng nhập đè lên điều đã gõ."""
    answer = Client().post("/thu/tu-choi/", headers=header)
    assert answer.status_code == 401
    assert "điều đã gõ ở đây còn nguyên" in (answer.json()["refusal"] if "accept" in header else text(answer))


def test_a_page_asked_for_without_a_session_leads_to_signing_in():
    """Người mở trang bằng trình duyệt thì vẫn được đưa tới trang đăng nhập."""
    answer = Client().get("/thu/tu-choi/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/vao/")


def test_a_forbidden_page_says_whose_turn_it_is(client):
    """403 nói việc này là của ai; không có câu riêng thì có câu chung."""
    answer = client.get("/thu/cam/")
    assert answer.status_code == 403
    assert "«Ký giao ước» là việc của: thủ trưởng đơn vị." in text(answer)
    assert "Trang này dành cho người giữ việc khác." in text(client.get("/thu/cam-im/"))


def test_a_missing_page_has_a_way_on(client):
    """404 không phân biệt “không có” với “không được xem”, và không nêu mã."""
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "Không có trang này" in text(answer)
    assert WAY_ON in text(answer)
    assert "404" not in text(answer).partition("<body")[2]


def test_a_stranger_at_a_missing_page_is_sent_to_the_front_page():
    """Người chưa đăng nhập không thấy trình đơn, chỉ có đường về trang đầu."""
    page = text(Client().get("/khong-co/"))
    assert "Về trang đầu" in page
    assert "Trình đơn" not in page


def test_what_cannot_be_read_is_refused_in_words(client):
    """400 cũng là một trang có lời."""
    answer = client.get("/thu/nghi-ngo/")
    assert answer.status_code == 400
    assert "chưa ghi gì" in text(answer)


def test_a_wrong_host_gets_words_too(client):
    """Tên máy chủ lạ cũng nhận một trang có lời, không phải trang trắng."""
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "Chưa đọc được yêu cầu" in text(answer)


def test_a_broken_page_tells_a_code_that_is_in_the_log(client, caplog, django_assert_num_queries):
    """500 đưa một mã, cùng mã ấy nằm trong sổ của máy chủ."""
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR), django_assert_num_queries(0):
        answer = Client(raise_request_exception=False).get("/thu/hong/")
    assert answer.status_code == 500
    code = next(r.args[0] for r in caplog.records if r.name == "emulation.ui.refusals")
    assert f"<code>{code}</code>" in text(answer)


def test_a_page_open_too_long_says_what_to_do(settings):
    """Mã chống giả mạo đã cũ: trang nói mở lại rồi làm lại."""
    settings.CSRF_FAILURE_VIEW = "emulation.ui.refusals.csrf_failure"
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(person())
    answer = stranger.post("/thu/gac/")
    assert answer.status_code == 403
    assert "Mở lại trang rồi làm lại" in text(answer)


def test_every_answer_in_html_has_the_content_policy(client):
    """Trang nào cũng cấm mã lạ; không trang nào có mã viết lẫn trong trang."""
    for path in ("/", "/thu/tu-choi/", "/khong-co/", "/thu/bieu-mau/"):
        answer = PolicyMiddleware(client.get)(path)
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "<script>" not in text(answer)
        assert " onclick=" not in text(answer)


def test_the_page_tells_the_hour_of_the_server_and_changes_language(client):
    """Chân trang ghi giờ máy chủ; đổi sang tiếng Anh rồi vẫn ở trang ấy."""
    page = text(client.get("/"))
    assert "Giờ máy chủ 09:42, thứ Hai, 23/11/2026" in page
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/thu/bieu-mau/"})
    assert answer.headers["Location"] == "/thu/bieu-mau/"
    assert '<html lang="en">' in text(client.get("/"))


def test_the_demonstration_says_that_it_is_one(client, settings):
    """Dữ liệu trình diễn thì nói là trình diễn; hệ thống thật thì không có dòng ấy."""
    assert 'class="demo"' in text(client.get("/"))
    settings.DEMO = False
    assert 'class="demo"' not in text(client.get("/"))


def test_an_exception_of_another_kind_is_left_alone():
    """Chỉ lời từ chối thành trang 409; cấm thì vẫn là 403."""
    from emulation.ui.refusals import RefusalMiddleware

    assert RefusalMiddleware(None).process_exception(None, PermissionDenied("x")) is None
