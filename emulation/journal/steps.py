"""How anything changes state here: one step at a time, by one hand, on the record."""

from collections.abc import Collection
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from emulation.ui.refusals import Refusal

from . import clock
from .chain import append
from .words import who_may

_gathered = ContextVar("entries of the outermost act", default=None)
_depth = ContextVar("acts under way", default=0)


class Refused(Refusal):
    """The step was not taken. The text is the sentence that the user reads."""


class DoneBefore(Refused):
    """The step was taken already, by this hand or another: pressed twice, or pressed late."""

    page = "done_before"


@dataclass
class Act:
    """One act under way: what the journal will say of it. The body of the act may fill `detail` and `note`, or name a new `subject`."""

    label: str
    subject: Any
    by: Any
    at: datetime
    note: str = ""
    before: str = ""
    after: str = ""
    detail: dict = field(default_factory=dict)

    @property
    def stream(self):
        return self.subject.stream


@dataclass(frozen=True)
class Step:
    """One row of a state table: from where, to where, by whose hand.

    `sources` and `target` are values of `subject.state`; `permission` a name of the `rules` registry, or None for a
    step that only happens as the consequence of another one; `parents` are attribute paths ("sheet.round") of rows
    whose state the step relies on: they are locked first, in this order.
    """

    label: str
    sources: Collection[str]
    target: str
    permission: str | None
    parents: tuple[str, ...] = ()
    reason: bool = False

    @contextmanager
    def on(self, subject, *, by, at, note=""):
        """Lock, re-read, check state and hand; let the caller do its part; then move, save and journal.

        Raises Refused (a sentence) for the wrong state or a missing reason, PermissionDenied for the wrong hand.
        """
        with _outermost(at) as entries:
            _lock(subject, self.parents)
            self.check_state(subject)
            _check_hand(self, subject, by)
            act = Act(_written(self.label), subject, by, at, _reason(self, note), before=str(subject.state))
            with override(
                "vi"
            ):  # what an act writes, and what papers say, is Vietnamese whatever language the person reads in
                yield act
            subject.state = self.target
            subject.save()
            act.after = str(self.target)
            entries.append(act)

    def check_state(self, subject):
        """Raises Refused (DoneBefore when it stands at the target) unless this step begins where `subject` stands."""
        if subject.state in self.sources:
            return
        facts = {"step": self.label, "state": subject.get_state_display()}
        if subject.state == self.target:
            raise DoneBefore(_("«%(step)s» đã làm rồi: đang «%(state)s».") % facts)
        raise Refused(_("Không thể «%(step)s» khi đang «%(state)s».") % facts)


@dataclass(frozen=True)
class Record:
    """An act that changes no state (create, extend, adjust, override): the same hand check, the same journal."""

    label: str
    permission: str | None
    parents: tuple[str, ...] = ()
    reason: bool = False

    @contextmanager
    def on(self, subject, *, by, at, note=""):
        """As `Step.on`, without a move. `subject` is what the hand is checked against; name a created row as `act.subject`."""
        with _outermost(at) as entries:
            _lock(subject, self.parents)
            _check_hand(self, subject, by)
            act = Act(_written(self.label), subject, by, at, _reason(self, note))
            with override("vi"):
                yield act
            entries.append(act)


@contextmanager
def _outermost(at):
    """One transaction; entries of nested acts gather in the outermost one and are chained as its last statement."""
    entries = _gathered.get()
    nested = entries is not None
    entries = entries if nested else []
    tokens = _gathered.set(entries), _depth.set(_depth.get() + 1)
    mark = len(entries)
    try:
        with transaction.atomic(), clock.at(at):
            yield entries
            if not nested:
                append(entries)
    except BaseException:
        del entries[mark:]
        raise
    finally:
        _gathered.reset(tokens[0])
        _depth.reset(tokens[1])


def _lock(subject, parents):
    for path in parents:
        parent = subject
        for name in path.split("."):
            parent = getattr(parent, name)
        list(type(parent)._base_manager.select_for_update(no_key=True).filter(pk=parent.pk))
    if subject.pk:
        subject.refresh_from_db(from_queryset=type(subject)._base_manager.select_for_update(no_key=True))


def _check_hand(step, subject, by):
    if step.permission is None:
        if _depth.get() < 2:
            raise PermissionDenied(_("«%(step)s» chỉ xảy ra theo một việc khác.") % {"step": step.label})
        return
    by.forget_powers()
    if not by.has_perm(step.permission, subject):
        raise other_hands(step)


def other_hands(step):
    """The PermissionDenied that says whose work a Step or a Record is."""
    return PermissionDenied(
        _("«%(step)s» là việc của: %(who)s") % {"step": step.label, "who": who_may(step.permission)}
    )


def _reason(step, note):
    if step.reason and not note.strip():
        raise Refused(_("«%(step)s» thì phải nêu lý do.") % {"step": step.label})
    return note.strip()


def _written(label):
    """The label as the journal keeps it: in Vietnamese, whatever language the person reads in."""
    with override("vi"):
        return str(label)
