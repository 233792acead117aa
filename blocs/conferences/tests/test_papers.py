"""Văn bản của hội nghị: mục nào có gì, số nào đúng; in tiếng Việt dù người bấm nút đọc tiếng Anh."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from awards.catalogue.reports import award_type
from blocs.conferences import handover, nomination, workflow
from blocs.conferences.models import ConferenceKind
from blocs.pledges import workflow as pledges
from blocs.years.movements import add_movement
from emulation.papers.documents import context
from emulation.papers.rendering import pdf

from . import building as b

pytestmark = pytest.mark.django_db
HEADINGS = ["I. Đặc điểm tình hình", "II. Kết quả thực hiện", "III. Tồn tại, hạn chế và nguyên nhân", "IV. Kết quả chấm điểm, bình xét, suy tôn",
            "V. Phương hướng, nhiệm vụ năm 2027", "VI. Đề xuất, kiến nghị"]  # fmt: skip


def text_of(paper):
    """What a paper says, as plain text with single spaces."""
    html = re.sub(r"<(style|svg|title).*?</\1>", " ", render_to_string(paper.template, context(paper)), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).replace(" .", ".").strip()


def headings_of(paper):
    return re.findall(r"<h2>(.*?)</h2>", render_to_string(paper.template, context(paper)))


def pledged(cast, unit, promise, achieved):
    """A received pledge of one target with a confirmed year-end result. Members and heads by the acts."""
    member, head = cast.year.members.get(unit=unit), cast.head(unit)
    february, november = b.day(2026, 2, 10), b.day(2026, 11, 30)
    aims = [pledges.Aim(award_type("TTLDTT", february.date()))]
    pledge = pledges.write(
        member,
        targets=[pledges.Promise("Hồ sơ đúng hạn", Decimal(promise), measure="%")],
        titles=aims,
        by=head,
        at=february,
    )
    pledges.submit(pledge, by=head, at=february)
    pledges.receive(pledge, by=cast.lead, at=february)
    pledges.report_results(
        pledge, period="year_end", results={pledge.targets.get(): (Decimal(achieved), "")}, by=head, at=november
    )
    pledges.confirm_results(pledge, period="year_end", by=head, at=november)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """A year-end conference with everything in it, concluded and minuted; built once for this module."""
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            yield a_whole_meeting()
            transaction.set_rollback(True)


def a_whole_meeting():
    cast = b.ranked(4, certificates=2)
    pledged(cast, cast.units[0], 98, 99)
    pledged(cast, cast.units[1], 90, 80)
    add_movement(cast.year, name="Phong trào chung", launched_by="UBND tỉnh", by=cast.lead, at=b.PLANNED)
    conference = b.in_session(
        cast,
        cast.units[3],
        items=[("report", "Báo cáo", cast.year), ("nominate", "Suy tôn", cast.year)],
        guests="Đại diện Ban Thi đua",
    )
    workflow.edit(
        conference,
        strengths="Đoàn kết.",
        limits="Còn chậm.",
        next_tasks="Việc một\nViệc hai",
        requests="Thêm một cờ.",
        by=cast.lead,
        at=b.MEETING,
    )
    b.put_forward(cast, conference, "CO_TINH", "BK_TINH")
    nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    for elector in conference.ballot.electors.all():
        b.vote(conference.ballot, elector.person, yes=elector.position != 3)
    nomination.count_vote(conference, by=cast.lead, at=b.VOTED)
    handover.hand_over(
        conference,
        lead=cast.units[1],
        deputy=cast.units[2],
        items="Sổ theo dõi",
        by=cast.head(cast.lead_unit),
        at=b.VOTED,
    )
    with override("en"):
        workflow.conclude(
            b.finished(cast, conference), conclusions="Nhất trí.", by=cast.head(cast.lead_unit), at=b.ENDED
        )
        workflow.minute(conference, by=cast.head(cast.lead_unit), at=b.ENDED)
    return conference


def test_the_report_has_six_sections_in_order(told):
    """Báo cáo tổng kết có mục I đến VI theo thứ tự; tiêu đề nói rõ năm và khối."""
    assert headings_of(told.report) == HEADINGS
    assert (
        told.report.title
        == "Báo cáo tổng kết công tác thi đua, khen thưởng năm 2026, phương hướng, nhiệm vụ năm 2027 của Khối thi đua thử nghiệm"
    )


def test_the_numbers_of_the_report_are_those_of_the_year(told):
    """Số đơn vị, số chỉ tiêu đạt, điểm, hạng, phiếu trên báo cáo khớp với dữ liệu."""
    text = text_of(told.report)
    assert "có 04 đơn vị thành viên" in text
    assert "02 trong 04 đơn vị đã xác nhận kết quả; 01 trong 02 chỉ tiêu đạt từ 100% trở lên" in text
    assert "98% 99% 101,0" in text
    assert "90% 80% 88,9" in text
    assert "1 Sở số 01 của Khối thi đua thử nghiệm 19,75 1,00 −0,50 20,25" in text
    assert "Cờ thi đua của Ủy ban nhân dân tỉnh 1 20,25 2/3 Đạt" in text
    assert (
        "Còn 01 chỉ tiêu đạt dưới 100%: Sở số 02 của Khối thi đua thử nghiệm (01). Còn 02 đơn vị chưa xác nhận" in text
    )
    assert "Năm 2027: Trưởng khối là Sở số 02 của Khối thi đua thử nghiệm, Phó khối là Sở số 03" in text


def test_points_have_the_decimals_of_the_scheme_and_bonus_one_name(told):
    """Điểm 20,00 không in thành 20, ở bảng và ở lý do; điểm cộng không có tên thứ hai."""
    rows = told.report.data["nominations"]
    assert [row["score"] for row in rows] == ["20,25", "20,00"]
    assert ["hạng 1, 20,25 điểm" in rows[0]["why"], "hạng 2, 20,00 điểm" in rows[1]["why"]] == [True, True]
    assert "Điểm cộng" in text_of(told.report)
    assert "Điểm thưởng" not in text_of(told.report)


def test_the_report_tells_what_was_typed(told):
    """Phong trào, mặt được, hạn chế, phương hướng, kiến nghị đều có mặt."""
    text = text_of(told.report)
    for words in (
        "Phong trào chung, do UBND tỉnh phát động",
        "Đoàn kết.",
        "Còn chậm.",
        "1. Việc một",
        "2. Việc hai",
        "Thêm một cờ.",
    ):
        assert words in text


def test_the_minutes_tell_who_was_there_and_what_was_counted(told):
    """Biên bản có người có mặt, vắng, kiểm phiếu đủ cột, kết luận, giờ bế mạc."""
    text = text_of(told.minutes)
    for words in (
        "Có mặt: 03 trong 04 đơn vị, đủ tỷ lệ 67% theo quy chế", "Vắng mặt: Sở số 04", "Khách mời: Đại diện Ban Thi đua",
        "Hội nghị bỏ phiếu kín; mỗi đề cử cần ít nhất 50% đồng ý, tính trên tổng số đơn vị có mặt", "3 3 3 0 2/3 Đạt",
        "Nhất trí.", "Hội nghị kết thúc vào 11 giờ 00 phút, ngày 20 tháng 12 năm 2026./.", "CHỦ TRÌ GIÁM ĐỐC SỞ THỨ NHẤT",
    ):  # fmt: skip
        assert words.upper() in text.upper(), words


def test_papers_are_vietnamese_whatever_the_reader_reads(told):
    """Người bấm nút đọc tiếng Anh, giấy vẫn tiếng Việt."""
    assert told.bloc_year.filings.get(paper=told.minutes).label == "Biên bản"
    assert "Phó khối là Sở số 03 của Khối thi đua thử nghiệm; luân phiên vòng tròn." in text_of(told.report)


def test_the_invitation_names_everybody_and_everything():
    """Giấy mời có đủ đơn vị, khách, giờ, nơi, nội dung."""
    cast = b.balloted(name="Khối thi đua khác")
    conference = b.planned(cast, items=None, guests="Đại diện Hội đồng; Báo chí", host="Sở số 02")
    workflow.invite(conference, by=cast.lead, at=b.PLANNED)
    text = text_of(conference.invitation)
    assert conference.invitation.title == "Giấy mời dự hội nghị tổng kết"
    for words in (
        *(u.name for u in cast.units),
        "Đại diện Hội đồng; Báo chí",
        "08 giờ 00 phút, ngày 20 tháng 12 năm 2026",
        "Hội trường (Sở số 02)",
        "- Trao quyền trưởng khối.",
    ):
        assert words.removeprefix("- ") in text, words


def test_a_midyear_report_has_no_scores():
    """Báo cáo sơ kết có năm mục, không có chấm điểm, nói 6 tháng."""
    cast = b.balloted(name="Khối thi đua khác")
    conference = b.finished(cast, b.in_session(cast, kind=ConferenceKind.MIDYEAR))
    workflow.conclude(conference, conclusions="Xong.", by=cast.secretary, at=b.ENDED)
    assert headings_of(conference.report)[3:] == [
        "IV. Phương hướng, nhiệm vụ 6 tháng cuối năm 2026",
        "V. Đề xuất, kiến nghị",
    ]
    assert "sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm 2026" in conference.report.title


def test_a_briefing_has_no_report():
    """Giao ban kết luận không phát hành báo cáo."""
    cast = b.balloted(name="Khối thi đua khác")
    conference = b.finished(cast, b.in_session(cast, kind=ConferenceKind.BRIEFING))
    workflow.conclude(conference, conclusions="Xong.", by=cast.secretary, at=b.ENDED)
    assert conference.report is None


def test_the_papers_can_be_rendered(told):
    """Báo cáo và biên bản dựng được thành PDF."""
    for paper in (told.report, told.minutes):
        assert pdf(paper).content.startswith(b"%PDF")
