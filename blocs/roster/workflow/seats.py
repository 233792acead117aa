"""Ghế: bố trí, thay người theo văn bản có ngày, cho thôi."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blocs.roster.models import Office, Seat
from emulation.journal.steps import Record, Refused

from .people import register_person, take_back_slip, username_for
from .places import saved

SEAT = Record(gettext_lazy("Bố trí người vào ghế"), "roster.manage")
PLACE = Record(gettext_lazy("Giao việc trong khối"), None)
REPLACE = Record(gettext_lazy("Thay người giữ ghế"), "roster.replace_officer")
LEAVE_SEAT = Record(gettext_lazy("Cho thôi giữ ghế"), "roster.manage")


def seat(person, office, *, since, by, at, unit=None, bloc=None, decision="", title=""):
    """Bố trí một người vào ghế của một đơn vị hoặc một khối từ ngày `since`. Out: Seat. Refused khi ghế thủ trưởng có người."""
    with SEAT.on(unit or bloc, by=by, at=at) as act:
        taken = act.subject = _sit(person, office, unit=unit, bloc=bloc, since=since, decision=decision, title=title)
        act.detail = _told(taken)
    return taken


def place(person, office, bloc, *, since, by, at, until=None, decision="", title=""):
    """Giao một việc có hạn trong khối (tổ kiểm phiếu, thư ký…), chỉ theo một việc khác vừa được phép làm. Out: Seat."""
    with PLACE.on(bloc, by=by, at=at) as act:
        taken = act.subject = _sit(person, office, bloc=bloc, since=since, until=until, decision=decision, title=title)
        act.detail = _told(taken)
    return taken


def replace_officer(seat, person, since, *, decision, by, at, title=""):
    """Thay người giữ ghế theo văn bản có ngày: người cũ thôi từ hôm trước `since`. Out: ghế mới (Seat).

    Việc đang dở ở lại với đơn vị và ghế, nên người kế nhiệm làm tiếp được ngay.
    """
    with REPLACE.on(seat, by=by, at=at) as act:
        _check_replacement(seat, person, since, decision, by)
        seat.until = since - timedelta(days=1)
        seat.save()
        taken = _sit(
            person,
            seat.office,
            unit=seat.unit,
            bloc=seat.bloc,
            since=since,
            decision=decision,
            title=title or seat.title,
        )
        act.subject, act.detail = taken, {**_told(taken), "instead_of": seat.pk}
    return taken


def seat_newcomer(full_name, office, *, unit, by, at, username="", **details):
    """Lập tài khoản cho người mới và bố trí vào ghế của `unit`, cả hai hoặc không gì cả. Out: Seat."""
    username = username or username_for(full_name, unit, office)
    with transaction.atomic():
        person = register_person(full_name, unit, username=username, by=by, at=at)
        return seat(person, office, unit=unit, by=by, at=at, **details)


def replace_by_newcomer(seat, full_name, since, *, by, at, username="", **details):
    """Lập tài khoản cho người mới và thay người giữ ghế, cả hai hoặc không gì cả. Out: ghế mới (Seat)."""
    username = username or username_for(full_name, seat.unit, seat.office)
    with transaction.atomic():
        person = register_person(full_name, seat.unit, username=username, by=by, at=at)
        return replace_officer(seat, person, since, by=by, at=at, **details)


def leave_seat(seat, until, *, decision, by, at):
    """Cho thôi giữ ghế sau ngày `until` (date), theo văn bản. Out: Seat."""
    with LEAVE_SEAT.on(seat, by=by, at=at) as act:
        if seat.until and seat.until <= until:
            raise Refused(_("Ghế này đã thôi từ sau ngày %(day)s.") % {"day": f"{seat.until:%d/%m/%Y}"})
        if person_is_the_last(seat):
            raise Refused(_("Đây là người cuối cùng giữ ghế này trong tỉnh. Bố trí người khác trước."))
        seat.until = until
        act.detail = {"until": until, "decision": decision}
        return saved(seat)


def person_is_the_last(seat):
    """Whether the province would be left without administrator or secretariat when this seat ends."""
    if seat.office not in (Office.ADMINISTRATOR, Office.SECRETARIAT):
        return False
    return not Seat.objects.filter(root=seat.root_id, office=seat.office, until=None).exclude(pk=seat.pk).exists()


def _check_replacement(seat, person, since, decision, by):
    if not decision.strip():
        raise Refused(_("Ghi số và ngày văn bản thay người giữ ghế."))
    if seat.until and seat.until < since:
        raise Refused(_("Ghế này đã thôi từ sau ngày %(day)s. Bố trí ghế mới.") % {"day": f"{seat.until:%d/%m/%Y}"})
    if since <= seat.since:
        raise Refused(_("Người thay phải bắt đầu sau ngày %(day)s.") % {"day": f"{seat.since:%d/%m/%Y}"})
    if person.pk == by.pk:
        raise Refused(_("Không ai tự đưa mình vào ghế. Nhờ người khác của đơn vị hoặc cơ quan thường trực."))
    if person.pk == seat.person_id:
        raise Refused(_("%(person)s đang giữ ghế này. Chọn người khác.") % {"person": person})


def _sit(person, office, *, since, unit=None, bloc=None, until=None, decision="", title=""):
    root = unit.boundary_id if unit else bloc.root_id
    if person.seats.exclude(root=root).exists():
        raise Refused(_("%(person)s thuộc tỉnh khác.") % {"person": person})
    if office == Office.HEAD:
        _refuse_second_head(unit, since, until)
    if office != Office.CLERK:
        take_back_slip(person)
    return saved(
        Seat(
            root_id=root, person=person, office=office, unit=unit, bloc=bloc, since=since, until=until,
            decision=decision, title=title,
        )
    )  # fmt: skip


def _refuse_second_head(unit, since, until):
    """The database guards this too; the unit is locked by the act, so this sentence comes first."""
    heads = Seat.objects.filter(unit=unit, office=Office.HEAD).exclude(until__lt=since).select_related("person")
    held = (heads.filter(since__lte=until) if until else heads).first()
    if held:
        raise Refused(
            _("%(unit)s đã có thủ trưởng từ %(day)s: %(person)s. Thay người giữ ghế đó, hoặc cho thôi trước.")
            % {"unit": unit, "day": f"{held.since:%d/%m/%Y}", "person": held.person}
        )


def _told(seat):
    return {
        "person": seat.person_id, "office": str(seat.office), "unit": seat.unit_id, "bloc": seat.bloc_id,
        "since": seat.since, "decision": seat.decision,
    }  # fmt: skip
