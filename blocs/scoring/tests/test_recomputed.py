"""Tính lại độc lập: hàng nghìn phiếu ngẫu nhiên, tổng, %, hạng, cách phân định và loại đúng như trang cách viết đã nói."""

import json
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blocs.scoring import trial, written

from . import recomputing as anew

few = st.sampled_from(["0", "0,25", "1", "1,5", "2", "3"])
weight = st.sampled_from([None, None, 2, 0.5, 1.5])
cap = st.sampled_from([None, None, 1, 2.5])


def without_none(said):
    return {key: value for key, value in said.items() if value is not None}


@st.composite
def groups(draw, code, sign, depth=0):
    """A group with its rows, some of them groups; rows that may not be assigned stand where every row counts."""
    take = draw(st.sampled_from(["all", "all", "mean", "highest", "lowest"]))
    children = []
    for n in range(1, draw(st.integers(1, 3)) + 1):
        own = f"{code}.{n}"
        if depth == 0 and draw(st.booleans()):
            children.append(draw(groups(own, sign, 1)))
        else:
            optional = True if take == "all" and depth == 0 and draw(st.booleans()) else None
            children.append(without_none({"code": own, "name": own, "sign": sign, "max": 3, "optional": optional}))
    return without_none({
        "code": code, "name": code, "sign": sign, "max": draw(st.sampled_from([4, 6, 9])), "take": take, "weight": draw(weight),
        "cap_bonus": draw(cap), "cap_penalty": draw(cap), "children": children,
    })  # fmt: skip


@st.composite
def schemes(draw):
    """A scheme with two base groups, bonus and penalty, declared tie rules, classes and floors."""
    criteria = [draw(groups(c, s)) for c, s in (("A", "base"), ("B", "base"), ("C", "bonus"), ("D", "penalty"))]
    codes = [r["code"] for r in anew.everything(criteria)]
    data = ["fewer_penalties", "core_group", "women", "more_women", *(f"group:{c}" for c in codes[:3])]
    rules = draw(st.lists(st.sampled_from(data), min_size=1, max_size=4, unique=True))
    edges = sorted(draw(st.lists(st.integers(-4, 14), min_size=3, max_size=3, unique=True)), reverse=True)
    kinds = st.sampled_from(["from", "over"])
    names = ["Xuất sắc", "Tốt", "Khá"]
    return {
        "title": "Bộ", "scale": 200, "decimals": draw(st.integers(0, 2)), "core_group": draw(st.sampled_from(["A", "B"])),
        "rank_by": draw(st.sampled_from(["total", "percent"])), "class_by": draw(st.sampled_from(["total", "percent"])),
        "tie_rules": rules + draw(st.sampled_from([[], ["revote"], ["decision"], ["revote", "decision"]])),
        "classes": [{"name": n, draw(kinds): e} for n, e in zip(names, edges, strict=True)],
        "floors": draw(st.lists(floors(codes), min_size=1, max_size=3)), "criteria": criteria,
    }  # fmt: skip


@st.composite
def floors(draw, codes):
    said = {"class": draw(st.sampled_from(["Xuất sắc", "Tốt", "Khá"]))}
    if draw(st.booleans()):
        return said | {"row": draw(st.sampled_from(codes)), "points": draw(st.sampled_from([-1, 0, 1, 2.5]))}
    based = [c for c in codes if c[0] in "AB"]
    row = draw(st.sampled_from([None, "groups", "rows", *based]))
    return without_none(said | {"row": row, "percent": draw(st.sampled_from([20, 50, 66.5]))})


@st.composite
def much_the_same(draw, cells):
    """The same marks again, or with two of them exchanged: sheets that often come to one total by other ways."""
    codes = st.sampled_from(sorted(code for code, text in cells.items() if text != "kg"))
    one, other = draw(codes), draw(codes)
    return cells | {one: cells[other], other: cells[one]}


@st.composite
def rounds(draw):
    """(scheme, marks of each unit, what else the ties look at)."""
    scheme = draw(schemes())
    rows = [r for r in anew.everything(scheme["criteria"]) if "children" not in r]
    marks, twins = {}, draw(st.integers(2, 4))
    for n in range(draw(st.integers(5, 9))):
        cells = {r["code"]: draw(st.one_of(few, st.just("kg")) if r.get("optional") else few) for r in rows}
        if n % twins and draw(st.booleans()):
            cells = draw(much_the_same(marks[f"Sở {n - 1}"]))
        marks[f"Sở {n}"] = cells
    names, staff = list(marks), st.integers(5, 12)
    told = {
        "women": {n: (draw(st.integers(0, 5)), draw(staff)) for n in names if draw(st.booleans())},
        "revote": {n: draw(st.integers(0, 2)) for n in names if draw(st.booleans()) or twins > 2},
        "decision": dict(
            zip(draw(st.permutations(names)), range(1, len(names) + draw(st.integers(0, 1))), strict=False)
        ),
    }
    return scheme, marks, told | ({"women_from": 40} if draw(st.booleans()) else {})


def inputs_of(marks, told):
    women = {name: f"{women}/{staff}" for name, (women, staff) in told["women"].items()}
    members = {name: {"chốt": cells} for name, cells in marks.items()}
    return json.dumps({"members": members} | told | {"women": women})  # JSON is YAML


def agree(drawn):
    """Both ways of working a round out come to the same, unit by unit."""
    scheme, marks, told = drawn
    found = trial.score(written.read(json.dumps(scheme)), inputs_of(marks, told))["columns"]["chốt"]["members"]
    units = {name: anew.Unit(scheme, cells, told["women"].get(name)) for name, cells in marks.items()}
    placed = anew.ranks(units, scheme["tie_rules"], told)
    for name, unit in units.items():
        one = found[name]
        sums = Fraction(str(one["total"])), Fraction(str(one["percent"]))
        assert sums == (unit.total, anew.half_up(unit.percent, 2))
        assert (one["rank"], one["decided_by"]) == placed[name]
        assert one["class"] == anew.class_of(unit, scheme)


PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}


@settings(max_examples=170, **PATIENT)
@given(rounds())
def test_an_independent_recomputation_of_a_round_agrees(drawn):
    """Tổng, %, hạng, cách phân định, loại của hơn một nghìn phiếu: hai cách tính viết riêng ra một kết quả."""
    agree(drawn)


@pytest.mark.soak
@settings(max_examples=4000, **PATIENT)
@given(rounds())
def test_it_agrees_on_many_more(drawn):
    """Cũng vậy, với hơn hai vạn phiếu."""
    agree(drawn)
