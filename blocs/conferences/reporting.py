"""Báo cáo sơ kết, tổng kết (documents.md §3.2): the facts it is drafted from, and what it prints, frozen."""

from django.utils.translation import override

from blocs.covenant.models import Covenant
from blocs.pledges.models import Period, Registration
from blocs.pledges.reports import results
from blocs.scoring.models import RoundKind
from blocs.scoring.placing import with_ties
from blocs.years.documents import lead_of, lead_signature, movement_result
from blocs.years.models import DraftState, Duty
from emulation.ui.numbers import points

from .comparing import bars, compared, ranked_before
from .documents import called, handed_over, in_a_sentence, lines, nominated, report_periods, report_recipients
from .models import ConferenceKind, ConferenceState
from .ranking import published_ranking, settled_ranking
from .standing import printed, standing

PERIODS = {ConferenceKind.MIDYEAR: Period.MIDYEAR, ConferenceKind.YEAR_END: Period.YEAR_END}
PRINTED = ("bloc", "period", "is_year_end", "targets", "titles", "ranking", "compared", "years", "nominations")


@override("vi")
def facts(conference):
    """Everything that a report is drafted from: situation, results against pledges, movements, awards, meetings, scores, nominations, what was typed. Out: dict."""
    bloc_year = conference.bloc_year
    year_end = conference.kind == ConferenceKind.YEAR_END
    return {
        "bloc": bloc_year.called,
        "called": called(bloc_year.bloc),
        "year": bloc_year.year,
        "conference": in_a_sentence(conference.title),
        "held_at": conference.held_at,
        "place": conference.place,
        "is_year_end": year_end,
        **report_periods(conference),
        **_situation(bloc_year),
        "covenant": _covenant(bloc_year),
        "texts": _adopted(bloc_year),
        **_results(bloc_year, PERIODS[conference.kind]),
        "movements": [[m.name, m.launched_by, movement_result(m)] for m in bloc_year.movements.all()],
        **_titles(bloc_year),
        "meetings": _meetings(conference),
        "strengths": lines(conference.strengths),
        "limits": lines(conference.limits),
        **_scores(conference),
        "nominations": nominated(conference) if year_end else [],
        "next_tasks": lines(conference.next_tasks),
        "next": handed_over(conference),
        "requests": lines(conference.requests),
    }


def sections(conference):
    """The sections of the report as they stand now. Out: list of Standing."""
    return standing(conference, facts(conference))


def outdated(conference):
    """Titles of the sections whose edited words stand although the data say something else now."""
    if not conference.has_report:
        return []
    return [one.title for one in sections(conference) if one.is_outdated]


def report(conference):
    """What the report prints: the words of every section as they stand, and the tables of the year."""
    found = facts(conference)
    bloc_year = conference.bloc_year
    return {name: found[name] for name in PRINTED} | {
        "addressees": [bloc_year.bloc.council.name, bloc_year.bloc.secretariat.name],
        "sections": printed(standing(conference, found)),
        "signature": lead_signature(bloc_year),
        "recipients": report_recipients(),
    }


def _situation(bloc_year):
    members, lead = list(bloc_year.members.order_by("position")), lead_of(bloc_year)
    deputies = [m.name for m in members if m.duty in (Duty.DEPUTY, Duty.DEPUTY_2)]
    return {
        "members": [m.name for m in members],
        "lead": lead.name if lead else "",
        "deputies": deputies,
        "theme": bloc_year.theme,
    }


def _covenant(bloc_year):
    """When the covenant was completed, by how many of how many units; None before."""
    covenant = Covenant.objects.originals().filter(bloc_year=bloc_year).first()
    if covenant is None or covenant.signed_at is None:
        return None
    states = list(covenant.signatures.values_list("state", flat=True))
    return {"day": covenant.signed_at, "signed": states.count("signed"), "of": len(states), "theme": covenant.theme}


def _adopted(bloc_year):
    """Kế hoạch, quy chế đã thông qua: [kind, title, number, day]."""
    drafts = bloc_year.drafts.filter(state=DraftState.ADOPTED).select_related("paper").order_by("adopted_on", "pk")
    return [[d.get_kind_display(), d.title, d.paper.symbol_text, d.adopted_on] for d in drafts]


def _results(bloc_year, period):
    """Kết quả thực hiện chỉ tiêu: rows by unit, and how many targets were reached."""
    told = results(bloc_year, period)
    rows = [{"unit": t.member.name, "lines": [_target(*line) for line in t.lines]} for t in told]
    return {"targets": rows, "reached": _reached(told)}


def _reached(told):
    every = [line for t in told for line in t.lines]
    return {
        "units": sum(t.is_complete for t in told),
        "targets": len(every),
        "with_result": sum(bool(result) for _target, result in every),
        "achieved": sum(t.achieved for t in told),
    }


def missing_results(conference):
    """What the report of this conference would lack if it were concluded now: numbers, and the period; None when nothing."""
    period = PERIODS.get(conference.kind)
    if period is None:
        return None
    found = _reached(results(conference.bloc_year, period))
    found |= {"of": conference.bloc_year.members.present().count(), "period": period.label}
    return found if found["units"] < found["of"] or found["with_result"] < found["targets"] else None


def _target(target, result):
    if result is None:
        return [target.name, target.promised, "", None, ""]
    return [target.name, target.promised, result.achieved, result.percent, result.remark]


def _titles(bloc_year):
    """Danh hiệu, hình thức đã đăng ký: [name, units, quantity] in the order of the catalogue; how many units register any."""
    found, units = {}, set()
    rows = Registration.objects.filter(pledge__member__bloc_year=bloc_year).select_related("award_type", "pledge")
    for row in rows.order_by("award_type__position", "pk"):
        counted, quantity = found.get(row.award_type.name, (0, 0))
        found[row.award_type.name] = (counted + 1, quantity + row.quantity)
        units.add(row.pledge.member_id)
    return {"titles": [[name, *counts] for name, counts in found.items()], "registering": len(units)}


def _meetings(conference):
    """Hội nghị đã tổ chức trong năm, kể cả hội nghị này."""
    held = conference.bloc_year.conferences.filter(state__in=[ConferenceState.CONCLUDED, ConferenceState.MINUTED])
    return [[c.title, c.held_at] for c in [*held.exclude(pk=conference.pk).order_by("held_at"), conference]]


def _scores(conference):
    """The ranking, as the conference settled it at year-end, and what it is compared with: self-scores, earlier years."""
    if conference.kind == ConferenceKind.YEAR_END:
        rows = settled_ranking(conference)
    else:
        rows = published_ranking(conference.bloc_year, RoundKind.MIDYEAR)
    return {
        "ranking": _ranking(rows),
        "compared": compared(rows),
        "years": ranked_before(conference.bloc_year, rows),
    }


def _ranking(rows):
    """Rows with the class of each unit, how its tie was settled, and how long its bar is."""
    names = ("base", "bonus", "penalty", "total")
    lengths = bars(rows)
    return [
        {"rank": r.rank, "unit": r.member.name, "tie": tie, "grade": r.grade or "", "bar": lengths[r.member_id]}
        | {name: points(getattr(r, name), r.round.scheme.decimals) for name in names}
        for r, _equals, tie in with_ties(rows)
    ]
