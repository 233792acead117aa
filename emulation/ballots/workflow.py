"""Cuộc bỏ phiếu: chuẩn bị → mở → đóng → kiểm phiếu; trước khi kiểm phiếu có thể hủy.

Every step here is the consequence of an act of the room that calls (a conference, a council session), which checks the
hand. Casting a secret vote is no step and leaves no entry: see `casting`.
"""

import secrets
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from emulation.journal.steps import Record, Refused, Step

from . import counting, keeping, seals
from .casting import cast, record_written_opinion, requires_a_vote
from .models import Ballot, Base, Elector, Line, Slot, State

__all__ = [
    "Rules", "Voter", "cancel", "cast", "close", "count", "open_", "prepare", "record_written_opinion", "requires_a_vote",
]  # fmt: skip

PREPARE = Record(gettext_lazy("Lập cuộc bỏ phiếu"), None)
OPEN = Step(gettext_lazy("Mở bỏ phiếu"), [State.DRAFT], State.OPEN, None)
CLOSE = Step(gettext_lazy("Đóng bỏ phiếu"), [State.OPEN], State.CLOSED, None)
COUNT = Step(gettext_lazy("Kiểm phiếu"), [State.CLOSED], State.COUNTED, None)
CANCEL = Step(
    gettext_lazy("Hủy cuộc bỏ phiếu"), [State.DRAFT, State.OPEN, State.CLOSED], State.CANCELLED, None, reason=True
)


@dataclass(frozen=True)
class Rules:
    """Thể lệ. The first choice is the yes. quorum_percent: of the electors, who must cast (0: no quorum).

    more_than: the share must exceed the threshold («quá bán»), not only reach it. add_written: written opinions of
    absent members are added to yes and to the base (never to the quorum). source: the article that says so.
    """

    secret: bool = True
    choices: tuple[str, ...] = ("Đồng ý", "Không đồng ý")
    quorum_percent: int = 0
    threshold_percent: int = 50
    base: str = Base.ALL
    more_than: bool = False
    add_written: bool = False
    source: str = ""


@dataclass(frozen=True)
class Voter:
    """Một người bỏ phiếu: printed label, the person who casts, and the indexes (from 0) of lines they may not vote on."""

    label: str
    person: object
    barred: set[int] = field(default_factory=frozenset)


def prepare(*, title, lines, electors, rules, stream, by, at, closes_at=None, back=("", ""), team=None, invited=None):
    """Lập cuộc bỏ phiếu. `lines`: labels; `electors`: Voters; `back`: (words, address) of the page it belongs to; `team`: who
    counts, and whether their codes hold the key; `invited`: how many might have come, if more than are listed. Out: Ballot.

    Raises Refused for an empty list, one person named twice, fewer than two choices.
    """
    _check(lines, electors, rules)
    ballot = Ballot(
        title=title, stream=stream, secret=rules.secret, choices=[str(c) for c in rules.choices],
        quorum_percent=rules.quorum_percent, threshold_percent=rules.threshold_percent, more_than=rules.more_than,
        base=rules.base, add_written=rules.add_written, source=rules.source, closes_at=closes_at,
        back_label=back[0], back_url=back[1], created_by=by, created_at=at, team=team, invited=invited,
    )  # fmt: skip
    with PREPARE.on(ballot, by=by, at=at) as act:
        ballot.save()
        Line.objects.bulk_create(Line(ballot=ballot, label=label, position=n) for n, label in enumerate(lines, 1))
        Elector.objects.bulk_create(
            Elector(ballot=ballot, label=v.label, person=v.person, position=n, barred=sorted(i + 1 for i in v.barred))
            for n, v in enumerate(electors, 1)
        )
        act.detail = {"lines": list(lines), "electors": [v.label for v in electors], "secret": rules.secret}
    return ballot


def open_(ballot, *, by, at):
    """Mở bỏ phiếu: the electorate freezes, every slot is written, a secret ballot gets its key. Out: Ballot."""
    with OPEN.on(ballot, by=by, at=at) as act:
        slots = _empty_slots(ballot)
        ballot.opened_at = at
        if ballot.secret:
            ballot.public_key = keeping.split_new_key(ballot) if ballot.needs_codes else seals.new_key()
        Slot.objects.bulk_create(slots)
        act.detail = {"electors": len({s.elector_id for s in slots}), "slots": len(slots)}
    return ballot


def close(ballot, *, by, at):
    """Đóng bỏ phiếu: waits for votes being cast at this instant, then takes no more. Out: Ballot."""
    with CLOSE.on(ballot, by=by, at=at) as act:
        ballot.closed_at = at
        act.detail = dict(zip(("cast", "issued"), ballot.turnout(), strict=True))
    return ballot


@sensitive_variables("codes")
def count(ballot, *, by, at, codes=()):
    """Kiểm phiếu: each line alone; only numbers stay; then the key is destroyed. Out: Ballot with lines counted.

    `codes`: typed by the counting team, where it holds the key. Without a quorum no paper is opened and nothing passes.
    Raises Refused when the key file is missing or the codes are too few or wrong.
    """
    with COUNT.on(ballot, by=by, at=at) as act:
        ballot.counted_at = at
        act.detail = counting.count(ballot, codes)
        _destroy_key_after_commit(ballot)
    return ballot


def cancel(ballot, *, by, at, note):
    """Hủy cuộc bỏ phiếu, bao giờ cũng kèm lý do; papers already cast are never opened. Out: Ballot."""
    with CANCEL.on(ballot, by=by, at=at, note=note):
        _destroy_key_after_commit(ballot)
    return ballot


def _check(lines, electors, rules):
    if not lines:
        raise Refused(_("Chưa lập được cuộc bỏ phiếu: chưa có dòng nào để biểu quyết. Thêm ít nhất một dòng."))
    if not electors:
        raise Refused(_("Chưa lập được cuộc bỏ phiếu: danh sách bỏ phiếu còn trống. Thêm người bỏ phiếu."))
    choices = [str(c).strip() for c in rules.choices]
    if len(choices) < 2 or len({*choices, "blank", "invalid", ""}) != len(choices) + 3:
        raise Refused(_("Chưa lập được cuộc bỏ phiếu: cần ít nhất hai lựa chọn, không trùng nhau."))
    first = {}
    for voter in electors:
        other = first.setdefault(voter.person.pk, voter)
        if other is not voter:
            raise Refused(
                _("Chưa lập được cuộc bỏ phiếu: một người đứng tên cho cả “%(one)s” và “%(two)s”. Chọn người khác.")
                % {"one": other.label, "two": voter.label}
            )


def _empty_slots(ballot):
    """All slots of all electors where they are not barred, in random order: row order and numbers tell nothing."""
    lines = list(ballot.lines.all())
    slots = [Slot(line=ln, elector=e) for e in ballot.electors.all() for ln in lines if ln.position not in e.barred]
    if idle := {ln.pk for ln in lines} - {s.line_id for s in slots}:
        label = next(ln.label for ln in lines if ln.pk in idle)
        raise Refused(_("Chưa mở được: không ai được biểu quyết dòng “%(line)s”. Bỏ dòng ấy ra.") % {"line": label})
    secrets.SystemRandom().shuffle(slots)
    return slots


def _destroy_key_after_commit(ballot):
    ballot.shares.all().delete()
    if ballot.public_key is not None:
        transaction.on_commit(partial(seals.destroy, bytes(ballot.public_key)), robust=True)
