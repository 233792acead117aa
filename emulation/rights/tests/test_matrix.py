"""Ma trận quyền: reality against the table. Every cell in `./dev soak` and `manage.py rights`; here pages and refusals in turn."""

import pytest

from emulation.rights import objects, table, walk
from emulation.rights.patterns import DONE
from emulation.rights.trial import Trial
from emulation.rights.turns import alike, in_turn, questions

FEW = 2


def test_every_address_has_a_row():
    """Địa chỉ nào cũng có dòng trong bảng, dòng nào cũng có địa chỉ."""
    assert sorted({row.url for row in table.ROWS}) == sorted(set(walk.names()))


def test_every_permission_is_tried_as_administrator():
    """Quyền nào của nhà cũng được thử với người quản trị."""
    assert set(table.permissions.SUBJECTS) == walk.permissions()


@pytest.mark.django_db
@pytest.mark.parametrize("few", [FEW, pytest.param(None, marks=pytest.mark.soak)])
def test_reality_is_as_the_table_says(few):
    """Mỗi kiểu người, mỗi cách hỏi, mỗi đối tượng nhận đúng điều bảng ghi; bị từ chối thì không đọc được gì, không ghi gì."""
    trial = Trial(objects.build(), few)
    found = trial.administrators() + [difference for row in table.ROWS for difference in trial.differences(row)]
    assert not found, "\n" + "\n".join(map(str, found))


def test_everybody_meets_every_answer_in_every_room():
    """Hỏi lần lượt thì ai cũng gặp mọi câu trả lời mà bảng dành cho họ ở mỗi phòng, mỗi nơi, mỗi cách hỏi; ai được làm thì luôn được hỏi."""
    asked, told, met = in_turn(table.ROWS, FEW), set(), set()
    for row in table.ROWS:
        for scope, method in questions(row):
            kinds = asked[str(row), scope, method]
            for group, same in alike(row, scope, method).items():
                told |= {(group, kind) for kind in same}
                met |= {(group, kind) for kind in same if kind in kinds}
                if group[-1] == DONE:
                    assert set(same) <= set(kinds)
    assert met == told


def test_no_two_rows_have_one_name():
    """Hai dòng của một địa chỉ khác nhau ở tình huống."""
    names = [str(row) for row in table.ROWS]
    assert sorted(names) == sorted(set(names))
