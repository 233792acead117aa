"""Builder words for tests of scoring and of the rooms above: a scheme, a round at each of its stages. All through the acts."""

import datetime as dt

from blocs.roster.models import Office
from blocs.scoring import workflow, written
from blocs.scoring.models import Filler
from blocs.years import workflow as years
from emulation.testing import bloc, day, province, sitting, unit
from emulation.testing_ground import laid_once

YEAR = 2026
OPENED, SCORED, CHECKED, AGREED, PUBLISHED = (
    day(YEAR, 11, 1), day(YEAR, 11, 10), day(YEAR, 11, 22), day(YEAR, 11, 27), day(YEAR, 12, 8),
)  # fmt: skip

SCHEME = """
title: Bộ tiêu chí thi đua của khối
scale: 20
core_group: I
criteria:
- code: I
  name: Thực hiện nhiệm vụ
  max: 15
  children:
  - {code: "1.1", name: Hoàn thành chương trình công tác, max: 10, kind: direct}
  - {code: "1.2", name: Giải quyết hồ sơ đúng hạn, max: 5, kind: ratio}
- code: II
  name: Công tác thi đua
  max: 5
  children:
  - {code: "2.1", name: Ký giao ước đúng hạn, max: 5, kind: pass_fail}
- code: III
  name: Điểm cộng
  max: 2
  sign: bonus
  children:
  - {code: "3.1", name: Sáng kiến được công nhận, max: 2, kind: count, each: 0.5, evidence: true}
- code: IV
  name: Điểm trừ
  max: 3
  sign: penalty
  children:
  - {code: "4.1", name: Báo cáo nộp chậm, max: 3, kind: per_occurrence, each: 0.5}
"""
FULL = {"1.1": "9", "1.2": "95/100", "2.1": "đ", "3.1": "2", "4.1": "1"}  # 9 + 4,75 + 5 + 1 − 0,5 = 19,25


class Cast:
    """The people of one bloc-year: who acts in the tests. Units: lead, deputy, others in order."""

    def __init__(self, year, units):
        self.year, self.units = year, units
        self.lead_unit, self.deputy_unit, self.neighbour_unit = units[0], units[1], units[2]
        self.secretary = sitting(Office.SECRETARIAT, unit=year.bloc.secretariat)
        self.councillor = sitting(Office.COUNCIL_MEMBER, unit=year.bloc.council)
        self.heads = {u.pk: sitting(Office.HEAD, unit=u) for u in units}
        self.clerks = {u.pk: sitting(Office.CLERK, unit=u) for u in units}

    def head(self, unit):
        return self.heads[unit.pk]

    def clerk(self, unit):
        return self.clerks[unit.pk]

    @property
    def lead(self):
        return self.clerk(self.lead_unit)

    @property
    def deputy(self):
        return self.clerk(self.deputy_unit)


@laid_once
def cast(members=3, name="Khối thi đua thử nghiệm", root=None, deputies=1):
    """A bloc of so many units with a running year and its people. Out: Cast."""
    root = root or province()
    units = [unit(f"Sở số {n:02} của {name}", root, short_name=f"Sở {n}") for n in range(1, members + 1)]
    made = bloc(*units, name=name)
    by, opened_at = sitting(Office.SECRETARIAT, unit=made.secretariat), day(YEAR, 1, 5)
    year = years.open_year(made, year=YEAR, lead=units[0], deputies=units[1 : 1 + deputies], by=by, at=opened_at)
    return Cast(year, units)


@laid_once
def scheme_of(cast, text=SCHEME, adopted=True):
    """A scheme of the bloc, written and adopted by the secretariat. Out: Scheme."""
    scheme = workflow.new_scheme_version(cast.year.bloc, written.read(text), by=cast.secretary, at=OPENED)
    if adopted:
        workflow.adopt_scheme(scheme, by=cast.secretary, at=OPENED)
    return scheme


@laid_once
def opened(cast, kind="year_end", text=SCHEME, **more):
    """A round just opened by the lead unit. Out: Round."""
    if not cast.year.bloc.schemes.exists():
        scheme_of(cast, text)
    due = {"self_due": dt.date(YEAR, 11, 20), "check_due": dt.date(YEAR, 11, 27)}
    return workflow.open_round(cast.year, kind=kind, by=cast.lead, at=OPENED, **due | more)


def sheet_of(round_, unit):
    return round_.sheets.select_related("member", "round__bloc_year__bloc", "round__scheme").get(member__unit=unit)


def cells(round_, unit, texts):
    """{criterion code: text} as the cells of one unit, for `save_marks`."""
    codes = dict(round_.scheme.criteria.exclude(kind="group").values_list("code", "pk"))
    sheet = sheet_of(round_, unit)
    return {(sheet.pk, codes[code]): text for code, text in texts.items()}


def claimed(cast, round_, unit, texts=FULL):
    """The unit's clerk fills the self column, with evidence where it is asked for."""
    claims = {
        key: workflow.Claim(text, evidence="Quyết định 512/QĐ-UBND") for key, text in cells(round_, unit, texts).items()
    }
    return workflow.save_marks(round_, Filler.SELF, claims, by=cast.clerk(unit), at=SCORED)


@laid_once
def handed_in(cast, round_, *units, texts=FULL):
    """The units (all unless told) fill and hand in. Out: Round, re-read."""
    for each in units or cast.units:
        claimed(cast, round_, each, texts)
        workflow.submit(sheet_of(round_, each), by=cast.head(each), at=SCORED)
    round_.refresh_from_db()
    return round_


def checker_for(cast, unit):
    return cast.deputy if unit == cast.lead_unit else cast.lead


@laid_once
def checked(cast, round_, *units, texts=None):
    """The checkers take the claims (or `texts`) and finish each sheet. Out: Round."""
    for each in units or cast.units:
        by, sheet = checker_for(cast, each), sheet_of(round_, each)
        if texts:
            claims = {k: workflow.Claim(t, reason="Theo hồ sơ") for k, t in cells(round_, each, texts).items()}
            workflow.save_marks(round_, Filler.CHECKERS, claims, by=by, at=CHECKED)
        workflow.accept_claims(round_, [sheet], by=by, at=CHECKED)
        workflow.check_done(sheet_of(round_, each), by=by, at=CHECKED)
    return round_


@laid_once
def agreed(cast, **more):
    """A round scored, checked and agreed. Out: Round."""
    round_ = checked(cast, handed_in(cast, opened(cast, **more)))
    workflow.agree(round_, by=cast.lead, at=AGREED)
    return round_


@laid_once
def published(cast, **more):
    """The same, published. Out: Round."""
    round_ = agreed(cast, **more)
    workflow.publish(round_, by=cast.lead, at=PUBLISHED)
    return round_
