"""Cộng điểm và xếp hạng: số thập phân chính xác, một hàm thuần cho mọi nơi."""

from decimal import Decimal as D

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blocs.scoring.arithmetic import Node, rounded, tallies, total_of
from blocs.scoring.ranking import Row, TieBreak, ranking

TREE = [
    Node(1, None, "base", True), Node(2, 1, "base", False), Node(3, 1, "base", False),
    Node(4, None, "base", True, D(2), D("1.5")), Node(5, 4, "bonus", False), Node(6, 4, "penalty", True, None, D(1)),
    Node(7, 6, "penalty", False), Node(8, 6, "penalty", False), Node(9, 4, "penalty", False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "result"), [("2.345", "2.35"), ("-2.345", "-2.35"), ("2.344", "2.34"), ("-0.001", "0.00")]
)
def test_points_are_rounded_half_up(value, result):
    """Nửa thì làm tròn lên, kể cả số âm; không có “−0,00”."""
    assert str(rounded(D(value), 2)) == result


def mean(pk, parent, leaves, weight="1"):
    """A group that counts the mean of its rows, and its rows."""
    return [
        Node(pk, parent, "base", True, take="mean", weight=D(weight)),
        *(Node(n, pk, "base", False) for n in leaves),
    ]


def test_a_half_that_comes_of_thirds_is_a_half():
    """(7/3 × 0,5 + 1,75/3) × 0,5 là 0,875, làm tròn thành 0,88, dù một phần ba không viết hết được."""
    nodes = [Node(1, None, "base", True, weight=D("0.5")), *mean(2, 1, (3, 4, 5), "0.5"), *mean(6, 1, (7, 8, 9))]
    marks = {3: D(3), 4: D(3), 5: D(1), 7: D("0.25"), 8: D("0.5"), 9: D(1)}
    assert total_of(tallies(nodes, marks)[None], 2) == D("0.88")


def test_base_bonus_and_penalty_are_added_apart():
    """Chuẩn, cộng, trừ cộng riêng; tổng là cả ba."""
    whole = tallies(TREE, {2: D("8.5"), 3: D(4), 5: D(1), 7: D("-0.5"), 8: D(0), 9: D("-0.25")})[None]
    assert (whole.base, whole.bonus, whole.penalty, whole.total, whole.missing) == (
        D("12.5"),
        D(1),
        D("-0.75"),
        D("12.75"),
        0,
    )


def test_a_group_gives_and_takes_no_more_than_the_scheme_says():
    """Mức trần của nhóm ở từng cấp: nhóm con trước, nhóm cha sau."""
    sums = tallies(TREE, {5: D(3), 7: D(-1), 8: D(-1), 9: D(-1)})
    assert (sums[6].penalty, sums[4].bonus, sums[4].penalty) == (D(-1), D(2), D("-1.5"))


def test_a_row_without_points_is_counted_as_missing():
    """Dòng chưa có điểm thì được đếm là còn thiếu, không phải 0 điểm."""
    sums = tallies(TREE, {2: D(0), 3: None})
    assert (sums[1].missing, sums[1].base) == (1, 0)


def test_only_the_total_is_rounded():
    """Chỉ làm tròn tổng: ba phần lẻ cộng lại rồi mới làm tròn."""
    sums = tallies(TREE, {2: D("1.1111"), 3: D("1.1111"), 5: D("0.0033")})
    assert total_of(sums[None], 2) == D("2.23")


points = st.decimals(min_value=0, max_value=20, places=4)


@st.composite
def sheets(draw):
    """A random tree (parents before children) with points for some of its leaves."""
    nodes, groups = [], [None]
    for pk in range(1, draw(st.integers(2, 25))):
        parent, is_group = draw(st.sampled_from(groups)), draw(st.booleans())
        cap = st.none() | st.decimals(min_value=0, max_value=10, places=2)
        sign = draw(st.sampled_from(["base", "bonus", "penalty"]))
        nodes.append(Node(pk, parent, sign, is_group, draw(cap) if is_group else None, draw(cap) if is_group else None))
        groups += [pk] if is_group else []
    leaves = [n for n in nodes if not n.is_group]
    given_ = {n.pk: draw(st.none() | points) for n in leaves}
    return nodes, {n.pk: v if v is None or n.sign != "penalty" else -v for n in leaves for v in [given_[n.pk]]}


def recomputed(nodes, marks, parent=None):
    """The same sums, from above, in fractions of nothing: [base, bonus, penalty, missing]."""
    sums = [D(0), D(0), D(0), 0]
    for node in nodes:
        if node.parent != parent:
            continue
        if node.is_group:
            part = recomputed(nodes, marks, node.pk)
            if node.cap_bonus is not None and part[1] > node.cap_bonus:
                part[1] = node.cap_bonus
            if node.cap_penalty is not None and -part[2] > node.cap_penalty:
                part[2] = -node.cap_penalty
        else:
            part = [D(0), D(0), D(0), 0]
            mark = marks.get(node.pk)
            part[3 if mark is None else ("base", "bonus", "penalty").index(node.sign)] = 1 if mark is None else mark
        sums = [a + b for a, b in zip(sums, part, strict=True)]
    return sums


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets())
def test_an_independent_recomputation_of_a_sheet_agrees(sheet):
    """Tính lại từ trên xuống, viết riêng, ra đúng những số ấy."""
    nodes, marks = sheet
    whole = tallies(nodes, marks)[None]
    assert [whole.base, whole.bonus, whole.penalty, whole.missing] == recomputed(nodes, marks)


few = st.decimals(min_value=90, max_value=91, places=1)
rows = st.lists(
    st.builds(
        Row,
        key=st.integers(),
        total=few,
        penalty=st.sampled_from([D(0), D(-1)]),
        core=st.sampled_from([D(38), D(39)]),
        place=st.integers(0, 50),
    ),
    max_size=12,
    unique_by=lambda r: r.key,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows)
def test_an_independent_ranking_agrees(drawn):
    """Hạng bằng số đơn vị đứng trên cộng một, tính lại bằng so sánh từng đôi."""

    def beats(a, b):
        return (a.total, a.penalty, a.core) > (b.total, b.penalty, b.core)

    for ranked in ranking(drawn):
        assert ranked.rank == 1 + sum(beats(other, ranked.row) for other in drawn)


def row(key, total="94.25", **facts):
    return Row(key, D(total), **facts)


def placed(*rows, **rules):
    return [(r.row.key, r.rank, r.decided_by) for r in ranking(rows, **rules)]


def test_the_higher_total_stands_first():
    """Tổng cao hơn xếp trên; không hòa thì không ghi cách phân định."""
    assert placed(row("a", "90"), row("b", "95.5")) == [("b", 1, ""), ("a", 2, "")]


def test_among_equal_totals_fewer_penalties_stand_first():
    """Cùng tổng: đơn vị bị trừ ít hơn xếp trên."""
    assert placed(row("a", penalty=D(-1)), row("b", penalty=D(0))) == [
        ("b", 1, "fewer_penalties"),
        ("a", 2, "fewer_penalties"),
    ]


def test_then_the_core_group_decides():
    """Cùng tổng, cùng điểm trừ: điểm nhóm I cao hơn xếp trên."""
    assert placed(row("a", core=D(38)), row("b", core=D(39))) == [("b", 1, "core_group"), ("a", 2, "core_group")]


def test_full_equals_share_a_rank_and_the_next_counts_on():
    """Bằng nhau mọi bề thì đồng hạng, hạng sau đếm tiếp: 1, 1, 3."""
    assert [r for _k, r, _d in placed(row("a"), row("b"), row("c", "90"))] == [1, 1, 3]


def test_a_tie_break_of_the_conference_settles_what_is_left():
    """Hội nghị phân định thì theo hội nghị, kèm lý do."""
    breaks = [TieBreak("a", 2, ""), TieBreak("b", 1, "bỏ phiếu lại: 9 trong 10 phiếu")]
    first, second = ranking([row("a"), row("b")], tie_breaks=breaks)
    assert (first.row.key, first.rank, first.reason, second.rank) == ("b", 1, "bỏ phiếu lại: 9 trong 10 phiếu", 2)


def test_a_tie_break_that_leaves_someone_out_settles_nothing():
    """Phân định thiếu một đơn vị thì vẫn đồng hạng."""
    assert [r for _k, r, _d in placed(row("a"), row("b"), tie_breaks=[TieBreak("a", 1, "")])] == [1, 1]


def test_an_unknown_tie_rule_is_an_error():
    """Cách phân định không có thì báo ngay."""
    with pytest.raises(ValueError, match="coin"):
        ranking([], tie_rules=["coin"])
