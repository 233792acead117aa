"""Phiếu cấp tài khoản, cách xác thực đã mất, ca quản trị."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from rules.permissions import permissions

from blocs.roster import workflow
from blocs.roster.models import Office
from emulation.accounts.models import Slip
from emulation.journal import clock
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.testing import day

AT = day(2026, 2, 10)


def newcomer(p, name, office):
    """Somebody new in a seat of the finance department. Out: User."""
    return workflow.seat_newcomer(name, office, unit=p.finance, since=p.since, **p.hand).person


def test_a_clerk_issues_a_slip_for_a_colleague_who_does_not_sign(kon_tum):
    """Đầu mối cấp phiếu cho đầu mối khác của chính đơn vị, và việc ấy được ghi nhật ký không kèm mã."""
    colleague = newcomer(kon_tum, "Chuyên viên Sở Tài chính", Office.CLERK)
    slip, code = workflow.issue_slip(colleague, by=kon_tum.finance_clerk.person, at=AT)
    entry = Entry.objects.about(colleague).last()
    assert entry.label == "Cấp phiếu tài khoản"
    assert code.encode() not in bytes(entry.body)
    assert slip.expires_at == day(2026, 2, 24)


def test_only_the_secretariat_issues_slips_for_who_signs(kon_tum):
    """Phiếu là mật khẩu mới: của thủ trưởng, cấp phó và người được ủy quyền ký thì đầu mối không cấp, cơ quan thường trực cấp."""
    clerk, colleague = kon_tum.finance_clerk.person, newcomer(kon_tum, "Chuyên viên Sở Tài chính", Office.CLERK)
    registry = newcomer(kon_tum, "Văn thư Sở Tài chính", Office.REGISTRY)  # who records delegations
    vice = newcomer(kon_tum, "Cấp phó Sở Tài chính", Office.VICE_HEAD)
    assert workflow.issue_slip(colleague, by=clerk, at=AT)
    until = AT.date() + timedelta(days=30)
    workflow.delegate(
        colleague.seats.get(),
        since=AT.date(),
        until=until,
        by=kon_tum.finance_head.person,
        number=7,
        dated=AT.date(),
        at=AT,
    )
    assert not colleague.slips.exists()  # the clerk knew its code
    for person in (kon_tum.finance_head.person, vice, registry, colleague):
        with pytest.raises(PermissionDenied, match="chỉ là cán bộ đầu mối"):
            workflow.issue_slip(person, by=clerk, at=AT)
        assert workflow.issue_slip(person, by=kon_tum.officer, at=AT)


def test_a_slip_of_a_clerk_ends_when_its_owner_comes_to_sign(kon_tum):
    """Đầu mối biết mã của phiếu mình cấp: người nhận lên ghế ký thì phiếu ấy hết giá trị; phiếu của cơ quan thường trực thì còn."""
    first, second = (newcomer(kon_tum, name, Office.CLERK) for name in ("Chuyên viên một", "Chuyên viên hai"))
    workflow.issue_slip(first, by=kon_tum.finance_clerk.person, at=AT)
    workflow.issue_slip(second, by=kon_tum.officer, at=AT)
    for person in (first, second):
        workflow.seat(person, Office.VICE_HEAD, unit=kon_tum.finance, since=AT.date(), **kon_tum.hand)
    assert set(Slip.objects.values_list("person", flat=True)) == {second.pk}


def test_a_clerk_issues_no_slip_for_who_works_for_the_whole_bloc(kon_tum):
    """Đồng nghiệp ở tổ kiểm phiếu của khối, hay là đầu mối của cả đơn vị khác: phiếu do cơ quan thường trực cấp."""
    counter, shared = (newcomer(kon_tum, name, Office.CLERK) for name in ("Chuyên viên một", "Chuyên viên hai"))
    clerk = kon_tum.finance_clerk.person
    assert clerk.has_perm("accounts.issue_slip", counter)
    workflow.seat(counter, Office.COUNTING_TEAM, bloc=kon_tum.bloc, since=kon_tum.since, **kon_tum.hand)
    workflow.seat(shared, Office.CLERK, unit=kon_tum.health, since=kon_tum.since, **kon_tum.hand)
    assert not clerk.has_perm("accounts.issue_slip", counter)
    assert not clerk.has_perm("accounts.issue_slip", shared)


def test_a_clerk_issues_no_slip_beyond_their_unit(kon_tum):
    """Đầu mối đơn vị khác không cấp được, thủ trưởng cũng không, và không ai tự cấp cho mình."""
    colleague = newcomer(kon_tum, "Chuyên viên Sở Tài chính", Office.CLERK)
    for by in (kon_tum.health_clerk.person, kon_tum.health_head.person, kon_tum.finance_head.person, colleague):
        with pytest.raises(PermissionDenied):
            workflow.issue_slip(colleague, by=by, at=AT)
    assert not Slip.objects.exists()


def test_a_clerk_issues_no_slip_for_who_sits_wider_than_the_unit(kon_tum):
    """Đầu mối của cơ quan thường trực không lấy được tài khoản của chuyên viên hay quản trị."""
    clerk = workflow.seat_newcomer(
        "Đầu mối SNV", Office.CLERK, unit=kon_tum.secretariat, since=kon_tum.since, **kon_tum.hand
    ).person
    for person in (kon_tum.officer, kon_tum.administrator):
        assert not clerk.has_perm("accounts.issue_slip", person)


def test_the_secretariat_issues_slips_in_its_own_province_only(kon_tum, elsewhere):
    """Chuyên viên cấp phiếu trong tỉnh mình, không cấp cho tỉnh khác."""
    assert kon_tum.officer.has_perm("accounts.issue_slip", kon_tum.finance_clerk.person)
    assert not elsewhere.officer.has_perm("accounts.issue_slip", kon_tum.finance_clerk.person)


def test_lost_factors_are_cleared_with_a_reason(kon_tum):
    """Mất điện thoại: chuyên viên gỡ cách xác thực cũ, có lý do; đầu mối thì không gỡ được."""
    person = kon_tum.finance_head.person
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    with pytest.raises(PermissionDenied):
        workflow.clear_factors(person, by=kon_tum.finance_clerk.person, at=AT, note="Mất máy")
    with pytest.raises(Refused, match="nêu lý do"):
        workflow.clear_factors(person, by=kon_tum.officer, at=AT, note=" ")
    workflow.clear_factors(person, by=kon_tum.officer, at=AT, note="Mất máy, đã gặp trực tiếp")
    assert not Authenticator.objects.filter(user=person).exists()


def test_an_administrator_without_a_shift_may_nothing(kon_tum):
    """Ngoài ca, người quản trị không làm được gì ngoài mở ca."""
    with clock.at(AT):
        kon_tum.administrator.forget_powers()
        assert granted(kon_tum, kon_tum.administrator) == {"roster.open_shift"}


def test_an_administrator_in_a_shift_may_only_people_and_seats(kon_tum):
    """Trong ca, người quản trị chỉ quản lý đơn vị, người và ghế."""
    workflow.open_shift("Đổi thủ trưởng theo quyết định", by=kon_tum.administrator, at=AT)
    with clock.at(AT):
        kon_tum.administrator.forget_powers()
        assert granted(kon_tum, kon_tum.administrator) == {
            "roster.open_shift", "roster.manage", "roster.register_person", "roster.replace_officer",
            "accounts.issue_slip", "accounts.clear_factors",
        }  # fmt: skip


def granted(p, user):
    """Permissions of these two rooms that the person has on anything in the province."""
    mine = [name for name in permissions if name.partition(".")[0] in ("roster", "accounts", "law")]
    subjects = {"accounts": [p.finance_head.person], "law": [None]}
    of_roster = [p.root, p.finance, p.bloc, p.finance_head]
    return {n for n in mine if any(_may(user, n, s) for s in subjects.get(n.partition(".")[0], of_roster))}


def _may(user, name, subject):
    return name != "roster.found" and user.has_perm(name, subject)


def test_a_shift_needs_a_reason_and_ends_by_itself(kon_tum):
    """Không lý do thì không mở được ca; sau 30 phút quyền tự hết."""
    admin = kon_tum.administrator
    with pytest.raises(Refused, match="nêu lý do"):
        workflow.open_shift(" ", by=admin, at=AT)
    workflow.open_shift("Lập đơn vị mới", by=admin, at=AT)
    with pytest.raises(Refused, match="đang mở"):
        workflow.open_shift("Lần nữa", by=admin, at=AT)
    with pytest.raises(PermissionDenied):
        workflow.create_unit("Sở Mới", kon_tum.root, by=admin, at=day(2026, 2, 10, hour=9, minute=31))


def test_a_closed_shift_has_no_power(kon_tum):
    """Đóng ca sớm thì hết quyền ngay."""
    admin = kon_tum.administrator
    shift = workflow.open_shift("Lập đơn vị mới", by=admin, at=AT)
    workflow.create_unit("Sở Mới", kon_tum.root, by=admin, at=AT)
    workflow.close_shift(shift, by=admin, at=day(2026, 2, 10, minute=5))
    with pytest.raises(PermissionDenied):
        workflow.create_unit("Sở Khác", kon_tum.root, by=admin, at=day(2026, 2, 10, minute=6))


def test_a_shift_does_not_reach_another_province(kon_tum, elsewhere):
    """Ca quản trị ở tỉnh này không có quyền ở tỉnh khác."""
    workflow.open_shift("Lập đơn vị mới", by=elsewhere.administrator, at=AT)
    with pytest.raises(PermissionDenied):
        workflow.create_unit("Sở Mới", kon_tum.root, by=elsewhere.administrator, at=AT)


def test_who_is_no_administrator_opens_no_shift(kon_tum):
    """Chuyên viên hay thủ trưởng không mở được ca quản trị."""
    for user in (kon_tum.officer, kon_tum.finance_head.person):
        with pytest.raises(PermissionDenied):
            workflow.open_shift("Thử", by=user, at=AT)
