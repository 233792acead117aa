"""Bộ tiêu chí ban hành, vòng chấm mở, hạn của vòng: mỗi việc để lại gì, và bị từ chối bằng câu nào."""

import datetime as dt

import pytest
from django.urls import reverse

from blocs.scoring import workflow
from blocs.scoring.models import Round, Scheme, SchemeState
from emulation.journal.models import Entry
from emulation.journal.steps import Refused

from .building import (
    CHECKED,
    OPENED,
    SCHEME,
    SCORED,
    YEAR,
    cast,
    checked,
    handed_in,
    opened,
    scheme_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db


# --- bộ tiêu chí ----------------------------------------------------------------------------------
def test_adoption_dates_the_scheme():
    """Thông qua thì ghi ngày."""
    scheme = scheme_of(cast())
    assert (scheme.state, scheme.adopted_on) == (SchemeState.ADOPTED, dt.date(YEAR, 11, 1))


def test_an_adopted_scheme_is_not_adopted_again():
    """Bản đã thông qua thì không thông qua lần nữa."""
    people = cast()
    scheme = scheme_of(people)
    with pytest.raises(Refused, match="«Thông qua bộ tiêu chí» đã làm rồi"):
        workflow.adopt_scheme(scheme, by=people.secretary, at=OPENED)


def test_a_scheme_with_nothing_to_score_is_not_adopted():
    """Bộ tiêu chí chưa có dòng nào để chấm thì chưa thông qua được."""
    people = cast()
    empty = Scheme.objects.create(bloc=people.year.bloc, version=1, title="Trống", scale=10)
    with pytest.raises(Refused, match="chưa có dòng nào để chấm"):
        workflow.adopt_scheme(empty, by=people.secretary, at=OPENED)


# --- mở vòng --------------------------------------------------------------------------------------
def test_opening_makes_a_sheet_for_every_present_member_and_moves_the_year():
    """Mở vòng cuối năm: mỗi đơn vị một phiếu, ba cột, năm chuyển sang giai đoạn chấm điểm."""
    people = cast()
    round_ = opened(people)
    people.year.refresh_from_db()
    assert list(round_.columns.values_list("kind", flat=True)) == ["self", "team", "final"]
    assert (round_.sheets.count(), people.year.state) == (3, "scoring")


def test_a_member_that_has_left_gets_no_sheet():
    """Đơn vị đã ra khỏi khối thì không có phiếu."""
    people = cast()
    people.year.members.filter(unit=people.neighbour_unit).update(left_on=dt.date(YEAR, 6, 30))
    assert opened(people).sheets.count() == 2


def test_a_midyear_round_leaves_the_year_where_it_is():
    """Vòng 6 tháng không đưa năm sang giai đoạn chấm điểm."""
    people = cast()
    opened(people, kind="midyear")
    people.year.refresh_from_db()
    assert people.year.state == "preparing"


def test_a_round_needs_an_adopted_scheme():
    """Chưa có bộ tiêu chí đã thông qua thì chưa mở vòng được."""
    people = cast()
    scheme_of(people, adopted=False)
    with pytest.raises(Refused, match="chưa có bộ tiêu chí đã thông qua"):
        opened(people)


def test_a_round_is_opened_once():
    """Mỗi vòng của một năm mở một lần."""
    people = cast()
    opened(people)
    with pytest.raises(Refused, match="đã mở vòng «Chấm điểm cuối năm»"):
        opened(people)


def test_days_the_wrong_way_round_are_refused():
    """Hạn kiểm tra trước hạn tự chấm thì từ chối."""
    with pytest.raises(Refused, match="phải từ hạn tự chấm"):
        opened(cast(), check_due=dt.date(YEAR, 11, 1))


def test_the_lead_does_not_check_itself_by_being_named():
    """Không giao cho chính trưởng khối chấm phiếu của trưởng khối."""
    people = cast()
    lead = people.year.members.get(duty="lead")
    with pytest.raises(Refused, match="một thành viên khác"):
        opened(people, lead_checker=lead)


def test_a_new_scheme_reaches_only_rounds_opened_afterwards():
    """Khối đổi bộ tiêu chí giữa năm: vòng đã mở giữ bản cũ, vòng mở sau dùng bản mới."""
    people = cast()
    midyear = opened(people, kind="midyear")
    scheme_of(people, SCHEME.replace("scale: 20", "scale: 25"))
    year_end = opened(people)
    midyear.refresh_from_db()
    assert (midyear.scheme.version, year_end.scheme.version) == (1, 2)


# --- hạn ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("self_due", ["01/01/2020", "31/10/2026"])
def test_a_round_is_not_opened_with_a_day_that_has_passed(client_of, self_due):
    """Hạn tự chấm đã qua thì không mở được vòng: không đơn vị nào trễ ngay lúc mở."""
    people = cast()
    scheme_of(people)
    form = {"kind": "year_end", "self_due": self_due, "check_due": "30/11/2026", "lead_checker": ""}

    page = client_of(people.lead, OPENED).post(reverse("scoring:open", args=[people.year.pk]), form)

    assert f"Hạn tự chấm ({self_due}) đã qua: đặt từ hôm nay trở đi." in page.content.decode()
    assert not Round.objects.exists()


def test_the_year_and_its_round_say_one_day(client_of):
    """Mốc tự chấm của năm theo hạn của vòng cuối năm; đổi hạn có lý do thì cả hai đổi, và vào nhật ký."""
    people = cast()
    round_ = opened(people)
    assert people.year.milestones.get(kind="self_score").due == round_.self_due
    form = {"self_due": "25/11/2026", "check_due": "30/11/2026", "reason": "Bão số 12"}

    answer = client_of(people.lead, SCORED).post(reverse("scoring:reschedule", args=[round_.pk]), form)

    assert answer.status_code == 302
    round_.refresh_from_db()
    assert (round_.self_due, round_.check_due) == (dt.date(2026, 11, 25), dt.date(2026, 11, 30))
    assert people.year.milestones.get(kind="self_score").due == dt.date(2026, 11, 25)
    assert Entry.objects.get(label="Đổi hạn vòng chấm").particulars.note == "Bão số 12"


def test_the_days_of_a_round_are_changed_by_its_hands_before_agreement(client_of):
    """Đơn vị thành viên không đổi được hạn; chốt điểm rồi thì không ai đổi."""
    people = cast()
    round_ = opened(people)
    form = {"self_due": "25/11/2026", "check_due": "30/11/2026", "reason": "Bão số 12"}
    page = reverse("scoring:reschedule", args=[round_.pk])
    assert client_of(people.head(people.units[2]), SCORED).post(page, form).status_code == 403
    checked(people, handed_in(people, round_))
    workflow.agree(round_, by=people.lead, at=CHECKED)

    assert "Vòng chấm đã chốt điểm." in client_of(people.lead, CHECKED).post(page, form).content.decode()
