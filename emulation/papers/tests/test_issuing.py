"""Số và ngày: what taking a number promises."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.papers.models import Kind, Paper, PaperState, Stage
from emulation.papers.workflow import frozen, issue, recall, reissue, retry
from emulation.testing import day, person

from .builders import ACT, HOUR, STATE, Subject, issued, office, term

pytestmark = pytest.mark.django_db


def test_a_state_paper_writes_number_slash_kind_dash_issuer():
    """Văn bản nhà nước ghi 01/BC-KTĐ, dưới 10 có số 0."""
    assert issued().symbol_text == "01/BC-KTĐ"


def test_a_party_paper_writes_number_dash_kind_slash_issuer():
    """Văn bản của Đảng ghi 01-BC/SNV."""
    issuer, clerk = office(letterhead="party")
    term(issuer, clerk)
    assert issued(issuer).symbol_text == "01-BC/SNV"


def test_a_state_letter_has_no_kind_in_its_number():
    """Công văn ghi 01/KTĐ."""
    assert issued(kind=Kind.LETTER).symbol_text == "01/KTĐ"


def test_a_handover_takes_the_next_number_of_the_minutes():
    """Biên bản và biên bản bàn giao chung một dãy BB."""
    assert [issued(kind=k).symbol_text for k in (Kind.MINUTES, Kind.HANDOVER)] == ["01/BB-KTĐ", "02/BB-KTĐ"]


def test_covenants_and_papers_told_so_take_no_number():
    """Giao ước không lấy số; biên bản không lấy số khi được dặn."""
    assert issued(kind=Kind.COVENANT).symbol_text == issued(kind=Kind.MINUTES, numbered=False).symbol_text == ""


def test_each_issuer_kind_and_year_counts_for_itself():
    """Mỗi nơi ban hành, mỗi loại, mỗi năm một dãy, từ 01."""
    others = [issued(office()[0]), issued(kind=Kind.PLAN), issued(at=day(2027, 1, 4))]
    assert {p.number for p in [issued(), *others]} == {1}


def test_an_act_that_fails_gives_its_number_back():
    """Việc không xong thì không mất số: dãy không có lỗ."""
    with pytest.raises(TypeError):
        issued(data={"x": 0.5})
    with pytest.raises(Refused, match="字"), ACT.on(Subject(), by=person(), at=HOUR):
        issued(data={"x": "字"})
    assert issued().number == 1


def test_a_day_before_the_last_number_is_refused():
    """Ngày trên văn bản không lùi trong một dãy."""
    issued(dated=dt.date(2026, 11, 19))
    with pytest.raises(Refused, match="Số 01 của dãy này đã ghi ngày 19/11/2026"):
        issued(dated=dt.date(2026, 11, 18))


def test_a_day_that_has_not_come_is_refused():
    """Không ghi trước ngày chưa tới."""
    with pytest.raises(Refused, match="21/11/2026"):
        issued(dated=dt.date(2026, 11, 21))


def test_a_paper_is_issued_only_inside_another_act():
    """Phát hành chỉ xảy ra theo một việc khác."""
    with pytest.raises(PermissionDenied):
        issue(kind=Kind.REPORT, title="x", template="x", data={}, issuer=STATE, stream="system", by=person(), at=HOUR)


def test_issuing_is_journalled_with_the_hash_of_the_data():
    """Nhật ký giữ mã băm của dữ liệu văn bản, không giữ dữ liệu."""
    paper = issued(data={"bí mật": "điểm"})
    detail = Entry.objects.about(paper).get().detail
    assert len(detail["data"]) == 64
    assert "điểm" not in str(detail)


def test_what_a_paper_keeps_is_plain_text_in_one_form():
    """Dữ liệu giữ trên giấy: chữ dựng sẵn (NFC), số thập phân và ngày thành chữ, không có số dấu phẩy động."""
    kept = frozen({1: ["Sở Nội vụ", Decimal("8.50"), dt.date(2026, 1, 5)], "b": True, "n": None})
    assert kept == {"1": ["Sở Nội vụ", "8.50", "2026-01-05"], "b": True, "n": None}
    with pytest.raises(TypeError):
        frozen({"x": 0.5})


def revised(old, reason="Sai tên đơn vị"):
    """The next revision of a paper, inside an act. Out: Paper."""
    with ACT.on(Subject(), by=old.issued_by, at=HOUR):
        return reissue(old, data={"a": 2}, reason=reason, by=old.issued_by, at=HOUR)


def test_a_correction_is_a_new_revision_under_the_same_number():
    """Bản thay giữ số và ngày, ghi lý do; bản cũ thành «Đã được thay thế»."""
    old = issued(data={"a": 1})
    new = revised(old)
    old.refresh_from_db()
    assert (new.symbol_text, new.revision, old.state, old.data["a"]) == (old.symbol_text, 2, PaperState.REPLACED, 1)
    assert new.data["grounds"] == old.data["grounds"] != []


def test_a_paper_is_replaced_once_and_with_a_reason():
    """Đã thay thì không thay lần nữa; không lý do thì không thay."""
    old = issued()
    with pytest.raises(Refused, match="lý do"):
        revised(old, reason=" ")
    revised(old)
    with pytest.raises(Refused, match="Đã được thay thế"):
        revised(old)


def test_a_recalled_paper_keeps_its_number():
    """Thu hồi không trả số về dãy."""
    issuer, clerk = office()
    old = issued(issuer)
    recall(old, reason="Ban hành nhầm", by=clerk, at=HOUR)
    assert old.state == PaperState.RECALLED
    assert issued(issuer).number == 2


@pytest.mark.parametrize("column", ["title", "number", "code", "data"])
def test_the_database_lets_nobody_edit_an_issued_paper(column):
    """Cơ sở dữ liệu từ chối sửa văn bản đã phát hành."""
    paper = issued()
    with pytest.raises(IntegrityError, match="an_issued_paper_is_frozen"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**{column: 7})


def test_only_a_failed_rendering_is_tried_again():
    """Tạo lại chỉ khi chưa tạo được."""
    paper = issued()
    with pytest.raises(Refused, match="không cần tạo lại"):
        retry(paper, by=paper.issued_by, at=HOUR)
    type(paper.rendering).objects.update(stage=Stage.FAILED, reason="Ổ đầy", attempts=5)
    retry(paper, by=paper.issued_by, at=HOUR)
    paper.rendering.refresh_from_db()
    assert (paper.rendering.stage, paper.rendering.attempts) == (Stage.WAITING, 0)
