"""Màn hình trong trình duyệt thật: đọc được bằng máy đọc, vừa điện thoại, dùng được bằng bàn phím."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from emulation.testing import client_of, person
from emulation.ui.tests.pages import SENTENCE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("emulation.ui.tests.pages"),
]
PAGES = ["/", "/thu/bieu-mau/", "/khong-co/", "/thu/cam/", "/thu/tu-choi/"]


def violations(page):
    axe = Axe()
    return [v["id"] for v in axe.run(page).response["violations"]]


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_page_fits_and_is_read_by_a_screen_reader(screen, width):
    """Không trang nào phải cuộn ngang; axe không chê điều gì."""
    page = screen(client_of(person("Chuyên viên Ban Thi đua – Khen thưởng tỉnh")), width)
    for path in PAGES:
        page.goto(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_a_wrong_form_takes_the_focus_to_what_is_to_be_mended(screen):
    """Ghi chưa được thì tiêu điểm ở ô tóm tắt; bấm một dòng thì đến đúng ô."""
    page = screen(client_of(person()))
    page.goto("/thu/bieu-mau/")
    page.fill("#id_target", "98.5.0")
    page.click("main button")
    page.wait_for_selector(".error-summary:focus")
    assert violations(page) == []
    page.click(".error-summary a[href='#id_target']")
    assert page.evaluate("document.activeElement.id") == "id_target"
    assert page.complaints == []


def test_a_refused_press_shows_its_sentence_without_leaving_the_page(screen):
    """Bấm một nút không tải lại trang mà bị từ chối: câu từ chối hiện trên trang, được máy đọc đọc lên."""
    page = screen(client_of(person()))
    page.goto("/thu/bam/")
    page.click("main button")
    page.wait_for_selector("#refusal .notice")
    assert page.inner_text("#refusal") == SENTENCE
    assert page.url.endswith("/thu/bam/")


def test_the_menu_of_a_phone_opens_with_the_keyboard(screen):
    """Trên điện thoại trình đơn gập lại, mở bằng phím, không cần mã."""
    page = screen(client_of(person("Cán bộ đầu mối")), 390)
    page.goto("/")
    assert not page.is_visible("details nav")
    page.focus("summary")
    page.keyboard.press("Enter")
    assert page.is_visible("details nav >> text=Việc của tôi")
    assert page.is_visible("details nav >> text=Cán bộ đầu mối")
    assert violations(page) == []


def test_the_skip_link_leads_past_the_menu(screen):
    """Phím Tab đầu tiên đưa đến lối tắt vào nội dung."""
    page = screen(client_of(person()))
    page.goto("/thu/bieu-mau/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
