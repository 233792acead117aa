"""Giấy in ra: same bytes, our fonts only, the text as it was, valid PDF/A-3a and PDF/UA-1."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import page as validator
import pytest
from django.template import engines
from django.template.loader import get_template

from emulation.papers import documents, fonts, rendering

from . import measure, samples


@cache
def printed(name):
    """The bytes of a sample, made once per test run."""
    return rendering.pdf(samples.EVERY[name]()).content


@pytest.fixture
def pdf_of(monkeypatch):
    """Render a sample through a template given as text. Out: bytes."""

    def made(source, **context):
        template = engines["django"].from_string(source)
        monkeypatch.setattr(rendering, "html", lambda p: template.render(documents.context(p) | context))
        return rendering.pdf(samples.report()).content

    return made


@pytest.mark.parametrize("name", samples.EVERY)
@pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
def test_every_paper_is_archivable_and_readable_by_machines(name, profile):
    """Mọi văn bản đạt PDF/A-3a và PDF/UA-1."""
    report = validator.validate_pdf_bytes(printed(name), profile=validator.ValidationProfile[profile])
    assert [f.message for f in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("name", samples.EVERY)
def test_every_paper_embeds_only_the_faces_of_the_house(name):
    """Chỉ nhúng phông của mình, nhúng đủ."""
    assert {face.removeprefix("Emulation-").split("-")[0] for face in measure.faces(printed(name))} <= {
        "Serif",
        "Signs",
    }


def test_the_same_paper_gives_the_same_bytes():
    """Cùng dữ liệu thì cùng từng byte, ở luồng khác cũng vậy."""
    with ThreadPoolExecutor(1) as other:
        elsewhere = other.submit(lambda: rendering.pdf(samples.report()).content).result()
    assert elsewhere == printed("report")


def test_another_letter_gives_other_bytes():
    """Khác một chữ thì khác tệp."""
    assert rendering.pdf(samples.report(recipients=["Như dưới"])).content != printed("report")


@pytest.mark.parametrize("name", samples.EVERY)
def test_the_text_comes_out_as_it_went_in(name):
    """Chữ lấy ra từ tệp bằng đúng chữ đưa vào, dạng dựng sẵn (NFC)."""
    out, data = measure.text(printed(name)), samples.EVERY[name]().data
    sources = [line for part in data["sections"] for line in part.get("paragraphs", [])]
    sources += [
        cell for part in data["sections"] for row in (part.get("table") or {"rows": []})["rows"] for cell in row
    ]
    assert measure.is_nfc(out)
    assert [s for s in sources if measure.squeezed(s) not in out] == []


def test_every_vietnamese_letter_is_in_every_style():
    """Phông có đủ chữ Việt, đủ dấu, cả bốn kiểu; và dấu ✓ ☐ ₫."""
    letters = "aăâeêioôơuưy"
    toned = {c + t for c in letters for t in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")} | {
        "đ",
        "✓☐☑",
        "₫–…“”−",
    }
    text = "".join(samples.frozen(sorted(toned)))
    assert fonts.unprintable(text + text.upper()) == []
    assert fonts.unprintable("a字") == ["字"]


def test_a_missing_letter_is_never_borrowed_from_the_machine(pdf_of):
    """Máy có phông khác cũng không mượn chữ của phông đó."""
    assert measure.faces(pdf_of("<html lang=vi><title>x</title><p>Việt 字 Ω")) <= {"Emulation-Serif", "Emulation-Signs"}


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "static/fonts/paper/README.txt"]
)
def test_the_renderer_fetches_nothing(pdf_of, address):
    """Không lấy gì từ đĩa hay mạng: không đính tệp, không ảnh, không kiểu chữ."""
    source = '<html lang=vi><title>x</title><link rel=attachment href="{0}"><img src="{0}" alt="x"><style>@import "{0}";</style><p>x'
    content = pdf_of(source.format(address))
    assert measure.reader(content).attachments == {}
    assert measure.text(content) == "xx"


def test_text_of_people_is_text_and_never_markup():
    """Chữ người dùng nhập in ra đúng là chữ."""
    made = rendering.pdf(samples.report(recipients=["<b>Lưu</b> & VT"])).content
    assert "<b>Lưu</b>&VT" in measure.text(made)


def test_a_long_table_repeats_its_head():
    """Bảng 60 dòng: mỗi trang có bảng đều lặp lại dòng đầu."""
    content = rendering.pdf(samples.report(rows=60)).content
    pages = [page.extract_text() for page in measure.reader(content).pages]
    with_rows = [text for text in pages if "Đơn vị thứ" in text]
    assert len(with_rows) > 1
    assert all("Nhóm 1" in text for text in with_rows)


def test_annexes_number_their_own_pages(pdf_of):
    """Mỗi phụ lục đánh số trang lại từ đầu, trang đầu không ghi số."""
    annex = '<section class="annex{0}"><h2>Phụ lục{0}</h2>{{% for i in lines %}}<p>Dòng</p>{{% endfor %}}</section>'
    source = (
        "{% extends letterhead_template %}{% block annex %}"
        + annex.format("")
        + annex.format(" landscape")
        + "{% endblock %}"
    )
    content = pdf_of(source, lines=range(45))
    pages = range(1, len(measure.reader(content).pages))
    tops = [min(measure.words(content, n), key=lambda word: word.y).text for n in pages]
    assert tops == ["PHỤ LỤC", "2", "PHỤ LỤC LANDSCAPE", "2"]


@pytest.mark.parametrize("name", ["papers/paper.css", "papers/state.css", "papers/party.css"])
def test_style_sheets_name_no_other_face(name):
    """Tờ kiểu không nhắc phông nào khác."""
    assert "Times" not in get_template(name).template.source


def test_a_symbol_stands_on_one_line(pdf_of):
    """Số, ký hiệu văn bản không bị ngắt giữa hai dòng, đứng ở đâu trong dòng cũng vậy."""
    places = range(30, 70)
    lines = [f"{'a ' * n}số 01/QC-KTĐ, số 152/2025/NĐ-CP" for n in places]
    source = "<html lang=vi><title>T</title>{% for line in lines %}<p>{{ line }}</p>{% endfor %}"
    text = [page.extract_text() for page in measure.reader(pdf_of(source, lines=lines)).pages]
    assert [sum(page.count(symbol) for page in text) for symbol in ("01/QC-KTĐ", "152/2025/NĐ-CP")] == [40, 40]
