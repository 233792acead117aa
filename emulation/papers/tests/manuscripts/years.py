"""Kế hoạch, quy chế, bộ tiêu chí đã thông qua: the text as typed, the opinions and answers as an annex."""

from emulation.papers.models import Kind

from . import Text, of

SILENT = frozenset({"kind", "called"})


@of("years/paper_draft.html", Kind.PLAN)
def draft(draw):
    opinions = [_opinion(draw) for _ in range(draw.rows())]
    spoken, called = any(o["text"] for o in opinions), draw.choice(["Kế hoạch", "Quy chế", "Bộ tiêu chí"])
    data = {
        "title": draw.words(10, 80), "kind": called, "called": "khối", "year": 2027, "paragraphs": _text(draw), "opinions": opinions,
        "spoken": spoken, "members": 12, "grounds": draw.grounds(), "recipients": draw.recipients(), "signature": draw.signature(),
    }  # fmt: skip
    silent = SILENT | {"title"} if spoken else SILENT | {"title", "opinions"}
    return Text(
        draw.words(20, 150),
        data,
        annexes=("Phụ lục",) if spoken else (),
        silent=silent,
        numbered=called != "Bộ tiêu chí",
    )


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


@of("years/paper_letter.html", Kind.LETTER)
def letter(draw):
    subject = draw.words(8, 300 if draw.longest else 120)
    data = {
        "subject": subject, "addressees": draw.addressees(), "paragraphs": [*draw.paragraphs(), draw.clause(40, 300)],
        "recipients": draw.recipients(), "signature": draw.signature(),
    }  # fmt: skip
    return Text(
        f"về việc {subject}", data, heading=f"{'về việc' if draw.party else 'V/v'} {subject}", printed_summary=""
    )


@of("years/paper_members.html", Kind.LIST)
def members(draw):
    founding = draw.choice(["", f"Quyết định {draw.words(8, 90)}"])
    data = {
        "bloc": draw.unit(), "year": 2027, "founding": founding, "members": [[unit, "Thành viên"] for unit in draw.units()],
        "recipients": draw.recipients(), "signature": draw.signature(),
    }  # fmt: skip
    return Text(f"đơn vị thành viên {draw.words(8, 90)}", data, numbered=False)


@of("years/paper_arrangement.html", Kind.DECISION)
def arrangement(draw):
    blocs = [
        {"name": draw.unit(), "kind": "khối", "members": [[unit, "Thành viên"] for unit in draw.units(1)]}
        for _ in range(draw.randint(1, 3))
    ]
    data = {
        "year": 2027, "authority": f"Chủ tịch {draw.unit()}", "blocs": blocs, "secretariat": draw.unit(), "grounds": draw.grounds(),
        "recipients": ["Như Điều 3", "Hội đồng Thi đua - Khen thưởng", "Lưu: VT"], "signature": draw.signature(),
    }  # fmt: skip
    return Text(f"về việc {draw.words(8, 100)}", data, annexes=("Phụ lục",), silent=frozenset({"kind"}), numbered=False)
