"""Lưới trên màn hình: đầu bảng và cột đầu đứng yên, 68 đơn vị, trình đọc màn hình nghe được gì, kịch bản nặng bao nhiêu."""

import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse

from blocs.scoring import workflow
from emulation.testing import client_of

from .building import CHECKED, cells, sheet_of
from .on_grid import Ground, OnGrid, long_scheme

browser = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 390, 320)
PLACE = """selector => { const box = document.querySelector('.grid-box').getBoundingClientRect(),
  here = document.querySelector(selector).getBoundingClientRect(); return [Math.round(here.left - box.left), Math.round(here.top - box.top)]; }"""
SEEN = """(() => { const box = document.activeElement.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === document.activeElement; })()"""


def test_the_script_is_small():
    """Kịch bản của lưới, nén lại, không quá 40 kB."""
    scripts = b"".join(path.read_bytes() for path in (settings.BASE_DIR / "static/js/scoring").glob("*.js"))
    assert 0 < len(gzip.compress(scripts)) <= 40_000


@pytest.fixture
def unscripted(chromium, live_server):
    """`unscripted(ground)`: the grid open in a browser that runs no script."""
    contexts = []

    def open_(ground):
        context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
        contexts.append(context)
        cookies = client_of(ground.people.lead).cookies.items()
        context.add_cookies([{"name": k, "value": v.value, "url": live_server.url} for k, v in cookies])
        page = context.new_page()
        page.goto(ground.address)
        return page

    yield open_
    for context in contexts:
        context.close()


class TestInABrowser:
    pytestmark = browser

    def test_the_screens_fit_and_are_read_by_a_screen_reader(self, screen):
        """Lưới, phiếu, vòng chấm ở ba bề ngang: không cuộn ngang cả trang, axe không chê điều gì."""
        axe, grid = Axe(), OnGrid(screen, Ground())
        round_ = grid.ground.round
        sheet = sheet_of(round_, grid.ground.people.units[1]).pk
        pages = [("grid", round_.pk, "team"), ("sheet", sheet), ("round", round_.pk), ("index",)]
        for name, *args in pages:
            grid.page.goto(reverse(f"scoring:{name}", args=args))
            for width in WIDTHS:
                grid.page.set_viewport_size({"width": width, "height": 844})
                found = [(v["id"], v["nodes"][0]["html"][:120]) for v in axe.run(grid.page).response["violations"]]
                assert found == [], (name, width)
                assert grid.page.evaluate("document.documentElement.scrollWidth") == width, (name, width)

    # Criteria down; from 21 units on units down.
    @pytest.mark.parametrize(("members", "width"), [(20, 1024), (20, 390), (30, 1280), (30, 390)])
    def test_head_and_first_column_stay_while_the_rest_moves(self, screen, members, width):
        """Cuộn ngang, cuộn dọc: đầu bảng và cột đầu đứng yên, ô ở giữa đi; ô đang gõ không bao giờ bị che."""
        grid = OnGrid(screen, Ground(members, long_scheme(40)), width=width)
        places = {"head": ".grid thead th:nth-child(5)", "name": ".grid tbody tr:nth-child(9) .name"}
        before = {what: grid.page.evaluate(PLACE, selector) for what, selector in places.items()}
        grid.page.evaluate("document.querySelector('.grid-box').scrollTo(120, 90)")
        after = {what: grid.page.evaluate(PLACE, selector) for what, selector in places.items()}
        assert after["head"] == [before["head"][0] - 120, before["head"][1]]
        assert after["name"] == [before["name"][0], before["name"][1] - 90]
        grid.cell(members // 2, "1.20").click()
        for key in ("Control+ArrowUp", "Control+ArrowLeft", "Control+ArrowDown", "Control+ArrowRight"):
            grid.press(key)
            grid.until(SEEN, key)

    def test_sixty_eight_members_are_scored_on_one_page(self, screen):
        """Khối 68 đơn vị: đơn vị xuống, tiêu chí ngang; gõ, dán cả cột, tổng và tiến độ của từng đơn vị theo ngay."""
        grid = OnGrid(screen, Ground(68))
        assert grid.page.locator(".grid.turned tbody tr").count() == 68
        grid.cell(1, "1.1").click()
        grid.paste("\n".join("8,5" for _unit in range(67)))
        grid.settled()
        assert grid.ground.stored("1.1") == ["8.5"] * 67
        assert len(grid.sent) == 1
        last = sheet_of(grid.ground.round, grid.ground.people.units[67]).pk
        assert grid.page.inner_text(f"[data-sum='{last}-all']") == "8,50"
        assert grid.page.inner_text(f"[data-progress='{last}']") == "1/5"

    def test_in_a_wide_grid_the_two_values_lie_over_the_rows_below(self, screen):
        """Bảng rộng: hộp chọn hai giá trị nằm trên các dòng dưới nó, bấm được, cả ở nửa dưới của bảng."""
        ground = Ground(30)
        grid, other = OnGrid(screen, ground), ground.people.head(ground.people.lead_unit)
        for unit in (2, 29):
            theirs = cells(ground.round, ground.people.units[unit], {"1.1": "4"})
            workflow.save_marks(ground.round, "team", theirs, by=other, at=CHECKED)
            grid.type(unit, "1.1", "5")
            grid.page.get_by_text("Giữ 5,00").click()
            grid.settled()
        assert ground.stored("1.1") == ["5", "5"]

    def test_a_screen_reader_hears_row_column_value_and_state(self, screen):
        """Mỗi ô đọc lên: đơn vị, tiêu chí, giá trị, trạng thái; ô sai đọc cả lời báo; ô khóa đọc vì sao khóa."""
        ground = Ground()
        grid = OnGrid(screen, ground)
        named = {"role": "textbox", "name": f"{ground.people.units[1].name} 1.1 Hoàn thành chương trình công tác"}
        grid.cell(1, "1.1").click()
        assert grid.heard() == named | {"value": "", "description": "ô trống", "invalid": "false", "readonly": False}
        for text, value, state, wrong in (
            ("8", "8,00", "đã lưu", "false"),
            ("12", "12,00", "đã lưu 12,00 vượt mức tối đa 10,00", "false"),
            ("chín", "chín", "chưa lưu được Nhập một số, ví dụ 8,5. Bạn vừa nhập “chín”.", "true"),
        ):
            grid.type(1, "1.1", text)
            grid.settled()
            grid.press("ArrowUp")
            assert grid.heard() == named | {"value": value, "description": state, "invalid": wrong, "readonly": False}
        grid.cell(0, "1.1").click()
        locked = grid.heard()
        assert (locked["readonly"], "phiếu của trưởng khối do phó khối" in locked["description"]) == (True, True)
        other = ground.people.head(ground.people.lead_unit)
        workflow.save_marks(
            ground.round, "team", cells(ground.round, ground.people.units[2], {"1.1": "4"}), by=other, at=CHECKED
        )
        grid.type(2, "1.1", "5")
        grid.page.locator(".choice").wait_for()
        grid.press("ArrowUp")
        assert grid.heard()["description"] == "hai giá trị Ô này có hai giá trị: bấm Tab để tới chỗ chọn."
        assert grid.page.get_attribute("#status", "role") == "status"

    def test_without_the_script_the_form_is_posted_whole(self, unscripted):
        """Tắt kịch bản: vẫn là biểu mẫu, gõ rồi bấm một nút là ghi cả bảng."""
        ground = Ground()
        page = unscripted(ground)
        page.fill(f"input[name='m-{ground.key(1, '1.1')}']", "8,5")
        page.get_by_role("button", name="Ghi cả bảng").click()
        assert re.search("Đã ghi 1 ô", page.inner_text("main"))
        assert ground.stored("1.1") == ["8.5"]

    def test_without_the_script_a_large_grid_is_posted_in_parts(self, unscripted):
        """68 đơn vị × 200 tiêu chí, tắt kịch bản: không mời gửi cả bảng; từng phần thì ghi được, ghi xong vẫn ở phần ấy."""
        ground = Ground(68, long_scheme(200))
        page = unscripted(ground)
        assert page.get_by_role("button", name="Ghi cả bảng").count() == 0
        parts = page.locator("nav[aria-label='Các phần của bảng'] a")
        assert parts.all_inner_texts() == ["Đơn vị 1–23", "Đơn vị 24–46", "Đơn vị 47–68"]
        with page.expect_navigation():
            parts.nth(1).click()
        assert page.locator(".grid tbody tr").count() == 23
        for unit, row in ((23, "1.1"), (45, "1.200")):
            page.fill(f"input[name='m-{ground.key(unit, row)}']", "8,5")
        page.get_by_role("button", name="Ghi phần này").click()
        told = page.inner_text("main")
        assert ("Đã ghi 2 ô" in told, "Đang mở một phần của bảng: đơn vị 24–46." in told) == (True, True)
        assert (ground.stored("1.1"), ground.stored("1.200")) == (["8.5"], ["8.5"])


def test_a_form_of_more_cells_than_a_part_is_refused(client_of, db):
    """Gửi cả bảng lớn một lần (không ai được mời làm thế) thì bị từ chối, không ghi ô nào."""
    ground = Ground()
    body = {f"m-{ground.key(1, '1.1')}": "8"} | {f"m-1-{n}": "1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)}
    assert client_of(ground.people.lead).post(ground.address, body).status_code == 400
    assert ground.stored("1.1") == []
