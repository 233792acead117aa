"""The protocol of the grid without a browser: what the script keeps, sends and does with an answer; and who was shown what."""

import html
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field

from blocs.scoring.models import Mark, MarkHistory
from emulation.ui.numbers import points as shown

CELL = re.compile(r'<input name="m-(\d+-\d+)" value="([^"]*)"[^>]* data-v="(\d+)"')


class Log:
    """Ai đã thấy gì, đã được báo lưu gì. Hands are people; keys "<sheet>-<criterion>"; values the text of the cell."""

    def __init__(self):
        self.seen, self.told, self.sent = set(), defaultdict(dict), 0

    def page(self, hand, cells):
        """A page was opened: [(key, text, version)]."""
        self.seen |= {(hand, key, version) for key, _text, version in cells}

    def answer(self, hand, answers):
        """The answers of one save arrived."""
        for a in answers:
            assert a["state"] in ("saved", "conflict"), a
            self.seen.add((hand, a["key"], a["version"]))
            if a["state"] == "saved" and a["version"]:  # an empty cell that stays empty is written nowhere
                self.told[a["key"]][a["version"]] = a["text"]

    def lost(self):
        """Values of another hand that somebody wrote over without having seen them: [(key, version)]."""
        kept = [(h.mark, h.version, h.by) for h in _history()]
        by = {(mark.pk, version): hand for mark, version, hand in kept}
        return [
            (_key(mark), version - 1)
            for mark, version, hand in kept
            if version > 1 and by[mark.pk, version - 1] != hand and (hand, _key(mark), version - 1) not in self.seen
        ]

    def unkept(self):
        """Values of which somebody was told «Đã lưu» and that are not in the history: [(key, version)]."""
        kept = {(_key(h.mark), h.version): shown(h.points) for h in _history()}
        return [(k, v) for k, told in self.told.items() for v, text in told.items() if kept.get((k, v)) != text]

    def last_told(self):
        return {key: (max(told), told[max(told)]) for key, told in self.told.items()}


def _history():
    return MarkHistory.objects.select_related("mark", "by").order_by("mark", "version")


def _key(mark):
    return f"{mark.sheet_id}-{mark.criterion_id}"


def in_the_database():
    """{key: (version, text)} as it stands."""
    return {_key(m): (m.version, shown(m.points)) for m in Mark.objects.all()}


@dataclass
class Cell:
    raw: str = ""
    version: int = 0


@dataclass
class Typist:
    """One person's page. `blind`: the control, which does not tell the server what it has seen."""

    hand: object
    client: object
    address: str
    log: Log
    blind: bool = False
    cells: dict = field(default_factory=dict)
    waiting: dict = field(default_factory=dict)  # key → None, in the order of typing
    conflicts: dict = field(default_factory=dict)  # key → the answer with the other value
    undos: list = field(default_factory=list)
    redos: list = field(default_factory=list)
    offline: bool = False
    flying: dict | None = None  # {key: raw} sent
    answers: dict | None = None  # what the server said, not yet arrived

    def open(self):
        """Open or reload: what was not saved is kept and typed again with the version it was typed on."""
        kept = [(k, self.cells[k].raw, self.cells[k].version) for k in (*self.waiting, *self.conflicts)]
        found = CELL.findall(self.client.get(self.address).content.decode())
        found = [(key, html.unescape(text), int(version)) for key, text, version in found]
        self.log.page(self.hand, found)
        self.cells = {key: Cell(text, version) for key, text, version in found}
        self.waiting, self.conflicts, self.undos, self.redos = {}, {}, [], []
        self.flying = self.answers = None
        for key, raw, version in kept:
            if raw != self.cells[key].raw:
                self.cells[key] = Cell(raw, version)
                self.waiting[key] = None

    def write(self, changes, remember=True):
        real = {key: raw for key, raw in changes.items() if raw != self.cells[key].raw}
        if real and remember:
            self.undos.append([(key, self.cells[key].raw, raw) for key, raw in real.items()])
            self.redos.clear()
        for key, raw in real.items():
            self.cells[key].raw = raw
            self.conflicts.pop(key, None)
            self.waiting[key] = None

    def step(self, back):
        source, target = (self.undos, self.redos) if back else (self.redos, self.undos)
        if source:
            target.append(source.pop())
            self.write({key: before if back else after for key, before, after in target[-1]}, remember=False)

    def choose(self, key, mine):
        answer, cell = self.conflicts.pop(key), self.cells[key]
        cell.version = answer["version"]
        if mine:
            self.waiting[key] = None
        else:
            cell.raw = answer["text"]

    # --- the line ---
    def send(self):
        """The request leaves and is carried out; its answer is on the way."""
        if self.offline or self.flying is not None or not self.waiting:
            return
        self.flying = {key: self.cells[key].raw for key in self.waiting}
        cells = {key: {"raw": raw} for key, raw in self.flying.items()}
        for key in cells if not self.blind else ():
            cells[key]["seen"] = self.cells[key].version
        body = json.dumps({"user": self.hand.pk, "cells": cells})
        answer = self.client.post(f"{self.address}luu/", body, content_type="application/json")
        assert answer.status_code == 200, answer.content
        self.log.sent += 1
        self.answers = answer.json()["cells"]

    def receive(self, *, arrives=True):
        """The answer arrives, or is lost on the way (then everything still waits)."""
        flying, answers, self.flying, self.answers = self.flying, self.answers, None, None
        if answers is None or not arrives:
            return
        self.log.answer(self.hand, answers)
        for a in answers:
            key, cell = a["key"], self.cells[a["key"]]
            if a["state"] == "saved":
                cell.version = a["version"]
            if cell.raw != flying[key]:
                continue
            del self.waiting[key]
            if a["state"] == "saved":
                cell.raw = a["text"]
            else:
                self.conflicts[key] = a

    def finish(self):
        """Everything is sent and every choice made, one's own value kept."""
        self.offline = False
        while self.waiting or self.conflicts or self.flying is not None:
            self.receive()
            for key in list(self.conflicts):
                self.choose(key, mine=True)
            self.send()
