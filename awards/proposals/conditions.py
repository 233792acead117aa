"""Điều kiện của một đề nghị, từng dòng: what was looked at, what was found, whether it holds."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from blocs.conferences.nomination import is_flag
from blocs.conferences.ranking import decimals
from blocs.covenant.models import SignatureState
from blocs.years.models import Due, Obligation
from emulation.ui.dates import day
from emulation.ui.numbers import points


@dataclass(frozen=True)
class Line:
    """Một điều kiện: label, what was found, and whether it holds (None: for a person to judge)."""

    label: str
    found: str
    holds: bool | None


def conditions(proposal):
    """The lines for one proposal, each computed from rows. Out: list of Line."""
    return [
        _leads_the_bloc(proposal),
        _within_the_quota(proposal),
        _registered(proposal),
        _signed(proposal),
        _voted(proposal),
        _in_time(proposal),
        *_before(proposal),
    ]


def _leads_the_bloc(proposal):
    nomination = proposal.nomination
    if nomination.rank is None:
        return Line(_("Xếp hạng trong khối"), _("chưa xếp hạng"), None)
    found = _("hạng %(rank)d, %(score)s điểm") % {
        "rank": nomination.rank,
        "score": points(nomination.score, decimals(proposal.bloc_year)),
    }
    if is_flag(proposal.award_type):
        return Line(_("Dẫn đầu khối"), found, nomination.rank == 1)
    return Line(_("Xếp hạng trong khối"), found, True)


def _within_the_quota(proposal):
    rules, flag = proposal.bloc_year.rule_set, is_flag(proposal.award_type)
    asked = sum(is_flag(p.award_type) == flag for p in proposal.submission.proposals.select_related("award_type"))
    allowed = rules.flags if flag else rules.certificates
    label = _("Số cờ của khối") if flag else _("Số bằng khen của khối")
    return Line(
        label, _("đề nghị %(asked)d, được đề nghị %(allowed)d") % {"asked": asked, "allowed": allowed}, asked <= allowed
    )


def _registered(proposal):
    pledge = getattr(proposal.nomination.member, "pledge", None)
    named = [t.award_type.name for t in pledge.titles.select_related("award_type")] if pledge else []
    found = _("đã đăng ký: %s") % "; ".join(named) if named else _("không đăng ký danh hiệu nào")
    return Line(_("Đăng ký đầu năm"), found, True if proposal.award_type.name in named else None)


def _signed(proposal):
    signature = proposal.nomination.member.signatures.filter(state=SignatureState.SIGNED).first()
    if signature:
        return Line(_("Ký giao ước"), _("ngày %s") % day(signature.signed_at), True)
    return Line(_("Ký giao ước"), _("chưa ký"), False)


def _voted(proposal):
    nomination = proposal.nomination
    if nomination.yes is None:
        return Line(_("Phiếu suy tôn"), _("theo điểm, không bỏ phiếu"), None)
    return Line(
        _("Phiếu suy tôn"),
        _("%(yes)d trong %(base)d phiếu") % {"yes": nomination.yes, "base": nomination.base_number},
        nomination.passed,
    )


def _in_time(proposal):
    owed = (
        Obligation.objects.filter(member=proposal.nomination.member, milestone__kind=Due.DOSSIER)
        .select_related("milestone")
        .first()
    )
    if owed is None or owed.met_on is None:
        return Line(_("Hồ sơ đúng hạn"), _("xét khi trình"), None)
    found = _("trình ngày %(met)s, hạn %(due)s") % {"met": day(owed.met_on), "due": day(owed.due)}
    return Line(_("Hồ sơ đúng hạn"), found, owed.met_on <= owed.due)


def _before(proposal):
    """Where the unit stood in years that were entered from paper: for a person to judge."""
    rows = list(proposal.bloc_year.bloc.past_results.filter(unit=proposal.nomination.member.unit_id).order_by("-year"))
    return [Line(_("Các năm trước, theo văn bản"), "; ".join(map(str, rows)), None)] if rows else []
