"""Ai điền, ai thấy: không ai chấm đơn vị mình; đơn vị bạn chỉ thấy sau khi chốt; Hội đồng thấy sau khi công bố."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from blocs.roster.models import Office
from blocs.scoring import setting_aside, workflow, written
from blocs.scoring.grid import key_of
from blocs.scoring.locks import why_locked
from blocs.scoring.models import Filler, Mark, MarkHistory, Round, Sheet
from emulation.journal import clock
from emulation.testing import province, sitting

from .building import (
    AGREED,
    CHECKED,
    FULL,
    OPENED,
    PUBLISHED,
    SCHEME,
    SCORED,
    agreed,
    cast,
    cells,
    checked,
    claimed,
    handed_in,
    opened,
    published,
    scheme_of,
    sheet_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def answers(people, round_, column, unit, by, at=CHECKED):
    saving = workflow.save_marks(round_, column, cells(round_, unit, {"1.1": "5"}), by=by, at=at)
    return [(a.state, a.sentence) for a in saving.answers.values()]


# --- ai điền --------------------------------------------------------------------------------------
def test_a_neighbour_does_not_fill_the_self_column_of_another_unit():
    """Đơn vị bạn cùng khối không điền hộ cột tự chấm."""
    people = cast()
    round_ = opened(people)
    told = answers(people, round_, "self", people.neighbour_unit, people.deputy, SCORED)
    assert told == [("refused", f"Ô đã khóa: cột tự chấm do {people.neighbour_unit} điền.")]


def test_the_lead_checks_the_others():
    """Người của trưởng khối điền cột kiểm tra của đơn vị khác."""
    people = cast()
    round_ = handed_in(people, opened(people))
    assert answers(people, round_, "team", people.neighbour_unit, people.lead) == [("saved", "")]


def test_the_lead_does_not_check_its_own_sheet():
    """Phiếu của trưởng khối không do người của trưởng khối chấm."""
    people = cast()
    round_ = handed_in(people, opened(people))
    told = answers(people, round_, "team", people.lead_unit, people.lead)
    assert told == [("refused", f"Ô đã khóa: phiếu của trưởng khối do phó khối ({people.deputy_unit}) chấm.")]


def test_the_deputy_checks_the_sheet_of_the_lead_and_no_other():
    """Phó khối chấm phiếu của trưởng khối, không chấm phiếu khác."""
    people = cast()
    round_ = handed_in(people, opened(people))
    assert answers(people, round_, "team", people.lead_unit, people.deputy) == [("saved", "")]
    assert answers(people, round_, "team", people.neighbour_unit, people.deputy)[0][0] == "refused"


def test_a_member_named_at_the_conference_checks_the_lead_instead():
    """Hội nghị giao đơn vị khác chấm phiếu của trưởng khối thì phó khối không chấm nữa."""
    people = cast(4)
    round_ = handed_in(people, opened(people))
    member = people.year.members.get(unit=people.units[3])
    workflow.name_lead_checker(round_, member, by=people.secretary, at=CHECKED)
    round_.refresh_from_db()
    assert answers(people, round_, "team", people.lead_unit, people.clerk(people.units[3])) == [("saved", "")]
    assert answers(people, round_, "team", people.lead_unit, people.deputy)[0][0] == "refused"


def test_a_bloc_without_a_deputy_waits_until_somebody_is_named():
    """Không có phó khối và chưa giao ai: không ai chấm được phiếu của trưởng khối."""
    people = cast(deputies=0)
    round_ = handed_in(people, opened(people))
    told = answers(people, round_, "team", people.lead_unit, people.lead)
    assert told == [("refused", "Ô đã khóa: phiếu của trưởng khối do đơn vị sẽ được giao chấm.")]


def test_the_checking_team_checks_but_not_the_unit_it_sits_in():
    """Tổ kiểm tra chấm các đơn vị, trừ đơn vị mà mình giữ ghế."""
    people = cast(4)
    round_ = handed_in(people, opened(people))
    both = sitting(Office.CHECKING_TEAM, bloc=people.year.bloc, user=people.clerk(people.neighbour_unit))
    assert answers(people, round_, "team", people.units[3], both) == [("saved", "")]
    assert answers(people, round_, "team", people.neighbour_unit, both) == [
        ("refused", "Ô đã khóa: không ai chấm phiếu của đơn vị mình.")
    ]


def test_any_seat_in_a_unit_bars_from_checking_it():
    """Giữ ghế văn thư ở một đơn vị cũng đủ để không được chấm đơn vị ấy."""
    people = cast()
    round_ = handed_in(people, opened(people))
    sitting(Office.REGISTRY, unit=people.neighbour_unit, user=people.lead)
    assert answers(people, round_, "team", people.neighbour_unit, people.lead)[0][0] == "refused"


def test_the_secretariat_does_not_mark():
    """Cơ quan thường trực theo dõi mà không chấm thay."""
    people = cast()
    round_ = handed_in(people, opened(people))
    with pytest.raises(PermissionDenied):
        answers(people, round_, "team", people.neighbour_unit, people.secretary)


def test_a_stranger_of_another_bloc_does_not_mark():
    """Người của khối khác không ghi được ô nào."""
    people, others = cast(), cast(name="Khối bên cạnh")
    round_ = handed_in(people, opened(people))
    with pytest.raises(PermissionDenied):
        answers(people, round_, "team", people.neighbour_unit, others.lead)


def test_cells_of_another_round_are_refused():
    """Ô của vòng chấm khác bị từ chối, dù gửi chung với ô của mình."""
    people, others = cast(), cast(name="Khối bên cạnh")
    round_, theirs = handed_in(people, opened(people)), handed_in(others, opened(others))
    foreign = cells(theirs, others.neighbour_unit, {"1.1": "1"})
    saving = workflow.save_marks(round_, "team", foreign, by=people.lead, at=CHECKED)
    assert [a.sentence for a in saving.answers.values()] == ["Ô này không thuộc vòng chấm."]


@pytest.mark.parametrize(
    ("act", "who"),
    [
        ("submit", "clerk"),
        ("submit", "lead"),
        ("send_back", "neighbour"),
        ("check_done", "secretary"),
        ("exclude", "neighbour"),
    ],
)
def test_the_wrong_hand_does_not_move_a_sheet(act, who):
    """Sai tay thì phiếu đứng yên: cán bộ không nộp, đơn vị không trả lại, cơ quan thường trực không kiểm tra thay."""
    people = cast()
    round_ = opened(people)
    claimed(people, round_, people.neighbour_unit)
    if act != "submit":
        handed_in(people, round_, people.neighbour_unit)
    by = {
        "clerk": people.clerk(people.neighbour_unit),
        "lead": people.lead,
        "neighbour": people.head(people.neighbour_unit),
        "secretary": people.secretary,
    }[who]
    more = {"reason": "lý do"} if act in ("send_back", "exclude") else {}
    more |= {"ground": "Quy chế"} if act == "exclude" else {}
    with pytest.raises(PermissionDenied):
        getattr(setting_aside if act == "exclude" else workflow, act)(
            sheet_of(round_, people.neighbour_unit), by=by, at=CHECKED, **more
        )


@pytest.mark.parametrize(
    ("act", "who"),
    [("begin_checking", "neighbour"), ("agree", "neighbour"), ("agree", "secretary"), ("publish", "deputy")],
)
def test_the_wrong_hand_does_not_move_a_round(act, who):
    """Đơn vị thành viên không chốt, cơ quan thường trực không chốt thay, phó khối không công bố."""
    people = cast()
    round_ = {"begin_checking": opened, "agree": lambda p: checked(p, handed_in(p, opened(p))), "publish": agreed}[act](
        people
    )
    by = {"neighbour": people.head(people.neighbour_unit), "secretary": people.secretary, "deputy": people.deputy}[who]
    with pytest.raises(PermissionDenied):
        getattr(workflow, act)(round_, by=by, at=PUBLISHED)


def test_a_member_unit_neither_writes_nor_adopts_a_scheme():
    """Đơn vị thành viên không soạn, không thông qua bộ tiêu chí."""
    people = cast()
    scheme = scheme_of(people, adopted=False)
    with pytest.raises(PermissionDenied):
        workflow.new_scheme_version(
            people.year.bloc, written.read(SCHEME), by=people.head(people.neighbour_unit), at=OPENED
        )
    with pytest.raises(PermissionDenied):
        workflow.adopt_scheme(scheme, by=people.head(people.neighbour_unit), at=OPENED)


def test_the_lead_names_nobody_to_check_itself():
    """Trưởng khối không tự chọn người chấm mình."""
    people = cast()
    round_ = opened(people)
    with pytest.raises(PermissionDenied):
        workflow.name_lead_checker(round_, people.year.members.last(), by=people.lead, at=OPENED)


def test_nobody_excludes_their_own_unit():
    """Người của trưởng khối không ghi «không xét» cho chính mình."""
    people = cast()
    round_ = opened(people)
    with pytest.raises(PermissionDenied):
        setting_aside.exclude(
            sheet_of(round_, people.lead_unit), ground="Quy chế của khối", reason="xin rút", by=people.lead, at=CHECKED
        )


# --- ai thấy --------------------------------------------------------------------------------------
def seen(user, round_, at):
    with clock.at(at):
        user.forget_powers()
        return set(Sheet.objects.for_user(user).filter(round=round_).values_list("member__unit", flat=True))


def everybody(people):
    return {u.pk for u in people.units}


def test_a_draft_is_seen_by_its_unit_alone():
    """Phiếu đang tự chấm: chỉ đơn vị thấy; trưởng khối và đơn vị bạn chưa thấy."""
    people = cast(4)
    round_ = opened(people)
    claimed(people, round_, people.units[2])
    who = {
        people.clerk(people.units[2]): {people.units[2].pk},
        people.lead: {people.lead_unit.pk},
        people.secretary: set(),
        people.clerk(people.units[3]): {people.units[3].pk},
        people.councillor: set(),
    }
    assert {user: seen(user, round_, SCORED) for user in who} == who


def test_what_was_handed_in_is_seen_by_those_who_check_and_no_neighbour():
    """Phiếu đã nộp: trưởng khối, phó khối, tổ kiểm tra, cơ quan thường trực thấy; đơn vị bạn chưa."""
    people = cast(4)
    round_ = handed_in(people, opened(people))
    team = sitting(Office.CHECKING_TEAM, bloc=people.year.bloc)
    readers = [people.lead, people.deputy, people.secretary, team]
    assert [seen(user, round_, CHECKED) for user in readers] == [everybody(people)] * 4
    assert seen(people.clerk(people.units[3]), round_, CHECKED) == {people.units[3].pk}
    assert seen(people.councillor, round_, CHECKED) == set()


def test_after_agreement_the_bloc_sees_and_the_council_after_publication():
    """Sau khi chốt cả khối thấy; Hội đồng thấy sau khi công bố."""
    people = cast()
    round_ = agreed(people)
    assert seen(people.clerk(people.neighbour_unit), round_, AGREED) == everybody(people)
    assert seen(people.councillor, round_, AGREED) == set()
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    assert seen(people.councillor, round_, PUBLISHED) == everybody(people)


def test_another_bloc_and_another_province_see_nothing_ever():
    """Khối khác, tỉnh khác không thấy gì, kể cả sau khi công bố."""
    people, others = cast(), cast(name="Khối bên cạnh")
    abroad = cast(name="Khối tỉnh bạn", root=province("Tỉnh Bạn"))
    round_ = published(people)
    for stranger in (others.lead, abroad.lead, abroad.secretary, abroad.councillor):
        assert seen(stranger, round_, PUBLISHED) == set()
        assert not Round.objects.for_user(stranger).filter(pk=round_.pk).exists()


def points_seen(user, round_, column, at=CHECKED):
    with clock.at(at):
        user.forget_powers()
        return Mark.objects.for_user(user).filter(sheet__round=round_, column__kind=column).count()


def test_a_unit_sees_how_it_was_checked_only_once_the_check_is_done():
    """Đơn vị thấy cột kiểm tra của mình khi kiểm tra xong, không phải khi đang chấm."""
    people = cast()
    round_ = handed_in(people, opened(people))
    unit = people.neighbour_unit
    workflow.accept_claims(round_, [sheet_of(round_, unit)], by=people.lead, at=CHECKED)
    assert points_seen(people.clerk(unit), round_, Filler.CHECKERS) == 0
    assert points_seen(people.lead, round_, Filler.CHECKERS) == len(FULL)
    workflow.check_done(sheet_of(round_, unit), by=people.lead, at=CHECKED)
    assert points_seen(people.clerk(unit), round_, Filler.CHECKERS) == len(FULL)


def test_the_history_of_a_hidden_mark_is_hidden_too():
    """Lịch sử của điểm chưa được xem thì cũng chưa được xem."""
    people = cast()
    handed_in(people, opened(people))
    with clock.at(CHECKED):
        mine = MarkHistory.objects.for_user(people.clerk(people.neighbour_unit))
        assert set(mine.values_list("mark__sheet__member__unit", flat=True)) == {people.neighbour_unit.pk}


@pytest.mark.parametrize("act", ["finish", "accept_claims", "take_claims"])
def test_a_checking_column_is_not_handed_in_by_other_hands(client_of, act):
    """Nộp cột chấm, lấy điểm tự chấm: người không kiểm tra phiếu nào bị từ chối, không được dẫn đi tiếp."""
    people = cast()
    round_ = handed_in(people, opened(people))
    unit = people.neighbour_unit
    subject = round_ if act != "accept_claims" else sheet_of(round_, unit)
    answer = client_of(people.clerk(unit), CHECKED).post(reverse(f"scoring:{act}", args=[subject.pk]))
    assert answer.status_code == 403
    assert sheet_of(round_, unit).checked_total == 0


def test_a_refused_save_tells_nothing_of_a_locked_sheet(client_of):
    """Gửi ô của phiếu đang khóa: câu trả lời chỉ có lý do, không lộ số, tổng hay tên người nhập."""
    people = cast()
    round_ = opened(people)
    claimed(people, round_, people.neighbour_unit)
    (key,) = cells(round_, people.neighbour_unit, {"1.1": ""})
    body = json.dumps({"cells": {key_of(*key): {"raw": "1"}}})
    page = reverse("scoring:save", args=[round_.pk, "self"])
    told = client_of(people.lead, SCORED).post(page, body, content_type="application/json").json()
    assert (told["sums"], told["progress"]) == ([], {})
    assert [(c["text"], c["points"], c["by"], c["version"]) for c in told["cells"]] == [("", "", "", 0)]


@pytest.mark.parametrize("page", ["sheet", "submit", "send_back", "exclude"])
def test_a_neighbours_sheet_is_not_found_before_agreement(client_of, page):
    """Địa chỉ phiếu của đơn vị bạn: 404 trước khi chốt."""
    people = cast()
    round_ = handed_in(people, opened(people))
    client = client_of(people.clerk(people.neighbour_unit), CHECKED)
    assert client.get(reverse(f"scoring:{page}", args=[sheet_of(round_, people.deputy_unit).pk])).status_code == 404


def test_the_grid_of_a_member_shows_no_neighbour(client_of):
    """Lưới của đơn vị thành viên chỉ có cột của mình, trước khi chốt."""
    people = cast()
    round_ = handed_in(people, opened(people))
    page = client_of(people.clerk(people.neighbour_unit), CHECKED).get(
        reverse("scoring:grid", args=[round_.pk, "self"])
    )
    assert [u.sheet.member.unit_id for u in page.context["grid"].units] == [people.neighbour_unit.pk]


def test_the_lead_sees_that_a_draft_exists_and_not_what_is_in_it(client_of):
    """Trưởng khối thấy đơn vị chưa nộp, không thấy số đơn vị đang nhập."""
    people = cast()
    round_ = opened(people)
    claimed(people, round_, people.neighbour_unit)
    grid = client_of(people.lead, SCORED).get(reverse("scoring:grid", args=[round_.pk, "self"])).context["grid"]
    texts = [line.cells[2].text for line in grid.leaves]
    assert (len(grid.units), set(texts)) == (3, {""})


def test_a_locked_cell_says_why():
    """Ô khóa nói rõ vì sao: chưa nộp, đã chốt."""
    people = cast()
    round_ = handed_in(people, opened(people), people.lead_unit)
    workflow.begin_checking(round_, by=people.lead, at=CHECKED)
    round_.refresh_from_db()
    team = round_.columns.get(kind="team")
    assert why_locked(people.lead, team, sheet_of(round_, people.neighbour_unit)) == "chưa nộp bảng tự chấm"
