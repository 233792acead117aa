"""Hai người sửa một dự thảo: trang cũ không sửa nhầm dòng, không ghi đè điều chưa thấy, và không làm mất điều đã gõ."""

import pytest
from django.urls import reverse

from blocs.roster.models import Office
from blocs.scoring import schemes, workflow
from blocs.scoring.models import Criterion, Scheme
from blocs.scoring.written import Seen, editing
from emulation.accounts.models import User
from emulation.testing import sitting

from .building import OPENED, cast, scheme_of
from .test_drafting import ROW, rows, shown
from .test_races import together

pytestmark = pytest.mark.django_db
FIRST_ROW = {"code": "1.1", "name": "Hoàn thành chương trình", "sign": "base", "most": "9,5", "kind": "direct"}


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def draft(people):
    return scheme_of(people, adopted=False)


@pytest.fixture
def pages(client_of, people, draft):
    """Two people of the secretariat. Out: (mine, theirs), each `open(name, position)` → `send(data)` → response."""
    other = sitting(Office.SECRETARIAT, unit=people.year.bloc.secretariat)

    def reader(user):
        client = client_of(user, OPENED)

        def open_(name, position):
            carried = {"seen": shown(client, name, draft, position)}
            page = reverse(f"scoring:{name}", args=[draft.pk, position])
            return lambda data: client.post(page, carried | data)

        return open_

    return reader(people.secretary), reader(other)


def sentence(response):
    (told,) = response.context["form"].non_field_errors()
    return told


def names(scheme):
    return dict(Criterion.objects.filter(scheme=scheme).values_list("code", "name"))


def test_a_row_is_changed_where_it_stands_by_now(pages, draft):
    """Người khác vừa thêm dòng phía trên: điều tôi gõ vẫn vào đúng dòng tôi đã mở, dòng mới của họ còn nguyên."""
    mine, theirs = pages
    send = mine("edit_row", 3)
    theirs("add_row", 2)({**ROW, "code": "0.9", "kind": "direct"})
    assert send({**FIRST_ROW, "code": "1.2", "name": "Giải quyết hồ sơ", "most": "5"}).status_code == 302
    assert rows(draft)[:5] == ["I", "1.1", "0.9", "1.2", "II"]
    assert names(draft)["1.2"] == "Giải quyết hồ sơ"
    assert names(draft)["1.1"] == "Hoàn thành chương trình công tác"


def test_a_row_changed_meanwhile_is_told_and_nothing_typed_is_lost(pages, draft):
    """Người khác vừa sửa chính dòng ấy: một câu nói ai, làm gì, dòng nay ra sao; bấm lần nữa thì ghi điều tôi gõ."""
    mine, theirs = pages
    send = mine("edit_row", 2)
    theirs("edit_row", 2)(FIRST_ROW | {"name": "Chương trình công tác năm"})

    stale = send(FIRST_ROW)

    assert sentence(stale) == (
        "Từ khi trang này mở, dự thảo đã đổi: Chuyên viên cơ quan thường trực Ban Thi đua - Khen thưởng sửa dòng 1.1 lúc 09:00. "
        "Dòng này nay là “1.1 Chương trình công tác năm” (tối đa 9,5). Nhập thẳng số điểm, tối đa 9,50. "
        "Chưa ghi gì; điều bạn gõ còn nguyên: bấm lần nữa thì ghi theo điều bạn gõ."
    )
    assert stale.context["form"]["name"].value() == "Hoàn thành chương trình"
    assert names(draft)["1.1"] == "Chương trình công tác năm"
    carried = {"seen": stale.context["form"]["seen"].value()}
    assert send(FIRST_ROW | carried).status_code == 302
    assert names(draft)["1.1"] == "Hoàn thành chương trình"


def test_a_row_taken_away_meanwhile_leaves_what_was_typed(pages, draft):
    """Người khác vừa bỏ dòng ấy: điều tôi gõ còn nguyên trên trang, không dòng nào khác bị sửa thay."""
    mine, theirs = pages
    send = mine("edit_row", 2)
    theirs("move_row", 2)({"way": "remove"})

    stale = send(FIRST_ROW)

    assert "bỏ dòng 1.1 lúc 09:00" in sentence(stale)
    assert "Dòng 1.1 không còn trong dự thảo" in sentence(stale)
    assert stale.context["form"]["name"].value() == "Hoàn thành chương trình"
    assert rows(draft)[:3] == ["I", "1.2", "II"]
    assert names(draft)["1.2"] == "Giải quyết hồ sơ đúng hạn"


@pytest.mark.parametrize("way", ["up", "down", "in", "out", "remove"])
def test_a_button_of_an_old_page_moves_nothing(pages, draft, way):
    """Bấm nút trên trang cũ: không dòng nào bị chuyển hay bỏ nhầm, và biết ai vừa đổi gì."""
    mine, theirs = pages
    send = mine("move_row", 3)
    theirs("move_row", 2)({"way": "down"})
    before = rows(draft)

    answer = send({"way": way})

    assert answer.status_code == 409
    assert "chuyển dòng 1.1 lúc 09:00" in answer.content.decode()
    assert rows(draft) == before


def test_what_an_old_page_adds_and_splits_goes_to_its_row(pages, draft):
    """Thêm dưới một dòng, tách một dòng trên trang cũ: theo dòng đã thấy, không theo số thứ tự."""
    mine, theirs = pages
    add, split = mine("add_row", 3), mine("split_row", 5)
    theirs("move_row", 2)({"way": "remove"})
    assert add({**ROW, "kind": "direct"}).status_code == 302
    assert split({"parts": "A | 2\nB | 3"}).status_code == 302
    assert rows(draft)[:6] == ["I", "1.2", "1.3", "II", "2.1", "2.1.1"]


def test_a_page_that_carries_nothing_changes_nothing_unseen(pages, draft):
    """Trang không nói đã thấy gì: chưa ghi, dòng hiện ra để đọc; đọc rồi bấm lần nữa thì ghi."""
    mine, _theirs = pages
    told = mine("edit_row", 2)(FIRST_ROW | {"seen": ""})
    assert "Dòng này nay là “1.1 Hoàn thành chương trình công tác”" in sentence(told)
    assert names(draft)["1.1"] == "Hoàn thành chương trình công tác"
    assert mine("move_row", 2)({"way": "remove", "seen": ""}).status_code == 409


def test_only_a_draft_that_was_read_is_adopted(client_of, people, draft, pages):
    """Đọc dự thảo, người khác sửa, bấm thông qua: bị từ chối bằng một câu; đọc lại rồi thì thông qua được."""
    _mine, theirs = pages
    client, page = client_of(people.secretary, OPENED), reverse("scoring:scheme", args=[draft.pk])
    seen = client.get(page).context["seen"]
    theirs("edit_row", 2)(FIRST_ROW)
    answer = client.post(reverse("scoring:adopt_scheme", args=[draft.pk]), {"seen": seen})
    assert "sửa dòng 1.1 lúc 09:00" in answer.content.decode()
    assert Scheme.objects.get(pk=draft.pk).state == "draft"
    client.post(reverse("scoring:adopt_scheme", args=[draft.pk]), {"seen": client.get(page).context["seen"]})
    assert Scheme.objects.get(pk=draft.pk).state == "adopted"


def renaming(scheme, by, position, name):
    def act(barrier):
        me, mine = User.objects.get(pk=by.pk), Scheme.objects.get(pk=scheme.pk)
        seen = Seen.at(schemes.as_written(mine), position)
        barrier.wait(10)
        change = lambda rows, n: editing.changed(rows, n, name=name)  # noqa: E731 - one word of what is typed
        schemes.rewrite_scheme(mine, change, seen=seen, did="edit", by=me, at=OPENED)

    return act


@pytest.mark.django_db(transaction=True)
def test_of_two_hands_at_once_on_one_row_one_is_stored_and_the_other_is_told():
    """Cùng một lúc: một dòng thì một người ghi được, người kia được báo; hai dòng khác nhau thì cả hai được ghi."""
    people = cast()
    scheme = scheme_of(people, adopted=False)
    by = people.secretary
    given = together(renaming(scheme, by, 2, "Của một"), renaming(scheme, by, 2, "Của hai"))
    assert sorted(g and g[:5] for g in given if g) == ["Stale"]
    assert names(scheme)["1.1"] == ("Của hai" if given[0] else "Của một")

    assert together(renaming(scheme, by, 3, "Của ba"), renaming(scheme, by, 5, "Của năm")) == [None, None]
    assert (names(scheme)["1.2"], names(scheme)["2.1"]) == ("Của ba", "Của năm")
    workflow.adopt_scheme(Scheme.objects.get(pk=scheme.pk), by=by, at=OPENED)
