"""Ai thấy gì, từ lúc nào (domain.md §3.6): one table of readers, read by the querysets of sheets and of marks."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import COUNCIL_OFFICES, Office
from blocs.roster.rules import STAFF, seats_of
from blocs.years.models import Duty, Member

from .columns import ColumnState, Filler, Moment
from .rounds import Column, RoundState


class SheetState(models.TextChoices):
    DRAFT = "draft", _("Đang tự chấm")
    SUBMITTED = "submitted", _("Đã nộp")
    RETURNED = "returned", _("Trả lại để bổ sung")
    CHECKED = "checked", _("Đã kiểm tra")
    AGREED = "agreed", _("Đã chốt")
    EXCLUDED = "excluded", _("Không xét")


HANDED_IN = (SheetState.SUBMITTED, SheetState.RETURNED, SheetState.CHECKED, SheetState.AGREED, SheetState.EXCLUDED)
SETTLED = (SheetState.AGREED, SheetState.EXCLUDED)
CHECKED_ON = (SheetState.CHECKED, SheetState.AGREED)
BY_THE_UNIT = (Filler.SELF, Filler.ANSWER)


class When:
    """Một lúc: a condition on the sheet (`at` names the way to it) and on the column (`of`)."""

    ALWAYS = staticmethod(lambda at, of: Q())
    NEVER = staticmethod(lambda at, of: Q(pk__in=[]))
    HANDED_IN = staticmethod(lambda at, of: Q(**{f"{at}state__in": HANDED_IN}))
    IN_CHECKING = staticmethod(lambda at, of: When.HANDED_IN(at, of) & ~Q(**{f"{at}round__state": RoundState.OPEN}))
    CHECKED = staticmethod(lambda at, of: Q(**{f"{at}state__in": CHECKED_ON}))
    AGREED = staticmethod(lambda at, of: Q(**{f"{at}state": SheetState.AGREED}))
    PUBLISHED = staticmethod(lambda at, of: Q(**{f"{at}round__state": RoundState.PUBLISHED}))
    COLUMN_DONE = staticmethod(lambda at, of: Q(**{f"{of}state": ColumnState.DONE}))

    @staticmethod
    def ROUND_SAYS(at, of):
        """Settled, and the round shows its members each other's points from then on; published at the latest."""
        settled = Q(**{f"{at}state__in": SETTLED, f"{at}round__members_see_from": Moment.AGREED})
        return settled | When.PUBLISHED(at, of)

    @staticmethod
    def COLUMN_SAYS(at, of):
        """From the moment that the column names for the unit that is marked."""
        moments = {Moment.CHECKED: When.CHECKED, Moment.AGREED: When.AGREED, Moment.PUBLISHED: When.PUBLISHED}
        found = Q()
        for moment, when in moments.items():
            found |= Q(**{f"{of}unit_sees_from": moment}) & when(at, of)
        return found


@dataclass(frozen=True)
class Sight:
    """Một dòng của bảng. `sheet`: from when the sheet; `others`: from when what others gave; `peer`: what one single assessor gave.

    What the unit itself wrote is seen with the sheet.
    """

    sheet: object
    others: object
    peer: object = When.NEVER


#   reader                       sees the sheet             what others gave          what one assessor gave
SEEING = {
    "own unit":            Sight(When.ALWAYS,               When.COLUMN_SAYS),
    "checks":              Sight(When.HANDED_IN,            When.ALWAYS),
    "secretariat":         Sight(When.HANDED_IN,            When.ALWAYS,              When.COLUMN_DONE),
    "neighbour":           Sight(When.ROUND_SAYS,           When.AGREED),
    "council":             Sight(When.PUBLISHED,            When.AGREED),
    "council that scores": Sight(When.CHECKED,              When.ALWAYS),
    # Who fills one column sees, beside what the unit wrote, that column alone.
    "assesses":            Sight(When.IN_CHECKING,          When.NEVER,               "own"),
    "agency":              Sight(When.IN_CHECKING,          "own"),
}  # fmt: skip


def readers(user, at=""):
    """The condition on Sheet (Q, `at` names the way to it) that makes `user` each kind of reader of SEEING. No joins to many rows: no duplicates."""
    seats = seats_of(user)
    units, staffed, judged = seats.units(), seats.units(*STAFF), seats.units(*COUNCIL_OFFICES)
    duties = [Duty.LEAD, Duty.DEPUTY, Duty.DEPUTY_2]
    leading = Member.objects.filter(unit__in=staffed, duty__in=duties).values("bloc_year")
    sitting = Member.objects.filter(unit__in=units).values("bloc_year")
    filled = Column.objects.filter
    year = f"{at}round__bloc_year"
    council = Q(**{f"{year}__bloc__council__in": judged})
    return {
        "own unit": Q(**{f"{at}member__unit__in": staffed}),
        "checks": Q(**{f"{year}__in": leading})
        | Q(**{f"{year}__bloc__in": seats.blocs(Office.CHECKING_TEAM)})
        | Q(**{f"{at}round__lead_checker__unit__in": staffed}),
        "secretariat": Q(**{f"{year}__bloc__secretariat__in": seats.units(Office.SECRETARIAT)}),
        "neighbour": Q(**{f"{year}__in": sitting}) | Q(**{f"{year}__bloc__in": seats.blocs()}),
        "council": council,
        "council that scores": council & Q(**{f"{at}round__in": filled(kind=Filler.COUNCIL).values("round")}),
        "assesses": Q(**{f"{at}round__in": filled(kind=Filler.PEER, member__unit__in=staffed).values("round")}),
        "agency": Q(**{f"{at}round__in": filled(kind=Filler.AGENCY, unit__in=staffed).values("round")}),
    }


def sheets_seen(user):
    """The sheets that a person sees (Q on Sheet)."""
    seen = Q()
    for reader, is_reader in readers(user).items():
        seen |= is_reader & SEEING[reader].sheet("", "")
    return seen & Q(round__bloc_year__bloc__root__in=seats_of(user).roots)


def cells_seen(user, at, of):
    """The columns of sheets that a person sees: a Q on anything that leads to both a sheet (`at`) and a column (`of`)."""
    seen, peers = Q(), Q(**{f"{of}kind": Filler.PEER})
    own = _own_columns(user, of)
    for reader, is_reader in readers(user, at).items():
        sight = SEEING[reader]
        others, peer = (own if w == "own" else w(at, of) for w in (sight.others, sight.peer))
        columns = Q(**{f"{of}kind__in": BY_THE_UNIT}) | ~peers & others | peers & peer
        seen |= is_reader & sight.sheet(at, of) & columns
    return seen & Q(**{f"{at}round__bloc_year__bloc__root__in": seats_of(user).roots})


def _own_columns(user, of):
    staffed = seats_of(user).units(*STAFF)
    return Q(**{f"{of}member__unit__in": staffed}) | Q(**{f"{of}unit__in": staffed})


def columns_seen(user, round_, sheets):
    """{sheet id: codes of the columns that the person sees in it}, without the columns of single assessors. One query."""
    found = {s.pk: set() for s in sheets}
    pairs = Column.objects.filter(
        cells_seen(user, "round__sheets__", ""), ~Q(kind=Filler.PEER), round=round_, round__sheets__in=list(found)
    )
    for sheet, code in pairs.values_list("round__sheets", "code").distinct():
        found[sheet].add(code)
    return found
