"""Kiểm phiếu: each line is opened and shuffled alone; whole papers are never put together, only numbers are written."""

import secrets
from collections import Counter, defaultdict

from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from emulation.journal.steps import Refused

from . import arithmetic, keeping, seals
from .models import Line, Slot

BLANK, INVALID = "blank", "invalid"


@sensitive_variables("codes")
def count(ballot, codes=()):
    """Write the numbers of every line and whether the ballot is quorate. `codes`: as the counting team typed them, where it holds
    the key. Out: what the journal keeps (dict of numbers)."""
    slots = _slots_by_line(ballot)
    electors = {s.elector_id for line in slots.values() for s in line}
    cast = {s.elector_id for line in slots.values() for s in line if _at_the_meeting(s)}
    ballot.quorate = arithmetic.enough(len(cast), ballot.quorum_percent, len(electors))
    open_one = _opener(ballot, codes) if ballot.quorate else None
    lines = list(ballot.lines.all())
    people = ballot.people()
    for line in lines:
        _count_papers(line, slots[line.pk])
        if ballot.quorate:
            _count_choices(ballot, line, slots[line.pk], open_one, people)
        else:
            line.passed = False
    Line.objects.bulk_update(lines, COLUMNS)
    return {"quorate": ballot.quorate, "cast": len(cast), "lines": [_numbers(line) for line in lines]}


COLUMNS = [
    "issued", "returned", "valid", "invalid", "blank", "tally", "written_tally", "yes", "base_number", "passed",
]  # fmt: skip


def _slots_by_line(ballot):
    slots = defaultdict(list)
    for slot in Slot.objects.filter(line__ballot=ballot).select_related("named_vote"):
        slots[slot.line_id].append(slot)
    return slots


@sensitive_variables()
def _opener(ballot, codes):
    if not ballot.secret:
        return None
    if ballot.needs_codes:
        return seals.opener(keeping.key_from(ballot, codes))
    try:
        return seals.opener(seals.kept_key(ballot.public_key))
    except seals.KeyMissing as error:
        raise Refused(
            _(
                "Chưa kiểm phiếu được: không thấy tệp khóa của cuộc bỏ phiếu này trên máy chủ. "
                "Người quản trị máy chủ đặt lại tệp khóa; nếu tệp đã mất thì hủy cuộc này và bỏ phiếu lại."
            )
        ) from error


def _written(slot):
    return hasattr(slot, "named_vote") and slot.named_vote.written


def _at_the_meeting(slot):
    return slot.sealed is not None or (hasattr(slot, "named_vote") and not slot.named_vote.written)


def _count_papers(line, slots):
    """Issued and returned, known without opening anything. Who gave a written opinion was issued no paper."""
    line.issued = sum(not _written(s) for s in slots)
    line.returned = sum(_at_the_meeting(s) for s in slots)


def _count_choices(ballot, line, slots, open_one, people):
    line.tally = _tally(ballot, [_read(s, open_one) for s in _shuffled(s for s in slots if _at_the_meeting(s))])
    line.written_tally = _tally(ballot, [s.named_vote.choice for s in slots if _written(s)])
    line.blank = line.tally[BLANK]
    line.invalid = line.blank + line.tally[INVALID]
    line.valid = line.returned - line.invalid
    yes, returned, valid = line.tally[ballot.choices[0]], line.returned, line.valid
    if ballot.add_written:
        written = sum(line.written_tally.values())
        yes += line.written_tally[ballot.choices[0]]
        returned, valid = returned + written, valid + written - line.written_tally[BLANK]
    line.yes = yes
    line.base_number = ballot.base_number(people=people, returned=returned, valid=valid)
    line.passed = ballot.passes(line.yes, line.base_number)


def _shuffled(slots):
    slots = list(slots)
    secrets.SystemRandom().shuffle(slots)
    return slots


def _read(slot, open_one):
    """The choice on one paper: an index, None for blank, INVALID for bytes that are no paper of this slot."""
    if slot.sealed is None:
        return slot.named_vote.choice
    try:
        return open_one(slot.pk, slot.sealed)
    except seals.Spoiled:
        return INVALID


def _tally(ballot, choices):
    """{choice: number, "blank": number, "invalid": number} in the order of the paper."""
    counts = Counter(choices)
    named = {label: counts.pop(i, 0) for i, label in enumerate(ballot.choices)}
    blank = counts.pop(None, 0)
    return named | {BLANK: blank, INVALID: counts.total()}


def _numbers(line):
    return [
        line.position,
        line.issued,
        line.returned,
        line.tally,
        line.written_tally,
        line.yes,
        line.base_number,
        line.passed,
    ]
