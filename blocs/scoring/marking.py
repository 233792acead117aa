"""Ghi điểm: many cells at once, each with its own answer; one transaction, one journal entry with a digest."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.journal.chain import canonical, sha256
from emulation.journal.steps import Record, Refused
from emulation.ui.fields import clean_lines

from .arithmetic import rounded
from .kinds import NoPoints
from .kinds.base import STRAIGHT
from .lineup import Lineup
from .locks import why_locked, why_row_locked
from .models import Column, Filler, Mark, MarkHistory, Sheet, columns_seen
from .standing import standings, tree_of, why_none

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

    def told_to(self, user, column):
        """The same as this person may read it: an agency is not told what other columns gave."""
        if column.kind == Filler.AGENCY:
            seen = columns_seen(user, column.round, [s.sheet for s in self.standings.values()])
            self.standings = {pk: s.narrowed(seen[pk] | {column.code}) for pk, s in self.standings.items()}
        return self


class _Nothing(Exception):
    """No cell was written: leave no journal entry."""


def save_marks(round_, column, claims, *, by, at):
    """Ghi các ô của một cột. column: Column or its code; claims: {(sheet id, criterion id): Claim or raw text}. Out: Saving.

    The number of queries does not grow with the cells (SQLite sends rows in batches). PermissionDenied: not of this round.
    """
    claims = {key: c if isinstance(c, Claim) else Claim(c) for key, c in claims.items()}
    saving = Saving({}, {})
    try:
        with MARK.on(round_, by=by, at=at) as act:
            hand = Hand(round_, column, claims, by, at)
            for key, claim in claims.items():
                saving.answers[key] = hand.answer(key, claim)
            hand.settle(saving.answers)
            saving.standings = hand.moved()
            if not hand.written:
                raise _Nothing
            act.detail = hand.store()
    except _Nothing:
        pass
    return saving


def accept_claims(round_, sheets, *, by, at):
    """Lấy điểm tự chấm cho các ô kiểm tra còn trống của những phiếu này. Out: Saving. Refused: nobody checks in this round."""
    claims = {}
    for pk, standing in standings(round_, list(sheets)).items():
        if Filler.CHECKERS not in standing.lineup.by_code:
            raise Refused(_("Vòng chấm này không có cột kiểm tra."))
        for c in standing.leaves:
            own = standing.mark(Filler.SELF, c)
            if own and own.inputs and not standing.given(Filler.CHECKERS, c) and c.pk not in standing.reserved:
                claims[pk, c.pk] = Claim(own.inputs, own.reason if STRAIGHT in own.inputs else None)
    return save_marks(round_, Filler.CHECKERS, claims, by=by, at=at)


class Hand:
    """One person saving into one column: everything read once, judged cell by cell, written together.

    `locked`: the cells ask who may write and when; a correction has its own door.
    """

    def __init__(self, round_, column, cells, by, at, *, locked=True):
        self.by, self.at, self.scheme = by, at, round_.scheme
        self.lineup = Lineup(round_.columns.all())
        self.column = column if isinstance(column, Column) else self.lineup.by_code[column]
        self.code = self.column.code
        tree = tree_of(self.scheme)
        named = {sheet for sheet, _row in cells}
        self.spreads = not tree.compared.isdisjoint(row for _sheet, row in cells)
        held = Sheet.objects.filter(round=round_).select_related("member")
        held = held if self.spreads else held.filter(pk__in=named)
        everyone = {s.pk: s for s in held.select_for_update(no_key=True, of=("self",)).order_by("pk")}
        for sheet in everyone.values():
            sheet.round = round_
        self.sheets = {pk: s for pk, s in everyone.items() if pk in named}
        self.criteria, self.kinds = tree.rows, tree.kinds
        self.standings = standings(
            round_, list(everyone.values()), tree, self.lineup, only=self._needed(), authors=True, marked=named
        )
        self.locked = locked
        self.locks = {pk: why_locked(by, self.column, s) if locked else "" for pk, s in self.sheets.items()}
        self.written = []

    def moved(self):
        """{sheet id: Standing} of what this hand may write in and has moved: its sheets, and those compared with them."""
        others = {pk: s.sheet for pk, s in self.standings.items() if pk not in self.locks and self.written}
        locks = self.locks | {pk: why_locked(self.by, self.column, s) for pk, s in others.items()}
        return {pk: self.standings[pk] for pk, lock in locks.items() if not lock}

    def _needed(self):
        """The columns from whose marks the saved one and the sums of its sheets are added up (codes); None: all."""
        if self.column.kind == Filler.ANSWER:
            return None
        return self.lineup.up_to(self.code) | (
            self.lineup.up_to(self.lineup.checked) if self.code in self.lineup.chain else set()
        )

    def answer(self, key, claim):
        """Judge one cell; a good one is gathered for `store`."""
        sheet, row = key
        if sheet not in self.sheets or row not in self.kinds:
            return Answer(REFUSED, sentence=_("Ô này không thuộc vòng chấm."))
        mark = self.standings[sheet].marks.get((self.code, row))
        if lock := self.locks[sheet] or self._row_lock(sheet, row):
            return Answer(REFUSED, sentence=_("Ô đã khóa: %(why)s.") % {"why": lock})
        try:
            inputs = self.kinds[row].read(claim.raw)
            points = self._points(row, inputs)
        except ValueError as error:
            return self._refused(mark, row, str(error))
        return self._meet(key, mark, (inputs, points), claim)

    def _row_lock(self, sheet, row):
        """Why nobody may write in this row of the column; the unit explains the rows that it was cut in, in words."""
        standing = self.standings[sheet]
        if self.column.kind == Filler.ANSWER:
            return "" if standing.is_cut(row) else _("chỉ giải trình dòng bị chấm thấp hơn tự chấm")
        return why_row_locked(self.column, row, standing) if self.locked else ""

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
        if self.column.kind == Filler.ANSWER and inputs:
            return self._refused(mark, key[1], _("Cột giải trình chỉ ghi lời, không ghi điểm."))
        if self.column.kind == Filler.LEADERS and inputs and not reason:
            return self._refused(mark, key[1], _("Chốt khác điểm kiểm tra thì phải nêu lý do."))
        if STRAIGHT in inputs and not reason:
            return self._refused(mark, key[1], _("Ghi thẳng điểm thì phải nêu lý do."))
        return self._saved(self._write(key, mark, wanted, reason, evidence), key[1])

    def _write(self, key, mark, wanted, reason, evidence):
        sheet, row = key
        if mark is None:
            mark = Mark(sheet_id=sheet, criterion_id=row, column=self.column, version=0)
        (mark.inputs, mark.points), mark.reason, mark.evidence = wanted, reason, evidence
        mark.by, mark.at, mark.version = self.by, self.at, mark.version + 1
        self.standings[sheet].put(self.code, row, mark)
        self.written.append(mark)
        return mark

    def _points(self, row, inputs):
        """The points that the inputs alone make; None where there are none, or other rows or members have a say."""
        kind = self.kinds[row]
        if not inputs or kind.looks_around:
            return None
        try:
            points = kind.result(inputs)
        except NoPoints:
            return None
        return rounded(points, self.scheme.decimals) if self.scheme.round_rows and points is not None else points

    def settle(self, answers=None):
        """Where rows look around: the points of what was written, once all of it is known; said in the answers too."""
        for mark in self.written:
            standing, key = self.standings[mark.sheet_id], (mark.sheet_id, mark.criterion_id)
            if standing.ensemble is None:
                continue
            result = standing.ensemble.result(self.code, mark.sheet_id)
            mark.points = result.points[mark.criterion_id] if mark.inputs else None
            if answers and key in answers:
                told = result.warnings.get(mark.criterion_id) or (
                    result.missing.get(mark.criterion_id, "") if mark.inputs else ""
                )
                answers[key] = replace(answers[key], points=mark.points, sentence=told)

    def _saved(self, mark, row):
        kind = self.kinds[row]
        told = why_none(kind, mark.inputs) if mark.points is None else kind.warn(mark.points, mark.inputs)
        return replace(self._stored(SAVED, mark, row), sentence=told)

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
        counted = [s.sheet for s in self.standings.values()] if self.spreads else touched
        moved = [s for s in counted if self.standings[s.pk].store_sums(self.code)]
        Sheet.objects.bulk_update(moved, ["self_total", "self_missing", "checked_total", "checked_missing"])
        return {"column": self.code, "cells": len(marks), "sheets": [s.pk for s in touched], "digest": digest}


def _line(wanted, standing):
    return standing if wanted is None else clean_lines(wanted).replace("\n", " ").strip()[:1000]


def _as_history(mark, digest):
    return MarkHistory(
        mark=mark, version=mark.version, inputs=mark.inputs, points=mark.points, reason=mark.reason,
        evidence=mark.evidence, by=mark.by, at=mark.at, batch=digest,
    )  # fmt: skip
