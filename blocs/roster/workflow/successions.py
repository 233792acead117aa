"""Biến động: một đơn vị đổi tên, sáp nhập, chia tách, giải thể. The running years follow in blocs.years, which calls here."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blocs.roster.models import Bloc, Change, Seat, Succession
from emulation.journal import clock
from emulation.journal.steps import Record, Refused

from .places import amend_unit, leave_bloc, saved

SUCCEED = Record(gettext_lazy("Ghi biến động đơn vị"), "roster.manage")
HOW_MANY = {Change.RENAMED: (0, 0), Change.DISSOLVED: (0, 0), Change.MERGED: (1, 1), Change.SPLIT: (2, 99)}


def succeed(unit, kind, *, since, decision, by, at, name="", successors=()):
    """Ghi biến động của đơn vị từ ngày `since` (date). `name`: the new one; `successors`: Units. Out: Succession.

    A unit that ends leaves its blocs and its people their seats on the day before. Raises Refused (a sentence).
    """
    with SUCCEED.on(unit, by=by, at=at) as act:
        _refuse_unless_in_order(unit, kind, since, name, successors)
        made = act.subject = saved(Succession(unit=unit, kind=kind, since=since, decision=decision, old_name=unit.name))
        made.successors.set(successors)
        act.detail = {"unit": unit.pk, "kind": kind, "since": since, "decision": decision, "from": unit.name, "successors": [u.pk for u in successors]}  # fmt: skip
        if kind == Change.RENAMED:
            amend_unit(unit, name=name, by=by, at=at)
        else:
            _end(unit, since - timedelta(days=1), by=by, at=at)
    return made


def _end(unit, last, *, by, at):
    for membership in unit.memberships.filter(until=None).select_related("bloc"):
        leave_bloc(membership.bloc, unit, max(last, membership.since), by=by, at=at)
    for seat in Seat.objects.filter(unit=unit, until=None):
        seat.until = max(last, seat.since)
        seat.save()
    unit.until = last
    unit.save()


def _refuse_unless_in_order(unit, kind, since, name, successors):
    if since > clock.today():
        raise Refused(_("Ghi biến động khi đã có hiệu lực: ngày không sau hôm nay."))
    if unit.until is not None:
        raise Refused(_("%(unit)s đã chấm dứt hoạt động.") % {"unit": unit})
    if kind == Change.RENAMED and (not name.strip() or name.strip() == unit.name):
        raise Refused(_("Ghi tên mới của đơn vị."))
    least, most = HOW_MANY[kind]
    if not least <= len(successors) <= most or unit in successors:
        raise Refused(
            _(
                "Sáp nhập thì chọn một đơn vị kế tục, chia tách thì chọn ít nhất hai, đổi tên và giải thể thì không chọn."
            )
        )
    if strangers := [str(u) for u in successors if u.root_id != unit.root_id or u.until is not None]:
        raise Refused(_("%s không còn hoạt động trong tỉnh.") % ", ".join(strangers))
    if (
        kind != Change.RENAMED
        and Bloc.objects.filter(secretariat=unit).exists() | Bloc.objects.filter(council=unit).exists()
    ):
        raise Refused(_("%(unit)s còn theo dõi khối: giao các khối cho cơ quan khác trước.") % {"unit": unit})
