"""Tờ trình đề nghị khen thưởng: units grouped by award."""

from emulation.papers.documents import signature
from emulation.papers.models import Kind

from . import Text, of


@of("proposals/paper_submission.html", Kind.SUBMISSION)
def submission(draw):
    groups = [_group(draw) for _ in range(draw.choice([1, 1, 2, 4]))]
    data = {
        "bloc": draw.unit(), "year": 2027, "addressees": draw.addressees(), "summary": draw.choice(["", draw.sentence()]), "groups": groups,
        "total": sum(group["count"] for group in groups), "grounds": draw.grounds(), "recipients": draw.recipients(),
        "signature": draw.signature(),
    }  # fmt: skip
    return Text(f"về việc đề nghị khen thưởng {draw.words(8, 80)}", data)


def _group(draw):
    units = [
        {"unit": draw.unit(), "why": draw.clause(10, 80), "achievements": draw.sentence(20, 500)}
        for _ in range(draw.rows(1))
    ]
    return {"award": draw.words(8, 90), "count": len(units), "units": units}


@of("proposals/paper_achievement.html", Kind.ACHIEVEMENT)
def achievement(draw):
    sections = {
        name: draw.paragraphs() for name in ("situation", "results", "measures", "policies", "party_work", "honours")
    }
    data = {
        "unit": draw.unit(), "award": draw.words(8, 90), "bloc": draw.unit(), "year": 2027, "sections": sections,
        "targets": [[draw.clause(8, 150), "100%", draw.choice(["", "99%"]), "99,0"] for _ in range(draw.rows())],
        "ranks": [[2020 + n, n + 1, 12, draw.points()] for n in range(draw.rows() % 7)], "why": draw.clause(10, 90),
        "signatures": [signature(office="Xác nhận của cấp trên trực tiếp"), draw.signature()], "recipients": [draw.unit(), "Lưu: VT"],
    }  # fmt: skip
    return Text(f"đề nghị tặng {data['award']}", data)


@of("proposals/paper_list.html", Kind.LIST)
def proposal_list(draw):
    rows = [[draw.unit(), draw.words(8, 90), draw.clause(10, 80)] for _ in range(draw.rows(1))]
    data = {"letter": draw.choice(["", "05/TTr-KTĐ"]), "letter_dated": draw.date(), "rows": rows, "recipients": draw.recipients(),
            "signature": draw.signature()}  # fmt: skip
    return Text(f"đề nghị khen thưởng {draw.words(8, 80)}", data, numbered=False)
