"""Trao quyền trưởng khối: năm sau ai làm trưởng khối, phó khối; năm mới được lập; có biên bản bàn giao."""

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from blocs.years import workflow as years
from blocs.years.documents import issuer, lead_of
from blocs.years.models import BlocYear
from blocs.years.rotation import next_turn
from emulation.journal import clock
from emulation.journal.steps import Record, Refused
from emulation.papers.workflow import Kind, issue

from . import documents
from .models import ConferenceState, Handover
from .quorum import quorum

HAND_OVER = Record(_("Trao quyền trưởng khối"), "conferences.conclude", parents=("bloc_year",))


def hand_over(conference, *, lead, deputy=None, items="", theme="", by, at):
    """Trao quyền: `lead`, `deputy` (Units) take the next year, which is opened with the bloc's members. Out: Handover.

    A choice that differs from the rotation is said so in the minutes. Refused outside the session, without quorum, twice,
    when the unit is not in the bloc, or when the next year stands open already under another lead.
    """
    with HAND_OVER.on(conference, by=by, at=at) as act:
        bloc_year = conference.bloc_year
        if conference.state != ConferenceState.IN_SESSION:
            raise Refused(gettext("Chỉ trao quyền khi hội nghị đang họp."))
        if not (seats := quorum(conference)).reached:
            raise Refused(seats.sentence)
        if Handover.objects.filter(from_year=bloc_year).exists():
            raise Refused(gettext("Khối đã trao quyền trưởng khối cho năm sau."))
        opened = _year_to_come(bloc_year, lead, deputy, theme, by=by, at=at)
        made = Handover.objects.create(
            conference=conference, from_year=bloc_year, to_year=opened, lead=lead, deputy=deputy, items=items,
            how=documents.how(bloc_year, lead, next_turn(bloc_year).lead), held_on=clock.today(),
        )  # fmt: skip
        before = lead_of(bloc_year)
        if before is None or before.unit_id != lead.pk:
            _issue_minutes(made, by=by, at=at)
        act.subject, act.detail = made, {"lead": lead.pk, "deputy": deputy.pk if deputy else None}
    return made


def _issue_minutes(made, *, by, at):
    """Biên bản bàn giao, from one unit to another: a unit that goes on leading hands nothing over."""
    paper = issue(
        kind=Kind.HANDOVER, title=documents.handover_title(made), template="conferences/paper_handover.html",
        data=documents.handover(made), issuer=issuer(made.from_year), stream=made.conference.stream, by=by, at=at,
    )  # fmt: skip
    years.file(made.from_year, paper, Kind.HANDOVER.label, by=by, at=at)


def _year_to_come(bloc_year, lead, deputy, theme, *, by, at):
    """The next BlocYear: opened now, or the one that the secretariat opened before, if the same unit leads it."""
    opened = BlocYear.objects.filter(bloc=bloc_year.bloc_id, year=bloc_year.year + 1).first()
    if opened is None:
        deputies = [deputy] if deputy else []
        return years.open_year(
            bloc_year.bloc, year=bloc_year.year + 1, lead=lead, deputies=deputies, theme=theme, by=by, at=at
        )
    standing = lead_of(opened)
    if standing is None or standing.unit_id != lead.pk:
        facts = {"year": opened.year, "who": standing or gettext("chưa có")}
        raise Refused(gettext("Năm %(year)d đã lập với trưởng khối %(who)s: chọn đơn vị ấy.") % facts)
    return opened
