"""Giấy mời, biên bản, báo cáo, biên bản bàn giao: the papers of a conference."""

from emulation.papers.documents import signature
from emulation.papers.models import Kind

from . import Text, of


def common(draw):
    return {
        "bloc": draw.unit(), "called": "khối", "year": 2027, "conference": draw.words(8, 100), "held_at": draw.hour(),
        "place": draw.words(8, 120), "host": draw.choice(["", draw.unit()]), "chairs": [draw.person() for _ in range(draw.randint(1, 3))],
        "guests": draw.units(), "grounds": draw.grounds(), "recipients": draw.recipients(),
    }  # fmt: skip


@of("conferences/paper_invitation.html", Kind.INVITATION)
def invitation(draw):
    data = common(draw) | {
        "title": draw.words(8, 100), "members": draw.units(1), "agenda": [draw.clause(10, 120) for _ in range(draw.rows(1))],
        "signature": draw.signature(),
    }  # fmt: skip
    return Text(f"dự {draw.words(8, 100)}", data, silent=frozenset({"called", "conference"}))


@of("conferences/paper_minutes.html", Kind.MINUTES)
def minutes(draw):
    nominated, is_over = nominations(draw), draw.random() < 0.7
    data = common(draw) | {
        "opened_at": draw.hour() if is_over else None, "closed_at": draw.hour() if is_over else None, "members": 20,
        "present": [_present(draw) for _ in range(draw.rows(1))] if is_over else [], "absent": draw.units() if is_over else [], "quorum_percent": 70, "agenda": [[draw.clause(8, 100), draw.paragraphs()] for _ in range(draw.rows(1))],
        "ties": [[draw.unit(), 2, draw.clause()] for _ in range(draw.choice([0, 2]))], "nominations": nominated,
        "ballot": draw.choice([None, _ballot(draw)]), "handover": draw.choice([None, _next(draw)]), "conclusions": draw.paragraphs() if is_over else [], "agreed": draw.choice([[], draw.paragraphs()]),
        "signatures": [signature(office="Thư ký hội nghị", name=draw.person()), signature(office="Chủ trì", name=draw.person())],
    }  # fmt: skip
    silent = {"bloc", "called", "conference"} | (set() if nominated else {"ballot"})
    return Text(draw.words(8, 100), data, silent=frozenset(silent))


def _present(draw):
    return {"unit": draw.unit(), "who": draw.person(), "delegation": draw.choice(["", draw.words(8, 60)])}


def _ballot(draw):
    line = {"issued": 20, "returned": 19, "valid": 18, "invalid": 1, "yes": 17, "base_number": 20}
    lines = [line | {"label": draw.unit(), "passed": draw.random() < 0.5} for _ in range(draw.rows(1))]
    return {"secret": draw.random() < 0.5, "percent": 70, "base": "số phiếu hợp lệ", "lines": lines}


def nominations(draw):
    return [
        {"unit": draw.unit(), "award": draw.words(8, 90), "passed": draw.random() < 0.5, "rank": draw.choice([None, 3]),
         "score": draw.choice(["", draw.points()]), "yes": 9, "base": draw.choice([None, 12]), "why": ""}
        for _ in range(draw.rows())
    ]  # fmt: skip


def _next(draw):
    return {"year": 2028, "lead": draw.unit(), "deputy": draw.choice(["", draw.unit()]), "how": draw.clause()}


@of("conferences/paper_report.html", Kind.REPORT)
def report(draw, members=None):
    """members: how many are ranked, if that is not left to chance."""
    names = draw.units() if members is None else [draw.unit() for _ in range(members)]
    tables = {
        "targets": _targets(draw),
        "titles": _titles(draw),
        "ranking": _ranking(draw, names),
        "nominations": nominations(draw),
    }
    parts = ["", *tables, *draw.choices(["", *tables], k=draw.randint(0, 3))]
    data = {
        "bloc": draw.unit(), "addressees": draw.addressees(), "is_year_end": draw.random() < 0.6, "period": "năm 2027", **tables,
        "compared": _compared(draw, names), "years": _years(draw, names),
        "sections": [_section(draw, number, table if tables.get(table) else "") for number, table in enumerate(parts, start=1)],
        "recipients": draw.recipients(), "signature": draw.signature(),
    }  # fmt: skip
    return Text(f"tổng kết {draw.words(8, 100)}", data)


def _section(draw, number, table):
    """A section as somebody may have written it: some words before a table, below one heading, two or none."""
    part = f"{['I', 'II', 'III', 'IV'][number % 4]}. {draw.words(8, 120)}" if number % 2 else ""
    heading = f"{number}. {draw.words(8, 120)}" if draw.random() < 0.6 else ""
    blocks = [
        {"dashes": draw.random() < 0.4, "lines": [draw.sentence(), *draw.paragraphs()]}
        for _ in range(draw.randint(1, 3))
    ]
    return {"part": part, "heading": heading, "blocks": blocks, "table": table}


def _titles(draw):
    return [[draw.words(8, 90), n + 1, n + 1 + n % 2] for n in range(draw.rows())]


def _targets(draw):
    line = [draw.clause(10, 200), "100%", "98,5%", 98, draw.choice(["", draw.clause()])]
    return [{"unit": unit, "lines": [line] * draw.randint(1, 4)} for unit in draw.units()]


def _ranking(draw, names):
    return [
        {"rank": n, "unit": unit, "tie": draw.choice(["", draw.clause()]), "grade": draw.choice(["", "Tốt"]), "base": draw.points(),
         "bonus": draw.points(10), "penalty": "−1,00", "total": draw.points(),
         "bar": _length(draw)}
        for n, unit in enumerate(names, start=1)
    ]  # fmt: skip


def _length(draw):
    return draw.choice([0, 1, draw.randint(2, 998), 999, 1000])


def _compared(draw, names):
    if not names:
        return None
    lengths = [{"claimed": _length(draw), "agreed": _length(draw)} for _ in names]
    words = ("self_total", "total", "gap")
    rows = [
        {"unit": unit} | {name: draw.points() for name in words} | length
        for unit, length in zip(names, lengths, strict=True)
    ]
    return {"low": 0, "high": 1000, "rows": rows}


def _years(draw, names):
    """One earlier year or two; a unit may not have been there."""
    if not names or draw.random() < 0.3:
        return None
    before = draw.randint(1, 2)
    rows = [
        {"unit": unit, "cells": [*(draw.choice([None, _ranked(draw)]) for _ in range(before)), _ranked(draw)]}
        for unit in names
    ]
    return {"years": list(range(2027 - before, 2028)), "rows": rows}


def _ranked(draw):
    return {"total": draw.points(), "rank": draw.randint(1, 200), "bar": _length(draw)}


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
