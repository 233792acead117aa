"""The plain paper: sections of paragraphs, dashes, points and tables."""

from emulation.papers.models import Kind

from . import Text, of


@of("papers/paper_plain.html", Kind.REPORT)
def plain(draw):
    sections = [_section(draw, number) for number in ("I", "II", "III", "IV")[: draw.randint(1, 4)]]
    sections.append({"heading": "V. TỔ CHỨC", "paragraphs": [draw.clause(40, 300)], "last": True})
    data = {"sections": sections, "grounds": draw.grounds(), "addressees": draw.addressees(), "recipients": draw.recipients(),
            "signature": draw.signature()}  # fmt: skip
    return Text(draw.words(20, 120), data)


def _section(draw, number):
    section = {"heading": f"{number}. {draw.clause(10, 90).upper()}", "paragraphs": draw.paragraphs()}
    if draw.random() < 0.3:
        section["dashes"] = [draw.sentence() for _ in range(draw.randint(1, 5))]
    if draw.random() < 0.3:
        section["points"] = [draw.sentence() for _ in range(draw.randint(1, 25))]
    if draw.random() < 0.5:
        section["table"] = _table(draw)
    return section


def _table(draw):
    columns = draw.randint(1, 6)
    return {
        "head": ["STT", "Đơn vị", *[draw.words(3, 12) for _ in range(columns)]],
        "rows": [[str(n + 1), draw.unit(), *[draw.points() for _ in range(columns)]] for n in range(draw.rows(1))],
        "number_columns": list(range(3, columns + 3)), "centre_columns": [1],
    }  # fmt: skip
