"""Quyết định: dự thảo từ kết luận Hội đồng → ban hành với số của cơ quan có thẩm quyền, vào sổ vàng → hủy bỏ khi có căn cứ."""

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from awards.catalogue.models import Level
from awards.council.models import SessionState
from awards.proposals import workflow as proposals
from blocs.years import workflow as years
from blocs.years.models import Stage
from emulation.journal import clock
from emulation.journal.steps import Record, Refused, Step
from emulation.law.reports import Missing, number
from emulation.papers.documents import DRAFT as WATERMARK
from emulation.papers.workflow import Kind, issue
from emulation.ui.dates import day, the_day

from . import documents
from .arithmetic import rounded_up
from .models import Award, Decision, DecisionState, GoldBook

State = DecisionState
DRAFT = Record(_("Dự thảo quyết định"), "decisions.draft")
ISSUE = Step(_("Ghi số, ban hành quyết định"), [State.DRAFT], State.ISSUED, "decisions.issue")
REVOKE = Step(_("Hủy bỏ quyết định"), [State.ISSUED], State.REVOKED, "decisions.revoke", reason=True)


def draft(session, *, title, authority, by, at):
    """Dự thảo quyết định cho các đề nghị đã thông qua mà `authority` quyết định. Out: Decision with its Awards.

    A draft paper is made for authorities of the province; what the State level decides is only registered here.
    """
    with DRAFT.on(session, by=by, at=at) as act:
        chosen = [p for p in to_decide(session) if p.award_type.decided_by == authority]
        if not chosen:
            raise Refused(gettext("Phiên họp không còn đề nghị nào được thông qua mà %s quyết định.") % authority)
        decision = Decision.objects.create(
            root_id=session.council.boundary_id, session=session, title=title, authority=authority
        )
        Award.objects.bulk_create(_award(decision, p) for p in chosen)
        if chosen[0].award_type.level != Level.STATE:
            decision.draft = _paper(decision, watermark=WATERMARK, by=by, at=at)
            decision.save()
        act.subject, act.detail = decision, {"proposals": [p.pk for p in chosen]}
    return decision


def to_decide(session):
    """Proposals that a session passed and that stand in no decision yet (list of Proposal, in the order of the agenda).

    Raises Refused before the session is concluded, and when nothing is left to decide.
    """
    if session.state != SessionState.CONCLUDED:
        raise Refused(gettext("Phiên họp chưa kết luận nên chưa dự thảo quyết định được."))
    lines = session.lines.select_related("proposal__award_type", "proposal__unit", "proposal__award")
    passed = [ln.proposal for ln in lines if ln.proposal.state == proposals.State.PASSED]
    if left := [p for p in passed if not hasattr(p, "award")]:
        return left
    raise Refused(gettext("Phiên họp không còn đề nghị nào được thông qua mà chưa vào quyết định."))


def _paper(decision, *, by, at, **columns):
    """The decision on paper: its number is the authority's own, so none is taken here."""
    return issue(
        kind=Kind.DECISION, title=f"Quyết định {decision.title[:1].lower()}{decision.title[1:]}", template="decisions/paper_decision.html",
        data=documents.decision(decision), issuer=documents.issuer(decision), stream=decision.stream, numbered=False,
        dated=decision.dated, law_days=documents.law_days(decision), by=by, at=at, **columns,
    )  # fmt: skip


def _award(decision, proposal):
    award = Award(decision=decision, proposal=proposal, unit=proposal.unit, award_type=proposal.award_type)
    reckon(award, clock.today())
    return award


def reckon(award, on):
    """Tiền thưởng theo lương cơ sở của ngày `on` (the day of the decision): written into the row with how it was reckoned.

    `money_to_check`: a part of it is uncertain (law, catalogue), so that it is shown but not printed.
    """
    times, salary, step = award.award_type.multiplier, _fact("base-salary", on), _fact("money-rounding", on)
    award.money, award.money_to_check = None, False
    if times is None or salary is None:
        award.money_note = documents.NO_MULTIPLIER if times is None else documents.NO_SALARY
        return
    award.money = rounded_up(times * salary.number, step.number if step else 1)
    award.money_note = documents.reckoned(times, salary, step)
    award.money_to_check = any(known.needs_checking for known in (award.award_type, salary, step) if known)


def _fact(key, on):
    """The Fact in force on a day, or None."""
    try:
        return number(key, on)
    except Missing:
        return None


def issue_decision(decision, *, number, dated, by, at):
    """Ghi số và ngày mà cơ quan có thẩm quyền đã cấp; every award takes its number in the gold book; the decision becomes a
    paper of its own beside its draft; years reach «Có quyết định»."""
    with ISSUE.on(decision, by=by, at=at) as act:
        book = _locked_gold_book(decision.root, dated.year)
        _may_be_issued(decision, number, dated)
        decision.number, decision.dated, decision.year = number, dated, dated.year
        given = _into_the_gold_book(decision, book)
        if decision.draft_id:
            decision.paper = _paper(decision, by=by, at=at)
        for award in given:
            with proposals.DECIDE.on(award.proposal, by=by, at=at):
                pass
        for bloc_year in {award.proposal.bloc_year for award in given}:
            if not bloc_year.proposals.filter(
                state__in=["submitted", "received", "eligible", "tabled", "passed"]
            ).exists():
                years.reach(bloc_year, Stage.DECIDED, by=by, at=at)
        act.detail = {"number": number, "dated": dated, "gold": [a.gold_number for a in given]}


def _may_be_issued(decision, number, dated):
    if not number.strip():
        raise Refused(gettext("Ghi số, ký hiệu như trên bản đã ký."))
    if dated > clock.today():
        raise Refused(gettext("Ngày ban hành %s chưa tới.") % day(dated))
    if dated < the_day(decision.session.closed_at):
        raise Refused(gettext("Ngày ban hành %(dated)s trước ngày Hội đồng biểu quyết (%(voted)s).") % {"dated": day(dated), "voted": day(decision.session.closed_at)})  # fmt: skip
    if Decision.objects.filter(root=decision.root, number=number, year=dated.year).exclude(pk=decision.pk).exists():
        raise Refused(gettext("Số %(number)s đã dùng trong năm %(year)d.") % {"number": number, "year": dated.year})


def _locked_gold_book(root, year):
    """Sổ vàng của tỉnh trong năm, locked: whoever issues in this province and year now waits behind it."""
    GoldBook.objects.get_or_create(root=root, year=year)
    return GoldBook.objects.select_for_update(no_key=True).get(root=root, year=year)


def _into_the_gold_book(decision, book):
    """Numbers from the book, one after the other. Out: list of Award."""
    awards = list(
        decision.awards.select_related("proposal__bloc_year__bloc", "award_type").order_by("award_type__position", "pk")
    )
    for award in awards:
        book.last_number += 1
        award.gold_number, award.gold_year, award.root_id = book.last_number, book.year, book.root_id
        reckon(award, decision.dated)
    Award.objects.bulk_update(awards, ["gold_number", "gold_year", "root", "money", "money_note", "money_to_check"])
    book.save()
    return awards


def revoke(decision, *, reason, by, at):
    """Hủy bỏ quyết định, có căn cứ (Luật 06/2022/QH15 Điều 93); the gold book keeps the line and says so."""
    with REVOKE.on(decision, by=by, at=at, note=reason):
        decision.revoked_on, decision.revoked_reason = clock.today(), reason
