"""Báo cáo thành tích: soạn từ dữ liệu, đơn vị sửa, thủ trưởng phát hành; in gì, ai đọc được."""

import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from awards.catalogue.reports import award_type
from awards.proposals import achievements, workflow
from blocs.conferences.tests import building as meetings
from blocs.pledges import workflow as pledges
from blocs.roster.models import Office
from blocs.years.workflow import record_women
from emulation.journal.steps import DoneBefore, Refused
from emulation.papers.documents import context
from emulation.papers.models import PaperState
from emulation.papers.rendering import pdf
from emulation.testing import client_of, day, sitting

from . import building as b

pytestmark = pytest.mark.django_db
TEXTS = {"situation": "Đơn vị ở trung tâm tỉnh.", "results": "Hoàn thành mọi chỉ tiêu.\nCải cách tốt.", "honours": "Năm 2024: Bằng khen"}  # fmt: skip


def text_of(paper):
    """What a paper says, as plain text with single spaces."""
    html = re.sub(r"<(style|svg|title).*?</\1>", " ", render_to_string(paper.template, context(paper)), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(" .", ".")


@pytest.fixture
def cast():
    return b.voted()


@pytest.fixture
def proposal(cast):
    """The file of the first unit, with its achievements, not sent yet."""
    return b.described(cast)[0]


def written(cast, proposal, **texts):
    return achievements.write(proposal, **TEXTS | texts, by=cast.clerk(proposal.unit), at=b.WRITTEN)


def issued(cast, proposal, letterhead="state"):
    return achievements.issue_report(proposal, letterhead=letterhead, by=cast.head(proposal.unit), at=b.WRITTEN)


def test_the_report_begins_from_what_the_system_knows(cast, proposal):
    """Ô soạn có sẵn đơn vị, khối, số người đã ghi và thành tích đã ghi ở hồ sơ."""
    facts = {"women": 12, "staff": 30, "source": "Báo cáo thống kê"}
    record_women(proposal.member, **facts, by=cast.clerk(proposal.unit), at=b.WRITTEN)
    client = client_of(cast.clerk(proposal.unit), b.WRITTEN)
    stands = client.get(reverse("proposals:write_report", args=[proposal.pk])).context["form"].initial
    assert stands["situation"] == (
        f"{proposal.unit.name} là đơn vị thành viên của Khối thi đua thử nghiệm năm 2026. "
        "Tổng số 30 người, trong đó nữ 12 người."
    )
    assert stands["results"] == proposal.achievements


def test_the_issued_report_has_its_three_parts_and_both_signatures(cast, proposal):
    """Báo cáo có ba phần, kết quả suy tôn, chỗ cấp trên trực tiếp xác nhận và thủ trưởng ký; không lấy số của khối."""
    written(cast, proposal)
    paper = issued(cast, proposal)
    text = text_of(paper)
    for words in (
        "BÁO CÁO THÀNH TÍCH Đề nghị tặng Cờ thi đua của Ủy ban nhân dân tỉnh", f"Tên tập thể: {proposal.unit.name}",
        "I. Sơ lược đặc điểm, tình hình Đơn vị ở trung tâm tỉnh.", "II. Thành tích đạt được", "Hoàn thành mọi chỉ tiêu. Cải cách tốt.",
        proposal.nomination.why, "III. Các hình thức đã được khen thưởng 1. Năm 2024: Bằng khen", "XÁC NHẬN CỦA",
        cast.head(proposal.unit).full_name,
    ):  # fmt: skip
        assert words in text, words
    assert (paper.number, paper.issuer["name"]) == (None, proposal.unit.name)


def test_results_against_the_pledge_and_ranks_are_printed_as_they_stand():
    """Bảng chỉ tiêu và bảng xếp hạng lấy từ dữ liệu: đăng ký, thực hiện, phần trăm; năm, điểm, hạng trên số đơn vị."""
    cast = meetings.ranked(4, certificates=2)
    unit = cast.units[0]
    member, head, february, november = (
        cast.year.members.get(unit=unit),
        cast.head(unit),
        day(2026, 2, 10),
        day(2026, 11, 30),
    )
    promise = pledges.Promise("Hồ sơ đúng hạn", Decimal(98), measure="%")
    aims = [pledges.Aim(award_type("TTLDTT", february.date()))]
    pledge = pledges.write(member, targets=[promise], titles=aims, by=head, at=february)
    pledges.submit(pledge, by=head, at=february)
    pledges.receive(pledge, by=cast.lead, at=february)
    result = {pledge.targets.get(): (Decimal(99), "")}
    pledges.report_results(pledge, period="year_end", results=result, by=head, at=november)
    pledges.confirm_results(pledge, period="year_end", by=head, at=november)
    meetings.nominated(cast)
    proposal = b.described(cast)[0]
    written(cast, proposal)
    paper = issued(cast, proposal)
    assert "1 Hồ sơ đúng hạn 98% 99% 101,0" in text_of(paper)
    assert "2026 20,25 1 4" in text_of(paper)


def test_a_vice_head_who_issues_the_report_signs_it_for_the_head(cast, proposal):
    """Cấp phó phát hành thì khối chữ ký là KT. và chức danh cấp phó, không mang tên thủ trưởng; xem lại không bị coi là đã đổi."""
    written(cast, proposal)
    head, vice = cast.head(proposal.unit), sitting(Office.VICE_HEAD, unit=proposal.unit, title="Phó Giám đốc")
    text = text_of(achievements.issue_report(proposal, letterhead="state", by=vice, at=b.WRITTEN))
    assert re.search(rf"KT\. \S.{{0,60}} PHÓ GIÁM ĐỐC .*{vice.full_name}", text)
    assert head.full_name not in text
    with pytest.raises(DoneBefore, match="không có gì thay đổi"):
        issued(cast, proposal)


def test_changed_after_it_was_issued_it_is_issued_anew(cast, proposal):
    """Phát hành hai lần không đổi gì thì từ chối; sửa rồi phát hành thì bản mới thay bản cũ."""
    written(cast, proposal)
    first = issued(cast, proposal)
    with pytest.raises(DoneBefore, match="không có gì thay đổi"):
        issued(cast, proposal)
    written(cast, proposal, measures="Giao ban hằng tuần.")
    second = issued(cast, proposal)
    first.refresh_from_db()
    assert (first.state, second.revision) == (PaperState.REPLACED, 2)
    assert "Giao ban hằng tuần." in text_of(second)


def test_once_sent_nothing_is_written_or_issued(cast, proposal):
    """Hồ sơ đã trình thì không soạn, không phát hành được nữa; chưa soạn thì chưa phát hành."""
    with pytest.raises(Refused, match="Chưa soạn"):
        issued(cast, proposal)
    written(cast, proposal)
    workflow.submit(proposal.submission, summary="Xong.", by=cast.head(cast.lead_unit), at=b.SENT)
    proposal.refresh_from_db()
    with pytest.raises(Refused, match="đã trình"):
        written(cast, proposal, results="Khác.")
    with pytest.raises(Refused, match="đã trình"):
        issued(cast, proposal)


def test_the_unit_writes_and_its_head_answers_for_it(cast, proposal):
    """Cán bộ đầu mối soạn được mà không phát hành được; trưởng khối không soạn thay đơn vị khác; khối khác không thấy."""
    second = b.files(proposal.submission)[1]
    address = reverse("proposals:write_report", args=[second.pk])
    typed = {"situation": "Tình hình.", "results": "Kết quả."}
    assert client_of(cast.lead, b.WRITTEN).post(address, typed).status_code == 403
    clerk = client_of(cast.clerk(second.unit), b.WRITTEN)
    assert clerk.post(address, typed).status_code == 302
    issue = reverse("proposals:issue_report", args=[second.pk])
    assert clerk.post(issue, {"letterhead": "state"}).status_code == 403
    head = client_of(cast.head(second.unit), b.WRITTEN)
    page = reverse("proposals:page", args=[second.pk])
    assert issue in head.get(page).content.decode()
    assert head.post(issue, {"letterhead": "state"}).url == reverse("proposals:report", args=[second.pk])
    assert reverse("proposals:report", args=[second.pk]) in clerk.get(page).content.decode()
    stranger = client_of(cast.head(cast.units[3]), b.WRITTEN)
    assert stranger.get(reverse("proposals:report", args=[second.pk])).status_code == 404


def test_the_letterhead_is_chosen_for_the_paper(cast, proposal):
    """Đơn vị chọn thể thức Đảng hay nhà nước cho báo cáo này; cả hai dựng được PDF, giấy Đảng không có ./."""
    written(cast, proposal)
    paper = issued(cast, proposal, letterhead="party")
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text_of(paper)
    assert "./." not in text_of(paper)
    assert pdf(paper).content.startswith(b"%PDF")
    paper.letterhead = "state"
    assert pdf(paper).content.startswith(b"%PDF")


# --- danh sách đề nghị khen thưởng ------------------------------------------------------------------
def test_the_list_goes_with_the_letter_and_names_every_unit(cast):
    """Danh sách có mọi đơn vị, hình thức và kết quả, ghi kèm tờ trình số nào; không lấy số; vào hồ sơ năm; một lần."""
    submission = b.sent(cast)[0].submission
    paper = workflow.list_proposals(submission, by=cast.lead, at=b.SENT)
    text = text_of(paper)
    assert f"(Kèm theo Tờ trình số {submission.paper.symbol_text} ngày 24 tháng 12 năm 2026)" in text
    for place, proposal in enumerate(b.files(submission), start=1):
        assert f"{place} {proposal.unit.name} {proposal.award_type.name} {proposal.nomination.why}" in text
    assert "Danh sách này có 02 tập thể./." in text
    assert (paper.number, paper.filing.label) == (None, "Danh sách")
    with pytest.raises(DoneBefore, match="đã phát hành"):
        workflow.list_proposals(submission, by=cast.lead, at=b.SENT)
    paper.letterhead = "party"
    assert pdf(paper).content.startswith(b"%PDF")


def test_a_letter_that_waits_for_its_number_has_no_list_yet(cast):
    """Trưởng khối ban hành bằng sổ của cơ quan: tờ trình chưa có số, ngày thì chưa lập danh sách kèm theo."""
    cast.year.issues_as = "lead"
    cast.year.save()
    submission = b.sent(cast)[0].submission
    with pytest.raises(Refused, match="còn chờ số và ngày"):
        workflow.list_proposals(submission, by=cast.lead, at=b.SENT)


def test_no_list_before_the_letter(cast, proposal):
    """Tờ trình chưa ký thì chưa có danh sách kèm theo; trang năm chỉ cho lập khi đã trình, và chỉ trưởng khối."""
    with pytest.raises(Refused, match="Tờ trình chưa ký"):
        workflow.list_proposals(proposal.submission, by=cast.lead, at=b.WRITTEN)
    page = reverse("proposals:year", args=[cast.year.pk])
    button = reverse("proposals:list_proposals", args=[proposal.submission_id])
    lead = client_of(cast.lead, b.SENT)
    assert button not in lead.get(page).content.decode()
    workflow.submit(proposal.submission, summary="Xong.", by=cast.head(cast.lead_unit), at=b.SENT)
    assert button in lead.get(page).content.decode()
    assert button not in client_of(cast.clerk(cast.units[1]), b.SENT).get(page).content.decode()
    assert lead.get(lead.post(button).url).status_code == 200
    assert button not in lead.get(page).content.decode()
