"""Các năm: members and what they owe, movements and the plan, pledges with results, covenants with every signature."""

import datetime as dt
from decimal import Decimal

from awards.catalogue.reports import award_types
from blocs.covenant import documents, proposing
from blocs.covenant.models import Authority, Covenant, Signature, SignatureState
from blocs.covenant.models import State as CovenantState
from blocs.pledges.models import Period, Pledge, Registration, Result, Target
from blocs.pledges.models import State as PledgeState
from blocs.years.models import (
    BlocYear,
    Comment,
    Draft,
    DraftKind,
    DraftState,
    Due,
    Duty,
    Member,
    Milestone,
    Movement,
    Obligation,
    Stage,
)
from blocs.years.spans import USUAL_DAYS
from emulation.papers.models import Kind

from .province import hour

TARGETS = 6
# The days of the running year, counted from today: something is late, something is due soon.
FROM_TODAY = {
    Due.REGISTER: -280,
    Due.SIGN: -240,
    Due.MIDYEAR: -130,
    Due.SELF_SCORE: -5,
    Due.RESULTS: 10,
    Due.DOSSIER: 20,
}
BEHIND = (Due.SELF_SCORE, Due.RESULTS, Due.DOSSIER)


def open_years(province):
    """Năm thi đua của mọi khối: the running one is being scored, the last one is before the council, older ones are closed."""
    last = province.today.year
    stages = {last: Stage.SCORING, last - 1: Stage.PROPOSED}
    span = range(last - province.size.years + 1, last + 1)
    province.years = BlocYear.objects.bulk_create(
        BlocYear(bloc=bloc, year=year, theme="Đoàn kết, kỷ cương, sáng tạo, về đích đúng hạn", since=dt.date(year, 1, 1),
                 until=dt.date(year, 12, 31), rule_set=province.rule_sets[bloc.pk], state=stages.get(year, Stage.CLOSED))
        for year in span for bloc in province.blocs
    )  # fmt: skip
    for bloc_year in province.years:
        units = province.units[bloc_year.bloc_id]
        province.members[bloc_year.pk] = Member.objects.bulk_create(
            Member(bloc_year=bloc_year, unit=unit, name=unit.name, short_name=unit.short, position=n, joined_on=bloc_year.since,
                   duty=_duty(bloc_year, n, len(units), last))
            for n, unit in enumerate(units, start=1)
        )  # fmt: skip
    _owe(province)
    _plan(province)


def _duty(bloc_year, position, count, running):
    """The lead goes round by a unit a year, to the first one in the running year; the next unit deputises."""
    turn = (position - 1 + running - bloc_year.year) % count
    return {0: Duty.LEAD, 1: Duty.DEPUTY}.get(turn, Duty.MEMBER)


def _owe(province):
    for bloc_year in province.years:
        running = bloc_year.year == province.today.year
        days = {kind: dt.date(bloc_year.year, *day) for kind, day in USUAL_DAYS.items()}
        if running:
            days = {kind: province.today + dt.timedelta(days=n) for kind, n in FROM_TODAY.items()}
        milestones = Milestone.objects.bulk_create(
            Milestone(bloc_year=bloc_year, kind=k, due=d) for k, d in days.items()
        )
        Obligation.objects.bulk_create(
            Obligation(member=m, milestone=s, met_on=None if running and _is_behind(s, m, province) else s.due)
            for s in milestones
            for m in province.members[bloc_year.pk]
        )


def _is_behind(milestone, member, province):
    """In the running year nobody has done what lies ahead, and the last third has not handed in its self-score."""
    if milestone.kind == Due.SELF_SCORE:
        return is_late(member, province)
    return milestone.kind in BEHIND


def is_late(member, province):
    """Whether a member of the running year is one of those that let others wait."""
    return member.position * 3 > province.size.units * 2


def _plan(province):
    names = ("Cả nước thi đua xây dựng nông thôn mới", "Cán bộ, công chức thi đua thực hiện văn hóa công sở")
    Movement.objects.bulk_create(Movement(bloc_year=y, name=name) for y in province.years for name in names)
    drafts = Draft.objects.bulk_create(
        Draft(bloc_year=y, kind=DraftKind.PLAN, title=f"Kế hoạch hoạt động của khối năm {y.year}", text="Nội dung.\n" * 60,
              state=DraftState.ADOPTED, adopted_on=dt.date(y.year, 2, 1))
        for y in province.years
    )  # fmt: skip
    Comment.objects.bulk_create(
        Comment(draft=d, member=m, agrees=True, by=province.clerks[m.unit_id].person, at=hour(d.bloc_year.year, 1, 20))
        for d in drafts
        for m in province.members[d.bloc_year_id]
    )


# --- đăng ký ----------------------------------------------------------------------------------------
def pledge(province):
    """Bản đăng ký đã tiếp nhận của mọi đơn vị, chỉ tiêu, danh hiệu; kết quả của những kỳ đã qua."""
    types = list(award_types(province.today).filter(code__in=["TTLDXS", "TTLDTT", "CO_TINH", "BK_TINH"]))
    for bloc_year in province.years:
        at, members = hour(bloc_year.year, 2, 10), province.members[bloc_year.pk]
        receiver = next(province.clerks[m.unit_id].person for m in members if m.duty == Duty.LEAD)
        pledges = Pledge.objects.bulk_create(
            Pledge(member=m, state=PledgeState.RECEIVED, submitted_by=province.heads[m.unit_id].person, submitted_at=at,
                   received_by=receiver, received_at=at)
            for m in members
        )  # fmt: skip
        targets = Target.objects.bulk_create(
            Target(
                pledge=p,
                position=n,
                name=f"Tỷ lệ hồ sơ giải quyết đúng hạn ở lĩnh vực {n}",
                value=Decimal("98.5"),
                measure="%",
            )
            for p in pledges
            for n in range(1, TARGETS + 1)
        )
        Registration.objects.bulk_create(Registration(pledge=p, award_type=t) for p in pledges for t in types[-2:])
        _results(province, bloc_year, targets)


def _results(province, bloc_year, targets):
    periods = [Period.MIDYEAR] if bloc_year.year == province.today.year else [Period.MIDYEAR, Period.YEAR_END]
    by = {t.pk: province.heads[t.pledge.member.unit_id].person for t in targets}
    Result.objects.bulk_create(
        Result(target=t, period=period, value=Decimal("97.2"), percent=Decimal("98.7"), confirmed_by=by[t.pk],
               confirmed_at=hour(bloc_year.year, 7, 1))
        for t in targets for period in periods
    )  # fmt: skip


# --- giao ước ---------------------------------------------------------------------------------------
def covenant(province, press):
    """Giao ước đã đủ xác nhận của mọi năm; those of the running year still wait for their file."""
    made = []
    for bloc_year in province.years:
        at, members = hour(bloc_year.year, 3, 20), province.members[bloc_year.pk]
        lead = next(province.heads[m.unit_id].person for m in members if m.duty == Duty.LEAD)
        one = Covenant(
            bloc_year=bloc_year,
            theme=bloc_year.theme,
            frozen_by=lead,
            frozen_at=at,
            signed_at=at,
            state=CovenantState.SIGNED,
        )
        one.text, one.frozen = proposing.suggested_text(bloc_year), documents.frozen_content(one, on=at.date())
        one.sha256 = one.fingerprint()
        one.ready = [_signed(province, one, member, at) for member in members]
        one.paper = press.issue(
            bloc_year, Kind.COVENANT, f"Giao ước thi đua năm {bloc_year.year}", "covenant/paper_covenant.html",
            documents.paper(one, one.ready), at=at, to_render=bloc_year.year == province.today.year,
        )  # fmt: skip
        made.append(one)
    press.store()
    for one in made:
        one.paper = one.paper  # the id is known only now
    Covenant.objects.bulk_create(made, batch_size=50)
    Signature.objects.bulk_create(_of(one, signature) for one in made for signature in one.ready)


def _of(covenant, signature):
    signature.covenant = covenant
    return signature


def _signed(province, made, member, at):
    seat = province.heads[member.unit_id]
    signature = Signature(
        covenant=made, member=member, position=member.position, state=SignatureState.SIGNED, signed_by=seat.person, signed_at=at,
        seat=seat, office_title=seat.title, authority=Authority.SELF, text_sha256=made.sha256, pdf_sha256=made.sha256,
    )  # fmt: skip
    signature.consent = documents.consent(signature)
    return signature
