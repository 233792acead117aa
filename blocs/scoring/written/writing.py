"""A stored scheme → written rows → YAML."""

from decimal import Decimal

import yaml

from blocs.scoring.kinds.options import as_json

from .form import Row, Written


def written_of(scheme, criteria):
    """A stored scheme as it would be written. Out: Written."""
    children = {}
    for criterion in criteria:
        children.setdefault(criterion.parent_id, []).append(criterion)
    return Written(
        title=scheme.title, source=scheme.source, scale=scheme.scale, decimals=scheme.decimals,
        round_rows=scheme.round_rows, tie_rules=list(scheme.tie_rules), core_group=scheme.core_group,
        rows=_rows(children, None), settings=dict(scheme.settings or {}),
    )  # fmt: skip


def _rows(children, parent):
    return [
        Row(0, c.code, c.name, c.kind, c.sign, c.max_points, dict(c.params), c.evidence_required, _rows(children, c.pk))
        for c in children.get(parent, [])
    ]


def yaml_of(written):
    """The YAML text of a written scheme (str); reading it gives the same rows."""
    head = {
        "title": written.title,
        "source": written.source,
        "scale": _number(written.scale),
        "decimals": written.decimals,
    }
    head |= {"round_rows": written.round_rows, "tie_rules": written.tie_rules, "core_group": written.core_group}
    head |= written.settings | {"criteria": [_plain(row) for row in written.rows]}
    return yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=120)


def _plain(row):
    found = {"code": row.code, "name": row.name, "sign": str(row.sign)}
    if row.most is not None:
        found["max"] = _number(row.most)
    if not row.children:
        found |= {"kind": row.kind} | ({"evidence": True} if row.evidence else {})
    found |= row.params
    if row.children:
        found["children"] = [_plain(child) for child in row.children]
    return found


def _number(value):
    return as_json(Decimal(value))
