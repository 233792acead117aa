"""Xếp hạng một vòng: from the agreed sheets to the rows that are published, each with the rule that decided, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.journal import clock
from emulation.law import reports as law
from emulation.ui.numbers import points as shown

from .arithmetic import total_of
from .classes import Classes
from .models import Filler, Hold, HoldState, RankRow, SheetState
from .ranking import (
    CORE_GROUP,
    DECISION,
    FEWER_PENALTIES,
    GROUP,
    MORE_WOMEN,
    REVOTE,
    SHARED,
    WOMEN,
    Row,
    group_of,
    in_full,
    ranking,
)
from .standing import standings, tree_of

DECIDED = {
    FEWER_PENALTIES: gettext_lazy("xét điểm trừ ít hơn"),
    CORE_GROUP: gettext_lazy("xét điểm nhóm chính cao hơn"),
    GROUP: gettext_lazy("xét điểm nhóm cao hơn"),
    WOMEN: gettext_lazy("ưu tiên tập thể đủ tỷ lệ nữ luật định"),
    MORE_WOMEN: gettext_lazy("xét tỷ lệ nữ cao hơn"),
    REVOTE: gettext_lazy("bỏ phiếu lại tại hội nghị"),
    DECISION: gettext_lazy("quyết định tại hội nghị"),
    SHARED: gettext_lazy("đồng hạng"),
}
WOMEN_SHARE = "women-share"  # the question in emulation/law


@dataclass(frozen=True)
class Agreed:
    """Một phiếu đã chốt, as it is ranked and classed. sums, dropped: of its rows, None where the scheme asks for none of them."""

    sheet: object
    row: Row
    percent: Decimal | None
    sums: dict | None = None
    dropped: Iterable = ()


@dataclass(frozen=True)
class WomenRule:
    """Ngưỡng tỷ lệ nữ của luật: `least` in percent (None: no number may be used), `words`: where it is from, or why there is none."""

    least: Decimal | None
    words: str


def measure(scheme, percent):
    """What the scheme ranks by when it is not the total: the percent of the maximum assigned (Decimal), else None."""
    return percent if (scheme.settings or {}).get("rank_by") == "percent" else None


def agreed(round_, changed=None):
    """The agreed sheets of a round (list of Agreed). changed: {sheet id: Standing} whose sums stand instead of the stored ones."""
    changed, tree = changed or {}, tree_of(round_.scheme)
    sheets = list(ranked_sheets(round_).select_related("member"))
    known, counted = changed, _women_of(round_, sheets)
    if Classes(tree).floors or codes_of(round_.scheme):
        known = standings(round_, [s for s in sheets if s.pk not in changed], tree) | changed
    return [_agreed(round_.scheme, s, known.get(s.pk), s.pk in changed, counted[s.member_id]) for s in sheets]


def ranked_sheets(round_):
    """The agreed sheets of units that are not held (queryset)."""
    held = Hold.objects.filter(state=HoldState.HELD, sheet=OuterRef("pk"))
    return round_.sheets.filter(~Exists(held), state=SheetState.AGREED)


def codes_of(scheme):
    """The codes that the tie rules «group:CODE» of a scheme name."""
    return [code for rule in scheme.tie_rules if (code := group_of(rule))]


def _agreed(scheme, sheet, standing, is_new, women):
    parts, total, core, percent = sheet, sheet.total, sheet.core, sheet.percent
    if is_new:
        parts, total, core = standing.final(scheme.core_group)
        percent = standing.percent()
    sums = standing.sums(Filler.LEADERS) if standing else None
    groups = {c: total_of(sums[standing.tree.find(c)], scheme.decimals) for c in codes_of(scheme)} if standing else {}
    row = Row(
        sheet.member_id, total, parts.base, parts.bonus, parts.penalty, core, sheet.self_total, sheet.member.position,
        measure(scheme, percent), women, groups,
    )  # fmt: skip
    found = standing.result(Filler.LEADERS) if standing else None
    return Agreed(sheet, row, percent, sums, found.dropped if found else ())


# --- tỷ lệ nữ -------------------------------------------------------------------------------------
def asks_for_women(scheme):
    """Whether a tie rule of the scheme looks at the share of women."""
    return bool({WOMEN, MORE_WOMEN} & set(scheme.tie_rules))


def _published(round_):
    """The newest rows that were published; a version that is being published has none yet."""
    rows = list(round_.ranking.select_related("member"))
    newest = max((r.version for r in rows), default=0)
    return [r for r in rows if r.version == newest]


def _women_of(round_, sheets):
    """{member id: (women, staff) or None}: as published, where there is a published version, else as entered."""
    found = {s.member_id: (s.member.women, s.member.staff) if s.member.staff else None for s in sheets}
    for row in _published(round_):
        told = row.tie_facts or {}
        found[row.member_id] = (told["women"], told["staff"]) if told.get("staff") else None
    return found


def women_rule(round_):
    """The number of the law that a round is ranked by: that of the published version, else of today. Out: WomenRule."""
    for row in _published(round_):
        if row.tie_facts:
            least = row.tie_facts["from"]
            return WomenRule(None if least is None else Decimal(least), row.tie_facts["law"])
    try:
        fact = law.number(WOMEN_SHARE, clock.today())
    except law.Missing as sentence:
        return WomenRule(None, str(sentence))
    if fact.needs_checking:
        return WomenRule(None, _("con số luật định về tỷ lệ nữ còn cần xác minh"))
    facts = {"number": fact.number_text, "text": fact.text, "article": fact.article}
    return WomenRule(fact.number, _("từ %(number)s%% theo %(text)s, %(article)s") % facts)


def _facts(row, rule):
    """What a tie was looked at with, kept for a later correction (dict)."""
    told = {"from": None if rule.least is None else f"{rule.least:f}", "law": rule.words}
    return told | ({"women": row.women[0], "staff": row.women[1]} if row.women else {})


# --- hạng và loại ---------------------------------------------------------------------------------
def placed(round_, rows, tie_breaks=()):
    """Xếp hạng, xếp loại. rows: list of Agreed; tie_breaks: ranking.TieBreak by member id. Out: list of RankRow, not saved, in order."""
    scheme, classes = round_.scheme, Classes(tree_of(round_.scheme))
    rule = women_rule(round_) if asks_for_women(scheme) else None
    known = {a.row.key: a for a in rows}
    ranked = ranking([a.row for a in rows], scheme.tie_rules, tie_breaks, rule and rule.least)
    return [_rank_row(round_, r, known[r.row.key], place, classes, rule) for place, r in enumerate(ranked, start=1)]


def _rank_row(round_, ranked, agreed_, place, classes, rule):
    row = ranked.row
    found = classes.place(row.total, agreed_.percent, agreed_.sums, agreed_.dropped)
    return RankRow(
        round=round_, version=round_.versions, member=agreed_.sheet.member, rank=ranked.rank, place=place, total=row.total,
        base=row.base, bonus=row.bonus, penalty=row.penalty, core=row.core, self_total=row.claimed, percent=row.measure,
        decided_by=GROUP if group_of(ranked.decided_by) else ranked.decided_by, grade=found.name, grade_why=found.why,
        tie_note=_note(round_.scheme, ranked, rule), tie_facts=_facts(row, rule) if rule else None,
    )  # fmt: skip


# --- câu chữ --------------------------------------------------------------------------------------
def _note(scheme, ranked, rule):
    """What the deciding rule saw in this row, and what it lacked; "" without a tie."""
    row, by = ranked.row, ranked.decided_by
    if not by:
        return ""
    seen = {
        FEWER_PENALTIES: lambda: _("trừ %s") % shown(-row.penalty, scheme.decimals),
        CORE_GROUP: lambda: _in_group(scheme.core_group, row.core, scheme),
        WOMEN: lambda: _share(row) and f"{_share(row)}; {rule.words}",
        MORE_WOMEN: lambda: _share(row),
        SHARED: lambda: "",
    }
    code = group_of(by)
    found = _in_group(code, row.groups[code], scheme) if code else seen.get(by, lambda: ranked.reason)()
    return "; ".join(filter(None, [found, *_lacking(scheme, ranked, rule)]))[:500]


def _in_group(code, points, scheme):
    return _("nhóm %(code)s: %(points)s") % {"code": code or "–", "points": shown(points, scheme.decimals)}


def _share(row):
    """«35/48 nữ, 72,92%»; "" when unknown."""
    if row.women is None:
        return ""
    facts = {"women": row.women[0], "staff": row.women[1], "share": shown(row.share, 2)}
    return _("%(women)d/%(staff)d nữ, %(share)s%%") % facts


def _lacking(scheme, ranked, rule):
    """What the rules about women would have needed, where they were asked."""
    rules = in_full(scheme.tie_rules)
    asked = set(rules if ranked.decided_by == SHARED else rules[: rules.index(ranked.decided_by) + 1])
    if WOMEN in asked and rule.least is None:
        yield rule.words
    if {WOMEN, MORE_WOMEN} & asked and ranked.row.women is None:
        yield _("chưa ghi tỷ lệ nữ")


def tie_words(row, equals):
    """How a tie was settled, as printed: «cùng điểm với Sở 2: xét điểm trừ ít hơn (trừ 0,50)»; "" without a tie."""
    if not row.decided_by:
        return ""
    same = _("cùng điểm với %(who)s: %(rule)s") if row.percent is None else _("cùng tỷ lệ điểm với %(who)s: %(rule)s")
    words = same % {
        "who": ", ".join(r.member.short_name for r in equals), "rule": DECIDED[row.decided_by],
    }  # fmt: skip
    return f"{words} ({row.tie_note})" if row.tie_note else words


def with_ties(rows):
    """Ranking rows with those that stood equal, and how that was settled: [(RankRow, equals, words)]."""
    rows, equals = list(rows), {}
    for row in rows:
        equals.setdefault(row.measure, []).append(row)
    found = [(row, tuple(r for r in equals[row.measure] if r is not row)) for row in rows]
    return [(row, others, tie_words(row, others)) for row, others in found]
