"""Hỏi trên nhiều dòng: tìm đơn vị và người, ai chưa đăng nhập lần nào, việc đang chờ."""

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.journal import clock
from emulation.ui.text import fold
from emulation.ui.waiting import Task

from .models import Bloc, Delegation, Matter, Membership, Office, Seat, Succession, Unit
from .rules import holds


def waiting(user, at):
    """Ca quản trị đang mở thì phải nhớ đóng. Out: list of Task."""
    if not holds(user, Office.ADMINISTRATOR):
        return []
    shifts = user.shifts.filter(since__lte=at, until__gt=at)
    url = reverse("roster:shift")
    return [Task(_("Đóng ca quản trị"), url, due=clock.today(), note=shift.reason) for shift in shifts]


def units_found(user, typed):
    """Đơn vị mình thấy, tìm theo tên gõ không dấu hoặc ký hiệu. Out: queryset of Unit."""
    units = Unit.objects.for_user(user).exclude(parent=None).select_related("parent")
    return units.filter(Q(search__contains=fold(typed)) | Q(symbol__iexact=typed)) if typed else units


def blocs_found(user, typed):
    """Khối mình thấy, tìm theo tên gõ không dấu, kèm số đơn vị đang ở trong. Out: queryset of Bloc."""
    blocs = Bloc.objects.for_user(user).filter(search__contains=fold(typed)).select_related("secretariat")
    return blocs.prefetch_related(Prefetch("memberships", present(clock.today()), to_attr="present"))


def seats_found(user, typed):
    """Người trong tỉnh tìm theo tên gõ không dấu; chỉ khi có gõ. Out: queryset of Seat."""
    seats = Seat.objects.for_user(user).on(clock.today()).select_related("person", "unit", "bloc")
    return seats.filter(person__search__contains=fold(typed)).order_by("person__order") if typed else seats.none()


def present(day):
    """Memberships on a day (date), in the order of the founding decision."""
    return Membership.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day).select_related("unit")


def seats_with_people(seats):
    """Seats with everything that their buttons ask about, in a constant number of queries."""
    people = Prefetch("person", User.objects.prefetch_related("seats"))
    return seats.select_related("unit", "bloc").prefetch_related(people)


def never_signed_in(root):
    """Người có ghế trong tỉnh mà chưa đăng nhập lần nào (password never set). Out: queryset of User."""
    seats = Seat.objects.filter(root=root).exclude(until__lt=clock.today())
    return User.objects.filter(pk__in=seats.values("person"), password__startswith="!", is_active=True)  # noqa: S106


# --- giao ký ------------------------------------------------------------------------------------
def may_be_delegates(unit):
    """Ghế của đơn vị có thể được giao ký: all but the head's, held today. Out: queryset of Seat."""
    seats = Seat.objects.on(clock.today()).filter(unit=unit).exclude(office=Office.HEAD)
    return seats.select_related("person", "unit").order_by("person__order", "pk")


def delegations_of(unit, user):
    """Giao ký của đơn vị mà mình thấy, mới nhất trước. Out: queryset of Delegation."""
    related = ("receiver__person", "giver__person", "paper", "unit")
    return Delegation.objects.for_user(user).filter(unit=unit).select_related(*related)


def units_delegated_to(user, matter=Matter.COVENANT):
    """Ids (set) of the units for which this person may sign `matter` today by a delegation in force."""
    found = Delegation.objects.on(clock.today()).filter(receiver__person=user, matter=matter)
    return set(found.values_list("unit_id", flat=True))


def successions_of(unit):
    """Biến động của một đơn vị: what it became, and what it came from, in order of days."""
    rows = Succession.objects.filter(Q(unit=unit) | Q(successors=unit)).distinct()
    return rows.prefetch_related("successors")
