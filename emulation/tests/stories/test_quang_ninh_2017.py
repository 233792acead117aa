"""Câu chuyện 1. Quảng Ninh 2017: một hội nghị công bố điểm và suy tôn, trao quyền cho Sở Nội vụ, ký giao ước năm 2018."""

import pytest

from blocs.years.models import BlocYear
from emulation.testing import day

from .player import Player

pytestmark = pytest.mark.django_db


def test_one_meeting_closes_a_year_and_opens_the_next():
    """Bảy đơn vị ký giao ước năm 2018 ngay tại hội nghị tổng kết năm 2017; Sở Nội vụ làm trưởng khối mới."""
    play = Player("quang_ninh")
    play.open_year(at=day(2017, 1, 10))
    play.adopt_rules(at=day(2017, 1, 12), flags=1, certificates=2)
    play.adopt_scheme(at=day(2017, 1, 12))
    for member in play.members():
        play.register(member, at=day(2017, 2, 10))
    play.sign_covenant(at=day(2017, 3, 1))
    round_ = play.open_round(at=day(2017, 11, 1), self_due="15/11/2017", check_due="30/11/2017")
    play.score(round_, play.told["order"], at=day(2017, 11, 10))
    play.check(round_, at=day(2017, 11, 28))
    meeting, afternoon = day(2017, 12, 20, hour=13), day(2017, 12, 20, hour=15)
    conference = play.hold("year_end", "Hội nghị tổng kết năm 2017, ký kết giao ước năm 2018", at=meeting)
    play.nominate(conference, {"Văn phòng HĐND tỉnh": "CO_TINH", "Sở Nội vụ": "BK_TINH"}, at=meeting)
    new_lead = play.cast.units["Sở Nội vụ"]
    facts = {"lead": new_lead.pk, "deputy": "", "theme": "Kỷ luật, kỷ cương", "items": "Sổ theo dõi công tác"}
    play.post(play.lead_head, "conferences:hand_over", conference.pk, at=meeting, **facts)

    coming = BlocYear.objects.get(bloc=play.cast.bloc, year=2018)
    item = {"kind": "sign", "title": "Ký kết giao ước thi đua năm 2018", "bloc_year": coming.pk}
    play.post(play.lead_clerk, "conferences:add_item", conference.pk, at=meeting, **item)
    closing, play.year = play.year, coming
    for member in play.members():
        play.register(member, at=afternoon)
    play.sign_covenant(at=afternoon)
    play.year = closing
    play.conclude(conference, at=day(2017, 12, 20, hour=17))

    assert play.lead.name == "Văn phòng HĐND tỉnh"
    assert coming.members.get(duty="lead").name == "Sở Nội vụ"
    assert [s.state for s in coming.covenants.get().signatures.all()] == ["signed"] * 7
    assert coming.covenants.get().paper.data
    assert [r.member.name for r in round_.ranking.all()][:2] == ["Văn phòng HĐND tỉnh", "Sở Nội vụ"]
    assert "Trưởng khối là Sở Nội vụ" in str(conference.report.data["sections"])
    assert {i.bloc_year.year for i in conference.items.all()} == {2017, 2018}
