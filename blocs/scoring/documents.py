"""Bảng điểm tổng hợp: which data the paper of a round prints. Everything is frozen as text."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from blocs.years.documents import lead_signature, unit_signature
from emulation.papers.documents import signature
from emulation.ui.numbers import points

from . import extras
from .models import Filler, Hold, HoldState, RoundKind, SheetState, Sign
from .placing import with_ties
from .standing import standings, tree_of

HANDED_IN_ANEW = "Đơn vị nộp lại bảng tự chấm"


def period(round_):
    """«cuối năm 2026», «6 tháng đầu năm 2026»."""
    midyear = round_.kind == RoundKind.MIDYEAR
    return f"{'6 tháng đầu' if midyear else 'cuối'} năm {round_.bloc_year.year}"


@override("vi")
def title(round_):
    """«Bảng điểm cuối năm 2026 của Khối …», with the number of the version when it is a correction."""
    words = _("Bảng điểm %(period)s của %(bloc)s") % {"period": period(round_), "bloc": round_.bloc_year.called}
    return (
        words
        if round_.versions < 2
        else _("%(table)s (bản %(n)d, đính chính)") % {"table": words, "n": round_.versions}
    )


MOST_GROUPS = 8  # groups of the scheme that stand beside the ranking on one landscape sheet
ACROSS = 12  # units beside each other in one annexed table; more go into the next table


@override("vi")
def scores(round_, correction=None):
    """Frozen data of the score table: ranking with the parts, the rule that settled each tie, and every row of the scheme.

    `correction`: {"decision", "reason", "changes"} of a later version, printed above the ranking.
    """
    scheme, year = round_.scheme, round_.bloc_year
    ranked, tree = list(round_.published_rows), tree_of(scheme)
    known = standings(round_, list(round_.sheets.select_related("member")), tree)
    groups = _groups(tree)
    in_groups = {s.sheet.member_id: _of_groups(s, groups, scheme) for s in known.values()}
    return {
        "landscape": True,
        "period": period(round_),
        "bloc": str(year.bloc),
        "scheme": str(scheme),
        "scale": _number(scheme.scale, scheme),
        "groups": [[c.name, _number(c.signed_most, scheme)] for c in groups],
        "ranking": [
            _ranked(r, tie, scheme) | {"groups": in_groups[r.member_id]} for r, _equals, tie in with_ties(ranked)
        ],
        "classed": any(r.grade_why for r in ranked),
        "excluded": _excluded(round_),
        "held": [{"name": h.sheet.member.name, "reason": f"{h.reason}; {h.ground}"} for h in held(round_)],
        "own": [f"{member.name}: {words}" for member, words in extras.told(round_, known)],
        "tables": _tables(ranked, known.values(), tree, scheme),
        "version": round_.versions,
        "correction": correction,
        "signature": lead_signature(year),
        "recipients": ["Các đơn vị thành viên", year.bloc.secretariat.name, "Lưu: VT"],
        "opens": {
            "words": _("Bảng xếp hạng, mở được từng điểm"),
            "address": reverse("scoring:ranking", args=[round_.pk]),
        },
        "verify": [[_("Vòng chấm"), str(round_)], [_("Số đơn vị được xếp hạng"), str(len(ranked))]],
    }


def _number(value, scheme):
    return points(value, scheme.decimals)


def _ranked(row, tie, scheme):
    parts = {name: _number(getattr(row, name), scheme) for name in ("self_total", "base", "bonus", "penalty", "total")}
    told = {"rank": row.rank, "name": row.member.name, "tie": tie} | parts
    if row.percent is not None:
        told["percent"] = points(row.percent, 2)
    if row.grade_why:
        told |= {"grade": row.grade, "grade_why": row.grade_why}
    return told


def _groups(tree):
    """The groups that divide the base points, if they fit beside the ranking; else none. Bonus and penalty have columns of their own."""
    found = [c for c in tree.rows if c.is_group and c.parent_id is None and c.sign == Sign.BASE]
    return found if len(found) <= MOST_GROUPS else []


def _of_groups(standing, groups, scheme):
    sums = standing.sums(Filler.LEADERS)
    return [_number(sums[group.pk].total, scheme) for group in groups]


def _excluded(round_):
    sheets = round_.sheets.filter(state=SheetState.EXCLUDED).select_related("member")
    return [{"name": s.member.name, "reason": f"{s.excluded_reason}; {s.excluded_ground}"} for s in sheets]


def held(round_):
    """The holds that stand (list of Hold)."""
    holds = Hold.objects.filter(sheet__round=round_, state=HoldState.HELD)
    return list(holds.select_related("sheet__member").order_by("sheet__member__position"))


def _tables(ranked, known, tree, scheme):
    """Criteria down, units across, so many tables as the units need."""
    of_member = {standing.sheet.member_id: standing for standing in known}
    members = sorted((r.member for r in ranked), key=lambda m: m.position)
    parts = [members[i : i + ACROSS] for i in range(0, len(members), ACROSS)]
    return [_table(part, of_member, tree.rows, scheme) for part in parts]


def _table(members, known, criteria, scheme):
    sums = [known[m.pk].sums(Filler.LEADERS) for m in members]
    rows = [
        {
            "code": c.code, "name": c.name, "group": c.is_group, "most": _number(c.signed_most, scheme),
            "cells": [_number(s[c.pk].total, scheme) for s in sums],
        }
        for c in criteria
    ]  # fmt: skip
    totals = [_number(known[m.pk].sheet.total, scheme) for m in members]
    return {"units": [m.short_name for m in members], "rows": rows, "totals": totals}


# --- bảng tự chấm của một đơn vị --------------------------------------------------------------------
@override("vi")
def self_scores_title(sheet):
    """«Bảng tự chấm điểm cuối năm 2026 của Sở …»."""
    return f"Bảng tự chấm điểm {period(sheet.round)} của {sheet.member.name}"


@override("vi")
def self_scores(sheet):
    """Frozen data of what a unit handed in: every row with its most, its points and the reason, and who answers for it."""
    scheme, tree = sheet.round.scheme, tree_of(sheet.round.scheme)
    standing = standings(sheet.round, [sheet], tree)[sheet.pk]
    sums = standing.sums(Filler.SELF)
    return {
        "unit": sheet.member.name,
        "period": period(sheet.round),
        "bloc": sheet.bloc_year.called,
        "scheme": str(scheme),
        "scale": _number(scheme.scale, scheme),
        "rows": [_claimed(standing, c, sums) for c in tree.rows],
        "added": _added(standing, scheme),
        "total": _number(sums[None].total, scheme),
        "submitted_at": sheet.submitted_at,
        "show_place": False,
        "signatures": [signature(office="Người lập biểu"), unit_signature(sheet.member, by=sheet.submitted_by)],
        "recipients": [f"Trưởng {sheet.bloc_year.bloc.get_kind_display().lower()}", "Lưu: VT"],
    }


def _claimed(standing, criterion, sums):
    scheme = standing.sheet.round.scheme
    mark, told = standing.mark(Filler.SELF, criterion), []
    if mark and not criterion.is_group:
        kind = standing.tree.kinds[criterion.pk]
        told = [kind.explain(mark.inputs) if mark.inputs and kind.code != "direct" else "", mark.reason, mark.evidence]
    return {
        "code": criterion.code, "name": criterion.name, "group": criterion.is_group,
        "most": _number(criterion.signed_most, scheme), "points": _number(sums[criterion.pk].total, scheme),
        "note": "; ".join(str(words) for words in told if words),
    }  # fmt: skip


def _added(standing, scheme):
    """The rows that the unit itself added beyond the scheme: [name, points, reason]."""
    own = standing.extras
    marks = [(row, own.marks.get((Filler.SELF, row.pk))) for row in own.rows]
    return [[row.name, _number(m.points, scheme), m.reason] for row, m in marks if m and m.points is not None]
