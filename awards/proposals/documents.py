"""Tờ trình và báo cáo thành tích: frozen data of the letter and of one unit's report (documents.md §3.6, §3.7)."""

from django.utils.translation import override

from blocs.pledges.models import Period
from blocs.pledges.reports import results
from blocs.scoring.models import Round, RoundKind, RoundState
from blocs.years.documents import lead_signature, unit_signature
from emulation.papers.documents import signature
from emulation.ui.numbers import points


def title(letter):
    """«Tờ trình về việc đề nghị tặng thưởng … năm 2026» as in lists."""
    return f"Tờ trình về việc đề nghị khen thưởng thành tích năm {letter.bloc_year.year} của {letter.bloc_year.called}"


@override("vi")
def submission(letter, proposals):
    """Grouped by award with counts; each line names the unit, the bloc it leads, why, and what it did."""
    bloc_year = letter.bloc_year
    groups = {}
    for proposal in proposals:
        groups.setdefault(proposal.award_type.name, []).append(
            {"unit": proposal.unit.name, "why": proposal.nomination.why, "achievements": proposal.achievements}
        )
    return {
        "bloc": bloc_year.called,
        "year": bloc_year.year,
        "addressees": [bloc_year.bloc.council.name, bloc_year.bloc.secretariat.name],
        "summary": letter.summary,
        "groups": [{"award": name, "count": len(rows), "units": rows} for name, rows in groups.items()],
        "total": len(proposals),
        "recipients": ["Như trên", "Các đơn vị thành viên", "Lưu: VT"],
        "signature": lead_signature(bloc_year),
    }


# --- danh sách đề nghị khen thưởng ------------------------------------------------------------------
def list_title(letter):
    return f"Danh sách đề nghị khen thưởng thành tích năm {letter.bloc_year.year} của {letter.bloc_year.called}"


@override("vi")
def proposal_list(letter, proposals):
    """Danh sách đề nghị khen thưởng, kèm tờ trình: one line for each unit, with what it is proposed for and why."""
    return {
        "letter": letter.paper.symbol_text,
        "letter_dated": letter.paper.dated,
        "rows": [[p.unit.name, p.award_type.name, p.nomination.why] for p in proposals],
        "recipients": [letter.bloc_year.bloc.council.name, letter.bloc_year.bloc.secretariat.name, "Lưu: VT"],
        "signature": lead_signature(letter.bloc_year),
    }


# --- báo cáo thành tích -----------------------------------------------------------------------------
COMPLETED = "Bổ sung theo yêu cầu của cơ quan thường trực"
SECTIONS = ("situation", "results", "measures", "policies", "party_work", "honours")


def report_title(proposal):
    """«Báo cáo thành tích đề nghị tặng Cờ thi đua …» as in lists."""
    return f"Báo cáo thành tích đề nghị tặng {proposal.award_type.name}"


@override("vi")
def usual_report(proposal):
    """What a report begins as: the unit in its bloc, what was written of its achievements, what it was awarded before. Out: dict."""
    member, bloc_year = proposal.member, proposal.bloc_year
    people = f" Tổng số {member.staff} người, trong đó nữ {member.women} người." if member.staff else ""
    before = proposal.unit.proposals.filter(state="decided", bloc_year__year__lt=bloc_year.year)
    awarded = before.select_related("award_type", "bloc_year").order_by("-bloc_year__year", "pk")
    return {
        "situation": f"{member.name} là đơn vị thành viên của {bloc_year.called} năm {bloc_year.year}.{people}",
        "results": proposal.achievements,
        "honours": "\n".join(f"Năm {p.bloc_year.year}: {p.award_type.name}" for p in awarded),
    }


@override("vi")
def achievement_report(report, by):
    """Frozen data of a report: what people wrote, the results against the pledge, the ranks year by year, who confirms it.

    by: who issues it, the head of the unit or a vice head, and signs.
    """
    proposal = report.proposal
    bloc_year = proposal.bloc_year
    return {
        "unit": proposal.member.name,
        "award": proposal.award_type.name,
        "bloc": bloc_year.called,
        "year": bloc_year.year,
        "sections": {name: _lines(getattr(report, name)) for name in SECTIONS},
        "targets": _targets(proposal),
        "ranks": _ranks(proposal),
        "why": proposal.nomination.why,
        "signatures": [signature(office="Xác nhận của cấp trên trực tiếp"), unit_signature(proposal.member, by=by)],
        "recipients": [bloc_year.called, "Lưu: VT"],
    }


def _lines(text):
    return [line.strip() for line in text.split("\n") if line.strip()]


def _targets(proposal):
    """Chỉ tiêu đã giao ước và kết quả cuối năm đã xác nhận: [name, promised, achieved, percent]."""
    told = next((t for t in results(proposal.bloc_year, Period.YEAR_END) if t.member == proposal.member), None)
    return [
        [target.name, target.promised, found.achieved if found else "", points(found.percent, 1) if found else ""]
        for target, found in (told.lines if told else [])
    ]


def _ranks(proposal):
    """Xếp hạng của đơn vị trong khối qua các năm đã công bố: [year, rank, of how many, total], newest last."""
    year = proposal.bloc_year
    rounds = Round.objects.filter(
        bloc_year__bloc=year.bloc_id,
        bloc_year__year__lte=year.year,
        kind=RoundKind.YEAR_END,
        state=RoundState.PUBLISHED,
    ).select_related("bloc_year", "scheme")
    rows = [(r, list(r.published_rows)) for r in rounds.order_by("bloc_year__year", "pk")]
    return [
        [r.bloc_year.year, row.rank, len(found), points(row.total, r.scheme.decimals)]
        for r, found in rows
        for row in found
        if row.member.unit_id == proposal.unit_id
    ]
