"""Trang của năm: ai mở được, ai bấm được, tìm văn bản không dấu, số câu hỏi không theo số đơn vị."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocs.years import drafts, workflow
from blocs.years.models import BlocYear, Due, Filing, Obligation
from emulation.testing import client_of, day, prove

from .conftest import a_bloc

pytestmark = pytest.mark.django_db
WHEN = day(2026, 2, 20)


def get(person, name, *args, at=WHEN, **query):
    return client_of(person, at).get(reverse(f"years:{name}", args=args), query)


def post(person, address, *args, at=WHEN, **typed):
    return client_of(person, at).post(reverse(f"years:{address}", args=args), typed)


def consulted(cast, title="Kế hoạch năm"):
    draft = drafts.write(cast.row, kind="plan", title=title, text="Một.", by=cast.clerks[0], at=WHEN)
    drafts.consult(draft, respond_by=WHEN.date(), by=cast.clerks[0], at=WHEN)
    return draft


def test_another_bloc_and_another_province_see_nothing(cast, other, away):
    """Năm, dự thảo, văn bản, việc phải làm của khối khác: 404, xem hay bấm."""
    draft = consulted(cast)
    drafts.adopt(draft, by=cast.heads[0], at=WHEN)
    second, filing = consulted(cast, "Kế hoạch hai"), Filing.objects.get()
    obligation = cast.members[1].obligations.first()
    addresses = [
        ("page", cast.row.pk), ("set_due", cast.row.pk), ("movements", cast.row.pk), ("journal", cast.row.pk), ("write_draft", cast.row.pk),
        ("draft", second.pk), ("edit_draft", second.pk), ("paper", filing.pk), ("paper_pdf", filing.pk), ("extend", obligation.pk), ("open", cast.bloc.pk),
    ]  # fmt: skip
    for person in (other.heads[0], away.officer):
        for name, pk in addresses:
            assert (name, get(person, name, pk).status_code) == (name, 404)
        for name, pk in (("close", cast.row.pk), ("consult", second.pk), ("comment", second.pk), ("adopt", second.pk)):
            assert (name, post(person, name, pk).status_code) == (name, 404)


def test_a_neighbour_reads_but_does_not_act(cast):
    """Đơn vị thành viên đọc trang năm; trang biểu mẫu của trưởng khối thì 403."""
    neighbour, obligation = cast.heads[2], cast.members[2].obligations.first()
    assert get(neighbour, "page", cast.row.pk).status_code == 200
    for name, pk in (
        ("set_due", cast.row.pk),
        ("movements", cast.row.pk),
        ("write_draft", cast.row.pk),
        ("extend", obligation.pk),
        ("open", cast.bloc.pk),
    ):
        assert (name, get(neighbour, name, pk).status_code) == (name, 403)
    assert post(neighbour, "set_due", cast.row.pk, kind=Due.REGISTER, due="28/02/2026").status_code == 403
    page = get(neighbour, "page", cast.row.pk).content.decode()
    assert "Đặt hạn" not in page
    assert "Soạn dự thảo" not in page


def test_a_year_is_opened_through_the_page(cast):
    """Cơ quan thường trực lập năm qua trang; lãnh đạo trưởng khối cũng được; trùng năm thì câu từ chối ở biểu mẫu."""
    typed = {"year": 2027, "lead": cast.units[1].pk, "deputy": cast.units[2].pk, "theme": "Kỷ cương"}
    answer = post(cast.officer, "open", cast.bloc.pk, **typed)
    assert answer.url == reverse("years:page", args=[BlocYear.objects.get(year=2027).pk])
    again = post(cast.officer, "open", cast.bloc.pk, **typed)
    assert "Khối đã có năm thi đua 2027." in again.content.decode()
    assert "Lập năm thi đua cho Khối thi đua thử nghiệm" in get(cast.officer, "index").content.decode()
    assert "Lập năm mới" not in get(cast.heads[2], "index").content.decode()


def test_days_and_extensions_through_the_page(cast):
    """Đặt hạn, gia hạn qua trang; ngày gõ sai thì nhắc lại đúng chữ đã gõ."""
    post(cast.clerks[0], "set_due", cast.row.pk, kind=Due.REGISTER, due="27/02/2026")
    assert cast.row.milestones.get(kind=Due.REGISTER).due.day == 27
    obligation = cast.members[2].obligations.get(milestone__kind=Due.REGISTER)
    wrong = post(cast.clerks[0], "extend", obligation.pk, to="31/02/2026", reason="x")
    assert "31/02/2026" in wrong.content.decode()
    post(cast.clerks[0], "extend", obligation.pk, to="10/03/2026", reason="Đoàn công tác")
    obligation.refresh_from_db()
    assert (obligation.extended_to.month, obligation.extension_reason) == (3, "Đoàn công tác")
    assert "Gia hạn 10/03" in get(cast.heads[2], "page", cast.row.pk, at=day(2026, 3, 1)).content.decode()


def test_a_draft_goes_round_through_the_pages(cast):
    """Soạn, gửi, góp ý, trả lời, thông qua qua trang; quy chế đọc lại bằng lời."""
    stands = get(cast.clerks[0], "write_draft", cast.row.pk, loai="regulation").context["form"].initial
    assert stands["title"] == "Quy chế tổ chức và hoạt động của Khối thi đua thử nghiệm"
    facts = stands | {"text": "Điều 1.", "flags": "2", "self_vote": "no"}
    draft = cast.row.drafts.get(pk=int(post(cast.clerks[0], "write_draft", cast.row.pk, **facts).url.split("/")[-2]))
    assert (draft.kind, draft.rules_proposed["flags"], draft.rules_proposed["self_vote"]) == ("regulation", 2, False)
    form = get(cast.clerks[0], "edit_draft", draft.pk).content.decode()
    assert '<option value="no" selected' in form
    post(cast.clerks[0], "edit_draft", draft.pk, **facts | {"title": "Quy chế sửa"})
    post(cast.clerks[0], "consult", draft.pk, respond_by="20/02/2026")
    assert "Được bầu cho đơn vị mình" in get(cast.clerks[2], "draft", draft.pk).content.decode()
    post(cast.clerks[2], "comment", draft.pk, agrees="no", text="Thêm một cờ.")
    post(cast.clerks[0], "answer", draft.comments.get().pk, text="Đã thêm.")
    post(cast.heads[0], "adopt", draft.pk)
    draft.refresh_from_db()
    assert (draft.title, draft.state, draft.rule_set.self_vote) == ("Quy chế sửa", "adopted", False)


def test_each_kind_of_draft_has_a_form_of_its_own(cast):
    """Kế hoạch không hỏi cách suy tôn; quy chế hỏi đủ; mỗi loại có tên gợi sẵn theo khối và năm."""
    plan = get(cast.clerks[0], "write_draft", cast.row.pk, loai="plan")
    assert plan.context["form"].initial["title"] == "Kế hoạch hoạt động của Khối thi đua thử nghiệm năm 2026"
    assert 'name="flags"' not in plan.content.decode()
    assert 'name="flags"' in get(cast.clerks[0], "write_draft", cast.row.pk, loai="regulation").content.decode()
    page = get(cast.clerks[0], "page", cast.row.pk).content.decode()
    assert f"{reverse('years:write_draft', args=[cast.row.pk])}?loai=regulation" in page


def test_a_new_regulation_writes_down_only_what_it_changes(cast):
    """Biểu mẫu quy chế mở ra với quy chế đang dùng; dự thảo ghi chỗ khác, và đọc được cái cũ bên cạnh cái mới."""
    rules = dict.fromkeys(("quorum_percent", "threshold_percent"), 60) | {"flags": 1, "certificates": 3}
    first = drafts.write(cast.row, kind="regulation", title="Một", text="x", rules=rules, by=cast.clerks[0], at=WHEN)
    drafts.consult(first, respond_by=WHEN.date(), by=cast.clerks[0], at=WHEN)
    drafts.adopt(first, by=cast.heads[0], at=WHEN)
    stands = get(cast.clerks[0], "write_draft", cast.row.pk, loai="regulation").context["form"].initial
    assert (stands["quorum_percent"], stands["certificates"], stands["secret"]) == (60, 3, "yes")
    post(cast.clerks[0], "write_draft", cast.row.pk, **stands | {"text": "Điều 1.", "flags": 2})
    second = cast.row.drafts.latest("pk")
    assert second.rules_proposed == {"flags": 2}
    assert "hiện nay 1" in get(cast.clerks[0], "draft", second.pk).content.decode()


def test_an_empty_form_is_answered_not_taken_for_a_first_look(cast):
    """Gửi biểu mẫu trống: câu báo ở từng ô, không phải biểu mẫu mới."""
    answer = post(cast.clerks[0], "movements", cast.row.pk)
    assert answer.context["form"].is_bound
    assert "Chưa điền ô này." in answer.content.decode()


def test_who_adopts_sees_why_not_yet(cast):
    """Còn ý kiến chờ trả lời: nút thông qua mờ và nói vì sao; trả lời xong, hết hạn thì bấm được."""
    draft = consulted(cast)
    drafts.comment(draft, cast.members[1], agrees=False, text="Thêm.", by=cast.clerks[1], at=WHEN)
    page = get(cast.heads[0], "draft", draft.pk).content.decode()
    assert "trưởng khối còn 1 ý kiến phải trả lời" in page
    assert re.search(r"disabled[^>]*>Thông qua dự thảo<", page)
    assert "Chưa thông qua được: còn 1 ý kiến chờ trả lời." in page
    drafts.answer(draft.comments.get(), text="Đã thêm.", by=cast.clerks[0], at=WHEN)
    page = get(cast.heads[0], "draft", draft.pk).content.decode()
    assert "mọi ý kiến đã được trả lời: còn thông qua" in page
    assert not re.search(r"disabled[^>]*>Thông qua dự thảo<", page)


def test_a_refused_opinion_comes_back_with_its_words(cast):
    """Không nhất trí mà không nói gì: câu từ chối trên trang, không có ý kiến nào."""
    draft = consulted(cast)
    answer = post(cast.clerks[1], "comment", draft.pk, agrees="no", text="")
    assert "Chưa nhất trí thì phải nêu ý kiến." in answer.content.decode()
    assert not draft.comments.exists()


def test_who_is_no_member_does_not_comment(cast):
    """Cơ quan thường trực đọc được nhưng không góp ý thay đơn vị nào."""
    draft = consulted(cast)
    assert post(cast.officer, "comment", draft.pk, agrees="yes", text="").status_code == 403
    assert "Gửi ý kiến của đơn vị" not in get(cast.officer, "draft", draft.pk).content.decode()


@pytest.mark.parametrize("name", ["adopt", "close"])
def test_what_cannot_be_undone_asks_who_you_are_again(cast, name):
    """Thông qua, khép năm: chứng minh đã cũ thì dẫn đi xác nhận lại, chưa ghi gì."""
    draft = consulted(cast)
    person = cast.heads[0] if name == "adopt" else cast.officer
    client = client_of(person, WHEN)
    prove(client, person, seconds_ago=301)
    assert client.post(reverse(f"years:{name}", args=[draft.pk if name == "adopt" else cast.row.pk])).status_code == 302
    draft.refresh_from_db()
    cast.row.refresh_from_db()
    assert (draft.state, cast.row.state) == ("consulting", "preparing")


def test_movements_and_closing_through_the_page(cast):
    """Ghi phong trào, kết quả; khép năm có nói điều sẽ xảy ra, chỉ hiện khi khép được."""
    post(
        cast.clerks[0], "movements", cast.row.pk, name="Cải cách", launched_by="UBND tỉnh", since="01/01/2026", until=""
    )
    movement = cast.row.movements.get()
    post(cast.clerks[0], "movement", movement.pk, result="Tốt.")
    assert "Tốt." in get(cast.heads[2], "page", cast.row.pk).content.decode()
    assert "Khi bạn khép năm" not in get(cast.officer, "page", cast.row.pk).content.decode()
    with workflow.SET_DUE.on(cast.row, by=cast.officer, at=WHEN):
        workflow.reach(cast.row, "decided", by=cast.officer, at=WHEN)
    assert "Khi bạn khép năm" in get(cast.officer, "page", cast.row.pk).content.decode()
    post(cast.officer, "close", cast.row.pk)
    cast.row.refresh_from_db()
    assert cast.row.state == "closed"


def test_the_page_of_a_year_shows_stage_late_and_turn(cast):
    """Trang năm: giai đoạn đang ở, ai trễ mấy ngày, luân phiên năm sau, lối vào các phòng."""
    page = get(cast.heads[2], "page", cast.row.pk, at=day(2026, 2, 18)).content.decode()
    for words in ("đang ở đây", "Trễ 3\u00a0ngày", "Luân phiên năm sau", 'class="rooms"', "3 đơn vị, 6 mốc"):
        assert words in page


def test_the_page_of_a_year_says_what_comes_first_and_what_is_mine(cast):
    """Câu đầu trang: mốc nào, hạn nào, ai còn lại, ai giữ bút; việc của đơn vị mình đứng trước các giai đoạn."""
    page = get(cast.clerks[2], "page", cast.row.pk, at=day(2026, 2, 10)).content.decode()
    assert "Việc trước hết: Đăng ký thi đua, hạn 15/02/2026 (còn 5\u00a0ngày); 0 trong 3 đơn vị đã xong." in page
    assert "<b>các đơn vị thành viên</b>" in page
    assert page.index("Việc của bạn trong năm này") < page.index('class="stages"')
    assert reverse("pledges:page", args=[cast.members[2].pk]) in page
    assert "Việc của bạn trong năm này" not in get(cast.officer, "page", cast.row.pk).content.decode()


def test_a_year_without_a_midyear_review_does_not_say_it_was_reviewed(cast):
    """Qua thẳng tới chấm điểm mà chưa sơ kết, chưa đủ báo cáo 6 tháng: «không có», không phải «xong»."""

    def told():
        text = re.sub(r"<[^>]+>", "|", get(cast.officer, "page", cast.row.pk).content.decode())
        return re.search(r"Đã sơ kết 6 tháng\|(.*?)\|", text[text.index("Ký giao ước") :]).group(1)

    BlocYear.objects.filter(pk=cast.row.pk).update(state="scoring")
    assert told() == "không có"
    owed = Obligation.objects.filter(member__bloc_year=cast.row, milestone__kind="midyear")
    owed.exclude(member=cast.members[2]).update(met_on=WHEN.date())
    assert told() == "không có"
    owed.update(met_on=WHEN.date())
    assert told() == "xong"
    owed.update(met_on=None)
    with workflow.SET_DUE.on(cast.row, by=cast.officer, at=WHEN):
        workflow.review(cast.row, by=cast.officer, at=WHEN)
    cast.row.refresh_from_db()
    assert (told(), cast.row.state, cast.row.reviewed_on) == ("xong", "scoring", WHEN.date())


def test_papers_are_found_without_tones_and_only_ones_own(cast, other):
    """Gõ không dấu tìm ra; văn bản khối khác không bao giờ hiện."""
    drafts.adopt(consulted(cast, "Kế hoạch cải cách hành chính"), by=cast.heads[0], at=WHEN)
    drafts.adopt(consulted(other, "Kế hoạch cải cách của khối bên"), by=other.heads[0], at=WHEN)
    page = get(cast.heads[2], "papers", q="cai cach HANH chinh").content.decode()
    assert "Kế hoạch cải cách hành chính" in page
    assert "khối bên" not in get(cast.heads[2], "papers").content.decode()
    assert "Không có văn bản nào khớp “xyz”." in get(cast.heads[2], "papers", q="xyz").content.decode()
    assert "01/KH-KTĐ" in get(cast.heads[2], "papers", q="01/kh-ktd").content.decode()


def test_the_paper_and_the_journal_open(cast):
    """Trang văn bản và nhật ký của năm mở được; tệp chưa tạo xong thì nói."""
    drafts.adopt(consulted(cast), by=cast.heads[0], at=WHEN)
    filing = Filing.objects.get()
    assert get(cast.heads[2], "paper", filing.pk).status_code == 200
    assert "Thông qua" in get(cast.heads[2], "journal", cast.row.pk).content.decode()


# --- số câu hỏi -------------------------------------------------------------------------------------
LATER = day(2026, 3, 20)


def asked_by(person, path, at=LATER):
    client = client_of(person, at)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_page_of_a_year_asks_the_same_for_30_members():
    """Trang năm với mọi đơn vị đang trễ: 3 hay 30 đơn vị, cùng số câu hỏi, ít hơn 20."""
    casts = [a_bloc(n, name=f"Khối {n} đơn vị") for n in (3, 30)]
    for at_hand in ("clerks", "officer"):
        people = [getattr(c, at_hand) for c in casts]
        people = [p[0] if isinstance(p, list) else p for p in people]
        numbers = {asked_by(p, reverse("years:page", args=[c.row.pk])) for p, c in zip(people, casts, strict=True)}
        assert len(numbers) == 1
        assert numbers.pop() < 20


def test_the_draft_page_asks_the_same_for_30_opinions():
    """Trang dự thảo với ý kiến của mọi đơn vị."""
    numbers = set()
    for size in (3, 30):
        cast = a_bloc(size, name=f"Khối {size} đơn vị")
        draft = consulted(cast)
        for member, clerk in zip(cast.members, cast.clerks, strict=True):
            drafts.comment(draft, member, agrees=False, text="Thêm.", by=clerk, at=WHEN)
        numbers.add(asked_by(cast.clerks[0], reverse("years:draft", args=[draft.pk])))
    assert len(numbers) == 1


def test_the_lists_ask_the_same_for_30_years_and_papers(cast):
    """Danh sách năm và danh sách văn bản: thêm nhiều năm, nhiều văn bản vẫn bằng ấy câu hỏi."""
    drafts.adopt(consulted(cast), by=cast.heads[0], at=WHEN)
    first = [asked_by(cast.officer, reverse(f"years:{name}")) for name in ("index", "papers")]
    for year in range(2027, 2042):
        row = workflow.open_year(cast.bloc, year=year, lead=cast.units[0], by=cast.officer, at=WHEN)
        draft = drafts.write(row, kind="plan", title=f"Kế hoạch {year}", text="x", by=cast.clerks[0], at=WHEN)
        drafts.consult(draft, respond_by=WHEN.date(), by=cast.clerks[0], at=WHEN)
        drafts.adopt(draft, by=cast.heads[0], at=WHEN)
    assert [asked_by(cast.officer, reverse(f"years:{name}")) for name in ("index", "papers")] == first


def test_home_asks_the_same_for_30_late_units():
    """Trang đầu của trưởng khối: 3 hay 30 đơn vị trễ, cùng số câu hỏi."""
    numbers = {asked_by(a_bloc(n, name=f"Khối {n} đơn vị").clerks[0], "/") for n in (3, 30)}
    assert len(numbers) == 1


def test_the_share_of_women_is_entered_through_its_page(cast):
    """Trang tỷ lệ nữ của đơn vị: ghi rồi mở lại thấy số đã ghi; sai thì nói ở trang, không ghi gì."""
    member, clerk = cast.members[1], cast.clerks[1]
    wrong = post(clerk, "women", member.pk, women="49", staff="48", source="Báo cáo")
    assert "Số nữ (49) phải từ 0 đến tổng số người (48)." in wrong.content.decode()
    assert post(clerk, "women", member.pk, women="35", staff="48", source="Báo cáo").status_code == 302
    assert 'value="35"' in get(clerk, "women", member.pk).content.decode()
