"""Sổ Excel của bộ tiêu chí: đọc, viết ra, đọc lại; mọi ô sai được gọi tên, không ghi gì dở dang."""

import time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from blocs.scoring import workflow, written
from blocs.scoring.kinds import KINDS
from blocs.scoring.models import Scheme
from blocs.scoring.standing import criteria_of

from .building import OPENED, SCHEME, cast, opened, scheme_of

CASES = sorted((Path(__file__).parent / "cases").glob("case??.yaml"))


def plain(found):
    rows = [(r.code, r.name, r.kind, str(r.sign), r.most, r.params, r.evidence) for r, _parent in found.walk()]
    return found.title, found.scale, found.settings, found.tie_rules, rows


def book_of(text=SCHEME):
    return load_workbook(BytesIO(written.workbook_of(written.read(text))))


def saved(book):
    content = BytesIO()
    book.save(content)
    content.seek(0)
    return content


def faults_of(book):
    with pytest.raises(written.Faulty) as refusal:
        written.read_workbook(saved(book))
    return refusal.value.faults


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.stem)
def test_what_is_written_to_excel_is_read_back_the_same(case):
    """Mọi bảng có thật: viết ra Excel rồi đọc lại, không khác gì; viết lần nữa ra đúng những ô ấy."""
    first = written.read(case.read_bytes())
    content = written.workbook_of(first)
    again = written.read_workbook(BytesIO(content))
    assert plain(again) == plain(first)
    before, after = (load_workbook(BytesIO(c)) for c in (content, written.workbook_of(again)))
    assert [list(s.values) for s in before] == [list(s.values) for s in after]


def test_every_bad_cell_is_named_at_once():
    """Chữ trong ô số, loại lạ, thiếu tham số: nêu đúng từng ô, một lần cho hết."""
    book = book_of()
    rows = book["Tiêu chí"]
    titles = [c.value for c in rows[1]]
    rows.cell(3, titles.index("Tối đa") + 1).value = "mười"
    rows.cell(4, titles.index("Loại") + 1).value = "phép màu"
    rows.cell(8, titles.index("each") + 1).value = "nửa"
    rows.cell(10, 1).value = "sâu"
    book["Bộ tiêu chí"]["B3"] = "trăm"
    places = [place for place, _sentence in faults_of(book)]
    assert places == ["Bộ tiêu chí!B3", "Tiêu chí!F3", "Tiêu chí!D4", "Tiêu chí!H8", "Tiêu chí!A10"]


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "sentence"),
    [
        ("_", "A2", 7, "sổ này thuộc dạng khác (khoi-thi-dua bo-tieu-chi 7), hệ thống đọc dạng 1; tải mẫu mới về"),
        ("Tiêu chí", "A4", 5, "cấp 5 đứng ngay dưới cấp 2"),
        ("Tiêu chí", "A4", "sâu", "cấp là số từ 1 đến 12; bạn viết “sâu”"),
        ("Tiêu chí", "B1", "Màu sắc", "không hiểu cột “Màu sắc”"),
        ("Tiêu chí", "C1", "Mã", "cột “Mã” có hai lần"),
        ("Bộ tiêu chí", "A2", "Màu", "không hiểu “Màu”"),
        ("Bộ tiêu chí", "B3", "một trăm", "“Thang điểm”: Nhập một số, ví dụ 8,5. Bạn vừa nhập “một trăm”."),
        (
            "Tiêu chí", "D4", "tỉ lệ",
            "không có loại “tỉ lệ”: chọn trong danh sách của ô, hay xem trang “Cách điền”; "
            "gần nhất: Tỷ lệ so với kế hoạch; Tỷ lệ nghịch (càng ít càng tốt)",
        ),
        ("Tiêu chí", "D4", "phép màu", "không có loại “phép màu”: chọn trong danh sách của ô, hay xem trang “Cách điền”"),
        ("Tiêu chí", "F3", -1, "“Tối đa” không được âm; điểm trừ ghi bằng số dương"),
    ],
)  # fmt: skip
def test_a_wrong_cell_has_a_sentence(sheet, cell, value, sentence):
    """Ô sai nào cũng có một câu nói cách sửa."""
    book = book_of()
    book[sheet][cell] = value
    assert (f"{sheet}!{cell}", sentence) in faults_of(book)


@pytest.mark.parametrize(("cell", "value"), [("A4", 4), ("F6", "năm"), ("D4", "phép màu")])
def test_one_wrong_cell_is_one_fault(cell, value):
    """Một ô sai chỉ bị nêu một lần: không kéo theo lời báo về ô khác của dòng hay của dòng trên."""
    book = book_of()
    book["Tiêu chí"][cell] = value
    assert [place for place, _sentence in faults_of(book)] == [f"Tiêu chí!{cell}"]


def test_a_clerk_chooses_kinds_from_a_list_and_types_codes_as_text():
    """Mẫu Excel: ô «Loại» có danh sách đủ mọi loại; ô «Mã» là chữ, gõ 1.10 vẫn là 1.10."""
    book = book_of()
    rules = {str(r.sqref): r.formula1 for r in book["Tiêu chí"].data_validations.dataValidation}
    assert rules["D2:D2001"] == f"'_'!$B$1:$B${len(KINDS) + 1}"
    assert [c.value for c in book["_"]["B"]] == ["nhóm", *(str(k.label) for k in KINDS.values())]
    assert book["Tiêu chí"].column_dimensions["B"].number_format == "@"


def test_a_formula_bomb_in_a_cell_is_refused_as_a_sentence():
    """Công thức dài và lồng vô lý trong một ô: một câu nêu ô, không treo máy."""
    text = "title: T\nscale: 5\ncriteria:\n- {code: a, name: A, max: 5, kind: formula, inputs: [{name: x}], formula: x}"
    book = book_of(text)
    column = [c.value for c in book["Tiêu chí"][1]].index("formula") + 1
    began = time.monotonic()
    for bomb in ("(" * 900 + "x" + ")" * 900, "x*" * 499 + "x", "9999999999999999999999 * x"):
        book["Tiêu chí"].cell(2, column).value = bomb
        assert faults_of(book)[0][0].startswith("Tiêu chí!")
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"title: T\nscale: 1\n"])
def test_what_is_no_workbook_is_refused_in_a_sentence(content):
    """Tệp hỏng, tệp không phải Excel: một câu, không lỗi máy chủ."""
    with pytest.raises(written.Faulty, match="không mở được tệp Excel này"):
        written.read_workbook(BytesIO(content))


@pytest.mark.django_db
def test_a_scheme_is_in_use_from_its_excel_file(client_of):
    """Tải sổ Excel lên, xem trước, ghi, thông qua, mở vòng: đúng những dòng trong sổ."""
    people = cast()
    client, page = client_of(people.secretary, OPENED), reverse("scoring:new_scheme", args=[people.year.bloc_id])
    file = SimpleUploadedFile("bo-tieu-chi.xlsx", written.workbook_of(written.read(SCHEME)))
    preview = client.post(page, {"file": file})
    assert "Số lượng × 0,5 điểm, nhiều nhất 2,00." in preview.content.decode()
    assert not Scheme.objects.exists()

    client.post(page, {"text": preview.context["text"], "save": ""})
    scheme = Scheme.objects.get()
    workflow.adopt_scheme(scheme, by=people.secretary, at=OPENED)
    assert opened(people).scheme == scheme
    assert plain(written.written_of(scheme, criteria_of(scheme.pk))) == plain(written.read(SCHEME))


@pytest.mark.django_db
def test_the_page_names_every_bad_cell_and_saves_nothing(client_of):
    """Trang xem trước nêu từng ô sai của sổ, không ghi gì."""
    people, book = cast(), book_of()
    book["Tiêu chí"]["F3"] = "mười"
    file = SimpleUploadedFile("a.xlsx", saved(book).read())
    page = client_of(people.secretary, OPENED).post(
        reverse("scoring:new_scheme", args=[people.year.bloc_id]), {"file": file, "save": ""}
    )
    assert "Tiêu chí!F3" in page.content.decode()
    assert not Scheme.objects.exists()


@pytest.mark.django_db
def test_a_bad_workbook_does_not_leave_another_version_in_the_box(client_of):
    """Tệp sai thì ô nội dung trống: bấm lần nữa không xem trước, không ghi nhầm bản cũ của khối."""
    people, book = cast(), book_of()
    scheme_of(people)
    client, page = client_of(people.secretary, OPENED), reverse("scoring:new_scheme", args=[people.year.bloc_id])
    old = client.get(page).context["form"].initial["text"]
    book["Tiêu chí"]["F3"] = "mười"
    answer = client.post(page, {"file": SimpleUploadedFile("a.xlsx", saved(book).read()), "text": old})
    assert (bool(old), answer.context["form"]["text"].value()) == (True, "")
    again = client.post(page, {"text": "", "save": ""}).content.decode()
    assert "Chọn một tệp Excel" in again
    assert Scheme.objects.count() == 1


@pytest.mark.django_db
def test_a_preview_says_how_much_was_read_and_where_to_look_again(client_of):
    """Xem trước: bao nhiêu dòng, mấy nhóm, nút ghi ở đầu và ở cuối; chỗ nên xem lại mang tên ô."""
    people, book = cast(), book_of()
    book["Tiêu chí"]["F5"] = 6
    file = SimpleUploadedFile("a.xlsx", saved(book).read())
    page = reverse("scoring:new_scheme", args=[people.year.bloc_id])
    told = client_of(people.secretary, OPENED).post(page, {"file": file}).content.decode()
    assert "Đọc được 9 dòng, trong đó 4 nhóm; thang điểm 20,00." in told
    assert told.count('name="save"') == 2
    assert '<th scope="row">Tiêu chí!A5</th><td>“II” ghi 6 điểm, các dòng con cộng lại 5</td>' in told


@pytest.mark.django_db
def test_the_way_to_the_schemes_begins_at_scoring(client_of):
    """Trang «Chấm điểm» dẫn tới bộ tiêu chí của khối cho người soạn, không cho đơn vị khác."""
    people = cast()
    there = reverse("scoring:schemes", args=[people.year.bloc_id])
    readers = (people.lead, people.secretary, people.clerk(people.neighbour_unit))
    pages = [client_of(user, OPENED).get(reverse("scoring:index")).content.decode() for user in readers]
    assert [there in page for page in pages] == [True, True, False]


@pytest.mark.django_db
@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_is_too_large_is_a_sentence(client_of, settings, packed):
    """Tệp quá mức cho phép, hay tệp nén nở ra gấp mười mức ấy: một câu, không ghi gì."""
    settings.UPLOAD_LIMIT = 1_000_000
    people = cast()
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED if packed else 0) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (11_000_000 if packed else 30_000_000))
    file = SimpleUploadedFile("a.xlsx", content.getvalue())
    page = client_of(people.secretary, OPENED).post(
        reverse("scoring:new_scheme", args=[people.year.bloc_id]), {"file": file}
    )
    assert len(page.context["faults"]) == 1
    assert not Scheme.objects.exists()


@pytest.mark.django_db
def test_the_workbook_that_is_downloaded_can_be_uploaded_again(client_of):
    """Tải sổ Excel xuống rồi đọc lại: cùng một bộ tiêu chí; mẫu trống cũng đọc được."""
    people = cast()
    scheme, client = scheme_of(people), client_of(people.lead, OPENED)
    content = client.get(reverse("scoring:scheme_workbook", args=[scheme.pk])).content
    assert plain(written.read_workbook(BytesIO(content))) == plain(written.read(SCHEME))
    template = client.get(reverse("scoring:scheme_template")).content
    assert written.read_workbook(BytesIO(template)).warnings == []


@pytest.mark.django_db
def test_the_command_loads_a_workbook(tmp_path, capsys):
    """Lệnh load_scheme nhận cả tệp Excel."""
    people, file = cast(), tmp_path / "a.xlsx"
    file.write_bytes(written.workbook_of(written.read(SCHEME)))
    call_command("load_scheme", file, bloc=people.year.bloc.name, by=people.secretary.username)
    assert "9 dòng, dự thảo" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_help_page_shows_every_kind_with_its_examples(client_of):
    """Trang cách viết: mọi loại, tham số và ví dụ."""
    page = client_of(cast().lead, OPENED).get(reverse("scoring:scheme_help")).content.decode()
    assert all(word in page for word in ("leader_relative", "So với đơn vị dẫn đầu", "only_if_full", "97,5"))


def test_two_hundred_rows_are_read_within_a_second():
    """Sổ 200 dòng đọc xong trong một giây."""
    rows = "".join(f"- {{code: r{n}, name: Dòng {n}, max: 1, kind: count, each: 0.5}}\n" for n in range(200))
    content = written.workbook_of(written.read("title: T\nscale: 200\ncriteria:\n" + rows))
    began = time.monotonic()
    found = written.read_workbook(BytesIO(content))
    assert (len(found.rows), time.monotonic() - began < 1.5) == (200, True)
