"""Bỏ phiếu: a secret vote is one UPDATE of empty slots: no step, no journal entry, no time, no log line, all lines or none."""

from django.db import connection, transaction
from django.db.models import BinaryField, Case, Exists, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from emulation.journal.steps import Record, Refused
from emulation.ui.dates import day, hour

from . import seals
from .models import Ballot, NamedVote, Slot, State

SPEAK = Record(gettext_lazy("Biểu quyết có ghi tên"), "ballots.speak")
WRITE = Record(gettext_lazy("Ghi ý kiến bằng văn bản"), None)


@sensitive_variables()
def cast(ballot, *, by, choices, at):
    """Bỏ phiếu: `choices` {line number: index of the choice, None for blank} for exactly the lines this person votes on.

    Out: the receipt (str) of a secret ballot; "" for a named one. Raises Refused: not open, already voted, not on
    the list, a line missing or barred, a choice that is not on the paper. Nothing is half-done.
    """
    if not ballot.secret:
        return _speak(ballot, by=by, choices=choices, at=at)
    with transaction.atomic():
        held = _hold(ballot)
        slots = requires_a_vote(held, by=by, at=at, lock=True)
        _check_choices(held, slots, choices)
        papers = [seals.seal(held.public_key, slot.pk, choices[slot.line_id]) for slot in slots]
        if _fill(held, slots, papers) != len(slots):
            raise Refused(_already())
    return seals.receipt(papers)


def requires_a_vote(ballot, *, by, at, lock=False):
    """The empty slots of this person, in the order of the lines, with their lines. Raises Refused with the reason when there are none."""
    _check_open(ballot, at)
    mine = Slot.objects.filter(elector__ballot=ballot, elector__person=by)
    if lock:
        # In the order of their numbers, so that two attempts of one person wait for each other instead of deadlocking.
        list(mine.order_by("pk").select_for_update(no_key=True, of=("self",)).only("pk"))
    slots = list(mine.select_related("line", "named_vote").order_by("line__position"))
    if not slots:
        raise Refused(_nothing_to_vote_on(ballot, by))
    for slot in slots:
        if slot.sealed is not None or hasattr(slot, "named_vote"):
            raise Refused(_already(slot))
    return slots


def record_written_opinion(ballot, elector, *, choices, by, at):
    """Ghi ý kiến bằng văn bản của người vắng mặt, while the ballot is open or closed and not counted. Named, counted apart.

    `choices` as in `cast`. Out: list of NamedVote. Raises Refused when the elector has voted or a line is missing.
    """
    with WRITE.on(ballot, by=by, at=at) as act:
        if ballot.state not in (State.OPEN, State.CLOSED):
            raise Refused(
                _("Ý kiến bằng văn bản chỉ ghi được từ lúc mở bỏ phiếu đến trước khi kiểm phiếu; cuộc này: %(state)s.")
                % {"state": ballot.get_state_display()}
            )
        slots = list(elector.slots.filter(line__ballot=ballot).select_related("line", "named_vote").order_by("pk").select_for_update(no_key=True, of=("self",)))  # fmt: skip
        if any(s.sealed is not None or hasattr(s, "named_vote") for s in slots):
            raise Refused(_("“%(who)s” đã bỏ phiếu hoặc đã có ý kiến bằng văn bản.") % {"who": elector.label})
        _check_choices(ballot, slots, choices)
        act.detail = {"elector": elector.label, "choices": _in_words(ballot, slots, choices)}
        return _store_named(slots, choices, written=True, by=by, at=at)


def _hold(ballot):
    """Re-read the ballot under a share lock: many may cast together, closing waits for all of them. SQLite writes one at a time."""
    lock = "FOR SHARE" if connection.vendor == "postgresql" else ""
    return Ballot.objects.raw(f"SELECT * FROM {Ballot._meta.db_table} WHERE id = %s {lock}", [ballot.pk])[0]  # noqa: S608


def _fill(ballot, slots, papers):
    """The one statement by which a vote is cast. Out: how many slots were still empty and are now filled."""
    is_open = Ballot.objects.filter(pk=ballot.pk, state=State.OPEN)
    paper_of = [When(pk=slot.pk, then=Value(paper)) for slot, paper in zip(slots, papers, strict=True)]
    empty = Slot.objects.filter(Exists(is_open), pk__in=[slot.pk for slot in slots], sealed=None)
    return empty.update(sealed=Case(*paper_of, output_field=BinaryField()))


def _speak(ballot, *, by, choices, at):
    _check_open(ballot, at)
    if not ballot.electors.filter(person=by).exists():
        raise Refused(_nothing_to_vote_on(ballot, by))
    with SPEAK.on(ballot, by=by, at=at) as act:
        slots = requires_a_vote(ballot, by=by, at=at, lock=True)
        _check_choices(ballot, slots, choices)
        act.detail = _in_words(ballot, slots, choices)
        _store_named(slots, choices, written=False, by=by, at=at)
    return ""


def _store_named(slots, choices, *, written, by, at):
    return NamedVote.objects.bulk_create(
        NamedVote(slot=slot, choice=choices[slot.line_id], written=written, at=at, by=by) for slot in slots
    )


def _in_words(ballot, slots, choices):
    said = {slot.line.label: choices[slot.line_id] for slot in slots}
    return {line: "" if choice is None else ballot.choices[choice] for line, choice in said.items()}


def _check_open(ballot, at):
    if ballot.state == State.DRAFT:
        raise Refused(_("Chưa bỏ phiếu được: cuộc bỏ phiếu chưa mở. Chờ người chủ trì mở rồi tải lại trang."))
    if ballot.state == State.CANCELLED:
        raise Refused(_("Không nhận phiếu: cuộc bỏ phiếu này đã hủy. Phiếu này chưa được ghi."))
    end = ballot.closed_at if ballot.state != State.OPEN else ballot.closes_at
    if ballot.state != State.OPEN or (end and at > end):
        raise Refused(
            _("Không nhận phiếu nữa: cuộc bỏ phiếu đã đóng lúc %(hour)s ngày %(day)s. Phiếu này chưa được ghi.")
            % {"hour": hour(end), "day": day(timezone.localtime(end).date())}
        )


def _check_choices(ballot, slots, choices):
    lines = {slot.line_id: slot.line for slot in slots}
    if strange := [pk for pk in choices if pk not in lines]:
        barred = ballot.lines.filter(pk__in=strange).first()
        raise Refused(
            _("Bạn không biểu quyết dòng %(n)s (%(line)s). Bỏ dòng ấy ra rồi bỏ phiếu lại.")
            % {"n": barred.position, "line": barred.label}
            if barred
            else _("Có dòng không thuộc cuộc bỏ phiếu này. Mở lại trang bỏ phiếu rồi chọn lại.")
        )
    if missing := [str(line.position) for pk, line in lines.items() if pk not in choices]:
        raise Refused(
            _("Chưa bỏ phiếu được: chưa chọn ở dòng %(lines)s. Muốn để trắng thì chọn “Phiếu trắng”.")
            % {"lines": ", ".join(missing)}
        )
    for pk, choice in choices.items():
        if choice is not None and (type(choice) is not int or not 0 <= choice < len(ballot.choices)):
            raise Refused(
                _("Dòng %(n)s không có lựa chọn ấy. Chọn một trong: %(choices)s, hoặc phiếu trắng.")
                % {"n": lines[pk].position, "choices": ", ".join(ballot.choices)}
            )


def _nothing_to_vote_on(ballot, by):
    if ballot.electors.filter(person=by).exists():
        return _("Bạn không biểu quyết dòng nào trong cuộc bỏ phiếu này.")
    return _("Bạn không có tên trong danh sách bỏ phiếu này. Hỏi người chủ trì nếu danh sách thiếu bạn.")


def _already(slot=None):
    if slot is not None and hasattr(slot, "named_vote") and slot.named_vote.written:
        return _("Ý kiến bằng văn bản của bạn đã được ghi cho cuộc này, nên không bỏ phiếu nữa.")
    return _("Bạn đã bỏ phiếu trong cuộc này. Phiếu đã bỏ thì không sửa được và không bỏ lần hai.")
