"""Xếp loại: đầu khoảng kể cả hay không, mức sàn theo dòng và nhóm; điều sai thì không lưu, chỗ trống và chỗ trùng thì báo."""

import json
import re
from decimal import Decimal as D

import pytest

from blocs.scoring import trial, written
from blocs.scoring.classes import Classes, most_of
from blocs.scoring.tree import Tree

HEAD = "title: T\nscale: 100\ndecimals: 1\n"
CLASSES = "classes: [{name: Xuất sắc, from: 90}, {name: Tốt, from: 80, below: 90}, {name: Khá, over: 65, below: 80}]\n"
ROWS = """
criteria:
- code: I
  name: Nhiệm vụ
  max: 60
  children:
  - {code: I.1, name: A, max: 40, optional: true}
  - {code: I.2, name: B, max: 20}
- {code: II, name: Thi đua, max: 40, children: [{code: II.1, name: C, max: 40}]}
- {code: III, name: Trừ, sign: penalty, children: [{code: III.1, name: D, max: 5}]}
- {code: IV, name: Cộng, sign: bonus, children: [{code: IV.1, name: E, max: 10}]}
"""
FULL = {"I.1": "40", "I.2": "20", "II.1": "40", "III.1": "0", "IV.1": "0"}


def classed(head, **marks):
    """(class, why) of one unit whose rows are full but for `marks`."""
    cells = FULL | {key.replace("_", "."): text for key, text in marks.items()}
    inputs = json.dumps({"members": {"Sở A": {"chốt": cells}}})  # JSON is YAML
    found = trial.score(written.read(HEAD + CLASSES + head + ROWS), inputs)["columns"]["chốt"]["members"]["Sở A"]
    return found["class"], found["class_why"]


@pytest.mark.parametrize(
    ("points", "name"),
    [("30", "Xuất sắc"), ("29,9", "Tốt"), ("20", "Tốt"), ("19,9", "Khá"), ("5,1", "Khá"), ("5", None)],
)
def test_an_edge_says_whether_its_number_belongs(points, name):
    """Từ 90 là cả 90; dưới 90 là chưa tới 90; trên 65 là không kể 65."""
    assert classed("", II_1=points)[0] == name


def test_the_class_comes_with_its_rule():
    """Loại được in cùng khoảng đã xếp; không thuộc loại nào cũng nói."""
    assert classed("", II_1="30,5") == ("Xuất sắc", "90,5 điểm, từ 90: xếp Xuất sắc")
    assert classed("", II_1="0") == (None, "60,0 điểm không thuộc loại nào")


FLOOR = "floors: [{class: Xuất sắc, row: I.2, percent: 80}]\n"


def test_a_row_below_its_floor_takes_the_unit_one_class_down():
    """Đủ 95,9 điểm nhưng dòng I.2 dưới 80%: xếp Tốt, dù quá đầu trên của loại Tốt."""
    assert classed(FLOOR, I_2="15,9") == ("Tốt", "đủ 95,9 điểm nhưng dòng I.2 dưới 80% (15,9/20,0): xếp Tốt")


def test_who_stands_exactly_on_the_floor_keeps_the_class():
    """Đúng 80% (16/20) là đạt."""
    assert classed(FLOOR, I_2="16")[0] == "Xuất sắc"


def test_a_floor_of_every_group_looks_at_the_outermost_base_groups():
    """Không ghi row: mọi nhóm điểm chuẩn ngoài cùng; nhóm cộng, nhóm trừ không kể."""
    head = "floors: [{class: Xuất sắc, percent: 80}]\n"
    assert classed(head)[0] == "Xuất sắc"
    assert classed(head, II_1="31", IV_1="5") == ("Tốt", "đủ 96,0 điểm nhưng nhóm II dưới 80% (31,0/40,0): xếp Tốt")


def test_the_floors_of_the_lower_class_are_asked_too():
    """Xuống loại dưới thì xét mức sàn của loại ấy; không còn loại thì không xếp loại."""
    two = "floors: [{class: Xuất sắc, row: I.2, percent: 80}, {class: Tốt, row: I.2, percent: 70}"
    assert classed(two + "]\n", I_2="13")[0] == "Khá"
    name, why = classed(two + ", {class: Khá, row: I, points: 55}]\n", I_2="13")
    assert (name, why.endswith("nhóm I dưới 55 điểm (53,0): không xếp loại")) == (None, True)


def test_a_floor_in_points_may_bound_what_was_taken_away():
    """Nhóm điểm trừ: mức sàn −1 là không bị trừ quá 1 điểm."""
    head = "floors: [{class: Xuất sắc, row: III, points: -1}]\n"
    assert [classed(head, III_1=lost)[0] for lost in ("1", "1,5")] == ["Xuất sắc", "Tốt"]


def test_what_is_not_assigned_lowers_the_maximum_that_a_floor_looks_at():
    """Dòng I.1 không giao: nhóm I còn tối đa 20, được 15 là 75%; chính dòng ấy không bị xét."""
    head = "class_by: percent\nfloors: [{class: Xuất sắc, row: I, percent: 80}, {class: Xuất sắc, row: I.1, percent: 80}]\n"
    assert classed(head, I_1="kg")[0] == "Xuất sắc"
    name, why = classed(head, I_1="kg", I_2="15")
    assert (name, why) == ("Tốt", "đủ 91,6667% nhưng nhóm I dưới 80% (15,0/20,0): xếp Tốt")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("women: {Sở A: 70%}", "Dòng 2: Sở A: tỷ lệ nữ viết số nữ/tổng số người, ví dụ 35/48"),
        ("women: {Sở A: 49/48}", "Dòng 2: Sở A: tỷ lệ nữ viết số nữ/tổng số người, ví dụ 35/48"),
        ("women_from: nhiều", "Dòng 2: Nhập một số, ví dụ 8,5. Bạn vừa nhập “nhiều”."),
        ("revote: {Sở A: sáu}", "Dòng 2: Sở A: phải là số nguyên"),
        ("decision: {Sở A: [1]}", "Dòng 2: Sở A: phải là số nguyên"),
    ],
)
def test_what_ties_look_at_is_read_with_a_sentence_for_each_bad_line(line, sentence):
    """Số liệu chấm thử về đồng điểm: sai thì nêu dòng và câu nói rõ."""
    read = written.read(HEAD + ROWS)
    with pytest.raises(written.Faulty, match=re.escape(sentence)):
        trial.score(read, "members: {Sở A: {chốt: {I.1: 40}}}\n" + line)


# --- soát khi lưu -----------------------------------------------------------------------------------
def faults(head):
    with pytest.raises(written.Faulty) as found:
        written.read(HEAD + head + ROWS)
    return [sentence for _place, sentence in found.value.faults]


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("classes: [{name: A, from: 90, below: 80}]\n", "loại “A” không chứa số nào: đầu dưới cao hơn đầu trên"),
        ("classes: [{name: A, from: 90}, {name: A, from: 80}]\n", "loại “A” viết hai lần"),
        (CLASSES + "floors: [{class: Kém, percent: 80}]\n", "mức sàn thứ 1: không có loại “Kém”"),
        (CLASSES + "floors: [{class: Tốt, row: IX, percent: 80}]\n", "mức sàn thứ 1: không có dòng “IX”"),
        (CLASSES + "floors: [{class: Tốt, row: I}]\n", "mức sàn thứ 1: ghi percent hoặc points, một trong hai"),
        (CLASSES + "floors: [{class: Tốt, row: III, percent: 80}]\n", "mức sàn thứ 1: không tính được % của III: ghi max (không dùng cho điểm trừ)"),
        ("tie_rules: [coin]\n", "“coin” không có trong: fewer_penalties, core_group, women, more_women, revote, decision, group:…"),
        ("tie_rules: [group:IX]\n", "“group:IX”: không có dòng “IX”"),
        ("tie_rules: [women, women]\n", "“women” viết hai lần"),
        ("tie_rules: [decision, revote]\n", "revote và decision đứng sau cùng, decision sau revote: sau đó không còn gì để xét"),
        ("tie_rules: [revote, women]\n", "revote và decision đứng sau cùng, decision sau revote: sau đó không còn gì để xét"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_not_saved(head, sentence):
    """Loại, mức sàn, cách phân định vô lý thì có câu nói rõ."""
    assert faults(head) == [sentence]


@pytest.mark.parametrize(
    ("classes", "sentences"),
    [
        ("[{name: A, from: 81}, {name: B, from: 71, to: 80}]", ["trên 80 dưới 81 không thuộc loại nào"]),
        ("[{name: A, from: 80.1}, {name: B, from: 71, to: 80}]", []),
        ("[{name: A, over: 80}, {name: B, from: 71, below: 80}]", ["đúng 80 không thuộc loại nào"]),
        ("[{name: A, from: 80}, {name: B, from: 71, to: 80}]", ["đúng 80 thuộc cả “A” và “B”: lấy loại viết trước, “A”"]),
        ("[{name: A, from: 80}, {name: B, from: 71, to: 85}]", ["từ 80 đến 85 thuộc cả “A” và “B”: lấy loại viết trước, “A”"]),
        ("[{name: A, from: 80}, {name: B, from: 70}]", []),
        ("[{name: B, from: 70}, {name: A, from: 80}]", ["từ 80 trở lên thuộc cả “A” và “B”: lấy loại viết trước, “B”"]),
        ("[{name: A, from: 80, to: 100}]", ["trên 100 không thuộc loại nào"]),
    ],
)  # fmt: skip
def test_numbers_in_no_class_or_in_two_are_named(classes, sentences):
    """Chỗ trống và chỗ trùng giữa các loại được báo thành câu, không bị chặn; 80 rồi 80,1 là liền nhau khi điểm có một số lẻ."""
    assert [s for _place, s in written.read(f"{HEAD}classes: {classes}\n{ROWS}").warnings] == sentences


def test_classes_and_ties_come_back_from_excel_as_they_were(tmp_path):
    """Viết ra Excel rồi đọc lại: cách phân định, loại, mức sàn y nguyên."""
    head = "tie_rules: [core_group, women, group:II, revote]\ncore_group: I\n" + CLASSES
    text = HEAD + head + "floors: [{class: Xuất sắc, percent: 80}, {class: Tốt, row: I.2, points: 10.5}]\n" + ROWS
    first = written.read(text)
    (tmp_path / "a.xlsx").write_bytes(written.workbook_of(first))
    again = written.read_workbook(tmp_path / "a.xlsx")
    assert (again.tie_rules, again.settings) == (first.tie_rules, first.settings)
    assert again.settings["floors"] == [
        {"class": "Xuất sắc", "percent": 80},
        {"class": "Tốt", "row": "I.2", "points": 10.5},
    ]


def test_a_bad_floor_in_excel_is_named_by_its_cell(tmp_path):
    """Ô sai trong Excel được nêu đúng ô."""
    first = written.read(HEAD + CLASSES + ROWS)
    first.settings["floors"] = [{"class": "Kém", "percent": 80}]
    (tmp_path / "a.xlsx").write_bytes(written.workbook_of(first))
    with pytest.raises(written.Faulty, match=r"Bộ tiêu chí!B\d+: mức sàn thứ 1: không có loại “Kém”"):
        written.read_workbook(tmp_path / "a.xlsx")


def test_a_group_without_a_printed_maximum_is_as_much_as_its_rows():
    """Nhóm không ghi max: tối đa là tổng các dòng điểm chuẩn."""
    text = (
        HEAD
        + "criteria:\n- {code: I, name: A, children: [{code: '1', name: B, max: 4}, {code: '2', name: C, max: 6}]}\n"
    )
    read = written.read(text + "classes: [{name: A, from: 0}]\nfloors: [{class: A, percent: 50}]\n")
    tree = Tree(read.lines(), read)
    assert (most_of(tree, 1), Classes(tree).floors[0].percent) == (D(10), D(50))
