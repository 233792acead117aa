"""Soát các loại và mức sàn trước khi lưu: what cannot be is a fault; numbers in no class, or in two, are named as warnings."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import combinations

from django.utils.translation import gettext as _

from blocs.scoring.classes import Classes, most_of, rows_of
from blocs.scoring.kinds.bands import empty_band
from blocs.scoring.kinds.inputs import told
from blocs.scoring.kinds.whole import HEAD_OPTIONS, OUTERMOST, read_all
from blocs.scoring.models import Sign


def faults(tree):
    """Sentences: a class that holds no number or stands twice, a floor of no class, of no row, or that says nothing."""
    said = read_all(HEAD_OPTIONS, tree.settings)
    names = [c["name"] for c in said.get("classes", [])]
    for line in said.get("classes", []):
        if empty_band(line):
            yield _("loại “%(name)s” không chứa số nào: đầu dưới cao hơn đầu trên") % {"name": line["name"]}
    for name in dict.fromkeys(n for n in names if names.count(n) > 1):
        yield _("loại “%(name)s” viết hai lần") % {"name": name}
    for number, floor in enumerate(said.get("floors", []), start=1):
        for sentence in _of_floor(tree, floor, names):
            yield _("mức sàn thứ %(n)d: %(what)s") % {"n": number, "what": sentence}


def _of_floor(tree, floor, names):
    if floor["class"] not in names:
        yield _("không có loại “%(name)s”") % {"name": floor["class"]}
    if ("percent" in floor) == ("points" in floor):
        yield _("ghi percent hoặc points, một trong hai")
        return
    try:
        rows = rows_of(tree, floor.get("row", OUTERMOST))
    except LookupError as error:
        yield str(error.args[0])
        return
    if not rows:
        yield _("bộ tiêu chí không có nhóm hay dòng nào như thế")
    bare = [] if "points" in floor else [tree.label(p) for p in rows if not _has_percent(tree, p)]
    if bare:
        yield _("không tính được %% của %(rows)s: ghi max (không dùng cho điểm trừ)") % {"rows": ", ".join(bare[:5])}


def _has_percent(tree, pk):
    return tree.by_pk[pk].sign != Sign.PENALTY and most_of(tree, pk) is not None


def warnings(tree):
    """Sentences: between which numbers nobody has a class, and which numbers stand in two."""
    classes = Classes(tree)
    ladder = [_Span(c, place) for place, c in sorted(enumerate(classes.written), key=_from_below(classes.ladder))]
    grid = Decimal("0.0001") if classes.by_percent else Decimal(1).scaleb(-tree.decimals)
    reach = None
    for span in ladder:
        if reach and (gap := _told_between(reach.top, span.foot, grid)):
            yield _("%(numbers)s không thuộc loại nào") % {"numbers": gap}
        reach = max(reach, span, key=lambda s: s.top) if reach else span
    for low, high in combinations(ladder, 2):
        if found := _overlap(low, high, grid):
            yield found
    if reach and reach.is_below(Decimal(100) if classes.by_percent else tree.scale, tree):
        yield _("%(numbers)s không thuộc loại nào") % {"numbers": reach.told_above()}


def _from_below(ladder):
    return lambda pair: -ladder.index(pair[1])


class _Span:
    """A class as a stretch: foot and top are (number, whether the number itself lies beyond the edge), so that they compare."""

    def __init__(self, line, place):
        self.name, self.place = line["name"], place
        feet = [(line[e], e == "over") for e in ("from", "over") if e in line]
        tops = [(line[e], e == "to") for e in ("to", "below") if e in line]
        self.foot = max(feet) if feet else (Decimal("-Infinity"), False)
        self.top = min(tops) if tops else (Decimal("Infinity"), False)

    def is_below(self, most, tree):
        """Whether totals that can be reached lie above it: the whole scale, or more where there are bonus points."""
        has_bonus = any(r.sign == Sign.BONUS or "max_bonus" in r.params for r in tree.rows)
        return self.top[0].is_finite() and (has_bonus or self.top < (most, True))

    def told_above(self):
        return (_("trên %s") if self.top[1] else _("từ %s trở lên")) % told(self.top[0])


def _told_between(low, high, grid):
    """The numbers from one edge up to another, in words; "" when no number of so many decimals lies there."""
    if not (low[0].is_finite() and high[0].is_finite()):
        return ""
    first = low[0] / grid
    first = first.to_integral_value(ROUND_FLOOR) + 1 if low[1] else first.to_integral_value(ROUND_CEILING)
    last = high[0] / grid
    last = last.to_integral_value(ROUND_FLOOR) if high[1] else last.to_integral_value(ROUND_CEILING) - 1
    if first > last:
        return ""
    if first == last:
        return _("đúng %s") % told(first * grid)
    return " ".join(
        (
            (_("trên %s") if low[1] else _("từ %s")) % told(low[0]),
            (_("đến %s") if high[1] else _("dưới %s")) % told(high[0]),
        )
    )


def _overlap(low, high, grid):
    """What two classes share; a class without a top that is written after the higher one begins where that one ends."""
    if not low.top[0].is_finite() and high.place < low.place:
        return ""
    top = min(low.top, high.top)
    shared = _told_between(high.foot, top, grid)
    if not shared and not top[0].is_finite():
        shared = _("từ %s trở lên") % told(high.foot[0]) if high.foot[0].is_finite() else _("mọi số")
    if not shared:
        return ""
    first = min(low, high, key=lambda span: span.place).name
    facts = {"numbers": shared, "low": low.name, "high": high.name, "first": first}
    return _("%(numbers)s thuộc cả “%(high)s” và “%(low)s”: lấy loại viết trước, “%(first)s”") % facts
