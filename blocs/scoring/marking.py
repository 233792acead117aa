"""Ghi điểm: many cells at once, each with its own answer; one transaction, one journal entry with a digest."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.journal.chain import canonical, sha256
from emulation.journal.steps import Record
from emulation.ui.fields import clean_lines

from . import kinds
from .arithmetic import rounded
from .models import Column, Filler, Mark, MarkHistory, Sheet
from .rules import why_locked
from .standing import criteria_of, standings

MARK = Record(gettext_lazy("Ghi điểm"), "scoring.mark")
SAVED, CONFLICT, REFUSED = "saved", "conflict", "refused"


@dataclass(frozen=True)
class Claim:
    """Một ô muốn ghi. raw: text as typed, or {input: text}; reason, evidence: None leaves them as they are.

    seen: version that was on the screen (0: the cell was empty); None writes over whatever is there.
    """

    raw: str | dict
    reason: str | None = None
    evidence: str | None = None
    seen: int | None = None


@dataclass(frozen=True)
class Answer:
    """Một ô sau khi ghi: saved, conflict (the other value, who, when) or refused (the sentence)."""

    state: str
    version: int = 0
    text: str = ""
    points: Decimal | None = None
    sentence: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass
class Saving:
    """Kết quả một lần ghi. answers: {(sheet id, criterion id): Answer}; standings: {sheet id: Standing} after it."""

    answers: dict
    standings: dict

    def count(self, state):
        return sum(a.state == state for a in self.answers.values())


class _Nothing(Exception):
    """No cell was written: leave no journal entry."""


def save_marks(round_, column, claims, *, by, at):
    """Ghi các ô của một cột. column: Column or its kind; claims: {(sheet id, criterion id): Claim or raw text}. Out: Saving.

    The number of queries does not grow with the cells (SQLite sends rows in batches). PermissionDenied: not of this round.
    """
    claims = {key: c if isinstance(c, Claim) else Claim(c) for key, c in claims.items()}
    saving = Saving({}, {})
    try:
        with MARK.on(round_, by=by, at=at) as act:
            hand = Hand(round_, column, claims, by, at)
            for key, claim in claims.items():
                saving.answers[key] = hand.answer(key, claim)
            saving.standings = {pk: s for pk, s in hand.standings.items() if not hand.locks[pk]}
            if not hand.written:
                raise _Nothing
            act.detail = hand.store()
    except _Nothing:
        pass
    return saving


def accept_claims(round_, sheets, *, by, at):
    """Lấy điểm tự chấm cho các ô kiểm tra còn trống của những phiếu này. Out: Saving."""
    known = standings(list(sheets), criteria_of(round_.scheme_id), round_.scheme.decimals)
    claims = {}
    for pk, standing in known.items():
        for c in standing.leaves:
            own = standing.mark(Filler.SELF, c)
            if own and own.points is not None and standing.points(Filler.CHECKERS, c) is None:
                claims[pk, c.pk] = Claim(own.inputs)
    return save_marks(round_, Filler.CHECKERS, claims, by=by, at=at)


class Hand:
    """One person saving into one column: everything read once, judged cell by cell, written together.

    `locked`: the cells ask who may write and when; a correction has its own door.
    """

    def __init__(self, round_, column, cells, by, at, *, locked=True):
        self.by, self.at, self.scheme = by, at, round_.scheme
        self.column = column if isinstance(column, Column) else round_.columns.get(kind=column)
        held = Sheet.objects.filter(round=round_, pk__in={sheet for sheet, _row in cells}).select_related("member")
        self.sheets = {s.pk: s for s in held.select_for_update(no_key=True, of=("self",)).order_by("pk")}
        for sheet in self.sheets.values():
            sheet.round = round_
        self.criteria = criteria_of(self.scheme.pk)
        rows = {row for _sheet, row in cells}
        self.kinds = {c.pk: kinds.of(c, self.scheme.decimals) for c in self.criteria if c.pk in rows and not c.is_group}
        self.standings = standings(
            list(self.sheets.values()), self.criteria, self.scheme.decimals, visible=self._needed(), authors=True
        )
        self.locks = {pk: why_locked(by, self.column, s) if locked else "" for pk, s in self.sheets.items()}
        self.written = []

    def _needed(self):
        """The marks from which the column is added up: its own, and below the final column those of the checkers."""
        rests_on_others = self.column.kind == Filler.LEADERS
        return Mark.objects.all() if rests_on_others else Mark.objects.filter(column=self.column)

    def answer(self, key, claim):
        """Judge one cell; a good one is gathered for `store`."""
        sheet, row = key
        if sheet not in self.sheets or row not in self.kinds:
            return Answer(REFUSED, sentence=_("Ô này không thuộc vòng chấm."))
        mark = self.standings[sheet].marks.get((self.column.kind, row))
        if lock := self.locks[sheet]:
            return Answer(REFUSED, sentence=_("Ô đã khóa: %(why)s.") % {"why": lock})
        try:
            inputs = self._read(row, claim.raw)
            points = self._points(row, inputs)
        except ValueError as error:
            return self._refused(mark, row, str(error))
        return self._meet(key, mark, (inputs, points), claim)

    def _read(self, row, raw):
        kind = self.kinds[row]
        if isinstance(raw, dict) and raw and set(raw) != {i.code for i in kind.inputs}:
            raw = {i.code: raw.get(i.code, "") for i in kind.inputs}
        return kind.read(raw)

    def _meet(self, key, mark, wanted, claim):
        """The cell as it stands against the cell as wanted: (inputs, points)."""
        inputs, _points = wanted
        reason = _line(claim.reason, mark.reason if mark else "")
        evidence = _line(claim.evidence, mark.evidence if mark else "")
        if mark is None and not inputs and not reason and not evidence:
            return Answer(SAVED)
        if mark and (mark.inputs, mark.reason, mark.evidence) == (inputs, reason, evidence):
            return self._saved(mark, key[1])
        if claim.seen is not None and claim.seen != (mark.version if mark else 0):
            return self._conflict(mark, key[1])
        if self.column.kind == Filler.LEADERS and inputs and not reason:
            return self._refused(mark, key[1], _("Chốt khác điểm kiểm tra thì phải nêu lý do."))
        return self._saved(self._write(key, mark, wanted, reason, evidence), key[1])

    def _write(self, key, mark, wanted, reason, evidence):
        sheet, row = key
        if mark is None:
            mark = Mark(sheet_id=sheet, criterion_id=row, column=self.column, version=0)
            self.standings[sheet].marks[self.column.kind, row] = mark
        (mark.inputs, mark.points), mark.reason, mark.evidence = wanted, reason, evidence
        mark.by, mark.at, mark.version = self.by, self.at, mark.version + 1
        self.written.append(mark)
        return mark

    def _points(self, row, inputs):
        if not inputs:
            return None
        points = self.kinds[row].points(inputs)
        return rounded(points, self.scheme.decimals) if self.scheme.round_rows else points

    def _saved(self, mark, row):
        return replace(self._stored(SAVED, mark, row), sentence=self.kinds[row].warn(mark.points))

    def _conflict(self, mark, row):
        return self._stored(CONFLICT, mark, row)

    def _refused(self, mark, row, sentence):
        return replace(self._stored(REFUSED, mark, row), sentence=sentence)

    def _stored(self, state, mark, row):
        if mark is None:
            return Answer(state)
        text = self.kinds[row].show(mark.inputs)
        return Answer(state, mark.version, text, mark.points, by=mark.by.full_name, at=mark.at)

    def store(self):
        """Write marks, their history and the sums of the sheets. Out: the journal's detail."""
        fields = ["inputs", "points", "reason", "evidence", "by", "at", "version"]
        unique = ["sheet", "column", "criterion"]
        marks = Mark.objects.bulk_create(
            self.written, update_conflicts=True, unique_fields=unique, update_fields=fields
        )
        digest = sha256(
            canonical(
                [[m.sheet_id, m.criterion_id, m.version, m.inputs, m.points, m.reason, m.evidence] for m in marks]
            )
        )
        MarkHistory.objects.bulk_create(_as_history(m, digest) for m in marks)
        touched = [self.sheets[pk] for pk in sorted({m.sheet_id for m in marks})]
        for sheet in touched:
            self.standings[sheet.pk].store_sums(self.column.kind)
        sums = ["self_total", "self_missing", "checked_total", "checked_missing"]
        Sheet.objects.bulk_update(touched, sums)
        return {"column": self.column.kind, "cells": len(marks), "sheets": [s.pk for s in touched], "digest": digest}


def _line(wanted, standing):
    return standing if wanted is None else clean_lines(wanted).replace("\n", " ").strip()[:1000]


def _as_history(mark, digest):
    return MarkHistory(
        mark=mark, version=mark.version, inputs=mark.inputs, points=mark.points, reason=mark.reason,
        evidence=mark.evidence, by=mark.by, at=mark.at, batch=digest,
    )  # fmt: skip
