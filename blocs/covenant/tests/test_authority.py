"""Giao ước: ai ký cho đơn vị, theo thẩm quyền nào."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from blocs.covenant import reports, signing
from blocs.covenant.models import Authority, Signature, SignatureState
from blocs.roster import workflow as roster
from blocs.roster.models import Delegation, Office, Seat
from emulation.journal import clock
from emulation.journal.steps import Refused
from emulation.testing import day, sitting

from .conftest import MARCH, delegate_of, signature_of, vice_head


@pytest.fixture
def signature(covenant, year):
    """The awaited signature of the third unit."""
    return signature_of(covenant, year.members[2])


@pytest.fixture
def given(signature, year):
    """The vice head of the third unit, and the delegation by which they sign. Out: (User, Delegation)."""
    return delegate_of(year.members[2], year.heads[2])


def refused(signature, person, sentence):
    """Whether signing is refused with a sentence, and nothing is signed."""
    with pytest.raises(Refused, match=sentence):
        signing.sign(signature, by=person, at=MARCH)
    return Signature.objects.get(pk=signature.pk).state == SignatureState.AWAITED


def test_the_vice_head_signs_kt_by_a_recorded_delegation(signature, given):
    """Cấp phó ký thay: ghi KT. chức vụ của thủ trưởng và giấy ủy quyền."""
    person, delegation = given

    signing.sign(signature, by=person, at=MARCH)

    told = (signature.authority, signature.office_title, signature.on_behalf_of, signature.delegation)
    assert told == (Authority.KT, "Phó Giám đốc", "Giám đốc", delegation)


def test_somebody_else_of_the_unit_signs_tuq_by_a_recorded_delegation(signature, year):
    """Người khác của đơn vị ký thừa ủy quyền: ghi TUQ. chức vụ của thủ trưởng và giấy ủy quyền."""
    person, delegation = delegate_of(year.members[2], year.heads[2], office=Office.CLERK, title="Chánh Văn phòng")

    signing.sign(signature, by=person, at=MARCH)

    told = (signature.authority, signature.office_title, signature.on_behalf_of, signature.delegation)
    assert told == (Authority.TUQ, "Chánh Văn phòng", "Giám đốc", delegation)


def test_a_vice_head_without_a_delegation_does_not_sign(signature, year):
    """Cấp phó chưa được giao bằng văn bản thì không ký, và được nói rõ vì sao."""
    assert refused(signature, vice_head(year.members[2]), "đơn vị chưa ghi giấy ủy quyền nào")


def test_a_delegation_of_another_unit_gives_nothing_here(signature, year):
    """Giấy ủy quyền của đơn vị khác không có giá trị ở đơn vị này."""
    person, _ = delegate_of(year.members[1], year.heads[1])

    with pytest.raises(PermissionDenied, match="của chính đơn vị"):
        signing.sign(signature, by=person, at=MARCH)


def test_a_delegation_not_begun_does_not_sign(signature, year):
    """Giấy chưa đến ngày có hiệu lực thì chưa ký được."""
    person, _ = delegate_of(year.members[2], year.heads[2], since=day(2026, 3, 3).date())
    assert refused(signature, person, "chưa có hiệu lực: bắt đầu từ ngày 03/03/2026")


def test_an_expired_delegation_does_not_sign(signature, year):
    """Giấy hết hạn hôm qua thì hôm nay không ký được; ngày cuối cùng thì còn ký được."""
    person, delegation = delegate_of(year.members[2], year.heads[2], until=day(2026, 3, 1).date())
    assert refused(signature, person, "đã hết hạn sau ngày 01")

    Delegation.objects.filter(pk=delegation.pk).update(until=MARCH.date())
    signing.sign(signature, by=person, at=MARCH)


def test_a_revoked_delegation_does_not_sign(signature, given, year):
    """Giấy đã thu hồi thì không ký được; những gì đã ký trước đó thì giữ nguyên."""
    person, delegation = given
    roster.revoke(delegation, reason="Chuyển công tác", by=year.heads[2], at=MARCH)

    assert refused(signature, person, "đã bị thu hồi ngày 02")


def test_a_signature_made_before_the_revocation_stays(signature, given, year):
    """Thu hồi giấy không xóa chữ đã ký theo giấy ấy."""
    person, delegation = given
    signing.sign(signature, by=person, at=MARCH)

    roster.revoke(delegation, reason="Chuyển công tác", by=year.heads[2], at=MARCH)

    assert Signature.objects.get(pk=signature.pk).delegation == delegation


def test_when_the_head_leaves_office_the_delegation_ends(signature, given, year):
    """Người giao thôi giữ chức thì giấy hết giá trị: thủ trưởng mới giao lại."""
    Seat.objects.filter(person=year.heads[2]).update(until=day(2026, 3, 1).date())

    assert refused(signature, given[0], "Người giao ký đã thôi giữ chức")


def test_when_the_delegate_leaves_the_seat_the_delegation_ends(signature, given, year):
    """Người được giao thôi chức mà giấy gắn với, dù còn ghế khác trong đơn vị, thì không ký được."""
    person, _ = given
    Seat.objects.filter(person=person).update(until=day(2026, 3, 1).date())
    sitting(Office.CLERK, unit=year.members[2].unit, user=person)

    assert refused(signature, person, "đã thôi giữ chức của mình")


def test_the_delegate_alone_finds_it_at_home(covenant, given, year):
    """Việc xác nhận chờ người được giao, không chờ cấp phó chưa được giao."""
    idle = vice_head(year.members[1])

    def waits(person):
        with clock.at(MARCH):
            person.forget_powers()
            return [str(t.title) for t in reports.waiting(person, MARCH)]

    assert waits(given[0]) == ["Đọc và xác nhận giao ước năm 2026"]
    assert waits(idle) == []


def test_the_page_tells_the_vice_head_why_not(covenant, signature, year, client_of):
    """Trang xác nhận của người chưa được giao: nói vì sao, không có nút."""
    page = client_of(vice_head(year.members[2]), MARCH).get(f"/giao-uoc/chu-ky/{signature.pk}/").content.decode()

    assert "Bạn chưa xác nhận được." in page
    assert 'form="confirm"' not in page


def test_the_page_shows_authority_and_paper(given, signature, client_of):
    """Trang xác nhận của người được giao: ký thay ai, theo giấy nào, đến ngày nào."""
    page = client_of(given[0], MARCH).get(f"/giao-uoc/chu-ky/{signature.pk}/").content.decode()

    assert "Cấp phó ký thay (KT.) Giám đốc" in page
    assert f"theo giấy ủy quyền {given[1].paper.symbol_text}" in page


def test_a_delegate_withdraws_only_while_the_delegation_is_in_force(signature, given, year):
    """Rút xác nhận cũng phải có thẩm quyền vào lúc rút."""
    person, delegation = given
    signing.sign(signature, by=person, at=MARCH)
    roster.revoke(delegation, reason="Chuyển công tác", by=year.heads[2], at=MARCH)

    with pytest.raises(Refused, match="đã bị thu hồi"):
        signing.withdraw(signature, reason="Nghĩ lại", by=person, at=MARCH)
    signing.withdraw(signature, reason="Xem lại", by=year.heads[2], at=MARCH)


@pytest.mark.parametrize("authority", ["kt", "tuq"])
def test_no_script_signs_for_the_head_without_a_paper(signature, year, authority):
    """Cơ sở dữ liệu không nhận chữ ký thay mà không có giấy ủy quyền."""
    signing.sign(signature, by=year.heads[2], at=MARCH)

    with pytest.raises(IntegrityError, match="signing_for_names_the_office_signed_for"), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(authority=authority, on_behalf_of="Giám đốc")
