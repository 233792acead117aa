"""Sửa dự thảo trên trang: thêm, sửa, chuyển, bỏ, tách một dòng trong số điểm; bản đã thông qua không sửa được."""

import pytest
from django.urls import reverse

from blocs.scoring import workflow
from blocs.scoring.models import Criterion

from .building import OPENED, cast, scheme_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def draft(people):
    return scheme_of(people, adopted=False)


def rows(scheme):
    return list(Criterion.objects.filter(scheme=scheme).order_by("position").values_list("code", flat=True))


def shown(client, name, scheme, position):
    """What a page just opened carries of the draft."""
    if name == "move_row":
        return client.get(reverse("scoring:draft", args=[scheme.pk])).context["seen"]
    return str(client.get(reverse(f"scoring:{name}", args=[scheme.pk, position])).context["form"].initial["seen"])


def post(client_of, people, name, scheme, position, data, query=""):
    client, page = client_of(people.secretary, OPENED), reverse(f"scoring:{name}", args=[scheme.pk, position])
    return client.post(page + query, {"seen": shown(client, name, scheme, position)} | data)


ROW = {"code": "1.3", "name": "Dòng mới", "sign": "base", "most": "5", "kind": "bands"}


def test_a_row_is_added_with_the_settings_of_its_kind(client_of, people, draft):
    """Thêm một dòng theo khoảng: tham số gõ trong ô, mỗi dòng một khoảng."""
    done = post(client_of, people, "add_row", draft, 2, ROW | {"o-bands": "5 | | 98\n4 | 97 | | | 98", "o-else": "0"})
    assert done.status_code == 302
    made = Criterion.objects.get(scheme=draft, code="1.3")
    assert made.params == {"bands": [{"points": 5, "over": 98}, {"points": 4, "from": 97, "below": 98}], "else": 0}
    assert rows(draft) == ["I", "1.1", "1.3", "1.2", "II", "2.1", "III", "3.1", "IV", "4.1"]


def test_what_is_wrong_stands_at_its_field_and_nothing_is_stored(client_of, people, draft):
    """Tham số sai: câu ở đúng ô, chưa ghi gì; thiếu tham số bắt buộc cũng vậy."""
    wrong = post(client_of, people, "add_row", draft, 2, ROW | {"o-bands": "năm"})
    assert "o-bands" in wrong.context["form"].errors
    missing = post(client_of, people, "add_row", draft, 2, ROW)
    assert missing.context["form"].non_field_errors() == ["thiếu “bands” (các khoảng)"]
    assert len(rows(draft)) == 9


def test_a_row_is_changed_and_the_whole_is_judged_again(client_of, people, draft):
    """Sửa một dòng thành công thức gọi vòng: bị từ chối bằng một câu."""
    circle = {
        "code": "1.1",
        "name": "A",
        "sign": "base",
        "most": "10",
        "kind": "formula",
        "o-formula": "p",
        "o-rows": "p | 1.1",
    }
    page = post(client_of, people, "edit_row", draft, 2, circle)
    assert page.context["form"].non_field_errors() == ["các dòng tính vòng lẫn nhau: 1.1 → 1.1"]
    post(client_of, people, "edit_row", draft, 2, circle | {"o-rows": "p | 2.1", "o-formula": "p * 2"})
    assert Criterion.objects.get(scheme=draft, code="1.1").kind == "formula"


@pytest.mark.parametrize(
    ("position", "way", "expected"),
    [
        (3, "up", ["I", "1.2", "1.1", "II", "2.1"]),
        (2, "down", ["I", "1.2", "1.1", "II", "2.1"]),
        (3, "out", ["I", "1.1", "1.2", "II", "2.1"]),
        (3, "remove", ["I", "1.1", "II", "2.1"]),
        (1, "down", ["II", "2.1", "I", "1.1", "1.2"]),
    ],
)
def test_rows_are_moved_and_removed(client_of, people, draft, position, way, expected):
    """Lên, xuống, ra khỏi nhóm, bỏ; nhóm đi cùng các dòng con."""
    post(client_of, people, "move_row", draft, position, {"way": way})
    assert rows(draft)[: len(expected)] == expected


def test_after_an_act_the_draft_is_read_on_at_the_row(client_of, people, draft):
    """Làm xong thì trở lại đúng dòng ấy, không phải về đầu bảng hai trăm dòng."""
    done = post(client_of, people, "move_row", draft, 3, {"way": "up"})
    assert done["Location"] == reverse("scoring:draft", args=[draft.pk]) + "#d3"


def test_a_row_cannot_move_beyond_its_group(client_of, people, draft):
    """Dòng đầu không lên được nữa: một câu, không đổi gì."""
    page = post(client_of, people, "move_row", draft, 2, {"way": "up"})
    assert "Dòng đã ở đầu hoặc cuối nhóm." in page.content.decode()
    assert rows(draft)[1] == "1.1"


def test_a_heading_is_split_within_its_points(client_of, people, draft):
    """Tách dòng 10 điểm thành 6 và 4; cộng không đúng thì bị từ chối."""
    refused = post(client_of, people, "split_row", draft, 2, {"parts": "Phần một | 6\nPhần hai | 3"})
    assert "Các phần cộng lại 9, phải đúng 10 điểm của dòng." in str(refused.context["form"].errors)
    post(client_of, people, "split_row", draft, 2, {"parts": "Phần một | 6\nPhần hai | 4"})
    made = Criterion.objects.filter(scheme=draft, parent__code="1.1").values_list("code", "name", "max_points")
    assert list(made) == [("1.1.1", "Phần một", 6), ("1.1.2", "Phần hai", 4)]


def test_an_adopted_scheme_is_never_edited(client_of, people, draft):
    """Bản đã thông qua: mọi việc sửa đều bị từ chối."""
    workflow.adopt_scheme(draft, by=people.secretary, at=OPENED)
    page = post(client_of, people, "move_row", draft, 3, {"way": "up"})
    assert "Bản đã thông qua không sửa được" in page.content.decode()
    assert rows(draft)[1] == "1.1"


def test_the_draft_page_and_its_forms_open(client_of, people, draft):
    """Trang dự thảo và các trang sửa, thêm, tách mở được; dòng không có thì 404."""
    client = client_of(people.secretary, OPENED)
    assert "Thêm trong" in client.get(reverse("scoring:draft", args=[draft.pk])).content.decode()
    for name in ("edit_row", "add_row", "split_row"):
        assert client.get(reverse(f"scoring:{name}", args=[draft.pk, 2])).status_code == 200
    assert client.get(reverse("scoring:edit_row", args=[draft.pk, 99])).status_code == 404


def test_a_group_is_not_removed_at_one_click(client_of, people, draft):
    """Nút «Bỏ» của một dòng bỏ ngay; của một nhóm thì mở ra câu hỏi trước, nói là bỏ cả các dòng bên trong."""
    page = client_of(people.secretary, OPENED).get(reverse("scoring:draft", args=[draft.pk])).content.decode()
    groups, leaves = page.count("Bỏ cả nhóm và mọi dòng bên trong"), page.count(">Bỏ</button>")
    kinds = list(Criterion.objects.filter(scheme=draft).values_list("kind", flat=True))
    assert (groups, leaves) == (kinds.count("group"), len(kinds) - kinds.count("group"))
