"""Giao ký: ai giao, ai ghi, cho ai, từ ngày nào đến ngày nào, thu hồi, giấy in."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from blocs.roster import workflow
from blocs.roster.models import Delegation, DelegationState, Office, Seat, Unit
from emulation import testing
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.papers.models import Kind, Style
from emulation.papers.numbering import open_numbering
from emulation.papers.rendering import html, pdf
from emulation.testing import day, prove, sitting

AT = day(2026, 2, 10)
SINCE, UNTIL = dt.date(2026, 2, 10), dt.date(2026, 4, 30)


@pytest.fixture
def unit(db):
    """A unit with a symbol of its own; its people are seated by the fixtures below."""
    return testing.unit("Sở Y tế", symbol="SYT")


@pytest.fixture
def head(unit):
    return sitting(Office.HEAD, unit=unit, title="Giám đốc")


@pytest.fixture
def vice(unit, head):
    """The seat of the vice head."""
    return sitting(Office.VICE_HEAD, unit=unit, title="Phó Giám đốc").seats.get()


@pytest.fixture
def registry(unit):
    return sitting(Office.REGISTRY, unit=unit)


def given(seat, by, since=SINCE, until=UNTIL, number=1, dated=SINCE):
    """The signing given to a seat, by a paper that the unit's registry numbered. Out: Delegation."""
    return workflow.delegate(seat, since=since, until=until, number=number, dated=dated, by=by, at=AT)


def keeps_its_numbers_here(unit, head):
    """The unit's papers take their numbers in the system."""
    days = {"since": dt.date(2026, 1, 1), "until": dt.date(2026, 12, 31)}
    open_numbering(f"unit:{unit.pk}", **days, by=head, at=AT)


def test_the_head_gives_the_signing_and_the_paper_is_numbered(unit, head, vice):
    """Thủ trưởng giao: ghi từ ai, cho ai, việc gì, từ ngày đến ngày; đơn vị lấy số tại đây thì giấy lấy số tiếp theo; vào nhật ký."""
    keeps_its_numbers_here(unit, head)
    made = given(vice, head, number=None, dated=None)

    assert (made.unit, made.giver.person, made.receiver, made.since, made.until) == (unit, head, vice, SINCE, UNTIL)
    assert (made.paper.symbol_text, made.paper.dated) == ("01/GUQ-SYT", SINCE)
    kept = Entry.objects.about(made).get()
    assert (kept.label, kept.detail["receiver"], kept.detail["until"]) == (
        "Giao ký, ủy quyền ký",
        vice.pk,
        "2026-04-30",
    )


@pytest.mark.parametrize(
    ("usual", "own", "cites"), [("state", "", True), ("state", "party", False), ("party", "state", True)]
)
def test_the_paper_cites_as_its_own_letterhead_asks(unit, head, vice, usual, own, cites):
    """Căn cứ Nghị định về công tác văn thư, KT. hay K/T theo thể thức của chính tờ giấy, không theo thể thức thường dùng của đơn vị."""
    Unit.objects.filter(pk=unit.pk).update(letterhead=usual)
    if own:
        Style.objects.create(issuer_key=f"unit:{unit.pk}", kind=Kind.DELEGATION, letterhead=own)
    keeps_its_numbers_here(unit, head)
    paper = given(Seat.objects.get(pk=vice.pk), head, number=None, dated=None).paper
    assert (paper.letterhead, bool(paper.data["grounds"])) == (own or usual, cites)
    assert ("30/2020/NĐ-CP" in html(paper)) == cites
    assert ("ký thay (KT.)" in html(paper), "ký thay (K/T)" in html(paper)) == (cites, not cites)


def test_the_registry_clerk_records_a_paper_that_the_head_signed(head, vice, registry):
    """Văn thư ghi lại giấy đã ký: số và ngày ở sổ của đơn vị; chữ ký để trống cho bút."""
    made = given(vice, registry, number=12, dated=dt.date(2026, 2, 9))

    assert (made.paper.symbol_text, made.paper.dated) == ("12/GUQ-SYT", dt.date(2026, 2, 9))
    assert made.paper.data["signature"]["at"] is None


def test_the_registry_clerk_does_not_give_what_has_no_paper(head, vice, registry):
    """Văn thư không tự giao: phải có số và ngày của giấy."""
    with pytest.raises(Refused, match="điền số và ngày"):
        given(vice, registry, number=None)


def test_the_number_comes_from_where_the_unit_keeps_its_numbers(unit, head, vice):
    """Đơn vị giữ sổ riêng thì phải ghi số, và số không cấp hai lần; đơn vị lấy số tại đây thì không ghi số."""
    with pytest.raises(Refused, match="do văn thư của đơn vị cấp"):
        given(vice, head, number=None)
    given(vice, head, number=5)
    with pytest.raises(Refused, match="Số 05 đã cấp"):
        given(vice, head, since=dt.date(2026, 5, 1), until=dt.date(2026, 5, 31), number=5)


def test_where_numbers_are_kept_here_none_is_typed(unit, head, vice):
    """Đơn vị lấy số tại đây: không ghi số bằng tay được."""
    keeps_its_numbers_here(unit, head)
    with pytest.raises(Refused, match="lấy số tại đây"):
        given(vice, head)


def test_nobody_records_a_delegation_to_themselves(head, vice, registry):
    """Văn thư không ghi giấy cho chính mình."""
    with pytest.raises(Refused, match="cho chính mình"):
        given(registry.seats.get(), registry)


@pytest.mark.parametrize("office", [Office.VICE_HEAD, Office.CLERK, Office.SECRETARIAT])
def test_nobody_else_gives_the_signing(unit, head, vice, office):
    """Cấp phó, cán bộ đầu mối, cơ quan thường trực không giao ký thay thủ trưởng."""
    place = testing.secretariat_of(unit.parent) if office == Office.SECRETARIAT else unit
    other = vice.person if office == Office.VICE_HEAD else sitting(office, unit=place)

    with pytest.raises(PermissionDenied, match="Thủ trưởng hoặc văn thư của chính đơn vị"):
        given(vice, other)
    assert not Delegation.objects.exists()


def test_who_was_given_the_signing_does_not_pass_it_on(unit, head, vice):
    """Người được ủy quyền không ủy quyền lại."""
    given(vice, head)

    with pytest.raises(PermissionDenied):
        given(sitting(Office.CLERK, unit=unit).seats.get(), vice.person)


def test_a_unit_without_a_symbol_is_given_one_first(head, vice, unit):
    """Đơn vị chưa có ký hiệu văn bản thì số của giấy viết không đủ: ghi ký hiệu trước."""
    Unit.objects.filter(pk=unit.pk).update(symbol="")

    with pytest.raises(Refused, match="chưa có ký hiệu văn bản"):
        given(vice, head)


def test_the_head_needs_none(head):
    """Thủ trưởng tự ký."""
    with pytest.raises(Refused, match="Thủ trưởng tự ký"):
        given(head.seats.get(), head)


def test_without_a_head_nobody_gives(head, vice, registry):
    """Ghế thủ trưởng trống thì không ai giao ký được."""
    Seat.objects.filter(person=head).update(until=dt.date(2026, 1, 31))

    with pytest.raises(Refused, match="không có thủ trưởng"):
        given(vice, registry)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"since": dt.date(2026, 5, 1), "until": dt.date(2026, 4, 30)}, "Ngày hết hạn phải từ ngày bắt đầu"),
        ({"since": dt.date(2026, 1, 1), "until": dt.date(2026, 2, 9)}, "đã hết hạn"),
        ({"since": dt.date(2026, 2, 1), "until": UNTIL}, "không có hiệu lực trước ngày của giấy"),
    ],
)
def test_days_have_to_make_sense(head, vice, days, sentence):
    """Hết hạn trước khi bắt đầu, đã hết hạn, có hiệu lực trước ngày của giấy: không nhận."""
    with pytest.raises(Refused, match=sentence):
        given(vice, head, **days)


def test_one_person_signs_a_matter_at_a_time(unit, head, vice):
    """Những ngày ấy đã giao người khác thì phải thu hồi trước; ngày khác thì giao được."""
    first, other = given(vice, head), sitting(Office.CLERK, unit=unit).seats.get()
    with pytest.raises(Refused, match=r"đã giao .* ký từ 10/02/2026 đến hết 30/04/2026"):
        given(other, head, until=SINCE)

    given(other, head, since=dt.date(2026, 5, 1), until=dt.date(2026, 5, 31), number=2)
    workflow.revoke(first, reason="Đi học", by=head, at=AT)
    given(other, head, until=SINCE, number=3)


def test_the_database_itself_refuses_two_at_once(unit, head, vice):
    """Cơ sở dữ liệu không nhận hai giấy cùng việc cùng ngày."""
    first = given(vice, head)
    later = given(vice, head, since=dt.date(2026, 5, 1), until=dt.date(2026, 5, 31), number=2)

    with pytest.raises(IntegrityError, match="one_delegate_per_matter_at_a_time"), transaction.atomic():
        Delegation.objects.filter(pk=later.pk).update(since=first.until)


def test_a_delegation_is_revoked_with_a_reason_once(head, vice):
    """Thu hồi có lý do, một lần; giấy vẫn còn để tra cứu."""
    made = given(vice, head)
    with pytest.raises(Refused, match="lý do"):
        workflow.revoke(made, reason=" ", by=head, at=AT)

    workflow.revoke(made, reason="Chuyển công tác", by=head, at=AT)

    assert (made.state, made.revoked_at) == (DelegationState.REVOKED, AT)
    with pytest.raises(Refused, match="đã làm rồi"):
        workflow.revoke(made, reason="Lần nữa", by=head, at=AT)


@pytest.mark.parametrize(
    ("office", "authority"), [(Office.VICE_HEAD, "ký thay (KT.)"), (Office.CLERK, "ký thừa ủy quyền (TUQ.)")]
)
def test_the_paper_says_who_gives_what_to_whom_until_when(unit, head, office, authority):
    """Giấy ủy quyền: người giao, người nhận, nội dung, thời hạn, không ủy quyền lại; giao trên hệ thống thì ghi giờ xác nhận."""
    person = sitting(office, unit=unit, title="Chức vụ người nhận")
    page = html(given(person.seats.get(), head).paper)

    for words in (
        "GIẤY ỦY QUYỀN", "01/GUQ-SYT", head.full_name, person.full_name, "Chức vụ người nhận", authority,
        "ngày 10 tháng 02 năm 2026", "ngày 30 tháng 4 năm 2026", "không ủy quyền lại", "Đã xác nhận trên hệ thống",
    ):  # fmt: skip
        assert words in page, words


def test_the_paper_comes_out(head, vice):
    """Giấy dàn được trang."""
    assert pdf(given(vice, head).paper).pages == 1


def test_on_the_page_the_head_gives_and_revokes(unit, head, vice, client_of):
    """Trang đơn vị: giao, mở giấy, thu hồi; thao tác phải chứng minh là mình."""
    client, page = client_of(head, AT), reverse("roster:unit", args=[unit.pk])
    typed = {"receiver": vice.pk, "matter": "covenant", "since": "10/02/2026", "until": "30/04/2026"}
    typed |= {"number": "3", "dated": "10/02/2026"}
    prove(client, head, seconds_ago=301)
    assert "next=" in client.post(reverse("roster:delegate", args=[unit.pk]), typed).url
    prove(client, head)

    made = client.post(reverse("roster:delegate", args=[unit.pk]), typed)
    assert made.url == reverse("roster:delegation", args=[Delegation.objects.get().pk])
    assert client.get(made.url).status_code == 200
    assert "Đang có hiệu lực" in client.get(page).content.decode()

    client.post(reverse("roster:revoke", args=[Delegation.objects.get().pk]), {"reason": "Đi học"})
    assert "Đã thu hồi 10/02/2026" in client.get(page).content.decode()


def test_the_form_of_the_registry_clerk_asks_for_the_paper(unit, head, vice, registry, client_of):
    """Văn thư phải điền số và ngày của giấy."""
    typed = {"receiver": vice.pk, "matter": "covenant", "since": "10/02/2026", "until": "30/04/2026"}
    answer = client_of(registry, AT).post(reverse("roster:delegate", args=[unit.pk]), typed)

    assert set(answer.context["form"].errors) == {"number", "dated"}


def test_the_head_is_not_offered_as_delegate(unit, head, vice, client_of):
    """Danh sách để chọn không có thủ trưởng, không có người đơn vị khác."""
    sitting(Office.VICE_HEAD, unit=testing.unit("Sở khác"))
    form = client_of(head, AT).get(reverse("roster:delegate", args=[unit.pk])).context["form"]

    assert list(form.fields["receiver"].queryset) == [vice]


def test_other_units_do_not_see_it(unit, head, vice, client_of):
    """Đơn vị khác xem được trang đơn vị mà không thấy giấy ủy quyền; cơ quan thường trực thì thấy."""
    made = given(vice, head)
    neighbour = sitting(Office.HEAD, unit=testing.unit("Sở khác"))
    officer = sitting(Office.SECRETARIAT, unit=testing.secretariat_of(unit.parent))
    paper, page = reverse("roster:delegation", args=[made.pk]), reverse("roster:unit", args=[unit.pk])

    assert client_of(neighbour, AT).get(paper).status_code == 404
    assert "ủy quyền" not in client_of(neighbour, AT).get(page).content.decode()
    assert client_of(officer, AT).get(paper).status_code == 200
