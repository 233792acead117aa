"""Phiếu trên màn hình."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.ballots import reports, workflow
from emulation.ballots.models import NamedVote, Slot
from emulation.ballots.tests.builders import NOON, all_choose, counted, opened, people_of, prepared, votes, within
from emulation.ballots.workflow import Rules
from emulation.testing import client_of, day, person, prove

pytestmark = pytest.mark.django_db


def address(page, ballot):
    return reverse(f"ballots:{page}", args=[ballot.pk])


def answers(ballot, user, value="00"):
    return {f"line_{line}": value for line in all_choose(ballot, user, 0)}


def body(response):
    return response.content.decode()


def untouched(ballot):
    return not Slot.objects.filter(Slot.USED, line__ballot=ballot).exists()


def test_nothing_is_selected_and_the_page_says_what_stays_secret():
    """Trang bỏ phiếu không chọn sẵn gì, nói điều gì được giữ kín và cần bao nhiêu phiếu."""
    ballot = opened(5, rules=Rules(threshold_percent=80))
    client = client_of(people_of(ballot)[0], at=NOON)

    page = body(client.get(address("vote", ballot)))

    assert page.count('type="radio"') == 6
    assert "checked" not in page
    assert "Khóa giữ ngoài nơi chứa phiếu" in page
    assert "cần ít nhất 4 trong 5 ý kiến “Đồng ý”" in page
    assert "Đã bỏ 0 trong 5 phiếu" in page


def test_reading_back_shows_the_answers_and_stores_nothing():
    """Đọc lại phiếu thì thấy lựa chọn của mình; chưa có gì được ghi ở đâu, kể cả phiên làm việc."""
    ballot = opened(3)
    voter = people_of(ballot)[0]
    client = client_of(voter, at=NOON)
    session = Session.objects.values_list("session_data", "expire_date").get()

    page = body(client.post(address("vote", ballot), answers(ballot, voter, "01") | {"step": "check"}))

    assert page.count("<b>Không đồng ý</b>") == 2
    assert "Phiếu đã bỏ thì không sửa được" in page
    assert untouched(ballot)
    assert Session.objects.values_list("session_data", "expire_date").get() == session


def test_going_back_keeps_the_answers_on_the_page():
    """Bấm sửa thì lựa chọn còn trên trang."""
    ballot = opened(3)
    voter = people_of(ballot)[0]

    page = body(
        client_of(voter, at=NOON).post(address("vote", ballot), answers(ballot, voter, "--") | {"step": "edit"})
    )

    assert page.count("checked") == 2
    assert untouched(ballot)


def test_casting_leads_to_the_receipt():
    """Bỏ phiếu xong thì thấy biên nhận, đúng mã của phiếu mình; phiên làm việc không đổi."""
    ballot = opened(3)
    voter = people_of(ballot)[0]
    client = client_of(voter, at=NOON)
    session = Session.objects.values_list("session_data", "expire_date").get()

    response = client.post(address("vote", ballot), answers(ballot, voter) | {"step": "cast"}, follow=True)

    assert response.redirect_chain == [(address("receipt", ballot), 302)]
    assert reports.receipt_of(ballot, voter).replace(" ", "\u00a0") in body(response)
    assert Session.objects.values_list("session_data", "expire_date").get() == session


def test_casting_asks_for_a_fresh_proof_and_forgets_what_was_chosen():
    """Xác nhận danh tính đã cũ thì phải xác nhận lại; chưa phiếu nào được ghi, lựa chọn không được giữ ở đâu."""
    ballot = opened(3)
    voter = people_of(ballot)[0]
    client = client_of(voter, at=NOON)
    prove(client, voter, seconds_ago=600)

    response = client.post(address("vote", ballot), answers(ballot, voter, "01") | {"step": "cast"})

    assert response.status_code == 302
    assert response.url.endswith(address("vote", ballot).replace("/", "%2F"))
    assert untouched(ballot)
    assert "line_" not in response.url + repr(dict(client.session)) + repr(client.cookies)


@pytest.mark.parametrize("value", ["", "02", "0", "xx"])
@pytest.mark.parametrize("step", ["check", "cast"])
def test_a_line_without_an_answer_is_named_on_the_page(value, step):
    """Chưa chọn, hoặc chọn điều không có trên phiếu: nói dòng nào, không ghi gì."""
    ballot = opened(3)
    voter = people_of(ballot)[0]
    first = f"line_{ballot.lines.first().pk}"

    response = client_of(voter, at=NOON).post(
        address("vote", ballot), answers(ballot, voter) | {first: value, "step": step}
    )

    assert "còn 1 chỗ cần sửa" in body(response)
    assert "1. Sở Nội vụ: Chọn một ý kiến, hoặc “Phiếu trắng”." in body(response)
    assert untouched(ballot)


def test_a_barred_line_is_not_on_the_page_and_cannot_be_posted():
    """Dòng có liên quan không hiện trên phiếu; cố gửi lên cũng không được ghi."""
    ballot = opened(3, ["Sở Nội vụ", "Sở Tài chính"], barred={0: {1}})
    voter, second = people_of(ballot)[0], ballot.lines.get(position=2)
    client = client_of(voter, at=NOON)

    page = body(client.get(address("vote", ballot)))
    client.post(address("vote", ballot), answers(ballot, voter) | {f"line_{second.pk}": "00", "step": "cast"})

    assert "Sở Tài chính" not in page
    assert "không biểu quyết dòng 2, vì có liên quan" in page
    assert set(Slot.objects.filter(sealed__isnull=False).values_list("line__position", flat=True)) == {1}


def test_a_second_vote_and_a_late_vote_are_sentences():
    """Bỏ phiếu lần hai, bỏ phiếu sau khi đóng: một câu, không ghi gì."""
    ballot = opened(3)
    early, late = people_of(ballot)[:2]
    votes(ballot, early)

    twice = client_of(early, at=NOON).post(address("vote", ballot), answers(ballot, early) | {"step": "cast"})
    within(workflow.close, ballot)
    closed = client_of(late, at=NOON).post(address("vote", ballot), answers(ballot, late) | {"step": "cast"})

    assert (twice.status_code, closed.status_code) == (409, 409)
    assert "không bỏ lần hai" in body(twice)
    assert "đã đóng lúc 12:00 ngày 08/12/2026" in body(closed)
    assert ballot.turnout() == (1, 3)


def test_who_has_voted_is_led_to_the_receipt_and_who_came_late_to_the_result():
    """Đã bỏ phiếu thì mở ra biên nhận; đến muộn thì mở ra kết quả."""
    ballot = opened(3)
    early, late = people_of(ballot)[:2]
    votes(ballot, early)
    within(workflow.close, ballot)

    assert client_of(early, at=NOON).get(address("vote", ballot)).url == address("receipt", ballot)
    assert client_of(late, at=NOON).get(address("vote", ballot)).url == address("result", ballot)
    assert client_of(late, at=NOON).get(address("receipt", ballot)).url == address("result", ballot)


@pytest.mark.parametrize("page", ["vote", "receipt", "result"])
def test_nobody_else_sees_a_ballot(page):
    """Người ngoài danh sách, kể cả người của cuộc bỏ phiếu khác, không thấy; cuộc chưa mở thì chưa ai thấy."""
    ballot, other, draft = opened(2), opened(2), prepared(2)

    assert client_of(person("Khách"), at=NOON).get(address(page, ballot)).status_code == 404
    assert client_of(people_of(other)[0], at=NOON).get(address(page, ballot)).status_code == 404
    assert client_of(people_of(draft)[0], at=NOON).get(address(page, draft)).status_code == 404


@pytest.mark.parametrize(
    ("page", "method"), [("vote", "put"), ("vote", "delete"), ("receipt", "post"), ("result", "post")]
)
def test_other_methods_are_refused(page, method):
    """Trang chỉ nhận cách gửi của nó."""
    ballot = opened(2)

    assert getattr(client_of(people_of(ballot)[0], at=NOON), method)(address(page, ballot)).status_code == 405


def test_pages_with_choices_are_neither_kept_nor_compressed():
    """Trang có lựa chọn không được lưu lại và không được nén, để cỡ trang không nói lên điều gì."""
    ballot = opened(2)
    voter = people_of(ballot)[0]
    client = client_of(voter, at=NOON)

    for response in (
        client.get(address("vote", ballot)),
        client.post(address("vote", ballot), answers(ballot, voter) | {"step": "check"}),
    ):
        assert {"no-store", "private", "no-transform"} <= set(response["Cache-Control"].split(", "))
        assert response["Content-Encoding"] == "identity"


def test_the_result_page_shows_only_the_turnout_until_the_count():
    """Trước khi kiểm phiếu chỉ thấy số người đã bỏ; sau đó thấy bảng và biên nhận của mình trong danh sách."""
    ballot = opened(3)
    voter = people_of(ballot)[0]
    mine = votes(ballot, voter).replace(" ", "\u00a0")
    client = client_of(voter, at=NOON)

    before = body(client.get(address("result", ballot)))
    counted(ballot)
    after = body(client.get(address("result", ballot)))

    assert "<b>1 trong 3</b>" in before
    assert "<table" not in before
    assert mine not in before
    assert "Không dòng nào được thông qua" in after
    assert f'<mark class="code">{mine}</mark>' in after


def test_a_named_vote_says_that_it_is_named():
    """Biểu quyết có ghi tên thì trang nói rõ, và kết quả in ý kiến từng người."""
    ballot = opened(2, ["Sở Nội vụ"], rules=Rules(secret=False))
    voter = people_of(ballot)[0]
    client = client_of(voter, at=NOON)

    asked = body(client.get(address("vote", ballot)))
    client.post(address("vote", ballot), answers(ballot, voter, "01") | {"step": "cast"})
    receipt = body(client.get(address("receipt", ballot)))
    counted(ballot)
    result = body(client.get(address("result", ballot)))

    assert "tên và ý kiến của bạn được ghi vào nhật ký" in asked
    assert NamedVote.objects.get().choice == 1
    assert "Đã ghi ý kiến" in receipt
    assert "Không đồng ý" in receipt
    assert "Đơn vị 1" in result


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("secret", [True, False])
def test_pages_ask_the_same_number_of_questions_for_few_and_for_many(secret):
    """Trang bỏ phiếu và trang kết quả hỏi cơ sở dữ liệu như nhau với 3 và 30 người, 2 và 20 dòng."""
    asked = []
    for electors, lines in ((3, 2), (30, 20)):
        ballot = opened(electors, [f"Dòng {n}" for n in range(lines)], rules=Rules(secret=secret))
        voter, *others = people_of(ballot)
        client = client_of(voter, at=NOON)
        for user in others:
            votes(ballot, user)
        numbers = [queries(client, address("vote", ballot))]
        votes(ballot, voter)
        numbers.append(queries(client, address("receipt", ballot)))
        counted(ballot)
        asked.append([*numbers, queries(client, address("result", ballot))])

    assert asked[0] == asked[1]


def test_casting_asks_the_same_number_of_questions_for_few_and_for_many_lines():
    """Ghi phiếu là cùng số câu lệnh với 2 và 20 dòng."""
    asked = []
    for lines in (2, 20):
        ballot = opened(3, [f"Dòng {n}" for n in range(lines)])
        voter = people_of(ballot)[0]
        choices = all_choose(ballot, voter, 0)
        with CaptureQueriesContext(connection) as statements:
            workflow.cast(ballot, by=voter, choices=choices, at=NOON)
        asked.append(len(statements))

    assert asked[0] == asked[1]


def test_an_open_ballot_waits_for_those_who_have_not_voted():
    """Việc đang chờ: cuộc đang mở mà mình chưa bỏ phiếu, đến hạn vào ngày đóng."""
    ballot = opened(3, closes_at=day(2026, 12, 9, 11))
    early, waiting, _ = people_of(ballot)
    votes(ballot, early)

    (task,) = reports.waiting(waiting, NOON)

    assert task.others_wait
    assert (task.title, task.url, task.due) == (
        f"Bỏ phiếu: {ballot.title}",
        address("vote", ballot),
        day(2026, 12, 9).date(),
    )
    assert reports.waiting(early, NOON) == []
    assert reports.waiting(waiting, day(2026, 12, 9, 12)) == []
    within(workflow.close, ballot)
    assert reports.waiting(waiting, NOON) == []


def test_a_ballot_without_an_hour_waits_without_a_day():
    """Không báo giờ đóng thì việc đang chờ không có hạn."""
    ballot = opened(2)

    assert [task.due for task in reports.waiting(people_of(ballot)[0], NOON)] == [None]


def test_the_paper_opens_only_to_a_fresh_proof():
    """Xác nhận danh tính trước khi chọn: không ai chọn xong rồi mất phiếu vì phải nhập mật khẩu."""
    ballot = opened(3)
    voter = people_of(ballot)[0]
    client = client_of(voter, at=NOON)
    prove(client, voter, seconds_ago=600)

    away = client.get(address("vote", ballot))
    assert away.status_code == 302
    assert away.url.endswith(f"next={address('vote', ballot).replace('/', '%2F')}")

    prove(client, voter)
    assert client.get(address("vote", ballot)).status_code == 200
