"""Quyết định (Decision.for_user): a draft is the council's; once issued it is everybody's in the province."""

from emulation.rights.kinds import COUNCIL, PROVINCE
from emulation.rights.patterns import (
    DONE,
    EVERYBODY,
    FORBIDDEN,
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
from emulation.rights.situations import awards as given

SITTING = COUNCIL | {"officer"}
DRAFTERS = {"council_secretary", "officer"}


def in_the_open(outcome, may=(), ends=DONE):
    """Of an issued decision: this outcome for the whole province, `ends` for those who may."""
    everywhere = give(outcome, PROVINCE)
    return Pattern(everywhere | give(ends, may), province=everywhere)


def drafted(corner):
    return [given.drafted_decision(corner).pk]


def draft(corner):
    return {"title": "Decision", "authority": given.authority(corner)}


def issued(corner):
    return [given.issued_decision(corner).pk]


OPEN = in_the_open(PAGE)
ROWS = [
    Row("decisions:index", EVERYBODY, NO),
    Row("decisions:gold_book", EVERYBODY, NO),
    Row("decisions:draft", form(DRAFTERS, SITTING), act(DRAFTERS, SITTING), lambda c: [given.concluded(c).pk], draft),
    Row("decisions:page", reads(SITTING), NO, drafted, case="draft", home=True),
    Row("decisions:page", OPEN, NO, issued, case="issued"),
    Row("decisions:issue", form(DRAFTERS, SITTING), act(DRAFTERS, SITTING), drafted, {"number": "15/QD", "dated": "20/11/2026"}),
    Row(
        "decisions:revoke", in_the_open(FORBIDDEN, {"officer"}, PAGE), in_the_open(FORBIDDEN, {"officer"}), issued,
        {"reason": "Reason"},
    ),
    Row("decisions:paper", reads(SITTING), reads(SITTING, REFUSED), drafted, case="draft", home=True),
    Row("decisions:paper", OPEN, in_the_open(REFUSED), issued, case="issued"),
    Row("decisions:issued_paper", OPEN, in_the_open(REFUSED), issued),
    Row("decisions:paper_pdf", reads(SITTING), NO, drafted, case="draft", home=True),
    Row("decisions:paper_pdf", OPEN, NO, issued, case="issued"),
]  # fmt: skip
