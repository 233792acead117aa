"""Dự thảo bộ tiêu chí lấy ý kiến các đơn vị: góp ý, trả lời, sửa theo góp ý, thông qua và in cả hai."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from blocs.scoring import schemes
from blocs.scoring.models import Scheme
from blocs.years import drafts
from emulation.journal.steps import Refused
from emulation.papers import rendering
from emulation.testing import day

from .building import OPENED, cast, scheme_of
from .test_drafting import shown

pytestmark = pytest.mark.django_db
LAST, AFTER = dt.date(2026, 11, 10), day(2026, 11, 11)
FIRST_ROW = {"code": "1.1", "name": "Hoàn thành nhiệm vụ được giao", "sign": "base", "most": "10", "kind": "direct"}


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def scheme(people):
    return scheme_of(people, adopted=False)


def test_a_scheme_goes_round_is_answered_changed_and_adopted_with_both_shown(people, scheme, client_of):
    """Gửi từ trang bộ tiêu chí; đơn vị góp ý; chưa trả lời thì chưa thông qua; sửa dòng theo góp ý; bản thông qua in lời mới, ý kiến và trả lời."""
    lead, page = client_of(people.lead, OPENED), reverse("scoring:scheme", args=[scheme.pk])
    late = lead.post(reverse("scoring:circulate_scheme", args=[scheme.pk]), {"respond_by": "01/10/2026"})
    assert "từ hôm nay trở đi" in late.content.decode()
    sent = lead.post(reverse("scoring:circulate_scheme", args=[scheme.pk]), {"respond_by": "10/11/2026"}, follow=True)
    told = sent.content.decode()
    for words in ("1.1. Hoàn thành chương trình công tác: 10", "Thang điểm: 20", "0 đã góp ý, 3 chưa"):
        assert words in told
    draft = Scheme.objects.get(pk=scheme.pk).consulted
    member = people.year.members.get(unit=people.neighbour_unit)
    client = client_of(people.clerk(people.neighbour_unit), OPENED)
    client.post(reverse("years:comment", args=[draft.pk]), {"agrees": "no", "text": "Nêu rõ nhiệm vụ nào."})
    assert "còn 1 ý kiến chờ trả lời" in lead.get(page).content.decode()
    with pytest.raises(Refused, match="còn 1 ý kiến chờ trả lời"):
        schemes.adopt_scheme(scheme, by=people.secretary, at=AFTER)
    lead.post(reverse("years:answer", args=[draft.comments.get(member=member).pk]), {"text": "Đã ghi rõ."})
    seen = {"seen": shown(lead, "edit_row", scheme, 2)}
    lead.post(reverse("scoring:edit_row", args=[scheme.pk, 2]), FIRST_ROW | seen)
    with pytest.raises(Refused, match="ở trang của bộ tiêu chí"):
        drafts.adopt(draft, by=people.head(people.lead_unit), at=AFTER)
    schemes.adopt_scheme(Scheme.objects.get(pk=scheme.pk), by=people.secretary, at=AFTER)
    draft.refresh_from_db()
    assert (draft.state, draft.adopted_on, draft.paper.number) == ("adopted", AFTER.date(), None)
    printed = rendering.html(draft.paper)
    for words in ("Hoàn thành nhiệm vụ được giao", "Nêu rõ nhiệm vụ nào.", "Đã ghi rõ.", "Kèm theo Bộ tiêu chí"):
        assert words in printed
    assert "chương trình công tác" not in printed


def test_a_scheme_goes_round_once_by_its_own_hands_in_a_running_year(people, scheme):
    """Đơn vị khác không gửi được; gửi hai lần thì từ chối; năm đã khép thì nói lập năm; không lấy ý kiến thì vẫn thông qua như trước."""
    facts = {"respond_by": LAST, "at": OPENED}
    with pytest.raises(PermissionDenied):
        schemes.circulate_scheme(scheme, **facts, by=people.clerk(people.neighbour_unit))
    type(people.year).objects.filter(pk=people.year.pk).update(state="closed")
    with pytest.raises(Refused, match="chưa có năm thi đua đang chạy"):
        schemes.circulate_scheme(scheme, **facts, by=people.secretary)
    type(people.year).objects.filter(pk=people.year.pk).update(state="running")
    schemes.circulate_scheme(scheme, **facts, by=people.secretary)
    with pytest.raises(Refused, match="đã gửi lấy ý kiến"):
        schemes.circulate_scheme(scheme, **facts, by=people.secretary)
    with pytest.raises(Refused, match="chưa góp ý, hạn góp ý đến hết ngày 10/11/2026"):
        schemes.adopt_scheme(Scheme.objects.get(pk=scheme.pk), by=people.secretary, at=OPENED)
    other = scheme_of(people, adopted=False)
    schemes.adopt_scheme(other, by=people.secretary, at=OPENED)
    assert (other.state, other.consulted) == ("adopted", None)
