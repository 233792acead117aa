"""Biểu đồ trong báo cáo: points as bars, self-scores against checked ones, years beside each other; numbers and how long each is drawn.

Lengths are thousandths of the whole (int). Without rows there is nothing to draw.
"""

from blocs.scoring.charts import axis_of, share
from blocs.scoring.models import Round, RoundState
from emulation.ui.numbers import points

YEARS = 3


def bars(rows):
    """How long the total of each row is, of the whole scale (of the highest total where that is more). Out: {member id: int}."""
    if not rows:
        return {}
    whole = max([rows[0].round.scheme.scale, *(row.total for row in rows)])
    return {row.member_id: share(row.total, 0, whole) for row in rows}


def compared(rows):
    """Tự chấm và chốt: the two totals of every unit on one axis. Out: dict, or None without rows."""
    axis = axis_of(rows)
    if axis is None:
        return None
    return {"low": int(axis.low), "high": int(axis.high), "rows": [_against(row, axis) for row in rows]}


def _against(row, axis):
    places = row.round.scheme.decimals
    return {
        "unit": row.member.name,
        "self_total": points(row.self_total, places),
        "total": points(row.total, places),
        "gap": points(row.total - row.self_total, places),
        "claimed": share(row.self_total, axis.low, axis.high),
        "agreed": share(row.total, axis.low, axis.high),
    }


def ranked_before(bloc_year, rows):
    """So với các năm trước: points and rank of every unit, the last years in order. Out: dict, or None without an earlier year."""
    if not rows:
        return None
    same = Round.objects.filter(bloc_year__bloc=bloc_year.bloc_id, kind=rows[0].round.kind, state=RoundState.PUBLISHED)
    before = same.filter(bloc_year__year__lt=bloc_year.year).select_related("scheme", "bloc_year")
    rounds = sorted(before.order_by("-bloc_year__year", "-pk")[: YEARS - 1], key=lambda found: found.bloc_year.year)
    if not rounds:
        return None
    known = [list(found.published_rows.select_related("member", "round__scheme")) for found in rounds]
    columns = [_by_unit(found) for found in [*known, rows]]
    units = [(row.member.unit_id, row.member.name) for row in rows]
    return {
        "years": [*(found.bloc_year.year for found in rounds), bloc_year.year],
        "rows": [{"unit": name, "cells": [column.get(unit) for column in columns]} for unit, name in units],
    }


def _by_unit(rows):
    """One year. Out: {unit id: dict total, rank, bar}."""
    lengths = bars(rows)
    return {
        row.member.unit_id: {
            "total": points(row.total, row.round.scheme.decimals),
            "rank": row.rank,
            "bar": lengths[row.member_id],
        }
        for row in rows
    }
