"""Tờ trình đề nghị khen thưởng: units grouped by award."""

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
