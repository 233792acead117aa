"""Nạp căn cứ: from the shipped files into the tables. Safe to repeat; what a person confirmed stays confirmed while the row says the same."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import yaml

DATA = Path(__file__).parent / "data"
SATURDAY = 5
# A change in one of these is another claim: a confirmation of the old one does not carry over.
CLAIM = ("value", "number", "unit", "valid_from", "valid_to", "text", "article", "day", "works")


def load(apps):
    """Write facts, citations and holidays. `apps`: the real app registry or that of a migration. Out: how many rows."""
    facts = read("law.yaml")
    for row in facts:
        _put(apps.get_model("law", "Fact"), {"slug": row["id"]}, _fact(row))
    count = _citations(apps, read("citations.yaml"))
    holidays = list(_holidays(read("holidays.yaml")))
    for row in holidays:
        _put(apps.get_model("law", "Holiday"), {"day": row.pop("day")}, row)
    return len(facts) + count + len(holidays)


def read(name):
    """One shipped file as Python values."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def _put(model, found_by, columns):
    known = {field.name for field in model._meta.get_fields()}
    columns = {name: value for name, value in columns.items() if name in known}
    row = model.objects.filter(**found_by).first() or model(**found_by)
    if any(name in columns and getattr(row, name) != columns[name] for name in CLAIM):
        row.confirmed_by = row.confirmed_at = None
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()


def _fact(row):
    number = row.get("number")
    return {
        **{name: row.get(name) or "" for name in ("kind", "about", "value", "unit", "text", "article", "source", "confidence", "note")},
        "key": row.get("key") or row["id"],
        "number": None if number is None else Decimal(str(number)),
        "valid_from": row["valid_from"],
        "valid_to": row.get("valid_to"),
    }  # fmt: skip


def _citations(apps, rows):
    facts = dict(apps.get_model("law", "Fact").objects.values_list("slug", "pk"))
    model, count = apps.get_model("law", "Citation"), 0
    for position, row in enumerate(rows, start=1):
        for kind in row["kinds"]:
            found_by = {"kind": kind, "fact_id": facts[row["fact"]], "valid_from": row.get("valid_from")}
            columns = {"position": position, "wording": row["wording"], "valid_to": row.get("valid_to")}
            model.objects.update_or_create(**found_by, defaults=columns)
            count += 1
    return count


def _holidays(groups):
    """One row per day. A group has `every_year` (the same date from year to year) or `days`."""
    for group in groups:
        told = {name: group.get(name) or "" for name in ("source", "confidence", "note")}
        if "every_year" in group:
            yield from _every_year(group, told)
        for row in group.get("days", ()):
            yield {**told, "works": False, **row}


def _every_year(group, told):
    """The fixed days of each year, and the Monday that makes up for a day that falls on a weekend (Bộ luật Lao động, Điều 111)."""
    span = group["every_year"]
    days = {
        date(year, row["month"], row["day"]): row["name"]
        for year in range(span["from"], span["to"] + 1)
        for row in span["days"]
    }
    for day, name in list(days.items()):
        made_up = day
        while day.weekday() >= SATURDAY and (made_up.weekday() >= SATURDAY or made_up in days):
            made_up += timedelta(days=1)
        days.setdefault(made_up, f"{name} (nghỉ bù)")
    for day, name in sorted(days.items()):
        yield {**told, "works": False, "day": day, "name": name}
