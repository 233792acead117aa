"""Tên loại, trích yếu: what the paper is called, and the rule (state) or five hyphens (Party) under it."""

from .letterhead import _apart, _centred, _under, named
from .looks import MILLIMETRE, looks


def findings(printed, manuscript):
    """Out: sentences about what is wrong with the names of the paper."""
    look = looks(manuscript)
    kind, wrong = named(printed, manuscript.heading, look["kind"], "tên loại")
    if kind is None:
        return wrong
    middle = text_middle(printed.page(kind.page))
    wrong += _on_axis(kind, middle, "tên loại")
    if not manuscript.summary:
        return wrong
    summary = printed.find(manuscript.summary, kind.end)
    if summary is None:
        return [*wrong, f"trích yếu «{manuscript.summary[:60]}» is not printed"]
    if odd := look["summary"].wrong(summary.glyphs):
        wrong.append(f"trích yếu {odd}")
    wrong += _on_axis(summary, middle, "trích yếu") + _apart(kind, summary, "trích yếu under tên loại")
    if not manuscript.party:
        return wrong + _under(printed, summary, "trích yếu", 1 / 3, 1 / 2)
    return wrong + _hyphens(printed, summary, middle, look["hyphens"])


def text_middle(page):
    """The axis of the text block: between the left margin of 30 mm and the right of 15 mm."""
    return (30 + page.width - 15) / 2


def _on_axis(found, middle, what):
    return [w for left, right, _y in found.lines for w in _centred((left + right) / 2, middle, what)]


def _hyphens(printed, summary, middle, look):
    number, last = summary.letters[-1]
    page = printed.page(number)
    below = [line for line in page.lines if 0 < line.y - last.y < 8 and abs(line.centre - middle) < 20]
    hyphens = min(below, key=lambda line: line.y, default=None)
    if hyphens is None or hyphens.text != "-----":
        return ["no five hyphens under trích yếu"]
    wrong = _centred(hyphens.centre, middle, "the five hyphens")
    if odd := look.wrong(hyphens.glyphs):
        wrong.append(f"the five hyphens {odd}")
    near = [r for r in page.rules if r.lies and last.y < r.y < hyphens.y + MILLIMETRE]
    return [*wrong, "a rule stands under trích yếu of a Party paper"] if near else wrong
