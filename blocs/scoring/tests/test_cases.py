"""Bảng điểm có thật: mỗi bảng viết theo dạng của hệ thống cho đúng những con số mà tài liệu ghi."""

import json
from decimal import Decimal as D
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from blocs.scoring import written

CASES = Path(__file__).parent / "cases"


def scored(scheme, inputs):
    """What the command prints, with numbers as Decimals."""
    out = StringIO()
    call_command("score_sheet", scheme, inputs, stdout=out)
    return json.loads(out.getvalue(), parse_float=D, parse_int=D)["columns"]


def case(number):
    return scored(CASES / f"case{number}.yaml", CASES / f"case{number}.inputs.yaml")


def points_of(member):
    """{path: points} of a member."""
    return {r["path"]: r["points"] for r in member["rows"]}


def by_code(member, *codes):
    return [next(r["points"] for r in member["rows"] if r["code"] == code) for code in codes]


def test_case_01_the_self_report_and_the_appraisal_come_out_of_the_rows():
    """Tiền Giang 2022: tự chấm 124,4 và thẩm định 118,4 từ từng dòng; từng mục đúng như báo cáo và biên bản."""
    columns = case("01")
    own, agreed = (columns[c]["members"]["Phòng TN&MT thị xã Cai Lậy"] for c in ("tự chấm", "thẩm định"))
    codes = (
        "1",
        "a",
        "a4",
        "a7",
        "b",
        "b2",
        "b3",
        "C",
        "C2",
        "C3",
        "C4",
        "C5",
        "d",
        "d1",
        "d2",
        "2",
        "3",
        "3.3",
        "4",
        "5",
    )
    assert own["total"] == D("124.4")
    assert (agreed["total"], agreed["bonus"], agreed["penalty"]) == (D("118.4"), D("18.4"), D(0))
    assert by_code(own, *codes) == [
        D(n)
        for n in [
            "100.4",
            "40",
            "5.5",
            "11",
            "16",
            "5.5",
            "3.5",
            "26.4",
            "5.7",
            "5.2",
            "4.5",
            "5",
            "18",
            "5",
            "13",
            "2.5",
            "12.5",
            "8",
            "4",
            "5",
        ]
    ]
    assert by_code(agreed, "1", "a", "a7", "d", "d2") == [D("94.4"), D(36), D(7), D(16), D(11)]


def test_case_01_what_is_above_a_cap_is_warned_about_and_kept():
    """Chấm quá mức của bảng: giữ nguyên, có lời báo và lý do; dòng ngoài bảng được đánh dấu."""
    own = case("01")["tự chấm"]["members"]["Phòng TN&MT thị xã Cai Lậy"]
    assert {"row": "1/d/d2/d2.3", "what": "6,00 vượt mức tối đa 2,00"} in own["warnings"]
    assert [row["under"] for row in own["added"]] == ["1/C/C2", "1/C/C4"]


def test_case_03_points_follow_the_leader_of_the_bloc():
    """Quảng Trị: ví dụ của tài liệu (2; 2,5; 5; 3,75), nhóm được giao và không được giao, hạng → điểm của các Cục."""
    members = case("03")["thẩm định"]["members"]
    rows = {code: [by_code(members[m], code)[0] for m in "ABCDEG"] for code in ("1.1", "1.2", "3", "5")}
    assert rows["1.1"] == [D(2), D("2.5"), D(5), D("3.75"), D("2.5"), D("2.5")]
    assert rows["1.2"] == [D(10), D(10), D(5), D(10), D("6.6667"), D(5)]
    assert rows["3"] == [D(0), D(3), D(10), D(-10), D(0), D(0)]
    assert rows["5"] == [D(60), D(30), D(15), D(45), D(0), D(0)]


def test_case_03_a_row_not_assigned_lowers_the_maximum_and_ranks_go_by_percent():
    """Không giao chỉ tiêu 10 điểm thì điểm tối đa là 990; xếp theo tỷ lệ phần trăm."""
    column = case("03")["thẩm định"]
    assert [column["members"][m]["max"] for m in "AB"] == [D(990), D(1000)]
    assert column["members"]["A"]["total"] < column["members"]["B"]["total"] + D(30)
    percents = [column["members"][m]["percent"] for m in column["ranking"]]
    assert percents == sorted(percents, reverse=True)


def test_case_03_the_percent_of_the_document(tmp_path):
    """13 điểm trên 15 điểm được giao là 86,67 %."""
    inputs = tmp_path / "inputs.yaml"
    inputs.write_text('members: {A: {chấm: {"1": 10, "2": 3, "3": kg}}}')
    assert scored(CASES / "case03.percent.yaml", inputs)["chấm"]["members"]["A"]["percent"] == D("86.67")


def test_case_08_base_and_bonus_stand_in_one_row_and_classes_have_open_ends():
    """Đồng Nai: chuẩn và thưởng trong một dòng, sửa một dòng ở cột sau, xếp loại theo khoảng có đầu mở."""
    columns = case("08")
    own, checked = columns["địa phương"]["members"], columns["chuyên viên"]["members"]
    assert [(own[m]["base"], own[m]["bonus"], own[m]["class"]) for m in own] == [
        (D(93), D(4), "Xuất sắc"),
        (D(70), D(3), "Khá"),
    ]
    assert (checked["Phường một"]["total"], checked["Phường một"]["class"]) == (D(94), "Tốt")
    assert own["Phường hai"]["warnings"] == [{"row": "2/2.2", "what": "3,00 vượt mức tối đa 1,00"}]


def test_case_10_tiers_by_two_counts_with_a_hole():
    """Bù Đăng: mức theo hai loại báo cáo thiếu; thiếu một báo cáo tháng rơi vào chỗ trống nên chưa có điểm."""
    members = case("10")["chấm"]["members"]
    assert [by_code(m, "1", "2", "3") for m in members.values()] == [
        [D(5), D(6), D(1)],
        [D(3), None, D(5)],
        [D(0), D(0), D(0)],
    ]
    assert members["Xã hai"]["missing"] == [
        {"row": "2", "why": "1/0 không thuộc mức nào đã ghi; ghi thẳng điểm, ví dụ “= 4”, và nêu lý do"}
    ]


def test_case_11_overlapping_tiers_are_tried_in_order():
    """Hớn Quản: «dưới n» chồng nhau thì lấy mức đúng đầu tiên; điều kiện ghép có và tỷ lệ."""
    members = case("11")["chấm"]["members"]
    assert [list(points_of(m).values())[1:] for m in members.values()] == [
        [D(12), D(6), D(8), D(4)], [D(0), D(8), D(6), D(2)], [D(12), D(0), D(0), D(0)],
    ]  # fmt: skip


def test_case_13_bullets_of_one_row_are_scored_each():
    """Quận 11: nhiều ý có điểm riêng trong một dòng."""
    assert by_code(case("13")["tự chấm"]["members"]["Công đoàn một"], "1", "2", "3") == [D(2), D(3), D(2)]


def test_case_14_a_scale_of_90_with_quarter_points_and_gaps_between_classes():
    """Cựu chiến binh: thang 90, điểm lẻ 0,25; 80,25 rơi giữa hai loại nên không có loại."""
    column = case("14")["chấm"]
    assert column["ranking"] == ["Hòa Bình", "Hòa Hưng", "Tân Lâm", "Bàu Lâm", "Hội bổ sung"]
    assert [m["class"] for m in column["members"].values()] == ["TSVM xuất sắc"] * 4 + [None]


def test_case_20_not_applicable_drops_the_maximum_and_codes_repeat_between_parts():
    """Phú Thọ: «không áp dụng» hạ điểm tối đa; mã 3.2 có ở hai phần, gọi theo phần."""
    first, second = case("20")["tự chấm"]["members"].values()
    assert (first["max"], first["total"]) == (D(66), D("15.5"))
    assert [points_of(second)[path] for path in ("I/3.2", "III/3.2", "I/3.1.1")] == [D("0.5"), D(2), D(0)]


@pytest.mark.parametrize("number", ["01", "03", "08", "10", "11", "13", "14", "20"])
def test_every_case_written_out_is_read_back_the_same(number):
    """Mỗi bảng đọc vào, viết ra, đọc lại: không khác gì."""
    first = written.read((CASES / f"case{number}.yaml").read_bytes())
    again = written.read(written.yaml_of(first))
    assert [(r.code, r.name, r.kind, r.sign, r.most, r.params, r.evidence) for r, _p in again.walk()] == [
        (r.code, r.name, r.kind, r.sign, r.most, r.params, r.evidence) for r, _p in first.walk()
    ]
    assert (again.settings, again.scale) == (first.settings, first.scale)


def test_a_workbook_is_tried_like_the_yaml_it_was_made_of(tmp_path):
    """Chấm thử bằng sổ Excel cho đúng kết quả của tệp YAML."""
    book = tmp_path / "case03.xlsx"
    book.write_bytes(written.workbook_of(written.read((CASES / "case03.yaml").read_bytes())))
    assert scored(book, CASES / "case03.inputs.yaml") == case("03")


def test_inputs_name_a_unit_once_and_every_missing_row(tmp_path):
    """Một đơn vị ghi hai lần thì bị từ chối; ô còn trống thì nói dòng nào, tổng vẫn tính phần đã có."""
    inputs = tmp_path / "inputs.yaml"
    inputs.write_text('members:\n  A: {chấm: {"1": 5}}\n  A: {chấm: {"1": 6}}\n')
    with pytest.raises(CommandError, match="Dòng 3: “A” viết hai lần"):
        scored(CASES / "case03.percent.yaml", inputs)
    inputs.write_text('members:\n  A: {chấm: {"1": 5}}\n')
    told = scored(CASES / "case03.percent.yaml", inputs)["chấm"]["members"]["A"]
    assert (told["total"], told["complete"], [m["row"] for m in told["missing"]]) == (D(5), False, ["2", "3"])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('A: {chấm: {"9": 1}}', "không có dòng “9”"),
        ('A: {chấm: {"1": mười}}', "Bạn vừa nhập “mười”"),
        ('A: {chấm: {"1": 1, "1": 2}}', "viết hai lần"),
        ('A: {chấm: {"1": kg}}', "Dòng này giao cho mọi đơn vị"),
        ('A: {chấm: {"1": {count: 2}}}', "không có số “count”"),
        ("A: {chấm: {added: [{name: x, points: 1, under: ZZ}]}}", "không có dòng “ZZ”"),
    ],
)
def test_bad_inputs_are_named_by_line(tmp_path, line, sentence):
    """Số liệu sai: nêu dòng và câu, không in gì."""
    inputs = tmp_path / "inputs.yaml"
    inputs.write_text(f"members:\n  {line}\n")
    with pytest.raises(CommandError, match="Dòng 2") as refusal:
        scored(CASES / "case03.percent.yaml", inputs)
    assert sentence in str(refusal.value)
