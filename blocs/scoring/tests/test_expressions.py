"""Công thức viết trong bộ tiêu chí: đúng số, có giới hạn, mỗi chỗ sai là một câu có chỗ."""

from decimal import Decimal as D

import pytest

from blocs.scoring.expressions import NUMBER, TRUTH, parse

NAMES = {"x": NUMBER, "y": NUMBER, "có_kế_hoạch": TRUTH}
VALUES = {"x": D("97.5"), "y": D(4), "có_kế_hoạch": True}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) × 3", "9"),
        ("-x + 100", "2.5"),
        ("10 - 4 - 3", "3"),
        ("y / 8 : 2", "0.25"),
        ("min(x; y) + max(1, 2)", "6"),
        ("if(x >= 98; 5; if(x >= 97; 4; 3))", "4"),
        ("if(y > 0; 1; 1 / (y - 4))", "1"),
        ("round(x / 7; 2)", "13.93"),
        ("floor(x) - ceil(x)", "-1"),
        ("abs(y - x)", "93.5"),
    ],
)
def test_a_formula_gives_its_number(text, result):
    """Phép tính, hàm, lựa chọn cho đúng số thập phân."""
    assert parse(text, NAMES).value(VALUES) == D(result)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("97 <= x < 98", True),
        ("x < 97 hoặc y = 4", True),
        ("không có_kế_hoạch", False),
        ("có_kế_hoạch và (x > 98 or y ≠ 4)", False),
        ("not not có_kế_hoạch", True),
    ],
)
def test_a_condition_holds_or_not(text, holds):
    """Điều kiện với và, hoặc, không, so sánh nối nhau."""
    assert parse(text, NAMES, TRUTH).value(VALUES) is holds


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("z + 1", "chữ thứ 1, «z»: không có tên này; các tên: x, y, có_kế_hoạch"),
        ("x / 0", "phép chia cho 0"),
        ("x / (2 - 2)", "phép chia cho 0"),
        ("0,5 * x", "chữ thứ 2, «,»: số thập phân trong công thức viết bằng dấu chấm, ví dụ 0.5"),
        ("x +", "chữ thứ 4, cuối công thức: cần một số hoặc một tên"),
        ("x y", "chữ thứ 3, «y»: không hiểu phần này"),
        ("x ** 9", "chữ thứ 4, «*»: cần một số hoặc một tên"),
        (
            "__import__('os')",
            "chữ thứ 1, «__import__»: không có hàm này; các hàm: if, min, max, abs, floor, ceil, round",
        ),
        ("x.real", "chữ thứ 2, «.»: không hiểu phần này"),
        ("x + (y > 1)", "chữ thứ 3, «+»: cần một số, không phải điều kiện"),
        ("x > 1", "công thức «x > 1» phải ra một số, không phải điều kiện"),
        ("round(x)", None),
        ("min(x)", "chữ thứ 1, «min»: hàm này cần 2–10 giá trị"),
        ("((((((((((((((((((((x))))))))))))))))))))", "công thức lồng quá 20 lớp"),
        ("+".join(["x"] * 400), "công thức có quá 300 phần"),
        ("x" * 1001, "công thức dài quá 1000 chữ"),
    ],
)
def test_what_is_wrong_is_a_sentence_with_its_place(text, sentence):
    """Sai thì có câu, nêu chữ thứ mấy; không có gì được chạy như mã."""
    if sentence is None:
        assert parse(text, NAMES).value(VALUES) == D(98)
        return
    with pytest.raises(ValueError, match=r"\w") as refusal:
        parse(text, NAMES)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"), [("x / (y - 4)", "phép chia cho 0"), ("x" + " * x" * 20, "kết quả quá lớn")]
)
def test_what_goes_wrong_only_with_numbers_is_a_sentence_too(text, sentence):
    """Chia cho 0 và số quá lớn chỉ biết khi có số: vẫn là một câu, không treo máy."""
    with pytest.raises(ValueError, match=sentence):
        parse(text, NAMES).value(VALUES)
