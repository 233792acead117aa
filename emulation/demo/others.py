"""«Để các đơn vị khác làm phần của họ»: in the demonstration, everybody else whose turn it is acts, each by their own hand.

Only in demonstration mode. What is left undone is the part of the person who looks on, and of the lead unit.
"""

from django.utils.translation import gettext as _

from awards.council.models import SessionState
from blocs.covenant import workflow as covenants
from blocs.covenant.models import Covenant, Signature
from blocs.pledges.models import Pledge
from blocs.pledges.reports import PERIOD_OF
from blocs.roster.rules import seats_of
from blocs.scoring.models import Sheet
from blocs.years import drafts
from blocs.years import reports as years
from blocs.years.models import DraftState, Obligation, Stage
from emulation.ballots.models import Ballot, Elector
from emulation.journal import clock

from . import parts


def do_their_part(bloc_year, *, but, at):
    """Every member unit in which `but` (User or anonymous) holds no seat does what waits for it. Out: number of things done."""
    mine = {s.unit_id for s in seats_of(but)} if but.is_authenticated else set()
    members = [
        m for m in bloc_year.members.present().select_related("unit", "bloc_year__bloc") if m.unit_id not in mine
    ]
    with clock.at(at):
        return sum(
            (_register(members, at), _comment(bloc_year, members, at), _remark(bloc_year, members, at),
             _sign(bloc_year, members, at), _report(bloc_year, members, at), _score(bloc_year, members, at),
             _vote(bloc_year, but, at))
        )  # fmt: skip


def why_nothing(bloc_year):
    """Vì sao không việc nào của các đơn vị khác: what comes first in the year, and whose it is (one or two sentences)."""
    holder, first = years.turn(bloc_year, years.overview(bloc_year))
    words = _("Lúc này các đơn vị khác không có việc nào trong %(year)s. %(first)s") % {
        "year": bloc_year,
        "first": first,
    }
    return f"{words} {_('Người giữ bút: %s.') % holder}" if holder else words


def _register(members, at):
    done = set(Pledge.objects.filter(member__in=members).exclude(state="draft").values_list("member", flat=True))
    waiting = [m for m in members if m.pk not in done and m.bloc_year.state == "preparing"]
    for member in waiting:
        parts.register(member, at=at)
    return len(waiting)


def _comment(bloc_year, members, at):
    count = 0
    for draft in bloc_year.drafts.filter(state=DraftState.CONSULTING):
        said = set(draft.comments.values_list("member", flat=True))
        for member in (m for m in members if m.pk not in said):
            drafts.comment(draft, member, agrees=True, by=parts.clerk(member, at), at=at)
            count += 1
    return count


def _remark(bloc_year, members, at):
    """Each unit that has not spoken agrees with the draft of the covenant, once it is sent round."""
    covenant = Covenant.objects.filter(bloc_year=bloc_year, state="draft", circulated_at__isnull=False).first()
    if covenant is None:
        return 0
    said = set(covenant.remarks.values_list("member", flat=True))
    silent = [m for m in members if m.pk not in said]
    for member in silent:
        covenants.remark(covenant, member=member, agrees=True, by=parts.clerk(member, at), at=at)
    return len(silent)


UNDER_WAY = (Stage.RUNNING, Stage.REVIEWED, Stage.SCORING, Stage.CONFERENCE)


def _report(bloc_year, members, at):
    """Results of six months and of the year that units owe are entered and confirmed; some units fall a little short."""
    owed = Obligation.objects.open().filter(
        member__in=members, member__pledge__state="received", milestone__kind__in=PERIOD_OF,
        member__bloc_year__state__in=UNDER_WAY,
    )  # fmt: skip
    for o in (found := list(owed.select_related("milestone", "member__unit", "member__bloc_year__bloc"))):
        parts.report(o.member, PERIOD_OF[o.milestone.kind], at=at, short=o.member.position % 3)
    return len(found)


def _sign(bloc_year, members, at):
    """Each unit confirms what is frozen, once the file of the frozen text is there."""
    waiting = Signature.objects.filter(
        covenant__bloc_year=bloc_year,
        covenant__state="signing",
        covenant__frozen_paper__rendering__stage="done",
        state="awaited",
        member__in=members,
    )
    for signature in (found := list(waiting.select_related("member__unit", "covenant"))):
        parts.sign(signature, at=at)
    return len(found)


def _score(bloc_year, members, at):
    """Open sheets are filled and submitted; submitted ones are checked by whoever checks them, except by a member left out."""
    related = ("member__unit", "round__scheme", "round__bloc_year__bloc", "round__lead_checker")
    sheets = Sheet.objects.filter(round__bloc_year=bloc_year, member__in=members).select_related(*related)
    blank = list(sheets.filter(state__in=["draft", "returned"], round__state__in=["open", "checking"]))
    for sheet in blank:
        parts.score_itself(sheet, sheet.member.position - 1, at=at)
    return len(blank)


def _vote(bloc_year, but, at):
    """Every elector of the open ballots of this year's conferences and of the council sessions that judge it votes yes."""
    ballots = Ballot.objects.filter(state="open", conference__bloc_year=bloc_year) | Ballot.objects.filter(
        state="open", agenda_line__proposal__bloc_year=bloc_year, agenda_line__session__state=SessionState.VOTING
    )
    waiting = Elector.objects.filter(ballot__in=ballots, slots__sealed=None, slots__named_vote=None).distinct()
    for elector in (found := list(waiting.exclude(person=but.pk).select_related("person", "ballot"))):
        parts.vote(elector.ballot, elector, at=at)
    return len(found)
