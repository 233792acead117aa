"""Giao ước (Covenant.for_user): who leads and the secretariat from the first draft, members once sent round, whoever sees the year once frozen."""

from emulation.rights import situations as given
from emulation.rights.kinds import BLOC, LEAD, MEMBERS, ON_DUTY, SIGNERS
from emulation.rights.patterns import NO, REFUSED, Row, act, form, reads

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
    Row("covenant:freeze", form({"lead_head"}, DRAFTED), act({"lead_head"}, DRAFTED), year, {"missing_reason": "Reason"}),
    Row("covenant:remark", form(MEMBERS, CIRCULATED), act(MEMBERS, CIRCULATED), circulated, {"text": "Remark"}, case="sent round"),
    Row("covenant:remark", form(MEMBERS, FROZEN), act(MEMBERS, FROZEN), frozen, {"text": "Remark"}, case="being signed", home=True),
    Row("covenant:paper", reads(FROZEN), reads(FROZEN, REFUSED), signed_year),
    Row("covenant:pdf", reads(FROZEN), NO, signed_year),
    Row("covenant:confirm", form(SIGNERS, FROZEN), act(SIGNERS, FROZEN), signature),
    Row("covenant:withdraw", form(SIGNERS, FROZEN), act(SIGNERS, FROZEN), signed, REASON),
    Row("covenant:go_without", form({"lead_head"}, FROZEN), act({"lead_head"}, FROZEN), signature, REASON),
]  # fmt: skip
