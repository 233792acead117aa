"""Đề nghị khen thưởng: ai thấy, điều kiện từng dòng, việc chờ, hạn thẩm định, trang."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.proposals import reports, workflow
from awards.proposals.conditions import conditions
from awards.proposals.deadlines import appraisal_dues
from awards.proposals.models import Proposal
from blocs.roster.models import Office
from emulation.journal import clock
from emulation.testing import client_of, day, prove, sitting

from . import building as b
from .test_workflow import brought_to

pytestmark = pytest.mark.django_db


def sees(person, at=b.APPRAISED):
    person.forget_powers()
    with clock.at(at):
        return {p.unit.name[:8] for p in Proposal.objects.for_user(person)}


# --- ai thấy ----------------------------------------------------------------------------------------
def test_who_sees_a_file_at_which_stage():
    """Đang lập: trưởng khối và chính đơn vị; đã trình: cơ quan thường trực; ra Hội đồng: Hội đồng. Đơn vị bên cạnh: không bao giờ."""
    cast = b.voted()
    other = b.voted(name="Khối khác")
    b.described(cast)
    people = [
        cast.lead,
        cast.head(cast.units[1]),
        cast.head(cast.units[3]),
        cast.secretary,
        cast.councillor,
        other.head(other.lead_unit),
    ]
    assert [len(sees(p)) for p in people] == [2, 1, 0, 0, 0, 0]
    workflow.submit(cast.year.submission, by=cast.head(cast.lead_unit), at=b.SENT)
    assert [len(sees(p)) for p in people] == [2, 1, 0, 2, 0, 0]


def test_the_secretary_of_the_council_appraises_what_the_officer_may_not():
    """Chuyên viên giữ ghế ở đơn vị được đề nghị thì không thẩm định; thư ký Hội đồng thấy hồ sơ từ khi trình và thẩm định được."""
    cast = b.voted()
    council_secretary = sitting(Office.COUNCIL_SECRETARY, unit=cast.year.bloc.council)
    b.described(cast)
    assert sees(council_secretary) == set()
    workflow.submit(cast.year.submission, by=cast.head(cast.lead_unit), at=b.SENT)
    first = b.files(cast.year.submission)[0]
    sitting(Office.REGISTRY, unit=first.unit, user=cast.secretary)
    answers = [post(person, "receive", first.pk).status_code for person in (cast.secretary, council_secretary)]
    first.refresh_from_db()
    assert (answers, first.state) == ([403, 302], "received")


def test_the_council_sees_what_is_on_its_agenda():
    """Hội đồng thấy hồ sơ từ khi đưa ra phiên họp, hồ sơ khác thì chưa."""
    cast = b.voted()
    brought_to("tabled", cast)
    assert sees(cast.councillor) == {"Sở số 01"}


# --- điều kiện --------------------------------------------------------------------------------------
def lines_of(cast, place=0):
    return {c.label: (c.found, c.holds) for c in conditions(b.sent(cast)[place])}


def test_the_conditions_of_a_ranked_flag():
    """Cờ: dẫn đầu khối thì đạt; phiếu, chỉ tiêu, hạn hồ sơ có số liệu."""
    cast = b.meetings.ranked(4)
    b.meetings.nominated(cast)
    told = lines_of(cast)
    assert told["Dẫn đầu khối"] == ("hạng 1, 20,25 điểm", True)
    assert told["Số cờ của khối"] == ("đề nghị 1, được đề nghị 1", True)
    assert told["Phiếu suy tôn"] == ("4 trong 4 phiếu", True)
    assert told["Đăng ký đầu năm"] == ("không đăng ký danh hiệu nào", None)
    assert told["Ký giao ước"] == ("chưa ký", False)
    assert told["Hồ sơ đúng hạn"] == ("trình ngày 24/12/2026, hạn 10/12/2026", False)


def test_a_flag_for_the_second_does_not_hold():
    """Cờ cho đơn vị hạng 2: dòng «Dẫn đầu khối» chưa đạt; bằng khen hạng 2 thì đạt."""
    cast = b.meetings.ranked(4, flags=2, certificates=0)
    b.meetings.nominated(cast, codes=("CO_CP", "CO_TINH"))
    assert lines_of(cast, 1)["Dẫn đầu khối"] == ("hạng 2, 20,00 điểm", False)


def test_conditions_without_points_or_votes_are_for_a_person_to_judge():
    """Chưa xếp hạng, hoặc theo điểm không bỏ phiếu: để người xét."""
    assert lines_of(b.voted("BK_TINH"))["Xếp hạng trong khối"] == ("chưa xếp hạng", None)


# --- hạn thẩm định ----------------------------------------------------------------------------------
def test_the_day_to_appraise_counts_working_days():
    """20 ngày làm việc từ ngày tiếp nhận 05/01/2027; không có luật cho ngày ấy thì không có hạn; cùng kết quả với lịch của phòng luật."""
    from emulation.law.calendar import add_working_days

    first = dt.date(2027, 1, 5)
    assert appraisal_dues([first, None]) == {first: add_working_days(first, 20)}
    assert appraisal_dues([dt.date(1990, 1, 5)]) == {dt.date(1990, 1, 5): None}
    assert appraisal_dues([None]) == {}


def test_many_days_are_reckoned_in_two_questions(django_assert_num_queries):
    """Bao nhiêu ngày tiếp nhận cũng chỉ hai câu hỏi."""
    with django_assert_num_queries(2):
        appraisal_dues([dt.date(2027, 1, n) for n in range(1, 29)])


# --- việc chờ ---------------------------------------------------------------------------------------
def waits(person, at=b.APPRAISED):
    person.forget_powers()
    with clock.at(at):
        return [t.title for t in reports.waiting(person, at)]


def test_files_wait_for_the_hand_that_moves_them_on():
    """Suy tôn xong: lập hồ sơ; đang lập: ghi thành tích; đủ: thủ trưởng trình; đã trình: tiếp nhận, thẩm định; trả lại: bổ sung."""
    cast = b.voted()
    clerk, head, secretary, neighbour = cast.lead, cast.head(cast.lead_unit), cast.secretary, cast.head(cast.units[3])
    assert (waits(clerk), waits(secretary)) == (["Lập hồ sơ đề nghị khen thưởng"], [])
    first, second = b.prepared(cast)
    assert waits(clerk) == ["Ghi thành tích các đơn vị được đề nghị"]
    for proposal in (first, second):
        workflow.describe(proposal, achievements="Tốt.", by=clerk, at=b.WRITTEN)
    assert (waits(clerk), waits(head)) == ([], ["Trình đề nghị khen thưởng"])
    workflow.submit(first.submission, by=head, at=b.SENT)
    assert (waits(head), waits(secretary)) == ([], ["Tiếp nhận 2 hồ sơ đề nghị"])
    workflow.receive(first, by=secretary, at=b.RECEIVED)
    assert sorted(waits(secretary)) == [f"Thẩm định hồ sơ của {first.unit}", f"Tiếp nhận hồ sơ của {second.unit}"]
    workflow.send_back(first, reason="Thiếu", by=secretary, at=b.APPRAISED)
    assert waits(clerk) == [f"Bổ sung hồ sơ của {first.unit}"]
    assert waits(neighbour) == []


def test_the_own_unit_does_not_wait_for_its_secretary():
    """Chuyên viên giữ ghế ở đơn vị được đề nghị không được giao thẩm định đơn vị ấy."""
    cast = b.voted()
    b.sent(cast)
    sitting(Office.REGISTRY, unit=cast.units[1], user=cast.secretary)
    assert waits(cast.secretary) == [f"Tiếp nhận hồ sơ của {cast.units[0]}"]


# --- trang ------------------------------------------------------------------------------------------
def get(person, address, *args, at=b.APPRAISED):
    return client_of(person, at).get(reverse(f"proposals:{address}", args=args))


def post(person, address, *args, at=b.APPRAISED, **typed):
    return client_of(person, at).post(reverse(f"proposals:{address}", args=args), typed)


def test_another_bloc_and_a_neighbour_see_no_file():
    """Đơn vị bên cạnh trong khối và khối khác: trang hồ sơ 404, xem hay bấm."""
    cast, other = b.voted(), b.voted(name="Khối khác")
    proposal = b.sent(cast)[0]
    for person in (cast.head(cast.units[3]), other.head(other.lead_unit)):
        for address in ("page", "describe", "appraise", "send_back", "hold", "release"):
            assert (address, get(person, address, proposal.pk).status_code) == (address, 404)
        for address in ("receive", "resubmit", "appraise"):
            assert (address, post(person, address, proposal.pk).status_code) == (address, 404)
        assert get(person, "submit", proposal.submission_id).status_code == 404
    assert get(other.head(other.lead_unit), "year", cast.year.pk).status_code == 404


def test_a_reader_has_no_forms():
    """Đơn vị được đề nghị đọc hồ sơ mình; trang thẩm định thì 403."""
    cast = b.voted()
    proposal = next(p for p in b.sent(cast) if p.unit == cast.units[1])
    own = cast.head(cast.units[1])
    assert get(own, "page", proposal.pk).status_code == 200
    for address in ("appraise", "send_back", "hold", "release"):
        assert (address, get(own, address, proposal.pk).status_code) == (address, 403)
    assert get(own, "submit", proposal.submission_id).status_code == 403


def test_the_way_of_a_file_through_the_pages():
    """Lập, ghi, trình, tiếp nhận, trả lại, trình lại, thẩm định qua trang."""
    cast = b.voted("BK_TINH")
    clerk, head, secretary = cast.lead, cast.head(cast.lead_unit), cast.secretary
    post(clerk, "prepare", cast.year.pk)
    proposal = Proposal.objects.get()
    post(clerk, "describe", proposal.pk, achievements="Hoàn thành.")
    assert "chưa ghi thành tích" not in get(head, "submit", proposal.submission_id).content.decode()
    post(head, "submit", proposal.submission_id, summary="Tốt.")
    post(secretary, "receive", proposal.pk, at=b.RECEIVED)
    post(secretary, "send_back", proposal.pk, reason="Thiếu biên bản")
    assert "Thiếu biên bản" in get(clerk, "page", proposal.pk).content.decode()
    post(head, "resubmit", proposal.pk)
    post(secretary, "receive", proposal.pk)
    page = get(secretary, "page", proposal.pk).content.decode()
    assert "Người giữ bút:" in page
    post(secretary, "appraise", proposal.pk, eligible="yes", findings="Đủ.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.findings, proposal.appraised_by) == ("eligible", "Đủ.", secretary)


@pytest.mark.parametrize("address", ["submit", "resubmit", "appraise"])
def test_what_cannot_be_undone_asks_who_you_are_again(address):
    """Ký trình, trình lại, thẩm định: chứng minh đã cũ thì đi xác nhận lại, chưa ghi gì."""
    cast = b.voted()
    proposal = brought_to({"submit": "draft", "resubmit": "returned", "appraise": "received"}[address], cast)
    person = cast.secretary if address == "appraise" else cast.head(cast.lead_unit)
    client = client_of(person, b.APPRAISED)
    prove(client, person, seconds_ago=301)
    before = Proposal.objects.values().get(pk=proposal.pk)
    pk = proposal.submission_id if address == "submit" else proposal.pk
    assert (
        client.post(
            reverse(f"proposals:{address}", args=[pk]), {"summary": "x", "eligible": "yes", "findings": "x"}
        ).status_code
        == 302
    )
    assert Proposal.objects.values().get(pk=proposal.pk) == before


def test_a_year_without_nominations_says_what_comes_first():
    """Trang hồ sơ của năm chưa suy tôn nói phải họp trước; không có nút lập."""
    cast = b.meetings.balloted()
    page = get(cast.lead, "year", cast.year.pk).content.decode()
    assert "Chưa có kết quả suy tôn" in page
    assert "Lập hồ sơ từ kết quả suy tôn" not in page


def asked_by(person, path, at=b.APPRAISED):
    client = client_of(person, at)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_lists_and_home_ask_the_same_for_30_files():
    """Danh sách đề nghị, hồ sơ của năm, trang đầu: 3 hay 30 hồ sơ đang thẩm định, cùng số câu hỏi."""
    numbers = {}
    for n in (3, 30):
        cast = b.voted(*["BK_TINH"] * n, members=n, name=f"Khối {n} đơn vị")
        b.received(cast)
        paths = (reverse("proposals:index"), reverse("proposals:year", args=[cast.year.pk]), "/")
        numbers[n] = [asked_by(cast.lead, path) for path in paths], asked_by(cast.secretary, "/", day(2027, 1, 12))
    assert numbers[3] == numbers[30]


def test_one_file_asks_the_same_for_30_files():
    """Trang một hồ sơ: khối 3 hay 30 hồ sơ, cùng số câu hỏi."""
    numbers = set()
    for n in (3, 30):
        cast = b.voted(*["BK_TINH"] * n, members=n, name=f"Khối {n} đơn vị")
        numbers.add(asked_by(cast.secretary, reverse("proposals:page", args=[b.received(cast)[1].pk])))
    assert len(numbers) == 1


def test_the_year_of_proposals_says_what_stands_before_the_letter():
    """Thiếu thành tích: nút ký trình mờ và nói thiếu của ai; đủ rồi thì bấm được; người ngoài chỉ biết đang lập."""
    cast = b.voted()
    b.prepared(cast)
    head, neighbour = cast.head(cast.lead_unit), cast.head(cast.units[3])
    page = get(head, "year", cast.year.pk, at=b.WRITTEN).content.decode()
    assert re.search(r"disabled[^>]*>Soát và ký trình<", page)
    assert "chưa ghi thành tích của Sở số 01" in page
    page = get(neighbour, "year", cast.year.pk, at=b.WRITTEN).content.decode()
    assert "Trưởng khối đang lập hồ sơ." in page
    assert "Sở số 01" not in page[page.index('class="lead"') : page.index('class="holder"')]
    for proposal in cast.year.submission.proposals.all():
        workflow.describe(proposal, achievements="Hoàn thành.", by=cast.lead, at=b.WRITTEN)
    page = get(head, "year", cast.year.pk, at=b.WRITTEN).content.decode()
    assert "Thành tích đã ghi đủ" in page
    assert not re.search(r"disabled[^>]*>Soát và ký trình<", page)


def test_the_pen_of_a_draft_passes_from_writing_to_signing():
    """Chưa ghi thành tích: trưởng khối giữ bút; ghi rồi: lãnh đạo trưởng khối giữ bút, nút thành «Sửa thành tích»."""
    cast = b.voted()
    proposal = b.prepared(cast)[0]
    page = get(cast.lead, "page", proposal.pk, at=b.WRITTEN).content.decode()
    assert "Đang lập hồ sơ: ghi thành tích" in page
    assert "<b>trưởng khối</b>" in page
    workflow.describe(proposal, achievements="Hoàn thành.", by=cast.lead, at=b.WRITTEN)
    page = get(cast.lead, "page", proposal.pk, at=b.WRITTEN).content.decode()
    assert "<b>lãnh đạo trưởng khối</b>" in page
    assert ("Sửa thành tích" in page, ">Ghi thành tích<" in page) == (True, False)


def test_several_files_are_received_at_once():
    """Trang của năm: chọn hồ sơ rồi tiếp nhận một lần; chưa chọn thì một câu ngay trên biểu mẫu; đơn vị nơi mình có ghế không có tên."""
    cast = b.voted("CO_TINH", "BK_TINH", "BK_TINH")
    files = b.sent(cast)
    sitting(Office.REGISTRY, unit=files[2].unit, user=cast.secretary)
    page = get(cast.secretary, "year", cast.year.pk, at=b.RECEIVED).content.decode()
    assert re.findall(r'name="proposal" value="(\d+)"', page) == [str(p.pk) for p in files[:2]]
    empty = post(cast.secretary, "receive_several", cast.year.pk, at=b.RECEIVED)
    assert empty.status_code == 409
    assert 'role="alert">Chưa chọn hồ sơ nào để tiếp nhận.' in empty.content.decode()

    assert (
        post(cast.secretary, "receive_several", cast.year.pk, at=b.RECEIVED, proposal=[p.pk for p in files]).status_code
        == 403
    )
    assert states(cast) == ["submitted"] * 3
    chosen = [p.pk for p in files[:2]]
    assert post(cast.secretary, "receive_several", cast.year.pk, at=b.RECEIVED, proposal=chosen).status_code == 302
    assert states(cast) == ["received", "received", "submitted"]
    assert 'name="proposal"' not in get(cast.secretary, "year", cast.year.pk, at=b.RECEIVED).content.decode()


def states(cast):
    return list(cast.year.submission.proposals.order_by("pk").values_list("state", flat=True))


def test_a_reader_of_the_year_receives_nothing():
    """Trưởng khối, ủy viên Hội đồng đọc được năm: không có ô chọn, bấm thẳng thì 403."""
    cast = b.voted()
    files = b.sent(cast)
    for person in (cast.head(cast.lead_unit), cast.councillor):
        assert 'name="proposal"' not in get(person, "year", cast.year.pk).content.decode()
        assert post(person, "receive_several", cast.year.pk, proposal=[files[0].pk]).status_code == 403
    assert states(cast) == ["submitted"] * 2


def test_the_secretariat_is_told_when_it_will_see_the_files():
    """Trưởng khối đang lập: trang của cơ quan thường trực nói hồ sơ hiện khi nào, không nói là chưa có suy tôn."""
    cast = b.voted()
    b.prepared(cast)
    page = get(cast.secretary, "year", cast.year.pk, at=b.WRITTEN).content.decode()
    assert "cơ quan thường trực từ khi trình" in page
    assert "Chưa có đề nghị nào" not in page


@pytest.mark.parametrize(
    ("state", "address"),
    [
        ("eligible", "appraise"),
        ("submitted", "appraise"),
        ("eligible", "send_back"),
        ("submitted", "hold"),
        ("received", "release"),
    ],
)
def test_a_form_opens_only_while_its_step_can_be_taken(state, address):
    """Việc không làm được ở trạng thái này: trang của nó nói vì sao, không đưa biểu mẫu."""
    cast = b.voted()
    proposal = brought_to(state, cast)
    answer = get(cast.secretary, address, proposal.pk)
    assert answer.status_code == 409
    assert "<textarea" not in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [("draft", "Đã ghi thành tích: lãnh đạo trưởng khối ký trình"), ("submitted", "Đã trình: chờ tiếp nhận hồ sơ."), ("received", "chờ thẩm định"),
     ("returned", "Bị trả lại: bổ sung"), ("held", "Tạm dừng xét"), ("eligible", "chờ đưa ra Hội đồng")],
)  # fmt: skip
def test_a_proposal_says_what_comes_first(state, words):
    """Mỗi trạng thái một câu, cho mọi người đọc; việc của mình đứng trước điều kiện."""
    cast = b.voted()
    proposal = brought_to(state, cast)
    reader = cast.head(cast.lead_unit)
    page = get(reader, "page", proposal.pk).content.decode()
    assert words in page[page.index('class="lead"') : page.index('class="holder"')]
    assert page.index('id="h-now"') < page.index('id="h-conditions"')
