"""Hội nghị: who sees the year sees its conferences; the lead unit and the secretariat run them, heads conclude."""

from emulation.rights.kinds import BLOC, PREPARERS
from emulation.rights.patterns import IN, NO, REFUSED, Row, act, form, reads
from emulation.rights.situations import conferences as given

SEEN = reads(BLOC)
TEAM = {"head", "neighbour"}  # whom the situation names
CONCLUDERS = {"lead_head", "officer"}
RUN, RUN_FORM = act(PREPARERS), form(PREPARERS)
CONCLUDE, CONCLUDE_FORM = act(CONCLUDERS), form(CONCLUDERS)


def year(corner):
    return [corner.meeting.bloc_year.pk]


def pk(situation):
    return lambda corner: [situation(corner).pk]


def item(corner):
    return [given.conference(corner).items.get().pk]


def candidates(corner):
    return {f"m{corner.row(corner.meeting).pk}": "CO_TINH"}


def order(corner):
    """The two that share the second rank, one before the other."""
    places = {f"o{corner.row(corner.meeting, role).pk}": n for n, role in enumerate(("neighbour", "deputy"), start=1)}
    return places | {"who": "Conference", "reason": "Reason"}


def votes(corner):
    """The same two, voted on again."""
    counted = {f"o{corner.row(corner.meeting, role).pk}": n for n, role in enumerate(("neighbour", "deputy"), start=1)}
    return counted | {"base": "3", "reason": "Reason"}


def section(corner):
    """The page of one section of a report that is being written."""
    return [given.conference(corner).pk, "limits"]


def words(corner):
    """What somebody wrote on that page."""
    return {"text": "Words", "seen": given.section_seen(corner)}


def successors(corner):
    return {"lead": corner.unit("member").pk, "deputy": "", "theme": "", "items": "Book"}


PLAN = {
    "kind": "briefing",
    "title": "Briefing",
    "day": "25/11/2026",
    "hour": "08:00",
    "place": "Hall",
    "chairs": "Head",
}
TAKERS = PREPARERS | {"conference_secretary"}
TAKE, TAKE_FORM = act(TAKERS), form(TAKERS)
REMARK = {"member": "", "speaker": "Head", "text": "Words"}
HANDS = {"text": "Motion", "percent": "50", "no": "0", "abstain": "0"}
ROWS = [
    Row("conferences:year", SEEN, NO, year),
    Row("conferences:plan", RUN_FORM, RUN, year, PLAN),
    Row("conferences:page", SEEN, NO, pk(given.conference)),
    Row("conferences:screen", RUN_FORM, NO, pk(given.conference)),
    Row("conferences:time_agenda", RUN_FORM, RUN, pk(given.conference), lambda c: {f"i{item(c)[0]}": "15"}),
    Row("conferences:open_item", NO, RUN, item),
    Row("conferences:floor", TAKE_FORM, TAKE, pk(given.conference), lambda c: REMARK | {"item": item(c)[0]}),
    Row("conferences:correct_remark", TAKE_FORM, TAKE, pk(given.remark), {"speaker": "Head", "text": "Other words"}),
    Row("conferences:decide", RUN_FORM, RUN, pk(given.conference), lambda c: HANDS | {"item": item(c)[0], "yes": given.present(c)}),
    Row("conferences:strike", RUN_FORM, RUN, pk(given.motion), {"reason": "Reason"}),
    Row("conferences:read_out", NO, TAKE, pk(given.concluded_conference)),
    Row("conferences:agree", CONCLUDE_FORM, CONCLUDE, pk(given.read_conference), {"objections": ""}),
    Row(
        "conferences:add_item", RUN_FORM, RUN, pk(given.conference),
        lambda c: {"kind": "free", "title": "Item", "bloc_year": c.meeting.bloc_year.pk},
    ),
    Row("conferences:texts", RUN_FORM, RUN, pk(given.conference), {"strengths": "Strengths"}),
    Row("conferences:report", RUN_FORM, NO, pk(given.conference)),
    Row("conferences:report_section", RUN_FORM, RUN, section, words),
    Row("conferences:keep_section", NO, RUN, section, lambda c: {"seen": given.section_seen(c)}),
    Row("conferences:restore_section", NO, RUN, section, lambda c: {"seen": given.section_seen(c)}),
    Row("conferences:invite", NO, RUN, pk(given.planned_conference)),
    Row("conferences:open_session", NO, RUN, pk(given.planned_conference)),
    Row("conferences:attend", NO, RUN, pk(given.conference)),
    Row("conferences:finish_item", NO, RUN, item, {"outcome": "Outcome"}),
    Row("conferences:postpone", RUN_FORM, RUN, pk(given.conference), {"day": "01/12/2026", "hour": "08:00", "reason": "Reason"}),
    Row("conferences:break_tie", RUN_FORM, RUN, lambda c: [given.conference(c).pk, 2], order),
    Row("conferences:revote", RUN_FORM, RUN, lambda c: [given.conference(c).pk, 2], votes),
    Row("conferences:call_off_vote", RUN_FORM, RUN, pk(given.balloting_conference), {"reason": "Reason"}),
    Row("conferences:put_forward", RUN_FORM, RUN, pk(given.conference), candidates),
    Row("conferences:open_vote", NO, RUN, pk(given.conference)),
    Row("conferences:count_vote", NO, act({*PREPARERS, "counter"}), pk(given.voted_conference)),
    Row("conferences:count_with_codes", form(TEAM), act(TEAM, ends=IN), pk(given.sealed_conference), {"code_1": "X", "code_2": "Y"}),
    Row("conferences:name_team", RUN_FORM, RUN, pk(given.conference), lambda c: {"people": c.people["head"].pk, "needed": ""}),
    # The rules of this bloc ask for a ballot: refused by the state, past the hand.
    Row("conferences:acclaim", NO, act(CONCLUDERS, ends=REFUSED), pk(given.conference)),
    Row("conferences:hand_over", CONCLUDE_FORM, CONCLUDE, pk(given.conference), successors),
    Row("conferences:conclude", CONCLUDE_FORM, CONCLUDE, pk(given.finished_conference), {"conclusions": "Agreed."}),
    Row("conferences:minute", NO, CONCLUDE, pk(given.concluded_conference)),
    Row("conferences:pack", RUN_FORM, RUN, pk(given.conference)),
    Row("conferences:issue_ballot", NO, RUN, pk(given.conference)),
    Row("conferences:issue_count", RUN_FORM, RUN, pk(given.counted_conference), {"head": "Head"}),
    Row("conferences:issue_nomination", CONCLUDE_FORM, CONCLUDE, pk(given.counted_conference), {"secretary": "Secretary"}),
    Row("conferences:issue_notice", CONCLUDE_FORM, CONCLUDE, pk(given.concluded_conference), {"text": "Agreed."}),
]  # fmt: skip
