"""Phong trào: trưởng khối ghi phong trào và kết quả chung; mỗi đơn vị ghi phần mình và điển hình của mình."""

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from emulation.journal.steps import Record, Refused

from .models import Example, Movement, Participation, Stage

ADD = Record(_("Ghi phong trào"), "years.prepare")
REPORT = Record(_("Ghi kết quả phong trào"), "years.prepare")
TAKE_PART = Record(_("Ghi kết quả của đơn vị trong phong trào"), "years.take_part")
NAME = Record(_("Nêu điển hình tiên tiến"), "years.take_part")
STRIKE = Record(_("Bỏ điển hình tiên tiến"), "years.take_part")


def add_movement(bloc_year, *, by, at, **facts):
    """Ghi một phong trào: name, launched_by, since, until, goals."""
    with ADD.on(bloc_year, by=by, at=at) as act:
        since, until = facts.get("since"), facts.get("until")
        if since and until and until < since:
            raise Refused(gettext("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
        act.subject = Movement.objects.create(bloc_year=bloc_year, **facts)
    return act.subject


def report_movement(movement, *, result, by, at):
    """Ghi kết quả chung của phong trào."""
    with REPORT.on(movement, by=by, at=at):
        movement.result = result
        movement.save()


def take_part(movement, member, *, result, by, at):
    """Đơn vị ghi kết quả của mình trong phong trào; ghi lại thì thay lần trước. Out: Participation."""
    with TAKE_PART.on(member, by=by, at=at) as act:
        _refuse_unless_open(movement, member)
        if not result.strip():
            raise Refused(gettext("Ghi kết quả của đơn vị."))
        told = {"result": result}
        act.subject, _new = Participation.objects.update_or_create(movement=movement, member=member, defaults=told)
        act.detail = {"movement": movement.pk}
    return act.subject


def name_example(movement, member, *, who, deed, by, at):
    """Nêu một tập thể, cá nhân của đơn vị làm điển hình. Out: Example."""
    with NAME.on(member, by=by, at=at) as act:
        _refuse_unless_open(movement, member)
        if not who.strip() or not deed.strip():
            raise Refused(gettext("Ghi tên và thành tích của điển hình."))
        if movement.examples.filter(member=member, who=who.strip()).exists():
            raise Refused(gettext("Điển hình này đã có tên."))
        act.subject = Example.objects.create(movement=movement, member=member, who=who, deed=deed)
        act.detail = {"movement": movement.pk}
    return act.subject


def strike_example(example, *, by, at):
    """Bỏ một điển hình đã nêu; nhật ký còn giữ."""
    with STRIKE.on(example, by=by, at=at) as act:
        _refuse_unless_open(example.movement, example.member)
        act.subject, act.detail = example.movement, {"member": example.member_id, "example": example.pk}
        example.delete()


def _refuse_unless_open(movement, member):
    if movement.bloc_year.state == Stage.CLOSED:
        raise Refused(gettext("Năm thi đua đã khép, không ghi thêm được."))
    if member.bloc_year_id != movement.bloc_year_id or member.left_on:
        raise Refused(gettext("Đơn vị không ở trong năm thi đua của phong trào này."))
