"""Các trang của đơn vị, khối, ghế và phiếu, qua HTTP."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocs.roster import workflow
from blocs.roster.models import Bloc, Office, Seat, Unit
from emulation.accounts.models import Slip, User
from emulation.testing import client_of, day, prove

from .test_intake import ROW, workbook

AT = day(2026, 2, 10)


def page(client, name, /, *args, **query):
    return client.get(reverse(f"roster:{name}", args=args), query)


def post(client, name, /, *args, **typed):
    return client.post(reverse(f"roster:{name}", args=args), typed)


def text(answer):
    return answer.content.decode()


@pytest.fixture
def officer(kon_tum):
    return client_of(kon_tum.officer, AT)


@pytest.fixture
def clerk(kon_tum):
    return client_of(kon_tum.finance_clerk.person, AT)


def test_typing_without_marks_finds_units_blocs_and_people(kon_tum, officer):
    """Gõ “so tai chinh” tìm được Sở Tài chính và người ở đó, không ra Sở Y tế."""
    found = text(page(officer, "index", q="so tai chinh"))
    assert "Thủ trưởng Sở Tài chính" in found
    assert reverse("roster:unit", args=[kon_tum.finance.pk]) in found
    assert reverse("roster:unit", args=[kon_tum.health.pk]) not in found
    assert kon_tum.bloc.name in text(page(officer, "index", q="khoi cac so"))


def test_search_stops_at_the_border_of_the_province(kon_tum, elsewhere, officer):
    """Tìm kiếm không ra đơn vị hay người của tỉnh khác."""
    found = text(page(officer, "index", q="so tai chinh"))
    assert reverse("roster:unit", args=[elsewhere.unit.pk]) not in found
    assert str(elsewhere.clerk.username) not in text(page(officer, "index", q="can bo dau moi"))


@pytest.mark.parametrize("name", ["unit", "seat_in_unit", "amend_unit", "create_unit"])
def test_a_unit_of_another_province_does_not_exist(kon_tum, elsewhere, officer, name):
    """Đơn vị tỉnh khác: 404 dù là chuyên viên."""
    assert page(officer, name, elsewhere.unit.pk).status_code == 404


@pytest.mark.parametrize("name", ["slip", "replace", "leave_seat", "clear_factors"])
def test_a_seat_of_another_province_does_not_exist(kon_tum, elsewhere, name):
    """Ghế ở tỉnh khác: 404 cả khi xem lẫn khi bấm."""
    client = client_of(elsewhere.clerk, AT)
    assert page(client, name, kon_tum.finance_head.pk).status_code == 404
    assert post(client, name, kon_tum.finance_head.pk).status_code == 404


@pytest.mark.parametrize("name", ["slip", "replace", "leave_seat", "clear_factors"])
def test_a_seat_of_another_unit_is_another_hand(kon_tum, name):
    """Ghế của đơn vị khác trong tỉnh: thấy nhưng không làm được, và trang nói việc của ai."""
    client = client_of(kon_tum.health_clerk.person, AT)
    answer = page(client, name, kon_tum.finance_head.pk)
    assert answer.status_code == 403
    assert "Chuyên viên cơ quan thường trực trong tỉnh" in text(answer)
    assert post(client, name, kon_tum.finance_head.pk).status_code == 403
    assert not Slip.objects.exists()


def test_the_unit_page_shows_only_buttons_that_work(kon_tum, officer, clerk):
    """Nút trên trang đơn vị chỉ hiện cho người bấm được."""
    own, other = (page(clerk, "unit", u.pk) for u in (kon_tum.finance, kon_tum.health))
    assert reverse("roster:replace", args=[kon_tum.finance_clerk.pk]) in text(own)
    assert reverse("roster:replace", args=[kon_tum.finance_head.pk]) not in text(own)
    assert "Thay người, phiếu: nhờ cơ quan thường trực" in text(own)
    assert reverse("roster:replace", args=[kon_tum.health_clerk.pk]) not in text(other)
    assert reverse("roster:leave_seat", args=[kon_tum.finance_head.pk]) not in text(own)
    assert reverse("roster:leave_seat", args=[kon_tum.finance_head.pk]) in text(
        page(officer, "unit", kon_tum.finance.pk)
    )


def test_the_secretariat_replaces_a_head_through_the_page(kon_tum, officer):
    """Chuyên viên thay thủ trưởng bằng một biểu mẫu, người mới có tài khoản luôn."""
    typed = {"full_name": "Trần Văn Bình", "since": "01/06/2026", "decision": "Quyết định số 99/QĐ-UBND"}
    answer = post(officer, "replace", kon_tum.finance_head.pk, **typed)
    assert answer.url == reverse("roster:unit", args=[kon_tum.finance.pk])
    new = Seat.objects.get(person__full_name="Trần Văn Bình")
    assert (new.office, new.person.username) == (Office.HEAD, "stc.binhtv")


def test_a_refused_replacement_keeps_what_was_typed(kon_tum, officer):
    """Bị từ chối thì biểu mẫu còn nguyên chữ đã gõ, kèm câu nói vì sao."""
    typed = {"full_name": "Trần Văn Bình", "since": "01/01/2026", "decision": "QĐ 99"}
    found = text(post(officer, "replace", kon_tum.finance_head.pk, **typed))
    assert "phải bắt đầu sau ngày 01/01/2026" in found
    assert "Trần Văn Bình" in found
    assert not User.objects.filter(full_name="Trần Văn Bình").exists()


def test_a_namesake_is_asked_about(kon_tum, officer):
    """Đơn vị đã có người cùng tên thì hỏi cho rõ, không lập hai tài khoản."""
    typed = {
        "office": "registry",
        "full_name": kon_tum.finance_clerk.person.full_name,
        "since": "01/03/2026",
        "decision": "QĐ 1",
    }
    found = text(post(officer, "seat_in_unit", kon_tum.finance.pk, **typed))
    assert "tên đăng nhập stc.daumoi" in found
    assert post(officer, "seat_in_unit", kon_tum.finance.pk, **typed, username="stc.daumoi").status_code == 302
    assert kon_tum.finance_clerk.person.seats.count() == 2


def test_an_account_of_another_province_is_not_reachable_by_name(kon_tum, elsewhere, officer):
    """Ghi tên đăng nhập của người tỉnh khác thì không đưa được họ vào ghế."""
    typed = {
        "office": "registry", "full_name": elsewhere.clerk.full_name, "username": elsewhere.clerk.username,
        "since": "01/03/2026", "decision": "QĐ 1",
    }  # fmt: skip
    assert "là của người khác" in text(post(officer, "seat_in_unit", kon_tum.finance.pk, **typed))


def test_a_second_head_is_a_sentence_not_a_crash(kon_tum, officer):
    """Ghế thủ trưởng có người: câu tiếng Việt ngay trên biểu mẫu."""
    typed = {"office": "head", "full_name": "Người thứ hai", "since": "01/03/2026", "decision": "QĐ 1"}
    answer = post(officer, "seat_in_unit", kon_tum.finance.pk, **typed)
    assert answer.status_code == 200
    assert "đã có thủ trưởng từ 01/01/2026" in text(answer)


def test_two_heads_at_the_same_second_are_a_sentence_too(kon_tum, officer, monkeypatch):
    """Hai người cùng bấm một lúc: cơ sở dữ liệu chặn, và người sau vẫn đọc được một câu."""
    monkeypatch.setattr("blocs.roster.workflow.seats._refuse_second_head", lambda *args: None)
    typed = {"office": "head", "full_name": "Người thứ hai", "since": "01/03/2026", "decision": "QĐ 1"}
    answer = post(officer, "seat_in_unit", kon_tum.finance.pk, **typed)
    assert answer.status_code == 200
    assert "đã có thủ trưởng vào những ngày ấy" in text(answer)
    assert not User.objects.filter(full_name="Người thứ hai").exists()


def test_a_slip_is_shown_once_after_a_fresh_proof(kon_tum, clerk):
    """Cấp phiếu: hỏi trước, cần xác nhận danh tính, mã hiện một lần và không lưu lại ở trình duyệt."""
    assert page(clerk, "slip", kon_tum.finance_head.pk).status_code == 403
    assert text(page(clerk, "unit", kon_tum.finance.pk)).count("Phiếu: cơ quan thường trực cấp") == 1  # the clerk's own
    seat = workflow.seat_newcomer(
        "Đầu mối hai", Office.CLERK, unit=kon_tum.finance, since=kon_tum.since, **kon_tum.hand
    )
    assert "Ai có phiếu thì vào được" in text(page(clerk, "slip", seat.pk))
    prove(clerk, kon_tum.finance_clerk.person, 400)
    assert reverse("account_reauthenticate") in post(clerk, "slip", seat.pk).url
    assert not Slip.objects.exists()
    prove(clerk, kon_tum.finance_clerk.person)
    answer = post(clerk, "slip", seat.pk)
    assert "no-store" in answer["Cache-Control"]
    code = text(answer).split('fs-5">')[1].split("<")[0]
    assert len(code) == 14
    assert code not in text(page(clerk, "slip", seat.pk))


def test_slips_for_everybody_leave_out_who_has_signed_in(kon_tum, officer):
    """In phiếu hàng loạt chỉ cho người chưa đăng nhập lần nào."""
    person = kon_tum.finance_clerk.person
    person.set_password("đã có mật khẩu rồi")
    person.save()
    found = text(post(officer, "slips", kon_tum.root.pk))
    assert kon_tum.health_clerk.person.username in found
    assert person.username not in found
    assert Slip.objects.count() == User.objects.count() - 2  # the one above, and who issued them


def test_only_the_secretariat_prints_slips_for_everybody(kon_tum, clerk):
    """Đầu mối không in phiếu cho cả tỉnh."""
    assert page(clerk, "slips", kon_tum.root.pk).status_code == post(clerk, "slips", kon_tum.root.pk).status_code == 403


def upload(client, root, file):
    return post(client, "intake", root.pk, workbook=SimpleUploadedFile("nhan-su.xlsx", file.read()))


def test_a_workbook_is_previewed_then_taken_in(kon_tum, officer):
    """Gửi tệp, xem trước, nhập; rồi được dẫn đến trang in phiếu."""
    preview = upload(officer, kon_tum.root, workbook(ROW))
    assert "sct.thutruong" in text(preview)
    assert not Unit.objects.filter(name="Sở Công Thương").exists()
    answer = post(officer, "take_in", kon_tum.root.pk, packed=preview.context["packed"])
    assert answer.url == reverse("roster:slips", args=[kon_tum.root.pk])
    assert Seat.objects.filter(unit__name="Sở Công Thương", office=Office.HEAD).exists()


def test_a_preview_with_a_bad_cell_offers_no_button(kon_tum, officer):
    """Còn ô sai thì trang gọi tên từng ô và không có nút nhập."""
    preview = text(upload(officer, kon_tum.root, workbook(ROW | {"Khối": "Khối không có"})))
    assert "Dòng 2, Khối" in preview
    assert "Chưa có khối" in preview
    assert reverse("roster:take_in", args=[kon_tum.root.pk]) not in preview


def test_a_preview_made_up_or_borrowed_is_refused(kon_tum, elsewhere, officer):
    """Nội dung xem trước tự viết, hoặc của người khác, thì không nhập."""
    borrowed = upload(officer, kon_tum.root, workbook(ROW | {"Khối": ""})).context["packed"]
    assert post(officer, "take_in", kon_tum.root.pk, packed="tự viết").status_code == 409
    other = client_of(elsewhere.officer, AT)
    assert post(other, "take_in", elsewhere.root.pk, packed=borrowed).status_code == 409
    assert not Unit.objects.filter(name="Sở Công Thương").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "rỗng"), (b"%PDF-1.7 %%EOF", "không phải Excel"), (b"PK\x03\x04hong", "không phải Excel")],
)
def test_a_hostile_file_gets_a_sentence(kon_tum, officer, content, sentence):
    """Tệp rỗng, giả dạng hoặc hỏng: một câu, không phải trang trắng."""
    answer = post(officer, "intake", kon_tum.root.pk, workbook=SimpleUploadedFile("nhan-su.xlsx", content))
    assert answer.status_code == 200
    assert sentence in text(answer)


def test_a_unit_and_a_bloc_are_made_through_pages(kon_tum, officer):
    """Lập đơn vị, lập khối, đưa đơn vị vào rồi đưa ra, đều bằng biểu mẫu."""
    typed = {"name": "Sở Xây dựng", "kind": "agency", "letterhead": "state", "place": "Kon Tum", "position": 9}
    assert post(officer, "create_unit", kon_tum.root.pk, **typed).status_code == 302
    unit = Unit.objects.get(name="Sở Xây dựng")
    typed = {
        "name": "Khối mới", "kind": "khoi", "symbol": "KTĐ", "secretariat": kon_tum.secretariat.pk, "place": "Kon Tum",
        "council": kon_tum.council.pk, "rotation": "round_robin",
    }  # fmt: skip
    assert post(officer, "create_bloc", kon_tum.root.pk, **typed).status_code == 302
    bloc = Bloc.objects.get(name="Khối mới")
    assert post(officer, "bloc", bloc.pk, unit=unit.pk, since="01/03/2026").status_code == 302
    assert post(officer, "leave_bloc", bloc.pk, unit.pk, until="30/06/2026", note="Sáp nhập").status_code == 302
    assert bloc.memberships.get().until.isoformat() == "2026-06-30"


def test_a_clerk_adds_nothing_to_a_bloc(kon_tum, clerk):
    """Đầu mối thấy khối mình nhưng không đưa đơn vị vào được."""
    other = workflow.create_unit("Sở Xây dựng", kon_tum.root, **kon_tum.hand)
    assert page(clerk, "bloc", kon_tum.bloc.pk).status_code == 200
    assert post(clerk, "bloc", kon_tum.bloc.pk, unit=other.pk, since="01/03/2026").status_code == 403


def test_an_open_shift_shows_and_closes(kon_tum):
    """Mở ca có lý do, trang chủ nhắc đóng, đóng xong thì hết quyền."""
    client = client_of(kon_tum.administrator, AT)
    assert post(client, "create_unit", kon_tum.root.pk, name="Sở Mới").status_code == 403
    assert post(client, "shift", reason="Lập đơn vị mới").url == reverse("roster:index")
    assert "Đóng ca quản trị" in text(client.get(reverse("home")))
    assert page(client, "create_unit", kon_tum.root.pk).status_code == 200
    client.defaults["emulation.at"] = day(2026, 2, 10, minute=5)
    post(client, "shift")
    client.defaults["emulation.at"] = day(2026, 2, 10, minute=6)
    assert page(client, "create_unit", kon_tum.root.pk).status_code == 403


def asked(client, name, *args):
    page(client, name, *args)
    with CaptureQueriesContext(connection) as queries:
        assert page(client, name, *args).status_code == 200
    return len(queries)


def test_pages_ask_the_same_for_three_and_for_thirty(kon_tum, officer):
    """Số truy vấn của mục lục, trang khối và trang đơn vị không theo số dòng."""
    pages = [("index",), ("bloc", kon_tum.bloc.pk), ("unit", kon_tum.finance.pk)]
    few = [asked(officer, *p) for p in pages]
    for n in range(27):
        unit = workflow.create_unit(f"Sở thứ {n}", kon_tum.root, **kon_tum.hand)
        workflow.join_bloc(kon_tum.bloc, unit, since=kon_tum.since, **kon_tum.hand)
        details = {"unit": kon_tum.finance, "since": kon_tum.since}
        workflow.seat_newcomer(f"Cấp phó thứ {n}", Office.VICE_HEAD, **details, **kon_tum.hand)
    assert [asked(officer, *p) for p in pages] == few
