"""Hội nghị: việc nào làm được ở trạng thái nào, và bởi tay ai — the tables are written by hand."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from blocs.conferences import handover, nomination, workflow
from blocs.roster.models import Office
from emulation.journal.steps import Refused
from emulation.testing import day, sitting

from . import building as b

pytestmark = pytest.mark.django_db
LATER = day(2026, 12, 28, 8)

STEPS = {
    "invite": lambda c, by: workflow.invite(c, by=by, at=b.MEETING),
    "open": lambda c, by: workflow.open_session(c, by=by, at=b.MEETING),
    "postpone": lambda c, by: workflow.postpone(c, held_at=LATER, reason="Chưa đủ đơn vị", by=by, at=b.MEETING),
    "conclude": lambda c, by: workflow.conclude(c, conclusions="Thống nhất.", by=by, at=b.ENDED),
    "minute": lambda c, by: workflow.minute(c, by=by, at=b.ENDED),
}
ALLOWED = {
    "planned": {"invite", "open", "postpone"},
    "invited": {"open", "postpone"},
    "in_session": {"postpone", "conclude"},
    "concluded": {"minute"},
    "minuted": set(),
}


def brought_to(state, cast):
    """A conference in this state, by the acts."""
    conference, head = b.planned(cast), cast.head(cast.lead_unit)
    if state != "planned":
        workflow.invite(conference, by=head, at=b.PLANNED)
    if state in ("in_session", "concluded", "minuted"):
        workflow.open_session(conference, by=head, at=b.MEETING)
        workflow.attend(conference, b.rows(cast, conference), by=head, at=b.MEETING)
        b.finished(cast, conference)
    if state in ("concluded", "minuted"):
        STEPS["conclude"](conference, head)
    if state == "minuted":
        STEPS["minute"](conference, head)
    return conference


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (day(2026, 12, 19, 8), "Chưa tới ngày họp: họp lúc 08:00, 20/12/2026."),
        (day(2026, 12, 20, 5, 59), "khai mạc được từ 06:00"),
        (day(2026, 12, 21, 8), "Đã qua ngày họp 20/12/2026: hẹn ngày họp khác"),
    ],
)
def test_a_meeting_is_not_opened_on_another_day_or_hours_ahead(at, sentence):
    """Họp 08:00 ngày 20: không khai mạc hôm trước, hôm sau, hay trước 06:00."""
    cast = b.balloted()
    conference = brought_to("invited", cast)
    with pytest.raises(Refused, match=sentence):
        workflow.open_session(conference, by=cast.lead, at=at)
    workflow.open_session(conference, by=cast.lead, at=day(2026, 12, 20, 6))
    assert conference.state == "in_session"


def can(act, conference, by):
    """Whether the act goes through; whatever it did is undone."""
    with transaction.atomic():
        try:
            act(type(conference).objects.get(pk=conference.pk), by)
        except Refused:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("state", ALLOWED)
def test_each_step_is_taken_from_its_own_states_only(state):
    """Bảng trạng thái: bước nào đi được từ đâu."""
    cast = b.balloted()
    conference = brought_to(state, cast)
    assert conference.state == state
    assert {name for name, act in STEPS.items() if can(act, conference, cast.head(cast.lead_unit))} == ALLOWED[state]


RUN = "Chuyên viên cơ quan thường trực theo dõi khối"
HANDS = {
    "invite": ("planned", {"lead clerk", "lead head", "secretary"}),
    "open": ("planned", {"lead clerk", "lead head", "secretary"}),
    "postpone": ("planned", {"lead clerk", "lead head", "secretary"}),
    "conclude": ("in_session", {"lead head", "secretary"}),
    "minute": ("concluded", {"lead head", "secretary"}),
}


def people(cast):
    stranger = b.balloted(name="Khối khác", root=None)
    return {
        "lead clerk": cast.lead, "lead head": cast.head(cast.lead_unit), "secretary": cast.secretary,
        "deputy's head": cast.head(cast.deputy_unit), "neighbour's head": cast.head(cast.neighbour_unit),
        "councillor": cast.councillor, "lead of another bloc": stranger.head(stranger.lead_unit),
        "registry clerk": sitting(Office.REGISTRY, unit=cast.lead_unit),
    }  # fmt: skip


def permitted(act, conference, by):
    with transaction.atomic():
        try:
            act(type(conference).objects.get(pk=conference.pk), by)
        except PermissionDenied:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("name", HANDS)
def test_each_step_has_its_hands(name):
    """Đơn vị bên cạnh trong cùng khối, khối khác, Hội đồng không điều hành được hội nghị."""
    state, hands = HANDS[name]
    cast = b.balloted()
    conference = brought_to(state, cast)
    assert {who for who, person in people(cast).items() if permitted(STEPS[name], conference, person)} == hands


def test_the_acts_inside_a_meeting_have_their_hands():
    """Điểm danh, đề cử, phát phiếu, ghi mục: người của trưởng khối; trao quyền: lãnh đạo của trưởng khối."""
    cast = b.balloted()
    conference = b.put_forward(cast, b.in_session(cast), "CO_TINH")
    neighbour, clerk = cast.head(cast.neighbour_unit), cast.lead
    by = {"by": neighbour, "at": b.MEETING}
    for act in (
        lambda: workflow.attend(conference, {}, **by),
        lambda: workflow.edit(conference, place="Nơi khác", **by),
        lambda: workflow.finish_item(conference.items.get(), outcome="Xong", **by),
        lambda: workflow.put_on_agenda(conference, kind="free", title="x", bloc_year=cast.year, **by),
        lambda: nomination.put_forward(conference, [], **by),
        lambda: nomination.break_tie(conference, [], reason="x", **by),
        lambda: nomination.open_vote(conference, **by),
        lambda: nomination.count_vote(conference, **by),
        lambda: nomination.call_off_vote(conference, reason="x", **by),
        lambda: nomination.acclaim_by_score(conference, by=clerk, at=b.MEETING),
        lambda: handover.hand_over(conference, lead=cast.deputy_unit, by=clerk, at=b.MEETING),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_an_item_of_next_year_is_finished_by_who_convenes():
    """Mục của năm sau do trưởng khối đang họp ghi, dù đã có trưởng khối mới."""
    cast = b.balloted()
    conference = b.in_session(cast)
    made = handover.hand_over(conference, lead=cast.neighbour_unit, by=cast.head(cast.lead_unit), at=b.VOTED)
    item = workflow.put_on_agenda(
        conference, kind="free", title="Việc năm sau", bloc_year=made.to_year, by=cast.lead, at=b.VOTED
    )
    item = conference.items.get(bloc_year=made.to_year)
    workflow.finish_item(item, outcome="Đã bàn.", by=cast.lead, at=b.VOTED)
    assert item.done_at == b.VOTED
