"""Giao ước: xác nhận, rút, hoàn tất."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Concat

from blocs.covenant import signing, workflow
from blocs.covenant.models import Authority, Covenant, Signature, SignatureState, State
from blocs.roster.models import Office, Seat
from blocs.years.models import BlocYear, Due, Filing, Member, Obligation, Stage
from emulation.accounts.models import User
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.papers.documents import signatures
from emulation.testing import sitting

from .conftest import FEBRUARY, MARCH, delegate_of, everybody_signs, signature_of


@pytest.fixture
def signature(covenant, year):
    """The awaited signature of the third unit."""
    return signature_of(covenant, year.members[2])


def test_the_head_signs_for_the_unit(signature, year, covenant):
    """Thủ trưởng tự ký: ghi người, ghế, chức vụ, giờ, mã văn bản, câu xác nhận; việc ký của đơn vị là xong."""
    signing.sign(signature, by=year.heads[2], at=MARCH)

    assert (signature.state, signature.authority, signature.office_title) == (
        SignatureState.SIGNED,
        Authority.SELF,
        "Giám đốc",
    )
    assert (signature.signed_by, signature.signed_at, signature.text_sha256) == (year.heads[2], MARCH, covenant.sha256)
    assert signature.seat.office == Office.HEAD
    assert "bản chốt" in signature.consent
    assert str(Obligation.objects.get(member=year.members[2], milestone__kind=Due.SIGN).met_on) == "2026-03-02"


@pytest.mark.parametrize("who", ["neighbour", "clerk", "officer", "former head"])
def test_nobody_else_signs_for_the_unit(signature, year, who):
    """Thủ trưởng đơn vị khác cùng khối, cán bộ đầu mối, cơ quan thường trực, thủ trưởng đã thôi: không xác nhận thay được."""
    people = {"neighbour": year.heads[1], "officer": year.officer, "former head": year.heads[2]}
    person = sitting(Office.CLERK, unit=year.members[2].unit) if who == "clerk" else people[who]
    if who == "former head":
        Seat.objects.filter(person=person).update(until="2026-02-28")

    with pytest.raises(PermissionDenied, match="của chính đơn vị"):
        signing.sign(signature, by=person, at=MARCH)
    assert Signature.objects.get(pk=signature.pk).state == SignatureState.AWAITED


def test_signing_happens_once(signature, year):
    """Đã xác nhận rồi thì không xác nhận lần nữa."""
    signing.sign(signature, by=year.heads[2], at=MARCH)

    with pytest.raises(Refused, match="«Xác nhận giao ước» đã làm rồi"):
        signing.sign(signature, by=year.heads[2], at=MARCH)


@pytest.mark.parametrize("column", ["text", "theme"])
def test_a_text_changed_after_the_freeze_is_not_signed(signature, year, column):
    """Nội dung bị sửa thẳng trong cơ sở dữ liệu sau khi chốt thì không ai xác nhận được nữa."""
    Covenant.objects.update(**{column: Concat(column, Value(" và thêm"))})

    with pytest.raises(Refused, match="không còn khớp mã bản chốt"):
        signing.sign(signature, by=year.heads[2], at=MARCH)


def test_a_changed_annex_is_not_signed(signature, year, covenant):
    """Phụ lục bị sửa sau khi chốt cũng thế."""
    covenant.frozen["annex"][0]["targets"][0]["level"] = "50"
    Covenant.objects.update(frozen=covenant.frozen)

    with pytest.raises(Refused, match="không còn khớp"):
        signing.sign(signature, by=year.heads[2], at=MARCH)


def test_a_unit_that_left_does_not_sign(signature, year):
    """Đơn vị đã ra khỏi khối thì không xác nhận."""
    Member.objects.filter(pk=year.members[2].pk).update(left_on="2026-03-01")

    with pytest.raises(Refused, match="đã ra khỏi khối"):
        signing.sign(signature, by=year.heads[2], at=MARCH)


def test_nobody_signs_a_completed_covenant(covenant, year, signature):
    """Giao ước đã hoàn tất thì không nhận thêm."""
    everybody_signs(covenant, year, but=year.members[2:])
    signing.go_without(signature, reason="Đang sáp nhập", by=year.leader, at=MARCH)

    with pytest.raises(Refused):
        signing.sign(signature, by=year.heads[2], at=MARCH)


def test_before_the_last_signature_nothing_is_printed(covenant, year):
    """Chưa đủ thì chưa in."""
    everybody_signs(covenant, year, but=year.members[2:])

    assert Covenant.objects.get().state == State.SIGNING
    assert Covenant.objects.get().paper is None


def test_the_last_signature_completes_prints_and_files(covenant, year, signature):
    """Chữ cuối cùng: giao ước đủ xác nhận, một bản in vào hồ sơ, năm sang thực hiện; nhật ký ghi cả ba."""
    everybody_signs(covenant, year, but=year.members[2:])

    signing.sign(signature, by=year.heads[2], at=MARCH)

    covenant.refresh_from_db()
    assert (covenant.state, covenant.signed_at, covenant.paper) == (State.SIGNED, MARCH, Filing.objects.get().paper)
    assert covenant.paper != covenant.frozen_paper
    assert BlocYear.objects.get().state == Stage.RUNNING
    assert {"Xác nhận giao ước", "Giao ước đủ xác nhận"} <= set(
        Entry.objects.filter(at=MARCH).values_list("label", flat=True)
    )


def test_the_paper_shows_every_unit_with_hour_and_hash(covenant, year, signature):
    """Bản in có đủ các đơn vị theo thứ tự, giờ xác nhận và mã; không số."""
    everybody_signs(covenant, year, but=year.members[2:])
    signing.sign(signature, by=delegate_of(year.members[2], year.heads[2])[0], at=MARCH)

    paper = Covenant.objects.get().paper
    grid = paper.data["signatures"]
    assert [(s["unit"], s["digest"]) for s in grid] == [(m.name, covenant.sha256) for m in year.members]
    assert signatures(paper)[2]["lines"] == ["KT. Giám đốc", "Phó Giám đốc"]
    assert (paper.number, str(paper.dated)) == (None, "2026-03-02")


def test_a_signature_is_withdrawn_with_a_reason_before_completion(signature, year):
    """Chưa đủ xác nhận thì đơn vị rút được, có lý do; nhật ký giữ cả hai; rồi xác nhận lại được."""
    signing.sign(signature, by=year.heads[2], at=MARCH)
    with pytest.raises(Refused, match="lý do"):
        signing.withdraw(signature, reason="", by=year.heads[2], at=MARCH)

    signing.withdraw(signature, reason="Cần xem lại mục 3", by=year.heads[2], at=MARCH)
    assert (signature.state, signature.signed_by, signature.text_sha256) == (SignatureState.AWAITED, None, "")

    signing.sign(signature, by=year.heads[2], at=MARCH)
    assert [e.label for e in Entry.objects.about(signature)] == [
        "Xác nhận giao ước",
        "Rút xác nhận",
        "Xác nhận giao ước",
    ]


def test_a_signature_is_not_withdrawn_after_completion(covenant, year, signature):
    """Đủ xác nhận rồi thì không rút."""
    everybody_signs(covenant, year, but=year.members[2:])
    signing.sign(signature, by=year.heads[2], at=MARCH)

    with pytest.raises(Refused, match="không rút lại được"):
        signing.withdraw(signature, reason="Muộn", by=year.heads[2], at=MARCH)


def test_the_neighbour_does_not_withdraw(signature, year):
    """Đơn vị khác không rút thay."""
    signing.sign(signature, by=year.heads[2], at=MARCH)

    with pytest.raises(PermissionDenied):
        signing.withdraw(signature, reason="Thay", by=year.heads[1], at=MARCH)


def test_the_lead_completes_without_a_unit_and_the_paper_says_so(covenant, year, signature):
    """Lãnh đạo trưởng khối hoàn tất không có một đơn vị, có lý do; giấy in đơn vị ấy là không xác nhận."""
    everybody_signs(covenant, year, but=year.members[2:])

    signing.go_without(signature, reason="Đang sáp nhập", by=year.leader, at=MARCH)

    printed = Covenant.objects.get().paper.data
    assert printed["signatures"][2]["unsigned"] == "Không xác nhận"
    assert printed["absent"] == [{"unit": "Sở thứ 3", "reason": "Đang sáp nhập"}]


def test_the_lead_itself_is_not_left_out(covenant, year):
    """Trưởng khối phải tự xác nhận."""
    with pytest.raises(Refused, match="Trưởng khối phải xác nhận"):
        signing.go_without(signature_of(covenant, year.members[0]), reason="Bận", by=year.leader, at=MARCH)


def test_going_without_a_unit_needs_a_reason_and_the_lead(signature, year):
    """Hoàn tất thiếu một đơn vị: phải có lý do, và chỉ lãnh đạo trưởng khối."""
    with pytest.raises(Refused, match="lý do"):
        signing.go_without(signature, reason=" ", by=year.leader, at=MARCH)
    with pytest.raises(PermissionDenied):
        signing.go_without(signature, reason="Thử", by=year.heads[1], at=MARCH)


STEPS = [signing.SIGN, signing.WITHDRAW, signing.GO_WITHOUT]
THE_TABLE = {
    ("awaited", "Xác nhận giao ước"), ("signed", "Rút xác nhận"), ("awaited", "Hoàn tất không có đơn vị này"),
}  # fmt: skip
STAMP = {"signed_at": MARCH, "office_title": "Giám đốc", "authority": "self", "consent": "Đọc", "text_sha256": "0" * 64}


def stamped(head, state):
    """The columns that belong to a signature in a state."""
    seat = Seat.objects.get(person=head)
    blank = {name: None if name == "signed_at" else "" for name in STAMP} | {
        "signed_by": None,
        "seat": None,
        "absent_reason": "",
    }
    if state == SignatureState.SIGNED:
        return blank | STAMP | {"signed_by": head, "seat": seat}
    return blank | ({"absent_reason": "Lý do"} if state == SignatureState.ABSENT else {})


@pytest.mark.parametrize(("state", "step"), list(product(SignatureState, STEPS)), ids=str)
def test_a_signature_moves_only_as_the_table_says(state, step, signature, year, monkeypatch):
    """Xác nhận chỉ đi theo đúng quy trình, dù người bấm có mọi quyền."""
    monkeypatch.setattr(User, "has_perm", lambda *args: True)
    head = year.heads[2]
    Signature.objects.filter(pk=signature.pk).update(state=state, **stamped(head, state))

    try:
        with step.on(signature, by=head, at=FEBRUARY, note="Lý do"):
            for name, value in stamped(head, step.target).items():
                setattr(signature, name, value)
        taken = True
    except Refused:
        taken = False

    signature.refresh_from_db()
    assert taken is ((state.value, str(step.label)) in THE_TABLE)
    assert signature.state == (step.target if taken else state)


@pytest.mark.parametrize(("state", "taken"), [(State.DRAFT, True), (State.SIGNING, False)])
def test_a_covenant_is_frozen_from_a_draft_only(state, taken, year, sent, monkeypatch):
    """Giao ước chỉ chốt được từ dự thảo."""
    monkeypatch.setattr(User, "has_perm", lambda *args: True)
    if state == State.SIGNING:
        workflow.freeze(sent, by=year.leader, at=FEBRUARY)
    try:
        workflow.freeze(sent, by=year.leader, at=MARCH)
    except Refused:
        assert not taken
    else:
        assert taken


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"state": "signed"}, "signed_exactly_when_stamped"),
        ({"signed_at": MARCH}, "signed_exactly_when_stamped"),
        ({"authority": "kt"}, "signed_exactly_when_stamped|signing_for_names_the_office_signed_for"),
        ({"state": "absent"}, "an_absent_signature_has_a_reason"),
    ],
)
def test_a_signature_cannot_lie_even_to_a_script(signature, columns, constraint):
    """Cơ sở dữ liệu không nhận chữ ký thiếu dấu vết."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(**columns)
