"""Bộ tiêu chí bằng YAML: đọc, viết ra, và mọi chỗ sai nêu đúng dòng."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from blocs.scoring import workflow, written
from blocs.scoring.models import Scheme
from blocs.scoring.standing import criteria_of

from .building import OPENED, SCHEME, cast, scheme_of

HEAD = "title: Thử\nscale: 10\ncriteria:\n"


def test_a_scheme_is_read_with_everything_in_it():
    """Đọc được tiêu đề, thang điểm, cây tiêu chí, loại, dấu và tham số."""
    found = written.read(SCHEME)
    rows = [(row.code, row.kind, row.sign, row.most, row.params) for row, _parent in found.walk()]
    assert found.tie_rules == ["fewer_penalties", "core_group"]
    assert rows[-1] == ("4.1", "per_occurrence", "penalty", 3, {"each": 0.5})
    assert [r[0] for r in rows] == ["I", "1.1", "1.2", "II", "2.1", "III", "3.1", "IV", "4.1"]


@pytest.mark.django_db
def test_a_stored_scheme_written_out_is_read_back_the_same():
    """Viết ra rồi đọc lại thì không mất gì."""
    scheme = scheme_of(cast())
    again = written.read(written.write(scheme, criteria_of(scheme.pk)))
    plain = [(r.code, r.name, r.kind, r.sign, r.most, r.params, r.evidence) for r, _p in again.walk()]
    assert plain == [
        (r.code, r.name, r.kind, r.sign, r.most, r.params, r.evidence) for r, _p in written.read(SCHEME).walk()
    ]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        (HEAD + "- {name: A, max: mười}", 4, "“max”: Nhập một số, ví dụ 8,5. Bạn vừa nhập “mười”."),
        (HEAD + "- {name: A, max: 10}\n- {name: B, kind: magic}", 5, "không có loại “magic”; các loại: "),
        (HEAD + "- {max: 10}", 4, "thiếu “name”"),
        (HEAD + "- {name: A, max: -1}", 4, "“max” không được âm; điểm trừ ghi bằng số dương"),
        (HEAD + "- {name: A, max: 100000}", 4, "“max” quá lớn"),
        (HEAD + "- {name: A, sign: plus}", 4, "“sign” là base, bonus hoặc penalty"),
        (HEAD + "- {name: A, kind: count, max: 1}", 4, "thiếu “each” (điểm mỗi cái)"),
        (HEAD + "- {name: A, max: 1, max: 2}", 4, "“max” viết hai lần"),
        (HEAD + "- name: A\n  children: []", 5, "cần ít nhất một tiêu chí, mỗi tiêu chí một gạch đầu dòng"),
        ("title: Thử\nscale: 10\n", 1, "cần ít nhất một tiêu chí"),
        ("title: Thử\nscale: 10\ncolour: red\ncriteria:\n- {name: A}", 3, "không hiểu “colour” ở đầu bộ tiêu chí"),
        ("title: Thử\nscale: 10\ncore_group: IX\ncriteria:\n- {name: A}", 3, "không có nhóm mang mã “IX”"),
        ("title: Thử\n\tscale: 10", 2, "chưa đúng YAML"),
        ("- a\n- b", 1, "bộ tiêu chí phải bắt đầu bằng title, scale, criteria"),
        (HEAD + "- &a {name: A}\n- *a", 1, "không dùng bí danh"),
    ],
)
def test_every_fault_names_its_line(text, line, sentence):
    """Chỗ sai nào cũng nêu số dòng và cách sửa."""
    with pytest.raises(written.Faulty) as refusal:
        written.read(text)
    assert [s.startswith(sentence) for n, s in refusal.value.faults if n == line].count(True) == 1


def test_all_faults_are_named_at_once():
    """Một lần đọc nêu hết các chỗ sai, theo thứ tự dòng."""
    with pytest.raises(written.Faulty) as refusal:
        written.read(HEAD + "- {name: A, max: x}\n- {max: 1}\n- {name: C, kind: no}")
    assert [line for line, _sentence in refusal.value.faults] == [4, 5, 6]


def test_what_is_null_is_as_if_it_were_not_written():
    """`max: null`, `code: ~`: như không viết."""
    (row,) = written.read(HEAD + "- {name: A, max: null, code: ~, kind: count, each: 0.5}").rows
    assert (row.most, row.code) == (None, "")


def test_sums_that_do_not_match_are_said_and_never_stop():
    """Tổng các dòng con khác số ghi ở nhóm: báo, vẫn đọc được."""
    found = written.read(HEAD + "- name: A\n  max: 10\n  children:\n  - {name: B, max: 7}")
    assert found.warnings == [(4, "“A” ghi 10 điểm, các dòng con cộng lại 7")]


def test_a_deep_or_endless_file_is_refused():
    """Tệp lồng quá sâu hoặc quá lớn: một câu, không treo máy."""
    deep = "title: T\nscale: 1\ncriteria: " + "[{name: a, children: " * 20 + "[{name: z}]" + "}]" * 20
    for text in (deep, "a" * 1_000_001, b"\xff\xfe"):
        with pytest.raises(written.Faulty):
            written.read(text)


@pytest.mark.django_db
def test_the_command_loads_a_scheme_and_may_adopt_it(tmp_path, capsys):
    """Lệnh load_scheme nạp tệp thành một bản mới, thông qua luôn nếu được bảo."""
    people = cast()
    file = tmp_path / "scheme.yaml"
    file.write_text(SCHEME)
    call_command("load_scheme", file, bloc=people.year.bloc.name, by=people.secretary.username, adopt=True)
    assert "9 dòng, đã thông qua" in capsys.readouterr().out
    assert Scheme.objects.in_force(people.year.bloc).version == 1


@pytest.mark.django_db
def test_the_command_says_which_line_is_wrong_and_loads_nothing(tmp_path):
    """Tệp sai thì lệnh nêu dòng và không ghi gì."""
    people = cast()
    file = tmp_path / "scheme.yaml"
    file.write_text(HEAD + "- {name: A, max: x}")
    with pytest.raises(CommandError, match="Dòng 4"):
        call_command("load_scheme", file, bloc=str(people.year.bloc_id), by=people.secretary.username)
    assert not Scheme.objects.exists()


@pytest.mark.django_db
def test_in_the_browser_a_scheme_is_previewed_and_then_saved(client_of):
    """Dán nội dung: xem trước từng dòng với công thức; bấm lần nữa mới ghi thành bản mới."""
    people = cast()
    client, page = client_of(people.secretary, OPENED), reverse("scoring:new_scheme", args=[people.year.bloc_id])

    preview = client.post(page, {"text": SCHEME})
    assert "Số lượng × 0,5 điểm, nhiều nhất 2,00." in preview.content.decode()
    assert not Scheme.objects.exists()

    saved = client.post(page, {"text": preview.context["text"], "save": ""})
    assert saved.status_code == 302
    assert Scheme.objects.get().criteria.count() == 9


@pytest.mark.django_db
def test_in_the_browser_every_fault_of_a_file_names_its_line(client_of):
    """Tải tệp sai lên: nêu từng dòng, không ghi gì."""
    people = cast()
    file = SimpleUploadedFile("a.yaml", (HEAD + "- {name: A, max: x}\n- {max: 2}").encode())
    client = client_of(people.secretary, OPENED)
    page = client.post(reverse("scoring:new_scheme", args=[people.year.bloc_id]), {"file": file})
    assert [line for line, _sentence in page.context["faults"]] == [4, 5]
    assert not Scheme.objects.exists()


@pytest.mark.django_db
def test_the_file_that_is_downloaded_can_be_uploaded_again(client_of):
    """Tải xuống rồi tải lên lại: cùng một bộ tiêu chí."""
    people = cast()
    scheme = scheme_of(people)
    text = client_of(people.secretary, OPENED).get(reverse("scoring:scheme_file", args=[scheme.pk])).content
    assert written.read(text).title == scheme.title


@pytest.mark.django_db
def test_a_new_version_is_numbered_on_and_the_old_one_stays():
    """Bản mới được đánh số tiếp; bản đang dùng giữ nguyên."""
    people = cast()
    scheme_of(people)
    second = workflow.new_scheme_version(people.year.bloc, written.read(SCHEME), by=people.lead, at=OPENED)
    assert (second.version, Scheme.objects.in_force(people.year.bloc).version) == (2, 1)
