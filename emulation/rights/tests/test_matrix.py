"""Ma trận quyền: reality against the table. Every cell in `./dev soak` and `manage.py rights`; here pages and refusals in turn."""

import pytest

from emulation.rights import objects, table, walk
from emulation.rights.kinds import KINDS
from emulation.rights.patterns import DONE, IN
from emulation.rights.trial import Trial
from emulation.rights.turns import alike, everybody, in_turn, questions
from emulation.testing_ground import laid_once

SHARES = 3
world = laid_once(objects.build)


def test_every_address_has_a_row():
    """Địa chỉ nào cũng có dòng trong bảng, dòng nào cũng có địa chỉ."""
    assert sorted({row.url for row in table.ROWS}) == sorted(set(walk.names()))


def test_every_permission_is_tried_as_administrator():
    """Quyền nào của nhà cũng được thử với người quản trị."""
    assert set(table.permissions.SUBJECTS) == walk.permissions()


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_reality_is_as_the_table_says(share):
    """Dòng nào cũng được hỏi: mọi người được làm, và lần lượt những người còn lại, nhận đúng điều bảng ghi; bị từ chối thì không đọc được gì, không ghi gì."""
    trial = Trial(world(), in_turn(table.ROWS))
    assert "\n".join(str(d) for row in table.ROWS[share::SHARES] for d in trial.differences(row)) == ""


@pytest.mark.django_db
def test_an_administrator_may_with_an_open_shift_what_the_table_says():
    """Người quản trị, có và không có phiên làm việc đang mở, chỉ làm được điều bảng ghi."""
    assert "\n".join(map(str, Trial(world(), {}).administrators())) == ""


@pytest.mark.django_db
@pytest.mark.soak
def test_every_cell_is_as_the_table_says():
    """Mỗi kiểu người, mỗi cách hỏi, mỗi đối tượng nhận đúng điều bảng ghi."""
    trial = Trial(world(), everybody(table.ROWS))
    assert "\n".join(str(d) for row in table.ROWS for d in trial.differences(row)) == ""


def test_who_may_act_is_always_asked_and_of_every_other_answer_somebody():
    """Hỏi lần lượt thì ai được làm luôn được hỏi, và mỗi câu trả lời khác của mỗi dòng có người được hỏi."""
    asked = in_turn(table.ROWS)
    for row in table.ROWS:
        for scope, method in questions(row):
            chosen = set(asked[str(row), scope, method])
            for answer, kinds in alike(row, scope, method).items():
                assert chosen.issuperset(kinds) if answer in (IN, DONE) else chosen.intersection(kinds)


def test_everybody_is_asked_in_a_room():
    """Hỏi lần lượt thì kiểu người nào cũng được hỏi ở phòng có nhiều dòng."""
    told = [row for row in table.ROWS if row.room == "scoring"]
    assert {kind for kinds in in_turn(told).values() for kind in kinds} == set(KINDS)


def test_no_two_rows_have_one_name():
    """Hai dòng của một địa chỉ khác nhau ở tình huống."""
    names = [str(row) for row in table.ROWS]
    assert sorted(names) == sorted(set(names))
