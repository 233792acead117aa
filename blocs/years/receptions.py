"""Nhận trên giấy trước: a unit handed in on paper in time, and it is written down later, with the reason and the scan."""

import datetime as dt

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from emulation.journal import clock
from emulation.journal.steps import Record, Refused, other_hands
from emulation.ui import uploads
from emulation.ui.dates import day

from .models import Reception, Stage

RECEIVE = Record(_("Ghi đã nhận trên giấy"), "years.receive_paper", reason=True)
SCANS = {"pdf", "jpg", "png"}
EARLY = dt.timedelta(days=120)  # before the year begins: a registration may come in autumn


def receive(obligation, *, received_on, reason, scan, by, at):
    """Ghi rằng việc của một đơn vị đã tới trên giấy ngày `received_on`; from that day it counts as done. Out: Reception.

    scan: the uploaded file. Raises Refused (day, twice, a closed year), ValidationError (the file), PermissionDenied.
    """
    if not by.has_perm("years.receive_paper", obligation):
        raise other_hands(RECEIVE)
    kind, digest = uploads.check(scan, SCANS)
    name = _kept(scan, kind, digest, at)
    with RECEIVE.on(obligation, by=by, at=at, note=reason) as act:
        _refuse_unless_in_order(obligation, received_on)
        act.subject = Reception.objects.create(
            obligation=obligation, received_on=received_on, reason=reason, kind=kind, name=name, sha256=digest, by=by, at=at
        )  # fmt: skip
        act.detail = {"kind": obligation.milestone.kind, "received_on": received_on, "met_on": obligation.met_on, "sha256": digest}  # fmt: skip
        obligation.met_on = received_on
        obligation.save()
    return act.subject


def _kept(scan, kind, digest, at):
    """The scan, stored once under its own hash. Out: its name."""
    name = f"received/{at:%Y}/{digest}.{kind}"
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(scan.read()))


def _refuse_unless_in_order(obligation, received_on):
    year = obligation.member.bloc_year
    if year.state == Stage.CLOSED:
        raise Refused(gettext("Năm thi đua đã khép, không ghi thêm được."))
    if Reception.objects.filter(obligation=obligation).exists():
        raise Refused(gettext("Việc này đã ghi nhận trên giấy rồi."))
    if received_on > clock.today():
        raise Refused(gettext("Ngày nhận không thể sau hôm nay."))
    if received_on < year.since - EARLY:
        raise Refused(gettext("Ngày nhận %s quá xa trước năm thi đua: xem lại ngày.") % day(received_on))
    if obligation.met_on and obligation.met_on <= received_on:
        facts = {"done": day(obligation.met_on), "came": day(received_on)}
        raise Refused(gettext("Việc này đã xong từ ngày %(done)s, không muộn hơn %(came)s.") % facts)
