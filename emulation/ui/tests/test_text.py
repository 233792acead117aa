"""Chữ Việt: tìm không dấu, xếp theo từ điển, số viết với dấu phẩy."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from emulation.ui import text
from emulation.ui.fields import DecimalCommaField, as_typed, clean_lines, parse_number
from emulation.ui.numbers import money, padded, points
from emulation.ui.text import clean, fold, person_key, sort_key

# Written by hand, as a Vietnamese dictionary lists them: letter by letter, then ngang huyền hỏi ngã sắc nặng.
DICTIONARY = [
    "An Giang", "Ăn", "Ân", "Bắc Giang", "Cà Mau", "Dân", "Đà", "Đak Pơ", "Đắk Lắk", "Đức", "E", "Ê", "ma", "mà", "mả",
    "mã", "má", "mạ", "mai", "Ô", "Ơ", "Sở Công thương", "Sở Nội vụ", "Sở Nông nghiệp", "Sở Xây dựng", "Uy", "Ưng", "ỷ",
]  # fmt: skip
DECIMALS = some.decimals(min_value=-(10**7), max_value=10**7, places=4, allow_nan=False)


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\x1f", "\x7f", "\x85", "\u202e", "\u2066", "\ud800", "\uffff"])
def test_signs_that_nobody_sees_are_not_kept(sign):
    """Ký tự điều khiển làm hỏng tệp Word, Excel của cả khối; dấu đảo chiều làm chữ trên màn hình khác chữ được lưu: bỏ từ lúc nhập."""
    assert clean(f"Sở{sign} Nội vụ{sign}") == "Sở Nội vụ"
    assert clean_lines(f"một{sign}\r\nhai\tba") == "một\nhai ba"
    assert clean("một\x0bhai") == "một hai"


def test_words_sort_as_in_a_vietnamese_dictionary():
    """Đ đứng sau D, Ă và Â sau A, Ơ sau Ô; dấu thanh chỉ phân xử khi chữ giống nhau."""
    by_code_point = sorted(DICTIONARY)
    assert by_code_point != DICTIONARY
    assert sorted(by_code_point, key=sort_key) == DICTIONARY


def test_what_is_typed_without_tones_finds_the_word():
    """Gõ “so noi vu” tìm được “Sở Nội vụ”, kể cả khi dấu được gõ rời."""
    assert "so noi vu" in fold("Sở Nội vụ")
    assert fold("So\u031b\u0309 No\u0323\u0302i vu\u0323") == "so noi vu"
    assert fold("Đắk Lắk") == "dak lak"


def test_two_ways_of_typing_are_one_text():
    """Dấu rời và dấu liền là một; khoảng trắng thừa và chữ Ð của nước khác không làm thành tên mới."""
    assert clean("  So\u031b\u0309\u00a0 Nội  vụ ") == "Sở Nội vụ"
    assert clean("Ðà Nẵng") == "Đà Nẵng"


@given(some.text())
def test_cleaning_twice_changes_nothing_more(text):
    """Chuỗi đã chuẩn thì chuẩn mãi."""
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


def test_people_sort_by_given_name():
    """Người xếp theo tên gọi, rồi mới đến họ và đệm."""
    assert sorted(["Trần Thị Ba", "Nguyễn Văn Bảy", "Lê An"], key=person_key)[0] == "Lê An"
    assert person_key("Lê Văn Ân") > person_key("Trần An")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8,5", "8.5"),
        ("8.5", "8.5"),
        ("08,50", "8.50"),
        ("1.234,5", "1234.5"),
        ("−0,5", "-0.5"),
        ("0.125", "0.125"),
        ("7", "7"),
    ],
)
def test_a_number_is_read_with_comma_or_dot(typed, meant):
    """Dấu phẩy hay dấu chấm đều đọc được."""
    assert parse_number(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["98.5.0", "tám", "1,2,3", "", "1e5", "--1", "1.23,4", "٣"])
def test_what_is_no_number_is_repeated_in_the_refusal(typed):
    """Câu báo nhắc lại điều vừa gõ."""
    with pytest.raises(ValueError, match="Bạn vừa nhập"):
        parse_number(typed)


def test_a_number_that_reads_two_ways_is_refused():
    """1.234 có thể là một nghìn hay một phẩy: hỏi lại, không đoán."""
    with pytest.raises(ValueError, match="1234 hoặc 1,234"):
        parse_number("1.234")


@given(DECIMALS)
def test_what_is_shown_can_be_typed_back(number):
    """Con số ô nhập tự viết ra thì đọc lại đúng con số ấy."""
    assert parse_number(as_typed(number)) == number
    assert DecimalCommaField(max_digits=12, decimal_places=4).clean(as_typed(number)) == number


@given(DECIMALS)
def test_printed_points_read_back_as_the_rounded_number(number):
    """Điểm in ra đọc lại được, sai không quá nửa đơn vị cuối."""
    assert abs(parse_number(points(number, 2)) - number) <= Decimal("0.005")


def test_points_are_written_as_in_the_scheme():
    """8,50; 1.234,57; dấu trừ U+2212; nửa thì làm tròn lên; số không thì không có dấu."""
    assert [points("8.5"), points(Decimal("1234.565")), points("-0.25"), points("0.125"), points("-0.004")] == [
        "8,50", "1.234,57", "\u22120,25", "0,13", "0,00",
    ]  # fmt: skip
    assert points(None) == points("") == ""
    assert points(8, 0) == "8"


def test_money_and_small_counts_are_written_as_on_paper():
    """1.490.000 đồng; số dưới mười có số không ở trước."""
    assert money("1490000") == "1.490.000"
    assert [padded(3), padded("12"), padded(None)] == ["03", "12", ""]


def test_a_number_outside_the_range_is_told_the_range():
    """Ngoài khoảng thì câu báo nêu khoảng và số vừa gõ."""
    with pytest.raises(ValidationError, match=r"từ 0 đến 100\. Bạn vừa nhập “100,5”"):
        DecimalCommaField(min_value=0, max_value=100).clean("100.5")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("SỞ NỘI VỤ", ["SỞ NỘI VỤ"]),
        ("KHỐI THI ĐUA HÀNH CHÍNH – TỔNG HỢP", ["KHỐI THI ĐUA", "HÀNH CHÍNH – TỔNG HỢP"]),
        ("KHỐI THI ĐUA BAN, ĐƠN VỊ, CƠ QUAN ĐẢNG", ["KHỐI THI ĐUA BAN,", "ĐƠN VỊ, CƠ QUAN ĐẢNG"]),
        ("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG TỈNH KON TUM", ["HỘI ĐỒNG", "THI ĐUA - KHEN THƯỞNG", "TỈNH KON TUM"]),
        ("ỦY BAN NHÂN DÂN TỈNH KON TUM", ["ỦY BAN NHÂN DÂN", "TỈNH KON TUM"]),
        ("Khối thi đua Hành chính – Tổng hợp", ["Khối thi đua", "Hành chính – Tổng hợp"]),
        ("Thủ trưởng Sở Kế hoạch và Đầu tư", ["Thủ trưởng Sở", "Kế hoạch và Đầu tư"]),
        ("Trung tâm Sở Giao thông – Vận tải", ["Trung tâm Sở", "Giao thông – Vận tải"]),
        ("Sở Nông nghiệp và Phát triển nông thôn", ["Sở Nông nghiệp và", "Phát triển nông thôn"]),
        ("Trường Chính trị Nguyễn Văn Linh", ["Trường Chính trị", "Nguyễn Văn Linh"]),
        ("A" * 40, ["A" * 40]),
    ],
)
def test_a_long_name_is_broken_where_its_parts_meet(name, lines):
    """Tên cơ quan trên đầu văn bản không bị ngắt giữa hai tiếng của một từ; chữ dài quá thì để nguyên."""
    assert text.in_lines(name, 23).split("\n") == lines


def test_the_longest_name_the_house_keeps_is_broken_at_once():
    """Tên dài 255 chữ cái cũng ngắt ngay, không dòng nào quá rộng, không mất chữ nào."""
    name = " ".join(["nghiêng"] * 32)[:255]
    lines = text.in_lines(name, 23).split("\n")
    assert " ".join(lines) == name
    assert max(map(len, lines)) == 23


def test_a_province_within_a_name():
    """«Hội đồng … tỉnh Kon Tum»; Tỉnh ủy và Thành phố Hồ Chí Minh giữ chữ hoa."""
    names = ("Tỉnh Kon Tum", "Thành phố Huế", "Thành phố Hồ Chí Minh", "Tỉnh ủy Quảng Nam", "Bộ Nội vụ")
    assert [text.within_a_name(n)[0] for n in names] == ["t", "t", "T", "T", "B"]


def test_the_lines_of_a_text_are_headings_or_paragraphs():
    """Chương, mục La Mã, Điều có tên là đề mục; Điều viết liền câu thì chỉ số là đậm."""
    lines = [
        "Chương I",
        "QUY ĐỊNH CHUNG",
        "Điều 1. Phạm vi",
        "Điều 2. Bình xét theo điểm.",
        "II. NỘI DUNG",
        "Ba đơn vị.",
    ]
    assert text.set_lines("\n".join(lines)) == text.set_lines(lines)
    assert [(kind, number) for kind, number, _words in text.set_lines(lines)] == [
        ("chapter", ""), ("chapter", ""), ("article", ""), ("line", "Điều 2."), ("part", ""), ("line", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("office", "unit", "alone"),
    [
        ("Giám đốc Sở Nội vụ", "Sở Nội vụ", "Giám đốc"), ("Chánh Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh", "Chánh Văn phòng"),
        ("Chánh Thanh tra tỉnh", "Thanh tra tỉnh", "Chánh Thanh tra"), ("Trưởng Cụm loa", "Cụm loa", "Trưởng Cụm loa"),
        ("KT. Trưởng Ban Tổ chức Tỉnh ủy", "Ban Tổ chức Tỉnh ủy", "KT. Trưởng Ban"), ("Hiệu trưởng", "Trường Chính trị", "Hiệu trưởng"),
    ],
)  # fmt: skip
def test_an_office_under_its_unit_does_not_repeat_it(office, unit, alone):
    """Dưới tên đơn vị, chức danh không nhắc lại tên đơn vị."""
    assert text.office_alone(office, unit) == alone
