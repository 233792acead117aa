"""Khen thưởng: proposals of every past year, a council session a year, decisions of all but the last, the gold book."""

from awards.council.models import AgendaLine, CouncilSession, Recusal, SessionState
from awards.decisions.models import Award, Decision, DecisionState, GoldBook
from awards.proposals.models import Proposal, ProposalState, Submission, SubmissionState
from blocs.conferences.models import Nomination
from emulation.papers.models import Kind

from .meetings import count, hold_ballot
from .province import hour


def propose(province, press):
    """Hồ sơ đề nghị của mọi năm đã qua; the last year's wait for the council's vote (of every fourth bloc: for the
    appraisal), older ones are decided."""
    past = province.past
    letters = [
        press.report(y, Kind.SUBMISSION, f"Tờ trình đề nghị khen thưởng năm {y.year}", at=hour(y.year, 12, 18))
        for y in past
    ]
    press.store()
    submissions = Submission.objects.bulk_create(
        Submission(bloc_year=y, state=SubmissionState.SENT, sent_at=p.issued_at, paper=p)
        for y, p in zip(past, letters, strict=True)
    )
    by_year = {s.bloc_year_id: s for s in submissions}
    for year in sorted({y.year for y in past}):
        nominations = Nomination.objects.filter(bloc_year__year=year, bloc_year__bloc__in=province.blocs)
        province.proposals[year] = Proposal.objects.bulk_create(
            Proposal(submission=by_year[n.bloc_year_id], bloc_year=n.bloc_year, nomination=n, unit=n.member.unit, award_type=n.award_type,
                     achievements="Hoàn thành xuất sắc nhiệm vụ.\n" * 20, state=_state(province, n.bloc_year), received_on=hour(year, 12, 19).date(),
                     appraised_on=hour(year, 12, 22).date(), appraised_by=province.officer, findings="Đủ điều kiện.")
            for n in nominations.select_related("member__unit", "award_type", "bloc_year__bloc")
        )  # fmt: skip


def _state(province, bloc_year):
    if bloc_year.year < province.today.year - 1:
        return ProposalState.DECIDED
    return ProposalState.RECEIVED if bloc_year.bloc in province.blocs[3::4] else ProposalState.TABLED


def decide(province):
    """Phiên họp Hội đồng của mỗi năm: the last one is voting, the others are concluded and their decisions issued."""
    for year, proposals in province.proposals.items():
        at, voting = hour(year + 1, 1, 5), year == province.today.year - 1
        session = CouncilSession.objects.create(
            council=province.council, title=f"Phiên họp xét khen thưởng năm {year}", held_at=at, place="Phòng họp số 1", opened_at=at,
            state=SessionState.VOTING if voting else SessionState.CONCLUDED, closed_at=None if voting else at,
            conclusions="" if voting else "Hội đồng thống nhất.",
        )  # fmt: skip
        province.sessions[year] = session
        on_agenda = [p for p in proposals if p.state != ProposalState.RECEIVED]
        lines = [AgendaLine(session=session, proposal=p, position=n) for n, p in enumerate(on_agenda, start=1)]
        for line in lines:
            title = str(line.proposal)
            line.ballot = hold_ballot(title, session.stream, [title], province.voters, at=at, by=province.secretary)
            if not voting:
                count(line.ballot)
        AgendaLine.objects.bulk_create(lines)
        Recusal.objects.bulk_create(
            Recusal(line=ln, person=province.voters[-1], reason="Lãnh đạo đơn vị") for ln in lines[::20]
        )
        if not voting:
            _issue(province, session, proposals, at)


def _issue(province, session, proposals, at):
    """One decision of the whole session; every award stands in the gold book."""
    decision = Decision.objects.create(
        root=province.root, session=session, title="Về việc tặng thưởng danh hiệu thi đua, hình thức khen thưởng", dated=at.date(),
        authority="Chủ tịch Ủy ban nhân dân tỉnh", number=f"{at.year % 100}/QĐ-UBND", year=at.year,
        state=DecisionState.ISSUED,
    )  # fmt: skip
    Award.objects.bulk_create(
        Award(
            decision=decision,
            proposal=p,
            unit=p.unit,
            award_type=p.award_type,
            root=province.root,
            gold_number=n,
            gold_year=at.year,
        )
        for n, p in enumerate(proposals, start=1)
    )
    GoldBook.objects.create(root=province.root, year=at.year, last_number=len(proposals))
