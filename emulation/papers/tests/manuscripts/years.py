"""Kế hoạch, quy chế đã thông qua: the text as typed, the opinions and answers as an annex."""

from emulation.papers.models import Kind

from . import Text, of

SILENT = frozenset({"kind", "called"})


@of("years/paper_draft.html", Kind.PLAN)
def draft(draw):
    opinions = [_opinion(draw) for _ in range(draw.rows())]
    spoken = any(o["text"] for o in opinions)
    data = {
        "title": draw.words(10, 80), "kind": "Kế hoạch", "called": "khối", "year": 2027, "paragraphs": _text(draw), "opinions": opinions,
        "spoken": spoken, "members": 12, "grounds": draw.grounds(), "recipients": draw.recipients(), "signature": draw.signature(),
    }  # fmt: skip
    silent = SILENT | {"title"} if spoken else SILENT | {"title", "opinions"}
    return Text(draw.words(20, 150), data, annexes=("Phụ lục",) if spoken else (), silent=silent)


def _opinion(draw):
    agrees = draw.random() < 0.6
    text = "" if agrees and draw.random() < 0.5 else draw.sentence()
    return {"unit": draw.unit(), "agrees": agrees, "text": text, "answer": draw.sentence() if text else ""}


def _text(draw):
    lines = []
    if draw.random() < 0.5:
        lines += ["Chương I", draw.words(8, 60).upper()]
        for number in range(1, draw.randint(2, 5)):
            lines += [
                f"Điều {number}. {draw.clause(8, 90).capitalize().rstrip('.;:')}",
                *draw.paragraphs(),
                draw.sentence(),
            ]
        return [*lines, f"Điều 9. {draw.sentence()}"]
    for number in ("I", "II", "III")[: draw.randint(1, 3)]:
        lines += [f"{number}. {draw.clause(8, 90).capitalize()}", *draw.paragraphs(), draw.sentence()]
    return lines
