"""Câu chuyện 3. Quảng Nam 2013: giữa năm ban hành quy chế mới; vòng sáu tháng giữ bản cũ, điểm cũ, văn bản cũ."""

import pytest

from emulation.testing import day

from .player import Player

pytestmark = pytest.mark.django_db


def test_a_new_regulation_changes_only_the_rounds_opened_after_it():
    """Bộ tiêu chí và cách suy tôn mới áp dụng cho vòng mở sau; vòng đã mở không đổi một chữ."""
    play = Player("quang_nam")
    play.open_year(at=day(2013, 1, 10))
    play.adopt_rules(at=day(2013, 1, 12), flags=1, certificates=3, threshold_percent=50)
    first_scheme = play.adopt_scheme(at=day(2013, 1, 12))
    for member in play.members():
        play.register(member, at=day(2013, 2, 10))
    play.sign_covenant(at=day(2013, 3, 1))
    midyear = play.open_round(at=day(2013, 6, 15), self_due="22/06/2013", check_due="28/06/2013", kind="midyear")
    play.score(midyear, play.told["order"], at=day(2013, 6, 20))
    play.check(midyear, at=day(2013, 6, 27))
    midyear.refresh_from_db()
    before = (
        midyear.scheme_id,
        midyear.rule_set.version,
        list(midyear.ranking.values_list("member", "total")),
        midyear.paper.data,
    )

    conference = play.hold("midyear", "Hội nghị sơ kết 6 tháng đầu năm 2013", at=day(2013, 7, 12))
    play.conclude(conference, at=day(2013, 7, 12, hour=11))
    play.adopt_rules(at=day(2013, 7, 20), title="Quy chế mới của khối", flags=2, certificates=1, threshold_percent=67)
    second_scheme = play.adopt_scheme(at=day(2013, 7, 21), title="Bộ tiêu chí sửa giữa năm")
    year_end = play.open_round(at=day(2013, 11, 5), self_due="20/11/2013", check_due="30/11/2013")

    midyear.refresh_from_db()
    after = (
        midyear.scheme_id,
        midyear.rule_set.version,
        list(midyear.ranking.values_list("member", "total")),
        midyear.paper.data,
    )
    assert after == before
    assert (midyear.scheme_id, midyear.rule_set.threshold_percent) == (first_scheme.pk, 50)
    assert (year_end.scheme_id, year_end.rule_set.threshold_percent, year_end.rule_set.flags) == (
        second_scheme.pk,
        67,
        2,
    )
    assert midyear.paper.state == "issued"
    assert not hasattr(midyear.paper, "replaced_by")
