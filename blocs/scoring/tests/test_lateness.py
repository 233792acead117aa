"""Nộp chậm, ghi chậm: theo việc phải làm của năm, kể cả gia hạn, và theo hạn của từng dòng."""

import datetime as dt

import pytest
from django.urls import reverse

from blocs.scoring import workflow
from blocs.scoring.lateness import owed
from blocs.scoring.sheet import page_of
from blocs.years import workflow as years
from blocs.years.models import Due, Obligation
from emulation.journal import clock
from emulation.testing import day

from .building import CHECKED, SCHEME, SCORED, YEAR, cast, claimed, handed_in, opened, sheet_of

pytestmark = pytest.mark.django_db
LATE = day(YEAR, 11, 23)  # hạn tự chấm: 20/11
DUE = SCHEME.replace("max: 10, kind: direct}", "max: 10, kind: direct, due: 05/11}")


def owes(round_, unit, at):
    with clock.at(at):
        sheet = sheet_of(round_, unit)
        return owed([sheet])[sheet.pk]


def test_a_sheet_is_late_by_the_days_after_its_day():
    """Chưa nộp ngày 23/11: chậm 3 ngày; nộp ngày 10/11: không chậm, dù hôm nay đã 23."""
    people = cast()
    round_ = handed_in(people, opened(people), people.lead_unit)
    assert owes(round_, people.neighbour_unit, LATE).days_late == 3
    assert owes(round_, people.lead_unit, LATE).days_late == 0


def test_an_extension_moves_the_day_of_one_unit_with_its_reason(client_of):
    """Gia hạn một đơn vị đến 25/11, có lý do: ngày 23 chưa chậm, trang nộp nói hạn mới và lý do; đơn vị khác vẫn chậm."""
    people = cast()
    round_ = opened(people)
    obligation = Obligation.objects.get(member__unit=people.neighbour_unit, milestone__kind=Due.SELF_SCORE)
    years.extend(obligation, to=dt.date(YEAR, 11, 25), reason="Chờ số liệu của Cục Thống kê", by=people.lead, at=SCORED)
    told = owes(round_, people.neighbour_unit, LATE)
    assert (told.due, told.days_late) == (dt.date(YEAR, 11, 25), 0)
    assert owes(round_, people.deputy_unit, LATE).days_late == 3
    page = reverse("scoring:submit", args=[sheet_of(round_, people.neighbour_unit).pk])
    shown = client_of(people.head(people.neighbour_unit), LATE).get(page).content.decode()
    assert "25/11/2026" in shown
    assert "Chờ số liệu của Cục Thống kê" in shown


def test_a_sheet_that_was_sent_back_counts_from_its_first_day():
    """Nộp đúng hạn, trả lại rồi nộp lần nữa sau hạn: không bị ghi là nộp chậm."""
    people = cast()
    round_ = handed_in(people, opened(people))
    unit = people.neighbour_unit
    workflow.send_back(sheet_of(round_, unit), reason="Bổ sung", by=people.lead, at=CHECKED)
    workflow.submit(sheet_of(round_, unit), by=people.head(unit), at=LATE)
    assert owes(round_, unit, LATE).days_late == 0


def test_the_round_page_says_who_handed_in_late(client_of):
    """Trang vòng chấm: «nộp chậm 3 ngày» bên phiếu nộp ngày 23/11."""
    people = cast()
    round_ = opened(people)
    claimed(people, round_, people.neighbour_unit)
    workflow.submit(sheet_of(round_, people.neighbour_unit), by=people.head(people.neighbour_unit), at=LATE)
    page = client_of(people.lead, LATE).get(reverse("scoring:round", args=[round_.pk])).content.decode()
    assert page.count("nộp chậm 3 ngày") == 1


def test_a_row_with_a_day_of_its_own_says_when_it_was_written_after_it(client_of):
    """Dòng có hạn 05/11: để trống sau hạn, hay ghi ngày 10/11, phiếu đều nói."""
    people = cast()
    round_ = opened(people, text=DUE)
    page = reverse("scoring:sheet", args=[sheet_of(round_, people.lead_unit).pk])
    client = client_of(people.lead, SCORED)
    assert [x.late for x in client.get(page).context["page"].lines if x.late] == ["đã quá hạn của dòng"]
    claimed(people, round_, people.lead_unit)
    lines = client.get(page).context["page"].lines
    assert [(x.criterion.code, x.late) for x in lines if x.late] == [("1.1", "ghi ngày 10/11/2026, sau hạn của dòng")]


def test_a_day_that_is_none_is_only_shown():
    """Hạn ghi «quý IV» hay «31/02»: in như đã ghi, không tính chậm."""
    people = cast()
    round_ = opened(people, text=DUE.replace("05/11", "quý IV"))
    with clock.at(LATE):
        assert {x.late for x in page_of(people.lead, sheet_of(round_, people.lead_unit)).lines} == {""}


def test_the_form_that_opens_a_round_proposes_its_days(client_of):
    """Mở vòng chấm: hạn tự chấm lấy từ mốc của năm, hạn kiểm tra là một tuần sau."""
    people = cast()
    milestone = people.year.milestones.get(kind=Due.SELF_SCORE)
    page = client_of(people.lead, day(YEAR, 11, 1)).get(reverse("scoring:open", args=[people.year.pk]))
    initial = page.context["form"].initial
    assert (initial["self_due"], initial["check_due"]) == (milestone.due, milestone.due + dt.timedelta(days=7))
