"""Giấy mời, biên bản, báo cáo, biên bản bàn giao: the papers of a conference."""

from emulation.papers.documents import signature
from emulation.papers.models import Kind

from . import Text, of


def _common(draw):
    return {
        "bloc": draw.unit(), "called": "khối", "year": 2027, "conference": draw.words(8, 100), "held_at": draw.hour(),
        "place": draw.words(8, 120), "host": draw.choice(["", draw.unit()]), "chairs": [draw.person() for _ in range(draw.randint(1, 3))],
        "guests": draw.units(), "grounds": draw.grounds(), "recipients": draw.recipients(),
    }  # fmt: skip


@of("conferences/paper_invitation.html", Kind.INVITATION)
def invitation(draw):
    data = _common(draw) | {
        "title": draw.words(8, 100), "members": draw.units(1), "agenda": [draw.clause(10, 120) for _ in range(draw.rows(1))],
        "signature": draw.signature(),
    }  # fmt: skip
    return Text(f"dự {draw.words(8, 100)}", data, silent=frozenset({"called", "conference"}))


@of("conferences/paper_minutes.html", Kind.MINUTES)
def minutes(draw):
    nominations = _nominations(draw)
    data = _common(draw) | {
        "opened_at": draw.hour(), "closed_at": draw.hour(), "members": 20, "present": [_present(draw) for _ in range(draw.rows(1))],
        "absent": draw.units(), "quorum_percent": 70, "agenda": [[draw.clause(8, 100), draw.paragraphs()] for _ in range(draw.rows(1))],
        "ties": [[draw.unit(), 2, draw.clause()] for _ in range(draw.choice([0, 2]))], "nominations": nominations,
        "ballot": draw.choice([None, _ballot(draw)]), "handover": draw.choice([None, _next(draw)]), "conclusions": draw.paragraphs(),
        "signatures": [signature(office="Thư ký hội nghị", name=draw.person()), signature(office="Chủ trì", name=draw.person())],
    }  # fmt: skip
    silent = {"bloc", "called", "conference"} | (set() if nominations else {"ballot"})
    return Text(draw.words(8, 100), data, silent=frozenset(silent))


def _present(draw):
    return {"unit": draw.unit(), "who": draw.person(), "delegation": draw.choice(["", draw.words(8, 60)])}


def _ballot(draw):
    line = {"issued": 20, "returned": 19, "valid": 18, "invalid": 1, "yes": 17, "base_number": 20}
    lines = [line | {"label": draw.unit(), "passed": draw.random() < 0.5} for _ in range(draw.rows(1))]
    return {"secret": draw.random() < 0.5, "percent": 70, "base": "số phiếu hợp lệ", "lines": lines}


def _nominations(draw):
    return [
        {"unit": draw.unit(), "award": draw.words(8, 90), "passed": draw.random() < 0.5, "rank": draw.choice([None, 3]),
         "score": draw.choice(["", draw.points()]), "yes": 9, "base": draw.choice([None, 12]), "why": ""}
        for _ in range(draw.rows())
    ]  # fmt: skip


def _next(draw):
    return {"year": 2028, "lead": draw.unit(), "deputy": draw.choice(["", draw.unit()]), "how": draw.clause()}


@of("conferences/paper_report.html", Kind.REPORT)
def report(draw):
    year_end, ranking = draw.random() < 0.6, _ranking(draw)
    targets = _targets(draw)
    reached = sum(len(unit["lines"]) for unit in targets)
    data = _common(draw) | {
        "addressees": draw.addressees(), "is_year_end": year_end, "period": "năm 2027", "next_period": "năm 2028", "members": draw.units(1),
        "lead": draw.choice(["", draw.unit()]), "deputies": [draw.unit() for _ in range(draw.randint(0, 2))], "theme": draw.choice(["", draw.words(9, 99)]),
        "covenant": draw.choice([None, {"day": draw.hour(), "signed": 9, "of": 10}]), "texts": _texts(draw),
        "targets": targets, "reached": {"units": 3, "targets": reached, "with_result": 2, "achieved": 2},
        "movements": [[draw.words(8, 200), draw.choice(["", draw.unit()]), draw.choice(["", draw.clause()])] for _ in range(draw.rows())],
        "titles": [[draw.words(8, 90), n, n + n % 2] for n in range(draw.rows())], "meetings": [[draw.words(8, 90), draw.hour()]],
        "strengths": draw.paragraphs(), "limits": draw.paragraphs(), "ranking": ranking if year_end else [],
        "nominations": _nominations(draw) if year_end else [], "next_tasks": draw.paragraphs(), "next": draw.choice([None, _next(draw)]),
        "requests": draw.paragraphs(), "signature": draw.signature(),
    }  # fmt: skip
    return Text(f"tổng kết {draw.words(8, 100)}", data, silent=frozenset({"called", "host", "chairs", "guests"}))


def _texts(draw):
    return [
        ["Kế hoạch", draw.words(8, 120), draw.choice(["", "05/KH-KTĐ"]), draw.date()] for _ in range(draw.randint(0, 2))
    ]


def _targets(draw):
    line = [draw.clause(10, 200), "100%", "98,5%", 98, draw.choice(["", draw.clause()])]
    return [{"unit": unit, "lines": [line] * draw.randint(1, 4)} for unit in draw.units()]


def _ranking(draw):
    return [
        {"rank": n, "unit": unit, "tie": draw.choice(["", draw.clause()]), "grade": draw.choice(["", "Tốt"]), "base": draw.points(),
         "bonus": draw.points(10), "penalty": "−1,00", "total": draw.points()}
        for n, unit in enumerate(draw.units(), start=1)
    ]  # fmt: skip


@of("conferences/paper_handover.html", Kind.HANDOVER)
def handover(draw):
    data = {
        "bloc": draw.unit(), "called": "khối", "year": 2028, "year_before": 2027, "held_at": draw.hour(), "place": draw.words(8, 90),
        "conference": draw.choice(["", draw.words(8, 90)]), "from": draw.unit(), "to": draw.unit(), "deputy": draw.choice(["", draw.unit()]),
        "how": draw.clause(), "handed": [draw.clause(8, 200).rstrip(" ;,.") for _ in range(draw.rows())],
        "recipients": ["Hai đơn vị bàn giao", draw.unit(), "Lưu: VT"],
        "signatures": [signature(unit=draw.unit(), office="Đại diện bên giao"), signature(unit=draw.unit(), office="Đại diện bên nhận")],
    }  # fmt: skip
    return Text(f"nhiệm vụ {draw.words(8, 100)}", data)
