"""Ai đang trễ: over all blocs that a person sees, the longest late first."""

from dataclasses import dataclass

from blocs.roster.models import Office, seats_of
from emulation.journal import clock

from .models import BlocYear, Due, Obligation, Posting, Reminder


@dataclass(frozen=True)
class LateBloc:
    """Một khối có việc trễ trong một năm. `owed`: its late obligations, the oldest first."""

    bloc_year: BlocYear
    owed: list

    @property
    def units(self):
        return len({o.member_id for o in self.owed})

    @property
    def due(self):
        """The oldest of the days that have passed (date)."""
        return self.owed[0].due


@dataclass(frozen=True)
class Late:
    """Việc trễ ở mọi khối mà một người thấy: by bloc, how often each kind, and how many running years there are."""

    blocs: list
    kinds: list
    running: int

    @property
    def units(self):
        return sum(bloc.units for bloc in self.blocs)


def late(user, kind=""):
    """Ai trễ việc gì, ở các khối người này thấy; `kind` (Due): of one kind only. Two queries whatever the number. Out: Late."""
    seen = BlocYear.objects.for_user(user)
    rows = Obligation.objects.late().filter(member__bloc_year__in=seen.values("pk"))
    owed = sorted(
        rows.select_related("milestone", "member__bloc_year__bloc__root"),
        key=lambda o: (o.due, o.member.position, o.pk),
    )
    kinds = [(k, sum(o.milestone.kind == k for o in owed)) for k in Due]
    by_year = {}
    for one in owed:
        if kind in ("", one.milestone.kind):
            by_year.setdefault(one.member.bloc_year_id, []).append(one)
    blocs = [LateBloc(found[0].member.bloc_year, found) for found in by_year.values()]
    return Late(
        blocs, [(k, n) for k, n in kinds if n], seen.filter(since__lte=clock.today()).exclude(state="closed").count()
    )


def undelivered(user):
    """Thư nhắc không gửi được, của những việc còn nợ ở các khối mà cơ quan của người này theo dõi, mới nhất trước."""
    followed = seats_of(user).units(Office.SECRETARIAT)
    rows = Reminder.objects.filter(
        stage=Posting.FAILED, obligation__met_on=None, obligation__member__bloc_year__bloc__secretariat__in=followed
    )
    return rows.select_related("person", "obligation__member").order_by("-pk")[:50]
