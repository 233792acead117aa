"""Khác nhau giữa hai bản lời: bỏ chữ nào, thêm chữ nào, theo từng đoạn; không mất chữ nào của bản nào."""

from random import Random

from emulation.ui.differences import GONE, NEW, SAME, differences


def told(before, after):
    return [[(piece.how, piece.words) for piece in pieces] for pieces in differences(before, after)]


def test_one_number_that_changed_is_one_word_gone_and_one_new():
    """Đổi một số thì chỉ số ấy được chỉ ra."""
    assert told("có 01 đơn vị đạt", "có 02 đơn vị đạt") == [
        [(SAME, "có"), (GONE, "01"), (NEW, "02"), (SAME, "đơn vị đạt")]
    ]


def test_a_new_paragraph_stands_alone():
    """Thêm một đoạn thì đoạn khác không bị đụng."""
    assert told("một\nba", "một\nhai\nba") == [[(SAME, "một")], [(NEW, "hai")], [(SAME, "ba")]]


def test_a_paragraph_struck_out_stands_alone():
    """Bỏ một đoạn thì chỉ đoạn ấy bị bỏ."""
    assert told("một\nhai", "hai") == [[(GONE, "một")], [(SAME, "hai")]]


def test_two_endless_texts_are_not_compared_word_by_word():
    """Hai đoạn dài bất thường: bỏ cả đoạn này, thêm cả đoạn kia, không so từng chữ hàng phút."""
    before, after = "a b " * 3000, "b a " * 3000
    assert told(before, after) == [[(GONE, before.strip()), (NEW, after.strip())]]


def test_the_same_text_has_no_difference():
    """Hai bản như nhau thì không có gì bỏ, không có gì thêm."""
    assert told("một\nhai", "một\nhai") == [[(SAME, "một")], [(SAME, "hai")]]


def test_both_texts_can_be_read_from_the_difference():
    """Hai trăm cặp bất kỳ: bỏ phần thêm ra bản cũ, bỏ phần bỏ ra bản mới, không mất chữ nào."""
    chance = Random("hai bản")  # noqa: S311
    for _turn in range(200):
        before, after = (
            "\n".join(" ".join(chance.choices("ăâđêôơư", k=chance.randint(1, 9))) for _line in range(chance.randint(0, 5)))
            for _text in range(2)
        )  # fmt: skip
        pieces = [piece for pieces in differences(before, after) for piece in pieces]
        assert " ".join(p.words for p in pieces if p.how != NEW).split() == before.split()
        assert " ".join(p.words for p in pieces if p.how != GONE).split() == after.split()
