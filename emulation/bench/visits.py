"""Những trang được đo, và ai mở chúng. Each visit goes round several rows, so that no one row stays warm for it."""

from dataclasses import dataclass

from django.urls import reverse

from blocs.scoring.models import Sheet
from blocs.years.models import Duty

AT_MOST = 12  # different addresses per page


@dataclass(frozen=True)
class Visit:
    """Một dòng của bảng: the page, who opens it (key of `people`), and the addresses in turn."""

    page: str
    who: str
    paths: tuple


OFFICER, HEAD, COUNCILLOR = "chuyên viên", "thủ trưởng", "ủy viên"


def people(province):
    """Who opens pages: {key: User}. The head is of a unit that leads a bloc this year."""
    lead = leading_member(province)
    return {OFFICER: province.officer, HEAD: province.heads[lead.unit_id].person, COUNCILLOR: province.voters[0]}


def leading_member(province):
    return next(m for m in province.members[province.running[0].pk] if m.duty == Duty.LEAD)


def visits(province):
    """Mọi trang được đo. Out: list of Visit."""
    bloc = province.running[0].bloc_id
    own = [y for y in reversed(province.years) if y.bloc_id == bloc]
    return [
        Visit("tra cứu (trang nhẹ nhất)", OFFICER, (reverse("papers:verify"),)),
        *_of(province, OFFICER, list(reversed(province.years))[:: max(1, len(province.years) // AT_MOST)]),
        *_of(province, HEAD, own),
        *_awards(province, OFFICER),
        *_awards(province, COUNCILLOR),
        Visit("trang đầu", COUNCILLOR, (reverse("home"),)),
    ]


def _of(province, who, years):
    """Pages of the bloc-years that this person sees."""
    past = [y for y in years if y in province.past]
    rounds, published = _rounds(province, years), _rounds(province, past)
    sheets = Sheet.objects.filter(round__in=[r.pk for r in published]).order_by("member__position", "pk")
    meetings = [province.conferences[y.pk] for y in years]
    return [
        Visit("trang đầu", who, (reverse("home"),)),
        Visit("các năm thi đua", who, (reverse("years:index"),)),
        Visit("một năm thi đua", who, _each("years:page", years)),
        Visit("bảng đăng ký", who, _each("pledges:registrations", years)),
        Visit("giao ước", who, _each("covenant:page", years)),
        Visit("các vòng chấm", who, (reverse("scoring:index"),)),
        Visit("lưới chấm điểm", who, tuple(reverse("scoring:grid", args=[r.pk, "team"]) for r in rounds)),
        Visit("phiếu chấm", who, _each("scoring:sheet", sheets[:AT_MOST])),
        Visit("các bảng xếp hạng", who, (reverse("scoring:rankings"),)),
        Visit("xếp hạng", who, _each("scoring:ranking", published)),
        Visit("hội nghị", who, _each("conferences:page", meetings)),
        Visit("văn bản", who, (reverse("years:papers"),)),
        Visit(
            "tìm văn bản",
            who,
            (reverse("years:papers") + "?q=bien+ban+tong+ket", reverse("years:papers") + "?q=giao+uoc"),
        ),
        Visit("các đề nghị", who, (reverse("proposals:index"),)),
        Visit(
            "sổ vàng",
            who,
            (reverse("decisions:gold_book"), reverse("decisions:gold_book") + "?q=so+chuyen+nganh+so+01"),
        ),
        Visit("khối và đơn vị", who, (reverse("roster:index"),)),
    ]


def _awards(province, who):
    """Pages of the council."""
    sessions = list(province.sessions.values())[::-1]
    lines = [line for session in sessions for line in session.lines.all()[:3]]
    return [
        Visit("phiên họp Hội đồng", who, _each("council:session", sessions)),
        Visit("một đề nghị ở Hội đồng", who, _each("council:line", lines[:AT_MOST])),
    ]


def _rounds(province, years):
    return [province.rounds[y.pk] for y in years]


def _each(name, rows):
    return tuple(reverse(name, args=[row.pk]) for row in list(rows)[:AT_MOST])
