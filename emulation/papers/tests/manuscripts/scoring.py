"""Bảng điểm tổng hợp: the ranking, and criteria by units as landscape annexes."""

from emulation.papers.documents import signature
from emulation.papers.models import Kind

from . import Text, of

ACROSS = 12
SILENT = frozenset({"bloc", "version", "group"})


@of("scoring/paper_scores.html", Kind.SCORES)
def scores(draw):
    units = draw.units(1)
    groups = [[draw.words(8, 60), draw.points(100)] for _ in range(draw.randint(0, 8))]
    data = {
        "landscape": True, "groups": groups,
        "period": "cuối năm 2027", "bloc": draw.unit(), "scheme": draw.words(10, 100), "scale": "100,00", "ranking": _ranking(draw, units, len(groups)),
        "classed": draw.random() < 0.5, "excluded": _told(draw), "held": _told(draw), "own": [draw.clause() for _ in range(draw.choice([0, 0, 2]))],
        "tables": [_table(draw, units[i : i + ACROSS]) for i in range(0, len(units), ACROSS)], "version": 1,
        "correction": _correction(draw) if draw.random() < 0.3 else None,
        "signature": draw.signature(), "recipients": draw.recipients(), "opens": {}, "verify": [],
    }  # fmt: skip
    if not data["classed"]:
        for row in data["ranking"]:
            row.pop("grade", None)
    return Text(f"cuối năm 2027 của {draw.words(8, 60)}", data, annexes=("Phụ lục: điểm chốt",) * len(data["tables"]), silent=SILENT,
                numbered=False)  # fmt: skip


def _ranking(draw, units, groups):
    return [
        {"rank": n, "name": unit, "tie": draw.choice(["", draw.clause()]), "self_total": draw.points(), "base": draw.points(),
         "bonus": draw.points(20), "penalty": "−0,50", "total": draw.points(), "percent": draw.choice(["", "98,25"]),
         "grade": draw.words(3, 20), "grade_why": draw.choice(["", draw.clause(10, 60)]),
         "groups": [draw.points(100) for _ in range(groups)]}
        for n, unit in enumerate(units, start=1)
    ]  # fmt: skip


def _told(draw):
    return [{"name": draw.unit(), "reason": draw.clause()} for _ in range(draw.choice([0, 0, 1, 2]))]


def _table(draw, units):
    rows = [
        {"code": f"{n}.{n}", "name": draw.clause(8, 200), "group": draw.random() < 0.2, "most": draw.points(100),
         "cells": [draw.points(100) for _ in units]}
        for n in range(1, draw.rows(1) + 1)
    ]  # fmt: skip
    return {"units": [draw.words(2, 20) for _ in units], "rows": rows, "totals": [draw.points() for _ in units]}


def _correction(draw):
    cell = {"member": draw.unit(), "row": "1.1", "before": "2,00", "after": "3,00", "reason": draw.clause()}
    total = {"member": draw.unit(), "before": "90,00", "after": "91,00", "rank_before": 3, "rank_after": draw.choice([2, 3]),
             "grade_before": "Khá", "grade_after": draw.choice(["", "Tốt"])}  # fmt: skip
    if not total["grade_after"]:
        total["grade_before"] = ""
    return {"decision": draw.words(10, 60), "reason": draw.clause(), "changes": {"cells": [cell], "totals": [total]}}


@of("scoring/paper_self_scores.html", Kind.SELF_SCORES)
def self_scores(draw):
    rows = [
        {"code": f"{n}.{n}", "name": draw.clause(8, 200), "group": draw.random() < 0.2, "most": draw.points(100), "points": draw.points(100),
         "note": draw.choice(["", draw.clause()])}
        for n in range(1, draw.rows(1) + 1)
    ]  # fmt: skip
    data = {
        "unit": draw.unit(), "period": "cuối năm 2027", "bloc": draw.unit(), "scheme": draw.words(10, 100), "scale": "100,00", "rows": rows,
        "added": [[draw.clause(8, 90), draw.points(9), draw.clause()] for _ in range(draw.choice([0, 2]))], "total": draw.points(),
        "submitted_at": draw.hour(), "show_place": False, "signatures": [signature(office="Người lập biểu"), draw.signature()],
        "recipients": ["Trưởng khối", "Lưu: VT"],
    }  # fmt: skip
    return Text(
        f"cuối năm 2027 của {draw.words(8, 90)}", data, silent=frozenset({"unit", "period", "bloc"}), numbered=False
    )
