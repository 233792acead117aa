"""Quyết định khen thưởng: short text, the list as an annex."""

from emulation.papers.documents import signature
from emulation.papers.models import Kind

from . import Text, of

LIST = "Danh sách tập thể được tặng thưởng"


@of("decisions/paper_decision.html", Kind.DECISION)
def decision(draw):
    groups = [_group(draw) for _ in range(draw.choice([1, 2, 3]))]
    data = {
        "title": draw.words(8, 80), "authority": f"Chủ tịch Ủy ban nhân dân {draw.words(8, 40)}", "number_given": "", "years": [2026, 2027],
        "count": sum(group["count"] for group in groups), "groups": groups, "money_known": draw.random() < 0.5,
        "grounds": draw.grounds(), "recipients": ["Như Điều 3", "Lưu: VT"], "signature": signature(office="Chủ tịch"),
    }  # fmt: skip
    del data["number_given"]
    return Text(
        f"về việc {draw.words(8, 100)}", data, annexes=(LIST,), silent=frozenset({"title"}), said=(data["authority"],)
    )


def _group(draw):
    units = [
        {"unit": draw.unit(), "bloc": draw.unit(), "year": 2027, "why": draw.clause(), "money": draw.choice([None, 2530000]),
         "money_note": draw.choice(["", "(cần xác minh)"])}
        for _ in range(draw.rows(1))
    ]  # fmt: skip
    return {"award": draw.words(8, 90), "count": len(units), "units": units}
