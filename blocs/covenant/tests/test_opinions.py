"""Giao ước: góp ý dự thảo, trả lời từng ý kiến, từ chối đến với mọi người."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from blocs.covenant import reports, signing, workflow
from blocs.covenant.models import Covenant, Remark, State
from blocs.roster.models import Office
from emulation.journal import clock
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.testing import sitting

from .conftest import FEBRUARY, MARCH, everybody_signs, signature_of


def says(covenant, year, place, text="Thêm chuyển đổi số", **more):
    """What the unit in this place remarks. Out: Remark."""
    hour = FEBRUARY if covenant.state == State.DRAFT else MARCH
    return workflow.remark(covenant, member=year.members[place], text=text, by=year.heads[place], at=hour, **more)


def waits(user, hour=FEBRUARY):
    """What waits for a person in this room: list of (title, address, note)."""
    with clock.at(hour):
        user.forget_powers()
        return [(str(t.title), t.url, t.note) for t in reports.waiting(user, hour)]


def test_a_draft_with_an_unanswered_remark_is_not_frozen(sent, year):
    """Còn ý kiến chưa trả lời thì chưa chốt, và nêu tên đơn vị; trả lời rồi thì chốt được."""
    remark = says(sent, year, 2)
    with pytest.raises(Refused, match="ý kiến của Sở thứ 3 chưa được trả lời"):
        workflow.freeze(sent, by=year.leader, at=FEBRUARY)

    workflow.answer(remark, text="Đã thêm vào mục II.", by=year.leader, at=FEBRUARY)
    workflow.freeze(sent, by=year.leader, at=FEBRUARY)

    assert sent.state == State.SIGNING


def test_agreeing_without_words_needs_no_answer(sent, year):
    """Nhất trí, không nói gì thêm, thì không phải trả lời và không cản việc chốt."""
    remark = says(sent, year, 2, text="", agrees=True)

    with pytest.raises(Refused, match="không chờ trả lời"):
        workflow.answer(remark, text="Cảm ơn", by=year.leader, at=FEBRUARY)
    workflow.freeze(sent, by=year.leader, at=FEBRUARY)

    assert Covenant.objects.get().state == State.SIGNING


def test_silence_is_seen_and_does_not_stop_the_freeze(sent, year, client_of):
    """Ai đã nhất trí, ai có ý kiến, ai chưa nói gì: trang giao ước và trang chốt đều nêu; im lặng không cản việc chốt."""
    says(sent, year, 1, text="", agrees=True)

    told = reports.opinions(sent)
    page = client_of(year.leader, FEBRUARY).get(reverse("covenant:freeze", args=[year.row.pk])).content.decode()
    workflow.freeze(sent, by=year.leader, at=FEBRUARY)

    assert [m.name for m in told.silent] == ["Sở thứ 3"]
    assert "Đơn vị chưa góp ý</dt><dd>Sở thứ 3" in page
    assert Covenant.objects.get().state == State.SIGNING


def test_only_the_lead_unit_answers_and_only_once(sent, year):
    """Chỉ trưởng khối trả lời, một lần, có lời; câu trả lời vào nhật ký."""
    remark = says(sent, year, 2)
    with pytest.raises(PermissionDenied, match="của trưởng khối"):
        workflow.answer(remark, text="Tôi trả lời thay", by=year.heads[1], at=FEBRUARY)
    with pytest.raises(Refused, match="Ghi câu trả lời"):
        workflow.answer(remark, text="  ", by=year.leader, at=FEBRUARY)

    workflow.answer(remark, text="Đã thêm.", by=year.leader, at=FEBRUARY)

    with pytest.raises(Refused, match="không chờ trả lời"):
        workflow.answer(remark, text="Nghĩ lại", by=year.leader, at=FEBRUARY)
    assert Remark.objects.get().answer == "Đã thêm."
    assert [e.label for e in Entry.objects.about(remark)] == ["Gửi ý kiến về giao ước", "Trả lời ý kiến về giao ước"]


def test_what_was_said_stays_when_it_is_answered(sent, year):
    """Trả lời được ghi thêm; lời của đơn vị thì cơ sở dữ liệu không cho sửa, không cho xóa."""
    workflow.answer(says(sent, year, 2), text="Đã thêm.", by=year.leader, at=FEBRUARY)

    for change in ({"text": "Khác"}, {"agrees": True, "text": ""}):
        with pytest.raises(IntegrityError, match="covenant_remark_is_append_only"), transaction.atomic():
            Remark.objects.update(**change)
    with pytest.raises(IntegrityError, match="answered_exactly_when_dated"), transaction.atomic():
        Remark.objects.update(answered_at=None)


def test_on_the_page_a_unit_agrees_and_the_lead_answers(sent, year, client_of):
    """Trên trang: một nút nhất trí; ý kiến thì trưởng khối trả lời ngay dưới, cả khối đọc được."""
    page, neighbour = reverse("covenant:page", args=[year.row.pk]), client_of(year.heads[1], FEBRUARY)
    assert "Sở thứ 2 nhất trí với dự thảo" in neighbour.get(page).content.decode()
    neighbour.post(reverse("covenant:agree", args=[year.row.pk]))
    remark, lead = says(sent, year, 2), client_of(year.leader, FEBRUARY)
    assert (
        "Chưa chốt được: ý kiến của Sở thứ 3"
        in lead.get(reverse("covenant:freeze", args=[year.row.pk])).content.decode()
    )

    lead.post(reverse("covenant:answer", args=[remark.pk]), {"text": "Đã thêm vào mục II."})

    read = neighbour.get(page).content.decode()
    assert "✓ Nhất trí" in read
    assert "Trưởng khối trả lời: Đã thêm vào mục II." in read
    assert "nhất trí với dự thảo</button>" not in read


def test_a_frozen_text_is_confirmed_not_agreed_with(covenant, year):
    """Đã chốt thì nhất trí nghĩa là xác nhận; không còn nút nhất trí."""
    with pytest.raises(Refused, match="xác nhận ngay trên giao ước"):
        says(covenant, year, 2, text="", agrees=True)


def test_a_refusal_waits_for_every_unit_until_it_is_answered(covenant, year):
    """Một đơn vị chưa đồng ý: trưởng khối thấy việc trả lời, đơn vị khác thấy việc đọc, chính đơn vị ấy thì không; trả lời rồi thì hết."""
    before = [waits(head, MARCH) for head in year.heads]
    refusal = says(covenant, year, 2, text="Chỉ tiêu quá cao", declines=True)
    page = reverse("covenant:page", args=[year.row.pk]) + "#h-opinions"
    note = "Khối thi đua thử nghiệm: Sở thứ 3 chưa đồng ý"

    news = [
        [task for task in waits(head, MARCH) if task not in known]
        for head, known in zip(year.heads, before, strict=True)
    ]
    assert news == [
        [("Trả lời ý kiến về giao ước năm 2026", page, note)],
        [("Đọc ý kiến về giao ước năm 2026", page, note)],
        [],
    ]

    workflow.answer(refusal, text="Giữ mức, lùi hạn.", by=year.leader, at=MARCH)
    assert [waits(head, MARCH) for head in year.heads] == before


def test_several_remarks_are_one_line_of_the_home_page(sent, year):
    """Nhiều ý kiến là một dòng việc, nêu tên các đơn vị; cán bộ đầu mối cũng thấy."""
    clerk = sitting(Office.CLERK, unit=year.members[0].unit)
    says(sent, year, 1)
    says(sent, year, 2)
    says(sent, year, 2, text="Và thêm nữa")

    told = [note for title, _, note in waits(clerk) if title.startswith("Trả lời")]
    assert told == ["Khối thi đua thử nghiệm: Sở thứ 2, Sở thứ 3"]


def test_an_old_refusal_does_not_wait_once_the_covenant_is_signed(covenant, year):
    """Giao ước đủ xác nhận rồi thì ý kiến cũ không còn là việc chờ."""
    says(covenant, year, 2, declines=True)
    everybody_signs(covenant, year)

    assert [waits(head, MARCH) for head in year.heads] == [[], [], []]


def test_who_refused_may_still_confirm(covenant, year):
    """Từ chối không khóa tay: thỏa thuận xong thì chính đơn vị ấy xác nhận."""
    says(covenant, year, 2, declines=True)

    signing.sign(signature_of(covenant, year.members[2]), by=year.heads[2], at=MARCH)

    assert Remark.objects.get().declines
