"""Giao ước qua trình duyệt: soạn, chốt, đọc, xác nhận hai bước, ý kiến, bản in."""

from io import BytesIO

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from blocs.covenant import reports, signing, workflow
from blocs.covenant.models import Covenant, Remark, Signature, SignatureState, State
from blocs.roster.models import Office
from emulation import testing
from emulation.journal import clock
from emulation.papers import tasks
from emulation.papers.models import Paper
from emulation.testing import day, prove, sitting

from .conftest import FEBRUARY, a_year, circulated, delegate_of, frozen, signature_of

MARCH = day(2026, 3, 2, 10, 12)


def url(name, subject):
    return reverse(f"covenant:{name}", args=[subject.pk])


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_before_it_is_drafted_everybody_reads_who_holds_the_pen(year, client_of):
    """Chưa soạn: đơn vị đọc được ai đang soạn; trưởng khối có nút soạn."""
    assert "Trưởng khối chưa gửi giao ước" in read(client_of(year.heads[2], FEBRUARY), url("page", year.row))
    assert "Soạn giao ước" in read(client_of(year.leader, FEBRUARY), url("page", year.row))


def test_the_lead_writes_over_the_proposed_text(year, client_of):
    """Trang soạn có sẵn nội dung đề nghị; ghi thì thành dự thảo."""
    client = client_of(year.leader, FEBRUARY)
    assert "I. MỤC TIÊU" in read(client, url("edit", year.row))

    client.post(url("edit", year.row), {"theme": "Kỷ cương", "text": "I. MỘT\n1. Hai"})

    assert [(c.theme, c.text) for c in Covenant.objects.all()] == [("Kỷ cương", "I. MỘT\n1. Hai")]
    assert "Kỷ cương" in read(client, url("page", year.row))


def test_the_neighbour_does_not_open_the_draft(draft, year, client_of):
    """Dự thảo chưa gửi: đơn vị khác không thấy nội dung, không mở được trang soạn, trang chốt."""
    client = client_of(year.heads[2], FEBRUARY)

    assert draft.text[:40] not in read(client, url("page", year.row))
    assert client.get(url("edit", year.row)).status_code == 403
    assert client.get(url("freeze", year.row)).status_code == 404


def test_sent_for_opinions_it_is_read_and_answered(draft, year, client_of):
    """Gửi góp ý: đơn vị đọc được dự thảo và gửi ý kiến; cả khối đọc được ý kiến."""
    client_of(year.leader, FEBRUARY).post(url("circulate", year.row))
    neighbour = client_of(year.heads[2], FEBRUARY)
    assert "I. MỤC TIÊU" in read(neighbour, url("page", year.row))

    neighbour.post(url("remark", year.row), {"text": "Đề nghị thêm chuyển đổi số"})

    assert "Đề nghị thêm chuyển đổi số" in read(client_of(year.heads[1], FEBRUARY), url("page", year.row))


def test_the_draft_goes_out_as_word_to_those_who_write_it(draft, year, client_of):
    """Trưởng khối tải dự thảo bản Word: đủ chữ, chưa có mã bản chốt; đơn vị khác không tải được."""
    client = client_of(year.leader, FEBRUARY)
    assert f'href="{url("edit", year.row)}?docx">Tải dự thảo bản Word</a>' in read(client, url("page", year.row))

    response = client.get(url("edit", year.row), {"docx": ""})

    document = Document(BytesIO(response.content))
    text = " ".join(p.text for p in document.paragraphs)
    assert [line for line in draft.text.split("\n") if line.strip(" .") not in text] == []
    assert document.sections[0].first_page_header.paragraphs[0].text == "DỰ THẢO"
    assert [cell.text.split("\n")[0] for cell in document.tables[1].rows[0].cells] == [
        "SỞ THỨ 1",
        "SỞ THỨ 2",
        "SỞ THỨ 3",
    ]
    assert "SHA-256" not in text
    assert "Bản Word để sửa, không phải văn bản đã phát hành." in text
    assert Paper.objects.count() == 0
    assert client_of(year.heads[2], FEBRUARY).get(url("edit", year.row), {"docx": ""}).status_code == 403


def test_freezing_is_read_back_and_proven(sent, year, client_of):
    """Chốt: xem lại danh sách, căn cứ; chứng minh là mình; rồi mới chốt."""
    client = client_of(year.leader, FEBRUARY)
    assert "Khi bạn chốt" in read(client, url("freeze", year.row))
    prove(client, year.leader, seconds_ago=301)
    client.post(url("freeze", year.row))
    assert Covenant.objects.get().state == State.DRAFT

    prove(client, year.leader)
    client.post(url("freeze", year.row))
    assert Covenant.objects.get().state == State.SIGNING


def test_a_missing_pledge_asks_for_a_reason_on_the_page(db, client_of):
    """Thiếu đăng ký thì trang chốt nêu tên đơn vị và hỏi lý do."""
    year = a_year(without=[2])
    circulated(year)
    client = client_of(year.leader, FEBRUARY)

    assert "Sở thứ 3" in client.post(url("freeze", year.row), {"missing_reason": ""}).content.decode()
    client.post(url("freeze", year.row), {"missing_reason": "Đang sáp nhập"})

    assert "Đang sáp nhập" in read(client, url("page", year.row))


def test_a_head_signs_in_two_steps(covenant, year, client_of):
    """Đọc, rồi xác nhận; ghi chứng minh là mình lúc nào, bằng gì, từ đâu (băm), trình duyệt nào."""
    signature = signature_of(covenant, year.members[2])
    client = client_of(year.heads[2], MARCH)
    assert "Bước 1 trong 2" in read(client, url("page", year.row))
    assert "không phải chữ ký số" in read(client, url("confirm", signature))

    client.post(url("confirm", signature), headers={"User-Agent": "Máy thử"})

    signature.refresh_from_db()
    assert (signature.state, signature.signed_at, signature.method) == (SignatureState.SIGNED, MARCH, "password")
    assert signature.authenticated_at
    assert signature.user_agent == "Máy thử"
    assert len(signature.address_hash) == 64
    assert "127.0.0.1" not in signature.address_hash


def test_a_stale_proof_does_not_sign(covenant, year, client_of):
    """Chứng minh là mình quá 5 phút thì phải làm lại, chưa xác nhận gì."""
    signature = signature_of(covenant, year.members[2])
    client = client_of(year.heads[2], MARCH)
    prove(client, year.heads[2], seconds_ago=301)

    assert "next=" in client.post(url("confirm", signature)).url
    assert Signature.objects.get(pk=signature.pk).state == SignatureState.AWAITED


def test_the_vice_head_reads_that_she_signs_kt(covenant, year, client_of):
    """Cấp phó thấy rõ mình ký thay ai."""
    signature = signature_of(covenant, year.members[2])

    assert "ký thay (KT.) Giám đốc" in read(
        client_of(delegate_of(year.members[2], year.heads[2])[0], MARCH), url("confirm", signature)
    )


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", ["confirm", "withdraw", "go_without"])
def test_the_neighbour_and_the_stranger_do_not_sign(covenant, year, client_of, page, method):
    """Thủ trưởng đơn vị khác trong khối: 403 kèm câu nói rõ; người tỉnh khác: 404."""
    address = url(page, signature_of(covenant, year.members[2]))
    stranger = sitting(Office.HEAD, unit=testing.unit("Sở tỉnh khác", testing.province("Tỉnh khác")))

    neighbour = getattr(client_of(year.heads[1], MARCH), method)(address, {"reason": "Thử"})

    assert neighbour.status_code == 403
    assert getattr(client_of(stranger, MARCH), method)(address, {"reason": "Thử"}).status_code == 404
    assert Signature.objects.awaited().count() == 3


def test_the_last_signature_shows_the_printed_paper(covenant, year, client_of):
    """Chữ cuối cùng: trang ghi đã đủ xác nhận và dẫn tới bản in, ai trong khối cũng mở được."""
    for member, head in zip(year.members, year.heads, strict=True):
        client_of(head, MARCH).post(url("confirm", signature_of(covenant, member)))

    page = read(client_of(year.heads[1], MARCH), url("page", year.row))
    assert "3 trong 3 đơn vị" in page
    assert url("paper", year.row) in page
    assert f'href="{url("pdf", year.row)}">Tải bản PDF<' in page
    assert "every 5s" not in page
    assert client_of(year.heads[1], MARCH).get(url("paper", year.row)).status_code == 200


def test_the_paper_is_not_found_before_or_by_strangers(covenant, year, client_of):
    """Chưa in thì chưa có gì để tải; người tỉnh khác không thấy."""
    assert client_of(year.heads[1], MARCH).get(url("paper", year.row)).status_code == 404
    assert client_of(year.heads[1], MARCH).get(url("pdf", year.row)).status_code == 404


def test_the_list_is_polled_and_answers_unchanged(covenant, year, client_of):
    """Danh sách xác nhận hỏi lại 5 giây một lần; không có gì mới thì trả lời 304."""
    client = client_of(year.heads[1], MARCH)
    first = client.get(url("signatures", year.row))
    assert 'hx-trigger="every 5s"' in first.content.decode()
    assert "no-cache" in first["Cache-Control"]
    assert "no-store" not in first["Cache-Control"]
    assert client.get(url("signatures", year.row), headers={"If-None-Match": first["ETag"]}).status_code == 304

    signing.sign(signature_of(covenant, year.members[2]), by=year.heads[2], at=MARCH)

    again = client.get(url("signatures", year.row), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "1 trong 3 đơn vị" in again.content.decode()


def test_a_unit_withdraws_on_the_page(covenant, year, client_of):
    """Rút xác nhận phải nêu lý do."""
    signature = signature_of(covenant, year.members[2])
    signing.sign(signature, by=year.heads[2], at=MARCH)
    client = client_of(year.heads[2], MARCH)

    assert "Chưa điền ô này" in client.post(url("withdraw", signature), {"reason": ""}).content.decode()
    client.post(url("withdraw", signature), {"reason": "Xem lại"})

    assert Signature.objects.get(pk=signature.pk).state == SignatureState.AWAITED


def test_the_lead_goes_without_a_unit_on_the_page(covenant, year, client_of):
    """Trưởng khối hoàn tất thiếu một đơn vị: có đường dẫn, có lý do, danh sách ghi lý do."""
    signature = signature_of(covenant, year.members[2])
    client = client_of(year.leader, MARCH)
    assert url("go_without", signature) in read(client, url("page", year.row))

    client.post(url("go_without", signature), {"reason": "Đang sáp nhập"})

    assert "Đang sáp nhập" in read(client, url("page", year.row))


def test_a_refusal_to_sign_reaches_everyone(covenant, year, client_of):
    """Chưa đồng ý: ý kiến hiện trên trang cho cả khối."""
    client_of(year.heads[2], MARCH).post(url("remark", year.row), {"text": "Chỉ tiêu quá cao", "declines": "on"})

    page = read(client_of(year.heads[1], MARCH), url("page", year.row))
    assert "Chỉ tiêu quá cao" in page
    assert "Chưa đồng ý" in page
    assert Remark.objects.get().declines


def test_the_officer_without_a_unit_does_not_remark(covenant, year, client_of):
    """Cơ quan thường trực đọc được nhưng không gửi ý kiến thay đơn vị."""
    assert client_of(year.officer, MARCH).get(url("remark", year.row)).status_code == 403


def test_forms_about_a_confirmation_close_with_their_moment(covenant, year, client_of):
    """Chưa xác nhận thì không có gì để rút; đã xác nhận thì không «không chờ» đơn vị ấy được: trang nói vì sao, không đưa biểu mẫu."""
    signature, head = signature_of(covenant, year.members[2]), client_of(year.heads[2], MARCH)
    assert head.get(url("withdraw", signature)).status_code == 409
    signing.sign(signature, by=year.heads[2], at=MARCH)
    assert head.get(url("withdraw", signature)).status_code == 200
    assert client_of(year.leader, MARCH).get(url("go_without", signature)).status_code == 409


def test_a_tampered_text_is_shown_as_such(covenant, year, client_of):
    """Nội dung bị sửa thẳng trong cơ sở dữ liệu: trang báo, và bấm xác nhận thì bị từ chối."""
    Covenant.objects.update(text=Concat("text", Value(" thêm")))
    client = client_of(year.heads[2], MARCH)

    assert "không còn khớp mã bản chốt" in read(client, url("page", year.row))
    refused = client.post(url("confirm", signature_of(covenant, year.members[2])))
    assert refused.status_code == 409
    assert "không còn khớp" in refused.content.decode()


@pytest.mark.parametrize("page", ["page", "signatures"])
def test_the_page_asks_the_same_questions_for_3_and_30(db, client_of, page):
    """Trang giao ước hỏi cơ sở dữ liệu như nhau với 3 và 30 đơn vị."""
    counts = []
    for size in (3, 30):
        year = a_year(size, named=f"Khối {size}")
        frozen(year)
        client = client_of(year.heads[2], MARCH)
        with CaptureQueriesContext(connection) as queries:
            read(client, url(page, year.row))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_what_waits_for_whom(year):
    """Việc chờ: trưởng khối soạn, gửi góp ý, rồi thủ trưởng trưởng khối chốt; thủ trưởng các đơn vị xác nhận, đến hết hạn của mốc."""

    def waits(user, *, elsewhere=False):
        with clock.at(FEBRUARY):
            user.forget_powers()
            return [
                (t.title, t.due and f"{t.due:%d/%m}")
                for t in reports.waiting(user, FEBRUARY)
                if t.elsewhere == elsewhere
            ]

    clerk = sitting(Office.CLERK, unit=year.members[0].unit)
    assert waits(year.leader) == waits(clerk) == [("Soạn giao ước năm 2026", None)]
    draft = workflow.draft(year.row, by=clerk, at=FEBRUARY)
    assert waits(year.leader) == waits(clerk) == [("Gửi các đơn vị góp ý giao ước năm 2026", None)]
    workflow.circulate(draft, by=clerk, at=FEBRUARY)
    assert waits(year.leader) == [("Chốt giao ước năm 2026 để các đơn vị xác nhận", None)]
    assert (waits(clerk), waits(clerk, elsewhere=True)) == ([], [("Chốt giao ước năm 2026", None)])
    assert waits(year.leader, elsewhere=True) == waits(year.heads[2], elsewhere=True) == []
    assert waits(year.heads[2]) == [("Góp ý dự thảo giao ước năm 2026", None)]
    workflow.remark(draft, member=year.members[2], agrees=True, by=year.heads[2], at=FEBRUARY)
    assert (waits(year.heads[2]), waits(year.heads[1])) == ([], [("Góp ý dự thảo giao ước năm 2026", None)])
    workflow.freeze(draft, by=year.leader, at=FEBRUARY)
    tasks.render(draft.frozen_paper.rendering.pk)
    assert waits(year.heads[2]) == [("Đọc và xác nhận giao ước năm 2026", "31/03")]
    signing.sign(signature_of(draft, year.members[2]), by=year.heads[2], at=FEBRUARY)
    assert waits(year.heads[2]) == []
