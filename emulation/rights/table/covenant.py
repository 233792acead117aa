"""Giao ước (Covenant.for_user): who leads and the secretariat from the first draft, members once sent round, whoever sees the year once frozen."""

from emulation.rights.kinds import BLOC, LEAD, MEMBERS, ON_DUTY, SIGNERS
from emulation.rights.patterns import NO, PAGE, REFUSED, Pattern, Row, act, form, reads
from emulation.rights.situations import years as given

DRAFTED = ON_DUTY | {"officer"}
CIRCULATED = MEMBERS | {"officer"}
FROZEN = BLOC


def year(corner):
    return [corner.preparing.bloc_year.pk]


def signed_year(corner):
    return [corner.done.bloc_year.pk]


def circulated(corner):
    return [given.circulated_covenant(corner).bloc_year_id]


def frozen(corner):
    return [given.frozen_covenant(corner).bloc_year_id]


def signature(corner):
    return [given.signature(corner).pk]


def signed(corner):
    return [given.signed_signature(corner).pk]


def asked(corner):
    return [given.remark(corner).pk]


def to_the_vice(corner):
    """The signature of a unit whose vice head signs by a delegation."""
    found = given.signature(corner)
    given.delegation(corner)
    return [found.pk]


def annex(corner):
    found = given.annex(corner)
    return [found.bloc_year_id, found.position]


def frozen_annex(corner):
    found = given.frozen_annex(corner)
    return [found.bloc_year_id, found.position]


# The vice head is told that nothing is delegated to them: past the hand, refused with a sentence.
CONFIRM = Pattern(act({"head"}, FROZEN).cells | {"vice": REFUSED})
MORE = {"reason": "Reason", "text": "I. More"}
TEXT = {"theme": "Theme", "text": "I. Text"}
REASON = {"reason": "Reason"}
ROWS = [
    # The page of the year says that there is no covenant to read yet, to those who do not see the draft.
    Row("covenant:page", reads(BLOC), NO, year, case="draft", home=True, secret=lambda c: f"Text {c.word}", knows=reads(DRAFTED)),
    Row("covenant:page", reads(BLOC), NO, frozen, case="being signed"),
    Row("covenant:page", reads(BLOC), NO, signed_year, case="signed", home=True),
    Row("covenant:signatures", reads(DRAFTED), NO, year, case="draft", home=True),
    Row("covenant:signatures", reads(CIRCULATED), NO, circulated, case="sent round", home=True),
    Row("covenant:signatures", reads(FROZEN), NO, frozen, case="being signed"),
    Row("covenant:edit", form(LEAD), act(LEAD), year, TEXT),
    Row("covenant:circulate", NO, act(LEAD, DRAFTED), year),
    Row("covenant:freeze", form({"lead_head"}, CIRCULATED), act({"lead_head"}, CIRCULATED), circulated, {"missing_reason": "Reason"}),
    Row("covenant:agree", NO, act(MEMBERS, CIRCULATED), circulated),
    Row("covenant:answer", NO, act(LEAD, CIRCULATED), asked, {"text": "Answer"}),
    Row("covenant:remark", form(MEMBERS, CIRCULATED), act(MEMBERS, CIRCULATED), circulated, {"text": "Remark"}, case="sent round"),
    Row("covenant:remark", form(MEMBERS, FROZEN), act(MEMBERS, FROZEN), frozen, {"text": "Remark"}, case="being signed", home=True),
    Row("covenant:paper", reads(FROZEN), reads(FROZEN, REFUSED), signed_year),
    Row("covenant:pdf", reads(FROZEN), NO, signed_year),
    Row("covenant:frozen_paper", reads(FROZEN), reads(FROZEN, REFUSED), frozen),
    Row("covenant:confirm", form(SIGNERS, FROZEN), CONFIRM, signature),
    Row("covenant:confirm", form(SIGNERS, FROZEN), act(SIGNERS, FROZEN), to_the_vice, case="by delegation", home=True),
    Row("covenant:withdraw", form(SIGNERS, FROZEN), Pattern(act({"head"}, FROZEN).cells | {"vice": PAGE}), signed, REASON),
    Row("covenant:go_without", form({"lead_head"}, FROZEN), act({"lead_head"}, FROZEN), signature, REASON),
    Row("covenant:amend", form(LEAD), act(LEAD), signed_year, MORE),
    # An annex is a covenant of its own: who sees and does what is the same.
    Row("covenant:page", reads(DRAFTED), NO, annex, case="annex in draft", home=True),
    Row("covenant:edit", form(LEAD, DRAFTED), act(LEAD, DRAFTED), annex, MORE, case="annex in draft", home=True),
    Row("covenant:page", reads(FROZEN), NO, frozen_annex, case="annex being signed", home=True),
]  # fmt: skip
