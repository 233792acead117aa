"""Địa bàn, đơn vị, khối: lập, sửa, đưa vào khối và đưa ra."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blocs.roster.models import Bloc, Membership, Office, Seat, Unit, UnitKind
from blocs.roster.rules import root_of
from emulation.accounts.models import User
from emulation.accounts.workflow import new_person, suggest_username
from emulation.journal.steps import Record, Refused
from emulation.ui.text import within_a_name

FOUND = Record(gettext_lazy("Lập địa bàn"), "roster.found")
CREATE_UNIT = Record(gettext_lazy("Lập đơn vị"), "roster.manage")
AMEND_UNIT = Record(gettext_lazy("Sửa thông tin đơn vị"), "roster.manage")
CREATE_BLOC = Record(gettext_lazy("Lập khối"), "roster.manage")
JOIN = Record(gettext_lazy("Đưa đơn vị vào khối"), "roster.manage")
LEAVE = Record(gettext_lazy("Đưa đơn vị ra khỏi khối"), "roster.manage")
AMENDABLE = ("name", "short_name", "symbol", "kind", "letterhead", "place", "position")


@dataclass(frozen=True)
class Province:
    """Địa bàn vừa lập: the root, its secretariat and council, and the two people who were seated first."""

    root: Unit
    secretariat: Unit
    council: Unit
    administrator: User
    officer: User


def found(name, place, *, at, secretariat="Sở Nội vụ", symbol="SNV", prefix="", since=None, by=None):
    """Lập địa bàn mới: gốc, cơ quan thường trực, Hội đồng, người quản trị và chuyên viên đầu tiên. Out: Province.

    Chỉ gọi từ dòng lệnh: no seat exists yet, so the entry is signed by the administrator that it creates (or by `by`).
    """
    since = since or localdate(at)
    with transaction.atomic():
        root = saved(Unit(name=name, kind=UnitKind.ROOT, place=place, since=since))
        administrator = by or _first("Quản trị hệ thống", name, suggest_username("", prefix, name="quantri"), at)
        with FOUND.on(root, by=administrator, at=at) as act:
            below = {"parent": root, "root": root, "place": place, "since": since}
            office = saved(Unit(name=secretariat, symbol=symbol, position=1, **below))
            council = saved(
                Unit(
                    name=f"Hội đồng Thi đua - Khen thưởng {within_a_name(name)}",
                    kind=UnitKind.COUNCIL,
                    symbol="HĐTĐKT",
                    **below,
                )
            )
            officer = _first("Chuyên viên", secretariat, suggest_username("", prefix, name="chuyenvien"), at)
            for person, chair in ((administrator, Office.ADMINISTRATOR), (officer, Office.SECRETARIAT)):
                Seat.objects.create(root=root, person=person, office=chair, unit=office, since=since)
            act.detail = {"secretariat": office.pk, "council": council.pk}
    return Province(root, office, council, administrator, officer)


def create_unit(name, parent, *, by, at, kind=UnitKind.AGENCY, **fields):
    """Lập đơn vị trực thuộc `parent` (Unit). Refused khi tên đã có."""
    with CREATE_UNIT.on(parent, by=by, at=at) as act:
        fields.setdefault("place", parent.place)
        fields.setdefault("since", localdate(at))
        fields.setdefault("position", next_position(Unit.objects.filter(parent=parent)))
        unit = act.subject = saved(Unit(name=name, parent=parent, root_id=parent.boundary_id, kind=kind, **fields))
        act.detail = {"parent": parent.pk}
    return unit


def amend_unit(unit, *, by, at, **fields):
    """Sửa tên, ký hiệu, thể thức… của đơn vị; văn bản đã phát hành giữ tên cũ. Out: Unit."""
    with AMEND_UNIT.on(unit, by=by, at=at) as act:
        changed = {name: str(value) for name, value in fields.items() if getattr(unit, name) != value}
        before = {name: str(getattr(unit, name)) for name in changed}
        for name in AMENDABLE:
            setattr(unit, name, fields.get(name, getattr(unit, name)))
        act.detail = {"before": before, "after": changed}
        return saved(unit)


def create_bloc(name, *, secretariat, council, by, at, **fields):
    """Lập khối do `secretariat` theo dõi, trình `council` (Unit). Refused khi tên đã có hoặc hai đơn vị khác tỉnh."""
    with CREATE_BLOC.on(secretariat, by=by, at=at) as act:
        _same_province(secretariat, council)
        fields.setdefault("place", secretariat.place)
        bloc = act.subject = saved(
            Bloc(name=name, root_id=secretariat.boundary_id, secretariat=secretariat, council=council, **fields)
        )
        act.detail = {"secretariat": secretariat.pk, "council": council.pk}
    return bloc


def join_bloc(bloc, unit, position=None, since=None, *, by, at):
    """Đưa đơn vị vào khối từ ngày `since`, ở thứ tự `position` (mặc định: cuối). Out: Membership."""
    with JOIN.on(bloc, by=by, at=at) as act:
        _same_province(bloc, unit)
        since = since or localdate(at)
        if bloc.memberships.filter(Q(until=None) | Q(until__gte=since), unit=unit).exists():
            raise Refused(_("%(unit)s đã ở trong %(bloc)s.") % {"unit": unit, "bloc": bloc})
        membership = Membership(bloc=bloc, unit=unit, since=since, position=position or next_position(bloc.memberships))
        act.detail = {"unit": unit.pk, "since": since}
        return saved(membership)


def leave_bloc(bloc, unit, until, *, by, at, note=""):
    """Đưa đơn vị ra khỏi khối sau ngày `until` (date). Out: Membership."""
    with LEAVE.on(bloc, by=by, at=at, note=note) as act:
        membership = bloc.memberships.filter(unit=unit, until=None).first()
        if membership is None:
            raise Refused(_("%(unit)s không còn ở trong %(bloc)s.") % {"unit": unit, "bloc": bloc})
        if until < membership.since:
            day = f"{membership.since:%d/%m/%Y}"
            raise Refused(_("%(unit)s vào khối từ %(day)s; ngày ra phải từ ngày ấy.") % {"unit": unit, "day": day})
        membership.until = until
        act.detail = {"unit": unit.pk, "until": until}
        return saved(membership)


def saved(row):
    """Save a row whose constraints hold; what does not hold is Refused with the constraint's own sentence. Out: the row."""
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    row.save()
    return row


def next_position(rows):
    """One more than the last position among `rows` (queryset)."""
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _first(title, of, username, at):
    return new_person(full_name=f"{title} {of}", username=username, at=at)


def _same_province(one, other):
    if root_of(one) != root_of(other):
        raise Refused(_("%(one)s và %(other)s không cùng tỉnh.") % {"one": one, "other": other})
