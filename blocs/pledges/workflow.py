"""Đăng ký thi đua: soạn → nộp → tiếp nhận; có thể bị trả lại để bổ sung. Rồi kết quả 6 tháng và cả năm."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.years import workflow as years
from blocs.years.models import Due, Stage
from emulation.journal.steps import Record, Refused, Step

from . import arithmetic
from .models import Period, Pledge, Registration, Result, State, Target, TargetKind

YEAR = ("member.bloc_year",)
WRITE = Record(_("Soạn bản đăng ký"), "pledges.write", parents=YEAR)
SUBMIT = Step(_("Nộp bản đăng ký"), [State.DRAFT, State.RETURNED], State.SUBMITTED, "pledges.submit", parents=YEAR)
RECEIVE = Step(_("Tiếp nhận bản đăng ký"), [State.SUBMITTED], State.RECEIVED, "pledges.receive", parents=YEAR)
SEND_BACK = Step(
    _("Trả lại bản đăng ký"),
    [State.SUBMITTED, State.RECEIVED],
    State.RETURNED,
    "pledges.receive",
    parents=YEAR,
    reason=True,
)
REPORT = Record(_("Ghi kết quả"), "pledges.report", parents=YEAR)
CONFIRM = Record(_("Xác nhận kết quả"), "pledges.confirm_results", parents=YEAR)
REOPEN = Record(_("Mở lại kết quả"), "pledges.reopen_results", parents=YEAR, reason=True)

DUE = {Period.MIDYEAR: Due.MIDYEAR, Period.YEAR_END: Due.RESULTS}


@dataclass(frozen=True)
class Promise:
    """Một chỉ tiêu sẽ ghi: a number (`value`) with its measure, or words (`level`)."""

    name: str
    value: Decimal | None = None
    level: str = ""
    measure: str = ""
    note: str = ""


@dataclass(frozen=True)
class Aim:
    """Một danh hiệu, hình thức sẽ đăng ký."""

    award_type: Any
    quantity: int = 1
    note: str = ""


@transaction.atomic
def write(member, *, targets, titles, note="", by, at):
    """Đơn vị soạn bản đăng ký: `targets` (Promise) and `titles` (Aim) replace what was written before. Out: Pledge.

    Raises Refused once submitted, without any target, when a target has neither number nor words, or a title stands twice.
    """
    pledge, _new = Pledge.objects.get_or_create(member=member)
    with WRITE.on(pledge, by=by, at=at) as act:
        _refuse_unless_open(pledge)
        if not targets:
            raise Refused(gettext("Ghi ít nhất một chỉ tiêu: tên chỉ tiêu và mức đăng ký."))
        pledge.targets.all().delete()
        pledge.titles.all().delete()
        Target.objects.bulk_create(_as_target(pledge, n, p) for n, p in enumerate(targets, start=1))
        Registration.objects.bulk_create(_as_registrations(pledge, titles))
        pledge.note, pledge.written_at = note, at
        pledge.save()
        act.detail = {"targets": len(targets), "titles": {aim.award_type.code: aim.quantity for aim in titles}}
    return pledge


def _refuse_unless_open(pledge):
    if not pledge.is_open:
        state = pledge.get_state_display().lower()
        raise Refused(
            gettext("Bản đăng ký %(state)s nên không sửa được; cần sửa thì đề nghị trưởng khối trả lại.")
            % {"state": state}
        )
    if pledge.bloc_year.state == Stage.CLOSED:
        raise Refused(gettext("Năm thi đua đã khép, không nhận đăng ký nữa."))


def _as_target(pledge, position, promise):
    if promise.value is None and not promise.level.strip():
        raise Refused(
            gettext("Chỉ tiêu “%(name)s” chưa có mức: ghi một số, hoặc ghi bằng chữ.") % {"name": promise.name}
        )
    if promise.value is not None and promise.value < 0:
        raise Refused(gettext("Chỉ tiêu “%(name)s”: mức đăng ký phải từ 0 trở lên.") % {"name": promise.name})
    kind = TargetKind.TEXT if promise.value is None else TargetKind.NUMBER
    level = promise.level if kind == TargetKind.TEXT else ""
    return Target(
        pledge=pledge, position=position, name=promise.name, kind=kind, value=promise.value, level=level,
        measure=promise.measure, note=promise.note,
    )  # fmt: skip


def _as_registrations(pledge, titles):
    seen = set()
    for aim in titles:
        if aim.award_type.pk in seen:
            raise Refused(gettext("“%(title)s” có hai dòng: gộp thành một dòng.") % {"title": aim.award_type})
        if aim.quantity < 1:
            raise Refused(gettext("“%(title)s”: số lượng từ 1 trở lên.") % {"title": aim.award_type})
        seen.add(aim.award_type.pk)
        yield Registration(pledge=pledge, award_type=aim.award_type, quantity=aim.quantity, note=aim.note)


def submit(pledge, *, by, at):
    """Thủ trưởng hoặc cấp phó nộp bản đăng ký cho trưởng khối. Late is shown, not blocked."""
    with SUBMIT.on(pledge, by=by, at=at):
        if missing := pledge.missing_to_submit():
            raise Refused(gettext("Chưa nộp được: %(what)s.") % {"what": "; ".join(map(str, missing))})
        pledge.submitted_by, pledge.submitted_at = by, at
        years.meet(pledge.member, Due.REGISTER, by=by, at=at)


def receive(pledge, *, by, at):
    """Trưởng khối tiếp nhận bản đăng ký; từ đó cả khối đọc được."""
    with RECEIVE.on(pledge, by=by, at=at):
        pledge.received_by, pledge.received_at = by, at


def send_back(pledge, *, reason, by, at):
    """Trưởng khối trả lại để bổ sung, kèm lý do; đã chốt giao ước thì bản đã tiếp nhận ở yên."""
    with SEND_BACK.on(pledge, by=by, at=at, note=reason):
        if pledge.state == State.RECEIVED and pledge.bloc_year.state != Stage.PREPARING:
            raise Refused(gettext("Giao ước đã chốt cùng bản đăng ký này nên không trả lại được."))
        if Result.objects.filter(target__pledge=pledge).exists():
            raise Refused(gettext("Bản đăng ký đã có kết quả nên không trả lại được."))
        pledge.submitted_by = pledge.submitted_at = pledge.received_by = pledge.received_at = None
        pledge.returned_reason, pledge.returned_at = reason, at


def report_results(pledge, *, period, results, by, at):
    """Đơn vị ghi kết quả của một kỳ. `results`: {Target: (value or None, remark)} or with evidence as third; a target left out keeps what it had.

    Raises Refused while the pledge is not received, and once the head has confirmed.
    """
    with REPORT.on(pledge, by=by, at=at) as act:
        _refuse_unless_results_are_open(pledge, period)
        for target, told in results.items():
            _write_result(pledge, target, period, *told)
        act.detail = {"period": period, "targets": {t.position: told[0] for t, told in results.items()}}


def _refuse_unless_results_are_open(pledge, period):
    if pledge.state != State.RECEIVED:
        raise Refused(gettext("Bản đăng ký chưa được trưởng khối tiếp nhận nên chưa ghi kết quả được."))
    if pledge.bloc_year.state == Stage.CLOSED:
        raise Refused(gettext("Năm thi đua đã khép, không ghi kết quả nữa."))
    if _results(pledge, period).filter(confirmed_at__isnull=False).exists():
        raise Refused(
            gettext("Kết quả %(period)s đã được thủ trưởng xác nhận; cần sửa thì đề nghị trưởng khối mở lại.")
            % {"period": Period(period).label}
        )


def _write_result(pledge, target, period, value, remark, evidence=""):
    if target.pledge_id != pledge.pk:
        raise Refused(gettext("Chỉ tiêu “%(name)s” không thuộc bản đăng ký này.") % {"name": target})
    if value is None and not remark.strip():
        raise Refused(gettext("Chỉ tiêu “%(name)s”: ghi kết quả bằng số, hoặc nhận xét bằng chữ.") % {"name": target})
    percent = arithmetic.percent(value, target.value)
    facts = {"value": value, "remark": remark, "evidence": evidence, "percent": percent}
    Result.objects.update_or_create(target=target, period=period, defaults=facts)


def confirm_results(pledge, *, period, by, at):
    """Thủ trưởng hoặc cấp phó xác nhận kết quả của đơn vị mình; đủ mọi chỉ tiêu mới xác nhận được."""
    with CONFIRM.on(pledge, by=by, at=at) as act:
        _refuse_unless_results_are_open(pledge, period)
        told = _results(pledge, period)
        if missing := pledge.targets.exclude(pk__in=told.values("target")).count():
            raise Refused(gettext("Chưa xác nhận được: còn %(count)d chỉ tiêu chưa ghi kết quả.") % {"count": missing})
        told.update(confirmed_by=by, confirmed_at=at)
        years.meet(pledge.member, DUE[period], by=by, at=at)
        act.detail = {"period": period}


def reopen_results(pledge, *, period, reason, by, at):
    """Trưởng khối mở lại kết quả đã xác nhận để đơn vị sửa, kèm lý do."""
    with REOPEN.on(pledge, by=by, at=at, note=reason) as act:
        if not _results(pledge, period).filter(confirmed_at__isnull=False).exists():
            raise Refused(gettext("Kết quả này chưa được xác nhận nên không cần mở lại."))
        _results(pledge, period).update(confirmed_by=None, confirmed_at=None)
        act.detail = {"period": period}


def _results(pledge, period):
    return Result.objects.filter(target__pledge=pledge, period=period)
