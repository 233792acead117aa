"""Bình xét, suy tôn: phân định đồng hạng → đề cử → phát phiếu → thu phiếu, kiểm phiếu → kết quả được đóng băng."""

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from awards.catalogue.models import Scope
from awards.catalogue.reports import award_types
from blocs.years.models import Basis, Member
from emulation.ballots import workflow as ballots
from emulation.journal import clock
from emulation.journal.steps import Record, Refused

from . import documents
from .models import Candidate, ConferenceState, Nomination, TieBreak, TieKind
from .quorum import Quorum, quorum
from .ranking import settled_ranking, ties, ties_for, ways_now, ways_of

BREAK_TIE = Record(_("Phân định đồng hạng"), "conferences.run", reason=True)
REVOTE = Record(_("Bỏ phiếu lại giữa các đơn vị đồng hạng"), "conferences.run", reason=True)
PUT_FORWARD = Record(_("Đề cử"), "conferences.run")
OPEN_VOTE = Record(_("Phát phiếu suy tôn"), "conferences.run")
CALL_OFF_VOTE = Record(_("Hủy cuộc bỏ phiếu suy tôn"), "conferences.run", reason=True)
COUNT_VOTE = Record(_("Thu phiếu, kiểm phiếu"), "conferences.count", parents=("bloc_year",))
ACCLAIM = Record(_("Suy tôn theo điểm"), "conferences.conclude", parents=("bloc_year",))


# --- đồng hạng --------------------------------------------------------------------------------------
def break_tie(conference, members, *, reason, by, at, who=""):
    """Quyết định thứ tự: `members` (ids, first to last) are all that still share one rank; `who`: whose decision it is, the
    conference's unless told. Before the vote is out. Refused: the scheme names another way, or a re-vote before it.
    """
    with BREAK_TIE.on(conference, by=by, at=at, note=reason) as act:
        _may_break(conference, TieKind.DECISION, members)
        conference.tie_breaks.filter(member__in=members, kind=TieKind.DECISION).delete()
        who = who.strip() or gettext("Hội nghị")
        TieBreak.objects.bulk_create(
            TieBreak(conference=conference, member_id=pk, kind=TieKind.DECISION, order=n, who=who, reason=reason)
            for n, pk in enumerate(members, start=1)
        )
        act.detail = {"order": list(members), "who": who}


def revote(conference, votes, *, base, reason, by, at):
    """Bỏ phiếu lại giữa các đơn vị đồng hạng. votes: {member_id: votes} of all that share one published rank; base: how many voted;
    reason: how it was held. More votes stand first; equal votes stay equal. Replaces what was settled among them before.
    """
    with REVOTE.on(conference, by=by, at=at, note=reason) as act:
        _may_break(conference, TieKind.REVOTE, list(votes))
        if over := [n for n in votes.values() if not 0 <= n <= base]:
            raise Refused(gettext("%(votes)d phiếu là quá %(base)d phiếu đã bỏ.") % {"votes": over[0], "base": base})
        conference.tie_breaks.filter(member__in=votes).delete()
        TieBreak.objects.bulk_create(
            TieBreak(conference=conference, member_id=pk, kind=TieKind.REVOTE, votes=n, base_number=base, reason=reason)
            for pk, n in votes.items()
        )
        act.detail = {"votes": [[pk, n] for pk, n in votes.items()], "base": base}


def _may_break(conference, kind, members):
    _must_be_open(conference)
    groups = {frozenset(row.member_id for row in tie): tie for tie in ties_for(conference, kind)}
    tie = groups.get(frozenset(members))
    if tie is None or len(set(members)) < len(members):
        raise Refused(gettext("Phân định phải gồm đủ các đơn vị đồng một hạng, mỗi đơn vị một lần."))
    if kind not in ways_of(tie):
        raise Refused(gettext("Bộ tiêu chí không cho phân định bằng cách «%s».") % kind.label)
    if kind not in ways_now(conference, tie):
        raise Refused(gettext("Bộ tiêu chí định bỏ phiếu lại trước: ghi kết quả bỏ phiếu lại rồi mới quyết định."))


# --- đề cử ------------------------------------------------------------------------------------------
def put_forward(conference, rows, *, by, at):
    """Đề cử. rows: [(member_id, award code)], at most the flags and certificates of the Quy chế; replaces earlier rows.

    Refused: outside the session, once voted, twice in a year, over the quota, by a rank that is not published or shared
    with a unit left out, a unit not ranked, an award that the catalogue does not know for collectives that day.
    """
    with PUT_FORWARD.on(conference, by=by, at=at) as act:
        _must_be_open(conference)
        awards = _known_awards(rows)
        members = _own_members(conference, rows)
        _within_quota(conference, awards)
        _by_rank(conference, rows)
        conference.candidates.all().delete()
        Candidate.objects.bulk_create(
            Candidate(conference=conference, member=members[pk], award_type=award, position=n)
            for n, ((pk, _code), award) in enumerate(zip(rows, awards, strict=True), start=1)
        )
        act.detail = {"candidates": rows}


def _known_awards(rows):
    """The award of each row, by the catalogue of the day."""
    known = {a.code: a for a in award_types(clock.today()).filter(scope=Scope.COLLECTIVE)}
    if strange := sorted({code for _pk, code in rows} - known.keys()):
        raise Refused(gettext("Danh mục hôm nay không có hình thức cho tập thể: %s.") % ", ".join(strange))
    return [known[code] for _pk, code in rows]


def _own_members(conference, rows):
    members = {m.pk: m for m in Member.objects.filter(bloc_year=conference.bloc_year).present()}
    if unknown := [pk for pk, _code in rows if pk not in members]:
        raise Refused(gettext("Có %d đơn vị đề cử không thuộc khối năm nay.") % len(unknown))
    if len({pk for pk, _code in rows}) < len(rows):
        raise Refused(gettext("Mỗi đơn vị chỉ được đề cử một hình thức."))
    return members


def _within_quota(conference, awards):
    rules = _rules_of(conference)
    flags = sum(is_flag(a) for a in awards)
    if flags > rules.flags or len(awards) - flags > rules.certificates:
        raise Refused(
            gettext(
                "Quy chế cho suy tôn %(flags)d cờ và %(certificates)d bằng khen; đề cử đang có %(f)d cờ và %(c)d bằng khen."
            )
            % {"flags": rules.flags, "certificates": rules.certificates, "f": flags, "c": len(awards) - flags}
        )


def is_flag(award_type):
    """Whether an award is a cờ thi đua (codes CO_…)."""
    return award_type.code.startswith("CO_")


def _by_rank(conference, rows):
    """Where the Quy chế looks at points, candidates are ranked, and no award cuts through a shared rank."""
    if _rules_of(conference).basis == Basis.BALLOT:
        return
    ranking = settled_ranking(conference)
    if not ranking:
        raise Refused(gettext("Chưa công bố xếp hạng của năm nên chưa đề cử theo điểm được: công bố điểm trước."))
    if left_out := {pk for pk, _code in rows} - {row.member_id for row in ranking}:
        names = ", ".join(m.name for m in Member.objects.filter(pk__in=left_out).order_by("position"))
        raise Refused(gettext("Không đề cử được %s: đơn vị không được xếp hạng trong vòng chấm.") % names)
    asked = dict(rows)
    for tie in ties(ranking):
        if len({asked.get(row.member_id) for row in tie}) > 1:
            facts = {"who": ", ".join(str(row.member) for row in tie), "rank": tie[0].rank}
            raise Refused(
                gettext("%(who)s đồng hạng %(rank)d: phân định đồng hạng rồi mới đề cử khác nhau được.") % facts
            )


# --- bỏ phiếu ---------------------------------------------------------------------------------------
def open_vote(conference, *, by, at):
    """Phát phiếu: one elector per unit present, one line per candidate. Refused without quorum or candidates."""
    with OPEN_VOTE.on(conference, by=by, at=at) as act:
        _must_be_open(conference)
        seats, rules = quorum(conference), _rules_of(conference)
        if rules.basis == Basis.SCORE:
            raise Refused(gettext("Quy chế của khối suy tôn theo điểm, không bỏ phiếu."))
        if not seats.reached:
            raise Refused(seats.sentence)
        candidates = list(conference.candidates.select_related("member", "award_type"))
        if not candidates:
            raise Refused(gettext("Chưa có đề cử nào để bỏ phiếu."))
        conference.ballot = ballots.prepare(
            title=documents.vote_title(conference), lines=[f"{c.member.name} – {c.award_type.name}" for c in candidates],
            electors=_electors(conference, candidates, rules), rules=_ballot_rules(rules), stream=conference.stream,
            by=by, at=at, back=(conference.title, f"/hoi-nghi/{conference.pk}/"), team=conference.counting_team,
            invited=seats.members,
        )  # fmt: skip
        ballots.open_(conference.ballot, by=by, at=at)
        conference.save()
        act.detail = {"ballot": conference.ballot_id, "present": seats.present, "members": seats.members}


def _ballot_rules(rules):
    return ballots.Rules(
        secret=rules.secret, choices=documents.CHOICES, quorum_percent=rules.quorum_percent,
        threshold_percent=rules.threshold_percent, base=rules.base, source=str(rules),
    )  # fmt: skip


def _electors(conference, candidates, rules):
    present = conference.attendances.filter(present=True).select_related("member", "representative")
    return [
        ballots.Voter(
            label=a.member.name,
            person=a.representative,
            barred=set() if rules.self_vote else {i for i, c in enumerate(candidates) if c.member_id == a.member_id},
        )
        for a in present
    ]


def call_off_vote(conference, *, reason, by, at):
    """Hủy cuộc bỏ phiếu đang mở, có lý do: no paper is opened; attendance and candidates can be changed again."""
    with CALL_OFF_VOTE.on(conference, by=by, at=at, note=reason) as act:
        if conference.ballot is None or conference.nominations.exists():
            raise Refused(gettext("Không có cuộc bỏ phiếu nào đang mở."))
        ballots.cancel(conference.ballot, by=by, at=at, note=reason)
        act.detail = {"ballot": conference.ballot_id}
        conference.ballot = None
        conference.save()


@sensitive_variables("codes")
def count_vote(conference, *, by, at, codes=()):
    """Thu phiếu, kiểm phiếu, và đóng băng kết quả suy tôn (rank and score beside the votes). `codes`: typed by the counting team,
    where it holds the key. Refused while too few have voted or too few codes are typed.
    """
    with COUNT_VOTE.on(conference, by=by, at=at) as act:
        if conference.ballot is None:
            raise Refused(gettext("Chưa phát phiếu suy tôn."))
        _enough_have_voted(conference.ballot)
        ballots.close(conference.ballot, by=by, at=at)
        ballots.count(conference.ballot, by=by, at=at, codes=codes)
        act.detail = {"passed": _freeze(conference, list(conference.ballot.lines.order_by("position")))}


def _enough_have_voted(ballot):
    """No paper is opened before the quorum of the Quy chế has voted: a failed count could not be made good."""
    cast, issued = ballot.turnout()
    if not Quorum(cast, issued, ballot.quorum_percent).reached:
        facts = {"cast": cast, "issued": issued, "percent": ballot.quorum_percent}
        raise Refused(
            gettext(
                "Mới có %(cast)d trong %(issued)d đơn vị bỏ phiếu, chưa đủ %(percent)d%%: chờ thêm, hoặc hủy cuộc bỏ phiếu."
            )
            % facts
        )


def acclaim_by_score(conference, *, by, at):
    """Suy tôn theo điểm, khi Quy chế chỉ căn cứ vào điểm: every candidate stands with rank and score, without a vote."""
    with ACCLAIM.on(conference, by=by, at=at) as act:
        _must_be_open(conference)
        if _rules_of(conference).basis != Basis.SCORE:
            raise Refused(gettext("Quy chế của khối đòi bỏ phiếu suy tôn."))
        if not (seats := quorum(conference)).reached:
            raise Refused(seats.sentence)
        if not conference.candidates.exists():
            raise Refused(gettext("Chưa có đề cử nào để suy tôn."))
        act.detail = {"passed": _freeze(conference, [])}


# --- kết quả ----------------------------------------------------------------------------------------
def _freeze(conference, lines):
    """Store what the conference found, candidate by candidate. Out: ids of the members that passed."""
    ranks = {row.member_id: row for row in settled_ranking(conference)}
    candidates = list(conference.candidates.select_related("member", "award_type"))
    lines = lines or [None] * len(candidates)
    rows = [_frozen(conference, c, ranks.get(c.member_id), ln) for c, ln in zip(candidates, lines, strict=True)]
    Nomination.objects.bulk_create(rows)
    return [n.member_id for n in rows if n.passed]


def _frozen(conference, candidate, row, line):
    votes = (
        {"yes": line.yes, "base_number": line.base_number, "passed": bool(line.passed)} if line else {"passed": True}
    )
    return Nomination(
        conference=conference, bloc_year=conference.bloc_year, member=candidate.member, award_type=candidate.award_type,
        rank=row.rank if row else None, score=row.total if row else None, why=documents.why(row, line), **votes,
    )  # fmt: skip


def _rules_of(conference):
    if conference.bloc_year.rule_set is None:
        raise Refused(gettext("Khối chưa có quy chế nên chưa suy tôn được: thông qua quy chế trước."))
    return conference.bloc_year.rule_set


def _must_be_open(conference):
    """In session, no vote out, and nothing nominated in this year yet (here or at another conference)."""
    if conference.state != ConferenceState.IN_SESSION:
        raise Refused(gettext("Chỉ bình xét, suy tôn khi hội nghị đang họp."))
    if conference.ballot_id:
        raise Refused(gettext("Đã phát phiếu suy tôn, không đổi được nữa; muốn làm lại thì hủy cuộc bỏ phiếu trước."))
    done = Nomination.objects.filter(bloc_year=conference.bloc_year_id).select_related("conference").first()
    if done:
        raise Refused(gettext("Năm này đã suy tôn tại «%s».") % done.conference)
