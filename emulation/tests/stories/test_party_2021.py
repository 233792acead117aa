"""Câu chuyện 2. Cơ quan Đảng 2021: kết quả sáu tháng và cả năm; ba đơn vị được đề nghị; luân phiên vòng tròn."""

import pytest

from emulation.testing import day

from .player import Player

pytestmark = pytest.mark.django_db
AWARDS = {
    "Ban Tổ chức Tỉnh ủy": "CO_CP",
    "Đảng ủy Khối các cơ quan - doanh nghiệp tỉnh": "CO_TINH",
    "Ban Nội chính Tỉnh ủy": "BK_TINH",
}


def test_results_twice_a_year_three_awards_and_the_next_lead_by_round_robin():
    """Báo cáo tổng kết có kết quả so với đăng ký; năm 2022 do Đảng ủy Khối làm trưởng, Trường Chính trị làm phó."""
    play = Player("party")
    play.open_year(at=day(2021, 1, 8))
    play.adopt_rules(at=day(2021, 1, 12), flags=2, certificates=1)
    play.adopt_scheme(at=day(2021, 1, 12))
    for member in play.members():
        play.register(member, at=day(2021, 2, 10))
    play.sign_covenant(at=day(2021, 3, 1))
    for member in play.members():
        play.report(member, "midyear", ["50", "97"], at=day(2021, 7, 5))
    for member in play.members():
        play.report(member, "year_end", ["100", "99"], at=day(2021, 12, 1))
    round_ = play.open_round(at=day(2021, 12, 2), self_due="10/12/2021", check_due="20/12/2021")
    play.score(round_, list(AWARDS), at=day(2021, 12, 8))
    play.check(round_, at=day(2021, 12, 18))
    meeting = day(2022, 1, 7)
    conference = play.hold("year_end", "Hội nghị tổng kết năm 2021", at=meeting)
    play.nominate(conference, AWARDS, at=meeting)
    form = play.get(play.lead_head, "conferences:hand_over", conference.pk, at=meeting).context["form"]
    turn = {"lead": form.initial["lead"].pk, "deputy": form.initial["deputy"].pk}
    play.post(play.lead_head, "conferences:hand_over", conference.pk, at=meeting, theme="", items="", **turn)
    play.conclude(conference, at=day(2022, 1, 7, hour=11))
    proposals = play.propose(at=day(2022, 1, 10))

    assert {p.unit.name: p.award_type.code for p in proposals} == AWARDS
    targets = conference.report.data["targets"][0]["lines"]
    assert [row[1:4] for row in targets] == [["100%", "100%", "100.0"], ["98,5%", "99%", "100.5"]]
    coming = conference.handover.to_year
    assert coming.members.get(duty="lead").name == "Đảng ủy Khối các cơ quan - doanh nghiệp tỉnh"
    assert coming.members.get(duty="deputy").name == "Trường Chính trị Nguyễn Văn Linh"
    assert conference.handover.how == "Luân phiên vòng tròn"
    assert conference.report.letterhead == "party"
