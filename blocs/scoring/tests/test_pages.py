"""Trang chấm điểm: đọc và điền qua trình duyệt, không cần kịch bản; số truy vấn không theo số đơn vị."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocs.scoring import setting_aside, workflow
from blocs.scoring.grid import key_of
from blocs.scoring.models import Filler, Mark

from .building import (
    AGREED,
    CHECKED,
    OPENED,
    PUBLISHED,
    SCORED,
    agreed,
    cast,
    cells,
    checked,
    claimed,
    handed_in,
    opened,
    published,
    sheet_of,
)

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"scoring:{name}", args=args)


def posted(grid, changes):
    """What a browser without the script sends: every field of the form, some changed."""
    fields = {c.key: c.text for line in grid.leaves for c in line.cells} | changes
    return {f"m-{key}": text for key, text in fields.items()} | {"seen": grid.seen()}


def test_one_button_takes_the_claims_of_every_sheet_of_this_hand(client_of):
    """Lưới kiểm tra: một nút lấy điểm tự chấm cho mọi ô trống của tay này; phiếu của đơn vị mình và ô đã chấm ở yên."""
    people = cast()
    round_ = handed_in(people, opened(people))
    client, other = client_of(people.lead, CHECKED), people.neighbour_unit
    lower = {k: workflow.Claim(t, reason="Theo hồ sơ") for k, t in cells(round_, other, {"1.1": "8"}).items()}
    workflow.save_marks(round_, Filler.CHECKERS, lower, by=people.lead, at=CHECKED)
    assert address("take_claims", round_.pk) in client.get(address("grid", round_.pk, "team")).content.decode()

    page = client.post(address("take_claims", round_.pk), follow=True).content.decode()

    assert "Đã lấy điểm tự chấm cho 9 ô" in page
    assert address("take_claims", round_.pk) not in page
    taken = Mark.objects.filter(column__kind="team")
    assert {m.sheet.member.unit for m in taken} == {people.deputy_unit, other}
    assert taken.get(sheet=sheet_of(round_, other), criterion__code="1.1").points == 8


def test_a_unit_fills_its_sheet_on_the_plain_form(client_of):
    """Không có kịch bản, đơn vị vẫn điền và ghi được phiếu của mình."""
    people = cast()
    round_ = opened(people)
    unit = people.neighbour_unit
    client, sheet = client_of(people.clerk(unit), SCORED), sheet_of(round_, unit)
    form = {"column": "self", "seen": "{}"}
    for (_sheet, row), text in cells(round_, unit, {"1.1": "8,5", "2.1": "đ", "4.1": "0"}).items():
        form[f"m-{sheet.pk}-{row}"] = text
    ratio = next(iter(cells(round_, unit, {"1.2": ""})))[1]
    form |= {f"m-{sheet.pk}-{ratio}-actual": "95", f"m-{sheet.pk}-{ratio}-plan": "100"}

    answer = client.post(address("sheet", sheet.pk), form)

    assert answer.status_code == 302
    sheet.refresh_from_db()
    assert (str(sheet.self_total), sheet.self_missing) == ("18.2500", 1)


def test_the_plain_grid_saves_what_was_changed_and_only_that(client_of):
    """Gửi cả bảng thì chỉ ô đã đổi được ghi, ô của người khác vừa ghi không bị ghi đè."""
    people = cast()
    round_ = handed_in(people, opened(people))
    client = client_of(people.lead, CHECKED)
    grid = client.get(address("grid", round_.pk, "team")).context["grid"]
    key = cells(round_, people.neighbour_unit, {"1.1": ""})
    ((sheet, row),) = key

    answer = client.post(address("grid", round_.pk, "team"), posted(grid, {f"{sheet}-{row}": "7,5"}))

    assert answer.status_code == 302
    assert [(m.sheet_id, str(m.points)) for m in Mark.objects.filter(column__kind=Filler.CHECKERS)] == [
        (sheet, "7.5000")
    ]


def test_the_plain_grid_keeps_what_could_not_be_saved(client_of):
    """Chữ trong ô số: ô đó được nêu tên và giữ nguyên chữ đã gõ, các ô khác vẫn được ghi."""
    people = cast()
    round_ = handed_in(people, opened(people))
    client = client_of(people.lead, CHECKED)
    grid = client.get(address("grid", round_.pk, "team")).context["grid"]
    (bad,), (good,) = (cells(round_, people.neighbour_unit, {code: ""}) for code in ("1.1", "4.1"))

    answer = client.post(address("grid", round_.pk, "team"), posted(grid, {key_of(*bad): "chín", key_of(*good): "0"}))

    assert answer.status_code == 409
    assert "Bạn vừa nhập “chín”." in answer.content.decode()
    assert 'value="chín"' in answer.content.decode()
    assert Mark.objects.filter(column__kind=Filler.CHECKERS).count() == 1


def test_the_script_saves_cells_and_hears_each_answer(client_of):
    """Từ trang, mỗi ô có câu trả lời của nó và tổng mới đi kèm."""
    people = cast()
    round_ = handed_in(people, opened(people))
    client = client_of(people.lead, CHECKED)
    (cell,), (wrong,) = (cells(round_, people.neighbour_unit, {code: ""}) for code in ("1.1", "4.1"))
    body = {"cells": {key_of(*cell): {"raw": "08,50", "seen": 0}, key_of(*wrong): {"raw": "hai", "seen": 0}}}

    answer = client.post(address("save", round_.pk, "team"), json.dumps(body), content_type="application/json").json()

    told = {c["key"]: c for c in answer["cells"]}
    assert (told[key_of(*cell)]["state"], told[key_of(*cell)]["points"]) == ("saved", "8,50")
    assert (told[key_of(*wrong)]["state"], told[key_of(*wrong)]["sentence"]) == (
        "refused", "Nhập một số, ví dụ 8,5. Bạn vừa nhập “hai”.",
    )  # fmt: skip
    assert [f"{cell[0]}-all", "8,50", True] in answer["sums"]


@pytest.mark.parametrize(
    "body", ["", "[]", '{"cells": 5}', '{"cells": {"x": {"raw": "1"}}}', '{"cells": {"1-2": {"raw": 1}}}']
)
def test_what_the_server_cannot_read_saves_nothing(client_of, body):
    """Dữ liệu hỏng: một câu, và không ô nào được ghi."""
    people = cast()
    round_ = handed_in(people, opened(people))

    answer = client_of(people.lead, CHECKED).post(
        address("save", round_.pk, "team"), body, content_type="application/json"
    )

    assert answer.status_code == 400
    assert not Mark.objects.filter(column__kind=Filler.CHECKERS).exists()


def test_a_round_is_finished_by_pressing_its_buttons(client_of):
    """Cả vòng chấm đi hết bằng các nút trên trang."""
    people = cast()
    round_ = checked(people, handed_in(people, opened(people)))
    lead = client_of(people.lead, AGREED)
    assert lead.get(address("agree", round_.pk)).status_code == 200
    assert lead.post(address("agree", round_.pk)).status_code == 302
    assert lead.get(address("publish", round_.pk)).status_code == 200
    assert client_of(people.lead, PUBLISHED).post(address("publish", round_.pk)).status_code == 302
    page = client_of(people.councillor, PUBLISHED).get(address("ranking", round_.pk))
    assert "19,25" in page.content.decode()


PAGES = [
    "index",
    "rankings",
    "round",
    "grid self",
    "grid team",
    "grid final",
    "sheet",
    "submit",
    "ranking",
    "history",
    "year",
    "open",
    "schemes",
    "scheme",
    "new_scheme",
    "paper",
]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_the_lead(client_of, page):
    """Trưởng khối mở được mọi trang của một vòng đã công bố."""
    people = cast()
    round_ = published(people)
    name, _space, kind = page.partition(" ")
    subjects = {
        "index": (), "rankings": (), "grid": (round_.pk, kind), "year": (people.year.pk,), "open": (people.year.pk,),
        "schemes": (people.year.bloc_id,), "new_scheme": (people.year.bloc_id,), "scheme": (round_.scheme_id,),
        "history": (sheet_of(round_, people.lead_unit).pk, round_.scheme.criteria.get(code="1.1").pk),
        "sheet": (sheet_of(round_, people.lead_unit).pk,), "submit": (sheet_of(round_, people.lead_unit).pk,),
    }  # fmt: skip
    reader = people.head(people.lead_unit) if name == "submit" else people.lead
    answer = client_of(reader, PUBLISHED).get(address(name, *subjects.get(name, (round_.pk,))))
    assert answer.status_code == 200


@pytest.mark.parametrize("page", ["index", "round", "grid self", "grid team", "ranking", "agree", "publish"])
def test_a_page_asks_the_same_number_of_queries_for_3_and_30_members(client_of, page):
    """Trang của 30 đơn vị không hỏi cơ sở dữ liệu nhiều hơn trang của 3 đơn vị."""
    counts = []
    for members in (3, 30):
        people = cast(members, name=f"Khối {members} đơn vị")
        round_ = checked(people, handed_in(people, opened(people))) if page == "agree" else agreed(people)
        client, name, kind = client_of(people.lead, AGREED), *page.partition(" ")[::2]
        args = {"index": (), "grid": (round_.pk, kind)}.get(name, (round_.pk,))
        client.get(address(name, *args))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address(name, *args)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_above_twenty_units_the_grid_is_turned(client_of):
    """Trên 20 đơn vị thì lưới xoay: đơn vị đi xuống, tiêu chí đi ngang."""
    people = cast(21)
    round_ = opened(people)
    page = client_of(people.lead, OPENED).get(address("grid", round_.pk, "self"))
    assert "grid turned" in page.content.decode()
    assert page.content.decode().count('<td class="cell') == 21 * 5


def test_the_buttons_of_the_great_acts_are_on_their_pages(client_of):
    """Nộp, chốt, công bố: người có quyền thấy nút trên trang của việc ấy."""
    people = cast()
    round_ = opened(people)
    handed_in(people, round_, *people.units[:2])
    unit = people.units[2]
    claimed(people, round_, unit)
    pages = [client_of(people.head(unit), SCORED).get(address("submit", sheet_of(round_, unit).pk))]
    handed_in(people, round_, unit)
    checked(people, round_)
    pages.append(client_of(people.lead, AGREED).get(address("agree", round_.pk)))
    workflow.agree(round_, by=people.lead, at=AGREED)
    pages.append(client_of(people.lead, PUBLISHED).get(address("publish", round_.pk)))

    words = ["Nộp bảng tự chấm", "Chốt điểm", "Công bố kết quả"]
    assert [f">{word}</button>" in page.content.decode() for word, page in zip(words, pages, strict=True)] == [True] * 3


def test_agreeing_and_publishing_open_only_in_their_turn(client_of):
    """Trang chốt, trang công bố không mở khi chưa tới lượt hoặc đã làm xong, mà nói vì sao."""
    people = cast(3)
    round_, lead = opened(people), client_of(people.lead, CHECKED)
    assert lead.get(address("agree", round_.pk)).status_code == 409
    checked(people, handed_in(people, round_))
    assert (lead.get(address("agree", round_.pk)).status_code, lead.get(address("publish", round_.pk)).status_code) == (
        200,
        409,
    )
    workflow.agree(round_, by=people.lead, at=AGREED)
    assert (lead.get(address("agree", round_.pk)).status_code, lead.get(address("publish", round_.pk)).status_code) == (
        409,
        200,
    )


def pen(client, page, *args):
    """Who holds the pen, as the page says."""
    text = client.get(address(page, *args)).content.decode()
    told = re.search(r"Người giữ bút:\s*<b>(.*?)</b>", text)
    return told and told.group(1)


def test_the_pen_of_a_round_is_with_its_slowest_sheets(client_of):
    """Vòng chấm, lưới, bảng xếp hạng nói ai giữ bút: đơn vị chưa nộp, người kiểm tra, riêng phiếu trưởng khối là phó khối, rồi trưởng khối."""
    people = cast(3)
    round_ = opened(people)
    reader, deputy = client_of(people.clerk(people.neighbour_unit), CHECKED), str(people.deputy_unit)
    assert pen(reader, "round", round_.pk) == "các đơn vị chưa nộp"
    handed_in(people, round_, *people.units[:2])
    sheet = sheet_of(round_, people.deputy_unit)
    assert pen(client_of(people.head(people.deputy_unit), CHECKED), "sheet", sheet.pk) == "các đơn vị chưa nộp"
    handed_in(people, round_, people.units[2])
    assert pen(reader, "round", round_.pk) == f"phó khối ({deputy}); người của trưởng khối và tổ kiểm tra"
    checked(people, round_, *people.units[1:])
    assert pen(reader, "round", round_.pk) == f"phó khối ({deputy})"
    assert pen(client_of(people.lead, CHECKED), "grid", round_.pk, "team") == f"phó khối ({deputy})"
    checked(people, round_, people.units[0])
    assert pen(reader, "round", round_.pk) == "trưởng khối và phó khối, chờ chốt"
    workflow.agree(round_, by=people.lead, at=AGREED)
    assert pen(client_of(people.lead, AGREED), "ranking", round_.pk) == "trưởng khối, chờ công bố"
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    assert pen(client_of(people.lead, PUBLISHED), "round", round_.pk) is None


def test_the_forms_of_a_sheet_open_only_while_their_step_can_be_taken(client_of):
    """Trả lại, mở lại, xét lại: chưa tới lúc hoặc đã qua thì trang nói vì sao, không mở biểu mẫu."""
    people = cast(3)
    round_, unit, lead = handed_in(people, opened(people)), people.units[2], client_of(people.lead, CHECKED)
    page = [address(name, sheet_of(round_, unit).pk) for name in ("send_back", "reopen", "exclude", "readmit")]
    assert [lead.get(p).status_code for p in page] == [200, 409, 200, 409]
    checked(people, round_, unit)
    assert [lead.get(p).status_code for p in page] == [409, 200, 200, 409]
    setting_aside.exclude(
        sheet_of(round_, unit), ground="Quy chế của khối", reason="Bị kỷ luật", by=people.lead, at=CHECKED
    )
    assert [lead.get(p).status_code for p in page] == [409, 409, 409, 200]
