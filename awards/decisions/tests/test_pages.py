"""Trang quyết định và sổ vàng: dự thảo ai thấy, quyết định ai cũng thấy trong tỉnh, tìm không dấu, số câu hỏi."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.decisions import reports, workflow
from awards.decisions.models import Decision
from emulation.journal import clock
from emulation.papers import rendering, tasks
from emulation.papers.reports import answer
from emulation.testing import client_of, prove, province

from . import building as b

pytestmark = pytest.mark.django_db


def get(reader, address, *args, at=b.RECORDED, **query):
    return client_of(reader, at).get(reverse(f"decisions:{address}", args=args), query)


def post(doer, address, *args, at=b.RECORDED, **typed):
    return client_of(doer, at).post(reverse(f"decisions:{address}", args=args), typed)


def test_a_draft_is_seen_by_the_council_an_issued_decision_by_the_province():
    """Dự thảo: Hội đồng và cơ quan thường trực; ban hành rồi: mọi người trong tỉnh; tỉnh khác: không bao giờ."""
    cast, room, session = b.concluded()
    decision = b.drafted(room, session)
    neighbour, stranger = cast.head(cast.units[3]), b.council.council(province("Tỉnh Khác")).secretary
    readers = (room.members[0], cast.secretary, neighbour, stranger)
    assert [get(p, "page", decision.pk).status_code for p in readers] == [200, 200, 404, 404]
    b.issued(room, decision)
    assert [get(p, "page", decision.pk).status_code for p in readers] == [200, 200, 200, 404]
    assert get(stranger, "gold_book").content.decode().count("Cờ thi đua") == 0
    for address in ("issue", "revoke", "paper", "paper_pdf"):
        assert (address, get(stranger, address, decision.pk).status_code) == (address, 404)
    assert get(neighbour, "draft", session.pk).status_code == 404


def test_a_reader_has_no_forms():
    """Ủy viên đọc dự thảo; ghi số, hủy bỏ, dự thảo thì 403."""
    _cast, room, session = b.concluded()
    decision = b.drafted(room, session)
    for address, pk in (("issue", decision.pk), ("revoke", decision.pk), ("draft", session.pk)):
        assert (address, get(room.members[0], address, pk).status_code) == (address, 403)
    assert "Ghi số quyết định" not in get(room.members[0], "page", decision.pk).content.decode()


def test_a_decision_through_the_pages():
    """Dự thảo theo người có thẩm quyền, ghi số, hủy bỏ: qua trang."""
    cast, room, session = b.concluded("CO_CP", "CO_TINH")
    form = get(room.secretary, "draft", session.pk).content.decode()
    assert b.CHAIRMAN in form
    assert "Chính phủ" in form
    post(room.secretary, "draft", session.pk, authority=b.CHAIRMAN, title="Về việc khen thưởng")
    decision = Decision.objects.get()
    wrong = post(room.secretary, "issue", decision.pk, number="15/QĐ-UBND", dated="06/02/2027")
    assert "Ngày ban hành 06/02/2027 chưa tới." in wrong.content.decode()
    post(room.secretary, "issue", decision.pk, number="15/QĐ-UBND", dated="03/02/2027")
    assert "1/2027" in get(cast.head(cast.units[3]), "gold_book").content.decode()
    post(cast.secretary, "revoke", decision.pk, reason="Khai sai")
    page = get(cast.head(cast.units[3]), "page", decision.pk).content.decode()
    assert "Đã hủy bỏ ngày 05/02/2027: Khai sai" in page
    assert "Đã hủy bỏ" in get(cast.head(cast.units[3]), "gold_book").content.decode()


def test_forms_of_a_decision_close_with_their_moment():
    """Đã dự thảo hết, đã ghi số: trang dự thảo, trang ghi số nói vì sao thay cho biểu mẫu; phiên họp dẫn tới quyết định."""
    _cast, room, session = b.concluded()
    of_the_session = reverse("council:session", args=[session.pk])
    reader = client_of(room.secretary, b.RECORDED)
    assert "Dự thảo quyết định" in reader.get(of_the_session).content.decode()
    decision = b.drafted(room, session)
    again = get(room.secretary, "draft", session.pk)
    assert again.status_code == 409
    assert "không còn đề nghị nào được thông qua mà chưa vào quyết định" in again.content.decode()
    page = reader.get(of_the_session).content.decode()
    assert ("Dự thảo quyết định" in page, "Mở quyết định đang dự thảo" in page) == (False, True)
    assert get(room.secretary, "issue", decision.pk).status_code == 200
    b.issued(room, decision)
    assert get(room.secretary, "issue", decision.pk).status_code == 409
    assert "Mở quyết định 15/QĐ-UBND" in reader.get(of_the_session).content.decode()


def test_what_the_state_decides_has_no_draft_here():
    """Quyết định cấp Nhà nước: trang nói chỉ ghi số; không có tệp dự thảo."""
    _cast, room, session = b.concluded("CO_CP")
    decision = b.drafted(room, session, authority="Chính phủ")
    assert "Cấp Nhà nước ban hành quyết định này" in get(room.secretary, "page", decision.pk).content.decode()
    assert get(room.secretary, "paper", decision.pk).status_code == 404


@pytest.mark.parametrize("address", ["issue", "revoke"])
def test_what_cannot_be_undone_asks_who_you_are_again(address):
    """Ghi số, hủy bỏ: chứng minh đã cũ thì đi xác nhận lại, chưa ghi gì."""
    cast, room, session = b.concluded()
    decision = b.drafted(room, session)
    if address == "revoke":
        b.issued(room, decision)
    client = client_of(cast.secretary, b.RECORDED)
    prove(client, cast.secretary, seconds_ago=301)
    before = Decision.objects.values().get()
    answer = client.post(
        reverse(f"decisions:{address}", args=[decision.pk]), {"number": "1/QĐ", "dated": "03/02/2027", "reason": "x"}
    )
    assert answer.status_code == 302
    assert Decision.objects.values().get() == before


def test_the_gold_book_is_searched_without_tones_and_by_year():
    """Gõ không dấu tìm ra đơn vị; số quyết định tìm được; năm lạ thì trống và nói trống."""
    cast, room, session = b.concluded()
    b.issued(room, b.drafted(room, session))
    reader = cast.head(cast.units[3])
    assert "Sở số 01" in get(reader, "gold_book", q="so so 01").content.decode()
    assert "Sở số 02" in get(reader, "gold_book", q="15/qđ").content.decode()
    assert "Không có dòng nào khớp" in get(reader, "gold_book", nam="2026").content.decode()
    assert get(reader, "gold_book", nam="abc").status_code == 200


def waits(person):
    person.forget_powers()
    with clock.at(b.RECORDED):
        return [t.title for t in reports.waiting(person, b.RECORDED)]


def test_a_decision_waits_for_the_secretary_of_the_council():
    """Phiên kết luận: dự thảo; dự thảo: ghi số; ban hành: hết. Người khác không thấy."""
    cast, room, session = b.concluded("BK_TINH")
    assert waits(room.secretary) == ["Dự thảo quyết định từ Phiên họp xét khen thưởng"]
    decision = b.drafted(room, session)
    assert waits(room.secretary) == ["Ghi số quyết định: Về việc khen thưởng"]
    assert waits(room.members[0]) == waits(cast.head(cast.lead_unit)) == []
    b.issued(room, decision)
    assert waits(room.secretary) == []


def test_a_revoked_decision_leaves_nothing_waiting():
    """Hủy bỏ rồi thì không có việc nào chờ."""
    cast, room, session = b.concluded("BK_TINH")
    workflow.revoke(b.issued(room, b.drafted(room, session)), reason="x", by=cast.secretary, at=b.RECORDED)
    assert waits(room.secretary) == []


def asked_by(person, path):
    client = client_of(person, b.RECORDED)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_pages_ask_the_same_for_30_awards():
    """Sổ vàng, quyết định, danh sách: 3 hay 30 dòng, cùng số câu hỏi."""
    numbers = {}
    for n in (3, 30):
        cast, room, session = b.concluded(
            *["BK_TINH"] * n, members=n, name=f"Khối {n} đơn vị", root=province(f"Tỉnh {n}")
        )
        decision = b.issued(room, b.drafted(room, session))
        paths = (
            reverse("decisions:gold_book"),
            reverse("decisions:page", args=[decision.pk]),
            reverse("decisions:index"),
        )
        numbers[n] = [asked_by(cast.head(cast.neighbour_unit), path) for path in paths]
    assert numbers[3] == numbers[30]


def shown(paper):
    """The words of a paper, without markup, single spaces between them."""
    html = re.sub(r"<(style|svg|title).*?</\1>", " ", rendering.html(paper), flags=re.DOTALL)
    html = re.sub(r"</?(span|b|br)\b[^>]*>", "", html)
    return re.sub(r"[\s|]*\|[\s|]*", " | ", re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "|", html))))


def test_the_draft_has_the_form_of_a_decision():
    """Mẫu 1.2: cơ quan, ký hiệu, thẩm quyền kèm tên tỉnh, căn cứ, «QUYẾT ĐỊNH:», chỉ «Điều n.» in đậm, chức vụ người ký."""
    _cast, room, session = b.concluded("CO_TINH", root=province("Tỉnh Thử Nghiệm"))
    draft = b.drafted(room, session).draft
    words, html = shown(draft), rendering.html(draft)
    for piece in (
        "| ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM |", "/QĐ-UBND", "| Chủ tịch Ủy ban nhân dân tỉnh Thử Nghiệm |", "| Căn cứ Biên bản số 01/BB",
        "| Theo đề nghị của", "| Quyết định: |", "| CHỦ TỊCH |", "(Kèm theo Quyết định số …/QĐ-UBND", "của Chủ tịch Ủy ban nhân dân tỉnh Thử Nghiệm)",
    ):  # fmt: skip
        assert piece in words, piece
    assert re.findall(r"<b>(.*?)</b>", html)[:3] == ["Điều 1.", "Điều 2.", "Điều 3."]
    assert "CHỦ TỊCH ỦY BAN" not in words


def test_an_issued_decision_is_a_paper_of_its_own():
    """Dự thảo nói «Dự thảo»; ghi số xong có quyết định với số, ngày đã cấp, không còn chữ dự thảo; dự thảo vẫn là dự thảo."""
    cast, room, session = b.concluded("CO_TINH")
    decision = b.drafted(room, session)
    reader = cast.head(cast.units[3])
    assert get(room.secretary, "issued_paper", decision.pk).status_code == 404
    b.issued(room, decision)
    for paper in (decision.draft, decision.paper):
        tasks.render(paper.rendering.pk)
    draft, issued = (get(reader, name, decision.pk).content.decode() for name in ("paper", "issued_paper"))
    assert ("Dự thảo</span>" in draft, "Đã phát hành" in draft) == (True, False)
    assert ("Đã phát hành" in issued, "15/QĐ-UBND" in issued, "03/02/2027" in issued) == (True, True, True)
    assert reverse("decisions:issued_paper", args=[decision.pk]) in get(reader, "page", decision.pk).content.decode()
    assert "Số: 15/QĐ-UBND" in shown(decision.paper)
    assert "ngày 03 tháng 02 năm 2027" in shown(decision.paper)
    assert "DỰ THẢO" not in shown(decision.paper)
    assert answer(decision.paper).genuine
    assert not answer(decision.draft).genuine
    stranger = b.council.council(province("Tỉnh Khác")).secretary
    assert get(stranger, "issued_paper", decision.pk).status_code == 404
