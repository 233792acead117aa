"""Câu chuyện 4. Kon Tum 2013: mười đơn vị đăng ký, được chấm điểm, bỏ phiếu; xin Hội đồng một cờ và ba bằng khen."""

import pytest

from emulation.papers.rendering import pdf
from emulation.testing import day

from .player import Player

pytestmark = pytest.mark.django_db


def test_ten_units_from_the_plan_to_one_flag_and_three_certificates():
    """Từ lập năm tới sổ vàng, mỗi việc do đúng người, qua trình duyệt."""
    play = Player("kon_tum")
    play.open_year(at=day(2013, 1, 10))
    play.adopt_rules(at=day(2013, 1, 15), flags=1, certificates=3, basis="score_then_ballot")
    play.adopt_scheme(at=day(2013, 1, 20))
    for member in play.members():
        play.register(member, at=day(2013, 2, 10))
    play.sign_covenant(at=day(2013, 2, 28))
    round_ = play.open_round(at=day(2013, 11, 5), self_due="20/11/2013", check_due="30/11/2013")
    play.score(round_, play.told["order"], at=day(2013, 11, 12))
    play.check(round_, at=day(2013, 11, 28))
    conference = play.hold("year_end", "Hội nghị tổng kết năm 2013", at=day(2013, 12, 20))
    flag, *certificates = play.told["order"]
    play.nominate(conference, {flag: "CO_TINH"} | dict.fromkeys(certificates, "BK_TINH"), at=day(2013, 12, 20, hour=10))
    turn = {
        "lead": play.cast.units["Sở Kế hoạch và Đầu tư"].pk,
        "deputy": play.cast.units["Sở Giao thông – Vận tải"].pk,
    }
    play.post(
        play.lead_head,
        "conferences:hand_over",
        conference.pk,
        at=day(2013, 12, 20, hour=11),
        theme="",
        items="",
        **turn,
    )
    play.conclude(conference, at=day(2013, 12, 20, hour=11))
    proposals = play.propose(at=day(2013, 12, 25))
    play.appraise(proposals, at=day(2014, 1, 10))
    decision = play.decide(play.hold_council(proposals, at=day(2014, 1, 20)), at=day(2014, 2, 5), number="15/QĐ-UBND")

    assert len(play.members()) == 10
    assert play.year.covenants.get().state == "signed"
    assert [(a.unit.name, a.award_type.code, a.gold_number) for a in decision.awards.all()] == [
        ("Văn phòng UBND tỉnh", "CO_TINH", 1),
        ("Văn phòng Đoàn ĐBQH và HĐND tỉnh", "BK_TINH", 2),
        ("Sở Công thương", "BK_TINH", 3),
        ("Sở Tài nguyên và Môi trường", "BK_TINH", 4),
    ]
    play.year.refresh_from_db()
    assert play.year.state == "decided"
    assert "Văn phòng Đoàn ĐBQH và HĐND tỉnh" in str(conference.report.data["nominations"])
    assert pdf(play.year.covenants.get().paper).content.startswith(b"%PDF")
