"""Phát hành mẫu phiếu, biên bản kiểm phiếu, biên bản bình xét, thông báo kết luận; mỗi loại một bản có hiệu lực."""

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from blocs.years import workflow as years
from emulation.ballots.models import State as BallotState
from emulation.journal.steps import DoneBefore, Record, Refused
from emulation.papers.workflow import Kind, frozen, reissue

from . import documents, documents_nomination
from .models import ConferencePaper, ConferenceState, PaperOf
from .workflow import issue_and_file

ISSUE_BALLOT = Record(_("Phát hành mẫu phiếu suy tôn"), "conferences.run")
ISSUE_COUNT = Record(_("Phát hành biên bản kiểm phiếu"), "conferences.run")
ISSUE_NOMINATION = Record(_("Phát hành biên bản bình xét, suy tôn"), "conferences.conclude")
ISSUE_NOTICE = Record(_("Phát hành thông báo kết luận"), "conferences.conclude")


def not_yet(conference, what):
    """Vì sao chưa lập được văn bản `what` (PaperOf): a sentence, "" when it can be issued now."""
    return WAITS_FOR[what](conference)


def _ballot_waits(conference):
    if conference.bloc_year.rule_set is None:
        return gettext("Khối chưa có quy chế nên chưa lập mẫu phiếu được.")
    if not conference.candidates.exists():
        return gettext("Chưa có đề cử nào để in lên phiếu.")
    if conference.state != ConferenceState.IN_SESSION or conference.nominations.exists():
        return gettext("Chỉ lập mẫu phiếu khi hội nghị đang họp và chưa có kết quả suy tôn.")
    return ""


def _count_waits(conference):
    if conference.ballot and conference.ballot.state == BallotState.COUNTED:
        return ""
    return gettext("Chưa kiểm phiếu suy tôn nên chưa lập biên bản kiểm phiếu được.")


def _nomination_waits(conference):
    return "" if conference.nominations.exists() else gettext("Chưa có kết quả suy tôn nên chưa lập biên bản được.")


def _notice_waits(conference):
    if conference.state in (ConferenceState.CONCLUDED, ConferenceState.MINUTED):
        return ""
    return gettext("Hội nghị chưa kết luận nên chưa thông báo được.")


WAITS_FOR = {
    PaperOf.BALLOT: _ballot_waits,
    PaperOf.COUNT: _count_waits,
    PaperOf.NOMINATION: _nomination_waits,
    PaperOf.NOTICE: _notice_waits,
}


def ballot_is_stale(conference, paper):
    """Whether the candidates are no longer those that a form of ballot paper prints."""
    return paper.data != frozen(documents_nomination.ballot(conference))


def issue_ballot(conference, *, by, at):
    """Phát hành mẫu phiếu. Once the candidates have changed, a new revision replaces it. Out: Paper.

    Refused: nobody put forward, not in session, the same form was issued before.
    """
    with ISSUE_BALLOT.on(conference, by=by, at=at) as act:
        _must_be_due(conference, PaperOf.BALLOT)
        title, data = documents_nomination.ballot_title(conference), documents_nomination.ballot(conference)
        before = conference.papers.filter(what=PaperOf.BALLOT).select_related("paper").first()
        if before is None:
            act.subject = _issue(conference, PaperOf.BALLOT, Kind.BALLOT, title, data, numbered=False, by=by, at=at)
            return act.subject.paper
        if not ballot_is_stale(conference, before.paper):
            raise DoneBefore(gettext("Mẫu phiếu đã phát hành và khớp với danh sách đề cử."))
        before.paper = reissue(before.paper, data=data, reason=documents_nomination.CHANGED, by=by, at=at)
        before.save()
        years.file(conference.bloc_year, before.paper, Kind.BALLOT.label, by=by, at=at)
        act.subject = before
    return before.paper


def issue_count(conference, *, head, members="", by, at):
    """Phát hành biên bản kiểm phiếu, không lấy số. head, members: the counting team by name. Out: Paper. Refused: not counted, twice."""
    with ISSUE_COUNT.on(conference, by=by, at=at) as act:
        _must_be_due(conference, PaperOf.COUNT)
        title = documents_nomination.count_title(conference)
        data = documents_nomination.count(conference, head=head, members=members)
        act.subject = _once(conference, PaperOf.COUNT, Kind.MINUTES, title, data, numbered=False, by=by, at=at)
    return act.subject.paper


def issue_nomination(conference, *, secretary, remarks="", by, at):
    """Phát hành biên bản bình xét, suy tôn. remarks: what was said, a line each. Out: Paper. Refused: nothing nominated, twice."""
    with ISSUE_NOMINATION.on(conference, by=by, at=at) as act:
        _must_be_due(conference, PaperOf.NOMINATION)
        title = documents_nomination.nomination_title(conference)
        data = documents_nomination.nomination(conference, secretary=secretary, remarks=remarks)
        act.subject = _once(conference, PaperOf.NOMINATION, Kind.MINUTES, title, data, by=by, at=at)
    return act.subject.paper


def issue_notice(conference, *, text, by, at):
    """Phát hành thông báo kết luận. text: a line for each conclusion. Out: Paper. Refused: not concluded, empty, twice."""
    with ISSUE_NOTICE.on(conference, by=by, at=at) as act:
        _must_be_due(conference, PaperOf.NOTICE)
        if not text.strip():
            raise Refused(gettext("Ghi các kết luận cần thông báo."))
        title, data = documents.notice_title(conference), documents.notice(conference, text=text)
        act.subject = _once(conference, PaperOf.NOTICE, Kind.NOTICE, title, data, by=by, at=at)
    return act.subject.paper


def _must_be_due(conference, what):
    if sentence := not_yet(conference, what):
        raise Refused(sentence)


def _once(conference, what, *args, **columns):
    if conference.papers.filter(what=what).exists():
        raise DoneBefore(gettext("«%s» của hội nghị này đã phát hành.") % what.label)
    return _issue(conference, what, *args, **columns)


def _issue(conference, what, kind, title, data, *, by, at, **columns):
    paper = issue_and_file(conference, kind, title, f"paper_{what}", data, by=by, at=at, **columns)
    return ConferencePaper.objects.create(conference=conference, what=what, paper=paper)


def on_offer(conference):
    """Văn bản lập được lúc này: [PaperOf], but those issued; a form of ballot paper again when its candidates have changed."""
    issued = {row.what: row.paper for row in conference.papers.select_related("paper")}
    due = [what for what in PaperOf if not not_yet(conference, what)]
    return [what for what in due if what not in issued or (what == PaperOf.BALLOT and ballot_is_stale(conference, issued[what]))]  # fmt: skip
