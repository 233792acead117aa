from datetime import date

import pytest

from blocs.roster.models import Office
from emulation.law import reports, workflow
from emulation.law.models import Citation, CitedBy, Fact
from emulation.testing import day, province, secretariat_of, sitting

pytestmark = pytest.mark.django_db
TURNS = [date(2025, 6, 30), date(2025, 7, 1), date(2026, 9, 30), date(2026, 10, 1)]


@pytest.fixture
def officer():
    return sitting(Office.SECRETARIAT, unit=secretariat_of(province()))


def confirm_all(officer):
    for fact in Fact.objects.to_be_checked().filter(kind="text"):
        workflow.confirm(fact, by=officer, at=day(2026, 11, 2), note="Đã đối chiếu Công báo.")


@pytest.mark.parametrize("kind", ["covenant", "report", "minutes", "submission", "decision"])
def test_the_same_paper_cites_four_different_sets_on_four_days(kind, officer):
    """Cùng một văn bản đề ngày 30/6/2025, 01/7/2025, 30/9/2026, 01/10/2026 có bốn bộ căn cứ khác nhau."""
    confirm_all(officer)
    sets = [tuple(reports.citations(kind, on)) for on in TURNS]
    assert len(set(sets)) == 4
    assert all(line.startswith("Căn cứ ") and line[-1] not in ";." for lines in sets for line in lines)


def test_the_decree_changes_on_the_first_of_july_2025(officer):
    """30/6/2025 còn dẫn Nghị định 98, hôm sau chỉ dẫn Nghị định 152."""
    confirm_all(officer)
    before, after = (" ".join(reports.citations("submission", on)) for on in TURNS[:2])
    assert "98/2023/NĐ-CP" in before
    assert "152/2025/NĐ-CP" not in before
    assert "Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025" in after
    assert "Căn cứ Nghị định số 98/2023" not in after


def test_the_amending_law_is_cited_from_its_first_day(officer):
    """Luật sửa đổi năm 2026 được dẫn từ 01/10/2026, không sớm hơn."""
    confirm_all(officer)
    named = ["23 tháng 4 năm 2026" in " ".join(reports.citations("report", on)) for on in TURNS]
    assert named == [False, False, False, True]


def test_an_uncertain_text_is_not_printed_until_a_named_person_has_confirmed_it(officer):
    """Văn bản cần xác minh không được in cho đến khi có người có tên xác nhận."""
    fact = Fact.objects.get(slug="text-nd152")
    assert fact.mark == "cần xác minh"
    assert fact.slug in [line.fact.slug for line in reports.unconfirmed("report", TURNS[1])]
    assert "152/2025" not in " ".join(reports.citations("report", TURNS[1]))
    workflow.confirm(fact, by=officer, at=day(2026, 11, 2), note="Đã đối chiếu Công báo.")
    assert "152/2025" in " ".join(reports.citations("report", TURNS[1]))
    assert reports.unconfirmed("report", TURNS[1])[0].fact.slug == "text-tt01-2024"


def test_a_doubted_text_is_left_out_again(officer):
    """Rút xác nhận thì dòng ấy thôi được in."""
    fact = Fact.objects.get(slug="text-nd152")
    workflow.confirm(fact, by=officer, at=day(2026, 11, 2), note="Đã đối chiếu Công báo.")
    workflow.doubt(fact, by=officer, at=day(2026, 11, 3), note="Đọc nhầm bản dự thảo.")
    assert "152/2025" not in " ".join(reports.citations("report", TURNS[1]))


@pytest.mark.parametrize(
    ("year", "decree"), [(2013, "42/2010"), (2016, "65/2014"), (2018, "91/2017"), (2021, "91/2017")]
)
def test_a_paper_of_an_older_year_cites_the_decree_of_its_time(year, decree):
    """Văn bản của các năm trước dẫn nghị định đang có hiệu lực khi đó, không dẫn luật 2022."""
    text = " ".join(reports.citations("report", date(year, 12, 20)))
    assert decree in text
    assert "15 tháng 6 năm 2022" not in text


def test_a_day_without_rows_gives_no_lines():
    """Ngày chưa có dòng nào thì không có căn cứ, để nơi gọi đánh dấu."""
    assert reports.citations("report", date(1999, 1, 1)) == []


def test_a_paper_that_cites_nothing_gives_no_lines():
    """Giấy mời không in căn cứ."""
    assert reports.citations("invitation", TURNS[0]) == []


def test_an_unknown_kind_of_paper_is_an_error_not_an_empty_list():
    """Gõ sai tên loại văn bản thì hỏng ngay, không âm thầm in thiếu căn cứ."""
    with pytest.raises(ValueError, match="sumission"):
        reports.citations("sumission", TURNS[0])


def test_no_text_is_cited_twice_on_one_paper(officer):
    """Không loại văn bản nào in hai lần cùng một văn bản pháp luật vào một ngày."""
    confirm_all(officer)
    for kind in CitedBy.values:
        for on in TURNS:
            lines = reports.citations(kind, on)
            assert len(lines) == len(set(lines))


def test_the_local_government_act_is_cited_by_decisions_only():
    """Chỉ quyết định dẫn Luật Tổ chức chính quyền địa phương."""
    kinds = Citation.objects.filter(fact__slug__startswith="text-lgl").values_list("kind", flat=True).order_by("kind")
    assert set(kinds) == {"decision"}
