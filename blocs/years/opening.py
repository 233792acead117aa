"""Lập năm mới cho mọi khối mà một cơ quan thường trực theo dõi, trong một việc: who leads is proposed, and changed by hand."""

from dataclasses import dataclass

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Bloc, Membership, Rotation
from emulation.journal.steps import Record, Refused

from . import workflow
from .models import BlocYear, Member, RuleSet
from .rotation import Turn, named_turn, turn_of

OPEN_ALL = Record(_("Lập năm thi đua cho nhiều khối"), "years.arrange")


@dataclass(frozen=True)
class Prospect:
    """Một khối và năm mới của nó. `opened`: the BlocYear that is there already; `units`: who may lead; `turn`: who is proposed, and why others are not."""

    bloc: Bloc
    opened: BlocYear | None
    units: list
    turn: Turn
    rules: RuleSet | None


def prospects(secretariat, year):
    """Mỗi khối mà `secretariat` (Unit) theo dõi, với năm `year`. A handful of queries whatever the number. Out: list of Prospect."""
    blocs = list(Bloc.objects.filter(secretariat=secretariat).order_by("name", "pk"))
    opened = {y.bloc_id: y for y in BlocYear.objects.filter(bloc__in=blocs, year=year)}
    before = {y.bloc_id: y for y in BlocYear.objects.filter(bloc__in=blocs, year__lt=year).order_by("year")}
    for row in before.values():
        row.bloc = next(b for b in blocs if b.pk == row.bloc_id)
    here = _by(
        Membership.objects.filter(bloc__in=blocs, until=None).select_related("unit").order_by("position", "pk"),
        "bloc_id",
    )
    members = Member.objects.filter(bloc_year__in=before.values()).select_related("unit").order_by("position", "pk")
    members = _by(members, "bloc_year_id")
    rules = {r.bloc_id: r for r in RuleSet.objects.filter(bloc__in=blocs).order_by("version")}
    found = []
    for bloc in blocs:
        units = [m.unit for m in here.get(bloc.pk, ())]
        last = before.get(bloc.pk)
        if last is None or bloc.rotation == Rotation.APPOINTED:
            turn = named_turn(here.get(bloc.pk, ()))
        else:
            turn = turn_of(last, members.get(last.pk, []), {u.pk for u in units})
        found.append(Prospect(bloc, opened.get(bloc.pk), units, turn, rules.get(bloc.pk)))
    return found


def _by(rows, name):
    found = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def open_years(secretariat, *, year, chosen, by, at):
    """Lập năm `year` cho các khối đã chọn, tất cả hoặc không khối nào. `chosen`: {Bloc: (lead, deputy or None)}. Out: list of BlocYear.

    Raises Refused with every bloc that cannot be opened and why.
    """
    with OPEN_ALL.on(secretariat, by=by, at=at) as act:
        if not chosen:
            raise Refused(gettext("Chưa chọn khối nào."))
        opened, wrong = [], []
        for bloc, (lead, deputy) in chosen.items():
            deputies = [deputy] if deputy else []
            try:
                opened.append(workflow.open_year(bloc, year=year, lead=lead, deputies=deputies, by=by, at=at))
            except Refused as refusal:
                wrong.append(f"{bloc}: {refusal}")
        if wrong:
            raise Refused(" ".join(wrong))
        act.detail = {"year": year, "blocs": [bloc.pk for bloc in chosen]}
    return opened
