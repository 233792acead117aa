"""Tệp tải lên: nội dung quyết định, không phải cái tên."""

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from emulation.ui.uploads import check

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def file(content, name="bang.pdf"):
    return SimpleUploadedFile(name, content)


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in members.items():
            z.writestr(name, content)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/tra-cuu/", "/"])
def test_a_stranger_does_not_fill_the_disk(address, settings):
    """Lượt gửi tự khai lớn hơn mức nhận: từ chối trước khi đọc, ai gửi và gửi đâu cũng thế (đọc thì máy thử báo lỗi)."""
    data = {"file": SimpleUploadedFile("a.pdf", b"x" * 100)}
    answer = Client(enforce_csrf_checks=True).post(address, data, CONTENT_LENGTH=str(settings.REQUEST_LIMIT + 1))
    assert (answer.status_code, "nhiều nhất 20 MB" in answer.content.decode()) == (413, True)


def test_a_pdf_is_recognised_and_sealed_by_its_hash():
    """PDF được nhận ra, mã SHA-256 là của cả tệp, và tệp được tua lại từ đầu."""
    upload = file(PDF)
    assert check(upload) == ("pdf", hashlib.sha256(PDF).hexdigest())
    assert upload.read() == PDF


def test_a_workbook_is_recognised_whatever_its_name():
    """Tệp Excel thật đặt tên .docx vẫn là Excel."""
    out = io.BytesIO()
    Workbook().save(out)
    assert check(file(out.getvalue(), "bang.docx")).kind == "xlsx"


def test_a_word_document_and_pictures_are_recognised():
    """Word, PNG, JPG."""
    word = packed(**{"[Content_Types].xml": "<t/>", "word/document.xml": "<d/>"})
    assert [check(file(c)).kind for c in (word, PNG, b"\xff\xd8\xff\xe0xxxxxx")] == ["docx", "png", "jpg"]


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00 not a paper",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7 cut off",
        b"PK\x03\x04 broken zip",
        packed(**{"a.txt": "x"}),
        packed(**{"[Content_Types].xml": "<t/>", "word/document.xml": "<d/>", "word/vbaProject.bin": "macro"}),
    ],
)
def test_content_that_is_none_of_the_kinds_is_refused(content):
    """Tệp giả đuôi, tệp hỏng, tệp có macro đều bị từ chối bằng một câu có tên tệp."""
    with pytest.raises(ValidationError, match=r"Nội dung tệp “bang\.pdf” không phải"):
        check(file(content))


def test_an_office_file_that_unpacks_to_a_flood_is_refused(settings):
    """Tệp nén nở ra quá nhiều lần giới hạn là cái bẫy."""
    settings.UPLOAD_LIMIT = 10_000
    bomb = packed(**{"[Content_Types].xml": "<t/>", "xl/workbook.xml": "<w/>", "xl/big.xml": "0" * 200_000})
    with pytest.raises(ValidationError, match="không phải"):
        check(file(bomb))


def test_only_the_named_kinds_pass():
    """Nơi chỉ nhận PDF thì ảnh bị từ chối, và câu báo nói nhận gì."""
    with pytest.raises(ValidationError, match=r"không phải PDF\. Chọn tệp khác"):
        check(file(PNG), kinds={"pdf"})
    with pytest.raises(ValidationError, match="không phải PDF hoặc JPG"):
        check(file(PNG), kinds={"pdf", "jpg"})


def test_an_empty_or_heavy_file_is_refused(settings):
    """Tệp rỗng, tệp quá nặng: câu báo nói nặng bao nhiêu, được bao nhiêu."""
    settings.UPLOAD_LIMIT = 1024 * 1024
    with pytest.raises(ValidationError, match="rỗng"):
        check(file(b""))
    with pytest.raises(ValidationError, match="nặng 1,5 MB, nhiều nhất 1,0 MB"):
        check(file(PDF + b" " * (1024 * 1536)))
