"""Nạp danh mục: from the shipped file into the table. Safe to repeat: rows are found by code and first day."""

from decimal import Decimal
from pathlib import Path

import yaml

DATA = Path(__file__).parent / "data" / "award_types.yaml"


def load(apps):
    """Write every award type of the shipped file. `apps`: the real registry or that of a migration. Out: how many rows."""
    model = apps.get_model("catalogue", "AwardType")
    known = {field.name for field in model._meta.get_fields()}
    rows = list(_rows(yaml.safe_load(DATA.read_text(encoding="utf-8"))))
    for row in rows:
        found_by = {"code": row.pop("code"), "valid_from": row.pop("valid_from")}
        columns = {name: value for name, value in row.items() if name in known}
        model.objects.update_or_create(**found_by, defaults=columns)
    return len(rows)


def _rows(shipped):
    """One flat row per award and period: what holds for the award, overlaid with what holds in the period."""
    for position, award in enumerate(shipped["awards"], start=1):
        common = {name: value for name, value in award.items() if name != "rows"}
        for own in award["rows"]:
            period = shipped["periods"][own["period"]]
            row = {"source": shipped["sources"][own["period"]], "position": position, "note": "", **common, **own}
            row["multiplier"] = Decimal(row["multiplier"])
            yield row | {"valid_from": period.get("valid_from"), "valid_to": period.get("valid_to")}
