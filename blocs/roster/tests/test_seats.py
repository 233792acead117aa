"""Ghế: bố trí, thay người theo văn bản có ngày, cho thôi."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from blocs.roster import workflow
from blocs.roster.models import Office, Seat
from blocs.roster.rules import holds
from emulation.accounts.models import User
from emulation.journal import clock
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.testing import day

JUNE = dt.date(2026, 6, 1)


def replaced(p, by=None, since=JUNE, at=None, **changes):
    """The head of the finance unit is replaced by somebody new."""
    given = {"decision": "Quyết định số 99/QĐ-UBND", "by": by or p.officer, "at": at or day(2026, 5, 28)}
    return workflow.replace_by_newcomer(p.finance_head, "Giám đốc mới", since, **(given | changes))


def powers(person, on, unit):
    person.forget_powers()
    with clock.at(on):
        return holds(person, Office.HEAD, unit=unit)


def test_a_replaced_officer_loses_powers_from_the_day(kon_tum):
    """Người cũ còn quyền đến hết hôm trước, người mới có quyền từ đúng ngày."""
    new = replaced(kon_tum).person
    old = kon_tum.finance_head.person
    assert powers(old, day(2026, 5, 31, hour=23), kon_tum.finance)
    assert not powers(new, day(2026, 5, 31), kon_tum.finance)
    assert powers(new, day(2026, 6, 1, hour=0), kon_tum.finance)
    assert not powers(old, day(2026, 6, 1), kon_tum.finance)


def test_a_replacement_names_the_decision_in_the_journal(kon_tum):
    """Nhật ký ghi ai thay ai, từ ngày nào, theo văn bản nào."""
    seat = replaced(kon_tum)
    detail = Entry.objects.about(seat).get().detail
    assert detail["instead_of"] == kon_tum.finance_head.pk
    assert (detail["decision"], detail["since"]) == ("Quyết định số 99/QĐ-UBND", "2026-06-01")


def test_a_replacement_needs_a_decision(kon_tum):
    """Không ghi văn bản thì chưa thay được, và không có tài khoản nào lập dở."""
    with pytest.raises(Refused, match="số và ngày văn bản"):
        replaced(kon_tum, decision=" ")
    assert not User.objects.filter(full_name="Giám đốc mới").exists()


def test_a_replacement_starts_after_the_one_it_ends(kon_tum):
    """Ngày thay phải sau ngày người cũ bắt đầu."""
    with pytest.raises(Refused, match="phải bắt đầu sau ngày 01/01/2026"):
        replaced(kon_tum, since=dt.date(2026, 1, 1))


def test_a_seat_is_replaced_once(kon_tum):
    """Ghế đã có người thay thì không thay lần nữa từ ghế cũ."""
    replaced(kon_tum)
    with pytest.raises(Refused, match="đã thôi từ"):
        replaced(kon_tum, since=dt.date(2026, 7, 1), username="stc.khac")


def test_nobody_replaces_an_officer_by_themselves(kon_tum):
    """Chuyên viên cơ quan thường trực cũng không tự đưa mình lên ghế thủ trưởng."""
    with pytest.raises(Refused, match="Không ai tự đưa mình"):
        workflow.replace_officer(
            kon_tum.finance_head, kon_tum.officer, JUNE, decision="QĐ 1", by=kon_tum.officer, at=day(2026, 5, 28)
        )


def test_a_unit_gives_only_the_seats_that_do_not_sign(kon_tum):
    """Đầu mối thay đầu mối, thủ trưởng thay cả văn thư; ghế thủ trưởng, cấp phó chỉ cơ quan thường trực thay, câu từ chối nói nhờ ai."""
    registry, vice, other = (
        workflow.seat_newcomer(name, office, unit=kon_tum.finance, since=kon_tum.since, **kon_tum.hand)
        for name, office in (("Văn thư", Office.REGISTRY), ("Cấp phó", Office.VICE_HEAD), ("Đầu mối hai", Office.CLERK))
    )
    clerk, head = kon_tum.finance_clerk.person, kon_tum.finance_head.person
    given = {"decision": "QĐ 1", "at": day(2026, 5, 28)}
    for by, seat in (
        (clerk, kon_tum.finance_head),
        (clerk, vice),
        (clerk, registry),
        (head, vice),
        (vice.person, registry),
    ):
        with pytest.raises(PermissionDenied, match="Chuyên viên cơ quan thường trực"):
            workflow.replace_officer(seat, other.person, JUNE, by=by, **given)
    assert workflow.replace_by_newcomer(other, "Đầu mối ba", JUNE, by=clerk, **given)
    assert workflow.replace_by_newcomer(registry, "Văn thư hai", JUNE, by=head, **given)


def test_the_clerk_of_another_unit_replaces_nobody_here(kon_tum):
    """Đầu mối đơn vị khác, dù cùng khối, không thay được người ở đây."""
    with pytest.raises(PermissionDenied, match="Cán bộ đầu mối hoặc lãnh đạo của chính đơn vị"):
        workflow.replace_officer(
            kon_tum.finance_head, kon_tum.health_clerk.person, JUNE, decision="QĐ 1",
            by=kon_tum.health_clerk.person, at=day(2026, 5, 28),
        )  # fmt: skip


def test_a_clerk_does_not_hand_out_the_seats_of_the_secretariat(kon_tum):
    """Đầu mối của chính cơ quan thường trực không thay được chuyên viên hay quản trị."""
    clerk = workflow.seat_newcomer(
        "Cán bộ đầu mối SNV", Office.CLERK, unit=kon_tum.secretariat, since=kon_tum.since, **kon_tum.hand
    ).person
    for seat in kon_tum.secretariat.seats.filter(office__in=[Office.SECRETARIAT, Office.ADMINISTRATOR]):
        assert not clerk.has_perm("roster.replace_officer", seat)


def test_a_unit_has_one_head_at_a_time(kon_tum):
    """Ghế thủ trưởng đang có người thì nói rõ ai; cơ sở dữ liệu cũng giữ."""
    with pytest.raises(Refused, match="đã có thủ trưởng từ 01/01/2026: Thủ trưởng Sở Tài chính"):
        workflow.seat_newcomer("Người thứ hai", Office.HEAD, unit=kon_tum.finance, since=JUNE, **kon_tum.hand)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(
            root=kon_tum.root, unit=kon_tum.finance, person=kon_tum.officer, office=Office.HEAD, since=JUNE
        )  # fmt: skip


def test_a_person_of_another_province_takes_no_seat_here(kon_tum, elsewhere):
    """Người tỉnh khác không ngồi được ghế ở đây."""
    with pytest.raises(Refused, match="thuộc tỉnh khác"):
        workflow.seat(elsewhere.clerk, Office.CLERK, unit=kon_tum.finance, since=JUNE, **kon_tum.hand)


def test_the_last_of_the_secretariat_does_not_leave(kon_tum):
    """Chuyên viên cuối cùng chưa thôi được khi chưa có người khác."""
    (own,) = kon_tum.officer.seats.all()
    with pytest.raises(Refused, match="người cuối cùng"):
        workflow.leave_seat(own, dt.date(2026, 6, 30), decision="QĐ 1", **kon_tum.hand)


def test_a_place_in_the_bloc_is_given_only_inside_another_act(kon_tum):
    """Việc có hạn trong khối chỉ giao theo một việc khác, không giao trần."""
    with pytest.raises(PermissionDenied, match="chỉ xảy ra theo một việc khác"):
        workflow.place(kon_tum.finance_clerk.person, Office.COUNTING_TEAM, kon_tum.bloc, since=JUNE, **kon_tum.hand)


def test_usernames_are_suggested_and_never_taken_twice(kon_tum):
    """Tên đăng nhập đặt từ ký hiệu và tên người; trùng thì thêm số."""
    names = [workflow.register_person("Nguyễn Văn Ánh", kon_tum.finance, **kon_tum.hand).username for _ in range(2)]
    assert names == ["stc.anhnv", "stc.anhnv2"]
    with pytest.raises(Refused, match="đã có người dùng"):
        workflow.register_person("Ai đó", kon_tum.health, username="STC.anhnv", **kon_tum.hand)
