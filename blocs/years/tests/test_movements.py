"""Phong trào: mục tiêu, ai tham gia với kết quả gì, điển hình; đi vào báo cáo."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from blocs.years import documents, movements
from blocs.years.models import BlocYear, Example, Movement, Participation
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.testing import client_of, day

pytestmark = pytest.mark.django_db
MAY = day(2026, 5, 20)


@pytest.fixture
def movement(cast):
    facts = {"name": "Cải cách hành chính", "goals": "Cắt 30% thủ tục.", "since": dt.date(2026, 1, 1)}
    return movements.add_movement(cast.row, **facts, by=cast.clerks[0], at=MAY)


def send(person, address, pk, **typed):
    return client_of(person, MAY).post(reverse(f"years:{address}", args=[pk]), typed)


def page(person, movement):
    return client_of(person, MAY).get(reverse("years:movement", args=[movement.pk])).content.decode()


def test_each_unit_tells_its_part_and_its_examples(cast, movement):
    """Đơn vị ghi phần mình, ghi lại thì thay; nêu điển hình, bỏ được, nhật ký còn; cả khối đọc được."""
    for result in ("Cắt 12 thủ tục.", "Cắt 15 thủ tục."):
        send(cast.clerks[1], "take_part", movement.pk, member=cast.members[1].pk, result=result)
    for who in ("Phòng Một cửa", "Bà Nguyễn Thị A"):
        send(
            cast.clerks[1], "name_example", movement.pk, member=cast.members[1].pk, who=who, deed="Trả hồ sơ trước hạn."
        )
    assert [(p.member, p.result) for p in movement.participations.all()] == [(cast.members[1], "Cắt 15 thủ tục.")]
    told = page(cast.heads[2], movement)
    for words in ("Cắt 30% thủ tục.", "Cắt 15 thủ tục.", "Bà Nguyễn Thị A"):
        assert words in told
    assert "Nêu điển hình tiên tiến" in told
    assert reverse("years:strike_example", args=[Example.objects.last().pk]) not in told
    send(cast.clerks[1], "strike_example", Example.objects.get(who="Phòng Một cửa").pk)
    assert Example.objects.get().who == "Bà Nguyễn Thị A"
    assert Entry.objects.filter(label="Bỏ điển hình tiên tiến").count() == 1


def test_the_lead_writes_for_any_unit_and_a_unit_for_itself_only(cast, movement, other):
    """Trưởng khối ghi thay được; đơn vị không ghi thay đơn vị khác; người ngoài khối không thấy; người không thuộc đơn vị nào: 403."""
    facts = {"member": cast.members[2].pk, "result": "Tốt."}
    assert send(cast.clerks[0], "take_part", movement.pk, **facts).status_code == 302
    answer = send(cast.clerks[1], "take_part", movement.pk, **facts)
    assert answer.context["part"].errors.keys() == {"member"}
    assert send(other.clerks[0], "take_part", movement.pk, **facts).status_code == 404
    assert send(cast.councillor, "take_part", movement.pk, **facts).status_code == 403
    named = movements.name_example(movement, cast.members[2], who="A", deed="B", by=cast.clerks[2], at=MAY)
    assert send(cast.clerks[1], "strike_example", named.pk).status_code == 403
    assert send(cast.clerks[1], "movement", movement.pk, result="Khác").status_code == 403


def test_the_report_tells_the_result_who_took_part_and_the_examples(cast, movement):
    """Báo cáo lấy kết quả chung, số đơn vị tham gia, điển hình theo thứ tự đơn vị."""
    assert documents.movement_result(movement) == []
    movements.report_movement(movement, result="Cắt 40% thủ tục.", by=cast.clerks[0], at=MAY)
    for place in (2, 1):
        hand = {"by": cast.clerks[place], "at": MAY}
        movements.take_part(movement, cast.members[place], result="Tốt.", **hand)
        movements.name_example(movement, cast.members[place], who=f"Tổ {place}", deed="Tốt.", **hand)
    first, second = (m.name for m in cast.members[1:])
    assert documents.movement_result(movement) == [
        "Cắt 40% thủ tục.", "02 đơn vị tham gia", f"điển hình tiên tiến: Tổ 1 ({first}); Tổ 2 ({second})",
    ]  # fmt: skip


def test_what_does_not_hold_is_refused(cast, movement, other):
    """Kết quả trống, điển hình trống hay trùng, đơn vị khối khác, năm đã khép, kết thúc trước bắt đầu: từ chối, không ghi gì."""
    hand = {"by": cast.clerks[1], "at": MAY}
    movements.name_example(movement, cast.members[1], who="A", deed="B", **hand)
    for words, act in (
        ("Ghi kết quả của đơn vị", lambda: movements.take_part(movement, cast.members[1], result=" ", **hand)),
        ("Ghi tên và thành tích", lambda: movements.name_example(movement, cast.members[1], who="C", deed="", **hand)),
        ("đã có tên", lambda: movements.name_example(movement, cast.members[1], who="A", deed="C", **hand)),
        ("không ở trong năm", lambda: movements.take_part(movement, other.members[1], result="x", by=other.clerks[1], at=MAY)),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            act()
    typed = {"name": "Phong trào khác", "since": "02/02/2026", "until": "01/02/2026"}
    assert (
        "Ngày kết thúc phải từ ngày bắt đầu" in send(cast.clerks[0], "movements", cast.row.pk, **typed).content.decode()
    )
    BlocYear.objects.filter(pk=cast.row.pk).update(state="closed")
    with pytest.raises(Refused, match="đã khép"):
        movements.take_part(Movement.objects.get(), cast.members[1], result="x", **hand)
    assert (Participation.objects.count(), Example.objects.count(), Movement.objects.count()) == (0, 1, 1)


@pytest.mark.parametrize(("model", "column"), [(Participation, "result"), (Example, "who"), (Example, "deed")])
def test_the_database_keeps_empty_rows_out(cast, movement, model, column):
    """Cơ sở dữ liệu không giữ kết quả trống, điển hình không tên hay không thành tích."""
    movements.take_part(movement, cast.members[1], result="Tốt.", by=cast.clerks[1], at=MAY)
    movements.name_example(movement, cast.members[1], who="A", deed="B", by=cast.clerks[1], at=MAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**{column: ""})
