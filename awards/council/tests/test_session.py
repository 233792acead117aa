"""Phiên họp Hội đồng: bước nào từ đâu, tay ai; đủ người, đủ tỷ lệ theo từng hình thức; không biểu quyết, ý kiến bằng văn bản."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from awards.council import workflow
from awards.council.models import AgendaLine, CouncilSession, Recusal
from awards.proposals.models import Proposal
from blocs.roster.models import Office
from emulation.ballots.models import Slot
from emulation.journal.steps import Refused
from emulation.testing import day, province, sitting

from . import building as b

pytestmark = pytest.mark.django_db

STEPS = {
    "table": lambda s, by: workflow.table(s, list(Proposal.objects.filter(state="eligible")), by=by, at=b.CONVENED),
    "open": lambda s, by: workflow.open_vote(s, by=by, at=b.OPENED),
    "adjourn": lambda s, by: workflow.adjourn(s, reason="Thiếu thành viên", by=by, at=b.CLOSED),
    "close": lambda s, by: workflow.close_vote(s, by=by, at=b.CLOSED),
    "conclude": lambda s, by: workflow.conclude(s, conclusions="Thống nhất.", by=by, at=b.CONCLUDED),
}
ALLOWED = {
    "preparing": {"table", "open"},
    "voting": {"adjourn", "close"},
    "closed": {"conclude"},
    "concluded": set(),
}


def brought_to(state, room, proposals):
    """A session in this state with the first file; the second stays eligible."""
    make = {"preparing": b.tabled, "voting": b.voting, "closed": b.closed, "concluded": b.concluded}[state]
    session = make(room, proposals[:1])
    if state == "voting":
        for person in room.voters:
            b.vote(b.lines(session)[0], person)
    return session


def tried(act, session, by, refusal):
    with transaction.atomic():
        try:
            act(CouncilSession.objects.get(pk=session.pk), by)
        except refusal:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("state", ALLOWED)
def test_each_step_is_taken_from_its_own_states_only(state):
    """Bảng trạng thái của phiên họp."""
    _cast, room, proposals = b.eligible()
    session = brought_to(state, room, proposals)
    assert session.state == state
    assert {name for name, act in STEPS.items() if tried(act, session, room.secretary, Refused)} == ALLOWED[state]


@pytest.mark.parametrize(
    ("name", "state", "hands"),
    [
        ("table", "preparing", {"secretary", "agency"}),
        ("open", "preparing", {"secretary", "agency", "chair"}),
        ("adjourn", "voting", {"secretary", "agency", "chair"}),
        ("close", "voting", {"secretary", "agency", "chair"}),
        ("conclude", "closed", {"secretary", "chair"}),
    ],
)
def test_each_step_has_its_hands(name, state, hands):
    """Ủy viên, trưởng khối, khách mời, Hội đồng tỉnh khác không điều hành phiên họp."""
    cast, room, proposals = b.eligible()
    session = brought_to(state, room, proposals)
    people = {
        "secretary": room.secretary, "chair": room.chair, "agency": cast.secretary, "member": room.members[0],
        "lead of the bloc": cast.head(cast.lead_unit), "guest": sitting(Office.GUEST, bloc=cast.year.bloc),
        "council of another province": b.council(province("Tỉnh Khác")).secretary,
    }  # fmt: skip
    assert {who for who, p in people.items() if tried(STEPS[name], session, p, PermissionDenied)} == hands


def test_who_convenes():
    """Thư ký Hội đồng và cơ quan thường trực lập phiên họp; Chủ tịch, ủy viên, tỉnh khác thì không."""
    cast, room, _proposals = b.eligible()
    stranger = b.council(province("Tỉnh Khác")).secretary
    facts = {"title": "Phiên họp", "held_at": b.OPENED, "place": "Trụ sở", "at": b.CONVENED}
    for person in (room.members[0], room.chair, cast.head(cast.lead_unit), stranger):
        with pytest.raises(PermissionDenied):
            workflow.convene(room.unit, **facts, by=person)
    assert workflow.convene(room.unit, **facts, by=cast.secretary).state == "preparing"


# --- chương trình -----------------------------------------------------------------------------------
def test_an_agenda_takes_all_or_nothing():
    """Một đề nghị chưa thẩm định trong danh sách thì không đề nghị nào vào chương trình."""
    cast, room, proposals = b.eligible()
    other = b.files.received(b.files.voted("BK_TINH", name="Khối khác"))
    session = b.convened(room)
    with pytest.raises(Refused, match="Không thể «Đưa ra Hội đồng»"):
        workflow.table(session, [proposals[0], other[0]], by=room.secretary, at=b.CONVENED)
    assert not AgendaLine.objects.exists()
    assert set(Proposal.objects.filter(bloc_year=cast.year).values_list("state", flat=True)) == {"eligible"}


def test_an_agenda_takes_files_of_its_own_council():
    """Đề nghị của tỉnh khác: từ chối. Chưa chọn gì: từ chối. Một đề nghị vào hai phiên: từ chối."""
    _cast, room, proposals = b.eligible()
    _other, _room, strange = b.eligible(root=province("Tỉnh Khác"))
    session = b.convened(room)
    with pytest.raises(Refused, match="thuộc Hội đồng khác"):
        workflow.table(session, strange, by=room.secretary, at=b.CONVENED)
    with pytest.raises(Refused, match="Chưa chọn đề nghị nào"):
        workflow.table(session, [], by=room.secretary, at=b.CONVENED)
    workflow.table(session, proposals[:1], by=room.secretary, at=b.CONVENED)
    with pytest.raises(Refused, match="«Đưa ra Hội đồng» đã làm rồi"):
        workflow.table(b.convened(room), proposals[:1], by=room.secretary, at=b.CONVENED)
    workflow.table(session, proposals[1:], by=room.secretary, at=b.CONVENED)
    assert [ln.position for ln in b.lines(session)] == [1, 2]


def test_an_empty_agenda_or_council_does_not_vote():
    """Chương trình trống, hoặc Hội đồng không còn thành viên, thì không mở biểu quyết."""
    _cast, room, proposals = b.eligible()
    with pytest.raises(Refused, match="chưa có đề nghị"):
        workflow.open_vote(b.convened(room), by=room.secretary, at=b.OPENED)
    session = b.tabled(room, proposals)
    for person in room.voters:
        person.seats.update(until=day(2027, 1, 19).date())
    with pytest.raises(Refused, match="Hội đồng chưa có thành viên"):
        workflow.open_vote(session, by=room.secretary, at=b.OPENED)


def test_the_chair_and_members_of_the_day_vote_the_secretary_does_not():
    """Ai có ghế biểu quyết hôm ấy thì có phiếu, mỗi người một lần; thư ký và ghế đã hết thì không."""
    _cast, room, proposals = b.eligible()
    room.members[3].seats.update(until=day(2027, 1, 19).date())
    sitting(Office.COUNCIL_MEMBER, unit=room.unit, user=room.chair)
    ballot = b.lines(b.voting(room, proposals))[0].ballot
    assert {e.person for e in ballot.electors.all()} == {room.chair, *room.members[:3]}


# --- tỷ lệ theo hình thức ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "against", "passed"),
    [
        ("CO_TINH", 1, True),
        ("CO_TINH", 2, False),
        ("CO_CP", 1, True),
        ("CO_CP", 2, False),
        ("BK_TINH", 2, True),
        ("BK_TINH", 3, False),
    ],
)
def test_each_award_has_its_own_threshold_of_all_members(code, against, passed):
    """Năm thành viên: cờ cần 80% của tất cả (bốn phiếu), bằng khen cần quá nửa (ba phiếu)."""
    _cast, room, proposals = b.eligible(code)
    session = b.closed(room, proposals, against=against)
    counted = b.lines(session)[0].ballot.lines.get()
    assert (counted.yes, counted.base_number, counted.passed) == (5 - against, 5, passed)
    assert Proposal.objects.get().state == ("passed" if passed else "failed")


def test_absent_members_count_in_the_base():
    """Bốn trong năm bỏ phiếu, ba đồng ý: cờ không đạt vì tính trên tổng số thành viên."""
    _cast, room, proposals = b.eligible("CO_TINH")
    session = b.voting(room, proposals)
    line = b.lines(session)[0]
    for n, person in enumerate(room.voters[:4]):
        b.vote(line, person, yes=n > 0)
    workflow.close_vote(session, by=room.secretary, at=b.CLOSED)
    counted = line.ballot.lines.get()
    assert (counted.yes, counted.returned, counted.base_number, counted.passed) == (3, 4, 5, False)


def test_too_few_voters_are_no_verdict():
    """Ba trong năm bỏ phiếu, cần 67%: chưa kiểm, đề nghị không bị coi là không thông qua; thêm một phiếu thì kiểm được."""
    _cast, room, proposals = b.eligible("BK_TINH")
    session = b.voting(room, proposals)
    line = b.lines(session)[0]
    for person in room.voters[:3]:
        b.vote(line, person)
    with pytest.raises(Refused, match="mới có 3 trong 5 thành viên bỏ phiếu, chưa đủ 67%"):
        workflow.close_vote(session, by=room.secretary, at=b.CLOSED)
    assert Proposal.objects.get().state == "tabled"
    b.vote(line, room.voters[3])
    workflow.close_vote(session, by=room.secretary, at=b.CLOSED)
    assert Proposal.objects.get().state == "passed"


def test_an_adjourned_vote_is_never_opened_and_begins_anew():
    """Hoãn: phiếu đã bỏ không mở; chương trình giữ; mở lại là phiếu mới, ai cũng bỏ lại."""
    _cast, room, proposals = b.eligible("BK_TINH")
    session = b.voting(room, proposals)
    old = b.lines(session)[0].ballot
    b.vote(b.lines(session)[0], room.chair)
    with pytest.raises(Refused, match="phải nêu lý do"):
        workflow.adjourn(session, reason=" ", by=room.secretary, at=b.CLOSED)
    workflow.adjourn(session, reason="Thiếu thành viên", by=room.secretary, at=b.CLOSED)
    old.refresh_from_db()
    assert (old.state, session.state, session.opened_at) == ("cancelled", "preparing", None)
    workflow.open_vote(session, by=room.secretary, at=b.OPENED)
    assert b.lines(session)[0].ballot != old


# --- không biểu quyết -------------------------------------------------------------------------------
def recused(room, proposals):
    """The first member does not vote on the first proposal; the vote is open. Out: lines of the session."""
    session = b.tabled(room, proposals)
    workflow.recuse(
        b.lines(session)[0], room.members[0], reason="Thủ trưởng đơn vị được đề nghị", by=room.secretary, at=b.CONVENED
    )
    workflow.open_vote(session, by=room.secretary, at=b.OPENED)
    return b.lines(session)


def test_a_recused_member_has_no_slot_so_no_vote_can_be_stored():
    """Không có ô phiếu: không bỏ được qua việc, và ghi thẳng vào cơ sở dữ liệu cũng không."""
    _cast, room, proposals = b.eligible()
    first, second = recused(room, proposals)
    member = room.members[0]
    assert not Slot.objects.filter(line__ballot=first.ballot, elector__person=member).exists()
    assert Slot.objects.filter(line__ballot=second.ballot, elector__person=member).count() == 1
    with pytest.raises(Refused):
        b.vote(first, member)
    elector = first.ballot.electors.get(person=member)
    slot = [first.ballot.lines.get().pk, elector.pk, b"x" * 64]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {Slot._meta.db_table} (line_id, elector_id, sealed) VALUES (%s, %s, %s)", slot)  # noqa: S608


def test_a_recused_member_stays_in_the_base():
    """Không biểu quyết vẫn tính trong tổng số thành viên: bốn phiếu đồng ý trong năm."""
    _cast, room, proposals = b.eligible("CO_TINH")
    (line,) = recused(room, proposals)
    for person in (p for p in room.voters if p != room.members[0]):
        b.vote(line, person)
    workflow.close_vote(line.session, by=room.secretary, at=b.CLOSED)
    counted = line.ballot.lines.get()
    assert (counted.yes, counted.base_number, counted.passed) == (4, 5, True)


@pytest.mark.parametrize("who", ["secretary", "lead"])
def test_only_a_voting_member_can_be_recused(who):
    """Thư ký, người ngoài Hội đồng: không có phiếu nên không có gì để ghi."""
    cast, room, proposals = b.eligible()
    line = b.lines(b.tabled(room, proposals))[0]
    person = room.secretary if who == "secretary" else cast.head(cast.lead_unit)
    with pytest.raises(Refused, match="không phải thành viên biểu quyết"):
        workflow.recuse(line, person, reason="x", by=room.secretary, at=b.CONVENED)


def test_a_recusal_is_written_once_with_a_reason_before_the_vote():
    """Hai lần, không lý do, hoặc khi đã mở biểu quyết: từ chối."""
    _cast, room, proposals = b.eligible()
    session = b.tabled(room, proposals)
    line, member, hand = b.lines(session)[0], room.members[0], {"by": room.secretary, "at": b.CONVENED}
    with pytest.raises(Refused, match="phải nêu lý do"):
        workflow.recuse(line, member, reason="", **hand)
    workflow.recuse(line, member, reason="Người nhà", **hand)
    with pytest.raises(Refused, match="đã được ghi không biểu quyết"):
        workflow.recuse(line, member, reason="Lần nữa", **hand)
    workflow.open_vote(session, by=room.secretary, at=b.OPENED)
    with pytest.raises(Refused, match="đã mở biểu quyết"):
        workflow.recuse(b.lines(session)[1], room.members[1], reason="x", by=room.secretary, at=b.OPENED)
    assert Recusal.objects.count() == 1


# --- ý kiến bằng văn bản ----------------------------------------------------------------------------
def test_a_written_opinion_is_added_and_named():
    """Thành viên vắng gửi văn bản: cộng vào phiếu đồng ý, đếm riêng, không tính vào số người có mặt."""
    _cast, room, proposals = b.eligible("CO_TINH")
    session = b.voting(room, proposals)
    line = b.lines(session)[0]
    for n, person in enumerate(room.voters[:4]):
        b.vote(line, person, yes=n > 0)
    workflow.write_opinion(line, room.members[3], agrees=True, by=room.secretary, at=b.OPENED)
    workflow.close_vote(session, by=room.secretary, at=b.CLOSED)
    counted = line.ballot.lines.get()
    assert (counted.yes, counted.base_number, counted.passed) == (4, 5, True)
    assert counted.written_tally["Đồng ý"] == 1


def test_written_opinions_make_no_quorum():
    """Ba người bỏ phiếu, hai người gửi văn bản: vẫn chưa đủ 67% có mặt."""
    _cast, room, proposals = b.eligible("BK_TINH")
    session = b.voting(room, proposals)
    line = b.lines(session)[0]
    for person in room.voters[:3]:
        b.vote(line, person)
    for person in room.voters[3:]:
        workflow.write_opinion(line, person, agrees=True, by=room.secretary, at=b.OPENED)
    with pytest.raises(Refused, match="mới có 3 trong 5"):
        workflow.close_vote(session, by=room.secretary, at=b.CLOSED)


def test_a_written_opinion_is_one_vote_of_a_member():
    """Đã bỏ phiếu, đã có văn bản, không phải thành viên, hoặc chưa mở biểu quyết: từ chối."""
    cast, room, proposals = b.eligible()
    preparing = b.lines(b.tabled(room, proposals[1:]))[0]
    hand = {"agrees": True, "by": room.secretary, "at": b.OPENED}
    with pytest.raises(Refused, match="khi đang biểu quyết"):
        workflow.write_opinion(preparing, room.chair, **hand)
    line = b.lines(b.voting(room, proposals[:1]))[0]
    b.vote(line, room.chair)
    for person in (room.chair, room.members[0], cast.head(cast.lead_unit)):
        if person == room.members[0]:
            workflow.write_opinion(line, person, **hand)
        with pytest.raises(Refused):
            workflow.write_opinion(line, person, **hand)
    with pytest.raises(Refused):
        b.vote(line, room.members[0])


def test_who_writes_an_opinion_down():
    """Thư ký, Chủ tịch, cơ quan thường trực ghi; ủy viên không ghi cho người khác."""
    _cast, room, proposals = b.eligible()
    line = b.lines(b.voting(room, proposals))[0]
    with pytest.raises(PermissionDenied):
        workflow.write_opinion(line, room.members[0], agrees=True, by=room.members[1], at=b.OPENED)


# --- kết luận ---------------------------------------------------------------------------------------
def test_a_conclusion_has_words_and_issues_the_minutes():
    """Kết luận phải có lời; biên bản lấy số của Hội đồng, nêu khối mà đơn vị thuộc về, phiếu từng đề nghị."""
    cast, room, proposals = b.eligible()
    session = b.closed(room, proposals, against=1)
    with pytest.raises(Refused, match="Ghi kết luận"):
        workflow.conclude(session, conclusions="  ", by=room.chair, at=b.CONCLUDED)
    workflow.conclude(session, conclusions="Thống nhất.", by=room.chair, at=b.CONCLUDED)
    told = session.minutes.data["lines"]
    assert session.minutes.symbol_text == "01/BB-HĐTĐKT"
    assert [(ln["bloc"], ln["yes"], ln["base"], ln["passed"]) for ln in told] == [(cast.year.bloc.name, 4, 5, True)] * 2
