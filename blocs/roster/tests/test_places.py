"""Địa bàn, đơn vị, khối."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from blocs.roster import workflow
from blocs.roster.models import Bloc, Membership, Office, Unit
from emulation.accounts.workflow import redeem
from emulation.journal.chain import first_broken
from emulation.journal.models import Entry, Stream
from emulation.journal.steps import Refused
from emulation.testing import day


def test_a_province_begins_with_its_secretariat_council_and_two_people(kon_tum):
    """Lập địa bàn thì có ngay cơ quan thường trực, Hội đồng, người quản trị và một chuyên viên."""
    offices = {s.office: s.person for s in kon_tum.secretariat.seats.all()}
    assert offices == {Office.ADMINISTRATOR: kon_tum.administrator, Office.SECRETARIAT: kon_tum.officer}
    assert {kon_tum.secretariat.root, kon_tum.council.root} == {kon_tum.root}
    assert not kon_tum.officer.has_usable_password()


def test_founding_is_the_first_line_of_the_journal(kon_tum):
    """Việc lập địa bàn được ghi nhật ký, và chuỗi nhật ký khớp."""
    entry = Entry.objects.about(kon_tum.root).first()
    assert (entry.label, entry.by) == ("Lập địa bàn", kon_tum.administrator)
    assert first_broken(Stream.objects.get(name="system")) is None


def test_nobody_founds_a_province_twice(kon_tum):
    """Trong địa bàn đã có người thì không ai lập lại được."""
    with pytest.raises(Refused, match="Đã có địa bàn"):
        workflow.found("Tỉnh Kon Tum", "Kon Tum", at=day(2026, 3, 1), prefix="kt")
    assert not kon_tum.administrator.has_perm("roster.found", kon_tum.root)


def test_two_units_below_one_parent_have_two_names(kon_tum):
    """Trùng tên dưới cùng một cấp thì bị từ chối bằng câu; cơ sở dữ liệu cũng giữ."""
    with pytest.raises(Refused, match="Đã có đơn vị mang tên này"):
        workflow.create_unit("Sở Y tế", kon_tum.root, **kon_tum.hand)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(name="Sở Y tế", parent=kon_tum.root, root=kon_tum.root)


def test_two_provinces_may_have_units_of_one_name(kon_tum, elsewhere):
    """Hai tỉnh có thể cùng có Sở Tài chính, mỗi tỉnh thấy sở của mình."""
    assert Unit.objects.filter(name="Sở Tài chính").count() == 2
    assert list(Unit.objects.for_user(elsewhere.clerk).filter(name="Sở Tài chính")) == [elsewhere.unit]


def test_only_secretariat_makes_units(kon_tum):
    """Cán bộ đầu mối không lập được đơn vị."""
    with pytest.raises(PermissionDenied, match="Chuyên viên cơ quan thường trực"):
        workflow.create_unit("Sở Mới", kon_tum.finance, by=kon_tum.finance_clerk.person, at=day(2026, 2, 10))


def test_a_bloc_stays_inside_its_province(kon_tum, elsewhere):
    """Đơn vị tỉnh khác không vào được khối, Hội đồng tỉnh khác không nhận được khối."""
    with pytest.raises(Refused, match="không cùng tỉnh"):
        workflow.join_bloc(kon_tum.bloc, elsewhere.unit, **kon_tum.hand)
    with pytest.raises(Refused, match="không cùng tỉnh"):
        workflow.create_bloc("Khối lạ", secretariat=kon_tum.secretariat, council=elsewhere.council, **kon_tum.hand)


def test_a_unit_is_in_a_bloc_once_at_a_time(kon_tum):
    """Đang ở trong khối thì không vào lần nữa; ra rồi thì vào lại được từ hôm sau."""
    with pytest.raises(Refused, match="đã ở trong"):
        workflow.join_bloc(kon_tum.bloc, kon_tum.health, **kon_tum.hand)
    workflow.leave_bloc(kon_tum.bloc, kon_tum.health, dt.date(2026, 6, 30), note="Sáp nhập", **kon_tum.hand)
    workflow.join_bloc(kon_tum.bloc, kon_tum.health, since=dt.date(2026, 7, 1), **kon_tum.hand)
    assert Membership.objects.filter(unit=kon_tum.health).count() == 2
    since = dt.date(2026, 5, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(bloc=kon_tum.bloc, unit=kon_tum.health, position=9, since=since)


def test_members_keep_the_order_of_the_decision(kon_tum):
    """Đơn vị vào sau xếp sau, trừ khi quyết định ghi thứ tự khác."""
    assert [m.unit for m in kon_tum.bloc.memberships.all()] == [kon_tum.finance, kon_tum.health]


def test_amending_a_unit_tells_before_and_after(kon_tum):
    """Sửa đơn vị thì nhật ký giữ cả cũ lẫn mới."""
    workflow.amend_unit(kon_tum.finance, name="Sở Tài chính và Đầu tư", symbol="STCĐT", **kon_tum.hand)
    detail = Entry.objects.about(kon_tum.finance).last().detail
    assert detail["before"] == {"name": "Sở Tài chính", "symbol": "STC"}
    assert detail["after"] == {"name": "Sở Tài chính và Đầu tư", "symbol": "STCĐT"}


def test_people_of_a_bloc_see_it_and_others_do_not(kon_tum, elsewhere):
    """Đơn vị trong khối thấy khối; người tỉnh khác không thấy."""
    assert kon_tum.bloc in Bloc.objects.for_user(kon_tum.finance_clerk.person)
    assert kon_tum.bloc not in Bloc.objects.for_user(elsewhere.officer)


def test_a_new_machine_is_founded_from_the_command_line(db, capsys):
    """Một lệnh lập địa bàn và in hai phiếu dùng được; chạy lần nữa thì nói đã có."""
    call_command("found", "Tỉnh Mới", "Nơi Mới", prefix="moi")
    said = capsys.readouterr().out
    code = re.search(r"moi\.chuyenvien, mã (\S+)", said)[1]
    assert (
        redeem("moi.chuyenvien", code, "một câu hoàn toàn mới", at=timezone.now()).seats.get().office
        == Office.SECRETARIAT
    )
    with pytest.raises(CommandError, match="Đã có địa bàn"):
        call_command("found", "Tỉnh Mới", "Nơi Mới", prefix="moi")
