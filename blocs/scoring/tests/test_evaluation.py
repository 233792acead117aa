"""Tính cả cột của mọi đơn vị: điểm hiện khi đủ số, thiếu gì nói nấy, trần nhiều cấp, điểm tối đa giảm."""

from decimal import Decimal as D

import pytest

from blocs.scoring import written
from blocs.scoring.evaluation import evaluate
from blocs.scoring.tree import Tree

HEAD = "title: Thử\nscale: 20\ncriteria:\n"


def board(text, *sheets, outside=None):
    """Evaluate members A, B, … each {row: what is typed}. Out: (tree, [Result])."""
    found = written.read(text if text.startswith("title") else HEAD + text)
    tree = Tree(found.lines(), found)
    inputs = {
        name: {pk: tree.kinds[pk].read(raw) for where, raw in rows.items() if (pk := tree.find(where))}
        for name, rows in zip("ABCDEFGH", sheets, strict=False)
    }
    return tree, list(evaluate(tree, inputs, outside=outside).values())


def points(text, *sheets, row="1", **more):
    tree, results = board(text, *sheets, **more)
    return [r.sums[tree.find(row)].total if not r.sums[tree.find(row)].missing else None for r in results]


BASE = """
- code: "1"
  name: Mục một
  max: 5
  cap_penalty: 2
  children:
  - {code: c, name: Điểm chuẩn, kind: given, max: 5}
  - {code: t, name: Trừ, kind: per_occurrence, sign: penalty, each: 1.5}
  - {code: d, name: Thưởng khi đủ, kind: one_off, sign: bonus, max: 2, only_if_full: [parent]}
"""


def test_a_penalty_cap_is_independent_of_the_bonus():
    """Trần điểm trừ của mục tính riêng với điểm cộng; điểm cho sẵn không phải nhập."""
    assert points(BASE, {"t": "3", "d": "k"}, {"t": "0", "d": "c"}, {"t": "1", "d": "c"}) == [D(3), D(7), D("3.5")]


def test_a_conditional_bonus_says_why_it_does_not_count():
    """Chưa đạt đủ điểm chuẩn thì không có điểm thưởng, và nói vì sao."""
    tree, (result,) = board(BASE, {"t": "1", "d": "c"})
    assert result.warnings[tree.find("d")] == "không tính: “1” chưa đạt đủ điểm chuẩn"


def test_a_conditional_row_of_several_parts_counts_in_none_of_them():
    """Dòng chuẩn/thưởng/trừ chỉ tính khi đủ: chưa đủ thì không phần nào vào tổng; đủ thì cả ba."""
    text = "- {code: a, name: A, max: 5}\n- {code: b, name: B, kind: parts, max: 5, max_bonus: 1, only_if_full: [a]}"
    assert points(text, {"a": "4", "b": "5/1/-"}, {"a": "5", "b": "5/1/-"}, row="b") == [D(0), D(6)]


def test_a_conditional_bonus_waits_for_what_it_asks():
    """Chưa chấm dòng trừ thì điểm thưởng còn chờ."""
    tree, (result,) = board(BASE, {"d": "c"})
    assert result.missing == {tree.find("t"): "chưa chấm", tree.find("d"): "chờ điểm của “t”"}


def test_points_relative_to_the_leader_wait_for_every_member():
    """Điểm so với đơn vị dẫn đầu chỉ hiện khi mọi đơn vị đã nhập, và nêu tên đơn vị còn thiếu."""
    text = '- {code: "1", name: A, max: 20, kind: leader_relative}'
    tree, results = board(text, {"1": "8/10"}, {})
    assert results[0].missing == {tree.find("1"): "còn chờ kết quả của: B"}
    assert points(text, {"1": "8/10"}, {"1": "30/10"}) == [D(8), D(20)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("max: 9", "9"), ("cap_total: 8", "8"), ("floor: 10", "10"), ("take: highest", "6"), ("take: lowest", "-1"), ("take: mean", "3"),
        ("weight: 0.5", "4.5"), ("cap_bonus: 1", "6"), ("cap_bonus: 1, excess: warn", "9"), ("cap_penalty: 0", "10"),
    ],
)  # fmt: skip
def test_what_a_group_counts_is_said_by_the_scheme(said, expected):
    """Trần tổng, mức sàn, chỉ tính một dòng, hệ số, trần cộng và trừ, cắt hoặc chỉ báo: 6 + 4 − 1."""
    rows = "{code: a, name: A}, {code: b, name: B, sign: bonus}, {code: e, name: E, sign: penalty}"
    assert points(f"- {{code: '1', name: G, {said}, children: [{rows}]}}", {"a": "6", "b": "4", "e": "1"}) == [
        D(expected)
    ]


def test_where_one_row_counts_the_others_need_no_points():
    """Chọn một trong nhiều dòng: dòng không chọn thì để trống, không bị coi là thiếu."""
    text = "- {code: '1', name: G, take: highest, children: [{code: a, name: A}, {code: b, name: B}]}"
    _tree, (chosen, empty) = board(text, {"b": "3"}, {})
    assert (chosen.missing, len(empty.missing)) == ({}, 2)


def test_points_of_other_rows_and_sheets_are_taken():
    """Công thức trên điểm dòng khác, điểm lấy từ bảng 6 tháng và từ kết quả chỉ tiêu."""
    text = """
- {code: a, name: A, max: 10}
- {code: b, name: B, kind: formula, max: 10, rows: [{name: p, row: a}], formula: min(M; p / 2)}
- {code: m, name: M, kind: taken, source: midyear, what: total, factor: 0.1}
- {code: k, name: K, kind: taken, source: target, what: Thu ngân sách, whole: 100, max: 10}
"""
    tree, (told, bare) = board(
        text, {"a": "8"}, {"a": "8"}, outside={"A": {("midyear", "total"): D(80), ("target", "Thu ngân sách"): D(95)}}
    )
    assert [told.points[tree.find(c)] for c in "bmk"] == [D(4), D(8), D("9.5")]
    assert bare.missing == {tree.find("m"): "chưa có “total”", tree.find("k"): "chưa có “Thu ngân sách”"}


def test_ranks_share_points_and_the_next_rank_counts_on():
    """Bằng nhau thì đồng hạng, hạng sau đếm tiếp; xếp theo điểm của một nhóm khác cũng được."""
    text = """
- {code: a, name: A, max: 10}
- {code: "1", name: H, kind: rank_to_points, of: a, max: 9, ranks: [{rank: 1, points: 9}, {rank: 2, points: 6}, {rank: 3, points: 3}]}
"""
    assert points(text, {"a": "8"}, {"a": "9"}, {"a": "9"}, {"a": "1"}) == [D(3), D(9), D(9), D(0)]


def test_a_row_may_take_a_unit_out_of_the_ranking():
    """Dòng «không xếp loại» không cho điểm mà loại đơn vị khỏi xếp hạng."""
    _tree, results = board("- {code: '1', name: X, kind: exclusion}", {"1": "c"}, {"1": "k"})
    assert [r.excluded for r in results] == [["1"], []]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("- {code: a, name: A, kind: formula, rows: [{name: p, row: zz}], formula: p}", 4, "không có dòng “zz”"),
        ("- {code: a, name: A, kind: formula, rows: [{name: p, row: b}], formula: p}\n- {code: b, name: B, kind: formula, rows: [{name: q, row: a}], formula: q}", 4, "các dòng tính vòng lẫn nhau: a → b → a"),
        ("- {code: a, name: A, kind: formula, inputs: [{name: x}], formula: x / 0}", 4, "“formula”: phép chia cho 0"),
        ("- {code: a, name: A, kind: formula, inputs: [{name: x}], formula: x + y}", 4, "“formula”: chữ thứ 5, «y»: không có tên này; các tên: x, x_max, x_min, x_sum, x_mean"),
        ("- {code: a, name: A, kind: formula, let: [{name: u, is: v}, {name: v, is: u}], formula: u}", 4, "các công thức gọi vòng: u → v → u"),
        ("- {code: a, name: A, kind: bands, bands: [{points: 1, from: 9, below: 3}]}", 4, "khoảng 1 không chứa số nào: đầu dưới cao hơn đầu trên"),
        ("- {code: a, name: A, kind: bands, bands: [{points: một}]}", 4, "“bands” dòng 1, “points”: Nhập một số, ví dụ 8,5. Bạn vừa nhập “một”."),
        ("- {code: a, name: A, kind: tiers, inputs: [{name: x}], tiers: [{points: 1, when: x + 1}]}", 4, "mức 1, “when”: công thức «x + 1» phải là một điều kiện, ví dụ x >= 90"),
        ("- {code: a, name: A, kind: formula, inputs: [{name: min}], formula: min}", 4, "“min” là chữ của công thức, chọn tên khác"),
        ("- {code: a, name: A, only_if_full: [parent]}", 4, "dòng này không nằm trong nhóm nào"),
    ],
)  # fmt: skip
def test_a_scheme_that_cannot_be_worked_out_is_refused_when_it_is_read(text, line, sentence):
    """Tên lạ, chia cho 0, gọi vòng, khoảng rỗng: nói ngay khi đọc bộ tiêu chí, nêu dòng."""
    with pytest.raises(written.Faulty) as refusal:
        written.read(HEAD + text)
    assert refusal.value.faults == [(line, sentence)]


def test_points_may_be_written_straight_past_the_formula():
    """Gõ “= 4” ghi thẳng điểm, kể cả khi giá trị rơi vào chỗ trống hoặc vượt trần."""
    text = "- {code: '1', name: B, max: 5, kind: bands, bands: [{points: 5, over: 98}]}"
    assert points(text, {"1": "98"}, {"1": "= 4"}, {"1": "=6,5"}) == [None, D(4), D("6.5")]
