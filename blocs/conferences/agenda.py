"""Mục chương trình: an item is finished only when what it names has really happened."""

from datetime import timedelta

from django.utils.translation import gettext as _

from blocs.covenant.models import Covenant
from blocs.covenant.models import State as CovenantState
from blocs.scoring.models import Round, RoundKind, RoundState
from emulation.ui.dates import day, hour, the_day

from .models import ConferenceKind, Handover, ItemKind

EARLY = timedelta(hours=2)


def not_the_hour(conference, at):
    """Why a meeting is not opened at this hour (aware datetime): a sentence, "" when it can be. It opens on its day only."""
    planned, facts = conference.held_at, {"hour": hour(conference.held_at), "day": day(conference.held_at)}
    if the_day(at) > the_day(planned):
        return _("Đã qua ngày họp %(day)s: hẹn ngày họp khác rồi khai mạc.") % facts
    if the_day(at) < the_day(planned):
        return _("Chưa tới ngày họp: họp lúc %(hour)s, %(day)s.") % facts
    if at < planned - EARLY:
        facts["first"] = hour(planned - EARLY)
        return _("Chưa tới giờ họp: họp lúc %(hour)s, %(day)s, khai mạc được từ %(first)s.") % facts
    return ""


def timed(conference, items):
    """Items in order, each with `.planned_at`: its hour by the plan, None once an item before it has no minutes. Out: list."""
    hour = conference.held_at
    for item in items:
        item.planned_at = hour
        hour = hour + timedelta(minutes=item.minutes) if hour and item.minutes is not None else None
    return items


def minutes_used(item, at):
    """Whole minutes that an item has taken until `at` (aware datetime), or took; None before it began."""
    if item.opened_at is None:
        return None
    return max(0, int(((item.done_at or at) - item.opened_at).total_seconds() // 60))


def not_yet(item):
    """Why an agenda item cannot be finished yet: a sentence with what to do first; "" when it can."""
    return CONDITIONS[item.kind](item) if item.kind in CONDITIONS else ""


def _covenant_is_being_signed(item):
    states = (CovenantState.SIGNING, CovenantState.SIGNED)
    if Covenant.objects.originals().filter(bloc_year=item.bloc_year_id, state__in=states).exists():
        return ""
    return _("Giao ước năm %d chưa chốt để ký: trưởng khối của năm ấy chốt giao ước trước.") % item.bloc_year.year


def _scores_are_published(item):
    kind = RoundKind.MIDYEAR if item.conference.kind == ConferenceKind.MIDYEAR else RoundKind.YEAR_END
    if Round.objects.filter(bloc_year=item.bloc_year_id, kind=kind, state=RoundState.PUBLISHED).exists():
        return ""
    facts = {"kind": RoundKind(kind).label, "year": item.bloc_year.year}
    return _("Kết quả «%(kind)s» năm %(year)d chưa công bố: công bố ở trang chấm điểm trước.") % facts


def _nominations_exist(item):
    if item.conference.nominations.exists():
        return ""
    return _("Chưa có kết quả suy tôn: đề cử, rồi phát phiếu và kiểm phiếu (hoặc suy tôn theo điểm) trước.")


def _the_lead_is_handed_over(item):
    if Handover.objects.filter(from_year=item.bloc_year_id).exists():
        return ""
    return _("Chưa trao quyền trưởng khối: ghi đơn vị nhận và danh mục bàn giao trước.")


CONDITIONS = {
    ItemKind.SIGN: _covenant_is_being_signed,
    ItemKind.SCORES: _scores_are_published,
    ItemKind.NOMINATE: _nominations_exist,
    ItemKind.HANDOVER: _the_lead_is_handed_over,
}
