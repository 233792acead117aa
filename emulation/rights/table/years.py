"""Năm thi đua: who sees the bloc sees its years; the lead unit and the secretariat prepare, heads adopt."""

from django.core.files.uploadedfile import SimpleUploadedFile

from blocs.years import movements, receptions
from blocs.years.models import Movement, Obligation
from emulation.rights.kinds import BLOC, MEMBERS, ON_DUTY, PREPARERS, PROVINCE, UNIT
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
    in_province,
    reads,
)
from emulation.rights.situations import after, awards, years

SEEN = reads(BLOC)
RETRY = reads(BLOC, REFUSED)  # «Tạo lại» of a paper that has not failed
# The neighbour has said its opinion already: the form comes back, past the hand.
COMMENT = Pattern(act(MEMBERS).cells | {"neighbour": PAGE})
# Other members may write for themselves only: the form comes back.
PART = Pattern(act(UNIT | PREPARERS).cells | give(PAGE, {"neighbour", "deputy_clerk"}))
ADOPTERS = {"lead_head", "officer"}


def bloc(corner):
    return [corner.bloc.pk]


def year(corner):
    return [corner.preparing.bloc_year.pk]


def decided(corner):
    awards.issued_decision(corner)
    return [corner.done.bloc_year.pk]


def filing(corner):
    return [corner.done.bloc_year.filings.first().pk]


def owed(corner):
    return [corner.row(corner.preparing).obligations.get(milestone__kind="register").pk]


def received_on_paper(corner):
    [pk] = owed(corner)
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.4 %%EOF")
    came = corner.preparing.bloc_year.since
    obligation = Obligation.objects.get(pk=pk)
    made = receptions.receive(obligation, received_on=came, reason="Reason", scan=scan, **corner.hand("lead_clerk"))
    return [made.pk]


def movement(corner):
    return [corner.preparing.bloc_year.movements.get().pk]


def example(corner):
    [pk] = movement(corner)
    found, member = Movement.objects.get(pk=pk), corner.row(corner.preparing)
    return [movements.name_example(found, member, who="Person", deed="Deed", **corner.hand("clerk")).pk]


def written(corner):
    return [years.written_draft(corner).pk]


def consulted(corner):
    return [years.consulted_draft(corner).pk]


def answered(corner):
    return [years.answered_draft(corner).pk]


def opinion(corner):
    return [years.consulted_draft(corner).comments.get().pk]


def new_year(corner):
    return {"year": "2030", "lead": corner.unit("lead").pk, "deputy": "", "theme": ""}


def prepare(url, given_, body, **more):
    return Row(url, form(PREPARERS), act(PREPARERS), given_, body, **more)


def letter(corner):
    return [years.written_letter(corner).pk]


def of_the_secretariat(ends):
    """Everybody in a province knows its secretariats; their own people draft there, each in their own."""
    others = give(FORBIDDEN, PROVINCE)
    return Pattern(others | {"officer": ends}, province=others)


def changes(ends):
    """As the roster's own pages of units: whose hand reaches all of a province."""
    return in_province({"officer", "admin_on_shift"}, sees=PROVINCE, ends=ends)


def brought(corner):
    return {"source": "1/QD", "of": 4, f"rank-{corner.unit('member').pk}": 1}


def appointed(corner):
    return {"lead": corner.row(corner.preparing, "deputy").pk, "deputy": "", "reason": "Reason"}


RENAMED = {"kind": "renamed", "since": "01/07/2024", "decision": "1/QD", "name": "Renamed"}
LETTER = {"subject": "Letter", "addressees": "Office", "text": "Text"}
PLAN = {"kind": "plan", "title": "Plan", "text": "I. Text"}
ROWS = [
    Row("years:index", EVERYBODY, NO),
    Row("years:open", form(ADOPTERS), act(ADOPTERS), bloc, new_year),
    Row(
        "years:open_all", of_the_secretariat(PAGE), of_the_secretariat(DONE), lambda c: [c.bloc.secretariat_id, 2030],
        lambda c: {f"open-{c.bloc.pk}": "on", f"lead-{c.bloc.pk}": c.unit("lead").pk},
    ),
    Row("years:papers", EVERYBODY, NO),
    Row("years:paper", SEEN, RETRY, filing),
    Row("years:paper_pdf", SEEN, NO, filing),
    prepare("years:extend", owed, lambda c: {"to": after(c, 30), "reason": "Reason"}),
    # A file is not posted here: the form comes back, past the hand.
    Row("years:receive_paper", form(PREPARERS), act(PREPARERS, ends=PAGE), owed),
    Row("years:scan", reads(UNIT | ON_DUTY | {"officer"}), NO, received_on_paper),
    Row("years:late", EVERYBODY, NO),
    Row("years:past", SEEN, NO, bloc),
    Row("years:bring_past", form({"officer"}), act({"officer"}), lambda c: [c.bloc.pk, 2020], brought),
    Row("years:admit", form({"officer"}), act({"officer"}, ends=PAGE), year),
    Row("years:appoint", form({"officer"}), act({"officer"}), year, appointed),
    # The units came to the bloc after the days of this year: the form comes back, past the hand.
    Row(
        "years:release", form({"officer"}), act({"officer"}, ends=PAGE), lambda c: [c.row(c.preparing).pk],
        {"left_on": "01/07/2024", "reason": "Reason"},
    ),
    Row("years:change", changes(PAGE), changes(DONE), lambda c: [c.unit("member").pk], RENAMED),
    # A file is not posted here: the form comes back; what was not previewed is refused.
    Row("years:divide", changes(PAGE), changes(PAGE), lambda c: [c.root.pk]),
    Row("years:carry_division", NO, changes(REFUSED), lambda c: [c.root.pk]),
    Row("years:division_template", changes(PAGE), NO, lambda c: [c.root.pk]),
    Row("years:page", SEEN, NO, year, secret=lambda c: f"Plan 1 {c.word}", knows=reads(PREPARERS)),
    prepare("years:set_due", year, {"kind": "sign", "due": "28/06/2024"}),
    prepare("years:movements", year, {"name": "Movement"}),
    Row("years:movement", SEEN, act(PREPARERS), movement, {"result": "Result"}),
    Row("years:take_part", NO, PART, movement, lambda c: {"member": c.row(c.preparing).pk, "result": "Result"}),
    Row(
        "years:name_example", NO, PART, movement,
        lambda c: {"member": c.row(c.preparing).pk, "who": "Person", "deed": "Deed"},
    ),
    Row("years:strike_example", NO, act(UNIT | PREPARERS), example),
    prepare("years:numbers", year, {"act": "issue_as", "who": "bloc"}),
    Row("years:journal", SEEN, NO, year),
    Row(
        "years:women", form(UNIT | {"officer"}), act(UNIT | {"officer"}), lambda c: [c.row(c.preparing).pk],
        {"women": "35", "staff": "48", "source": "Report"},
    ),
    Row("years:close", NO, act({"officer"}), decided),
    prepare("years:write_draft", year, PLAN),
    Row("years:draft", reads(PREPARERS), NO, written, case="being written", home=True),
    Row("years:draft", SEEN, NO, consulted, case="consulted on"),
    Row("years:edit_draft", reads(PREPARERS), act(PREPARERS, sees=PREPARERS), written, PLAN),
    Row("years:consult", NO, act(PREPARERS, sees=PREPARERS), written, lambda c: {"respond_by": after(c, 9)}),
    Row("years:comment", NO, COMMENT, consulted, {"agrees": "yes"}),
    Row("years:adopt", NO, act(ADOPTERS), answered),
    prepare("years:write_letter", year, LETTER),
    Row("years:letter", reads(PREPARERS), NO, letter),
    Row("years:edit_letter", form(PREPARERS, PREPARERS), act(PREPARERS, sees=PREPARERS), letter, LETTER),
    Row("years:issue_letter", NO, act(ADOPTERS, sees=PREPARERS), letter),
    Row("years:list_members", NO, act(PREPARERS), year),
    Row("years:arrangements", of_the_secretariat(PAGE), NO, lambda c: [c.bloc.secretariat_id]),
    Row("years:arrange", NO, of_the_secretariat(DONE), lambda c: [c.bloc.secretariat_id, c.preparing.bloc_year.year]),
    Row("years:arrangement", reads({"officer"}), reads({"officer"}, REFUSED), lambda c: [years.arrangement(c).pk]),
    Row("years:arrangement_pdf", reads({"officer"}), NO, lambda c: [years.arrangement(c).pk]),
    Row("years:answer", NO, act(PREPARERS), opinion, {"text": "Answer"}),
]  # fmt: skip
