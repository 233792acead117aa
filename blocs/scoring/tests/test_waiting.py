"""Việc chấm điểm chờ ai, tới ngày nào; và bảng điểm in ra giấy."""

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from blocs.scoring import documents, reports, workflow, written
from blocs.years import workflow as years
from blocs.years.models import BlocYear, Obligation
from emulation.journal import clock
from emulation.papers.rendering import pdf
from emulation.testing import day

from .building import (
    AGREED,
    CHECKED,
    SCORED,
    YEAR,
    cast,
    checked,
    claimed,
    handed_in,
    opened,
    published,
    scheme_of,
)

pytestmark = pytest.mark.django_db


def waits(user, at, *, elsewhere=False):
    with clock.at(at):
        user.forget_powers()
        return [(t.title, t.due) for t in reports.waiting(user, at) if t.elsewhere == elsewhere]


SELF_DUE, CHECK_DUE = dt.date(YEAR, 11, 20), dt.date(YEAR, 11, 27)


def test_a_unit_is_asked_to_score_itself_and_then_its_head_to_hand_in():
    """Đang tự chấm thì chờ đơn vị; điền đủ thì thủ trưởng được nhắc nộp."""
    people = cast()
    round_ = opened(people)
    clerk, head = people.clerk(people.neighbour_unit), people.head(people.neighbour_unit)
    assert waits(clerk, SCORED) == [("Tự chấm điểm: chấm điểm cuối năm", SELF_DUE)]
    claimed(people, round_, people.neighbour_unit)
    handing_in = [("Nộp bảng tự chấm: chấm điểm cuối năm", SELF_DUE)]
    assert (waits(head, SCORED), waits(head, SCORED, elsewhere=True)) == (handing_in, [])
    assert (waits(clerk, SCORED), waits(clerk, SCORED, elsewhere=True)) == ([], handing_in)


def test_the_round_of_the_year_is_asked_for_when_its_milestone_is_near(client_of):
    """Gần hạn tự chấm, năm đang thực hiện, có bộ tiêu chí: trưởng khối thấy việc mở vòng, và nút ở trang Chấm điểm; mở rồi thì thôi."""
    people, there = cast(), "Mở vòng chấm cuối năm"
    scheme_of(people)
    BlocYear.objects.filter(pk=people.year.pk).update(state="running")
    near, due = day(YEAR, 10, 21), [("Mở vòng chấm điểm cuối năm 2026", dt.date(YEAR, 11, 20))]
    assert (waits(people.lead, day(YEAR, 10, 20)), waits(people.lead, near)) == ([], due)
    assert waits(people.deputy, near) == waits(people.secretary, near) == []
    assert there in page_of(client_of(people.lead, near))
    assert there in page_of(client_of(people.secretary, near))
    assert there not in page_of(client_of(people.deputy, near))
    opened(people)
    assert due[0] not in waits(people.lead, near)
    assert there not in page_of(client_of(people.lead, near))


def page_of(client):
    return client.get(reverse("scoring:index")).content.decode()


def test_a_year_without_a_round_says_where_it_is_opened(client_of):
    """Chưa có vòng chấm: ai mở được thì câu chỉ nút ở cùng trang; người khác thì nói ai mở, ở đâu."""
    people = cast()
    scheme_of(people)
    address = reverse("scoring:year", args=[people.year.pk])
    leads = client_of(people.lead, SCORED).get(address).content.decode()
    assert "bấm «Mở vòng chấm»" in leads
    assert reverse("scoring:open", args=[people.year.pk]) in leads
    reads = client_of(people.deputy, SCORED).get(address).content.decode()
    assert "bấm «Mở vòng chấm»" not in reads
    assert "ở mục Chấm điểm của năm thi đua" in reads


def test_an_extension_moves_the_day():
    """Được gia hạn thì hạn hiện theo ngày gia hạn."""
    people = cast()
    opened(people)
    owed = Obligation.objects.get(member__unit=people.neighbour_unit, milestone__kind="self_score")
    years.extend(owed, to=dt.date(YEAR, 11, 25), reason="Bão số 9", by=people.lead, at=SCORED)
    assert waits(people.clerk(people.neighbour_unit), SCORED)[0][1] == dt.date(YEAR, 11, 25)


def test_checkers_are_asked_only_for_the_sheets_of_their_hand():
    """Trưởng khối được nhắc hai phiếu của đơn vị khác, phó khối được nhắc phiếu của trưởng khối."""
    people = cast()
    handed_in(people, opened(people))
    assert waits(people.lead, CHECKED) == [("Kiểm tra 2 phiếu: chấm điểm cuối năm", CHECK_DUE)]
    assert waits(people.deputy, CHECKED) == [("Kiểm tra 1 phiếu: chấm điểm cuối năm", CHECK_DUE)]
    assert waits(people.clerk(people.neighbour_unit), CHECKED) == []


def test_agreement_and_publication_wait_for_the_lead():
    """Kiểm tra xong thì chờ chốt; chốt xong thì chờ công bố; công bố rồi thì hết việc."""
    people = cast()
    round_ = checked(people, handed_in(people, opened(people)))
    assert waits(people.lead, CHECKED) == [("Chốt điểm: chấm điểm cuối năm", CHECK_DUE)]
    workflow.agree(round_, by=people.lead, at=AGREED)
    assert (
        waits(people.lead, AGREED)
        == waits(people.secretary, AGREED)
        == [("Công bố kết quả: chấm điểm cuối năm", CHECK_DUE)]
    )
    workflow.publish(round_, by=people.lead, at=day(YEAR, 12, 8))
    assert waits(people.lead, day(YEAR, 12, 9)) == []


def test_when_the_day_has_passed_the_lead_is_asked_to_begin_checking():
    """Quá hạn tự chấm mà còn đơn vị chưa nộp: trưởng khối được nhắc bắt đầu kiểm tra."""
    people = cast()
    handed_in(people, opened(people), people.lead_unit)
    assert ("Bắt đầu kiểm tra: chấm điểm cuối năm", SELF_DUE) in waits(people.lead, CHECKED)


def test_the_score_table_is_printed_with_every_row_and_unit():
    """Bảng điểm in ra có xếp hạng, mọi tiêu chí và mọi đơn vị, phụ lục nằm ngang."""
    people = cast()
    round_ = published(people)
    printed = pdf(round_.paper)
    pages = PdfReader(BytesIO(printed.content)).pages
    text = " ".join(" ".join(p.extract_text() for p in pages).split())  # a name may take two lines of its cell
    assert pages[-1].mediabox.width > pages[-1].mediabox.height
    assert all(unit.name in text for unit in people.units)
    assert all(words in text for words in ("Ký giao ước đúng hạn", "19,25"))


def test_more_units_than_one_table_holds_go_into_the_next():
    """Nhiều đơn vị hơn một bảng chứa được thì sang bảng sau."""
    people = cast(14)
    tables = published(people).paper.data["tables"]
    assert [len(t["units"]) for t in tables] == [12, 2]


def test_the_format_page_holds_a_scheme_that_loads():
    """Ví dụ trong trang hướng dẫn là một bộ tiêu chí nạp được."""
    page = (Path(__file__).parents[3] / "docs" / "bo-tieu-chi.md").read_text()
    example = page.split("```yaml\n")[1].split("```")[0]
    assert [r.code for r, _parent in written.read(example).walk()] == ["I", "1.1", "1.2", "II", "2.1", "III", "3.1"]


@pytest.mark.parametrize(("kind", "words"), [("year_end", "cuối năm 2026"), ("midyear", "6 tháng đầu năm 2026")])
def test_the_score_table_names_its_period(kind, words):
    """«cuối năm 2026», không «cuối năm năm 2026»; tiếng Việt dù người công bố đọc tiếng Anh."""
    round_ = opened(cast(), kind=kind)
    with override("en"):
        assert documents.title(round_) == f"Bảng điểm {words} của {round_.bloc_year.bloc}"
