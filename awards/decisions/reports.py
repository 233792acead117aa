"""Quyết định: câu hỏi trên nhiều dòng."""

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.council.models import CouncilSession, SessionState
from awards.proposals.models import ProposalState
from blocs.roster.models import Office
from blocs.roster.rules import seats_of
from emulation.ui.text import fold
from emulation.ui.waiting import Task

from .models import Award, Decision, DecisionState


def visible(user):
    """Decisions that a person sees, newest first, with the number of awards."""
    found = Decision.objects.for_user(user).select_related("root", "session").annotate(count=Count("awards"))
    return found.order_by("-dated", "-pk")


def gold_book(user, query="", year=None):
    """Sổ vàng: lines of issued decisions, newest first; `query` typed without tones finds units and awards."""
    found = Award.objects.for_user(user).exclude(gold_number=None)
    found = found.select_related("unit", "award_type", "decision", "proposal__bloc_year__bloc").order_by(
        "-gold_year", "-gold_number"
    )
    if year:
        found = found.filter(gold_year=year)
    if query:
        found = found.filter(Q(unit__search__contains=fold(query)) | Q(decision__search__contains=fold(query)))
    return found


def waiting(user, at):
    """Việc quyết định chờ người này: concluded sessions to draft from, drafts to number."""
    councils = seats_of(user).units(Office.COUNCIL_SECRETARY)
    if not councils:
        return []
    open_lines = CouncilSession.objects.filter(
        pk=OuterRef("pk"), lines__proposal__state=ProposalState.PASSED, lines__proposal__award=None
    )
    sessions = CouncilSession.objects.filter(Exists(open_lines), council__in=councils, state=SessionState.CONCLUDED)
    drafts = Decision.objects.filter(session__council__in=councils, state=DecisionState.DRAFT)
    return [
        *(Task(_("Dự thảo quyết định từ %s") % s.title, reverse("decisions:draft", args=[s.pk])) for s in sessions),
        *(Task(_("Ghi số quyết định: %s") % d.title, reverse("decisions:page", args=[d.pk])) for d in drafts),
    ]
