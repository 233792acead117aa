"""Quyết định chia khối từ Excel: xem trước đúng những gì sẽ đổi, mọi ô sai có dòng và câu, ghi tất cả hoặc không gì cả."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from blocs.roster import documents_division as division
from blocs.roster.models import Bloc, Membership
from blocs.years import dividing
from blocs.years.models import BlocYear
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.testing import client_of, day

from .conftest import a_bloc

pytestmark = pytest.mark.django_db
AT = day(2026, 2, 10)
HEADER = ["Khối, cụm", "Thứ tự", "Đơn vị", "Vai trò"]
NUMBER = "12/QĐ-UBND"
WORDS = "Quyết định số 12/QĐ-UBND ngày 05/02/2026"


def workbook(*rows, merge=""):
    book = Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def ruling(cast, since=dt.date(2026, 2, 9)):
    return division.Ruling(NUMBER, dt.date(2026, 2, 5), since, cast.bloc.secretariat, cast.bloc.council)


def rows_of(*rows, **more):
    return division.read(BytesIO(workbook(*rows, **more)))


def divide(cast, *rows, since=dt.date(2026, 2, 9), at=AT):
    return dividing.divide(cast.bloc.root, ruling(cast, since), rows_of(*rows), by=cast.officer, at=at)


def send(person, cast, content, **changes):
    """The page with the preview. Out: response."""
    facts = {"number": NUMBER, "dated": "05/02/2026", "since": "09/02/2026", "secretariat": cast.bloc.secretariat_id, "council": cast.bloc.council_id}  # fmt: skip
    facts |= {"workbook": SimpleUploadedFile("chia-khoi.xlsx", content)} | changes
    return client_of(person, AT).post(reverse("years:divide", args=[cast.bloc.root_id]), facts)


def carry(person, cast, packed):
    address = reverse("years:carry_division", args=[cast.bloc.root_id])
    return client_of(person, AT).post(address, {"packed": packed}, follow=True)


def standing(bloc):
    """Who is in the bloc, in order: (unit, position, named)."""
    return list(bloc.memberships.filter(until=None).values_list("unit__name", "position", "named"))


def decided(cast, other):
    """The third unit leads the first bloc now, its second moves to the neighbour, its first founds a cụm; the neighbour keeps all."""
    first, second, third = (u.name for u in cast.units)
    return [
        (cast.bloc.name, 1, third, "Trưởng khối"),
        *((other.bloc.name, n, u.name, "") for n, u in enumerate(other.units, start=1)),
        (other.bloc.name, "", second, None),
        ("Cụm mới", "", first, "trưởng cụm"),
    ]


def test_what_the_preview_says_is_what_is_written(cast, other):
    """Xem trước nói khối nào lập, ai vào, ra, chuyển, đổi thứ tự; bấm ghi thì khối, năm đang chạy và văn bản đúng như vậy."""
    first, second, third = cast.units
    page = send(cast.officer, cast, workbook(*decided(cast, other)))
    told = " ".join(page.content.decode().split())
    for words in (
        f"chuyển sang {other.bloc.name}", f"chuyển từ {cast.bloc.name}", "khối lập mới", f"{third}: 3 → 1",
        f"{third} làm trưởng khối từ khi ghi", f"{first} ra", f"{second} vào, có việc phải làm",
    ):  # fmt: skip
        assert words in told
    assert not Bloc.objects.filter(name="Cụm mới").exists()
    assert (
        "Đã ghi quyết định vào 3 khối, 2 năm đang chạy."
        in carry(cast.officer, cast, page.context["packed"]).content.decode()
    )
    made = Bloc.objects.get(name="Cụm mới")
    assert (made.kind, made.founding, standing(made)) == ("cum", WORDS, [(first.name, 1, "lead")])
    assert standing(cast.bloc) == [(third.name, 1, "lead")]
    assert [name for name, *_rest in standing(other.bloc)] == [*(u.name for u in other.units), second.name]
    gone = Membership.objects.get(bloc=cast.bloc, unit=second)
    assert (gone.until, gone.left_decision, gone.decision) == (dt.date(2026, 2, 8), WORDS, None)
    came = Membership.objects.get(bloc=other.bloc, unit=second)
    assert (came.since, came.decision) == (dt.date(2026, 2, 9), WORDS)
    present = cast.row.members.present()
    assert list(present.values_list("unit__name", "duty", "position")) == [(third.name, "lead", 1)]
    left = cast.row.members.get(unit=first)
    assert (left.left_on, left.left_reason) == (dt.date(2026, 2, 8), WORDS)
    entered = other.row.members.get(unit=second)
    assert (entered.joined_on, entered.obligations.exists()) == (dt.date(2026, 2, 9), True)
    assert other.row.members.get(duty="lead").unit == other.units[0]
    entry = Entry.objects.about(cast.bloc.root).get(label="Nhập quyết định chia khối")
    assert (
        entry.detail["decision"],
        entry.detail["created"],
        len(entry.detail["left"]),
        len(entry.detail["joined"]),
    ) == (NUMBER, [made.pk], 2, 2)


def test_every_wrong_cell_is_named_with_its_row(cast, other, away):
    """Mọi ô sai cùng lúc, mỗi ô một dòng và một câu; đơn vị tỉnh khác không có ở đây; không gì được ghi, cả khi bỏ qua xem trước."""
    bloc, (first, second, third) = cast.bloc.name, (u.name for u in cast.units)
    rows = [
        (bloc, 1, first, "Trưởng khối"), (bloc, 1, second, "Trưởng khối"), (bloc, "hai", third, "Giám đốc"),
        (other.bloc.name, 9, first, "Phó khối"), (bloc, 7, first.replace("Sở số", "Sở sô"), ""), (None, 8, second, ""),
        (bloc, 9, away.units[0].name, ""), (bloc, 10, None, ""), (bloc, 0, "=1+1", ""),
    ]  # fmt: skip
    plan, _following = dividing.preview(cast.bloc.root, ruling(cast), rows_of(*rows))
    sentences = {(n, column): sentence for n, column, sentence in plan.errors}
    wanted = {
        (3, "position"): "Thứ tự 1 đã có", (3, "named"): f"đã có trưởng khối: {first}", (4, "position"): "Trong tệp là “hai”",
        (4, "named"): "Ghi “Trưởng khối”", (5, "unit"): f"Đơn vị đã ở dòng 2, {bloc}", (6, "unit"): f"Có phải “{first}”?",
        (7, "bloc"): "ô gộp thì bỏ gộp", (8, "unit"): "Chưa có đơn vị này", (9, "unit"): "Điền tên đơn vị", (10, "unit"): "Điền tên đơn vị",
        (10, "position"): "Điền số nguyên từ 1",
    }  # fmt: skip
    assert sentences.keys() == wanted.keys()
    assert [key for key, words in wanted.items() if words not in sentences[key]] == []
    page = send(cast.officer, cast, workbook(*rows))
    assert "Còn 11 ô cần sửa" in page.content.decode()
    assert page.context["packed"] == ""
    before = list(Membership.objects.values_list())
    with pytest.raises(Refused, match="còn 11 ô cần sửa"):
        divide(cast, *rows)
    assert list(Membership.objects.values_list()) == before


def test_a_merged_column_and_a_file_of_another_kind_are_told_so(cast):
    """Cột khối gộp ô: nói dòng nào phải điền; tệp không phải Excel, thiếu cột: câu ở chỗ chọn tệp."""
    rows = [(cast.bloc.name, n, u.name, "") for n, u in enumerate(cast.units, start=1)]
    merged = rows_of(*rows, merge="A2:A4")
    assert [row.number for row in merged if "bloc" in row.errors] == [3, 4]
    assert "không phải Excel" in send(cast.officer, cast, b"PK\x03\x04 bomb").content.decode()
    book, content = Workbook(), BytesIO()
    book.active.append(HEADER[:2])
    book.save(content)
    assert "thiếu cột: Đơn vị, Vai trò" in send(cast.officer, cast, content.getvalue()).content.decode()


def test_days_that_do_not_fit_are_refused(cast, other):
    """Hiệu lực trước ngày đơn vị vào khối: nói ngày ấy; sau hôm nay giữa năm đang chạy: nhập từ ngày ấy; năm đã khép không đổi."""
    stays = (cast.bloc.name, 1, cast.units[0].name, "")
    Membership.objects.filter(bloc=cast.bloc).update(since="2026-02-01")
    plan, _following = dividing.preview(cast.bloc.root, ruling(cast, dt.date(2026, 2, 1)), rows_of(stays))
    assert [(n, "từ 01/02/2026, không ra trước" in words) for n, _column, words in plan.errors] == [
        (2, True),
        (2, True),
    ]
    with pytest.raises(Refused, match="Khối thi đua thử nghiệm năm 2026 đang chạy qua ngày 01/03/2026"):
        divide(cast, stays, since=dt.date(2026, 3, 1))
    BlocYear.objects.filter(pk=cast.row.pk).update(state="closed")
    divide(cast, stays)
    assert cast.row.members.present().count() == 3
    with pytest.raises(Refused, match="đã đúng như quyết định"):
        divide(cast, stays)


def test_only_who_previewed_may_write_and_only_in_the_own_province(cast, away):
    """Bản xem trước của người khác không dùng được; người tỉnh khác không thấy trang."""
    page = send(cast.officer, cast, workbook((cast.bloc.name, 1, cast.units[1].name, "")))
    from_another = carry(a_bloc(name="Khối nữa").officer, cast, page.context["packed"])
    assert from_another.status_code == 409 or "không phải của bạn" in from_another.content.decode()
    assert send(away.officer, cast, workbook()).status_code == 404
    assert standing(cast.bloc)[0][0] == cast.units[0].name


def test_the_template_holds_the_blocs_as_they_stand_and_the_new_year_proposes_who_is_named(cast):
    """Tải mẫu về gửi lại ngay thì không có gì đổi; khối phân công theo quyết định thì năm sau đề nghị đúng đơn vị ấy."""
    address = reverse("years:division_template", args=[cast.bloc.root_id])
    content = client_of(cast.officer, AT).get(address).content
    assert [c.value for c in load_workbook(BytesIO(content)).active[1]] == HEADER
    assert "không có gì để ghi" in send(cast.officer, cast, content).content.decode()
    names = [u.name for u in cast.units]
    rows = [(cast.bloc.name, 1, names[0], ""), (cast.bloc.name, 2, names[1], "Phó khối"), (cast.bloc.name, 3, names[2], "Trưởng khối")]  # fmt: skip
    divide(cast, *rows)
    form = client_of(cast.officer, AT).get(reverse("years:open", args=[cast.bloc.pk])).context["form"]
    assert form.initial["lead"] == cast.units[0]  # the next in the ring after the third
    Bloc.objects.filter(pk=cast.bloc.pk).update(rotation="appointed")
    form = client_of(cast.officer, AT).get(reverse("years:open", args=[cast.bloc.pk])).context["form"]
    assert (form.initial["lead"], form.initial["deputy"]) == (cast.units[2], cast.units[1])
