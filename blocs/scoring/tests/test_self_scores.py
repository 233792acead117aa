"""Bảng tự chấm trên giấy: in từ phiếu đã nộp, một bản; nộp lại thì bản mới thay bản cũ; ai thấy phiếu thì thấy giấy."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from blocs.roster.models import Letterhead, Office
from blocs.scoring import self_scores, workflow
from emulation.journal.steps import DoneBefore, Refused
from emulation.papers.documents import context
from emulation.papers.models import PaperState
from emulation.papers.rendering import pdf
from emulation.testing import client_of, sitting

from . import building as b

pytestmark = pytest.mark.django_db


def text_of(paper):
    """What a paper says, as plain text with single spaces."""
    html = re.sub(r"<(style|svg|title).*?</\1>", " ", render_to_string(paper.template, context(paper)), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(" .", ".")


@pytest.fixture
def cast():
    return b.cast()


@pytest.fixture
def unit(cast):
    return cast.neighbour_unit


@pytest.fixture
def sheet(cast, unit):
    """A sheet handed in by the head of the third unit."""
    return b.sheet_of(b.handed_in(cast, b.opened(cast), unit), unit)


def printed(cast, sheet, unit):
    return self_scores.print_out(sheet, by=cast.clerk(unit), at=b.SCORED).paper


def test_the_paper_tells_every_row_as_the_unit_claimed_it(cast, sheet, unit):
    """Bảng tự chấm có từng tiêu chuẩn, điểm chuẩn, điểm tự chấm, cách tính và tổng; ký người lập biểu và thủ trưởng."""
    paper = printed(cast, sheet, unit)
    text = text_of(paper)
    for words in (
        "BẢNG TỰ CHẤM ĐIỂM Cuối năm 2026 của Sở số 03",
        "1.1 Hoàn thành chương trình công tác 10,00 9,00 Quyết định 512/QĐ-UBND",
        "1.2 Giải quyết hồ sơ đúng hạn 5,00 4,75",
        "4.1 Báo cáo nộp chậm −3,00 −0,50",
        "I Thực hiện nhiệm vụ 15,00 13,75",
        "Tổng cộng 20,00 19,25",
        "NGƯỜI LẬP BIỂU",
        cast.head(unit).full_name,
        "nộp trên hệ thống lúc 09 giờ 00 phút, ngày 10 tháng 11 năm 2026",
    ):
        assert words in text, words
    assert (paper.number, paper.issuer["name"]) == (None, unit.name)


def test_a_vice_head_who_handed_it_in_signs_for_the_head(cast, unit):
    """Cấp phó nộp thì giấy ghi ký thay thủ trưởng."""
    vice = sitting(Office.VICE_HEAD, unit=unit)
    round_ = b.opened(cast)
    b.claimed(cast, round_, unit)
    sheet = b.sheet_of(round_, unit)
    workflow.submit(sheet, by=vice, at=b.SCORED)
    assert "KT. THỦ TRƯỞNG" in text_of(printed(cast, sheet, unit))


def test_only_what_was_handed_in_is_printed(cast, unit):
    """Chưa nộp, hoặc đang bổ sung, thì chưa in được."""
    round_ = b.opened(cast)
    b.claimed(cast, round_, unit)
    with pytest.raises(Refused, match="chưa nộp bảng tự chấm"):
        printed(cast, b.sheet_of(round_, unit), unit)


def test_handed_in_anew_it_is_printed_anew(cast, sheet, unit):
    """In hai lần bản đã nộp thì từ chối; nộp lại rồi in thì bản mới thay bản cũ, có lý do."""
    first = printed(cast, sheet, unit)
    with pytest.raises(DoneBefore, match="đã in"):
        printed(cast, b.sheet_of(sheet.round, unit), unit)
    b.handed_in(cast, sheet.round, *[u for u in cast.units if u != unit])
    workflow.send_back(b.sheet_of(sheet.round, unit), reason="Thiếu minh chứng", by=cast.lead, at=b.CHECKED)
    workflow.save_marks(
        sheet.round, "self", b.cells(sheet.round, unit, {"1.1": "8"}), by=cast.clerk(unit), at=b.CHECKED
    )
    workflow.submit(b.sheet_of(sheet.round, unit), by=cast.head(unit), at=b.CHECKED)
    second = printed(cast, b.sheet_of(sheet.round, unit), unit)
    first.refresh_from_db()
    assert (first.state, second.revision, second.correction) == (PaperState.REPLACED, 2, "Đơn vị nộp lại bảng tự chấm")
    assert "Tổng cộng 20,00 18,25" in text_of(second)


def test_a_neighbour_does_not_read_it_before_the_round_is_agreed(cast, sheet, unit):
    """Trước khi chốt, đơn vị khác không thấy phiếu thì không thấy bảng tự chấm; trưởng khối, người kiểm tra thì thấy."""
    printed(cast, sheet, unit)
    address = reverse("scoring:self_scores", args=[sheet.pk])
    stranger = b.cast(name="Khối khác")
    assert client_of(stranger.lead, b.SCORED).get(address).status_code == 404
    assert client_of(cast.clerk(unit), b.SCORED).get(address).status_code == 200
    assert client_of(cast.lead, b.SCORED).get(address).status_code == 200
    fourth = b.cast(4, name="Khối bốn đơn vị")
    round_ = b.handed_in(fourth, b.opened(fourth), fourth.neighbour_unit)
    theirs = b.sheet_of(round_, fourth.neighbour_unit)
    printed(fourth, theirs, fourth.neighbour_unit)
    other = client_of(fourth.clerk(fourth.units[3]), b.SCORED)
    assert other.get(reverse("scoring:self_scores", args=[theirs.pk])).status_code == 404


def test_the_page_of_the_sheet_prints_it_and_then_leads_to_it(cast, sheet, unit):
    """Cán bộ đơn vị bấm in ở trang phiếu, tới trang văn bản; trưởng khối không có nút in; in xong thì hết nút."""
    page, button = reverse("scoring:sheet", args=[sheet.pk]), reverse("scoring:print_self_scores", args=[sheet.pk])
    clerk = client_of(cast.clerk(unit), b.SCORED)
    assert button in clerk.get(page).content.decode()
    assert button not in client_of(cast.lead, b.SCORED).get(page).content.decode()
    assert client_of(cast.lead, b.SCORED).post(button).status_code == 403
    assert clerk.post(button).url == reverse("scoring:self_scores", args=[sheet.pk])
    after = clerk.get(page).content.decode()
    assert button not in after
    assert reverse("scoring:self_scores", args=[sheet.pk]) in after
    assert clerk.post(button).status_code == 409


def test_a_party_unit_prints_on_its_own_letterhead(cast, sheet, unit):
    """Đơn vị của Đảng in theo thể thức Đảng: không Quốc hiệu, không dấu ./.; dựng được PDF."""
    unit.letterhead = Letterhead.PARTY
    unit.save()
    paper = printed(cast, b.sheet_of(sheet.round, unit), unit)
    text = text_of(paper)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "./." not in text
    assert pdf(paper).content.startswith(b"%PDF")
