"""Lịch của một người: due days of their units, and of the years that they lead or follow."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from blocs.roster.models import Office
from blocs.roster.rules import STAFF, seats_of
from emulation.ui.ics import Event

from .models import BlocYear, Milestone, Obligation, Stage
from .rules import years_led


def events(user):
    """What their units still owe, each on its own day; the milestones of the years that they lead or follow. Out: list of Event."""
    units = seats_of(user).units(*STAFF)
    owed = Obligation.objects.open().exclude(member__bloc_year__state=Stage.CLOSED).filter(member__unit__in=units)
    owed = list(owed.select_related("milestone", "member__bloc_year__bloc").order_by("milestone__due", "pk"))
    return [*map(_owed, owed), *map(_milestone, _milestones(user))]


def _milestones(user):
    followed = Q(bloc__secretariat__in=seats_of(user).units(Office.SECRETARIAT))
    years = BlocYear.objects.filter(Q(pk__in=years_led(user, *STAFF)) | followed).exclude(state=Stage.CLOSED)
    return Milestone.objects.filter(bloc_year__in=years).select_related("bloc_year__bloc").order_by("due", "pk")


def _owed(owed):
    words = _("Hạn của đơn vị: %(what)s") % {"what": owed.milestone.get_kind_display()}
    extended = [_("đã gia hạn")] if owed.extended_to else []
    note = "; ".join([f"{owed.member.name}, {owed.member.bloc_year}", *extended])
    return Event(f"obligation-{owed.pk}", owed.due, words, note, _page(owed.member.bloc_year_id))


def _milestone(milestone):
    words = _("Mốc của khối: %(what)s") % {"what": milestone.get_kind_display()}
    return Event(
        f"milestone-{milestone.pk}", milestone.due, words, str(milestone.bloc_year), _page(milestone.bloc_year_id)
    )


def _page(bloc_year):
    return f"{settings.PUBLIC_URL}{reverse('years:page', args=[bloc_year])}"
