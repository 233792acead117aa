"""Biên bản kiểm phiếu của Hội đồng: số nào cân, ai cho ý kiến bằng văn bản được ghi tên, không biết ai bỏ gì."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from awards.council import counting, workflow
from emulation.journal.steps import DoneBefore, Refused
from emulation.papers.documents import context
from emulation.papers.rendering import pdf
from emulation.testing import client_of

from . import building as b

pytestmark = pytest.mark.django_db
TEAM = {"head": "Người trưởng ban", "members": "Người ủy viên"}


def text_of(paper):
    """What a paper says, as plain text with single spaces."""
    html = re.sub(r"<(style|svg|title).*?</\1>", " ", render_to_string(paper.template, context(paper)), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(" .", ".")


@pytest.fixture
def room():
    _cast, council, proposals = b.eligible()
    return council, proposals


def minuted(room, session):
    return counting.issue_count(session, **TEAM, by=room.secretary, at=b.CLOSED)


def test_every_proposal_is_told_with_its_numbers_and_its_own_base(room):
    """Mỗi đề nghị có phát ra, thu vào, hợp lệ, không hợp lệ, đồng ý, không đồng ý, tỷ lệ trên mẫu số nêu rõ; không lấy số."""
    council, proposals = room
    paper = minuted(council, b.closed(council, proposals, against=1))
    text = text_of(paper)
    for proposal in proposals:
        assert f"{proposal.unit.name} {proposal.award_type.name} 5 5 5 0 4 1 4/5 80,00%" in text
    for words in (
        "Người trưởng ban, Trưởng ban;",
        "Người ủy viên, Ủy viên.",
        "tính trên tổng số thành viên Hội đồng",
        "TM. BAN KIỂM PHIẾU TRƯỞNG BAN Người trưởng ban",
        "CHỦ TỊCH HỘI ĐỒNG",
    ):
        assert words in text, words
    assert paper.number is None
    assert all(line["valid"] == line["yes"] + line["no"] for line in paper.data["lines"])


def test_a_written_opinion_is_counted_apart_and_its_author_named(room):
    """Ý kiến bằng văn bản ở cột riêng, cộng vào tỷ lệ; chỉ ghi ai đã cho ý kiến, không ghi ý kiến gì ở đâu khác."""
    council, proposals = room
    session = b.voting(council, proposals)
    for line in b.lines(session):
        workflow.write_opinion(line, council.voters[-1], agrees=True, by=council.secretary, at=b.OPENED)
        for person in council.voters[:-1]:
            b.vote(line, person)
    workflow.close_vote(session, by=council.secretary, at=b.CLOSED)
    paper = minuted(council, session)
    assert paper.data["wrote"] == ["Ủy viên thứ 4"]
    assert [line["written"] for line in paper.data["lines"]] == [[1, 0], [1, 0]]
    assert "4 4 4 0 4 0 1 0 5/5 100,00%" in text_of(paper)


def test_the_count_is_minuted_once_after_it_by_who_runs_the_session(room):
    """Chưa kiểm phiếu thì chưa lập; lập hai lần bị từ chối; ủy viên không lập được nhưng đọc được."""
    council, proposals = room
    session = b.voting(council, proposals)
    with pytest.raises(Refused, match="Chưa kiểm phiếu"):
        minuted(council, session)
    for line in b.lines(session):
        for person in council.voters:
            b.vote(line, person)
    workflow.close_vote(session, by=council.secretary, at=b.CLOSED)
    issue, page = reverse("council:issue_count", args=[session.pk]), reverse("council:session", args=[session.pk])
    secretary, member = client_of(council.secretary, b.CLOSED), client_of(council.members[0], b.CLOSED)
    assert issue in secretary.get(page).content.decode()
    assert member.post(issue, TEAM).status_code == 403
    assert secretary.post(issue, TEAM).url == reverse("council:count", args=[session.pk])
    assert member.get(reverse("council:count", args=[session.pk])).status_code == 200
    assert issue not in secretary.get(page).content.decode()
    session.refresh_from_db()
    with pytest.raises(DoneBefore, match="đã phát hành"):
        minuted(council, session)


def test_the_minutes_are_laid_out_in_both_letterheads(room):
    """Biên bản dựng được PDF ở cả hai thể thức; giấy Đảng không có ./."""
    council, proposals = room
    paper = minuted(council, b.closed(council, proposals))
    assert pdf(paper).content.startswith(b"%PDF")
    paper.letterhead = "party"
    assert "./." not in text_of(paper)
    assert pdf(paper).content.startswith(b"%PDF")
