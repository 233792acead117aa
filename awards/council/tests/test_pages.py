"""Trang Hội đồng: ai thấy, ai bấm, việc chờ, số câu hỏi không theo số đề nghị."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.council import reports, workflow
from awards.council.models import CouncilSession
from emulation.journal import clock
from emulation.testing import client_of, prove, province

from . import building as b

pytestmark = pytest.mark.django_db


def get(reader, address, *args, at=b.OPENED):
    return client_of(reader, at).get(reverse(f"council:{address}", args=args))


def post(doer, address, *args, at=b.OPENED, **typed):
    return client_of(doer, at).post(reverse(f"council:{address}", args=args), typed)


def waits(person, at=b.OPENED):
    person.forget_powers()
    with clock.at(at):
        return [t.title for t in reports.waiting(person, at) if not t.elsewhere]


def elsewhere(person, at=b.OPENED):
    with clock.at(at):
        return [t.title for t in reports.waiting(person, at) if t.elsewhere]


def test_who_sees_a_session():
    """Thành viên, thư ký, cơ quan thường trực thấy; đơn vị trong khối và Hội đồng tỉnh khác thì 404, xem hay bấm."""
    cast, room, proposals = b.eligible()
    session = b.tabled(room, proposals)
    line = b.lines(session)[0]
    for person in (*room.voters, room.secretary, cast.secretary):
        assert get(person, "session", session.pk).status_code == 200
        assert get(person, "line", line.pk).status_code == 200
    stranger = b.council(province("Tỉnh Khác"))
    for person in (cast.head(cast.lead_unit), stranger.secretary):
        for address, pk in (("session", session.pk), ("line", line.pk), ("conclude", session.pk), ("adjourn", session.pk), ("recuse", line.pk),
                            ("write_opinion", line.pk), ("minutes", session.pk), ("journal", session.pk), ("convene", room.unit.pk)):  # fmt: skip
            if (address, person) == ("convene", cast.head(cast.lead_unit)):
                continue
            assert (address, get(person, address, pk).status_code) == (address, 404)
        for address in ("table", "open_vote", "close_vote"):
            assert (address, post(person, address, session.pk).status_code) == (address, 404)


def test_a_member_reads_but_does_not_run():
    """Ủy viên đọc và bỏ phiếu; trang điều hành thì 403."""
    cast, room, proposals = b.eligible()
    session = b.voting(room, proposals)
    line = b.lines(session)[0]
    for address, pk in (
        ("conclude", session.pk),
        ("adjourn", session.pk),
        ("recuse", line.pk),
        ("write_opinion", line.pk),
        ("convene", room.unit.pk),
    ):
        assert (address, get(room.members[0], address, pk).status_code) == (address, 403)
    assert get(cast.head(cast.lead_unit), "convene", room.unit.pk).status_code == 403
    page = get(room.members[0], "session", session.pk).content.decode()
    assert "Đóng biểu quyết" not in page
    assert page.count("Đến lượt bạn") == 2
    assert "Còn 2 đề nghị chờ phiếu của bạn" in page


def test_the_page_of_a_proposal_leads_to_the_vote_and_hides_others():
    """Trang đề nghị: nút bỏ phiếu của mình; đã bỏ thì biên nhận; trước khi kiểm không có số nào ngoài số phiếu đã bỏ."""
    _cast, room, proposals = b.eligible()
    session = b.voting(room, proposals)
    line = b.lines(session)[0]
    page = get(room.chair, "line", line.pk).content.decode()
    assert f'href="/phieu/{line.ballot_id}/"' in page
    assert "Cần 80% đồng ý" in page
    b.vote(line, room.chair)
    page = get(room.chair, "line", line.pk).content.decode()
    assert "Bạn đã bỏ phiếu đề nghị này." in page
    assert f'href="/phieu/{line.ballot_id}/bien-nhan/"' in page
    assert "Đã bỏ 1 trong 5 phiếu" in page
    assert "Bảng kiểm phiếu" not in page


def now(person, session, at=b.OPENED):
    """(lead sentence, box of what this person can do) on the page of a session."""
    page = get(person, "session", session.pk, at=at).content.decode()
    lead = re.search(r'<p class="lead">(.*?)</p>', page, re.DOTALL).group(1)
    assert page.index('id="h-now"') < page.index("<table")
    return lead, page[page.index('id="h-now"') : page.index("<table")]


def test_the_session_says_what_must_happen_first():
    """Chuẩn bị, biểu quyết, kết luận: câu đầu trang nói việc trước hết; nút chưa bấm được thì mờ và nói vì sao."""
    _cast, room, proposals = b.eligible()
    session = b.convened(room)
    lead, box = now(room.secretary, session)
    assert lead.startswith("Đưa đề nghị đủ điều kiện vào chương trình trước")
    assert re.search(r"disabled[^>]*>Mở biểu quyết<", box)
    workflow.table(session, proposals, by=room.secretary, at=b.CONVENED)
    assert now(room.secretary, session)[0] == "Chương trình có 2 đề nghị: mở biểu quyết khi Hội đồng họp."
    workflow.open_vote(session, by=room.secretary, at=b.OPENED)
    lead, box = now(room.secretary, session)
    assert lead == "Đang biểu quyết: 2 trong 2 đề nghị chưa đủ thành viên bỏ phiếu để kiểm."
    assert re.search(r"disabled[^>]*>Đóng biểu quyết, kiểm phiếu<", box)
    assert "Còn 2 đề nghị chờ phiếu của bạn." in now(room.chair, session)[1]
    for line in b.lines(session):
        for person in room.voters:
            b.vote(line, person)
    lead, box = now(room.secretary, session)
    assert lead == "Mọi đề nghị đã đủ thành viên bỏ phiếu: kiểm phiếu được."
    assert not re.search(r"disabled[^>]*>Đóng biểu quyết", box)
    workflow.close_vote(session, by=room.secretary, at=b.CLOSED)
    assert now(room.chair, session)[0] == "Đã kiểm phiếu, 2 trong 2 đề nghị được thông qua: còn kết luận phiên họp."
    workflow.conclude(session, conclusions="Nhất trí.", by=room.chair, at=b.CONCLUDED)
    assert now(room.chair, session)[0] == "Phiên họp đã kết luận, biên bản đã phát hành."


def test_the_turnout_of_a_session_leaves_written_opinions_out():
    """Ý kiến bằng văn bản không tính vào số người đã bỏ phiếu, như khi kiểm."""
    _cast, room, proposals = b.eligible()
    session = b.voting(room, proposals)
    first, second = b.lines(session)
    b.vote(first, room.chair)
    workflow.write_opinion(first, room.members[0], agrees=True, by=room.secretary, at=b.OPENED)
    cast = [ln.ballot.turnout()[0] for ln in (first, second)]
    assert cast == [1, 0]
    assert sorted(row[0] for row in reports.turnouts(session)) == sorted(cast)
    assert {row[2] for row in reports.turnouts(session)} == {len(room.voters)}


def test_an_afternoon_of_the_council_through_the_pages():
    """Lập, đưa ra, không biểu quyết, mở, ý kiến văn bản, kiểm phiếu, kết luận: qua trang."""
    _cast, room, proposals = b.eligible()
    secretary, member = room.secretary, room.members[0]
    post(
        secretary,
        "convene",
        room.unit.pk,
        at=b.CONVENED,
        title="Phiên họp",
        day="20/01/2027",
        hour="08:00",
        place="Trụ sở",
    )
    session = CouncilSession.objects.get()
    post(secretary, "table", session.pk, at=b.CONVENED, proposal=[p.pk for p in proposals])
    first, second = b.lines(session)
    post(secretary, "recuse", first.pk, at=b.CONVENED, person=member.pk, reason="Người nhà")
    post(secretary, "open_vote", session.pk)
    post(secretary, "write_opinion", b.lines(session)[1].pk, person=member.pk, agrees="yes")
    for line in b.lines(session):
        for person in (p for p in room.voters if p != member):
            b.vote(line, person)
    post(room.chair, "close_vote", session.pk, at=b.CLOSED)
    post(room.chair, "conclude", session.pk, at=b.CONCLUDED, conclusions="Thống nhất.")
    session.refresh_from_db()
    assert session.state == "concluded"
    assert get(member, "minutes", session.pk).status_code == 200
    assert "Mở biểu quyết" in get(member, "journal", session.pk).content.decode()
    counted = get(member, "line", second.pk).content.decode()
    assert "Kết quả biểu quyết" in counted


def test_tabling_nothing_keeps_the_form_and_says_why():
    """Chưa chọn đề nghị nào mà bấm đưa ra: vẫn ở trang phiên họp, biểu mẫu kèm câu nói vì sao."""
    _cast, room, proposals = b.eligible()
    session = b.convened(room)
    answer = post(room.secretary, "table", session.pk, at=b.CONVENED)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'role="alert">Chưa chọn đề nghị nào để đưa ra phiên họp.' in page
    assert page.count('name="proposal"') == len(proposals)


def test_a_vote_is_not_opened_before_the_council_meets():
    """Trước giờ họp: nút mở biểu quyết mờ và nói giờ họp, bấm thẳng cũng không mở; hẹn lại sớm hơn thì mở được."""
    _cast, room, proposals = b.eligible()
    session = b.tabled(room, proposals)
    early = b.OPENED - dt.timedelta(minutes=30)
    box = now(room.secretary, session, at=early)[1]
    assert re.search(r"disabled[^>]*>Mở biểu quyết<", box)
    assert "Chưa tới giờ họp: Hội đồng họp lúc 08:00, 20/01/2027." in box
    assert post(room.secretary, "open_vote", session.pk, at=early).status_code == 409

    typed = {"day": "20/01/2027", "hour": "7h15", "place": "Phòng 2", "reason": "Chủ tịch bận buổi sáng"}
    assert post(room.secretary, "reschedule", session.pk, at=early, **typed).status_code == 302
    assert post(room.secretary, "open_vote", session.pk, at=early).status_code == 302
    session.refresh_from_db()
    assert (session.state, session.place) == ("voting", "Phòng 2")


def test_a_session_is_put_off_before_its_vote_and_to_a_day_to_come():
    """Hẹn lại: ngày đã qua thì một câu trên biểu mẫu; đã mở biểu quyết thì không hẹn lại được nữa."""
    _cast, room, proposals = b.eligible()
    session = b.tabled(room, proposals)
    typed = {"day": "17/01/2027", "hour": "08:00", "place": "Trụ sở", "reason": "Thiếu người"}
    assert (
        "Ngày họp mới 17/01/2027 đã qua."
        in post(room.secretary, "reschedule", session.pk, at=b.CONVENED, **typed).content.decode()
    )
    workflow.open_vote(session, by=room.secretary, at=b.OPENED)
    assert get(room.secretary, "reschedule", session.pk).status_code == 409
    assert "Hẹn lại phiên họp" not in now(room.secretary, session)[1]


def test_pages_of_acts_close_with_their_moment():
    """Việc không còn làm được thì trang của nó cũng không mở ra nữa, mà nói vì sao."""
    _cast, room, proposals = b.eligible()
    session = b.concluded(room, proposals)
    line = b.lines(session)[0]
    for address, pk in (
        ("conclude", session.pk),
        ("adjourn", session.pk),
        ("recuse", line.pk),
        ("write_opinion", line.pk),
    ):
        assert (address, get(room.secretary, address, pk, at=b.CONCLUDED).status_code) == (address, 409)


def test_the_pen_passes_to_those_who_count():
    """Còn thiếu phiếu: thành viên giữ bút, thư ký thấy ở «chờ nơi khác»; đủ phiếu: thư ký, Chủ tịch giữ bút và có việc kiểm phiếu."""
    _cast, room, proposals = b.eligible()
    session = b.voting(room, proposals)
    title = session.title
    assert "<b>các thành viên Hội đồng</b>" in get(room.secretary, "session", session.pk).content.decode()
    assert (waits(room.secretary), elsewhere(room.secretary)) == ([], [f"Biểu quyết {title}"])
    for line in b.lines(session):
        for person in room.voters:
            b.vote(line, person)
    assert "<b>Thư ký, Chủ tịch Hội đồng</b>" in get(room.secretary, "session", session.pk).content.decode()
    assert (waits(room.secretary), elsewhere(room.secretary)) == ([f"Kiểm phiếu {title}"], [])


def test_one_vote_leads_to_the_next_proposal():
    """Bỏ phiếu xong một đề nghị: trang ấy mở ngay đề nghị còn chờ phiếu; xong hết thì không còn nút."""
    _cast, room, proposals = b.eligible()
    first, second = b.lines(b.voting(room, proposals))
    b.vote(first, room.chair)
    assert "Tới đề nghị 2, chưa bỏ phiếu" in get(room.chair, "line", first.pk).content.decode()
    b.vote(second, room.chair)
    assert "chưa bỏ phiếu" not in get(room.chair, "line", first.pk).content.decode()


def test_adjourning_through_the_page_says_what_happens():
    """Hoãn biểu quyết: trang nói phiếu không bao giờ được mở; hoãn xong về chuẩn bị."""
    _cast, room, proposals = b.eligible()
    session = b.voting(room, proposals)
    assert "không bao giờ được mở" in get(room.chair, "adjourn", session.pk).content.decode()
    post(room.chair, "adjourn", session.pk, reason="Thiếu thành viên")
    session.refresh_from_db()
    assert session.state == "preparing"


@pytest.mark.parametrize("address", ["open_vote", "close_vote", "adjourn", "conclude", "write_opinion"])
def test_what_cannot_be_undone_asks_who_you_are_again(address):
    """Mở, kiểm, hoãn, kết luận, ghi ý kiến: chứng minh đã cũ thì đi xác nhận lại, chưa ghi gì."""
    _cast, room, proposals = b.eligible()
    make = {"open_vote": b.tabled, "conclude": b.closed}.get(address, b.voting)
    session = make(room, proposals)
    client = client_of(room.secretary, b.CLOSED)
    prove(client, room.secretary, seconds_ago=301)
    before = CouncilSession.objects.values().get(pk=session.pk)
    pk = b.lines(session)[0].pk if address == "write_opinion" else session.pk
    typed = {"reason": "x", "conclusions": "x", "person": room.chair.pk, "agrees": "yes"}
    assert client.post(reverse(f"council:{address}", args=[pk]), typed).status_code == 302
    assert CouncilSession.objects.values().get(pk=session.pk) == before


def test_a_session_waits_for_the_hand_that_moves_it_on():
    """Có đề nghị đủ điều kiện: thư ký lập phiên; rồi chuẩn bị, kiểm phiếu, kết luận; ủy viên không thấy việc điều hành."""
    _cast, room, proposals = b.eligible()
    assert (waits(room.secretary), waits(room.chair), waits(room.members[0])) == (["Lập phiên họp Hội đồng"], [], [])
    session = b.tabled(room, proposals)
    assert waits(room.secretary) == waits(room.chair) == ["Chuẩn bị Phiên họp xét khen thưởng"]
    workflow.open_vote(session, by=room.secretary, at=b.OPENED)
    for line in b.lines(session):
        for person in room.voters:
            b.vote(line, person)
    assert waits(room.secretary) == ["Kiểm phiếu Phiên họp xét khen thưởng"]
    workflow.close_vote(session, by=room.secretary, at=b.CLOSED)
    assert waits(room.chair) == ["Kết luận Phiên họp xét khen thưởng"]
    workflow.conclude(session, conclusions="Xong.", by=room.chair, at=b.CONCLUDED)
    assert waits(room.secretary) == []


def test_another_council_waits_for_nothing():
    """Thư ký Hội đồng tỉnh khác không thấy việc của tỉnh này."""
    b.eligible()
    assert waits(b.council(province("Tỉnh Khác")).secretary) == []


def asked_by(person, path, at=b.OPENED):
    client = client_of(person, at)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("make", [b.tabled, b.voting, b.closed])
def test_the_session_asks_the_same_for_30_proposals(make):
    """Trang phiên họp khi chuẩn bị, đang biểu quyết, đã kiểm: 3 hay 30 đề nghị, cùng số câu hỏi, ít hơn 20."""
    numbers = {}
    many = {
        n: b.eligible(*["BK_TINH"] * n, members=n, name=f"Khối {n} đơn vị", root=province(f"Tỉnh {n}")) for n in (3, 30)
    }
    for n, (_cast, room, proposals) in many.items():
        session = make(room, proposals)
        path, page = (
            reverse("council:session", args=[session.pk]),
            reverse("council:line", args=[b.lines(session)[1].pk]),
        )
        numbers[n] = (
            asked_by(room.members[0], path),
            asked_by(room.secretary, path),
            asked_by(room.members[0], page),
            asked_by(room.members[0], "/"),
        )
    assert numbers[3] == numbers[30]
    assert max(numbers[30][:2]) < 20


def test_each_vote_on_the_first_page_names_its_session_and_opens_the_proposal():
    """Trang đầu của ủy viên: phiên họp nào, và mở trang có đủ căn cứ của đề nghị, không mở ngay tờ phiếu."""
    _cast, room, proposals = b.eligible()
    session = b.voting(room, proposals)

    page = client_of(room.voters[0], b.OPENED).get("/").content.decode()

    for line in b.lines(session):
        assert f'href="{reverse("council:line", args=[line.pk])}"' in page
    assert f"{session.title} · bỏ phiếu kín" in page


def test_a_button_pressed_twice_is_told_that_it_was_done():
    """Bấm «Mở biểu quyết» hai lần: lần hai nói đã làm rồi, không nói chưa ghi."""
    _cast, room, proposals = b.eligible()
    session = b.tabled(room, proposals)
    chair = client_of(room.secretary, b.OPENED)
    assert chair.post(reverse("council:open_vote", args=[session.pk])).status_code == 302

    again = chair.post(reverse("council:open_vote", args=[session.pk]))

    assert again.status_code == 409
    assert "Việc này đã được ghi trước đó; lần bấm này không ghi gì thêm" in again.content.decode()
    assert "Việc này chưa được ghi" not in again.content.decode()
