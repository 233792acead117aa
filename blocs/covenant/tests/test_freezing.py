"""Giao ước: soạn, gửi góp ý, chốt."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Concat

from blocs.covenant import documents, proposing, workflow
from blocs.covenant.models import Covenant, Remark, State
from blocs.roster.models import Office
from blocs.years.models import BlocYear, Stage
from blocs.years.movements import add_movement
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.law.models import Citation
from emulation.testing import day, sitting, unit

from .conftest import FEBRUARY, a_year, frozen, register


def test_the_lead_unit_drafts_with_a_proposed_text(year):
    """Trưởng khối soạn giao ước; không viết gì thì có sẵn nội dung đề nghị theo số liệu của năm."""
    add_movement(year.row, name="Chung sức xây dựng nông thôn mới", by=year.officer, at=FEBRUARY)

    covenant = workflow.draft(year.row, theme="Kỷ cương", by=year.leader, at=FEBRUARY)

    assert (covenant.state, covenant.theme) == (State.DRAFT, "Kỷ cương")
    for words in (
        "Cả 03 đơn vị",
        "03 chỉ tiêu",
        "Chung sức xây dựng nông thôn mới",
        "03 Cờ thi đua của Ủy ban nhân dân tỉnh",
        "Sở thứ 1, trưởng khối",
    ):
        assert words in covenant.text


def test_the_proposed_text_has_headings_and_numbered_lines(year):
    """Nội dung đề nghị chia mục I đến IV, mỗi mục đánh số từ 1."""
    headings = [line for heading, line in Covenant(text=proposing.suggested_text(year.row)).blocks() if heading]

    assert [line.split(".")[0] for line in headings] == ["I", "II", "III", "IV"]


def test_a_movement_named_with_quotation_marks_gets_no_more(year):
    """Tên phong trào đã có dấu ngoặc kép thì không thêm ngoặc nữa."""
    add_movement(year.row, name="“Doanh nghiệp giỏi”, “Cơ quan văn hóa”", by=year.officer, at=FEBRUARY)

    assert "từng phong trào: “Doanh nghiệp giỏi”, “Cơ quan văn hóa”" in proposing.suggested_text(year.row)


def test_the_neighbour_does_not_draft(year):
    """Đơn vị khác, kể cả phó khối, không soạn giao ước; và không để lại gì."""
    with pytest.raises(PermissionDenied, match="của trưởng khối"):
        workflow.draft(year.row, by=year.heads[1], at=FEBRUARY)

    assert not Covenant.objects.exists()


def test_members_read_the_draft_once_it_is_sent(draft, year):
    """Đơn vị thành viên đọc dự thảo từ khi trưởng khối gửi góp ý."""
    neighbour = year.heads[2]
    assert not Covenant.objects.for_user(neighbour).exists()

    workflow.circulate(draft, by=year.leader, at=FEBRUARY)

    assert Covenant.objects.for_user(neighbour).exists()


def test_whoever_sees_the_year_reads_the_frozen_covenant(draft, year):
    """Chốt rồi thì văn thư của đơn vị, tổ kiểm phiếu của khối cũng đọc được; trước đó chưa."""
    bloc = year.row.bloc
    readers = [
        sitting(Office.REGISTRY, unit=year.members[1].unit), sitting(Office.COUNTING_TEAM, bloc=bloc),
    ]  # fmt: skip
    outsider = sitting(Office.CONSULTED, unit=unit("Công an tỉnh"))
    workflow.circulate(draft, by=year.leader, at=FEBRUARY)
    assert [Covenant.objects.for_user(reader).exists() for reader in readers] == [False, False]

    workflow.freeze(draft, by=year.leader, at=FEBRUARY)

    assert [Covenant.objects.for_user(reader).exists() for reader in (*readers, outsider)] == [True, True, False]


def test_freezing_hashes_everything_and_awaits_every_unit(sent, year):
    """Chốt: mã tính trên chủ đề, nội dung, danh sách, phụ lục, căn cứ; chờ chữ ký theo thứ tự đơn vị; năm sang ký giao ước."""
    workflow.freeze(sent, by=year.leader, at=FEBRUARY)

    assert sent.is_intact
    assert len(sent.sha256) == 64
    assert [(s.position, s.member) for s in sent.signatures.all()] == list(enumerate(year.members, start=1))
    assert BlocYear.objects.get().state == Stage.SIGNING
    assert Entry.objects.about(sent).last().detail["sha256"] == sent.sha256


def test_what_each_unit_pledged_is_in_the_frozen_annex(covenant, year):
    """Phụ lục của bản chốt giữ chỉ tiêu và danh hiệu từng đơn vị."""
    part = covenant.annex_of(year.members[2])

    assert (part["targets"][0]["level"], part["targets"][0]["measure"]) == ("98,5", "%")
    assert part["titles"] == [{"name": "Cờ thi đua của Ủy ban nhân dân tỉnh", "kind": "title", "quantity": 1}]


def test_freezing_happens_once(covenant, year):
    """Chốt chỉ một lần."""
    before = covenant.sha256
    with pytest.raises(Refused, match="«Chốt giao ước» đã làm rồi"):
        workflow.freeze(covenant, by=year.leader, at=day(2026, 2, 26))

    assert Covenant.objects.get().sha256 == before


def test_a_frozen_covenant_is_not_edited(covenant, year):
    """Đã chốt thì không sửa, không gửi góp ý nữa."""
    with pytest.raises(Refused, match="đã chốt nên không sửa được"):
        workflow.draft(year.row, text="Khác", by=year.leader, at=FEBRUARY)
    with pytest.raises(Refused, match="đang đọc bản chốt"):
        workflow.circulate(covenant, by=year.leader, at=FEBRUARY)


def test_an_empty_text_is_not_frozen(draft, year):
    """Không có nội dung thì không chốt."""
    Covenant.objects.update(text=" ")

    with pytest.raises(Refused, match="chưa có nội dung"):
        workflow.freeze(draft, by=year.leader, at=FEBRUARY)


def test_every_pledge_is_received_before_freezing(db):
    """Còn đơn vị chưa được tiếp nhận đăng ký thì chưa chốt, và nêu tên đơn vị."""
    year = a_year(without=[2])

    with pytest.raises(Refused, match="Sở thứ 3"):
        frozen(year)
    assert Covenant.objects.get().state == State.DRAFT


def test_a_pledge_handed_in_but_not_received_does_not_count(db):
    """Đã nộp mà chưa được tiếp nhận thì vẫn là chưa đủ."""
    year = a_year(without=[2])
    register(year.members[2], year.heads[2], leader=None)

    with pytest.raises(Refused, match="Sở thứ 3"):
        frozen(year)


def test_a_draft_that_nobody_was_shown_is_not_frozen(draft, year):
    """Chưa gửi các đơn vị góp ý thì chưa chốt."""
    with pytest.raises(Refused, match="chưa gửi các đơn vị góp ý"):
        workflow.freeze(draft, by=year.leader, at=FEBRUARY)


def test_a_day_without_legal_grounds_asks_for_them(sent, year):
    """Ngày chưa có dòng căn cứ nào: chưa chốt được cho đến khi ghi căn cứ; căn cứ đã ghi nằm trong bản chốt và trên giấy."""
    Citation.objects.all().delete()
    with pytest.raises(Refused, match="chưa có dòng căn cứ nào"):
        workflow.freeze(sent, by=year.leader, at=FEBRUARY)

    workflow.freeze(sent, grounds="Căn cứ Quy chế của khối;\n\nCăn cứ Biên bản hội nghị.", by=year.leader, at=FEBRUARY)

    lines = ["Căn cứ Quy chế của khối", "Căn cứ Biên bản hội nghị"]
    assert sent.frozen["grounds"] == sent.frozen_paper.data["grounds"] == lines
    assert sent.is_intact


def test_grounds_of_the_law_come_before_typed_ones(sent, year):
    """Ngày đã có căn cứ thì in căn cứ ấy, không in dòng ghi tay."""
    workflow.freeze(sent, grounds="Căn cứ tự ghi", by=year.leader, at=FEBRUARY)

    assert any("Luật Thi đua, khen thưởng" in line for line in sent.frozen["grounds"])
    assert "Căn cứ tự ghi" not in sent.frozen["grounds"]


def test_the_frozen_text_is_printed_before_anybody_signs(covenant, year):
    """Chốt thì có ngay tệp «bản chốt»: đủ nội dung và mã, chưa có xác nhận nào; tra cứu được và nói rõ chỉ để đọc."""
    paper = covenant.frozen_paper

    assert paper.watermark == "BẢN CHỐT"
    assert paper.data["sha256"] == covenant.sha256
    assert [(s["unit"], s["at"], s["unsigned"]) for s in paper.data["signatures"]] == [
        (m.name, None, "Chờ xác nhận") for m in year.members
    ]
    assert ["Để đọc và xác nhận", "chưa có xác nhận nào in trên bản này"] in paper.data["verify"]
    assert len(paper.rendering.sha256) == 64


def test_or_a_reason_is_given_and_the_annex_says_so(db):
    """Có lý do thì chốt được; phụ lục ghi đơn vị chưa đăng ký, trang ghi lý do."""
    year = a_year(without=[2])

    covenant = frozen(year, missing_reason="Đơn vị đang sáp nhập")

    assert (covenant.missing_reason, covenant.annex_of(year.members[2])["registered"]) == (
        "Đơn vị đang sáp nhập",
        False,
    )


def test_a_reason_without_need_is_not_kept(year):
    """Đủ đăng ký thì không giữ lý do."""
    assert frozen(year, missing_reason="Thừa").missing_reason == ""


@pytest.mark.parametrize("who", ["clerk of the lead", "head of the deputy", "officer"])
def test_only_the_head_of_the_lead_freezes(draft, year, who):
    """Chỉ lãnh đạo trưởng khối chốt: không phải cán bộ đầu mối, phó khối, cơ quan thường trực."""
    people = {
        "clerk of the lead": lambda: sitting(Office.CLERK, unit=year.members[0].unit),
        "head of the deputy": lambda: year.heads[1],
        "officer": lambda: year.officer,
    }
    with pytest.raises(PermissionDenied):
        workflow.freeze(draft, by=people[who](), at=FEBRUARY)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"sha256": ""}, "a_covenant_is_frozen_exactly_when_hashed"),
        ({"state": "draft"}, "a_covenant_is_frozen_exactly_when_hashed"),
        ({"state": "signed"}, "a_covenant_is_signed_exactly_when_printed"),
    ],
)
def test_a_covenant_cannot_lie_even_to_a_script(covenant, columns, constraint):
    """Cơ sở dữ liệu không nhận giao ước chốt không mã, đủ xác nhận không bản in."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Covenant.objects.filter(pk=covenant.pk).update(**columns)


def test_a_remark_reaches_everyone_and_stays(covenant, year):
    """Ý kiến của một đơn vị ai thấy giao ước cũng đọc được, không sửa được ở cơ sở dữ liệu."""
    workflow.remark(
        covenant, member=year.members[2], text="Đề nghị nêu rõ mục 4", declines=True, by=year.heads[2], at=FEBRUARY
    )

    assert [(r.member, r.declines) for r in covenant.remarks.all()] == [(year.members[2], True)]
    with pytest.raises(IntegrityError, match="covenant_remark_is_append_only"), transaction.atomic():
        Remark.objects.update(text="Khác")


def test_a_remark_is_given_by_the_unit_itself(covenant, year):
    """Đơn vị khác không nói thay."""
    with pytest.raises(PermissionDenied):
        workflow.remark(covenant, member=year.members[2], text="Thay lời", by=year.heads[1], at=FEBRUARY)


def test_an_empty_remark_or_one_too_early_is_refused(draft, year):
    """Chưa gửi góp ý thì chưa nhận ý kiến; ý kiến trống thì không nhận."""
    with pytest.raises(Refused, match="không nhận ý kiến"):
        workflow.remark(draft, member=year.members[2], text="Sớm", by=year.heads[2], at=FEBRUARY)
    workflow.circulate(draft, by=year.leader, at=FEBRUARY)
    with pytest.raises(Refused, match="Ghi ý kiến trước khi gửi"):
        workflow.remark(draft, member=year.members[2], text="  ", by=year.heads[2], at=FEBRUARY)


def test_the_annex_asks_a_constant_number_of_questions(db, django_assert_num_queries):
    """Lập phụ lục cho 3 hay 8 đơn vị hỏi cơ sở dữ liệu như nhau."""
    year = a_year(8)
    with django_assert_num_queries(5):
        documents.annex(list(year.row.members.present()), documents.received_pledges(year.row))


def test_tampering_with_any_frozen_part_is_seen(covenant):
    """Sửa thẳng trong cơ sở dữ liệu bất cứ phần nào của bản chốt thì mã không còn khớp."""
    for column in ("theme", "text"):
        Covenant.objects.update(**{column: Concat(column, Value(" thêm"))})
        assert not Covenant.objects.get().is_intact
        Covenant.objects.update(**{column: getattr(covenant, column)})
    assert Covenant.objects.get().is_intact
