"""Chấm điểm (models/sheets.py SEEING, rules.py): nobody checks a sheet of their own unit; a sheet is seen by more eyes with every step."""

import json

from blocs.scoring import forms_columns, schemes, written
from blocs.scoring import workflow as scoring
from emulation.demo.tale import SCHEME
from emulation.rights.kinds import BLOC, IN_THE_YEAR, LEAD, MEMBERS, ON_DUTY, PREPARERS, SIGNERS, UNIT
from emulation.rights.patterns import (
    DONE,
    EVERYBODY,
    FORBIDDEN,
    LEADS_ON,
    NO,
    PAGE,
    REFUSED,
    Pattern,
    Row,
    act,
    form,
    give,
    reads,
)
from emulation.rights.situations import after
from emulation.rights.situations import scoring as given

SEEN = reads(IN_THE_YEAR)
DRAFTED = UNIT
HANDED_IN = UNIT | ON_DUTY | {"officer", "checker"}
CHECKERS = LEAD | {"checker"}
LEADERS = ON_DUTY | {"officer"}
WRITERS = LEAD | {"officer"}


def year(corner):
    return [corner.preparing.bloc_year.pk]


def bloc(corner):
    return [corner.bloc.pk]


def pk(situation):
    return lambda corner: [situation(corner).pk]


def published(corner):
    return [corner.done.round.pk]


def column(kind, situation=given.sheet):
    return lambda corner: [situation(corner).round_id, kind]


def peer(corner):
    column = given.peer_column(corner)
    return [column.round_id, column.code]


def criterion(corner):
    return given.first_row(given.sheet(corner)).pk


def line(corner):
    return [given.sheet(corner).pk, criterion(corner)]


def cell(corner):
    return f"{given.sheet(corner).pk}-{criterion(corner)}"


def typed(text, **more):
    """The body of the plain form with one cell of the member's sheet."""
    return lambda corner: {f"m-{cell(corner)}": text, f"r-{cell(corner)}": "Reason", "seen": "{}"} | more


def retyped(corner):
    """The same cell where the page showed the value that stands there."""
    return typed("20")(corner) | {"seen": json.dumps({cell(corner): [1, "28,5", "", ""]})}


def sent(corner):
    """The same cell as the page's script sends it."""
    return json.dumps({"cells": {cell(corner): {"raw": "20"}}})


def corrected(corner):
    """The body of a correction that lowers one line of the member's published sheet."""
    found = given.published_sheet(corner)
    key = f"{found.pk}-{given.first_row(found).pk}"
    return {f"m-{key}": "20", f"r-{key}": "Reason", "decision": "01/KL", "reason": "Reason", "publish": "1"}


def taken(response):
    """How the answer to a cell of the script reads: done, refused, or refused and still telling what stands in the cell."""
    if response.status_code != 200:
        return None
    told = json.loads(response.content)
    if told["cells"][0]["state"] == "saved":
        return LEADS_ON
    return "refused, and tells the cell" if told["cells"][0]["text"] or told["sums"] else REFUSED


def draft_scheme(corner):
    text = written.read(SCHEME.read_text(encoding="utf-8"))
    return scoring.new_scheme_version(corner.bloc, text, **corner.hand("lead_clerk"))


def row_of_draft(corner):
    """The second row of the demonstration's scheme: a leaf of 30 points, first of its group."""
    return [draft_scheme(corner).pk, 2]


def seen_draft(corner, position=0):
    """What a page of the newest draft shows, as its forms carry it back."""
    return written.Seen.at(schemes.as_written(corner.bloc.schemes.first()), position)


def edited(corner):
    return {"name": "Another row", "sign": "base", "most": "30", "kind": "direct", "seen": str(seen_draft(corner, 2))}


def split(corner):
    return {"parts": "A | 10\nB | 20", "seen": str(seen_draft(corner, 2))}


def moved(corner):
    return {"way": "down", "seen": seen_draft(corner).draft}


def read_through(corner):
    return {"seen": seen_draft(corner).draft}


def fills(hands):
    """POST of cells: these hands write; others of the round are told that the cell is not theirs; who only looks on is refused."""
    return Pattern(give(FORBIDDEN, IN_THE_YEAR) | give(REFUSED, MEMBERS | {"checker"}) | give(DONE, hands))


def on_the_sheet(sees, hands):
    return Pattern(give(FORBIDDEN, sees) | give(REFUSED, sees & (MEMBERS | {"checker"})) | give(DONE, hands))


REASON = {"reason": "Reason"}
GROUND = {"ground": "other", "document": "01/KL", "reason": "Reason"}
ADDED = {"name": "A row of its own", "sign": "bonus", "points": "1", "reason": "Reason"}
OPENING = {"kind": "midyear", "self_due": "30/11/2026", "check_due": "10/12/2026", "lead_checker": ""}
PLAN = {"peers": "none", "team": "on", "members_see": "agreed"} | {
    f"sees-{kind}": "agreed" for kind in forms_columns.SEEN
}
OF_THE_BLOC = reads(BLOC)
ROWS = [
    Row("scoring:index", EVERYBODY, NO),
    Row("scoring:rankings", EVERYBODY, NO),
    Row("scoring:year", OF_THE_BLOC, NO, year),
    Row("scoring:open", form(PREPARERS), act(PREPARERS), year, OPENING),
    Row("scoring:round", SEEN, NO, pk(given.round_of), case="open", home=True, secret=lambda c: "97,6", knows=reads(DRAFTED)),
    Row("scoring:round", OF_THE_BLOC, NO, published, case="published"),
    Row(
        "scoring:name_lead_checker", form({"officer"}, IN_THE_YEAR), act({"officer"}, IN_THE_YEAR), pk(given.round_of),
        lambda c: {"member": c.row(c.scoring, "neighbour").pk},
    ),
    Row(
        "scoring:reschedule", form(PREPARERS, IN_THE_YEAR), act(PREPARERS, IN_THE_YEAR), pk(given.round_of),
        lambda c: {"self_due": after(c, 10), "check_due": after(c, 20), "reason": "Reason"},
    ),
    Row("scoring:lay_out", form(PREPARERS, IN_THE_YEAR), act(PREPARERS, IN_THE_YEAR), pk(given.round_of), PLAN),
    Row("scoring:hand_in_column", NO, act({"officer"}, IN_THE_YEAR), pk(given.column_to_hand_in)),
    Row("scoring:close_column", form(LEADERS, IN_THE_YEAR), act(LEADERS, IN_THE_YEAR), pk(given.column_to_hand_in), REASON),
    Row("scoring:reopen_column", form(LEADERS, IN_THE_YEAR), act(LEADERS, IN_THE_YEAR), pk(given.closed_column), REASON),
    Row("scoring:grid", reads(UNIT | {"officer"}), reads(UNIT | {"officer"}, LEADS_ON), peer, case="peer"),
    Row("scoring:crossing", form({"officer"}, IN_THE_YEAR), NO, lambda c: [given.peer_column(c).round_id]),
    Row("scoring:begin_checking", NO, act(LEADERS, IN_THE_YEAR), pk(given.round_of)),
    Row("scoring:agree", form(ON_DUTY, IN_THE_YEAR), act(ON_DUTY, IN_THE_YEAR), pk(given.round_to_agree)),
    Row("scoring:publish", form(PREPARERS, IN_THE_YEAR), act(PREPARERS, IN_THE_YEAR), pk(given.agreed_round)),
    Row("scoring:ranking", SEEN, NO, pk(given.agreed_round), case="agreed", home=True),
    Row("scoring:ranking", OF_THE_BLOC, NO, published, case="published"),
    Row("scoring:paper", OF_THE_BLOC, reads(BLOC, REFUSED), published),
    Row("scoring:pdf", OF_THE_BLOC, NO, published),
    Row("scoring:gaps", OF_THE_BLOC, NO, published, case="published"),
    Row(
        "scoring:gaps", SEEN, NO, lambda c: [given.cut_sheet(c).round_id], case="checked", home=True,
        secret=lambda c: given.CUT, knows=reads(HANDED_IN),
    ),
    Row("scoring:compare", form(PREPARERS, IN_THE_YEAR), NO, pk(given.agreed_round)),
    Row("scoring:choose_correction", form({"officer"}), NO, published),
    Row("scoring:correct", form({"officer"}), act({"officer"}), pk(given.published_sheet), corrected),
    Row("scoring:correction", OF_THE_BLOC, reads(BLOC, REFUSED), pk(given.correction_of)),
    Row("scoring:correction_pdf", OF_THE_BLOC, NO, pk(given.correction_of)),
    Row("scoring:column", reads(IN_THE_YEAR, LEADS_ON), NO, pk(given.round_of), query="?kind=self"),
    # The deputy checks the lead unit's sheet: nothing is ready for its hand yet, so it is led back to the column.
    Row(
        "scoring:finish", NO, act(CHECKERS | {"deputy_clerk"}, IN_THE_YEAR),
        lambda c: [given.claimed_sheet(c).round_id],
    ),
    Row(
        "scoring:take_claims", NO, act(CHECKERS | {"deputy_clerk"}, IN_THE_YEAR),
        lambda c: [given.sheet_to_check(c).round_id],
    ),
    Row(
        "scoring:grid", SEEN, fills(UNIT), column("self"), retyped, case="self", secret=lambda c: "28,5", knows=reads(DRAFTED)
    ),
    Row("scoring:grid", SEEN, fills(CHECKERS), column("team", given.sheet_to_check), typed("20"), case="team", home=True),
    Row("scoring:grid", SEEN, fills(ON_DUTY), column("final", given.checked_sheet), typed("20"), case="final", home=True),
    Row("scoring:save", NO, fills(UNIT), column("self"), sent, case="self", judge=taken),
    Row("scoring:save", NO, fills(CHECKERS), column("team", given.claimed_sheet), sent, case="team", judge=taken),
    Row("scoring:sheet", reads(DRAFTED), on_the_sheet(DRAFTED, UNIT), pk(given.sheet), lambda c: retyped(c) | {"column": "self"}, case="draft", home=True),
    Row(
        "scoring:sheet", reads(HANDED_IN), on_the_sheet(HANDED_IN, CHECKERS), pk(given.sheet_to_check), typed("20", column="team"),
        case="handed in", home=True,
    ),
    Row("scoring:sheet", OF_THE_BLOC, Pattern(give(PAGE, BLOC)), pk(given.published_sheet), case="published"),
    Row("scoring:submit", form(SIGNERS, DRAFTED), act(SIGNERS, DRAFTED), pk(given.sheet)),
    Row("scoring:print_self_scores", NO, act(UNIT, HANDED_IN), pk(given.submitted_sheet)),
    Row("scoring:self_scores", reads(HANDED_IN), reads(HANDED_IN, REFUSED), pk(given.printed_sheet)),
    Row("scoring:self_scores_pdf", reads(HANDED_IN), NO, pk(given.printed_sheet)),
    Row("scoring:check_done", NO, act(CHECKERS, HANDED_IN), pk(given.claimed_sheet)),
    Row("scoring:accept_claims", NO, act(CHECKERS, HANDED_IN), pk(given.sheet_to_check)),
    Row("scoring:accept_claims", NO, act({"deputy_clerk"}, ON_DUTY | {"officer", "checker"}), pk(given.lead_sheet_to_check), case="of the lead", home=True),
    Row("scoring:send_back", form(CHECKERS, HANDED_IN), act(CHECKERS, HANDED_IN), pk(given.sheet_to_check), REASON),
    Row("scoring:add_row_to_sheet", form(UNIT, DRAFTED), act(UNIT, DRAFTED), pk(given.sheet), ADDED, case="draft", home=True),
    Row("scoring:add_row_to_sheet", form(CHECKERS, HANDED_IN), act(CHECKERS, HANDED_IN), pk(given.sheet_to_check), ADDED, case="handed in", home=True),
    Row("scoring:mark_added_row", form(UNIT, DRAFTED), act(UNIT, DRAFTED), pk(given.added_row), {"points": "2", "reason": "Reason"}),
    # The demonstration's scheme has no cap: the hands that may lift one get their form back.
    Row("scoring:lift_cap", form(ON_DUTY, HANDED_IN), act(ON_DUTY, HANDED_IN, PAGE), pk(given.checked_sheet), {"to": "9"} | REASON),
    Row("scoring:reopen", form(CHECKERS, HANDED_IN), act(CHECKERS, HANDED_IN), pk(given.checked_sheet), REASON),
    Row("scoring:exclude", form(LEADERS, HANDED_IN), act(LEADERS, HANDED_IN), pk(given.submitted_sheet), GROUND),
    Row("scoring:hold", form(LEADERS, HANDED_IN), act(LEADERS, HANDED_IN), pk(given.submitted_sheet), GROUND),
    Row("scoring:release", form(LEADERS, HANDED_IN), act(LEADERS, HANDED_IN), pk(given.hold_of), REASON),
    # Nobody is waiting for a rank: the hand that may correct gets its form back.
    Row("scoring:include_released", form({"officer"}), act({"officer"}, BLOC, PAGE), published, {"decision": "01/KL"} | REASON),
    Row("scoring:readmit", form(LEADERS, IN_THE_YEAR), act(LEADERS, IN_THE_YEAR), pk(given.excluded_sheet), REASON),
    Row("scoring:history", reads(DRAFTED), NO, line),
    Row("scoring:schemes", OF_THE_BLOC, NO, bloc),
    Row(
        "scoring:new_scheme", form(WRITERS), act(WRITERS), bloc,
        lambda c: {"text": SCHEME.read_text(encoding="utf-8"), "save": "1"},
    ),
    Row("scoring:scheme", OF_THE_BLOC, NO, lambda c: [c.done.round.scheme_id]),
    Row("scoring:scheme_file", OF_THE_BLOC, NO, lambda c: [c.done.round.scheme_id]),
    Row("scoring:scheme_workbook", OF_THE_BLOC, NO, lambda c: [c.done.round.scheme_id]),
    Row("scoring:scheme_template", EVERYBODY, NO),
    Row("scoring:scheme_help", EVERYBODY, NO),
    Row("scoring:draft", form(WRITERS), NO, pk(draft_scheme)),
    Row("scoring:edit_row", form(WRITERS), act(WRITERS), row_of_draft, edited),
    Row("scoring:add_row", form(WRITERS), act(WRITERS), row_of_draft, edited),
    Row("scoring:split_row", form(WRITERS), act(WRITERS), row_of_draft, split),
    Row("scoring:move_row", NO, act(WRITERS), row_of_draft, moved),
    Row("scoring:circulate_scheme", NO, act(WRITERS), pk(draft_scheme), lambda c: {"respond_by": after(c, 30)}),
    Row("scoring:adopt_scheme", NO, act(WRITERS), pk(draft_scheme), read_through),
]  # fmt: skip
