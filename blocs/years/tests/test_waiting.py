"""Trang đầu, phần của năm: ai giữ bút thì thấy việc, người bên cạnh không thấy."""

import datetime as dt

import pytest

from blocs.years import drafts, reports, workflow
from blocs.years.models import Due, Stage
from emulation.journal import clock
from emulation.testing import day

pytestmark = pytest.mark.django_db
JANUARY = day(2026, 1, 12)


def waits(person, at=JANUARY):
    """[(title, due)] that wait for a person because of years."""
    person.forget_powers()
    with clock.at(at):
        return [(t.title, t.due) for t in reports.waiting(person, at)]


def titles(person, at=JANUARY):
    return [title for title, _due in waits(person, at)]


def plan(cast):
    return drafts.write(cast.row, kind="regulation", title="Quy chế", text="Điều 1.", by=cast.clerks[0], at=JANUARY)


def test_a_year_without_rules_asks_its_lead_for_them(cast, other):
    """Chưa có quy chế: trưởng khối soạn; đơn vị khác không thấy."""
    assert titles(cast.clerks[0]) == ["Soạn quy chế của khối"]
    assert titles(cast.clerks[1]) == []
    assert titles(other.clerks[1]) == []


def test_a_draft_waits_for_the_hand_that_moves_it_on(cast):
    """Đang soạn: gửi đi; lấy ý kiến: từng đơn vị góp ý đến hạn; có ý kiến: trả lời; đủ ý kiến: thủ trưởng thông qua."""
    draft, last = plan(cast), dt.date(2026, 1, 20)
    assert titles(cast.clerks[0]) == ["Gửi lấy ý kiến Quy chế"]
    drafts.consult(draft, respond_by=last, by=cast.clerks[0], at=JANUARY)
    assert waits(cast.clerks[1]) == [("Góp ý Quy chế", last)]
    assert titles(cast.heads[0]) == ["Góp ý Quy chế"]
    for place, agrees in ((0, True), (1, True), (2, False)):
        drafts.comment(draft, cast.members[place], agrees=agrees, text="Thêm.", by=cast.clerks[place], at=JANUARY)
    assert [titles(p) for p in (cast.clerks[1], cast.clerks[0])] == [[], ["Trả lời ý kiến về Quy chế"]]
    drafts.answer(draft.comments.get(agrees=False), text="Đã thêm.", by=cast.clerks[0], at=JANUARY)
    assert [titles(p) for p in (cast.clerks[0], cast.heads[0])] == [[], ["Thông qua Quy chế"]]
    drafts.adopt(draft, by=cast.heads[0], at=JANUARY)
    assert titles(cast.heads[0]) == []


def test_silence_ends_with_the_day(cast):
    """Hết hạn góp ý thì thủ trưởng thông qua được, dù còn đơn vị chưa nói."""
    draft = plan(cast)
    drafts.consult(draft, respond_by=dt.date(2026, 1, 20), by=cast.clerks[0], at=JANUARY)
    drafts.comment(draft, cast.members[0], agrees=True, by=cast.heads[0], at=JANUARY)
    assert titles(cast.heads[0], day(2026, 1, 19)) == []
    assert titles(cast.heads[0], day(2026, 1, 20)) == ["Thông qua Quy chế"]


def test_the_lead_reminds_who_is_late_but_not_itself(cast, other):
    """Ai trễ thì trưởng khối thấy để nhắc, kèm hạn; chính trưởng khối trễ thì không tự nhắc."""
    when = day(2026, 2, 16)
    reminded = [(t, d) for t, d in waits(cast.clerks[0], when) if t.startswith("Nhắc")]
    assert reminded == [(f"Nhắc {m}: đăng ký thi đua", dt.date(2026, 2, 15)) for m in cast.members[1:]]
    assert not [t for t in titles(cast.clerks[1], when) if t.startswith("Nhắc")]
    assert not [t for t in titles(other.clerks[0], when) if "thử nghiệm" in t]


def test_a_decided_year_waits_to_be_closed(cast, away):
    """Có quyết định rồi: cơ quan thường trực của khối khép năm; tỉnh khác không thấy."""
    with workflow.SET_DUE.on(cast.row, by=cast.officer, at=JANUARY):
        workflow.reach(cast.row, Stage.DECIDED, by=cast.officer, at=JANUARY)
    assert (titles(cast.officer), titles(away.officer)) == (["Khép năm thi đua"], [])
    workflow.close(cast.row, by=cast.officer, at=JANUARY)
    assert titles(cast.officer) == []


def test_an_extension_stops_the_reminder(cast):
    """Gia hạn rồi thì thôi nhắc, tới ngày mới."""
    owed = cast.members[1].obligations.get(milestone__kind=Due.REGISTER)
    workflow.extend(owed, to=dt.date(2026, 2, 28), reason="x", by=cast.officer, at=day(2026, 2, 16))
    assert len([t for t in titles(cast.clerks[0], day(2026, 2, 20)) if t.startswith("Nhắc")]) == 1
    assert len([t for t in titles(cast.clerks[0], day(2026, 3, 1)) if t.startswith("Nhắc")]) == 2
