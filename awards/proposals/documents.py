"""Tờ trình đề nghị khen thưởng: frozen data of the letter (documents.md §3.6)."""

from django.utils.translation import override

from blocs.years.documents import lead_signature


def title(letter):
    """«Tờ trình về việc đề nghị tặng thưởng … năm 2026» as in lists."""
    return (
        f"Tờ trình về việc đề nghị khen thưởng thành tích năm {letter.bloc_year.year} của {letter.bloc_year.bloc.name}"
    )


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
        "bloc": bloc_year.bloc.name,
        "year": bloc_year.year,
        "addressees": [bloc_year.bloc.council.name, bloc_year.bloc.secretariat.name],
        "summary": letter.summary,
        "groups": [{"award": name, "count": len(rows), "units": rows} for name, rows in groups.items()],
        "total": len(proposals),
        "recipients": ["Như trên", "Các đơn vị thành viên", "Lưu: VT"],
        "signature": lead_signature(bloc_year),
    }
