"""Tổ kiểm phiếu của hội nghị: cử, giữ mã, và chỉ tổ ấy kiểm."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from blocs.conferences import nomination, reports, team
from blocs.conferences.models import Conference
from blocs.conferences.tests import building as b
from emulation.journal.steps import Refused
from emulation.testing import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return b.balloted()


def page(user, name, conference, **body):
    client, address = client_of(user, at=b.VOTED), reverse(f"conferences:{name}", args=[conference.pk])
    return client.post(address, body) if body else client.get(address)


def code_of(user, conference):
    """The code as the screen of its holder shows it, once."""
    conference.refresh_from_db()
    address = reverse("ballots:team", args=[conference.counting_team_id])
    shown = client_of(user, at=b.VOTED).post(address, {"instead": ""}).content.decode()
    return re.search(r"(?:[2-9A-Z]{4}-){5}[2-9A-Z]{4}", shown)[0]


def test_a_team_with_codes_counts_through_its_own_pages(cast):
    """Cử tổ hai người giữ mã; chưa đủ mã thì không phát phiếu; trưởng khối không kiểm được; đủ mã thì tổ kiểm, biên bản nêu tên tổ."""
    first, second = (cast.head(unit) for unit in cast.units[1:3])
    conference = b.put_forward(cast, b.in_session(cast), "CO_TINH")
    page(cast.lead, "name_team", conference, people=[second.pk, first.pk], needed="2")
    codes = [code_of(first, conference)]
    assert "chưa nhận mã giữ khóa" in page(cast.lead, "open_vote", conference, go=1).content.decode()
    codes.append(code_of(second, conference))
    page(cast.lead, "open_vote", conference, go=1)
    conference.refresh_from_db()
    for elector in conference.ballot.electors.select_related("person"):
        b.vote(conference.ballot, elector.person)

    assert "Thành viên tổ kiểm phiếu" in page(cast.lead, "count_with_codes", conference).content.decode()
    assert (
        "Mới có 1 mã" in page(first, "count_with_codes", conference, code_1=codes[0], code_2=codes[0]).content.decode()
    )
    assert not conference.nominations.exists()
    with pytest.raises(Refused, match="Mới có 0 mã"):
        nomination.count_vote(conference, by=first, at=b.VOTED)
    page(first, "count_with_codes", conference, code_1=codes[1], code_2=codes[0].lower())
    assert [n.yes for n in conference.nominations.all()] == [3]
    assert first.full_name in page(cast.lead, "issue_count", conference).content.decode()


def test_without_a_named_team_the_lead_counts_and_with_one_it_does_not(cast):
    """Chưa cử tổ thì trưởng khối kiểm như trước; cử tổ mà máy chủ giữ khóa thì chỉ tổ kiểm, không cần mã."""
    conference = b.put_forward(cast, b.in_session(cast), "CO_TINH")
    counter = cast.head(cast.units[2])
    team.name_team(conference, people=[counter], needed=0, by=cast.lead, at=b.MEETING)
    nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    for elector in conference.ballot.electors.select_related("person"):
        b.vote(conference.ballot, elector.person)

    assert reports.waiting(counter, b.VOTED)[0].title == "Kiểm phiếu tại Hội nghị tổng kết"
    assert "Thu phiếu và kiểm phiếu" in page(counter, "page", conference).content.decode()
    assert "Đang chờ tổ kiểm phiếu" in page(cast.lead, "page", conference).content.decode()
    with pytest.raises(PermissionDenied):
        nomination.count_vote(Conference.objects.get(pk=conference.pk), by=cast.lead, at=b.VOTED)
    with pytest.raises(Refused, match="không đổi tổ kiểm phiếu"):
        team.name_team(conference, people=[counter], needed=0, by=cast.lead, at=b.VOTED)
    nomination.count_vote(conference, by=counter, at=b.VOTED)


def test_only_people_of_the_meeting_are_named(cast):
    """Người ngoài hội nghị không vào tổ; chưa mời thì chưa cử."""
    outsider = b.balloted(name="Khối khác", root=cast.year.bloc.root).lead
    conference = b.planned(cast)

    with pytest.raises(Refused, match="sau khi gửi giấy mời"):
        team.name_team(conference, people=[cast.lead], needed=0, by=cast.lead, at=b.MEETING)
    with pytest.raises(Refused, match="không dự hội nghị"):
        team.name_team(b.in_session(cast), people=[outsider], needed=0, by=cast.lead, at=b.MEETING)
