"""Tính lại độc lập: a second reading of docs/bo-tieu-chi.md, in fractions, slow and plain. It imports nothing of the room.

A scheme and its marks are the plain data of the file: groups are dicts with `children`, rows have `code`; marks are texts.
"""

from fractions import Fraction as F
from math import floor

SIGNS = ("base", "bonus", "penalty")


def half_up(number, decimals):
    """Nửa thì làm tròn lên: 2,345 → 2,35; −2,345 → −2,35."""
    scaled = abs(number) * 10**decimals
    whole = floor(scaled)
    whole += scaled - whole >= F(1, 2)
    return F(whole if number >= 0 else -whole, 10**decimals)


def number(text):
    return F(str(text).replace(",", "."))


def parts_of(row, marks):
    """[base, bonus, penalty] of a row or group of one unit."""
    if "children" not in row:
        if marks[row["code"]] == "kg":
            return [F(0)] * 3
        points = number(marks[row["code"]])
        return [points * (-1 if s == "penalty" else 1) if s == row["sign"] else F(0) for s in SIGNS]
    return group(row, [parts_of(child, marks) for child in row["children"]])


def group(said, parts):
    take = said.get("take", "all")
    if take in ("highest", "lowest"):
        parts = [(max if take == "highest" else min)(parts, key=sum)]
    sums = [sum((p[n] for p in parts), F(0)) for n in range(3)]
    if take == "mean":
        sums = [s / len(parts) for s in sums]
    if "cap_bonus" in said:
        sums[1] = min(sums[1], number(said["cap_bonus"]))
    if "cap_penalty" in said:
        sums[2] = max(sums[2], -number(said["cap_penalty"]))
    return [s * number(said.get("weight", 1)) for s in sums]


def most_of(row, marks):
    """Điểm tối đa của đơn vị ở một dòng hay nhóm: what is not assigned is taken off, the weight counts."""
    if "children" not in row:
        return number(row["max"])
    return (number(row["max"]) - sum((lost(c, marks) for c in row["children"]), F(0))) * number(row.get("weight", 1))


def lost(row, marks):
    """How much of a group's maximum falls away with what is not assigned inside a row or group."""
    if "children" in row:
        return sum((lost(c, marks) for c in row["children"]), F(0)) * number(row.get("weight", 1))
    return number(row["max"]) if row["sign"] == "base" and marks[row["code"]] == "kg" else F(0)


def everything(rows):
    for row in rows:
        yield row
        yield from everything(row.get("children", []))


class Unit:
    """Một đơn vị: everything that a ranking and a class look at."""

    def __init__(self, scheme, marks, women):
        self.marks, self.decimals, self.women = marks, scheme["decimals"], women
        whole = group(scheme, [parts_of(row, marks) for row in scheme["criteria"]])
        self.total, self.penalty = half_up(sum(whole), self.decimals), half_up(whole[2], self.decimals)
        assigned = number(scheme["scale"]) - sum((lost(row, marks) for row in scheme["criteria"]), F(0))
        self.percent = half_up(sum(whole) / assigned * 100, 4)
        self.rows = {row["code"]: row for row in everything(scheme["criteria"])}
        self.measure = self.percent if scheme["rank_by"] == "percent" else self.total
        self.core = self.points(scheme["core_group"])

    def points(self, code):
        return half_up(sum(parts_of(self.rows[code], self.marks)), self.decimals)

    def share(self):
        return None if self.women is None else F(self.women[0], self.women[1])


# --- hạng -----------------------------------------------------------------------------------------
def stands_by(rule, unit, inputs, name):
    """What a unit stands by under a rule, the greater first."""
    if rule == "women":
        least = inputs.get("women_from")
        return least is not None and unit.share() is not None and unit.share() * 100 >= least
    if rule == "more_women":
        return F(-1) if unit.share() is None else unit.share()
    if rule == "revote":
        return inputs["revote"][name]
    if rule == "decision":
        return -inputs["decision"][name]
    return (
        {"fewer_penalties": unit.penalty, "core_group": unit.core}.get(rule)
        if ":" not in rule
        else unit.points(rule[6:])
    )


def ranks(units, rules, inputs):
    """{name: (rank, rule that decided)}: every unit against every other, one by one."""
    rules = rules if {"revote", "decision"} & set(rules) else [*rules, "revote", "decision"]
    found = {}
    for name, unit in units.items():
        equals, above, decided = [n for n in units if units[n].measure == unit.measure], 0, ""
        above = sum(other.measure > unit.measure for other in units.values())
        for rule in rules:
            if len(equals) == 1 or (rule in ("revote", "decision") and not set(equals) <= set(inputs.get(rule, {}))):
                continue
            values = {n: stands_by(rule, units[n], inputs, n) for n in equals}
            above += sum(values[n] > values[name] for n in equals)
            decided = rule if len(set(values.values())) > 1 else decided
            equals = [n for n in equals if values[n] == values[name]]
        found[name] = above + 1, "shared" if len(equals) > 1 else decided
    return found


# --- loại -----------------------------------------------------------------------------------------
def holds(line, value):
    return (
        ("from" not in line or value >= number(line["from"]))
        and ("over" not in line or value > number(line["over"]))
        and ("to" not in line or value <= number(line["to"]))
        and ("below" not in line or value < number(line["below"]))
    )


def reaches(unit, scheme, said):
    where = said.get("row", "groups")
    if where == "groups":
        rows = [r for r in scheme["criteria"] if "children" in r and r["sign"] == "base"]
    elif where == "rows":
        rows = [r for r in unit.rows.values() if "children" not in r and r["sign"] == "base"]
    else:
        rows = [unit.rows[where]]
    for row in rows:
        if unit.marks.get(row["code"]) == "kg":
            continue
        most = most_of(row, unit.marks) if "percent" in said else None
        if "points" in said and unit.points(row["code"]) < number(said["points"]):
            return False
        if most and most > 0 and unit.points(row["code"]) < most * number(said["percent"]) / 100:
            return False
    return True


def class_of(unit, scheme):
    value = unit.percent if scheme["class_by"] == "percent" else unit.total
    first = next((c for c in scheme["classes"] if holds(c, value)), None)
    lower = sorted(scheme["classes"], key=lambda c: (number(c.get("from", c.get("over"))), "over" in c), reverse=True)
    for line in lower[lower.index(first) :] if first else []:
        if all(reaches(unit, scheme, f) for f in scheme["floors"] if f["class"] == line["name"]):
            return line["name"]
    return None
