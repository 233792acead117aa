"""Bộ tài liệu hội nghị: giấy mời, báo cáo, bảng điểm, phiếu, biên bản in one file: which paper stands for each today, and why one lacks."""

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from blocs.scoring.models import Correction, Round, RoundKind, RoundState
from blocs.years.documents import issuer
from blocs.years.models import Basis
from emulation.journal.steps import DoneBefore, Record
from emulation.papers import packs
from emulation.papers.packs import Part
from emulation.papers.workflow import Kind

from . import documents, documents_nomination, papers, reporting
from .models import ConferenceKind, ItemKind, PaperOf

MAKE = Record(_("Tạo bộ tài liệu hội nghị"), "conferences.run")
ROUNDS = {ConferenceKind.MIDYEAR: RoundKind.MIDYEAR, ConferenceKind.YEAR_END: RoundKind.YEAR_END}


def key(conference):
    """By which the packs of a conference are found."""
    return f"conference:{conference.pk}"


@override("vi")
def title(conference):
    """What stands on the first page."""
    return gettext("Tài liệu %(conference)s") % {"conference": documents.in_a_sentence(conference.title)}


@override("vi")
def parts(conference, at):
    """What the pack holds at this hour, in the order of the file. Out: list of packs.Part; those that lack say why."""
    found = [_invitation(conference, at)]
    if conference.has_report:
        found.append(_report(conference, at))
    if conference.kind in ROUNDS:
        found += _scores(conference)
    if conference.kind == ConferenceKind.YEAR_END or conference.items.filter(kind=ItemKind.NOMINATE).exists():
        found.append(_ballots(conference, at))
    return [*found, _minutes(conference, at)]


def make(conference, *, by, at):
    """Tạo bộ tài liệu. Out: Pack. Refused: the newest pack says the same, and is there or on its way."""
    with MAKE.on(conference, by=by, at=at) as act:
        called, found = title(conference), parts(conference, at)
        if packs.is_current(packs.latest(key(conference)), called, found):
            raise DoneBefore(gettext("Bộ tài liệu đã tạo và khớp với dữ liệu."))
        pack = packs.make(
            key=key(conference), title=called, parts=found, issuer=issuer(conference.bloc_year), by=by, at=at
        )
        act.detail = {"pack": pack.pk, "parts": [part.title for part in found if not part.why], "sha256": pack.digest}
    return pack


def _invitation(conference, at):
    name = str(Kind.INVITATION.label)
    if conference.invitation:
        return packs.of_paper(conference.invitation, name)
    return _draft(conference, name, Kind.INVITATION, documents.invitation_title, "invitation", documents.invitation, at)


def _report(conference, at):
    name = documents.report_name(conference)
    if conference.report:
        return packs.of_paper(conference.report, name)
    return _draft(conference, name, Kind.REPORT, documents.report_title, "report", reporting.report, at)


def _minutes(conference, at):
    name = gettext("Biên bản hội nghị")
    if conference.minutes:
        return packs.of_paper(conference.minutes, name)
    return _draft(conference, name, Kind.MINUTES, documents.minutes_title, "minutes", documents.minutes, at)


def _scores(conference):
    """The score table as published last; nothing where a mid-year is not scored. Points that are not published stay where they are."""
    rounds = Round.objects.filter(bloc_year=conference.bloc_year, kind=ROUNDS[conference.kind])
    round_ = rounds.select_related("paper__rendering").first()
    if round_ is None and conference.kind == ConferenceKind.MIDYEAR:
        return []
    name = str(Kind.SCORES.label)
    if round_ is None or round_.state != RoundState.PUBLISHED:
        return [Part(name, why=gettext("Điểm chưa công bố."))]
    newest = Correction.objects.filter(round=round_).select_related("paper__rendering").last()
    return [packs.of_paper(newest.paper if newest else round_.paper, name)]


def _ballots(conference, at):
    """The form as often as there are electors: those of the vote, else the units present, else every unit."""
    name, rules = gettext("Phiếu suy tôn"), conference.bloc_year.rule_set
    if rules and rules.basis == Basis.SCORE:
        return Part(name, why=gettext("Quy chế của khối suy tôn theo điểm, không bỏ phiếu."))
    form = conference.papers.filter(what=PaperOf.BALLOT).select_related("paper__rendering").first()
    if form and not papers.ballot_is_stale(conference, form.paper):
        return packs.of_paper(form.paper, name, copies=_electors(conference))
    if rules is None or not conference.candidates.exists():
        return Part(name, why=papers.not_yet(conference, PaperOf.BALLOT))
    data, facts = documents_nomination.ballot, {"copies": _electors(conference)}
    return _draft(conference, name, Kind.BALLOT, documents_nomination.ballot_title, "ballot", data, at, **facts)


def _electors(conference):
    if conference.ballot:
        return conference.ballot.electors.count()
    return conference.attendances.filter(present=True).count() or conference.attendances.count()


def _draft(conference, name, kind, called, template, data, at, **facts):
    return packs.of_draft(
        name, kind=kind, title=called(conference), template=f"conferences/paper_{template}.html", data=data(conference),
        issuer=issuer(conference.bloc_year), at=at, **facts,
    )  # fmt: skip
