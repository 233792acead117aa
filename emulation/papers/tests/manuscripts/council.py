"""Biên bản phiên họp Hội đồng: each proposal with its votes."""

from emulation.papers.documents import signature
from emulation.papers.models import Kind

from . import Text, of
from .nominations import counted


@of("council/paper_minutes.html", Kind.MINUTES)
def minutes(draw):
    data = {
        "title": draw.words(8, 60), "held_at": draw.hour(), "opened_at": draw.hour(), "closed_at": draw.hour(), "place": draw.words(8, 80),
        "members": [draw.words(8, 60) for _ in range(draw.randint(3, 25))], "lines": [_line(draw) for _ in range(draw.rows(1))],
        "conclusions": draw.paragraphs(), "grounds": draw.grounds(), "recipients": ["Các thành viên Hội đồng", "Lưu: VT"],
        "signatures": [signature(office="Thư ký Hội đồng", name=draw.person()), signature(office="Chủ tịch Hội đồng", name=draw.person())],
    }  # fmt: skip
    return Text(f"phiên họp {draw.words(8, 60)}", data, silent=frozenset({"title"}))


def _line(draw):
    return {"unit": draw.unit(), "award": draw.words(8, 90), "bloc": draw.unit(), "rank": draw.randint(1, 3), "why": draw.clause(),
            "yes": 7, "base": draw.choice([0, 9]), "needed": 90, "passed": draw.random() < 0.7}  # fmt: skip


@of("council/paper_count.html", Kind.MINUTES)
def count(draw):
    lines = [counted(draw) | {"base": "tổng số thành viên Hội đồng"} for _ in range(draw.rows(1))]
    data = {
        "at": f"phiên họp {draw.words(8, 60)}", "council": draw.unit(), "place": draw.words(8, 80), "opened_at": draw.hour(),
        "closed_at": draw.hour(), "team": [draw.person() for _ in range(draw.randint(1, 5))], "lines": lines,
        "wrote": draw.choice([[], [draw.words(8, 40), draw.words(8, 40)]]), "grounds": [], "recipients": ["Hồ sơ phiên họp", "Lưu: VT"],
        "signatures": [
            signature(office="Trưởng ban", body="Ban kiểm phiếu", authority="tm", name=draw.person()),
            signature(office="Chủ tịch Hội đồng", name=draw.person()),
        ],
    }  # fmt: skip
    return Text(f"kiểm phiếu {data['at']}", data, numbered=False)
