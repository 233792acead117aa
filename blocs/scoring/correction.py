"""Đính chính: a published result is never edited; a correction is a new version beside it, and both stay printed."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.journal.steps import Record, Refused
from emulation.ui.numbers import points as shown

from . import placing
from .marking import REFUSED, Hand
from .models import Correction, Filler, RoundState
from .rules import sits_in_the_unit
from .workflow import issue_scores, store_ranking

CORRECT = Record(_("Đính chính kết quả đã công bố"), "scoring.correct", reason=True)


@dataclass
class Weighed:
    """Kết quả như sẽ thành sau khi đính chính. `rows`: placing.Agreed per unit; `cells`, `totals`: what changes, in words."""

    hand: Hand
    rows: list
    cells: list
    totals: list


def weigh(round_, claims, *, by, at):
    """Xem trước: what the round would be with `claims` ({(sheet id, criterion id): Claim}) in the final column. Out: Weighed.

    Writes nothing. Raises Refused: a cell cannot be read, its reason is missing, nothing changes, the person's own unit.
    """
    if round_.state != RoundState.PUBLISHED:
        raise Refused(gettext("Chỉ đính chính kết quả đã công bố; chưa công bố thì mở lại phiếu."))
    with transaction.atomic():
        hand = Hand(round_, Filler.LEADERS, claims, by, at, locked=False)
    if any(sits_in_the_unit(by, sheet) for sheet in hand.sheets.values()):
        raise Refused(gettext("Không ai đính chính điểm của đơn vị mình."))
    rows = {c.pk: c for c in hand.criteria}
    before = {key: hand.standings[key[0]].points(Filler.LEADERS, rows[key[1]]) for key in claims if _is_here(hand, key)}
    refused = [(key, a.sentence) for key, claim in claims.items() if (a := hand.answer(key, claim)).state == REFUSED]
    if refused:
        raise Refused("; ".join(f"{rows[key[1]].label if key[1] in rows else key[1]}: {why}" for key, why in refused))
    hand.settle()
    same = [rows[m.criterion_id].label for m in hand.written if m.points == before[m.sheet_id, m.criterion_id]]
    if same or not (hand.written or unranked(round_)):
        raise Refused(gettext("Chưa có gì khác kết quả đã công bố: %s.") % ", ".join(same or ["–"]))
    ranked = placing.agreed(round_, hand.standings)
    return Weighed(hand, ranked, _cells(hand, rows, before), _totals(round_, ranked))


def unranked(round_):
    """Units of a published round that were held and are released: agreed, and in no rank yet (list of Sheet)."""
    ranked = round_.published_rows.values("member")
    return list(placing.ranked_sheets(round_).exclude(member__in=ranked).select_related("member"))


def _is_here(hand, key):
    return key[0] in hand.sheets and key[1] in hand.kinds


def _cells(hand, rows, before):
    decimals = hand.scheme.decimals
    return [
        {
            "member": str(hand.sheets[m.sheet_id].member), "row": str(rows[m.criterion_id]), "reason": m.reason,
            "before": shown(before[m.sheet_id, m.criterion_id], decimals), "after": shown(m.points, decimals),
        }
        for m in hand.written
    ]  # fmt: skip


def _totals(round_, rows):
    """Units whose total, rank or class changes: list of {"member", "before", "after", "rank_before", "rank_after"} and, of a class, what it was and is."""
    decimals, known = round_.scheme.decimals, {r.member_id: r for r in round_.published_rows}
    found = []
    for new in placing.placed(round_, rows):
        old = known.get(new.member_id)
        if old is None:
            found.append(_entered(new, decimals))
            continue
        if (old.total, old.rank, old.grade) == (new.total, new.rank, new.grade):
            continue
        totals = {"before": shown(old.total, decimals), "after": shown(new.total, decimals)}
        if old.grade != new.grade:
            totals |= {"grade_before": old.grade or "–", "grade_after": new.grade or "–"}
        found.append({"member": str(old.member), "rank_before": old.rank, "rank_after": new.rank} | totals)
    return found


def _entered(new, decimals):
    """A unit that had no rank before."""
    totals = {"before": "–", "after": shown(new.total, decimals)}
    return {"member": str(new.member), "rank_before": "–", "rank_after": new.rank} | totals


def correct(round_, claims, *, decision, reason, by, at):
    """Đính chính điểm chốt của vài dòng sau khi công bố, theo một văn bản, có lý do. claims as in `weigh`. Out: Correction.

    The earlier version keeps its rows and its paper; conferences and proposals keep what they froze. Raises Refused as `weigh`.
    """
    with CORRECT.on(round_, by=by, at=at, note=reason) as act:
        if not decision.strip():
            raise Refused(gettext("Đính chính thì phải ghi văn bản làm căn cứ."))
        weighed = weigh(round_, claims, by=by, at=at)
        act.detail = {"cells": weighed.cells, "totals": weighed.totals, **_write(weighed)}
        round_.versions += 1
        round_.save(update_fields=["versions"])
        store_ranking(round_, weighed.rows)
        told = {"decision": decision.strip(), "reason": reason.strip(), "changes": _changes(weighed)}
        paper = issue_scores(round_, by=by, at=at, correction=told)
        act.subject = Correction.objects.create(
            round=round_, version=round_.versions, paper=paper, by=by, at=at, **told
        )
    return act.subject


def _changes(weighed):
    return {"cells": weighed.cells, "totals": weighed.totals}


def _write(weighed):
    """The marks, and the frozen sums of the sheets they touch. Out: the digest for the journal."""
    stored = weighed.hand.store()
    sums = {agreed.row.key: agreed.row for agreed in weighed.rows}
    for standing in weighed.hand.standings.values():
        sheet = standing.sheet
        if sheet.member_id not in sums:
            continue
        row = sums[sheet.member_id]
        sheet.total, sheet.core, sheet.percent = row.total, row.core, standing.percent()
        sheet.base, sheet.bonus, sheet.penalty = row.base, row.bonus, row.penalty
        sheet.save(update_fields=["total", "core", "base", "bonus", "penalty", "percent"])
    return {"digest": stored["digest"]}
