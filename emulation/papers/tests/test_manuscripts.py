"""Bản thảo ngẫu nhiên: every template of the house printed from random data, then measured, read, looked at and validated."""

import secrets
import sys

import pytest
from django.conf import settings

from emulation.papers import rendering

from . import manuscripts, ruler
from .ruler import archive, letters

SEED = "2027"  # of the suite: the same papers every time
IN_SOAK = 200


def wrong_with(manuscript):
    """Everything that ruler, eye and validator say about a paper printed from a manuscript. Out: (sentences, pages)."""
    content = rendering.pdf(manuscript.paper).content
    printed = ruler.Printed(content)
    found = [ruler.measured(printed, manuscript), letters.findings(printed, manuscript.seed), archive.findings(content)]
    return [sentence for sentences in found for sentence in sentences], len(printed.pages)


def test_every_template_has_a_manuscript():
    """Mẫu văn bản mới phải có bản thảo để đo; bản thảo của mẫu đã bỏ cũng phải bỏ."""
    folder = settings.BASE_DIR / "templates"
    assert sorted(manuscripts.GENERATORS) == sorted(str(p.relative_to(folder)) for p in folder.rglob("paper_*.html"))


@pytest.mark.parametrize("turn", range(manuscripts.SUITE))
@pytest.mark.parametrize("template", sorted(manuscripts.GENERATORS))
def test_a_paper_of_random_data_is_exact(template, turn):
    """Dữ liệu bất kỳ, cả hai thể thức, cả dự thảo: đúng thể thức, không tràn, không mất chữ, đúng hình chữ, lưu trữ được."""
    wrong, _pages = wrong_with(manuscripts.manuscript(template, turn, SEED))
    assert wrong == []


@pytest.mark.parametrize("letterhead", manuscripts.LETTERHEADS)
@pytest.mark.parametrize(
    "members", [0, 1, pytest.param(68, marks=pytest.mark.soak), pytest.param(200, marks=pytest.mark.soak)]
)
def test_the_charts_of_a_report_are_exact(members, letterhead, monkeypatch):
    """Không đơn vị nào, một, sáu mươi tám, hai trăm, tên dài nhất: vạch đúng số, không tràn, đọc được bằng tai."""
    template = "conferences/paper_report.html"
    kind, generator = manuscripts.GENERATORS[template]
    monkeypatch.setitem(manuscripts.GENERATORS, template, (kind, lambda draw: generator(draw, members)))
    turn = 1 if letterhead == "party" else 10  # 1: longest names; 10: names as they come
    manuscript = manuscripts.manuscript(template, turn, f"{members}")
    assert (manuscript.paper.letterhead, len(manuscript.data["ranking"])) == (letterhead, members)
    assert wrong_with(manuscript)[0] == []


@pytest.mark.soak
@pytest.mark.parametrize("template", sorted(manuscripts.GENERATORS))
def test_two_hundred_papers_of_random_data_are_exact(template, capsys):
    """Hai trăm bộ dữ liệu mỗi mẫu, có bảng đến 200 dòng; hạt giống in ra để làm lại được."""
    seed = secrets.token_hex(4)
    found, pages = {}, 0
    for turn in range(IN_SOAK):
        manuscript = manuscripts.manuscript(template, turn, seed, soak=True)
        wrong, printed = wrong_with(manuscript)
        pages += printed
        if wrong:
            found[manuscript.seed] = wrong[:5]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{template}, hạt giống {seed}: {IN_SOAK} văn bản, {pages} trang, {len(found)} văn bản sai\n"
        )
    assert found == {}
