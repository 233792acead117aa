"""Cách phân định đồng điểm: theo thứ tự bộ tiêu chí ghi; thiếu số liệu thì không thắng bằng cách ấy."""

from decimal import Decimal as D

import pytest

from blocs.scoring.ranking import Row, TieBreak, ranking


def row(key, **facts):
    return Row(key, D("94.25"), **facts)


def placed(*rows, **rules):
    return [(r.row.key, r.rank, r.decided_by) for r in ranking(rows, **rules)]


def test_the_rules_are_asked_in_the_order_of_the_scheme():
    """Bộ tiêu chí ghi nhóm chính trước điểm trừ thì nhóm chính quyết định."""
    a, b = row("a", penalty=D(0), core=D(38)), row("b", penalty=D(-1), core=D(39))
    assert placed(a, b, tie_rules=["core_group", "fewer_penalties"])[0] == ("b", 1, "core_group")
    assert placed(a, b, tie_rules=["fewer_penalties", "core_group"])[0] == ("a", 1, "fewer_penalties")


def test_a_group_named_by_its_code_decides():
    """group:II: điểm nhóm II cao hơn đứng trên."""
    a, b = row("a", groups={"II": D(4)}), row("b", groups={"II": D("4.5")})
    assert placed(a, b, tie_rules=["group:II"]) == [("b", 1, "group:II"), ("a", 2, "group:II")]


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [((7, 10), (69, 100), "one"), ((69, 100), (7, 10), "other"), ((7, 10), None, "one"), (None, (9, 10), "other")],
)
def test_the_share_of_women_set_by_law_decides(one, other, first):
    """Từ 70% nữ (kể cả) đứng trên; chưa ghi tỷ lệ thì không thắng."""
    found = placed(row("one", women=one), row("other", women=other), tie_rules=["women"], women_from=D(70))
    assert found[0] == (first, 1, "women")


@pytest.mark.parametrize(("one", "other"), [((7, 10), (9, 10)), ((1, 10), None), (None, None)])
def test_nobody_is_preferred_where_both_or_neither_reach_the_share(one, other):
    """Cùng đủ, hay cùng không đủ tỷ lệ: cách ấy không tách được."""
    found = placed(row("a", women=one), row("b", women=other), tie_rules=["women"], women_from=D(70))
    assert found == [("a", 1, "shared"), ("b", 1, "shared")]


def test_without_a_number_of_the_law_the_share_settles_nothing():
    """Chưa có con số luật định thì không ai được ưu tiên."""
    rows = row("a", women=(9, 10)), row("b", women=(1, 10))
    assert placed(*rows, tie_rules=["women"]) == [("a", 1, "shared"), ("b", 1, "shared")]


def test_the_higher_share_of_women_may_be_what_a_province_looks_at():
    """more_women: tỷ lệ nữ cao hơn đứng trên, chưa ghi thì đứng sau."""
    rows = row("a", women=None), row("b", women=(1, 3)), row("c", women=(2, 3))
    assert [key for key, *_rest in placed(*rows, tie_rules=["more_women"])] == ["c", "b", "a"]


def test_a_decision_settles_what_the_revote_left():
    """Bỏ phiếu lại: 5, 5, 2 phiếu; hai đơn vị bằng phiếu do quyết định phân định."""
    breaks = [TieBreak("a", votes=5), TieBreak("b", votes=5), TieBreak("c", votes=2)]
    rows = row("a"), row("b"), row("c")
    assert placed(*rows, tie_breaks=breaks) == [("a", 1, "shared"), ("b", 1, "shared"), ("c", 3, "revote")]
    breaks += [TieBreak("b", 1, "thành tích nổi trội hơn"), TieBreak("a", 2)]
    assert placed(*rows, tie_breaks=breaks) == [("b", 1, "decision"), ("a", 2, "decision"), ("c", 3, "revote")]


def test_a_revote_that_leaves_one_of_the_equals_out_settles_nothing():
    """Bỏ phiếu lại thiếu một đơn vị thì vẫn đồng hạng."""
    assert [rank for _k, rank, _d in placed(row("a"), row("b"), tie_breaks=[TieBreak("a", votes=9)])] == [1, 1]


def test_a_scheme_that_names_only_the_revote_takes_no_decision():
    """Bộ tiêu chí chỉ ghi revote: quyết định không phân định được."""
    breaks = [TieBreak("a", 2), TieBreak("b", 1)]
    found = placed(row("a"), row("b"), tie_rules=["revote"], tie_breaks=breaks)
    assert found == [("a", 1, "shared"), ("b", 1, "shared")]
