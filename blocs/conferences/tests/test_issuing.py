"""Mẫu phiếu, biên bản kiểm phiếu, biên bản bình xét, thông báo kết luận: khi nào lập được, ai lập, in gì."""

import pytest
from django.urls import reverse

from blocs.conferences import nomination, papers, workflow
from blocs.conferences.models import ConferenceKind
from emulation.ballots.models import Line
from emulation.journal.steps import DoneBefore, Refused
from emulation.papers.models import PARTY, PaperState
from emulation.papers.rendering import pdf
from emulation.testing import client_of

from . import building as b
from .test_papers import text_of

pytestmark = pytest.mark.django_db
TEAM = {"head": "Người trưởng ban", "members": "Người ủy viên một; Người ủy viên hai"}


@pytest.fixture
def cast():
    return b.balloted(4)


@pytest.fixture
def counted(cast):
    """Four units present: the first candidate has all votes but one, and the second one paper left white."""
    conference = b.voting(cast)
    electors = list(conference.ballot.electors.order_by("position"))
    for elector in electors[:3]:
        b.vote(conference.ballot, elector.person, yes=elector != electors[2])
    nomination.count_vote(conference, by=cast.lead, at=b.VOTED)
    return conference


def concluded(cast):
    conference = b.finished(cast, b.in_session(cast, kind=ConferenceKind.BRIEFING, guests="Đại diện Hội đồng"))
    workflow.conclude(conference, conclusions="Thống nhất điểm.\nGửi hồ sơ sớm.", by=cast.secretary, at=b.ENDED)
    return conference


def heads_lead(cast):
    return cast.head(cast.lead_unit)


def page(conference, name):
    return reverse(f"conferences:{name}", args=[conference.pk])


# --- mẫu phiếu --------------------------------------------------------------------------------------
def test_a_paper_ballot_names_the_candidates_and_nothing_that_can_be_traced(cast):
    """Mẫu phiếu có đủ đề cử; không số, không chữ ký, không mã tra cứu, không nơi nhận."""
    conference = b.put_forward(cast, b.in_session(cast), "CO_TINH", "BK_TINH")
    paper = papers.issue_ballot(conference, by=cast.lead, at=b.MEETING)
    text = text_of(paper)
    for candidate in conference.candidates.all():
        assert f"{candidate.member.name} {candidate.award_type.name}" in text
    assert "PHIẾU SUY TÔN Tại hội nghị tổng kết" in text
    assert (paper.number, paper.symbol_text) == (None, "")
    for trace in (paper.code_text, "Tra cứu", "Nơi nhận", "Số:"):
        assert trace not in text
    assert conference.bloc_year.filings.filter(paper=paper, label="Phiếu").exists()


def test_who_may_not_vote_on_themselves_leaves_no_empty_line():
    """Quy chế không cho bầu chính mình: mỗi đề cử một phiếu rời, để dòng bỏ trống không nói ra phiếu của ai."""
    cast = b.balloted(4, self_vote=False)
    conference = b.put_forward(cast, b.in_session(cast), "CO_TINH", "BK_TINH")
    paper = papers.issue_ballot(conference, by=cast.lead, at=b.MEETING)
    assert [len(slip) for slip in paper.data["slips"]] == [1, 1]
    assert text_of(paper).count("PHIẾU SUY TÔN") == 2


def test_the_form_of_ballot_follows_the_candidates(cast):
    """Phát hành lần hai khi đề cử không đổi thì từ chối; đổi đề cử thì bản mới thay bản cũ."""
    conference = b.put_forward(cast, b.in_session(cast), "CO_TINH")
    first = papers.issue_ballot(conference, by=cast.lead, at=b.MEETING)
    with pytest.raises(DoneBefore, match="khớp với danh sách đề cử"):
        papers.issue_ballot(conference, by=cast.lead, at=b.MEETING)
    b.put_forward(cast, conference, "CO_TINH", "BK_TINH")
    second = papers.issue_ballot(conference, by=cast.lead, at=b.MEETING)
    first.refresh_from_db()
    assert (first.state, second.revision, len(second.data["slips"][0])) == (PaperState.REPLACED, 2, 2)
    assert conference.papers.get().paper == second


def test_no_ballot_is_printed_without_candidates_or_after_the_result(cast, counted):
    """Chưa đề cử, hoặc đã có kết quả suy tôn, thì không lập mẫu phiếu."""
    with pytest.raises(Refused, match="đang họp và chưa có kết quả"):
        papers.issue_ballot(counted, by=cast.lead, at=b.VOTED)
    other = b.balloted(name="Khối khác")
    with pytest.raises(Refused, match="Chưa có đề cử"):
        papers.issue_ballot(b.in_session(other), by=other.lead, at=b.MEETING)


# --- biên bản kiểm phiếu ----------------------------------------------------------------------------
def test_the_count_is_told_in_full(cast, counted):
    """Biên bản kiểm phiếu: ban kiểm phiếu, phát ra, thu vào, hợp lệ, không hợp lệ, đồng ý, không đồng ý, mẫu số, tỷ lệ."""
    text = text_of(papers.issue_count(counted, **TEAM, by=cast.lead, at=b.ENDED))
    for words in (
        "Người trưởng ban, Trưởng ban; ", "Người ủy viên một, Ủy viên; ", "Người ủy viên hai, Ủy viên.",
        "ít nhất 50% đồng ý, tính trên tổng số đơn vị có mặt",
        "Số đơn vị được phát phiếu: 04. Số đơn vị đã bỏ phiếu: 03.",
        "4 3 3 0 2 1 2/4 50,00% Đạt",
        "TM. BAN KIỂM PHIẾU TRƯỞNG BAN Người trưởng ban", "CHỦ TRÌ HỘI NGHỊ",
    ):  # fmt: skip
        assert words in text, words


def test_the_numbers_of_every_line_balance(cast, counted):
    """Phát ra ≥ thu vào = hợp lệ + không hợp lệ; đồng ý + không đồng ý = hợp lệ, ở mọi dòng in."""
    for line in papers.issue_count(counted, **TEAM, by=cast.lead, at=b.ENDED).data["lines"]:
        assert line["issued"] >= line["returned"] == line["valid"] + line["invalid"]
        assert line["yes"] + line["no"] == line["valid"]


def test_the_minutes_of_a_count_do_not_tell_who_voted_what(cast, counted):
    """Biên bản kiểm phiếu không có tên đơn vị bỏ phiếu nào ngoài đơn vị được đề cử."""
    paper = papers.issue_count(counted, **TEAM, by=cast.lead, at=b.ENDED)
    named = {candidate.member_id for candidate in counted.candidates.all()}
    for voter in counted.bloc_year.members.exclude(pk__in=named):
        assert voter.name not in str(paper.data)


def test_a_count_is_minuted_once_and_only_after_it(cast, counted):
    """Chưa kiểm phiếu thì chưa lập biên bản; lập hai lần thì nói đã phát hành; không lấy số."""
    paper = papers.issue_count(counted, **TEAM, by=cast.lead, at=b.ENDED)
    assert paper.number is None
    with pytest.raises(DoneBefore, match="«Biên bản kiểm phiếu» của hội nghị này đã phát hành"):
        papers.issue_count(counted, **TEAM, by=cast.lead, at=b.ENDED)
    other = b.balloted(4, name="Khối khác")
    with pytest.raises(Refused, match="Chưa kiểm phiếu"):
        papers.issue_count(b.voting(other), **TEAM, by=other.lead, at=b.ENDED)


def test_the_count_prints_what_was_frozen(cast, counted):
    """Văn bản giữ số đã kiểm: biên bản có cùng số với dòng phiếu đã đóng băng."""
    printed = papers.issue_count(counted, **TEAM, by=cast.lead, at=b.ENDED).data["lines"]
    stored = Line.objects.filter(ballot=counted.ballot).order_by("position").values_list("issued", "valid", "yes")
    assert [(ln["issued"], ln["valid"], ln["yes"]) for ln in printed] == list(stored)


# --- biên bản bình xét ------------------------------------------------------------------------------
def test_the_minutes_of_the_nomination_tell_who_was_there_and_what_came_out():
    """Biên bản bình xét: chủ trì, thư ký, có mặt, vắng, xếp hạng, ý kiến, kết quả với số phiếu; có số."""
    cast = b.ranked(4)
    conference = b.put_forward(cast, b.in_session(cast, cast.units[3]), "CO_TINH", "BK_TINH")
    nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    for elector in conference.ballot.electors.all():
        b.vote(conference.ballot, elector.person)
    nomination.count_vote(conference, by=cast.lead, at=b.VOTED)
    paper = papers.issue_nomination(
        conference, secretary="Người thư ký", remarks="Sở số 02: nhất trí.\nSở số 03: đề nghị xem lại.",
        by=heads_lead(cast), at=b.ENDED,
    )  # fmt: skip
    text = text_of(paper)
    for words in (
        "Thư ký: Người thư ký", "Có mặt: 03 trong 04 đơn vị", "Vắng mặt: Sở số 04", "01 cờ thi đua và 01 bằng khen",
        "1 Sở số 01 của Khối thi đua thử nghiệm 20,25", "Sở số 03: đề nghị xem lại.", "3/3 Đạt", "bỏ phiếu kín; số phiếu theo biên bản kiểm phiếu",
    ):  # fmt: skip
        assert words in text, words
    assert paper.number == 1
    with pytest.raises(DoneBefore):
        papers.issue_nomination(conference, secretary="Người thư ký", by=heads_lead(cast), at=b.ENDED)


def test_nothing_nominated_gives_no_minutes(cast):
    """Chưa suy tôn thì chưa có biên bản bình xét."""
    with pytest.raises(Refused, match="Chưa có kết quả suy tôn"):
        papers.issue_nomination(b.in_session(cast), secretary="Người thư ký", by=heads_lead(cast), at=b.MEETING)


# --- thông báo kết luận -----------------------------------------------------------------------------
def test_the_notice_begins_as_the_conclusions_and_is_edited_before_it_goes_out(cast):
    """Ô soạn có sẵn kết luận; sửa rồi phát hành thì in điều đã sửa, đánh số từng dòng, ký thay mặt khối."""
    conference = concluded(cast)
    client = client_of(heads_lead(cast), b.ENDED)
    assert client.get(page(conference, "issue_notice")).context["form"].initial["text"] == (
        "Thống nhất điểm.\nGửi hồ sơ sớm."
    )
    client.post(page(conference, "issue_notice"), {"text": "Thống nhất điểm.\nGửi hồ sơ trước 31/12."})
    paper = conference.papers.get().paper
    text = text_of(paper)
    for words in ("THÔNG BÁO Kết luận hội nghị tổng kết", "1. Thống nhất điểm.", "2. Gửi hồ sơ trước 31/12.", "Đại diện Hội đồng", "TRƯỞNG KHỐI"):  # fmt: skip
        assert words in text, words
    assert paper.symbol_text.startswith("01/TB-")


def test_a_meeting_that_has_not_concluded_notifies_nobody(cast):
    """Đang họp thì chưa thông báo kết luận; thông báo trống thì từ chối."""
    with pytest.raises(Refused, match="chưa kết luận"):
        papers.issue_notice(b.in_session(cast), text="x", by=heads_lead(cast), at=b.MEETING)
    with pytest.raises(Refused, match="Ghi các kết luận"):
        papers.issue_notice(concluded(cast), text=" ", by=heads_lead(cast), at=b.ENDED)


# --- trang ------------------------------------------------------------------------------------------
def test_the_page_offers_what_can_be_issued_and_then_shows_it(cast, counted):
    """Kiểm phiếu xong, trang hội nghị dẫn tới biên bản kiểm phiếu; phát hành xong thì có văn bản, hết lối lập."""
    client = client_of(cast.lead, b.ENDED)
    assert page(counted, "issue_count") in client.get(page(counted, "page")).content.decode()
    answer = client.post(page(counted, "issue_count"), TEAM)
    assert answer.url == page(counted, "page")
    after = client.get(answer.url).content.decode()
    assert page(counted, "issue_count") not in after
    assert "Biên bản kiểm phiếu suy tôn tại hội nghị tổng kết" in after
    assert client.get(page(counted, "issue_count")).status_code == 409


def test_a_clerk_does_not_issue_what_the_head_answers_for(cast, counted):
    """Biên bản bình xét là việc của lãnh đạo trưởng khối: cán bộ đầu mối bị từ chối, không thấy lối vào."""
    clerk = client_of(cast.lead, b.ENDED)
    assert page(counted, "issue_nomination") not in clerk.get(page(counted, "page")).content.decode()
    assert clerk.post(page(counted, "issue_nomination"), {"secretary": "Thư ký"}).status_code == 403


def test_every_paper_is_laid_out_in_both_letterheads(cast, counted):
    """Mẫu phiếu, ba văn bản kia dựng được PDF ở cả hai thể thức; giấy của Đảng không có dấu ./."""
    made = [
        papers.issue_count(counted, **TEAM, by=cast.lead, at=b.ENDED),
        papers.issue_nomination(counted, secretary="Thư ký", by=heads_lead(cast), at=b.ENDED),
    ]
    for paper in made:
        assert pdf(paper).content.startswith(b"%PDF")
        paper.letterhead = PARTY
        assert "./." not in text_of(paper)
        assert pdf(paper).content.startswith(b"%PDF")
