"""Rounds whose columns stand as a plan says, and the people who fill them."""

from blocs.scoring import columns, workflow
from blocs.scoring.columns import Plan
from blocs.scoring.models import Filler, Mark
from emulation.journal import clock

from .building import CHECKED, OPENED, SCORED, cells, opened, sheet_of

SCHEME = """
title: Bộ tiêu chí hai dòng
scale: 20
criteria:
- {code: "1", name: Nhiệm vụ chuyên môn, max: 10, kind: direct}
- {code: "2", name: Cải cách hành chính, max: 10, kind: direct, scorer: Sở Nội vụ}
"""
CLAIM = {"1": "9", "2": "8"}


def laid_out(people, **plan):
    """A round whose columns stand as planned, every unit's claim 9 + 8 handed in. Out: Round."""
    round_ = opened(people, text=SCHEME)
    columns.lay_out(round_, Plan(**plan), by=people.lead, at=OPENED)
    for each in people.units:
        workflow.save_marks(round_, "self", cells(round_, each, CLAIM), by=people.clerk(each), at=SCORED)
        workflow.submit(sheet_of(round_, each), by=people.head(each), at=SCORED)
    round_.refresh_from_db()
    return round_


def typed(round_, code, of, texts, by, at=CHECKED, reason="Theo hồ sơ"):
    """What one person types in one column of one unit's sheet: the answers by row."""
    claims = {key: workflow.Claim(text, reason) for key, text in cells(round_, of, texts).items()}
    saving = workflow.save_marks(round_, code, claims, by=by, at=at)
    return [a.sentence if a.state == "refused" else a.state for a in saving.answers.values()]


def column(round_, code):
    return round_.columns.get(code=code)


def peer(people, round_, n):
    """The column in which the n-th unit assesses the others."""
    return round_.columns.get(kind=Filler.PEER, member__unit=people.units[n])


def assessed(people, round_, n, points):
    """The n-th unit gives each other unit its points in both rows, and hands in."""
    mine = peer(people, round_, n)
    for other, given in points.items():
        typed(round_, mine.code, people.units[other], {"1": given, "2": given}, people.clerk(people.units[n]))
    columns.hand_in_column(mine, by=people.clerk(people.units[n]), at=CHECKED)


def checked_by_the_lead(people, round_, texts=None):
    for each in people.units:
        by = people.deputy if each == people.lead_unit else people.lead
        typed(round_, "team", each, texts or CLAIM, by)
        workflow.check_done(sheet_of(round_, each), by=by, at=CHECKED)


def means(round_, of):
    rows = Mark.objects.filter(column__round=round_, column__code="peers", sheet__member__unit=of)
    return [m.points for m in rows.order_by("criterion__position")]


def seen(user, round_, code, at=CHECKED):
    with clock.at(at):
        user.forget_powers()
        marks = Mark.objects.for_user(user).filter(column__round=round_, column__code=code)
        return set(marks.values_list("sheet__member__unit", flat=True))
