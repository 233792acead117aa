"""Loại tiêu chí: ví dụ in trong phần trợ giúp cũng là bài kiểm; vượt trần thì báo, không cắt."""

from decimal import Decimal as D

import pytest

from blocs.scoring.kinds import KINDS, Among

EXAMPLES = [(kind, example) for kind in KINDS.values() for example in kind.examples]


def made(code, most="10", sign="base", **options):
    return KINDS[code](None if most is None else D(most), sign, options)


def bound_to(kind, example):
    """The kind bound as the example says, and what is around it."""
    bound = kind(D(example.most), kind.example_sign, example.options)
    inputs = [bound.read(cell) for cell in (example.cell, *example.others)]
    rows = {where: D(points) for where, points in example.rows}
    outside = {(source, what): D(number) for source, what, number in example.outside}
    return bound, inputs[0], Among(inputs, rows, outside)


@pytest.mark.parametrize(("kind", "example"), EXAMPLES, ids=lambda x: getattr(x, "code", getattr(x, "cell", "")))
def test_the_examples_of_every_kind_are_true(kind, example):
    """Mỗi ví dụ của mỗi loại cho đúng số điểm đã ghi."""
    bound, inputs, around = bound_to(kind, example)
    assert (bound.check(), bound.result(inputs, around)) == ([], D(example.points))


@pytest.mark.parametrize(("kind", "example"), EXAMPLES, ids=lambda x: getattr(x, "code", getattr(x, "cell", "")))
def test_what_a_cell_shows_reads_back_as_the_same_inputs(kind, example):
    """Chữ hiện trong ô, gõ lại, ra đúng những số đã nhập."""
    bound, inputs, _around = bound_to(kind, example)
    assert bound.read(bound.show(inputs)) == inputs


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda k: k.code)
def test_every_kind_declares_what_help_and_forms_are_made_from(kind):
    """Loại nào cũng khai tên, lời giải thích, ví dụ, và câu công thức của dòng."""
    assert all([kind.label, kind.about, kind.examples])
    assert all(bound_to(kind, example)[0].formula for example in kind.examples)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda k: k.code)
def test_every_setting_written_in_one_cell_is_read_back(kind):
    """Tham số viết trong một ô Excel đọc lại đúng như cũ."""
    options = {o.code: o for o in kind.known_options()}
    for example in kind.examples:
        for code, written in example.options.items():
            stored = options[code].read(written)
            assert options[code].read(options[code].text(stored)) == stored


def test_a_claim_above_the_most_is_kept_and_warned_about():
    """Chấm vượt mức tối đa: giữ nguyên và báo."""
    kind = made("direct")
    points = kind.result(kind.read("11"))
    assert (points, kind.warn(points)) == (D(11), "11,00 vượt mức tối đa 10,00")


@pytest.mark.parametrize("typed", ["0,5", "-0,5", "−0,5"])
def test_in_a_penalty_row_points_are_taken_away_however_they_are_typed(typed):
    """Dòng điểm trừ: gõ 0,5 hay −0,5 đều là trừ nửa điểm."""
    kind = made("direct", sign="penalty")
    assert kind.result(kind.read(typed)) == D("-0.5")


@pytest.mark.parametrize(
    ("code", "typed", "sentence"),
    [
        ("direct", "chín", "Nhập một số, ví dụ 8,5. Bạn vừa nhập “chín”."),
        ("direct", "-1", "Dòng này không nhận điểm âm. Bạn vừa nhập “−1,00”."),
        ("direct", "8/5", "Nhập điểm. Bạn vừa nhập “8/5”."),
        ("pass_fail", "có lẽ", "Nhập đ (đạt) hoặc k (không đạt). Bạn vừa nhập “có lẽ”."),
        ("ratio", "95", "Còn thiếu: kế hoạch."),
        ("ratio", "95/0", "Kế hoạch phải lớn hơn 0: đơn vị không được giao thì để trống và nêu ở cột lý do."),
        ("count", "1,5", "Số lượng phải là số nguyên. Bạn vừa nhập “1,5”."),
        ("direct", "9999999999999", "Điểm quá lớn. Bạn vừa nhập “9999999999999”."),
        ("count", "-1", "Số lượng phải từ 0 trở lên. Bạn vừa nhập “-1”."),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(code, typed, sentence):
    """Nhập sai thì có câu nói rõ, lặp lại chữ đã gõ."""
    kind = made(code, **({"each": 1} if code == "count" else {}))
    with pytest.raises(ValueError, match=r"\w") as refusal:
        kind.read(typed)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(("code", "typed"), [("direct", "100000"), ("count", "99999999")])
def test_more_points_than_any_scheme_gives_are_refused(code, typed):
    """Số điểm lớn vô lý thì từ chối bằng một câu, không làm đổ trang."""
    kind = made(code, most=None, **({"each": 1} if code == "count" else {}))
    with pytest.raises(ValueError, match=r"dưới 100\.000 điểm"):
        kind.result(kind.read(typed))


@pytest.mark.parametrize(
    ("code", "options", "sign", "sentence"),
    [
        ("count", {}, "base", "thiếu “each” (điểm mỗi cái)"),
        ("count", {"each": 0}, "base", "“each” phải lớn hơn 0"),
        ("count", {"each": 1, "step": 2}, "base", "không hiểu “step” ở loại count"),
        ("per_occurrence", {"each": 1}, "bonus", "loại per_occurrence không dùng cho bonus"),
    ],
)
def test_a_row_with_wrong_settings_says_so(code, options, sign, sentence):
    """Tham số của dòng sai thì nói rõ trước khi ghi bộ tiêu chí."""
    assert made(code, sign=sign, **options).check() == [sentence]


@pytest.mark.parametrize(
    ("code", "most", "typed", "inputs"),
    [
        ("direct", "5", "+1", {"points": "1"}),
        ("steps", "5", "98,5%", {"value": "98.5"}),
        ("one_off", "5", "true", {"passed": "1"}),
        ("pass_fail", "5", "không", {"passed": "0"}),
        ("yes_no", "5", "không áp dụng", {"passed": "2"}),
        ("direct", "5", "= 6,5", {"=": "6.5"}),
    ],
)
def test_cells_are_read_as_people_type_them(code, most, typed, inputs):
    """Dấu cộng, dấu phần trăm, đúng sai, ghi thẳng điểm: đọc được như người ta gõ."""
    options = {"start": 0, "step": 1, "each": 1} if code == "steps" else {}
    assert made(code, most=most, **options).read(typed) == inputs


def test_a_row_is_left_out_for_a_unit_only_where_the_scheme_allows_it():
    """Gõ kg: chỉ ở dòng cho phép không giao."""
    assert made("direct", optional=True).read("kg") == {"-": "1"}
    with pytest.raises(ValueError, match="Dòng này giao cho mọi đơn vị"):
        made("direct").read("kg")


def test_an_explanation_says_where_the_cap_of_the_row_stops_it():
    """8 × 0,5 = 4 mà dòng nhiều nhất 3: lời giải nói cả hai; dưới mức thì chỉ nói phép nhân; dòng trừ mang dấu trừ."""
    bonus = made("count", "3", "bonus", each=0.5)
    penalty = made("per_occurrence", "2", "penalty", each=0.5)
    assert bonus.explain(bonus.read("8")) == "8 × 0,5 = 4,00, nhiều nhất 3,00"
    assert bonus.explain(bonus.read("2")) == "2 × 0,5 = 1,00"
    assert penalty.explain(penalty.read("9")) == "9 × −0,5 = −4,50, nhiều nhất −2,00"


def test_points_typed_are_shown_with_every_decimal_that_was_typed():
    """Gõ 8,555 ở bộ hai số lẻ: ô vẫn hiện 8,555, để chép đi không mất; gõ 8,5 thì hiện 8,50."""
    direct = made("direct", "10")
    assert [direct.show(direct.read(cell)) for cell in ("8,555", "8,5")] == ["8,555", "8,50"]
