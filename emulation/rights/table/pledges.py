"""Đăng ký thi đua (Pledge.for_user): the unit from the first draft, who leads once handed in, the others once received, the council once proposed."""

from emulation.rights.kinds import BLOC, COUNCIL, LEAD, MEMBERS, ON_DUTY, SIGNERS, UNIT
from emulation.rights.patterns import NO, Row, act, form, reads
from emulation.rights.situations import years as given

DRAFTED = UNIT
SUBMITTED = UNIT | ON_DUTY | {"officer"}
RECEIVED = MEMBERS | {"officer", "checker", "conference_secretary", "follower"}
PROPOSED = RECEIVED | COUNCIL


def year(corner):
    return [corner.preparing.bloc_year.pk]


def year_and_period(corner):
    """The member has reported and its head has not confirmed."""
    given.reported_pledge(corner)
    return [corner.preparing.bloc_year.pk, "year_end"]


def member(corner):
    return [corner.row(corner.preparing).pk]


def proposed(corner):
    return [corner.row(corner.done).pk]


def submitted(corner):
    return [given.submitted_pledge(corner).member_id]


def received(corner):
    return [given.received_pledge(corner).member_id]


def of_the_year(situation):
    return lambda corner: [situation(corner).member_id, "year_end"]


def written(corner):
    lines = {"target-TOTAL_FORMS": "1", "target-INITIAL_FORMS": "1", "target-0-name": "Target", "target-0-level": "95"}
    return lines | {f"title_{t.award_type_id}": "1" for t in given.pledge(corner).titles.all()}


def result(corner):
    target = given.pledge(corner).targets.get()
    return {f"t{target.pk}-value": "91", f"t{target.pk}-remark": ""}


REASON = {"reason": "Reason"}
ROWS = [
    Row("pledges:registrations", reads(BLOC), NO, year),
    Row("pledges:bloc_results", reads(BLOC), NO, year_and_period, secret=lambda c: "87,65", knows=reads(UNIT)),
    Row("pledges:page", reads(DRAFTED), NO, member, case="draft", home=True),
    Row("pledges:page", reads(SUBMITTED), NO, submitted, case="submitted", home=True),
    Row("pledges:page", reads(RECEIVED), NO, received, case="received"),
    Row("pledges:page", reads(PROPOSED), NO, proposed, case="year proposed", home=True),
    Row("pledges:write", form(UNIT), act(UNIT), member, written),
    Row("pledges:submit", form(SIGNERS, DRAFTED), act(SIGNERS, DRAFTED), member),
    Row("pledges:receive", NO, act(LEAD, SUBMITTED), submitted),
    Row("pledges:send_back", form(LEAD, SUBMITTED), act(LEAD, SUBMITTED), submitted, REASON),
    Row("pledges:results", form(UNIT, RECEIVED), act(UNIT, RECEIVED), of_the_year(given.received_pledge), result),
    Row("pledges:confirm_results", form(SIGNERS, RECEIVED), act(SIGNERS, RECEIVED), of_the_year(given.reported_pledge)),
    Row("pledges:reopen_results", form(LEAD, RECEIVED), act(LEAD, RECEIVED), of_the_year(given.confirmed_pledge), REASON),
]  # fmt: skip
