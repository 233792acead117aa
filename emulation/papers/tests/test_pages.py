"""Trang một văn bản: progress, file, «Tạo lại». The page itself belongs to the room that filed the paper; here a stand-in."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.shortcuts import get_object_or_404
from django.test import Client
from django.urls import include, path
from docx import Document
from openpyxl import load_workbook

from emulation.papers import tasks, views
from emulation.papers.models import Paper, Rendering, Stage

from .builders import issued

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def shown(request, pk):
    return views.show(request, get_object_or_404(Paper, pk=pk), back=("Năm thi đua 2026", "/ve/"))


urlpatterns = [path("thu/<int:pk>/", shown), path("", include("emulation.urls"))]


@pytest.fixture
def paper():
    return issued(template="papers/paper_plain.html")


@pytest.fixture
def client(client_of, paper):
    return client_of(paper.issued_by)


def page(client, paper, query="", **headers):
    return client.get(f"/thu/{paper.pk}/{query}", headers=headers)


def polled(client, paper, **headers):
    return page(client, paper, **{"HX-Request": "true"} | headers)


def test_a_waiting_paper_shows_its_place_and_asks_again_by_itself(client, paper):
    """Đang chờ: thấy thứ tự, trang tự hỏi lại, và có liên kết cho máy không chạy kịch bản."""
    text = page(client, paper).content.decode()
    assert "Chờ, thứ 1 trong hàng" in text
    assert 'hx-trigger="every 3s"' in text
    assert "Xem lại tiến độ" in text


def test_a_paper_leads_back_to_where_it_says(client, paper):
    """Đường về nói đúng nơi nó dẫn tới, ở đầu trang và cuối trang."""
    text = page(client, paper).content.decode()
    assert '<a href="/ve/">Năm thi đua 2026</a>' in text
    assert '<a class="way" href="/ve/">Trở lại «Năm thi đua 2026»</a>' in text


def test_polling_stops_when_the_file_is_there(client, paper):
    """Xong rồi thì thôi hỏi, hiện nút tải."""
    tasks.render(paper.rendering.pk)
    text = polled(client, paper).content.decode()
    assert "hx-trigger" not in text
    assert "Tải PDF" in text
    assert "<html" not in text


def test_polling_answers_304_until_something_changes(client, paper):
    """Chưa có gì mới thì trả 304."""
    tag = polled(client, paper)["ETag"]
    assert polled(client, paper, **{"If-None-Match": tag}).status_code == 304
    Rendering.objects.update(stage=Stage.FAILED, reason="Ổ đầy")
    assert polled(client, paper, **{"If-None-Match": tag}).status_code == 200


def test_the_file_is_the_stored_bytes_and_nobody_may_cache_it(client, paper):
    """Tệp tải về đúng là tệp đã cất; không nơi nào giữ bản tạm."""
    tasks.render(paper.rendering.pk)
    response = page(client, paper, "?tep")
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "application/pdf"
    assert "01-BC-KT" in response["Content-Disposition"]


def test_whoever_sees_the_paper_takes_its_word_twin(client, paper):
    """Ai xem được văn bản thì tải được bản Word, tên như tệp PDF, ghi mã của bản phát hành, không nơi nào giữ bản tạm."""
    assert f'href="/thu/{paper.pk}/?docx">Tải Word để sửa</a>' in page(client, paper).content.decode()
    response = page(client, paper, "?docx")
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response["Content-Disposition"].endswith("filename*=utf-8''01-BC-KT%C4%90.docx")
    assert response["Cache-Control"] == "private, no-store"
    text = "\n".join(p.text for p in Document(BytesIO(response.content)).paragraphs)
    assert f"Bản phát hành tra cứu bằng mã {paper.code_text} tại " in text


def test_tables_are_offered_to_excel_where_there_are_some(client):
    """Có bảng thì có nút Excel và tệp; không có bảng thì không có cả hai."""
    table = {"head": ["Đơn vị", "Điểm"], "rows": [["Sở Nội vụ", "8,50"]], "number_columns": [2]}
    without, with_one = (
        issued(template="papers/paper_plain.html", data={"sections": [{"table": t}]}) for t in (None, table)
    )
    assert "?xlsx" not in page(client, without).content.decode()
    assert page(client, without, "?xlsx").status_code == 404
    assert f'href="/thu/{with_one.pk}/?xlsx">Tải bảng ra Excel</a>' in page(client, with_one).content.decode()
    sheet = load_workbook(BytesIO(page(client, with_one, "?xlsx").content)).active
    assert (sheet["A5"].value, sheet["B5"].value) == ("Sở Nội vụ", 8.5)
    printed = {template.name for template in page(client, with_one).templates}
    assert (
        "papers/paper_plain.html" not in printed
    )  # whether it has a table is remembered: no view of the page prints the paper


def test_a_voided_number_has_no_twins(client, paper):
    """Số đã hủy thì không còn văn bản nào để tải."""
    Paper.objects.update(state="voided")
    assert "?docx" not in page(client, paper).content.decode()
    assert page(client, paper, "?docx").status_code == 404


def test_a_stored_file_that_is_gone_is_said_in_a_sentence(client, paper):
    """Tệp đã lưu mà mất: nói nên báo ai, không dừng giữa chừng."""
    tasks.render(paper.rendering.pk)
    paper.rendering.refresh_from_db()
    default_storage.delete(paper.rendering.name)
    assert "check_files" in page(client, paper, "?tep").content.decode()


def test_a_file_that_is_not_there_yet_is_promised(client, paper):
    """Chưa có tệp thì trả lời 202, không lỗi."""
    assert page(client, paper, "?tep").status_code == 202


def test_a_failed_rendering_says_why_and_is_tried_again_by_a_button(client, paper):
    """Chưa tạo được: nói vì sao, số vẫn giữ, bấm «Tạo lại» thì về hàng chờ."""
    Rendering.objects.update(stage=Stage.FAILED, reason="Ổ lưu trữ đầy.")
    text = page(client, paper).content.decode()
    assert "Ổ lưu trữ đầy." in text
    assert "Số 01/BC-KTĐ vẫn giữ" in text
    assert client.post(f"/thu/{paper.pk}/").status_code == 302
    assert Rendering.objects.get().stage == Stage.WAITING


def test_trying_again_what_did_not_fail_is_refused(client, paper):
    """Không hỏng mà bấm «Tạo lại» thì được trả lời vì sao không."""
    response = client.post(f"/thu/{paper.pk}/")
    assert response.status_code == 409
    assert "không cần tạo lại" in response.content.decode()


@pytest.mark.parametrize("papers", [1, 10])
def test_a_page_asks_the_database_the_same_number_of_times(client, paper, papers, django_assert_max_num_queries):
    """Số câu hỏi cơ sở dữ liệu không tăng theo hàng chờ."""
    for _i in range(papers - 1):
        issued(by=paper.issued_by)
    with django_assert_max_num_queries(8):
        page(client, paper)


def test_nobody_sees_a_paper_without_signing_in(paper):
    """Chưa đăng nhập thì không xem được, cả bản Word và bảng Excel."""
    assert [page(Client(), paper, query).status_code for query in ("", "?docx", "?xlsx")] == [302, 302, 302]
